/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Files with keys other than key logs: a server's private key, pre-shared keys.
 */
#pragma once

#include "keyring.h"

G_BEGIN_DECLS

/* What may be in a file of keys. */
typedef enum
{
  TL_KEY_FILE_NONE,    /* no keys */
  TL_KEY_FILE_KEYLOG,  /* read with tl_keyring_load_keylog() */
  TL_KEY_FILE_PRIVATE, /* a private key, or whatever else looks like one: why it is none is said when it is read */
  TL_KEY_FILE_PSKS     /* pre-shared keys */
} TlKeyFileKind;

/* What the file @path holds, as far as its beginning says. TL_KEY_FILE_NONE for what cannot be read, and for captures. */
TlKeyFileKind tl_key_file_kind_at (const char *path);

/* Puts what is in the file @path, of @kind, on the keyring; of a kind that has no passwords, @password does not matter. Fails as the
 * functions below. */
bool tl_key_file_load (TlKeyring *keyring, TlKeyFileKind kind, const char *path, const char *password, GError **error);

/* Puts the private key in the file @path on the keyring, one for Encrypted ClientHello too (see below). Fails with TL_ERROR_PASSWORD where it is encrypted and @password is NULL
 * or does not open it, else with TL_ERROR_KEYS; the sentence is for people. */
bool tl_key_file_load_private (TlKeyring *keyring, const char *path, const char *password, GError **error);

/* The same for a key of Encrypted ClientHello, with its configurations. */
bool tl_key_file_load_ech (TlKeyring *keyring, const char *path, const char *password, GError **error);

/* The same for pre-shared keys: lines of "identity:key", the key in hexadecimal, as psktool of GnuTLS writes them. */
bool tl_key_file_load_psks (TlKeyring *keyring, const char *path, GError **error);

/* How many bytes the pre-shared key @hex has; 0 where it is none. */
gsize tl_key_file_psk_size (const char *hex);

/* Puts the pre-shared key @hex of @identity on the keyring; where that is "", for whoever has none of its own. Fails with
 * TL_ERROR_KEYS. */
bool tl_key_file_add_psk (TlKeyring *keyring, const char *identity, const char *hex, GError **error);

G_END_DECLS
