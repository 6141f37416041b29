/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * From the premaster secret to the keys of both sides: TLS 1.2 and older (RFC 5246 section 6.3).
 */
#pragma once

#include "kdf.h"
#include "protection.h"

G_BEGIN_DECLS

enum
{
  TL_MAIN_SECRET_SIZE = 48,
  TL_RANDOM_SIZE = 32,
  TL_KEY_BLOCK_SIZE = 2 * (48 + 32 + 16) /* the longest */
};

/* The randoms of both hellos. */
typedef struct
{
  guint8 client[TL_RANDOM_SIZE];
  guint8 server[TL_RANDOM_SIZE];
} TlRandoms;

/* The main secret (older RFCs: master secret) of a premaster secret: RFC 5246 section 8.1; RFC 7627 section 4 where
 * @session_hash has data, the hash of all messages up to the ClientKeyExchange. */
bool tl_main_secret (const TlSuite *suite,
                     guint16 version,
                     TlBytes premaster,
                     const TlRandoms *randoms,
                     TlBytes session_hash,
                     TlSecret *main_secret);

/* RFC 7627 section 3: the session hash, over @messages, all up to the ClientKeyExchange: how many bytes; 0 on failure. */
gsize tl_session_hash (const TlSuite *suite, guint16 version, TlBytes messages, guint8 hash[TL_SECRET_SIZE]);

/* RFC 5246 section 6.3: the key block before it is cut: how many bytes of @block; 0 on failure, and where a suite needs none. */
gsize tl_key_block_read (const TlSuite *suite,
                         guint16 version,
                         const TlSecret *main_secret,
                         const TlRandoms *randoms,
                         guint8 block[TL_KEY_BLOCK_SIZE]);

/* The bytes of it that are one side's initialization vector. */
gsize tl_key_block_iv_size (const TlSuite *suite, guint16 version);

/* RFC 5246 section 6.3: the key block, cut into the keys of the client (0) and the server (1); RFC 2246 section 6.3.1 for
 * the export suites; RFC 6101 section 6.2.2 for SSL 3.0. */
bool tl_key_block (
    const TlSuite *suite, guint16 version, const TlSecret *main_secret, const TlRandoms *randoms, TlWriteKeys keys[2]);

/* RFC 6101 section 5.6.8: what a client of SSL 3.0 signs in CertificateVerify, over @messages, all of them before it: the hash with MD5,
 * and that with SHA-1. */
bool tl_certificate_verify_ssl3 (const TlSecret *main_secret, TlBytes messages, guint8 hashes[36]);

/* RFC 5246 section 7.4.9: what a Finished holds, over @messages, all of them before it; 12 bytes, in SSL 3.0 (RFC 6101
 * section 5.6.9) 36. How many; 0 on failure. */
gsize tl_finished_verify_data (const TlSuite *suite,
                               guint16 version,
                               const TlSecret *main_secret,
                               bool from_client,
                               TlBytes messages,
                               guint8 verify_data[36]);

G_END_DECLS
