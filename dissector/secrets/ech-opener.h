/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Opens the encrypted ClientHellos of one conversation, and tells from the server's answer whether it took them (RFC 9849).
 */
#pragma once

#include "ech-hello.h"
#include "keyring.h"

G_BEGIN_DECLS

/**
 * TlInnerHello:
 * @encoded: the EncodedClientHelloInner, as it was encrypted
 * @message: the ClientHelloInner, with its header; NULL where it cannot be put together
 * @fault: why
 * @from_keylog: it was opened with the secret of this one hello; else with the server's private key
 *
 * What was in an encrypted ClientHello. Immutable, reference-counted.
 */
typedef struct
{
  GBytes *encoded;
  GBytes *message;
  TlEchFault fault;
  bool from_keylog;
} TlInnerHello;

TlInnerHello *tl_inner_hello_ref (TlInnerHello *self);
void tl_inner_hello_unref (TlInnerHello *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlInnerHello, tl_inner_hello_unref)

/* Bytes of memory that it takes, about. */
gsize tl_inner_hello_size (const TlInnerHello *self);

/* What became of the encrypted ClientHello for us. */
typedef enum
{
  TL_ECH_NOT_TRIED,   /* there is none, or no key for any was given */
  TL_ECH_OPENED,
  TL_ECH_OTHER_KEY,   /* none of the keys that were given opens it: it is for another one, or it is GREASE */
  TL_ECH_NO_CONFIG,   /* the key log has a secret for it, and not the configuration that goes with that */
  TL_ECH_UNSUPPORTED, /* its algorithms are not to be had */
  TL_ECH_UNSOUND      /* it was opened, and what was in it breaks the rules */
} TlEchOpening;

/* What the server did with it. */
typedef enum
{
  TL_ECH_UNDECIDED,
  TL_ECH_NOT_TAKEN,
  TL_ECH_TAKEN
} TlEchVerdict;

typedef struct TlEchOpener TlEchOpener;

/* @keyring is shared. */
TlEchOpener *tl_ech_opener_new (TlKeyring *keyring, bool dtls);
void tl_ech_opener_free (TlEchOpener *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlEchOpener, tl_ech_opener_free)

/* Opens what is in @message, a ClientHello: the first one, or the one behind a HelloRetryRequest. NULL where it is not opened: then
 * tl_ech_opener_opening() says why. */
TlInnerHello *tl_ech_opener_client_hello (TlEchOpener *self, TlBytes message);

/* How it went with the first ClientHello. */
TlEchOpening tl_ech_opener_opening (const TlEchOpener *self);

/* @message, a HelloRetryRequest (@retry) or a ServerHello of TLS 1.3, answers: @hash is that of its cipher suite. */
TlEchVerdict tl_ech_opener_server_hello (TlEchOpener *self, TlBytes message, bool retry, gnutls_digest_algorithm_t hash);

/* Bytes of memory that it takes, about. */
gsize tl_ech_opener_size (const TlEchOpener *self);

G_END_DECLS
