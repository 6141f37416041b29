/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the messages of a handshake say of how the keys are exchanged, in clear.
 */
#pragma once

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

/* The first certificate of the Certificate or CompressedCertificate @message, that of its sender: DER; where raw public keys were
 * agreed on (RFC 7250), a SubjectPublicKeyInfo, and @raw is set. NULL where there is none. Free with g_bytes_unref(). */
GBytes *tl_certificate_first (TlBytes message, const TlContext *context, bool *raw);

G_END_DECLS
