/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Packets in, conversations out: finds the flow of a packet, puts its stream in order, looks for TLS in it, and lets go what is over.
 */
#include "tracker.h"

#include "../limits.h"
#include "../network/link.h"
#include "flow.h"

enum
{
  SWEEP_AT_LEAST = 4096 /* packets between two looks at all flows; more when there are more flows */
};

struct TlTracker
{
  TlFlowTable *flows;
  GQueue reset;     /* TlFlow, in the order of their resets: what was on its way then is still read */
  GPtrArray *grown; /* TlFlow, with TL_TRACKER_GROWTH: whose dialogue has grown since the last publish */
  TlTrackerFlags flags;
  TlTrackerFunc func;
  gpointer user_data;
  guint64 n_conversations;
  guint64 n_evicted;
  guint64 n_unreadable;
  int unreadable_link_type;
  int known_link_type;    /* the last one that was found to be readable */
  gint64 now;             /* the clock by which idle connections are known: capture time, but never back */
  gint64 before;          /* time of the packet before */
  gint64 last_sweep;
  guint since_sweep;      /* packets */
  guint n_half_heard;     /* conversations of which one direction was not heard yet */
  gsize size;             /* of all flows and dialogues, about */
};

/* What a callback of a stream needs. */
typedef struct
{
  TlTracker *tracker;
  TlFlow *flow;
  guint direction;
} Where;

static void
flow_free (gpointer data)
{
  TlFlow *flow = data;

  for (guint i = 0; i < 2; i++)
    {
      tl_stream_clear (&flow->streams[i]);
      g_free (flow->sniffed[i]);
    }
  g_clear_pointer (&flow->dialogue, tl_dialogue_free);
  g_clear_pointer (&flow->prelude, tl_prelude_free);
  g_slice_free (TlFlow, flow);
}

TlTracker *
tl_tracker_new (TlTrackerFlags flags, TlTrackerFunc func, gpointer user_data)
{
  TlTracker *self = g_new0 (TlTracker, 1);

  self->flows = tl_flow_table_new (flow_free);
  self->grown = g_ptr_array_new ();
  self->flags = flags;
  self->func = func;
  self->user_data = user_data;
  self->unreadable_link_type = self->known_link_type = -1;
  return self;
}

void
tl_tracker_free (TlTracker *self)
{
  tl_flow_table_free (self->flows);
  g_queue_clear (&self->reset);
  g_ptr_array_unref (self->grown);
  g_free (self);
}

/* Counts anew what @flow takes of the budget. */
static void
account (TlTracker *self, TlFlow *flow)
{
  gsize size = tl_flow_size (flow);

  self->size += size - flow->size;
  flow->size = size;
}

static void
tell (TlTracker *self, TlFlow *flow, bool complete, bool evicted)
{
  TlConversation *conversation = tl_dialogue_snapshot (flow->dialogue, complete);

  conversation->evicted = evicted;
  self->func (conversation, self->user_data);
  tl_conversation_unref (conversation);
}

static void
note_growth (TlTracker *self, TlFlow *flow, bool was_grown)
{
  if (!(self->flags & TL_TRACKER_GROWTH) || was_grown || !flow->dialogue->grown)
    return;
  g_ptr_array_add (self->grown, flow);
  flow->grown_place = self->grown->len;
}

/* Who opened the connection; without a SYN, the side with the higher port. */
static guint
likely_client (const TlFlow *flow)
{
  if (flow->syn_from >= 0)
    return (guint) flow->syn_from;
  return flow->ends[0].port >= flow->ends[1].port ? 0 : 1;
}

static void
begin_dialogue (TlTracker *self, TlFlow *flow)
{
  flow->dialogue = tl_dialogue_new (++self->n_conversations, flow->ends, likely_client (flow), flow->start,
                                    self->flags & TL_TRACKER_STEPS);
  for (guint i = 0; i < 2; i++)
    flow->dialogue->directions[i].heard = flow->heard[i];
  flow->half_heard = !flow->heard[0] || !flow->heard[1];
  self->n_half_heard += flow->half_heard;
  if (flow->prelude)
    tl_dialogue_add_prelude (flow->dialogue, flow->prelude);
  g_clear_pointer (&flow->prelude, tl_prelude_free);
}

static void
feed_dialogue (TlTracker *self, TlFlow *flow, guint direction, TlBytes bytes, TlOrigin origin)
{
  TlDialogue *dialogue = flow->dialogue;
  bool was_grown = dialogue->grown;

  tl_dialogue_add (dialogue, direction, bytes, origin.packet, origin.time);
  note_growth (self, flow, was_grown);
}

/* Whether TLS begins with @bytes; what came before of a possible beginning is put in front. */
static TlSniff
sniff (const TlFlow *flow, guint direction, TlBytes bytes)
{
  guint8 head[TL_SNIFF_BYTES];
  const TlSniffed *before = flow->sniffed[direction];
  gsize n = before ? before->n : 0;
  gsize more = MIN (bytes.length, sizeof head - n);
  TlBytes whole = bytes;

  if (n > 0)
    {
      memcpy (head, before->bytes, n);
      memcpy (head + n, bytes.data, more);
      whole = tl_bytes (head, n + more);
    }
  return flow->dialogue ? tl_record_sniff (whole) : tl_record_sniff_handshake (whole);
}

static void
hold_back (TlFlow *flow, guint direction, TlBytes bytes, TlOrigin origin)
{
  TlSniffed *sniffed = flow->sniffed[direction];

  if (sniffed == NULL)
    sniffed = flow->sniffed[direction] = g_new0 (TlSniffed, 1);
  for (gsize i = 0; i < bytes.length && sniffed->n < TL_SNIFF_BYTES; i++)
    {
      sniffed->bytes[sniffed->n] = bytes.data[i];
      sniffed->origins[sniffed->n++] = origin;
    }
}

/* Hands what was held back for sniffing on to the dialogue, then the rest. */
static void
enter_tls (TlTracker *self, TlFlow *flow, guint direction, TlBytes bytes, TlOrigin origin)
{
  g_autofree TlSniffed *sniffed = g_steal_pointer (&flow->sniffed[direction]);

  if (flow->dialogue == NULL)
    begin_dialogue (self, flow);
  flow->dialogue->directions[direction].spoke = true;
  flow->dialogue->directions[direction].unsynced = false; /* a record begins here, whatever was lost before */
  for (guint i = 0; sniffed && i < sniffed->n; i++)
    feed_dialogue (self, flow, direction, tl_bytes (&sniffed->bytes[i], 1), sniffed->origins[i]);
  if (bytes.length > 0)
    feed_dialogue (self, flow, direction, bytes, origin);
}

/* A direction of a connection that is no TLS, as far as it was read. */
static void
pass_over (TlFlow *flow, guint direction, gsize length)
{
  flow->passed[direction] += (guint32) MIN (length, TL_LIMIT_PRELUDE_BYTES);
  if (flow->dialogue == NULL && (flow->passed[0] > TL_LIMIT_PRELUDE_BYTES || flow->passed[1] > TL_LIMIT_PRELUDE_BYTES))
    {
      flow->ignored = true;
      g_clear_pointer (&flow->prelude, tl_prelude_free);
    }
}

static bool
can_begin_here (const TlFlow *flow, guint direction)
{
  return flow->prelude == NULL || tl_prelude_at_line_start (flow->prelude, direction);
}

/* Looks for the beginning of TLS: at the first byte of a direction, after each line of a dialogue of lines, and, so that a
 * protocol that nobody described can still turn into TLS, at the first byte of each segment. */
static void
look_for_tls (TlTracker *self, TlFlow *flow, guint direction, TlBytes bytes, TlOrigin origin)
{
  while (bytes.length > 0 && !flow->ignored)
    {
      TlSniff found = can_begin_here (flow, direction) ? sniff (flow, direction, bytes) : TL_SNIFF_NO;
      gsize before;

      if (found == TL_SNIFF_YES)
        {
          enter_tls (self, flow, direction, bytes, origin);
          return;
        }
      if (found == TL_SNIFF_MORE)
        {
          hold_back (flow, direction, bytes, origin);
          return;
        }
      g_clear_pointer (&flow->sniffed[direction], g_free);
      if (flow->prelude == NULL && flow->dialogue == NULL && flow->passed[direction] == 0 && tl_prelude_sniff (bytes))
        flow->prelude = tl_prelude_new ();
      if (flow->dialogue)
        flow->dialogue->directions[direction].not_tls = true;
      if (flow->prelude == NULL)
        {
          pass_over (flow, direction, bytes.length);
          return;
        }
      before = bytes.length;
      tl_prelude_add (flow->prelude, direction, &bytes, origin.packet, origin.time);
      pass_over (flow, direction, before - bytes.length);
    }
}

/* Whether what comes from @direction is known to be records. */
static bool
direction_is_tls (const TlFlow *flow, guint direction)
{
  const TlDirection *from = flow->dialogue ? &flow->dialogue->directions[direction] : NULL;

  return from && from->spoke;
}

static void
stream_data_cb (gpointer user_data, TlBytes bytes, TlOrigin origin)
{
  const Where *where = user_data;

  if (direction_is_tls (where->flow, where->direction))
    feed_dialogue (where->tracker, where->flow, where->direction, bytes, origin);
  else
    look_for_tls (where->tracker, where->flow, where->direction, bytes, origin);
}

static void
stream_gap_cb (gpointer user_data, guint64 length, TlOrigin origin)
{
  const Where *where = user_data;
  TlDialogue *dialogue = where->flow->dialogue;
  bool was_grown = dialogue && dialogue->grown;

  g_clear_pointer (&where->flow->sniffed[where->direction], g_free);
  if (dialogue == NULL)
    return;
  tl_dialogue_gap (dialogue, where->direction, length, origin.time);
  note_growth (where->tracker, where->flow, was_grown);
}

static const TlStreamSink stream_sink = { stream_data_cb, stream_gap_cb };

static void
flush_streams (TlTracker *self, TlFlow *flow)
{
  TlOrigin end = { .packet = 0, .time = flow->last };

  for (guint i = 0; i < 2 && !flow->ignored; i++)
    {
      Where where = { self, flow, i };
      tl_stream_flush (&flow->streams[i], end, &stream_sink, &where);
    }
}

/* Leaves its place empty, so that a flood of conversations stays linear. */
static void
forget_growth (TlTracker *self, TlFlow *flow)
{
  if (flow->grown_place > 0)
    g_ptr_array_index (self->grown, flow->grown_place - 1) = NULL;
  flow->grown_place = 0;
}

/* The conversation of @flow is over: tells of it, and lets its memory go. */
static void
complete (TlTracker *self, TlFlow *flow, bool evicted)
{
  if (!flow->closed)
    flush_streams (self, flow);
  flow->closed = true;
  if (flow->reset)
    g_queue_delete_link (&self->reset, flow->reset);
  flow->reset = NULL;
  if (flow->dialogue)
    {
      TlDialogue *dialogue = flow->dialogue;

      forget_growth (self, flow);
      tl_dialogue_end (dialogue, flow->last);
      for (guint i = 0; i < 2; i++)
        dialogue->model.conflicting_bytes |= flow->streams[i].conflicting;
      dialogue->model.last = flow->last;
      tell (self, flow, true, evicted);
    }
  self->n_half_heard -= flow->half_heard;
  flow->half_heard = false;
  g_clear_pointer (&flow->dialogue, tl_dialogue_free);
  g_clear_pointer (&flow->prelude, tl_prelude_free);
  for (guint i = 0; i < 2; i++)
    {
      tl_stream_clear (&flow->streams[i]);
      g_clear_pointer (&flow->sniffed[i], g_free);
    }
  account (self, flow);
}

static void
drop (TlTracker *self, TlFlow *flow, bool evicted)
{
  complete (self, flow, evicted);
  tl_flow_table_steal (self->flows, flow);
  self->size -= flow->size;
  flow_free (flow);
}

static gint64
idle_limit (const TlFlow *flow)
{
  if (flow->closed)
    return TL_LIMIT_IDLE_HALF_OPEN;
  if (flow->datagrams)
    return TL_LIMIT_IDLE_UDP;
  return flow->streams[0].begun || flow->streams[1].begun ? TL_LIMIT_IDLE_TCP : TL_LIMIT_IDLE_HALF_OPEN;
}

/* A flow with the number by which it is told, beside it: comparing must not wander through all of memory. */
typedef struct
{
  guint64 number; /* of its conversation; 0: none */
  TlFlow *flow;
} Numbered;

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const Numbered *one = a, *other = b;

  return one->number < other->number ? -1 : one->number > other->number;
}

/* The first @n of @flows in the order of their numbers. */
static Numbered *
in_order (TlFlow *const *flows, guint n)
{
  Numbered *numbered = g_new (Numbered, n + 1);

  for (guint i = 0; i < n; i++)
    numbered[i] = (Numbered) { flows[i]->dialogue ? flows[i]->dialogue->model.number : 0, flows[i] };
  qsort (numbered, n, sizeof *numbered, compare_numbers);
  return numbered;
}

/* Lets go what was idle for too long, in capture time. */
static void
sweep (TlTracker *self)
{
  guint n, n_idle = 0;
  g_autofree TlFlow **flows = tl_flow_table_list (self->flows, &n);
  g_autofree Numbered *idle = NULL;

  for (guint i = 0; i < n; i++)
    if (self->now - flows[i]->seen > idle_limit (flows[i]))
      flows[n_idle++] = flows[i];
  idle = in_order (flows, n_idle);
  for (guint i = 0; i < n_idle; i++)
    drop (self, idle[i].flow, false);
  self->last_sweep = self->now;
  self->since_sweep = 0;
}

static int
compare_age (gconstpointer a, gconstpointer b)
{
  const TlFlow *one = *(TlFlow *const *) a, *other = *(TlFlow *const *) b;

  if (one->closed != other->closed)
    return other->closed - one->closed;
  return one->seen < other->seen ? -1 : one->seen > other->seen;
}

/* Lets the oldest go, closed ones first, until a quarter of the budget is free again. */
static void
evict (TlTracker *self)
{
  guint n;
  g_autofree TlFlow **flows = tl_flow_table_list (self->flows, &n);

  qsort (flows, n, sizeof *flows, compare_age);
  for (guint i = 0; i < n && self->size > TL_LIMIT_MODEL / 4 * 3; i++)
    {
      if (flows[i]->dialogue)
        self->n_evicted++;
      drop (self, flows[i], flows[i]->dialogue != NULL);
    }
}

static TlFlow *
new_flow (TlTracker *self, const TlSegment *segment, guint64 hash, gint64 time)
{
  TlFlow *flow = g_slice_new0 (TlFlow);

  flow->ends[0] = segment->source;
  flow->ends[1] = segment->destination;
  flow->start = flow->last = time;
  flow->hash = hash;
  flow->syn_from = -1;
  tl_flow_table_insert (self->flows, flow);
  return flow;
}

/* The flow of @segment; NULL where there is none and it begins none. */
static TlFlow *
flow_of (TlTracker *self, const TlSegment *segment, gint64 time)
{
  guint64 hash = tl_flow_table_hash (self->flows, &segment->source, &segment->destination);
  TlFlow *flow = tl_flow_table_lookup (self->flows, &segment->source, &segment->destination, hash);
  bool opens = (segment->flags & (TL_TCP_SYN | TL_TCP_ACK)) == TL_TCP_SYN;

  if (flow && opens && (flow->closed || flow->streams[0].begun || flow->streams[1].begun))
    {
      guint direction = tl_endpoint_equal (&flow->ends[0], &segment->source) ? 0 : 1;
      bool repeated = !flow->closed && flow->syn_seen[direction]
                      && flow->syn_sequence[direction] == segment->sequence;

      if (repeated)
        return flow;
      drop (self, flow, false); /* the same endpoints, used again */
      flow = NULL;
    }
  if (flow == NULL && (segment->payload.length > 0 || segment->flags & TL_TCP_SYN))
    flow = new_flow (self, segment, hash, time);
  return flow;
}

static void
note_syn (TlFlow *flow, const TlSegment *segment, guint direction)
{
  TlStream *stream = &flow->streams[direction];
  bool untouched = stream->begun && flow->syn_seen[direction]
                   && stream->next == flow->syn_sequence[direction] + 1 && stream->held == NULL;

  flow->syn_from = (gint8) (segment->flags & TL_TCP_ACK ? 1 - direction : direction);
  flow->syn_seen[direction] = true;
  flow->syn_sequence[direction] = segment->sequence;
  if (!stream->begun || untouched) /* a server that forgot its first answer gives another: the last one counts */
    tl_stream_begin (stream, segment->sequence + 1);
}

/* Both sides have ended, and what they said before was read: a FIN may come before the bytes that it follows. */
static bool
is_over (const TlFlow *flow)
{
  return flow->fin[0] && flow->fin[1] && (flow->ignored || (flow->streams[0].ended && flow->streams[1].ended));
}

static void
note_close (TlTracker *self, TlFlow *flow, const TlSegment *segment, guint direction)
{
  TlDialogue *dialogue = flow->dialogue;

  if (segment->flags & TL_TCP_FIN)
    flow->fin[direction] = true;
  if (dialogue && segment->flags & TL_TCP_FIN && dialogue->closed_by < 0)
    dialogue->closed_by = (gint8) direction;
  if (dialogue && segment->flags & TL_TCP_RST && dialogue->reset_by < 0)
    dialogue->reset_by = (gint8) direction;
  if (segment->flags & TL_TCP_RST && flow->reset == NULL)
    {
      g_queue_push_tail (&self->reset, flow);
      flow->reset = self->reset.tail;
      flow->reset_at = self->now;
    }
}

/* A packet came from @direction, with data or without. */
static void
hear (TlTracker *self, TlFlow *flow, guint direction)
{
  flow->heard[direction] = true;
  if (flow->dialogue)
    flow->dialogue->directions[direction].heard = true;
  if (flow->half_heard && flow->heard[0] && flow->heard[1])
    {
      flow->half_heard = false;
      self->n_half_heard--;
    }
}

/* A bare acknowledgement tells nothing that we show, but that its direction was captured. */
static void
add_acknowledgment (TlTracker *self, const TlSegment *segment)
{
  guint64 hash = tl_flow_table_hash (self->flows, &segment->source, &segment->destination);
  TlFlow *flow = tl_flow_table_lookup (self->flows, &segment->source, &segment->destination, hash);

  if (flow && !flow->closed)
    hear (self, flow, tl_endpoint_equal (&flow->ends[0], &segment->source) ? 0 : 1);
}

static void
add_segment (TlTracker *self, const TlPacket *packet, const TlSegment *segment)
{
  TlFlow *flow = flow_of (self, segment, packet->time);
  TlOrigin origin = { .packet = packet->number, .time = packet->time };
  guint direction;
  Where where;

  if (flow == NULL || flow->closed)
    return;
  flow->last = MAX (flow->last, packet->time);
  flow->seen = self->now;
  direction = tl_endpoint_equal (&flow->ends[0], &segment->source) ? 0 : 1;
  hear (self, flow, direction);
  if (flow->dialogue)
    flow->dialogue->model.last = flow->last;
  if (segment->flags & TL_TCP_SYN)
    note_syn (flow, segment, direction);
  where = (Where) { self, flow, direction };
  if (!flow->ignored && (segment->payload.length > 0 || segment->missing > 0 || segment->flags & TL_TCP_FIN))
    tl_stream_add (&flow->streams[direction], segment->sequence + (segment->flags & TL_TCP_SYN ? 1 : 0),
                   segment->payload, segment->missing, segment->flags & TL_TCP_FIN, origin, &stream_sink, &where);
  if (segment->flags & (TL_TCP_FIN | TL_TCP_RST))
    note_close (self, flow, segment, direction);
  for (guint i = 0; i < 2 && flow->ignored; i++)
    tl_stream_clear (&flow->streams[i]);
  if (is_over (flow))
    complete (self, flow, false);
  else
    account (self, flow);
}

/* A new handshake between the same endpoints, on a port that is used again: its ClientHello has another random. */
static bool
begins_anew (const TlFlow *flow, TlBytes datagram)
{
  TlBytes random = tl_dtls_client_random (datagram);

  return random.data && flow->dialogue && flow->dialogue->client_hello
         && memcmp (random.data, flow->dialogue->client_random, sizeof flow->dialogue->client_random) != 0;
}

/* The flow of a datagram; NULL where there is none and it begins none: only DTLS is remembered. */
static TlFlow *
flow_of_datagram (TlTracker *self, const TlSegment *segment, gint64 time)
{
  guint64 hash = tl_flow_table_hash (self->flows, &segment->source, &segment->destination);
  TlFlow *flow = tl_flow_table_lookup (self->flows, &segment->source, &segment->destination, hash);

  if (flow && flow->datagrams && begins_anew (flow, segment->payload))
    {
      drop (self, flow, false);
      flow = NULL;
    }
  if (flow == NULL && tl_dtls_sniff_handshake (segment->payload))
    {
      flow = new_flow (self, segment, hash, time);
      flow->datagrams = true;
      begin_dialogue (self, flow);
      flow->dialogue->model.transport = TL_TRANSPORT_UDP;
      flow->dialogue->model.protocol = TL_PROTOCOL_DTLS;
      flow->dialogue->context.dtls = true;
    }
  return flow;
}

static void
add_datagram (TlTracker *self, const TlPacket *packet, const TlSegment *segment)
{
  TlFlow *flow = flow_of_datagram (self, segment, packet->time);
  TlDialogue *dialogue;
  bool was_grown;
  guint direction;

  if (flow == NULL || flow->dialogue == NULL || !flow->datagrams)
    return;
  dialogue = flow->dialogue;
  was_grown = dialogue->grown;
  direction = tl_endpoint_equal (&flow->ends[0], &segment->source) ? 0 : 1;
  flow->last = MAX (flow->last, packet->time);
  flow->seen = self->now;
  dialogue->model.last = flow->last;
  hear (self, flow, direction);
  tl_dialogue_add_datagram (dialogue, direction, segment->payload, packet->number, packet->time);
  note_growth (self, flow, was_grown);
  account (self, flow);
}

/* A reset does not call back what the other side has sent: that is on the wire, and is read for a while. */
static void
complete_reset_flows (TlTracker *self)
{
  TlFlow *flow;

  while ((flow = g_queue_peek_head (&self->reset)) && self->now - flow->reset_at > TL_LIMIT_IDLE_RESET)
    complete (self, flow, false);
}

static void
keep_within_limits (TlTracker *self)
{
  complete_reset_flows (self);
  self->since_sweep++;
  if (self->size > TL_LIMIT_MODEL)
    evict (self);
  else if (self->now - self->last_sweep > TL_LIMIT_IDLE_HALF_OPEN / 2
           && self->since_sweep > MAX (SWEEP_AT_LEAST, tl_flow_table_size (self->flows)))
    sweep (self);
}

static bool
link_type_is_known (TlTracker *self, int link_type)
{
  if (link_type == self->known_link_type)
    return true;
  if (tl_link_type_known (link_type))
    {
      self->known_link_type = link_type;
      return true;
    }
  if (self->n_unreadable++ == 0)
    self->unreadable_link_type = link_type;
  return false;
}

/* One packet with a time far ahead must not make every connection idle: the clock goes on when a second one agrees. */
static void
go_on (TlTracker *self, gint64 time)
{
  if (self->before == 0)
    self->before = time;
  self->now = MAX (self->now, MIN (time, self->before));
  self->before = time;
}

void
tl_tracker_add (TlTracker *self, const TlPacket *packet)
{
  TlSegment segment;

  go_on (self, packet->time);
  if (!link_type_is_known (self, packet->link_type) || !tl_segment_from_packet (packet, &segment))
    return;
  if (segment.protocol == TL_IP_UDP)
    add_datagram (self, packet, &segment);
  else if (segment.payload.length > 0 || segment.missing > 0 || segment.flags & (TL_TCP_SYN | TL_TCP_FIN | TL_TCP_RST))
    add_segment (self, packet, &segment);
  else if (self->n_half_heard > 0) /* seldom, so that floods of them cost nothing */
    add_acknowledgment (self, &segment);
  keep_within_limits (self);
}

void
tl_tracker_publish (TlTracker *self)
{
  for (guint i = 0; i < self->grown->len; i++)
    {
      TlFlow *flow = g_ptr_array_index (self->grown, i);

      if (flow == NULL)
        continue;
      flow->grown_place = 0;
      tell (self, flow, false, false);
    }
  g_ptr_array_set_size (self->grown, 0);
}

void
tl_tracker_finish (TlTracker *self)
{
  guint n;
  g_autofree TlFlow **flows = tl_flow_table_list (self->flows, &n);
  g_autofree Numbered *last = in_order (flows, n);

  for (guint i = 0; i < n; i++)
    complete (self, last[i].flow, false);
}

guint64
tl_tracker_evicted (const TlTracker *self)
{
  return self->n_evicted;
}

gsize
tl_tracker_size (const TlTracker *self)
{
  return self->size;
}

guint64
tl_tracker_unreadable (const TlTracker *self, int *link_type)
{
  if (link_type)
    *link_type = self->unreadable_link_type;
  return self->n_unreadable;
}
