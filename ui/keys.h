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

/* The same two, of which the first may be empty: for a session whose key log is written meanwhile, and goes to the logs. Borrowed. */
TlKeyring *tl_keys_need_all (TlKeys *self);
TlKeyring *tl_keys_need_logs (TlKeys *self);

/* That key log has given @n_secrets by now. Whether those are the first: then there are keys, where there were none. */
bool tl_keys_set_growing (TlKeys *self, guint64 n_secrets);

/* Reads the file @path, whatever kind of keys it holds, and adds them. */
void tl_keys_load (TlKeys *self, const char *path);

/* The same for one that is encrypted. */
void tl_keys_load_sealed (TlKeys *self, const char *path, const char *password);

/* Adds the pre-shared key @hex of @identity; where that is "", of everybody who has none of their own. */
void tl_keys_add_psk (TlKeys *self, const char *identity, const char *hex);

/* Drops all keys, those too that are still being read, and overwrites them as soon as nobody shows what they have opened. */
void tl_keys_forget (TlKeys *self);

/* What was given, in a sentence for each kind; NULL: nothing. Free with g_free(). */
char *tl_keys_dup_text (TlKeys *self);

/* What of the key log that was read last could not be used; NULL where nothing was amiss. Free with g_free(). */
char *tl_keys_dup_amiss_text (TlKeys *self);

/* Why the file that was read last gave no keys, or NULL; and forgets that. */
const char *tl_keys_get_fault (TlKeys *self);
void tl_keys_clear_fault (TlKeys *self);

G_END_DECLS
