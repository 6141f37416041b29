/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Packets in, conversations out: hands each packet on to its transport, and tells of each conversation as it
 * grows and ends.
 */
#include "tracker-parts.h"

#include "../network/link.h"
#include "../network/wlan.h"

static void
flow_free (gpointer data)
{
  TlFlow *flow = data;

  for (guint i = 0; i < 2; i++)
    {
      tl_stream_clear (&flow->streams[i]);
      g_clear_pointer (&flow->sniffed[i], tl_sniffed_free);
    }
  g_clear_pointer (&flow->dialogue, tl_dialogue_free);
  g_clear_pointer (&flow->carrier, tl_carrier_free);
  g_clear_pointer (&flow->prelude, tl_prelude_free);
  g_clear_pointer (&flow->waiting, g_ptr_array_unref);
  g_slice_free (TlFlow, flow);
}

TlTracker *
tl_tracker_new (TlTrackerFlags flags, TlTrackerFunc func, gpointer user_data)
{
  TlTracker *self = g_new0 (TlTracker, 1);

  self->flows = tl_flow_table_new (flow_free);
  self->fragments = tl_reassembly_new ();
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
  tl_reassembly_free (self->fragments);
  g_queue_clear (&self->reset);
  g_queue_clear (&self->holes);
  g_ptr_array_unref (self->grown);
  g_clear_pointer (&self->keyring, tl_keyring_unref);
  g_free (self);
}

void
tl_tracker_set_keyring (TlTracker *self, TlKeyring *keyring)
{
  if (!(self->flags & TL_TRACKER_SEALED))
    self->keyring = tl_keyring_ref (keyring);
}

/* Counts anew what @flow takes of the budget. */
void
tl_tracker_account (TlTracker *self, TlFlow *flow)
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

void
tl_tracker_note_growth (TlTracker *self, TlFlow *flow, bool was_grown)
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

void
tl_tracker_begin_dialogue (TlTracker *self, TlFlow *flow)
{
  flow->dialogue = tl_dialogue_new (++self->n_conversations, flow->ends, likely_client (flow), flow->start,
                                    self->flags & TL_TRACKER_STEPS);
  flow->dialogue->model.lost_bytes = flow->streams[0].lost || flow->streams[1].lost;
  flow->dialogue->model.transport = flow->datagrams ? TL_TRANSPORT_UDP : TL_TRANSPORT_TCP;
  flow->dialogue->model.upgraded_from = flow->carrier ? tl_carrier_name (flow->carrier) : NULL;
  if (self->keyring)
    tl_dialogue_set_keyring (flow->dialogue, self->keyring);
  for (guint i = 0; i < 2; i++)
    flow->dialogue->directions[i].heard = flow->heard[i];
  flow->half_heard = !flow->heard[0] || !flow->heard[1];
  self->n_half_heard += flow->half_heard;
}

/* A packet came from @direction, with data or without. */
void
tl_tracker_hear (TlTracker *self, TlFlow *flow, guint direction)
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

/* Leaves its place empty, so that a flood of conversations stays linear. */
static void
forget_growth (TlTracker *self, TlFlow *flow)
{
  if (flow->grown_place > 0)
    g_ptr_array_index (self->grown, flow->grown_place - 1) = NULL;
  flow->grown_place = 0;
}

/* The conversation of @flow is over: tells of it, and lets its memory go. */
void
tl_tracker_complete (TlTracker *self, TlFlow *flow, bool evicted)
{
  if (!flow->closed)
    tl_tracker_flush_streams (self, flow);
  if (flow->carrier && !flow->closed)
    self->n_taking_all -= tl_carrier_takes_all (flow->carrier);
  flow->closed = true;
  if (flow->reset)
    g_queue_delete_link (&self->reset, flow->reset);
  flow->reset = NULL;
  if (flow->hole)
    g_queue_delete_link (&self->holes, flow->hole);
  flow->hole = NULL;
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
  self->n_quic -= flow->quic && flow->dialogue;
  g_clear_pointer (&flow->waiting, g_ptr_array_unref);
  g_clear_pointer (&flow->dialogue, tl_dialogue_free);
  g_clear_pointer (&flow->prelude, tl_prelude_free);
  for (guint i = 0; i < 2; i++)
    {
      tl_stream_clear (&flow->streams[i]);
      g_clear_pointer (&flow->sniffed[i], tl_sniffed_free);
    }
  tl_tracker_account (self, flow);
}

void
tl_tracker_drop (TlTracker *self, TlFlow *flow, bool evicted)
{
  tl_tracker_complete (self, flow, evicted);
  tl_flow_table_steal (self->flows, flow);
  self->size -= flow->size;
  flow_free (flow);
}

TlFlow *
tl_tracker_new_flow (TlTracker *self, const TlSegment *segment, guint64 hash, gint64 time)
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
  else if (self->unreadable_link_type != link_type)
    self->unreadable_link_type = -1;
  return false;
}

/* Counts anew what the fragments that wait take of the budget. */
static void
account_fragments (TlTracker *self)
{
  gsize size = tl_reassembly_size (self->fragments);

  self->size += size - self->fragments_size;
  self->fragments_size = size;
}

static void
add_frame (TlTracker *self, const TlPacket *packet)
{
  TlSegment segment;
  bool readable = tl_segment_from_packet (self->fragments, packet, &segment);

  if (G_UNLIKELY (!readable || segment.whole))
    account_fragments (self);
  if (!readable)
    return;
  if (segment.protocol == TL_IP_UDP)
    tl_tracker_add_datagram (self, packet, &segment);
  else if (segment.payload.length > 0 || segment.missing > 0
           || segment.flags & (TL_TCP_SYN | TL_TCP_FIN | TL_TCP_RST))
    tl_tracker_add_segment (self, packet, &segment);
  else if (self->n_half_heard > 0 || self->holes.length > 0) /* seldom, so that floods of them cost nothing */
    tl_tracker_add_acknowledgment (self, &segment);
  tl_tracker_keep_within_limits (self);
}

/* Frames that travel together are frames of Ethernet. */
static void
add_aggregate (TlTracker *self, const TlPacket *packet, TlBytes aggregate)
{
  TlBytes frame;
  guint32 missing;

  while (tl_wlan_next_frame (&aggregate, &frame, &missing))
    {
      TlPacket part = *packet;

      part.data = frame.data;
      part.captured = (guint32) frame.length;
      part.length = part.captured + missing;
      part.link_type = TL_LINK_ETHERNET;
      add_frame (self, &part);
    }
}

void
tl_tracker_add (TlTracker *self, const TlPacket *packet)
{
  TlBytes aggregate = tl_bytes (packet->data, packet->captured);

  tl_clock_packet (&self->clock, packet->time);
  tl_reassembly_set_time (self->fragments, self->clock.now);
  if (!link_type_is_known (self, packet->link_type))
    return;
  if (G_UNLIKELY (tl_wlan_is (packet->link_type)) && tl_wlan_open_aggregate (packet->link_type, &aggregate))
    add_aggregate (self, packet, aggregate);
  else
    add_frame (self, packet);
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
  g_autofree TlNumberedFlow *last = tl_tracker_in_order (flows, n);

  for (guint i = 0; i < n; i++)
    tl_tracker_complete (self, last[i].flow, false);
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
