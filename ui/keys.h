/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The keys that were given to a window: kept in memory only.
 */
#pragma once

#include "dissector.h"

G_BEGIN_DECLS

/**
 * TlKeys:
 *
 * Key logs, private keys and pre-shared keys, read on a thread of its own: a key log may have a million lines. Neither they nor the
 * names of their files go anywhere else, and passwords are overwritten when they have been used.
 *
 * Signals: updated, when what is said of them is another: see tl_keys_dup_text() and tl_keys_get_fault(); changed, behind it, when there
 * are other keys; password-needed (const char *path, const char *why): the file is encrypted, and tl_keys_load_sealed() wants to be called.
 */
#define TL_TYPE_KEYS (tl_keys_get_type ())
G_DECLARE_FINAL_TYPE (TlKeys, tl_keys, TL, KEYS, GObject)

TlKeys *tl_keys_new (void);

/* All keys, borrowed; NULL: there are none. */
TlKeyring *tl_keys_get_all (TlKeys *self);

/* What the key logs say, and nothing that follows from other keys, borrowed; NULL: none was given. */
TlKeyring *tl_keys_get_logs (TlKeys *self);

/* The first, which may be empty: for a session that finds secrets by itself. Borrowed. */
TlKeyring *tl_keys_need_all (TlKeys *self);

/* Follows key logs from now on, those that were read and those that tl_keys_load() is given, and @path, NULL: no other, as long as packets come: what
 * they say goes to the logs. Borrowed. */
TlKeylogFollower *tl_keys_follow (TlKeys *self, const char *path);

/* From now on, key logs are read once. */
void tl_keys_stop_following (TlKeys *self);

/* Whether one of those is followed, other than the @path of tl_keys_follow(), and none has given anything so far. */
bool tl_keys_is_awaiting (TlKeys *self);

/* Those that are followed have given @n_secrets by now. Whether those are the first: then there are keys, where there were none. */
bool tl_keys_set_growing (TlKeys *self, guint64 n_secrets);

/* Reads the file @path, whatever kind of keys it holds, and adds them. */
void tl_keys_load (TlKeys *self, const char *path);

/* The same for one that is encrypted. */
void tl_keys_load_sealed (TlKeys *self, const char *path, const char *password);

/* Adds the pre-shared key @hex of @identity; where that is "", of everybody who has none of their own. */
void tl_keys_add_psk (TlKeys *self, const char *identity, const char *hex);

/* Drops all keys, those too that are still being read, and overwrites them as soon as nobody shows what they have opened. */
void tl_keys_forget (TlKeys *self);

/* All key logs, read or followed. Free with g_strfreev(). */
char **tl_keys_dup_log_paths (TlKeys *self);

/* What was given, in a sentence for each kind; NULL: nothing. Free with g_free(). */
char *tl_keys_dup_text (TlKeys *self);

/* What of the key log that was read last could not be used; NULL where nothing was amiss. Free with g_free(). */
char *tl_keys_dup_amiss_text (TlKeys *self);

/* Why the file that was read last gave no keys, or NULL; and forgets that. */
const char *tl_keys_get_fault (TlKeys *self);
void tl_keys_clear_fault (TlKeys *self);

G_END_DECLS
