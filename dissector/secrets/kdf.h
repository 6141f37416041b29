/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How secrets are derived from secrets: the PRF of TLS 1.2 and older, and HKDF with TLS 1.3's labels.
 */
#pragma once

#include "secret.h"

#include <gnutls/crypto.h>

G_BEGIN_DECLS

enum
{
  TL_MESSAGE_HASH_SIZE = 4 + TL_SECRET_SIZE /* at most: the header of a message, and a hash */
};

/* @bytes as GnuTLS takes them, borrowed: it does not change them. */
static inline gnutls_datum_t
tl_datum (TlBytes bytes)
{
  return (gnutls_datum_t){ (unsigned char *) (gsize) bytes.data, (unsigned) bytes.length };
}

/* The size of @hash in bytes. */
gsize tl_hash_size (gnutls_digest_algorithm_t hash);

/* The hash of @bytes. @out has room for tl_hash_size(). */
bool tl_hash (gnutls_digest_algorithm_t hash, TlBytes bytes, guint8 *out);

/* RFC 9846 section 4.1: the message_hash that stands for the ClientHello @hello behind a HelloRetryRequest, at @out; its size, 0 where
 * @hash is not known. */
gsize tl_message_hash (gnutls_digest_algorithm_t hash, TlBytes hello, guint8 out[TL_MESSAGE_HASH_SIZE]);

bool tl_hmac (gnutls_digest_algorithm_t hash, TlBytes key, TlBytes bytes, guint8 *out);

/* RFC 5246 section 5: PRF of TLS 1.2 with @hash; RFC 4346 section 5, that of TLS 1.1 and 1.0, where @version is older, then
 * @hash is not asked. @version as in TLS: 0x0303 for DTLS 1.2 too. */
bool tl_prf (guint16 version,
             gnutls_digest_algorithm_t hash,
             TlBytes secret,
             const char *label,
             TlBytes seed,
             guint8 *out,
             gsize n);

/* RFC 6101 sections 6.1 and 6.2.2: how SSL 3.0 makes the main secret and the key block. @n is at most 26 times 16. */
bool tl_prf_ssl3 (TlBytes secret, TlBytes seed, guint8 *out, gsize n);

/* RFC 5869 */
bool tl_hkdf_extract (gnutls_digest_algorithm_t hash, TlBytes salt, TlBytes secret, TlSecret *out);

/* RFC 9846 section 7.1: HKDF-Expand-Label; with the prefix "dtls13" where @dtls (RFC 9147 section 5.9). */
bool tl_hkdf_expand_label (gnutls_digest_algorithm_t hash,
                           bool dtls,
                           TlBytes secret,
                           const char *label,
                           TlBytes context,
                           guint8 *out,
                           gsize n);

/* The same with a result as long as the hash: RFC 9846 section 7.1, Derive-Secret with the hash of the messages. */
bool tl_derive_secret (
    gnutls_digest_algorithm_t hash, bool dtls, const TlSecret *secret, const char *label, TlBytes transcript_hash, TlSecret *out);

G_END_DECLS
