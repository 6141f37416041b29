/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Packets of UDP: finds the conversation of a datagram, or that it begins one.
 */
#include "../tls/dtls.h"
#include "tracker-parts.h"

/* A new handshake between the same endpoints, on a port that is used again: its ClientHello has another
 * random. */
static bool
begins_anew (const TlFlow *flow, TlBytes datagram)
{
  TlBytes random = tl_dtls_client_random (datagram);

  return random.data && flow->dialogue && flow->dialogue->client_hello
         && memcmp (random.data, flow->dialogue->client_random, sizeof flow->dialogue->client_random) != 0;
}

/* The flow of a datagram; NULL where there is none and it begins none: only DTLS is remembered. @carrier is what was peeled off
 * it, or NULL. */
static TlFlow *
flow_of_datagram (TlTracker *self, const TlSegment *segment, const char *carrier, gint64 time)
{
  guint64 hash = tl_flow_table_hash (self->flows, &segment->source, &segment->destination) ^ TL_TRACKER_DATAGRAMS;
  TlFlow *flow = tl_flow_table_lookup (self->flows, &segment->source, &segment->destination, hash);

  if (flow && flow->carrier)
    return NULL;
  if (flow && begins_anew (flow, segment->payload))
    {
      tl_tracker_drop (self, flow, false);
      flow = NULL;
    }
  if (flow == NULL && tl_dtls_sniff_handshake (segment->payload, segment->missing > 0))
    {
      flow = tl_tracker_new_flow (self, segment, hash, time);
      flow->datagrams = true;
      tl_tracker_begin_dialogue (self, flow);
      tl_dialogue_begin_datagrams (flow->dialogue);
      flow->dialogue->model.upgraded_from = carrier;
    }
  return flow;
}

static void
add_bare (TlTracker *self, const TlPacket *packet, const TlSegment *segment, const char *carrier)
{
  TlFlow *flow;
  TlDialogue *dialogue;
  TlStepOrigin origin;
  TlChunk datagram;
  bool was_grown;
  guint direction;

  if (!tl_dtls_is_possible (segment->payload))
    return;
  flow = flow_of_datagram (self, segment, carrier, packet->time);
  if (flow == NULL || flow->dialogue == NULL)
    return;
  dialogue = flow->dialogue;
  was_grown = dialogue->grown;
  direction = tl_endpoint_equal (&flow->ends[0], &segment->source) ? 0 : 1;
  flow->last = MAX (flow->last, packet->time);
  flow->seen = self->clock.now;
  dialogue->model.last = flow->last;
  tl_tracker_hear (self, flow, direction);
  datagram = tl_segment_payload (segment, packet, &origin);
  flow->streams[direction].conflicting |= segment->whole && segment->whole->conflicting;
  tl_dialogue_add_datagram (dialogue, direction, &datagram, segment->missing > 0);
  tl_tracker_note_growth (self, flow, was_grown);
  tl_tracker_account (self, flow);
}

void
tl_tracker_add_datagram (TlTracker *self, const TlPacket *packet, const TlSegment *segment)
{
  TlSegment inside = *segment;
  const char *carrier = NULL;

  if (tl_tracker_add_quic (self, packet, segment, NULL))
    return;
  if (tl_carrier_is_possible (segment->payload))
    carrier = tl_carrier_peel (&inside.payload);
  else if (self->n_taking_all == 0)
    {
      add_bare (self, packet, segment, NULL);
      return;
    }
  if (carrier && tl_tracker_add_quic (self, packet, &inside, carrier))
    return;
  if (carrier || !tl_tracker_add_carried (self, packet, segment))
    add_bare (self, packet, &inside, carrier);
}
