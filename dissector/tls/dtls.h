/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The record layer and the handshake fragments of DTLS (RFC 9147, RFC 6347, RFC 4347).
 */
#pragma once

#include "../pieces.h"
#include "records.h"

G_BEGIN_DECLS

enum
{
  TL_DTLS_CONNECTION_ID = 25, /* tls12_cid, RFC 9146 section 3 */
  TL_DTLS_ACK = 26            /* RFC 9147 section 7 */
};

/* What a record's header says. */
typedef struct
{
  guint8 type; /* of a DTLS 1.3 ciphertext, which does not say it: application_data */
  guint16 version;
  guint16 epoch;    /* of a DTLS 1.3 ciphertext: its two lowest bits */
  guint64 sequence; /* of a DTLS 1.3 ciphertext: encrypted */
  guint16 length;   /* of the payload */
  bool unified;     /* a DTLS 1.3 ciphertext, RFC 9147 section 4 */
} TlDtlsHeader;

/* Takes the next record off @datagram. @connection_id is the length of the connection ids that the sender
 * puts into its records. False when what is left is no whole record. */
bool tl_dtls_next_record (TlBytes *datagram, gsize connection_id, TlDtlsHeader *header, TlBytes *payload);

/* Whether the first byte of a datagram is one that a record can begin with (RFC 9147 section 4.1): most of UDP ends here. */
bool tl_dtls_is_possible (TlBytes datagram);

/* Whether a datagram begins with a record that carries a handshake message in clear. */
bool tl_dtls_sniff_handshake (TlBytes datagram);

/* The random of the ClientHello that @datagram begins with, by which a new handshake is told from a repeated
 * one; NULL data where it begins with none. */
TlBytes tl_dtls_client_random (TlBytes datagram);

/* One direction's messages, put together from fragments. All zero stands before the first. */
typedef struct
{
  GPtrArray *waiting; /* of messages that are not whole, or not in turn; NULL nearly always */
  guint16 next;       /* message_seq of the message that comes next */
} TlDtlsReader;

/* Told of each message once, in the order of message_seq, with a header of four bytes as in TLS; @length is
 * what that says. */
typedef void (*TlDtlsFunc) (gpointer user_data, const TlChunk *message, guint64 length, guint32 n_records);

/* Takes the fragments in the payload of a handshake record in clear. */
void tl_dtls_reader_add (TlDtlsReader *self, const TlChunk *payload, TlDtlsFunc func, gpointer user_data);

/* Nothing more will come: tells of what waits, as far as it is there. */
void tl_dtls_reader_flush (TlDtlsReader *self, gint64 time, TlDtlsFunc func, gpointer user_data);

void tl_dtls_reader_clear (TlDtlsReader *self);

G_END_DECLS
