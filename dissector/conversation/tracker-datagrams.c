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

/* The flow of a datagram; NULL where there is none and it begins none: only DTLS is remembered. */
static TlFlow *
flow_of_datagram (TlTracker *self, const TlSegment *segment, gint64 time)
{
  guint64 hash = tl_flow_table_hash (self->flows, &segment->source, &segment->destination);
  TlFlow *flow = tl_flow_table_lookup (self->flows, &segment->source, &segment->destination, hash);

  if (flow && flow->datagrams && begins_anew (flow, segment->payload))
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
    }
  return flow;
}

void
tl_tracker_add_datagram (TlTracker *self, const TlPacket *packet, const TlSegment *segment)
{
  TlFlow *flow;
  TlDialogue *dialogue;
  TlStepOrigin origin;
  TlChunk datagram;
  bool was_grown;
  guint direction;

  if (!tl_dtls_is_possible (segment->payload))
    return;
  flow = flow_of_datagram (self, segment, packet->time);
  if (flow == NULL || flow->dialogue == NULL || !flow->datagrams)
    return;
  dialogue = flow->dialogue;
  was_grown = dialogue->grown;
  direction = tl_endpoint_equal (&flow->ends[0], &segment->source) ? 0 : 1;
  flow->last = MAX (flow->last, packet->time);
  flow->seen = self->now;
  dialogue->model.last = flow->last;
  tl_tracker_hear (self, flow, direction);
  datagram = tl_segment_payload (segment, packet, &origin);
  flow->streams[direction].conflicting |= segment->whole && segment->whole->conflicting;
  tl_dialogue_add_datagram (dialogue, direction, &datagram, segment->missing > 0);
  tl_tracker_note_growth (self, flow, was_grown);
  tl_tracker_account (self, flow);
}
