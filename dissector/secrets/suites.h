/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What a cipher suite asks of ciphers and hashes.
 */
#pragma once

#include "cipher.h"

G_BEGIN_DECLS

/* The forms a protected record can have: RFC 5246 section 6.2.3, RFC 9846 section 5.2. */
typedef enum
{
  TL_SUITE_STREAM, /* GenericStreamCipher; no encryption at all too */
  TL_SUITE_BLOCK,  /* GenericBlockCipher */
  TL_SUITE_AEAD    /* GenericAEADCipher, and everything in TLS 1.3 */
} TlSuiteForm;

/**
 * TlSuite:
 * @cipher: GNUTLS_CIPHER_NULL where nothing is encrypted; GNUTLS_CIPHER_UNKNOWN with an @old_cipher
 * @old_cipher: where GnuTLS has none
 * @key_size: bytes of the key
 * @secret_key_size: bytes of it that are secret: less in most export suites, else the same
 * @is_export: whether its keys are made from what is secret of them (RFC 2246 section 6.3.1)
 * @iv_size: of a block cipher: one block; of an AEAD: all of the nonce
 * @fixed_iv_size: of an AEAD, the part that comes from the key block
 * @tag_size: of an AEAD
 * @mac: of the other forms
 * @mac_size: in bytes, 0 for an AEAD
 * @hash: of the PRF of TLS 1.2, or of the key schedule of TLS 1.3
 */
typedef struct
{
  TlSuiteForm form;
  gnutls_cipher_algorithm_t cipher;
  TlOldCipher old_cipher;
  gsize key_size;
  gsize secret_key_size;
  bool is_export;
  gsize iv_size;
  gsize fixed_iv_size;
  gsize tag_size;
  gnutls_digest_algorithm_t mac;
  gsize mac_size;
  gnutls_digest_algorithm_t hash;
} TlSuite;

/* What the suite @code asks for. False where its cipher is not to be had; the hash of @suite is set all the same where it
 * is known, GNUTLS_DIG_UNKNOWN else. */
bool tl_suite (guint16 code, TlSuite *suite);

/* What of the suite @code is not to be had, by name: "ARIA-128-GCM", the cipher, or else "SM3", the hash; NULL where there is all
 * of it, and where the suite is not known. */
const char *tl_suite_missing (guint16 code);

/* The next suite, from @index on, that early data can be sealed with and that goes with a secret of @size bytes: which one it is
 * only the server's answer tells, but it has the hash that the secret is as long as (RFC 9846 section 4.3.10). @index counts on,
 * from 0; false when there are no more. */
bool tl_suite_of_early_data (guint *index, gsize size, TlSuite *suite);

G_END_DECLS
