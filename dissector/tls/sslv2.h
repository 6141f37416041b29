/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * SSL 2.0 (draft-hickman-netscape-ssl-00), and the ClientHello in its form that opens a later version (RFC 5246
 * appendix E.2).
 */
#pragma once

#include "messages.h"
#include "records.h"

G_BEGIN_DECLS

/* What a record's header says (section 4.1). */
typedef struct
{
  guint16 length; /* of what follows the header, padding included */
  guint8 padding; /* bytes of it that fill the last block of a cipher */
} TlSslv2Header;

/* One direction's reader. All zero stands before the first record. */
typedef struct
{
  TlSslv2Header header;
  guint8 head[3];    /* of a header that is not whole yet */
  guint8 n_head;
  guint8 in_record;
  guint8 wanted;     /* the payload of this record is being kept */
  guint8 n_records;  /* whole ones; stops counting at 2 */
  guint16 remaining; /* bytes of the payload that are still to come */
  TlPieces payload;
} TlSslv2Reader;

/**
 * TlSslv2Sink:
 * @begin: a record begins; says whether its payload is wanted
 * @record: it is whole; @payload is NULL where it was not wanted. @time is of the packet that completed it.
 */
typedef struct
{
  bool (*begin) (gpointer user_data, const TlSslv2Header *header);
  void (*record) (gpointer user_data, const TlSslv2Header *header, const TlChunk *payload, guint64 packet, gint64 time);
} TlSslv2Sink;

/* Takes what is SSL 2.0 off @bytes. False when a record of a later version follows the first one: then @bytes begin with it. */
bool tl_sslv2_reader_add (TlSslv2Reader *self,
                          TlBytes *bytes,
                          guint64 packet,
                          gint64 time,
                          const TlSslv2Sink *sink,
                          gpointer user_data);

/* Bytes of memory that it takes, about. */
gsize tl_sslv2_reader_size (const TlSslv2Reader *self);

/* NULL is let pass. */
void tl_sslv2_reader_free (TlSslv2Reader *self);

/* Whether the first byte of a stream is one that a record of SSL 2.0 in clear begins with, and none of a later version does. */
static inline bool
tl_sslv2_is_possible (TlBytes bytes)
{
  return bytes.length > 0 && bytes.data[0] & 0x80;
}

/* Whether @bytes begin with a record that holds a CLIENT-HELLO or SERVER-HELLO, all of whose lengths fit. */
TlSniff tl_sslv2_sniff_hello (TlBytes bytes);

/* The same, or an ERROR: for the other direction of a stream that is known. */
TlSniff tl_sslv2_sniff (TlBytes bytes);

/* Which message the payload of a record in clear is; TL_MESSAGE_NONE for one whose lengths do not fit it. */
guint16 tl_sslv2_message_of (TlBytes payload);

/* The table of the body of a message: NULL when it is none of SSL 2.0. */
const TlField *tl_sslv2_message_fields (guint16 message);

/* Every table there is: ends with NULL. */
const TlField *const *tl_sslv2_tables (void);

G_END_DECLS
