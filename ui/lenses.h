/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The same capture, read with fewer and with more keys.
 */
#pragma once

#include "dissector.h"

G_BEGIN_DECLS

/**
 * TlLenses:
 *
 * The sessions of one capture, one for each lens that was looked through, which are kept until there are other keys: to go back to one is
 * immediate. One of them is shown: the new one when it was read, or when that takes a while.
 *
 * Signals: switched, when another session is shown; looked, when what is shown is seen through another lens, or more is known of keys.
 */
#define TL_TYPE_LENSES (tl_lenses_get_type ())
G_DECLARE_FINAL_TYPE (TlLenses, tl_lenses, TL, LENSES, GObject)

TlLenses *tl_lenses_new (void);

/* Reads the capture @path, through the lens that shows most. @logs are the keys in key logs, @all all keys that were given; either may be
 * NULL. NULL lets go of what was read. */
void tl_lenses_open (TlLenses *self, const char *path, TlKeyring *logs, TlKeyring *all);

/* Shows @session, a capture that comes, and is read once. Nobody can look through another lens until tl_lenses_follow() or tl_lenses_set_path().
 * The keys are as above, as far as they are known by now. */
void tl_lenses_show (TlLenses *self, TlSession *session, TlKeyring *logs, TlKeyring *all);

/* What that session reads is kept at @path meanwhile, and can be followed there: through other lenses, and with other keys. @keylogs, NULL: none,
 * are the key logs that are written. NULL @path: it is kept no more, and what was followed is let go. */
void tl_lenses_follow (TlLenses *self, const char *path, TlKeylogFollower *keylogs);

/* The keys as they are known by now: that session has got the first of those that are written meanwhile. */
void tl_lenses_add_logs (TlLenses *self, TlKeyring *logs, TlKeyring *all);

/* That session has come to its end, and what it has read can be read again at @path, to the end; NULL: it cannot. The keys are as above; some may
 * have come with the capture. */
void tl_lenses_set_path (TlLenses *self, const char *path, TlKeyring *logs, TlKeyring *all);

/* Reads the capture again with other keys, through the lens that shows most; one that comes: as soon as it is kept somewhere. */
void tl_lenses_set_keys (TlLenses *self, TlKeyring *logs, TlKeyring *all);

/* Looks through @lens; not before a capture is open that can be read again. */
void tl_lenses_look (TlLenses *self, TlLens lens);

/* The lens that is looked through; TL_N_LENSES where there is nothing to choose: no keys were given, and the capture carries none, as far
 * as it was read; or it comes, and is not kept anywhere. */
TlLens tl_lenses_get_lens (TlLenses *self);

/* The session that is shown, borrowed; NULL: none. */
TlSession *tl_lenses_get_session (TlLenses *self);

/* The one that is read with all keys, shown or not; where there is none, the one that is shown. Borrowed; NULL: none. */
TlSession *tl_lenses_get_full_session (TlLenses *self);

G_END_DECLS
