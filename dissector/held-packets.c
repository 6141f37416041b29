/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A queue of copied packets, each with the time when it came.
 */
#include "held-packets.h"

#include "limits.h"

#include <string.h>

typedef struct
{
  gint64 came;
  TlPacket packet;
  guint8 data[];
} Held;

/**
 * TlHeldPackets:
 * @size: bytes of the packets in @queue
 * @current: the one that was handed out last
 */
struct TlHeldPackets
{
  GQueue queue; /* Held */
  gsize size;
  Held *current;
};

TlHeldPackets *
tl_held_packets_new (void)
{
  return g_new0 (TlHeldPackets, 1);
}

void
tl_held_packets_free (TlHeldPackets *self)
{
  g_queue_clear_full (&self->queue, g_free);
  g_free (self->current);
  g_free (self);
}

void
tl_held_packets_push (TlHeldPackets *self, const TlPacket *packet, gint64 now)
{
  Held *held = g_malloc (sizeof *held + packet->captured);

  held->came = now;
  held->packet = *packet;
  held->packet.data = held->data;
  memcpy (held->data, packet->data, packet->captured);
  self->size += packet->captured;
  g_queue_push_tail (&self->queue, held);
}

const TlPacket *
tl_held_packets_pop (TlHeldPackets *self, gint64 until)
{
  const Held *next = g_queue_peek_head (&self->queue);

  g_clear_pointer (&self->current, g_free);
  if (next == NULL || (next->came > until && self->size <= TL_LIMIT_HELD_PACKETS))
    return NULL;
  self->current = g_queue_pop_head (&self->queue);
  self->size -= self->current->packet.captured;
  return &self->current->packet;
}

bool
tl_held_packets_is_empty (const TlHeldPackets *self)
{
  return self->queue.length == 0;
}
