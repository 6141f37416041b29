/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Packets of a capture that runs, held back for a moment: a program writes the secrets of a connection into its key log when what they seal is
 * already on the wire, and whoever reads the packets at once looks for secrets that are not there yet.
 */
#pragma once

#include "capture/packet.h"

#include <stdbool.h>

G_BEGIN_DECLS

typedef struct TlHeldPackets TlHeldPackets;

TlHeldPackets *tl_held_packets_new (void);
void tl_held_packets_free (TlHeldPackets *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlHeldPackets, tl_held_packets_free)

/* Copies @packet, which came at @now, in microseconds of g_get_monotonic_time(). */
void tl_held_packets_push (TlHeldPackets *self, const TlPacket *packet, gint64 now);

/* The next packet that came at @until or before: borrowed until the next call here. NULL: none. More than TL_LIMIT_HELD_PACKETS bytes are not
 * held: then the next one, whenever it came. */
const TlPacket *tl_held_packets_pop (TlHeldPackets *self, gint64 until);

/* Whether nothing is held. */
bool tl_held_packets_is_empty (const TlHeldPackets *self);

G_END_DECLS
