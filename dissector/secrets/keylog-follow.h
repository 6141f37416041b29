/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Key logs that are written while they are read: by a browser, as its connections begin.
 */
#pragma once

#include "keyring.h"

G_BEGIN_DECLS

/* May be used by several threads at once. */
typedef struct TlKeylogFollower TlKeylogFollower;

/* Follows no file yet, and gives what they will say to @keyring. */
TlKeylogFollower *tl_keylog_follower_new (TlKeyring *keyring);
TlKeylogFollower *tl_keylog_follower_ref (TlKeylogFollower *self);
void tl_keylog_follower_unref (TlKeylogFollower *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlKeylogFollower, tl_keylog_follower_unref)

/* Follows the file or the FIFO @path, too, which need not be there yet; once, however often it is named. */
void tl_keylog_follower_add (TlKeylogFollower *self, const char *path);

/* The files that are followed. Free with g_strfreev(). */
char **tl_keylog_follower_dup_paths (TlKeylogFollower *self);

/* Reads the whole lines that were added since the last time; never waits. A file that was begun anew is read from its begin. Whether any file is
 * followed. */
bool tl_keylog_follower_look (TlKeylogFollower *self);

/* Nothing more is written: what was added counts, with or without the end of its last line. */
void tl_keylog_follower_finish (TlKeylogFollower *self);

/* What was found so far in all of them: @first_damaged and @cut are of the first file that has any. */
void tl_keylog_follower_get_report (TlKeylogFollower *self, TlKeylogReport *report);

G_END_DECLS
