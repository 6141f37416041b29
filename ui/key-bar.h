/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The keys that were given to a window, and what they open: kept in memory only.
 */
#pragma once

#include "keys.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TlKeyBar:
 *
 * A strip that offers the key log that lies beside a capture, and says what the keys that were given, and those that the capture
 * carries, are good for. Names and secrets go nowhere else.
 *
 * Signals: changed, when there are other keys.
 */
#define TL_TYPE_KEY_BAR (tl_key_bar_get_type ())
G_DECLARE_FINAL_TYPE (TlKeyBar, tl_key_bar, TL, KEY_BAR, GtkWidget)

/* All keys that were given, borrowed; NULL: there are none. */
TlKeyring *tl_key_bar_get_keyring (TlKeyBar *self);

/* What key logs alone say, borrowed; NULL: none was given. */
TlKeyring *tl_key_bar_get_logs (TlKeyBar *self);

/* The keys that it shows. */
TlKeys *tl_key_bar_get_keys (TlKeyBar *self);

/* Reads the file @path, on a thread of its own, and adds what it holds to the keys: a key log, a private key, whose password is asked for
 * where it is encrypted, or pre-shared keys. */
void tl_key_bar_load (TlKeyBar *self, const char *path);

/* Adds the pre-shared key @hex of @identity; where that is "", of everybody who has none of their own. */
void tl_key_bar_add_psk (TlKeyBar *self, const char *identity, const char *hex);

/* Drops all keys, and overwrites them as soon as nobody shows what they have opened. */
void tl_key_bar_forget (TlKeyBar *self);

/* Another capture is being read: offers the key log that lies beside @path; NULL: it is no file. */
void tl_key_bar_set_capture (TlKeyBar *self, const char *path);

/* Follows @session, of which the keys may open something; NULL: none. */
void tl_key_bar_set_session (TlKeyBar *self, TlSession *session);

G_END_DECLS
