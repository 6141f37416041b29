/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Handshake messages from the payloads of records: one message may span records, one record may hold several.
 */
#pragma once

#include "../pieces.h"

G_BEGIN_DECLS

enum
{
  TL_HANDSHAKE_HEADER = 4 /* bytes of msg_type and length: RFC 9846 section 4 */
};

/* One direction's reader. All zero stands before the first message. */
typedef struct
{
  TlPieces message;     /* begun, not whole */
  guint64 dropped;      /* bytes of it beyond TL_LIMIT_MESSAGE, or behind the first that is missing: counted and not kept */
  guint32 n_records;    /* that it stands in so far */
  guint8 holed;         /* bytes of it are missing */
  guint8 unsynced;      /* bytes are missing that may have ended one message and begun another */
} TlHandshakeReader;

/* Told of each message, header included; @length is what its header says, @message may hold less (a cap was hit). */
typedef void (*TlHandshakeFunc) (gpointer user_data, const TlChunk *message, guint64 length, guint32 n_records);

void tl_handshake_reader_add (TlHandshakeReader *self, const TlChunk *payload, TlHandshakeFunc func, gpointer user_data);

/* Tells of a message that has begun and will not go on, when there is one: the rest is missing. */
void tl_handshake_reader_flush (TlHandshakeReader *self, gint64 time, TlHandshakeFunc func, gpointer user_data);

/* @length bytes are missing here. True where they are all of the message that has begun: it says itself where the next one begins.
 * Else what comes is passed over, up to a payload that begins like a message. */
bool tl_handshake_reader_lose (
    TlHandshakeReader *self, guint64 length, gint64 time, TlHandshakeFunc func, gpointer user_data);

void tl_handshake_reader_clear (TlHandshakeReader *self);

G_END_DECLS
