/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The record layer (RFC 9846 section 5.1, RFC 5246 section 6.2.1): from an ordered stream to records.
 */
#pragma once

#include "../pieces.h"

G_BEGIN_DECLS

enum
{
  TL_RECORD_CHANGE_CIPHER_SPEC = 20,
  TL_RECORD_ALERT = 21,
  TL_RECORD_HANDSHAKE = 22,
  TL_RECORD_APPLICATION_DATA = 23,
  TL_RECORD_HEARTBEAT = 24,
  TL_RECORD_HEADER = 5 /* bytes of it */
};

/* What a record's header says. */
typedef struct
{
  guint8 type;
  guint16 version;
  guint16 length; /* of what follows the header */
} TlRecordHeader;

/* One direction's reader. All zero stands before the first record. */
typedef struct
{
  TlRecordHeader header;
  guint8 head[TL_RECORD_HEADER]; /* of a header that is not whole yet */
  guint8 n_head;
  guint8 broken;     /* what came is no record: nothing more is read */
  guint8 wanted;     /* the payload of this record is being kept */
  guint8 passing;    /* bytes of this record are missing, and what is left of it says nothing: it is passed over */
  guint32 remaining; /* bytes of the payload that are still to come */
  TlPieces payload;
} TlRecordReader;

/**
 * TlRecordSink:
 * @begin: a record begins; says whether its payload is wanted
 * @record: it is whole; @payload is NULL where it was not wanted. @time is of the packet that completed it.
 * @broken: the bytes cannot be a record; nothing more will be read from this stream
 */
typedef struct
{
  bool (*begin) (gpointer user_data, const TlRecordHeader *header);
  void (*record) (gpointer user_data, const TlRecordHeader *header, const TlChunk *payload, guint64 packet, gint64 time);
  void (*broken) (gpointer user_data, gint64 time);
} TlRecordSink;

void tl_record_reader_add (TlRecordReader *self,
                           TlBytes bytes,
                           guint64 packet,
                           gint64 time,
                           const TlRecordSink *sink,
                           gpointer user_data);

/* @length bytes are missing, within the payload of the record at hand. What has come of it is let go; what is left of it is told as
 * a record, or where it says nothing any more, @passing, not at all. */
void tl_record_reader_lose (TlRecordReader *self, guint32 length, bool passing);

void tl_record_reader_clear (TlRecordReader *self);

typedef enum
{
  TL_SNIFF_NO,
  TL_SNIFF_MORE, /* could be, too few bytes to tell */
  TL_SNIFF_YES
} TlSniff;

enum
{
  TL_SNIFF_BYTES = 13 /* enough to tell, but for tl_record_sniff_pair(): the most is for a SERVER-HELLO of SSL 2.0 */
};

/* Whether @bytes begin with a record that carries the beginning of a handshake message in clear. */
TlSniff tl_record_sniff_handshake (TlBytes bytes);

/* Whether @bytes begin with a ChangeCipherSpec, or an alert in clear: so few bytes have but one meaning, without a handshake before
 * them too. */
TlSniff tl_record_sniff_alone (TlBytes bytes);

/* Whether @bytes begin with two records in a row: of a stream whose beginning is not in the capture. A whole record may be needed to tell. */
TlSniff tl_record_sniff_pair (TlBytes bytes);

/* Whether @bytes begin with any record: for the other direction of a stream that is known to be TLS. */
TlSniff tl_record_sniff (TlBytes bytes);

G_END_DECLS
