/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the messages of a handshake say of how the keys are exchanged, in clear.
 */
#pragma once

#include "../limits.h"
#include "../tls/messages.h"

G_BEGIN_DECLS

/* A ClientKeyExchange. Bytes are borrowed from the message; data is NULL for what it has not. */
typedef struct
{
  TlBytes encrypted;    /* EncryptedPreMasterSecret */
  TlBytes psk_identity; /* RFC 4279 */
} TlClientKeyExchange;

/* Reads @message, header included. */
void tl_client_key_exchange_read (TlBytes message, const TlContext *context, TlClientKeyExchange *exchange);

/* The ticket of the NewSessionTicket @message (RFC 5077 section 3.3, RFC 9846 section 4.7.1); data is NULL where there is none. @nonce
 * is that of TLS 1.3, and may be NULL. */
TlBytes tl_new_session_ticket_read (TlBytes message, const TlContext *context, TlBytes *nonce);

/**
 * TlOfferedPsk:
 * @age: obfuscated_ticket_age: 0 for a key that is no ticket's, as it should be (RFC 9846 section 4.3.11)
 * @binder: data is NULL where there is none
 */
typedef struct
{
  TlBytes identity;
  guint32 age;
  TlBytes binder;
} TlOfferedPsk;

/**
 * TlOfferedPsks:
 * @n: how many, of those that are looked at
 * @truncated: bytes of the message before its binders, which are what they cover (RFC 9846 section 4.3.11.2); 0: it has none
 *
 * The pre-shared keys that a ClientHello of TLS 1.3 offers. Bytes are borrowed from the message.
 */
typedef struct
{
  TlOfferedPsk psks[TL_LIMIT_OFFERED_PSKS];
  guint n;
  gsize truncated;
} TlOfferedPsks;

/* Reads @message, header included. */
void tl_offered_psks_read (TlBytes message, const TlContext *context, TlOfferedPsks *offered);

/* The first certificate of the Certificate or CompressedCertificate @message, that of its sender: DER; where raw public keys were
 * agreed on (RFC 7250), a SubjectPublicKeyInfo, and @raw is set. NULL where there is none. Free with g_bytes_unref(). */
GBytes *tl_certificate_first (TlBytes message, const TlContext *context, bool *raw);

/* The public key of the delegated credential that the first certificate comes with (RFC 9345 section 4), and the @scheme that it signs
 * with; NULL where there is none. Free with g_bytes_unref(). */
GBytes *tl_certificate_delegated (TlBytes message, const TlContext *context, guint16 *scheme);

/* The certificate_request_context of the CertificateRequest, Certificate or CompressedCertificate @message of TLS 1.3 (RFC 9846 section
 * 4.4.2); NULL where there is none. Free with g_bytes_unref(). */
GBytes *tl_certificate_request_context (TlBytes message, const TlContext *context);

G_END_DECLS
