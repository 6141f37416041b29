/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The frames of QUIC packets (RFC 9000 section 12.4 and section 19).
 */
#pragma once

#include "packet.h"

G_BEGIN_DECLS

enum
{
  TL_QUIC_PADDING = 0x00,
  TL_QUIC_PING = 0x01,
  TL_QUIC_ACK = 0x02,
  TL_QUIC_ACK_ECN = 0x03,
  TL_QUIC_RESET_STREAM = 0x04,
  TL_QUIC_STOP_SENDING = 0x05,
  TL_QUIC_CRYPTO = 0x06,
  TL_QUIC_NEW_TOKEN = 0x07,
  TL_QUIC_STREAM = 0x08,      /* and the seven numbers behind it */
  TL_QUIC_MAX_DATA = 0x10,
  TL_QUIC_MAX_STREAM_DATA = 0x11,
  TL_QUIC_MAX_STREAMS = 0x12, /* and 0x13 */
  TL_QUIC_DATA_BLOCKED = 0x14,
  TL_QUIC_STREAM_DATA_BLOCKED = 0x15,
  TL_QUIC_STREAMS_BLOCKED = 0x16, /* and 0x17 */
  TL_QUIC_NEW_CONNECTION_ID = 0x18,
  TL_QUIC_RETIRE_CONNECTION_ID = 0x19,
  TL_QUIC_PATH_CHALLENGE = 0x1a,
  TL_QUIC_PATH_RESPONSE = 0x1b,
  TL_QUIC_CONNECTION_CLOSE = 0x1c,
  TL_QUIC_APPLICATION_CLOSE = 0x1d, /* CONNECTION_CLOSE with an error of the application protocol */
  TL_QUIC_HANDSHAKE_DONE = 0x1e,
  TL_QUIC_DATAGRAM = 0x30 /* RFC 9221; and 0x31 */
};

/* The error code of a CONNECTION_CLOSE that stands for an alert is this and its AlertDescription (RFC 9001 section 4.8). */
#define TL_QUIC_CRYPTO_ERROR 0x0100

/**
 * TlQuicFrame:
 * @type: of the frame
 * @bytes: all of it
 * @offset: of a CRYPTO frame: where its bytes stand in the stream
 * @data: its bytes; of other frames, what of them has a length or is the rest: the connection id of NEW_CONNECTION_ID, the
 *   reason phrase of CONNECTION_CLOSE
 * @number: the first field, where that is a number: the error of CONNECTION_CLOSE
 */
typedef struct
{
  guint64 type;
  TlBytes bytes;
  guint64 offset;
  TlBytes data;
  guint64 number;
} TlQuicFrame;

/* Takes the next frame off @payload, which stood in a @packet; frames of PADDING as one. False at the end, and where no frame
 * stands that may stand there. */
bool tl_quic_next_frame (TlBytes *payload, TlQuicPacketType packet, TlQuicFrame *frame);

/* The same for the frames of Google's QUIC: @frame has the type that they would have here. */
bool tl_quic_next_google_frame (TlBytes *payload, TlQuicFrame *frame);

/* Whether frames of @type bring application data. */
bool tl_quic_is_stream (guint64 type);

/* The alert that @error of a CONNECTION_CLOSE stands for; -1 for any other error. */
int tl_quic_alert_of (guint64 error);

G_END_DECLS
