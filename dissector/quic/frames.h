/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The frames that may stand in an Initial packet (RFC 9000 section 12.4 and section 19).
 */
#pragma once

#include "../bytes.h"

G_BEGIN_DECLS

enum
{
  TL_QUIC_PADDING = 0x00,
  TL_QUIC_PING = 0x01,
  TL_QUIC_ACK = 0x02,
  TL_QUIC_ACK_ECN = 0x03,
  TL_QUIC_CRYPTO = 0x06,
  TL_QUIC_CONNECTION_CLOSE = 0x1c
};

/* The error code of a CONNECTION_CLOSE that stands for an alert is this and its AlertDescription (RFC 9001 section 4.8). */
#define TL_QUIC_CRYPTO_ERROR 0x0100

/**
 * TlQuicFrame:
 * @type: of the frame
 * @bytes: all of it
 * @offset, @data: of a CRYPTO frame: where its bytes stand in the stream
 * @error: of a CONNECTION_CLOSE frame
 */
typedef struct
{
  guint64 type;
  TlBytes bytes;
  guint64 offset;
  TlBytes data;
  guint64 error;
} TlQuicFrame;

/* Takes the next frame off @payload; frames of PADDING as one. False at the end, and where no such frame stands. */
bool tl_quic_next_frame (TlBytes *payload, TlQuicFrame *frame);

/* The same for the frames of Google's QUIC: @frame has the type that they would have here. */
bool tl_quic_next_google_frame (TlBytes *payload, TlQuicFrame *frame);

/* The alert that @error stands for; -1 for any other error. */
int tl_quic_alert_of (guint64 error);

G_END_DECLS
