/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Files with keys other than key logs: a server's private key, pre-shared keys.
 */
#pragma once

#include "keyring.h"

G_BEGIN_DECLS

/* Puts the private key in the file @path on the keyring, one for Encrypted ClientHello too (see below). Fails with TL_ERROR_PASSWORD where it is encrypted and @password is NULL
 * or does not open it, else with TL_ERROR_KEYS; the sentence is for people. */
bool tl_key_file_load_private (TlKeyring *keyring, const char *path, const char *password, GError **error);

/* The same for a key of Encrypted ClientHello, with its configurations. */
bool tl_key_file_load_ech (TlKeyring *keyring, const char *path, const char *password, GError **error);

/* The same for pre-shared keys: lines of "identity:key", the key in hexadecimal, as psktool of GnuTLS writes them. */
bool tl_key_file_load_psks (TlKeyring *keyring, const char *path, GError **error);

/* Puts the pre-shared key @hex on the keyring, for whoever has none of its own. Fails with TL_ERROR_KEYS. */
bool tl_key_file_add_psk (TlKeyring *keyring, const char *hex, GError **error);

G_END_DECLS
