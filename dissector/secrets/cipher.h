/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Stream ciphers, and block ciphers in CBC mode: those of GnuTLS, and old ones of libgcrypt that GnuTLS does not have.
 */
#pragma once

#include "../bytes.h"

#include <gnutls/crypto.h>

G_BEGIN_DECLS

/* Ciphers of libgcrypt. Those of GnuTLS have the numbers that it gives them. */
typedef enum
{
  TL_OLD_CIPHER_NONE,
  TL_OLD_CIPHER_RC2, /* RFC 2268: all of its key is effective */
  TL_OLD_CIPHER_IDEA,
  TL_OLD_CIPHER_SEED /* RFC 4269 */
} TlOldCipher;

typedef struct TlCipher TlCipher;

/* @old where it is one, else @modern. @iv is empty for a stream cipher. NULL where the cipher is not to be had. */
TlCipher *tl_cipher_new (TlOldCipher old, gnutls_cipher_algorithm_t modern, TlBytes key, TlBytes iv);

/* Overwrites the key. */
void tl_cipher_free (TlCipher *self);

/* What comes next begins with @iv, and not with what came last. */
bool tl_cipher_set_iv (TlCipher *self, TlBytes iv);

/* Decrypts @sealed into @plain, which is as long: in CBC mode a number of whole blocks. */
bool tl_cipher_decrypt (TlCipher *self, TlBytes sealed, guint8 *plain);

G_END_DECLS
