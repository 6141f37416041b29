/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A capture being read: packets from a file, a pipe or a capture that runs, through the tracker, with whatever keys there are. The one loop that
 * the window and the command line both turn.
 */
#pragma once

#include "capture/live.h"
#include "capture/source.h"
#include "conversation/tracker.h"
#include "errors.h"
#include "secrets/keylog-follow.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Called between packets, seldom while they come fast, and at least every TL_LIMIT_WAIT milliseconds while there are none: then @idle. False
 * ends the reading: of a capture that runs, what it has captured until then is still read. */
typedef bool (*TlTurnFunc) (bool idle, gpointer user_data);

/**
 * TlReadingRequest:
 * @path: a capture, "-" for standard input; NULL when @live is there
 * @follow: it is a file that grows
 * @live: an interface to capture on; NULL: none
 * @keyring: opens what is sealed; NULL: nothing does
 * @keylogs: those that are written meanwhile, for @keyring or one that it is over; NULL: none. More may be added while it reads
 * @flags, @func: for the tracker
 * @turn: NULL: nobody wants to stop
 * @spool: a file that all packets are also written to, as pcapng; -1 or 0: none
 * @spool_limit: bytes of it; 0: TL_LIMIT_SPOOL. What comes behind is read, and not kept
 * @model_limit, @listed_limit: of a session: bytes of conversations that it keeps, and rows of those that it does not; 0: TL_LIMIT_MODEL,
 *   TL_LIMIT_LISTED or TL_LIMIT_LISTED_LIVE
 * @user_data: for @func and @turn
 */
typedef struct
{
  const char *path;
  bool follow;
  const TlLiveRequest *live;
  TlKeyring *keyring;
  TlKeylogFollower *keylogs;
  TlTrackerFlags flags;
  TlTrackerFunc func;
  TlTurnFunc turn;
  int spool;
  guint64 spool_limit;
  gsize model_limit;
  guint listed_limit;
  gpointer user_data;
} TlReadingRequest;

/**
 * TlReadingState:
 * @n_packets: that were read
 * @n_evicted: conversations that were let go before their end
 * @n_unreadable: packets whose link type is not known: @unreadable_link_type, -1 for several
 * @progress: 0 to 1; -1 where the size is not known
 * @carried: what was found in the key logs that the capture brings along
 * @growing: and in those that are written meanwhile
 * @live: what the capture that runs says of itself
 * @spooled, @n_kept: bytes of the spool that can be read by now, whole blocks, and packets in them
 * @n_unkept: packets that were not given to it, because it was full or could not be written on
 * @spool_error: why it could not be written on, a code of errno; 0: it could
 */
typedef struct
{
  guint64 n_packets;
  guint64 n_evicted;
  guint64 n_unreadable;
  int unreadable_link_type;
  double progress;
  TlKeylogReport carried;
  TlKeylogReport growing;
  TlLiveCounts live;
  guint64 spooled;
  guint64 n_kept;
  guint64 n_unkept;
  int spool_error;
} TlReadingState;

typedef struct TlReading TlReading;

/* Never waits. What @request points to must live as long as the reading. */
TlReading *tl_reading_new (const TlReadingRequest *request);
void tl_reading_free (TlReading *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlReading, tl_reading_free)

/* Reads to the end, or until it is stopped, and completes every conversation. False with @error when it could not be opened or not be read to its
 * end; what was read before was told all the same. */
bool tl_reading_run (TlReading *self, GError **error);

/* Whether there was something to read: of a capture that runs, that it does. For @turn, and after tl_reading_run(). */
bool tl_reading_has_begun (const TlReading *self);

/* Tells of the conversations that have grown since the last call. For @turn. */
void tl_reading_publish (TlReading *self);

/* How it stands now. For @turn, and after tl_reading_run(). */
void tl_reading_get_state (const TlReading *self, TlReadingState *state);

G_END_DECLS
