/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Packets in, conversations out.
 */
#pragma once

#include "../capture/packet.h"
#include "conversation.h"

G_BEGIN_DECLS

typedef struct TlTracker TlTracker;

typedef enum
{
  TL_TRACKER_STEPS
  = 1 << 0, /* keep the steps and their bytes; without it, conversations have what a list shows */
  TL_TRACKER_GROWTH = 1 << 1, /* also tell of conversations that have grown, before they are complete */
  TL_TRACKER_SEALED = 1 << 2  /* whatever keys there are, everything stays sealed, as who has none sees it */
} TlTrackerFlags;

/* Told of @conversation: when it has grown (see tl_tracker_publish()), and a last time when it is complete.
 * Take a reference to keep it. */
typedef void (*TlTrackerFunc) (TlConversation *conversation, gpointer user_data);

TlTracker *tl_tracker_new (TlTrackerFlags flags, TlTrackerFunc func, gpointer user_data);
void tl_tracker_free (TlTracker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlTracker, tl_tracker_free)

/* Sealed records are opened with the keys of @keyring, in conversations that begin after this call. To be called once. */
void tl_tracker_set_keyring (TlTracker *self, TlKeyring *keyring);

/* Takes the next packet of the capture. */
void tl_tracker_add (TlTracker *self, const TlPacket *packet);

/* No packet came for @nanoseconds: connections that were idle for too long are let go. */
void tl_tracker_pass_time (TlTracker *self, gint64 nanoseconds);

/* Tells of the conversations that have grown since the last call: with TL_TRACKER_GROWTH. */
void tl_tracker_publish (TlTracker *self);

/* The capture has ended: completes every conversation. */
void tl_tracker_finish (TlTracker *self);

/* How many conversations were let go before their end to stay within TL_LIMIT_MODEL. */
guint64 tl_tracker_evicted (const TlTracker *self);

/* Bytes of memory that connections and conversations take, about: what TL_LIMIT_MODEL bounds. */
gsize tl_tracker_size (const TlTracker *self);

/* How many packets had a link type that cannot be read, and which: -1 for several. */
guint64 tl_tracker_unreadable (const TlTracker *self, int *link_type);

G_END_DECLS
