/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The record layer and the handshake fragments of DTLS (RFC 9147, RFC 6347, RFC 4347).
 */
#pragma once

#include "../mosaic.h"
#include "records.h"

G_BEGIN_DECLS

enum
{
  TL_DTLS_CONNECTION_ID = 25, /* tls12_cid, RFC 9146 section 3 */
  TL_DTLS_ACK = 26,           /* RFC 9147 section 7 */
  TL_DTLS_RETURN_ROUTABILITY_CHECK = 27, /* RFC 9853 section 4 */
  TL_DTLS_LONG_NUMBER = 0x08  /* in the first byte of a ciphertext of DTLS 1.3: its number has two bytes (RFC 9147 section 4) */
};

/* What a record's header says. */
typedef struct
{
  guint8 type; /* of a DTLS 1.3 ciphertext, which does not say it: application_data */
  guint16 version;
  guint16 epoch;    /* of a DTLS 1.3 ciphertext: its two lowest bits */
  guint64 sequence; /* of a DTLS 1.3 ciphertext: encrypted */
  guint16 length;   /* of the payload, as it says */
  bool unified;     /* a DTLS 1.3 ciphertext, RFC 9147 section 4 */
  guint8 connection_id; /* bytes of the connection id in it */
  TlBytes bytes;    /* the header itself, in the datagram */
} TlDtlsHeader;

/* Takes the next record off @datagram. @connection_id is the length of the connection ids that the sender
 * puts into its records. Where the end of the datagram was @cut off, less of the payload may be there than the header
 * says. False when what is left is no record. */
bool tl_dtls_next_record (
    TlBytes *datagram, gsize connection_id, bool cut, TlDtlsHeader *header, TlBytes *payload);

/* Whether the first byte of a datagram is one that a record can begin with (RFC 9147 section 4.1): most of UDP ends here. */
bool tl_dtls_is_possible (TlBytes datagram);

/* Whether a datagram, of which the end may be @cut off, begins with a record that carries a handshake message in clear. */
bool tl_dtls_sniff_handshake (TlBytes datagram, bool cut);

/* The random of the ClientHello that @datagram begins with, by which a new handshake is told from a repeated
 * one; NULL data where it begins with none, or with one that is not the first message of its handshake (RFC 6347 section 4.2.2). */
TlBytes tl_dtls_client_random (TlBytes datagram);

/* The records that came from one direction. All zero stands before the first. */
typedef struct
{
  guint32 *digests; /* of the payloads of the first epoch's records, by their numbers: a ring up to @highest */
  guint n_digests;  /* a power of two */
  guint64 lowest;   /* number of a record of the first epoch, when there were any */
  guint64 highest;
  guint64 count;    /* of different ones */
  guint64 window;   /* those of @epoch, the lowest bit stands for the record @top */
  guint64 top;
  guint16 epoch;    /* the latest */
  guint64 *tags;    /* of ciphertexts of DTLS 1.3; NULL: none */
  guint next_tag;
} TlDtlsReplay;

/* Whether a record is new: false for a replay, which is passed over (RFC 6347 section 4.1.2.6). It is remembered. */
bool tl_dtls_replay_check (TlDtlsReplay *self, const TlDtlsHeader *header, TlBytes payload);

/* Whether records of the first epoch are missing between those that came. */
bool tl_dtls_replay_has_gap (const TlDtlsReplay *self);

/* Bytes of memory that it holds. */
gsize tl_dtls_replay_size (const TlDtlsReplay *self);

void tl_dtls_replay_clear (TlDtlsReplay *self);

/* What a record was before its payload was opened: goes with the messages in it. Nobody here knows what it is. */
typedef struct
{
  gpointer data; /* NULL: the record was in clear */
  gsize size;    /* of it, in memory */
} TlDtlsSeal;

/* One direction's messages, put together from fragments. All zero stands before the first; where records are opened, but for
 * how their seals are kept, and let go. */
typedef struct
{
  gpointer (*keep_seal) (gpointer data);
  void (*let_seal_go) (gpointer data);
  GPtrArray *messages; /* those that are not whole, or not in turn, and those that may come again */
  guint n_waiting;     /* of them: not told yet */
  guint32 next;        /* message_seq of the message that comes next */
  guint16 epoch;       /* in which the handshake at hand began */
  bool answering;      /* a message has begun that is no ClientHello: for who asks, who also takes it back */
  bool conflicting;    /* a fragment brought other bytes than those that were kept */
  gsize size;          /* of @messages, in memory */
} TlDtlsReader;

/**
 * TlDtlsMessage:
 * @chunk: the message with a header of four bytes as in TLS; borrowed for the call
 * @length: what that header says it is long, itself included
 * @n_records: that it stood in
 * @sequence: message_seq
 * @seal: of the last of these records; borrowed for the call
 * @again: one of the same number, kind and length was told before: a retransmission (RFC 6347 section 4.2.4, RFC 9147
 *   section 5.8)
 * @gap: messages before it are missing
 */
typedef struct
{
  const TlChunk *chunk;
  guint64 length;
  guint32 n_records;
  guint16 sequence;
  gpointer seal;
  bool again;
  bool gap;
} TlDtlsMessage;

/* Told of each message in the order of message_seq, and of each that comes once more. */
typedef void (*TlDtlsFunc) (gpointer user_data, const TlDtlsMessage *message);

/* Takes the fragments in the payload of a handshake record in clear, or opened, which stands in @epoch. Where the packet was
 * @cut by the snap length, the last one may not be whole. */
void tl_dtls_reader_add (TlDtlsReader *self,
                         const TlChunk *payload,
                         guint16 epoch,
                         bool cut,
                         TlDtlsSeal seal,
                         TlDtlsFunc func,
                         gpointer user_data);

/* What is missing will not come: tells of what waits, as far as it is there. */
void tl_dtls_reader_flush (TlDtlsReader *self, gint64 time, TlDtlsFunc func, gpointer user_data);

void tl_dtls_reader_clear (TlDtlsReader *self);

/* Appends @message, which has the header of TLS (msg_type and length) and all of its body, to @out as DTLS 1.2 and older hash it: with the
 * header that it would have in one fragment (RFC 6347 section 4.2.6). @sequence: its message_seq. */
void tl_dtls_append_unfragmented (GByteArray *out, TlBytes message, guint16 sequence);

G_END_DECLS
