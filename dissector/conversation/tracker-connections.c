/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Packets of TCP: puts the streams of a connection in order, looks for TLS in them, and knows how the
 * connection ends.
 */
#include "tracker-parts.h"

#include "../limits.h"

/* What a callback of a stream needs. */
typedef struct
{
  TlTracker *tracker;
  TlFlow *flow;
  guint direction;
} Where;

static void
feed_dialogue (TlTracker *self, TlFlow *flow, guint direction, TlBytes bytes, TlOrigin origin)
{
  TlDialogue *dialogue = flow->dialogue;
  bool was_grown = dialogue->grown;

  tl_dialogue_add (dialogue, direction, bytes, origin.packet, origin.time);
  tl_tracker_note_growth (self, flow, was_grown);
}

/* Whether the first bytes of a direction, in which a handshake would have stood, are not in the capture. */
static bool
has_no_beginning (const TlFlow *flow, guint direction)
{
  return flow->prelude == NULL && (!flow->syn_seen[direction] || flow->streams[direction].lost);
}

/* Whether a carrier can begin in @direction: nothing was read of it yet. */
static bool
can_be_carried (const TlFlow *flow, guint direction)
{
  return flow->carrier == NULL && flow->prelude == NULL && flow->dialogue == NULL && flow->passed[direction] == 0;
}

/* Finds the carrier that begins with @bytes. */
static bool
enter_carrier (TlFlow *flow, guint direction, TlBytes bytes)
{
  if (can_be_carried (flow, direction) && tl_carrier_sniff_stream (bytes) == TL_SNIFF_YES)
    flow->carrier = tl_carrier_new_for_stream (bytes);
  return flow->carrier != NULL;
}

/* Whether TLS begins with @bytes. */
static TlSniff
sniff (const TlFlow *flow, guint direction, TlBytes bytes)
{
  TlSniff found;

  if (tl_sslv2_is_possible (bytes))
    return flow->dialogue ? tl_sslv2_sniff (bytes) : tl_sslv2_sniff_hello (bytes);
  if (flow->dialogue)
    return tl_record_sniff (bytes);
  found = tl_record_sniff_handshake (bytes);
  if (found == TL_SNIFF_NO)
    found = tl_record_sniff_alone (bytes);
  if (found == TL_SNIFF_NO && can_be_carried (flow, direction) && tl_carrier_sniff_stream (bytes) == TL_SNIFF_MORE)
    found = TL_SNIFF_MORE;
  if (found == TL_SNIFF_NO && has_no_beginning (flow, direction) && flow->guesses[direction] < TL_LIMIT_GUESSES)
    found = tl_record_sniff_pair (bytes);
  return found;
}

static void
hold_back (TlFlow *flow, guint direction, TlBytes bytes, TlOrigin origin)
{
  TlSniffed *sniffed = flow->sniffed[direction];
  TlSniffedPart part = { .packet = origin.packet, .time = origin.time, .length = (guint32) bytes.length };

  if (sniffed == NULL)
    {
      sniffed = flow->sniffed[direction] = g_new0 (TlSniffed, 1);
      sniffed->bytes = g_byte_array_new ();
      sniffed->parts = g_array_new (FALSE, FALSE, sizeof part);
    }
  g_byte_array_append (sniffed->bytes, bytes.data, (guint) bytes.length);
  g_array_append_val (sniffed->parts, part);
}

/* Lets go of the dialogue before TLS when both sides are beyond it. */
static void
leave_prelude (TlTracker *self, TlFlow *flow, guint direction)
{
  bool was_grown = flow->dialogue->grown;

  if (flow->prelude == NULL)
    return;
  tl_prelude_break (flow->prelude, direction);
  tl_dialogue_add_prelude (flow->dialogue, flow->prelude);
  tl_tracker_note_growth (self, flow, was_grown);
  if (flow->dialogue->directions[1 - direction].spoke)
    g_clear_pointer (&flow->prelude, tl_prelude_free);
}

/* TLS begins in @direction, with @bytes. */
static void
enter_tls (TlTracker *self, TlFlow *flow, guint direction, TlBytes bytes)
{
  TlDirection *from;

  if (flow->dialogue == NULL)
    tl_tracker_begin_dialogue (self, flow);
  leave_prelude (self, flow, direction);
  from = &flow->dialogue->directions[direction];
  from->spoke = true;
  from->unsynced = false; /* a record begins here, whatever was lost before */
  from->midstream = !flow->dialogue->client_hello && !flow->dialogue->server_hello
                    && !tl_sslv2_is_possible (bytes) && tl_record_sniff_handshake (bytes) == TL_SNIFF_NO;
}

/* @length bytes of a connection are no TLS, as far as it was read. */
static void
pass_over (TlFlow *flow, guint direction, gsize length)
{
  flow->passed[direction] += (guint32) MIN (length, TL_LIMIT_PRELUDE_BYTES);
  if (flow->passed[0] <= TL_LIMIT_PRELUDE_BYTES && flow->passed[1] <= TL_LIMIT_PRELUDE_BYTES)
    return;
  g_clear_pointer (&flow->prelude, tl_prelude_free);
  flow->ignored = flow->dialogue == NULL;
}

/* Takes off @bytes what is no TLS: the rest of a message, where there is a dialogue before TLS, or all. */
static void
take_clear (TlTracker *self, TlFlow *flow, guint direction, TlBytes *bytes, TlOrigin origin)
{
  TlBytes part = { 0 };
  gsize length;

  if (flow->prelude == NULL && flow->dialogue == NULL && flow->passed[direction] == 0 && !flow->no_prelude
      && tl_prelude_sniff (*bytes))
    flow->prelude = tl_prelude_new ();
  if (flow->prelude == NULL)
    {
      if (flow->dialogue)
        flow->dialogue->directions[direction].not_tls = true;
      pass_over (flow, direction, bytes->length);
      tl_bytes_skip (bytes, bytes->length);
      return;
    }
  part = tl_bytes (bytes->data, MIN (bytes->length, TL_LIMIT_PRELUDE_BYTES));
  length = part.length;
  flow->no_prelude = !tl_prelude_add (flow->prelude, direction, &part, origin);
  if (flow->no_prelude)
    g_clear_pointer (&flow->prelude, tl_prelude_free);
  length -= part.length;
  tl_bytes_skip (bytes, length);
  if (flow->dialogue && flow->prelude)
    {
      bool was_grown = flow->dialogue->grown;

      tl_dialogue_add_prelude (flow->dialogue, flow->prelude);
      tl_tracker_note_growth (self, flow, was_grown);
    }
  pass_over (flow, direction, length);
}

static bool
can_begin_here (const TlFlow *flow, guint direction)
{
  return flow->prelude == NULL || tl_prelude_at_boundary (flow->prelude, direction);
}

/* Looks for the beginning of TLS: at the first byte of a direction, after each message of a dialogue that can lead to it, and, so
 * that a protocol that nobody described can still turn into TLS, at the first byte of each segment. Where @sniffed, it was found
 * not to begin with the first byte. */
static void
look_for_tls (TlTracker *self, TlFlow *flow, guint direction, TlBytes bytes, TlOrigin origin, bool sniffed)
{
  if (!sniffed && !can_begin_here (flow, direction) && tl_record_sniff_handshake (bytes) == TL_SNIFF_YES)
    tl_prelude_break (flow->prelude, direction);
  for (; bytes.length > 0 && !flow->ignored; sniffed = false)
    {
      TlSniff found = !sniffed && can_begin_here (flow, direction) ? sniff (flow, direction, bytes) : TL_SNIFF_NO;

      if (found == TL_SNIFF_YES)
        {
          enter_tls (self, flow, direction, bytes);
          feed_dialogue (self, flow, direction, bytes, origin);
          return;
        }
      if (found == TL_SNIFF_MORE)
        {
          hold_back (flow, direction, bytes, origin);
          return;
        }
      if (flow->carrier == NULL && enter_carrier (flow, direction, bytes))
        {
          tl_tracker_add_carried_bytes (self, flow, direction, bytes, origin);
          return;
        }
      take_clear (self, flow, direction, &bytes, origin);
    }
}

/* Whether what comes from @direction is known to be records. */
static bool
direction_is_tls (const TlFlow *flow, guint direction)
{
  const TlDirection *from = flow->dialogue ? &flow->dialogue->directions[direction] : NULL;

  return from && from->spoke;
}

/* What was held back is no TLS, or it is, and that is known now: each part goes where it belongs. */
static void
release (TlTracker *self, TlFlow *flow, guint direction, bool carried)
{
  TlSniffed *sniffed = g_steal_pointer (&flow->sniffed[direction]);
  TlBytes rest = tl_bytes (sniffed->bytes->data, sniffed->bytes->len);

  flow->guesses[direction] = (guint8) (flow->guesses[direction] + (rest.length > TL_SNIFF_BYTES));
  for (guint i = 0; i < sniffed->parts->len; i++)
    {
      const TlSniffedPart *part = &g_array_index (sniffed->parts, TlSniffedPart, i);
      TlOrigin origin = { .packet = part->packet, .time = part->time };
      TlBytes bytes = { 0 };

      tl_bytes_take (&rest, part->length, &bytes);
      if (carried)
        tl_tracker_add_carried_bytes (self, flow, direction, bytes, origin);
      else if (i == 0 && !direction_is_tls (flow, direction))
        look_for_tls (self, flow, direction, bytes, origin, true);
      else
        tl_tracker_add_bytes (self, flow, direction, bytes, origin);
    }
  tl_sniffed_free (sniffed);
}

/* More bytes behind those that were held back. */
static void
add_held_back (TlTracker *self, TlFlow *flow, guint direction, TlBytes bytes, TlOrigin origin)
{
  const TlSniffed *sniffed = flow->sniffed[direction];
  TlBytes whole;
  TlSniff found;

  hold_back (flow, direction, bytes, origin);
  whole = tl_bytes (sniffed->bytes->data, sniffed->bytes->len);
  found = sniff (flow, direction, whole);
  if (found == TL_SNIFF_MORE)
    return;
  if (found == TL_SNIFF_YES)
    enter_tls (self, flow, direction, whole);
  release (self, flow, direction, found == TL_SNIFF_NO && can_be_carried (flow, direction) && enter_carrier (flow, direction, whole));
}

void
tl_tracker_add_bytes (TlTracker *self, TlFlow *flow, guint direction, TlBytes bytes, TlOrigin origin)
{
  if (direction_is_tls (flow, direction))
    feed_dialogue (self, flow, direction, bytes, origin);
  else if (flow->sniffed[direction])
    add_held_back (self, flow, direction, bytes, origin);
  else
    look_for_tls (self, flow, direction, bytes, origin, false);
}

static void
stream_data_cb (gpointer user_data, TlBytes bytes, TlOrigin origin)
{
  const Where *where = user_data;

  if (where->flow->carrier)
    tl_tracker_add_carried_bytes (where->tracker, where->flow, where->direction, bytes, origin);
  else
    tl_tracker_add_bytes (where->tracker, where->flow, where->direction, bytes, origin);
}

void
tl_tracker_add_gap (TlTracker *self, TlFlow *flow, guint direction, guint64 length, TlOrigin origin)
{
  TlDialogue *dialogue = flow->dialogue;
  bool was_grown = dialogue && dialogue->grown;

  g_clear_pointer (&flow->sniffed[direction], tl_sniffed_free);
  if (flow->prelude)
    tl_prelude_gap (flow->prelude, direction);
  if (dialogue == NULL)
    return;
  tl_dialogue_gap (dialogue, direction, length, origin.time);
  tl_tracker_note_growth (self, flow, was_grown);
}

static void
stream_gap_cb (gpointer user_data, guint64 length, TlOrigin origin)
{
  const Where *where = user_data;

  tl_tracker_add_gap (where->tracker, where->flow, where->direction, length, origin);
  if (where->flow->carrier) /* where its next message begins cannot be told */
    where->flow->ignored = true;
}

static const TlStreamSink stream_sink = { stream_data_cb, stream_gap_cb };

void
tl_tracker_flush_streams (TlTracker *self, TlFlow *flow)
{
  TlOrigin end = { .packet = 0, .time = flow->last, .came = self->clock.now };

  for (guint i = 0; i < 2 && !flow->ignored; i++)
    {
      Where where = { self, flow, i };
      tl_stream_flush (&flow->streams[i], end, &stream_sink, &where);
    }
  tl_tracker_flush_carrier (self, flow);
}

/* Whether nothing more is to be expected of @flow: both sides have ended it, or one has broken it off. */
static bool
is_finished (const TlFlow *flow)
{
  const TlDialogue *dialogue = flow->dialogue;

  return flow->closed || flow->reset || (flow->fin[0] && flow->fin[1])
         || (dialogue && dialogue->directions[0].alert_last && dialogue->directions[1].alert_last);
}

/* Whether @segment of @direction begins another connection between the endpoints of @flow, whose SYN is not in the capture: it is
 * finished, and a ClientHello comes that is none of its own. */
static bool
begins_another (const TlFlow *flow, const TlSegment *segment, guint direction)
{
  const TlStream *stream = &flow->streams[direction];
  TlBytes payload = segment->payload;
  bool was_read = stream->begun && segment->sequence - stream->first < stream->next - stream->first;

  return payload.length > TL_RECORD_HEADER && payload.data[0] == TL_RECORD_HANDSHAKE
         && payload.data[TL_RECORD_HEADER] == TL_MESSAGE_CLIENT_HELLO && is_finished (flow) && !was_read
         && tl_record_sniff_handshake (payload) == TL_SNIFF_YES;
}

/* Nothing but the SYN has said where the stream of @direction begins. */
static bool
is_untouched (const TlFlow *flow, guint direction)
{
  const TlStream *stream = &flow->streams[direction];

  return stream->begun && flow->syn_seen[direction] && stream->next == flow->syn_sequence[direction] + 1 && stream->held == NULL;
}

/* Whether @segment with an answer to a SYN has come before: of several, the last two are known. */
static bool
answers_again (const TlFlow *flow, guint direction, guint32 sequence)
{
  return flow->syn_seen[direction] && (flow->syn_sequence[direction] == sequence || flow->syn_before[direction] == sequence);
}

/* Whether @segment opens another connection between the endpoints of @flow: by its SYN, or where the client is not in the capture, by
 * the answer to that. */
static bool
opens_another (const TlFlow *flow, const TlSegment *segment, guint direction)
{
  if (!(segment->flags & TL_TCP_SYN))
    return false;
  if (segment->flags & TL_TCP_ACK)
    return !answers_again (flow, direction, segment->sequence)
           && (flow->closed
               || (flow->syn_seen[direction] && !flow->heard[1 - direction] && !is_untouched (flow, direction)));
  return flow->closed
         || ((flow->streams[0].begun || flow->streams[1].begun)
             && !(flow->syn_seen[direction] && flow->syn_sequence[direction] == segment->sequence));
}

/* The flow of @segment; NULL where there is none and it begins none. */
static TlFlow *
flow_of (TlTracker *self, const TlSegment *segment, gint64 time)
{
  guint64 hash = tl_flow_table_hash (self->flows, &segment->source, &segment->destination);
  TlFlow *flow = tl_flow_table_lookup (self->flows, &segment->source, &segment->destination, hash);
  guint direction = flow && tl_endpoint_equal (&flow->ends[0], &segment->source) ? 0 : 1;

  if (flow && (opens_another (flow, segment, direction) || begins_another (flow, segment, direction)))
    {
      tl_tracker_drop (self, flow, false);
      flow = NULL;
    }
  if (flow == NULL && (segment->payload.length > 0 || segment->flags & TL_TCP_SYN))
    flow = tl_tracker_new_flow (self, segment, hash, time);
  return flow;
}

static void
note_syn (TlFlow *flow, const TlSegment *segment, guint direction)
{
  TlStream *stream = &flow->streams[direction];
  bool untouched = is_untouched (flow, direction);

  flow->syn_from = (gint8) (segment->flags & TL_TCP_ACK ? 1 - direction : direction);
  if (flow->syn_taken[direction])
    return;
  if (segment->sequence != flow->syn_sequence[direction])
    flow->syn_before[direction] = flow->syn_sequence[direction];
  flow->syn_seen[direction] = true;
  flow->syn_sequence[direction] = segment->sequence;
  if (!stream->begun
      || untouched) /* a server that forgot its first answer gives another: the last one counts */
    tl_stream_begin (stream, segment->sequence + 1);
}

/* Of several answers to a SYN, the one counts that the other side acknowledges: two servers may have answered, and go on repeating it. */
static void
note_acknowledgment (TlFlow *flow, guint32 acknowledgment, guint direction)
{
  if (acknowledgment == flow->syn_sequence[direction] + 1)
    flow->syn_taken[direction] = true;
  else if (acknowledgment == flow->syn_before[direction] + 1 && flow->syn_before[direction] != 0 && is_untouched (flow, direction))
    {
      flow->syn_taken[direction] = true;
      flow->syn_sequence[direction] = flow->syn_before[direction];
      tl_stream_begin (&flow->streams[direction], acknowledgment);
    }
}

/* Both sides have ended, and what they said before was read: a FIN may come before the bytes that it follows.
 */
static bool
is_over (const TlFlow *flow)
{
  return flow->fin[0] && flow->fin[1]
         && (flow->ignored || (flow->streams[0].ended && flow->streams[1].ended));
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
      flow->reset_at = self->clock.now;
    }
}

static void
note_hole (TlTracker *self, TlFlow *flow)
{
  if (flow->hole || (!tl_stream_waits (&flow->streams[0]) && !tl_stream_waits (&flow->streams[1])))
    return;
  g_queue_push_tail (&self->holes, flow);
  flow->hole = self->holes.tail;
  flow->hole_at = self->clock.now;
}

/* What has become of a connection whose streams have gone on. */
static void
take_stock (TlTracker *self, TlFlow *flow)
{
  for (guint i = 0; i < 2 && flow->ignored; i++)
    tl_stream_clear (&flow->streams[i]);
  if (is_over (flow))
    {
      tl_tracker_complete (self, flow, false);
      return;
    }
  tl_tracker_account (self, flow);
  if (!flow->ignored)
    note_hole (self, flow);
}

void
tl_tracker_look_at_holes (TlTracker *self, TlFlow *flow)
{
  TlOrigin origin = { .packet = 0, .time = flow->last, .came = self->clock.now };

  g_queue_delete_link (&self->holes, flow->hole);
  flow->hole = NULL;
  for (guint i = 0; i < 2 && !flow->ignored; i++)
    {
      Where where = { self, flow, i };
      tl_stream_pass_time (&flow->streams[i], origin, &stream_sink, &where);
    }
  take_stock (self, flow);
}

/* A bare acknowledgement tells nothing that we show, but that its direction was captured, and what the other side need not send again. */
void
tl_tracker_add_acknowledgment (TlTracker *self, const TlSegment *segment)
{
  guint64 hash = tl_flow_table_hash (self->flows, &segment->source, &segment->destination);
  TlFlow *flow = tl_flow_table_lookup (self->flows, &segment->source, &segment->destination, hash);

  guint direction;

  if (flow == NULL || flow->closed)
    return;
  direction = tl_endpoint_equal (&flow->ends[0], &segment->source) ? 0 : 1;
  tl_tracker_hear (self, flow, direction);
  if (segment->flags & TL_TCP_ACK)
    tl_stream_acknowledge (&flow->streams[1 - direction], segment->acknowledgment);
}

/* A segment that came in fragments: each packet's part is one of its own. */
static void
add_parts (TlStream *stream, const TlSegment *segment, guint32 sequence, const TlPacket *packet, Where *where)
{
  TlStepOrigin origin;
  TlChunk payload = tl_segment_payload (segment, packet, &origin);

  stream->conflicting |= segment->whole->conflicting;
  for (guint i = 0; i < payload.n_origins; i++)
    {
      bool last = i + 1 == payload.n_origins;
      TlOrigin from = { .packet = payload.origins[i].packet, .time = packet->time, .came = where->tracker->clock.now };
      gsize begin = MAX (payload.origins[i].offset, payload.skip) - payload.skip;
      gsize end = last ? payload.bytes.length : payload.origins[i + 1].offset - payload.skip;
      TlChunk part = tl_chunk_slice (&payload, begin, end - begin);

      tl_stream_add (stream, sequence + (guint32) begin, part.bytes, last ? segment->missing : 0,
                     last && segment->flags & TL_TCP_FIN, from, &stream_sink, where);
    }
}

/* Adds what @segment brings of the stream. */
static void
add_to_stream (TlStream *stream, const TlSegment *segment, const TlPacket *packet, Where *where)
{
  TlOrigin origin = { .packet = packet->number, .time = packet->time, .came = where->tracker->clock.now };
  guint32 sequence = segment->sequence + (segment->flags & TL_TCP_SYN ? 1 : 0);

  if (G_UNLIKELY (segment->whole))
    add_parts (stream, segment, sequence, packet, where);
  else
    tl_stream_add (stream, sequence, segment->payload, segment->missing, segment->flags & TL_TCP_FIN, origin, &stream_sink,
                   where);
}

void
tl_tracker_add_segment (TlTracker *self, const TlPacket *packet, const TlSegment *segment)
{
  TlFlow *flow = flow_of (self, segment, packet->time);
  guint direction;
  Where where;

  if (flow == NULL || flow->closed)
    return;
  flow->last = MAX (flow->last, packet->time);
  flow->seen = self->clock.now;
  direction = tl_endpoint_equal (&flow->ends[0], &segment->source) ? 0 : 1;
  tl_tracker_hear (self, flow, direction);
  if (flow->dialogue)
    flow->dialogue->model.last = flow->last;
  if (segment->flags & TL_TCP_SYN)
    note_syn (flow, segment, direction);
  else if (flow->syn_seen[1 - direction] && !flow->syn_taken[1 - direction] && segment->flags & TL_TCP_ACK)
    note_acknowledgment (flow, segment->acknowledgment, 1 - direction);
  if (segment->flags & TL_TCP_ACK)
    tl_stream_acknowledge (&flow->streams[1 - direction], segment->acknowledgment);
  where = (Where){ self, flow, direction };
  if (!flow->ignored && (segment->payload.length > 0 || segment->missing > 0 || segment->flags & TL_TCP_FIN))
    add_to_stream (&flow->streams[direction], segment, packet, &where);
  if (segment->flags & (TL_TCP_FIN | TL_TCP_RST))
    note_close (self, flow, segment, direction);
  take_stock (self, flow);
}
