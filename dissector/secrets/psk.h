/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What follows from a pre-shared key in TLS 1.3: the binder, by which a client shows that it has the key (RFC 9846 section
 * 4.3.11.2), and the secrets, one after the other (section 7.1).
 */
#pragma once

#include "kdf.h"
#include "keyring.h"

G_BEGIN_DECLS

/* How a pre-shared key came about: RFC 9846 section 7.1, RFC 9258 section 5.2. */
typedef enum
{
  TL_PSK_EXTERNAL,
  TL_PSK_RESUMPTION,
  TL_PSK_IMPORTED,
  TL_N_PSK_KINDS
} TlPskKind;

/* The pre-shared key of @identity: its length; 0 where there is none. One that was given for it, or that of the ticket which it is, or
 * one that was given for everybody. */
gsize tl_psk_find (TlKeyring *keyring, TlBytes identity, guint8 key[TL_PSK_SIZE]);

/* Whether it is known for @identity itself, and not only for everybody; @ticket: as that of a ticket. */
bool tl_psk_is_own (TlKeyring *keyring, TlBytes identity, bool *ticket);

/* RFC 9846 section 4.7.1: remembers the key that @ticket stands for, which follows from @resumption_secret and @nonce. */
void tl_psk_learn_ticket (TlKeyring *keyring,
                          gnutls_digest_algorithm_t hash,
                          bool dtls,
                          const TlSecret *resumption_secret,
                          TlBytes nonce,
                          TlBytes ticket);

/* The hash that goes with a pre-shared key, which a binder is as long as; GNUTLS_DIG_UNKNOWN for another length. */
gnutls_digest_algorithm_t tl_psk_hash (gsize binder_length);

/* What the schedule begins with. */
bool tl_psk_early_secret (gnutls_digest_algorithm_t hash, TlBytes key, TlSecret *early_secret);

/* The binder over @messages, those before the ClientHello and that up to its binders; @finished_key is what it is computed with. */
bool tl_psk_binder (gnutls_digest_algorithm_t hash,
                    bool dtls,
                    const TlSecret *early_secret,
                    TlPskKind kind,
                    TlBytes messages,
                    TlSecret *finished_key,
                    TlSecret *binder);

/* Whether @binder is right, for a key of any kind: of which, is told. */
bool tl_psk_verify (gnutls_digest_algorithm_t hash,
                    bool dtls,
                    const TlSecret *early_secret,
                    TlBytes messages,
                    TlBytes binder,
                    TlPskKind *kind);

/* From the early secret to the handshake secret, and from that to the main secret. @input is the shared secret of (EC)DHE; without
 * data it is as many zeros as the hash is long. */
bool tl_psk_next_secret (
    gnutls_digest_algorithm_t hash, bool dtls, const TlSecret *secret, TlBytes input, TlSecret *next);

G_END_DECLS
