/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What a hello says, as far as a conversation has to remember it.
 */
#pragma once

#include "../tls/messages.h"

G_BEGIN_DECLS

/* A ClientHello, ServerHello or HelloRetryRequest. Bytes are borrowed from the message. */
typedef struct
{
  guint16 legacy_version;
  guint16 supported_version;       /* ClientHello: the highest offered; ServerHello: the one selected; 0: no such extension */
  gint32 cipher_suite;             /* of a ServerHello; -1: none read */
  gint32 group;                    /* whose share was sent, or is asked for; -1: none */
  TlBytes random;
  TlBytes session_id;
  TlBytes host_name;               /* data is NULL where there is none */
  TlBytes protocol;                /* the first of ALPN; data is NULL where there is none */
  bool pre_shared_key;             /* offered or accepted */
  bool ticket_age;                 /* the first identity has an age: it is a ticket */
  gint32 selected_identity;        /* of a ServerHello; -1: none */
  bool early_data;
  bool encrypted_client_hello;
  bool extended_main_secret;       /* RFC 7627 */
  bool encrypt_then_mac;           /* RFC 7366 */
  TlBytes ticket;                  /* of RFC 5077; data is NULL where there is none */
  bool has_connection_id;
  guint8 connection_id;            /* length of the one the sender wants in what it receives (RFC 9146) */
  guint8 client_certificate_type;  /* of a ServerHello: RFC 7250 */
  guint8 server_certificate_type;
} TlHello;

/* Reads @message, header included. What does not fit is left out. */
void tl_hello_read (TlBytes message, const TlContext *context, TlHello *hello);

/* The random of @hello, 32 bytes; the challenge of one in the form of SSL 2.0 with zeros before it (RFC 5246 appendix E.2). False
 * where there is none. */
bool tl_hello_random (const TlHello *hello, guint8 random[32]);

/* The version that a ServerHello chooses, or the highest that a ClientHello offers. 0 where it cannot be told, as for many a
 * hello that is not @whole. */
guint16 tl_hello_version (const TlHello *hello, bool whole);

/* The named curve of a ServerKeyExchange, or its group of Diffie-Hellman, known by the prime (RFC 7919); -1 where it has none
 * of them. */
gint32 tl_server_key_exchange_group (TlBytes message, const TlContext *context);

/* Whether @a is a later version than @b; versions of DTLS count downwards. */
bool tl_version_is_later (guint16 a, guint16 b);

G_END_DECLS
