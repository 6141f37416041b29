/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Flows whose TLS is carried in the messages of another protocol: what its carrier takes out of them is read as if it had come by
 * itself.
 */
#include "../tls/dtls.h"
#include "tracker-parts.h"

/* What a callback of a carrier needs. */
typedef struct
{
  TlTracker *tracker;
  TlFlow *flow;
} Where;

static void
bytes_cb (gpointer user_data, guint direction, const TlChunk *bytes)
{
  const Where *where = user_data;

  for (guint i = 0; i < bytes->n_origins && !where->flow->ignored; i++)
    {
      gsize from = bytes->origins[i].offset > bytes->skip ? bytes->origins[i].offset - bytes->skip : 0;
      gsize to = i + 1 < bytes->n_origins ? bytes->origins[i + 1].offset - bytes->skip : bytes->bytes.length;
      TlOrigin origin = { .packet = bytes->origins[i].packet, .time = bytes->time };
      TlChunk part = tl_chunk_slice (bytes, from, to - from);

      tl_tracker_add_bytes (where->tracker, where->flow, direction, part.bytes, origin);
    }
}

static void
gap_cb (gpointer user_data, guint direction, gint64 time)
{
  const Where *where = user_data;
  TlOrigin origin = { .time = time };

  tl_tracker_add_gap (where->tracker, where->flow, direction, G_MAXUINT32, origin);
}

static void
datagram_cb (gpointer user_data, guint direction, const TlChunk *datagram)
{
  const Where *where = user_data;
  TlFlow *flow = where->flow;
  bool was_grown;

  if (flow->dialogue == NULL && !tl_dtls_sniff_handshake (datagram->bytes, false))
    return;
  if (flow->dialogue == NULL)
    {
      tl_tracker_begin_dialogue (where->tracker, flow);
      tl_dialogue_begin_datagrams (flow->dialogue);
      flow->dialogue->model.transport = flow->datagrams ? TL_TRANSPORT_UDP : TL_TRANSPORT_TCP;
    }
  if (!flow->dialogue->context.dtls)
    return;
  was_grown = flow->dialogue->grown;
  tl_dialogue_add_datagram (flow->dialogue, direction, datagram, false);
  tl_tracker_note_growth (where->tracker, flow, was_grown);
}

static const TlCarrierSink sink = { bytes_cb, gap_cb, datagram_cb };

void
tl_tracker_add_carried_bytes (TlTracker *self, TlFlow *flow, guint direction, TlBytes bytes, TlOrigin origin)
{
  Where where = { self, flow };
  TlStepOrigin packet;
  TlChunk chunk = tl_chunk_from_packet (bytes, origin.packet, origin.time, &packet);

  tl_carrier_add_bytes (flow->carrier, direction, &chunk, &sink, &where);
}

void
tl_tracker_flush_carrier (TlTracker *self, TlFlow *flow)
{
  Where where = { self, flow };

  if (flow->carrier && !flow->ignored)
    tl_carrier_flush (flow->carrier, &sink, &where);
}

/* The flow of @segment when a carrier has it, or begins it; NULL otherwise. */
static TlFlow *
flow_of_carrier (TlTracker *self, const TlSegment *segment, gint64 time)
{
  guint64 hash = tl_flow_table_hash (self->flows, &segment->source, &segment->destination) ^ TL_TRACKER_DATAGRAMS;
  TlFlow *flow = tl_flow_table_lookup (self->flows, &segment->source, &segment->destination, hash);
  TlCarrier *carrier;
  guint direction;

  if (flow && flow->carrier == NULL)
    return NULL;
  direction = flow && !tl_endpoint_equal (&flow->ends[0], &segment->source);
  if (flow && !flow->closed && !tl_carrier_begins_anew (flow->carrier, direction, segment->payload))
    return flow;
  carrier = tl_carrier_new_for_datagram (segment->payload);
  if (carrier == NULL)
    return flow;
  if (flow)
    tl_tracker_drop (self, flow, false);
  flow = tl_tracker_new_flow (self, segment, hash, time);
  flow->datagrams = true;
  flow->carrier = carrier;
  self->n_taking_all += tl_carrier_takes_all (carrier);
  return flow;
}

bool
tl_tracker_add_carried (TlTracker *self, const TlPacket *packet, const TlSegment *segment)
{
  TlFlow *flow = flow_of_carrier (self, segment, packet->time);
  Where where = { self, flow };
  TlStepOrigin origin;
  TlChunk datagram;
  guint direction;

  if (flow == NULL)
    return false;
  if (flow->closed || flow->ignored)
    return true;
  direction = tl_endpoint_equal (&flow->ends[0], &segment->source) ? 0 : 1;
  flow->last = MAX (flow->last, packet->time);
  flow->seen = self->clock.now;
  tl_tracker_hear (self, flow, direction);
  flow->streams[direction].conflicting |= segment->whole && segment->whole->conflicting;
  datagram = tl_segment_payload (segment, packet, &origin);
  tl_carrier_add_datagram (flow->carrier, direction, &datagram, &sink, &where);
  if (flow->dialogue)
    flow->dialogue->model.last = flow->last;
  tl_tracker_account (self, flow);
  return true;
}
