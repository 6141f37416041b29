/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Packets of QUIC: finds the connection of a datagram, or that it opens one. Between the same two endpoints there may be
 * several, told apart by their connection ids; each is a flow of its own.
 */
#include "tracker-parts.h"

#include "../limits.h"

/* A datagram that came before the client's first, or the client's first whose end was not captured. */
typedef struct
{
  GBytes *bytes;
  guint64 packet;
  gint64 time;
  guint32 missing;
  guint direction;
} Waiting;

/* A datagram, and what was found about it. */
typedef struct
{
  const TlPacket *packet;
  const TlSegment *segment;
  const char *carrier; /* what was peeled off it; NULL: nothing */
  TlQuicPacket first;
  guint64 hash;
  TlFlow *best;      /* the connection that it belongs to by its connection ids */
  TlQuicMatch match; /* how well it does */
  TlFlow *single;    /* the connection, where there is but one */
  TlFlow *oldest;    /* the one that was not heard of for the longest time */
  TlFlow *anew;      /* a connection that the client has to begin anew */
  TlFlow *tentative; /* where datagrams wait for the client's first */
  guint n_connections;
} Incoming;

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  g_bytes_unref (waiting->bytes);
  g_free (waiting);
}

static TlBytes
bytes_of (const Waiting *waiting)
{
  gsize length;
  const void *data = g_bytes_get_data (waiting->bytes, &length);

  return tl_bytes (data, length);
}

gsize
tl_quic_waiting_size (const GPtrArray *waiting)
{
  gsize size = 0;

  for (guint i = 0; waiting && i < waiting->len; i++)
    size += 2 * sizeof (Waiting) + g_bytes_get_size (((Waiting *) g_ptr_array_index (waiting, i))->bytes);
  return size;
}

static guint
direction_of (const TlFlow *flow, const Incoming *incoming)
{
  return tl_endpoint_equal (&flow->ends[0], &incoming->segment->source) ? 0 : 1;
}

static TlQuicSender
sender_of (const TlFlow *flow, const Incoming *incoming)
{
  return direction_of (flow, incoming) == flow->dialogue->client ? TL_QUIC_FROM_CLIENT : TL_QUIC_FROM_SERVER;
}

static void
see_connection (TlFlow *flow, Incoming *incoming)
{
  TlQuicSender sender = sender_of (flow, incoming);
  TlQuicMatch match = tl_quic_connection_match (flow->dialogue->quic, sender, &incoming->first);

  if (match > incoming->match
      || (match == incoming->match && match != TL_QUIC_NO_MATCH
          && flow->dialogue->model.number > incoming->best->dialogue->model.number))
    {
      incoming->match = match;
      incoming->best = flow;
    }
  incoming->single = incoming->n_connections++ == 0 ? flow : NULL;
  if (incoming->oldest == NULL || flow->seen < incoming->oldest->seen)
    incoming->oldest = flow;
  if (sender == TL_QUIC_FROM_CLIENT && tl_quic_connection_begins_anew (flow->dialogue->quic))
    incoming->anew = flow;
}

/* Looks at all connections between the two endpoints. */
static void
survey (const TlTracker *self, Incoming *incoming)
{
  const TlSegment *segment = incoming->segment;
  TlFlow *flow;

  incoming->hash = tl_flow_table_hash (self->flows, &segment->source, &segment->destination) ^ TL_TRACKER_QUIC;
  flow = tl_flow_table_lookup (self->flows, &segment->source, &segment->destination, incoming->hash);
  for (; flow; flow = tl_flow_table_next (self->flows, flow))
    {
      if (flow->dialogue)
        see_connection (flow, incoming);
      else if (!flow->closed)
        incoming->tentative = flow;
    }
}

/* The connection whose Initial keys open it: where connection ids say nothing, they decide. */
static TlFlow *
find_by_keys (const TlTracker *self, const Incoming *incoming)
{
  const TlSegment *segment = incoming->segment;
  TlFlow *flow = tl_flow_table_lookup (self->flows, &segment->source, &segment->destination, incoming->hash);

  for (; flow; flow = tl_flow_table_next (self->flows, flow))
    if (flow->dialogue
        && tl_quic_connection_opens (flow->dialogue->quic, sender_of (flow, incoming), &incoming->first))
      return flow;
  return NULL;
}

/* A packet that cannot be opened, with connection ids that were never seen in clear: after the handshake they change (RFC
 * 9000 section 5.1.1). */
static TlFlow *
find_by_place (const Incoming *incoming)
{
  if (incoming->match != TL_QUIC_NO_MATCH)
    return incoming->best;
  if (incoming->first.type == TL_QUIC_ONE_RTT && !(incoming->first.bytes.data[0] & 0x40))
    return NULL;
  return incoming->single;
}

static TlFlow *
find_connection (const TlTracker *self, const Incoming *incoming)
{
  if (incoming->n_connections == 0)
    return NULL;
  if (incoming->match >= TL_QUIC_MATCHES)
    return incoming->best;
  switch (incoming->first.type)
    {
    case TL_QUIC_INITIAL:
      return find_by_keys (self, incoming);
    case TL_QUIC_ZERO_RTT:
    case TL_QUIC_HANDSHAKE:
    case TL_QUIC_ONE_RTT:
      return find_by_place (incoming);
    case TL_QUIC_VERSION_NEGOTIATION_PACKET:
    case TL_QUIC_RETRY:
      return incoming->best;
    case TL_QUIC_NO_PACKET:
    case TL_QUIC_OTHER_VERSION:
    default:
      return NULL;
    }
}

static TlFlow *
new_flow (TlTracker *self, const Incoming *incoming)
{
  TlFlow *flow = tl_tracker_new_flow (self, incoming->segment, incoming->hash, incoming->packet->time);

  flow->quic = true;
  return flow;
}

static void
begin (TlTracker *self,
       TlFlow *flow,
       const Incoming *incoming,
       guint client,
       const TlQuicPacket *first,
       const TlQuicVersion *kind)
{
  flow->syn_from = (gint8) client;
  tl_tracker_begin_dialogue (self, flow);
  tl_dialogue_begin_quic (flow->dialogue, client, first, kind);
  flow->dialogue->model.upgraded_from = incoming->carrier;
  self->n_quic++;
}

/* Reads what has waited. */
static void
replay (TlFlow *flow)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&flow->waiting);

  for (guint i = 0; waiting && i < waiting->len; i++)
    {
      const Waiting *each = g_ptr_array_index (waiting, i);
      TlStepOrigin origin;
      TlChunk datagram = tl_chunk_from_packet (bytes_of (each), each->packet, each->time, &origin);

      tl_dialogue_add_quic (flow->dialogue, each->direction, &datagram, each->missing);
    }
}

/* The connection that the datagram opens, or begins anew; NULL where it does not. */
static TlFlow *
open_connection (TlTracker *self, Incoming *incoming)
{
  TlQuicPacket first;
  const TlQuicVersion *kind = tl_quic_opening (incoming->segment->payload, &first);
  TlFlow *flow = incoming->tentative;

  if (kind == NULL)
    return NULL;
  if (incoming->anew)
    return incoming->anew;
  if (incoming->n_connections >= TL_LIMIT_QUIC_CONNECTIONS)
    tl_tracker_drop (self, incoming->oldest, false);
  if (flow == NULL)
    flow = new_flow (self, incoming);
  begin (self, flow, incoming, direction_of (flow, incoming), &first, kind);
  return flow;
}

/* Whether what waits is what the datagram answers: the client's first Initial, which could not be opened. */
static bool
is_answered (const Waiting *waiting, const Incoming *incoming, TlQuicPacket *first, const TlQuicVersion **kind)
{
  const TlQuicVersion *candidates[TL_QUIC_CANDIDATES];
  TlBytes rest = bytes_of (waiting);

  if (!tl_quic_next_packet (&rest, first) || tl_quic_version_candidates (first->version, candidates) == 0)
    return false;
  *kind = candidates[0];
  rest = bytes_of (waiting);
  return tl_quic_next_packet_as (&rest, *kind, first) && first->type == TL_QUIC_INITIAL
         && tl_quic_answers (&incoming->first, first, *kind);
}

/* The connection of which the client's first Initial waits, because its end was not captured, or its version is none: the answer of
 * the server shows that it is one. */
static TlFlow *
confirm_connection (TlTracker *self, Incoming *incoming)
{
  TlFlow *flow = incoming->tentative;
  guint direction = flow ? direction_of (flow, incoming) : 0;

  for (guint i = 0; flow && flow->waiting && i < flow->waiting->len; i++)
    {
      const Waiting *waiting = g_ptr_array_index (flow->waiting, i);
      const TlQuicVersion *kind;
      TlQuicPacket first;

      if (waiting->direction == direction || !is_answered (waiting, incoming, &first, &kind))
        continue;
      begin (self, flow, incoming, waiting->direction, &first, kind);
      replay (flow);
      return flow;
    }
  return NULL;
}

/* Keeps a datagram that may belong to a connection of which the first packet is still to come. */
static void
hold (TlTracker *self, Incoming *incoming)
{
  TlBytes payload = incoming->segment->payload;
  TlFlow *flow = incoming->tentative;
  Waiting *waiting;

  if (incoming->first.type == TL_QUIC_ONE_RTT || incoming->first.version == TL_QUIC_VERSION_NEGOTIATION)
    return;
  if (flow == NULL)
    flow = new_flow (self, incoming);
  if (flow->waiting == NULL)
    flow->waiting = g_ptr_array_new_with_free_func (waiting_free);
  flow->seen = self->clock.now;
  if (flow->waiting->len >= TL_LIMIT_QUIC_WAITING
      || tl_quic_waiting_size (flow->waiting) + payload.length > TL_LIMIT_QUIC_WAITING_BYTES)
    return;
  waiting = g_new0 (Waiting, 1);
  waiting->bytes = g_bytes_new (payload.data, payload.length);
  waiting->packet = incoming->packet->number;
  waiting->time = incoming->packet->time;
  waiting->missing = incoming->segment->missing;
  waiting->direction = direction_of (flow, incoming);
  g_ptr_array_add (flow->waiting, waiting);
  flow->heard[waiting->direction] = true;
  tl_tracker_account (self, flow);
}

static void
feed (TlTracker *self, TlFlow *flow, const Incoming *incoming)
{
  TlDialogue *dialogue = flow->dialogue;
  guint direction = direction_of (flow, incoming);
  bool was_grown = dialogue->grown;
  TlStepOrigin origin;
  TlChunk datagram = tl_segment_payload (incoming->segment, incoming->packet, &origin);

  flow->last = MAX (flow->last, incoming->packet->time);
  flow->seen = self->clock.now;
  dialogue->model.last = flow->last;
  tl_tracker_hear (self, flow, direction);
  flow->streams[direction].conflicting |= incoming->segment->whole && incoming->segment->whole->conflicting;
  tl_dialogue_add_quic (dialogue, direction, &datagram, incoming->segment->missing);
  replay (flow);
  tl_tracker_note_growth (self, flow, was_grown);
  tl_tracker_account (self, flow);
}

bool
tl_tracker_add_quic (TlTracker *self, const TlPacket *packet, const TlSegment *segment, const char *carrier)
{
  bool is_long = tl_quic_is_long (segment->payload);
  Incoming incoming = { .packet = packet, .segment = segment, .carrier = carrier };
  TlBytes rest = segment->payload;
  TlFlow *flow;

  if (!is_long && (self->n_quic == 0 || !tl_quic_is_short (segment->payload)))
    return false;
  if (!tl_quic_next_packet (&rest, &incoming.first))
    return false;
  survey (self, &incoming);
  flow = find_connection (self, &incoming);
  if (flow == NULL && is_long)
    flow = open_connection (self, &incoming);
  if (flow == NULL && is_long)
    flow = confirm_connection (self, &incoming);
  if (flow)
    feed (self, flow, &incoming);
  else if (is_long)
    hold (self, &incoming);
  return is_long || flow;
}
