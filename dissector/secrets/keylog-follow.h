/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A key log that is written while it is read: by a browser, as its connections begin.
 */
#pragma once

#include "keyring.h"

G_BEGIN_DECLS

typedef struct TlKeylogFollower TlKeylogFollower;

/* Follows the file @path, which need not be there yet, and gives what it says to @keyring. */
TlKeylogFollower *tl_keylog_follower_new (const char *path, TlKeyring *keyring);
void tl_keylog_follower_free (TlKeylogFollower *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlKeylogFollower, tl_keylog_follower_free)

/* Reads the whole lines that were added since the last time; never waits. A file that was begun anew is read from its begin. Whether there were
 * any. */
bool tl_keylog_follower_look (TlKeylogFollower *self);

/* What was found so far. */
const TlKeylogReport *tl_keylog_follower_report (const TlKeylogFollower *self);

G_END_DECLS
