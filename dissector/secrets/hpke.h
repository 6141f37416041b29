/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Hybrid public key encryption (RFC 9180), as far as Encrypted ClientHello needs it: the receiver's side of the base mode.
 */
#pragma once

#include "secret.h"

#include <gnutls/crypto.h>

G_BEGIN_DECLS

enum
{
  TL_HPKE_PRIVATE_SIZE = 66, /* Nsk of DHKEM(P-521, HKDF-SHA512), RFC 9180 section 7.1 */
  TL_HPKE_PUBLIC_SIZE = 133, /* and its Npk */
  TL_HPKE_KEY_SIZE = 32,     /* Nk, section 7.3 */
  TL_HPKE_NONCE_SIZE = 12    /* Nn */
};

/* The identifiers of RFC 9180 sections 7.1, 7.2 and 7.3. */
typedef struct
{
  guint16 kem;
  guint16 kdf;
  guint16 aead;
} TlHpkeSuite;

/* The private key of a receiver, and the public half of it as it is published. */
typedef struct
{
  guint16 kem;
  guint8 private_key[TL_HPKE_PRIVATE_SIZE];
  gsize n_private_key;
  guint8 public_key[TL_HPKE_PUBLIC_SIZE];
  gsize n_public_key;
} TlHpkeKey;

/* The keys of a receiver's context. */
typedef struct
{
  gnutls_cipher_algorithm_t cipher;
  guint8 key[TL_HPKE_KEY_SIZE];
  gsize n_key;
  guint8 base_nonce[TL_HPKE_NONCE_SIZE];
} TlHpkeContext;

/* Whether messages can be opened that were sealed with @suite. */
bool tl_hpke_supports (const TlHpkeSuite *suite);

/* Makes @key of the private key @private_key for the KEM @kem, big-endian with or without its leading zeros (the curves of RFC 7748:
 * as it is). False where it is none. */
bool tl_hpke_key_init (TlHpkeKey *key, guint16 kem, TlBytes private_key);

static inline void
tl_hpke_key_clear (TlHpkeKey *self)
{
  tl_forget (self, sizeof *self);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TlHpkeKey, tl_hpke_key_clear)

/* Decap (RFC 9180 section 4.1): the shared secret that @enc stands for. False where it is no point of the curve. */
bool tl_hpke_decap (const TlHpkeKey *key, TlBytes enc, TlSecret *shared_secret);

/* SetupBaseR (RFC 9180 section 5.1.1) behind Decap. False where @suite is not to be had. */
bool tl_hpke_context_init (TlHpkeContext *self, const TlHpkeSuite *suite, const TlSecret *shared_secret, TlBytes info);

static inline void
tl_hpke_context_clear (TlHpkeContext *self)
{
  tl_forget (self, sizeof *self);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TlHpkeContext, tl_hpke_context_clear)

/* Open (RFC 9180 section 5.2) of message @sequence, from 0. NULL where the tag does not verify. */
GBytes *tl_hpke_open (const TlHpkeContext *self, guint64 sequence, TlBytes additional, TlBytes sealed);

G_END_DECLS
