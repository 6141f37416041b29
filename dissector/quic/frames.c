/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The frames of an Initial packet.
 */
#include "frames.h"

static bool
take_varint (TlBytes *payload, guint64 length, TlBytes *out)
{
  return length <= payload->length && tl_bytes_take (payload, (gsize) length, out);
}

static bool
skip_padding (TlBytes *payload)
{
  while (payload->length > 0 && payload->data[0] == TL_QUIC_PADDING)
    tl_bytes_skip (payload, 1);
  return true;
}

/* RFC 9000 section 19.3 */
static bool
skip_ack (TlBytes *payload, bool has_counts)
{
  guint64 number, n_ranges;

  if (!tl_bytes_varint (payload, &number) || !tl_bytes_varint (payload, &number)
      || !tl_bytes_varint (payload, &n_ranges) || !tl_bytes_varint (payload, &number))
    return false;
  if (n_ranges > payload->length / 2)
    return false;
  for (guint64 i = 0; i < 2 * n_ranges + (has_counts ? 3 : 0); i++)
    if (!tl_bytes_varint (payload, &number))
      return false;
  return true;
}

/* RFC 9000 section 19.6 */
static bool
read_crypto (TlBytes *payload, TlQuicFrame *frame)
{
  guint64 length;

  return tl_bytes_varint (payload, &frame->offset) && tl_bytes_varint (payload, &length)
         && take_varint (payload, length, &frame->data);
}

/* RFC 9000 section 19.19 */
static bool
read_connection_close (TlBytes *payload, TlQuicFrame *frame)
{
  guint64 frame_type, length;
  TlBytes reason;

  return tl_bytes_varint (payload, &frame->error) && tl_bytes_varint (payload, &frame_type)
         && tl_bytes_varint (payload, &length) && take_varint (payload, length, &reason);
}

static bool
read_frame (TlBytes *payload, TlQuicFrame *frame)
{
  switch (frame->type)
    {
    case TL_QUIC_PADDING:
      return skip_padding (payload);
    case TL_QUIC_PING:
      return true;
    case TL_QUIC_ACK:
    case TL_QUIC_ACK_ECN:
      return skip_ack (payload, frame->type == TL_QUIC_ACK_ECN);
    case TL_QUIC_CRYPTO:
      return read_crypto (payload, frame);
    case TL_QUIC_CONNECTION_CLOSE:
      return read_connection_close (payload, frame);
    default:
      return false;
    }
}

bool
tl_quic_next_frame (TlBytes *payload, TlQuicFrame *frame)
{
  TlBytes rest = *payload;

  *frame = (TlQuicFrame){ 0 };
  return tl_bytes_varint (&rest, &frame->type) && read_frame (&rest, frame)
         && tl_bytes_take (payload, payload->length - rest.length, &frame->bytes);
}

/* Google's ACK frame, 01NULLMM: how many bytes the largest number and the lengths of blocks have, and whether there is
 * more than one block. */
static bool
skip_google_ack (TlBytes *payload, guint8 type)
{
  static const guint8 sizes[] = { 1, 2, 4, 6 };
  guint largest = sizes[type >> 2 & 3], length = sizes[type & 3];
  guint8 n_blocks = 0, n_times;

  if (!tl_bytes_skip (payload, largest + 2) || (type & 0x20 && !tl_bytes_u8 (payload, &n_blocks))
      || !tl_bytes_skip (payload, length + (gsize) n_blocks * (1 + length)) || !tl_bytes_u8 (payload, &n_times))
    return false;
  return n_times == 0 || tl_bytes_skip (payload, 5 + 3 * ((gsize) n_times - 1));
}

static bool
read_google_frame (TlBytes *payload, guint8 type, TlQuicFrame *frame)
{
  enum
  {
    PING = 0x07,
    CRYPTO = 0x08,
    ACK = 0x40
  };

  if ((type & 0xc0) == ACK)
    {
      frame->type = TL_QUIC_ACK;
      return skip_google_ack (payload, type);
    }
  if (type == CRYPTO)
    {
      frame->type = TL_QUIC_CRYPTO;
      return read_crypto (payload, frame);
    }
  frame->type = type == PING ? TL_QUIC_PING : TL_QUIC_PADDING;
  return type == PING || (type == TL_QUIC_PADDING && skip_padding (payload));
}

bool
tl_quic_next_google_frame (TlBytes *payload, TlQuicFrame *frame)
{
  TlBytes rest = *payload;
  guint8 type;

  *frame = (TlQuicFrame){ 0 };
  return tl_bytes_u8 (&rest, &type) && read_google_frame (&rest, type, frame)
         && tl_bytes_take (payload, payload->length - rest.length, &frame->bytes);
}

int
tl_quic_alert_of (guint64 error)
{
  return error >= TL_QUIC_CRYPTO_ERROR && error <= TL_QUIC_CRYPTO_ERROR + 0xff ? (int) (error & 0xff) : -1;
}
