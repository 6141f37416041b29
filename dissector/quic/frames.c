/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The frames of QUIC packets.
 */
#include "frames.h"

/* What a frame is made of, but for ACK and PADDING, a letter for each field: a number (v), bytes with their length before them
 * as a number (p) or as one byte (c), 8 bytes (8), 16 bytes (t), and all that is left (r); where it may stand: I, H, 0, 1 for
 * Initial, Handshake, 0-RTT, 1-RTT (RFC 9000 table 3). */
typedef struct
{
  guint8 type;
  const char *fields;
  const char *packets;
} Kind;

/* RFC 9000 section 19; DATAGRAM: RFC 9221 section 4. In the order of their numbers. */
static const Kind kinds[] = {
  { TL_QUIC_PADDING, "", "IH01" },
  { TL_QUIC_PING, "", "IH01" },
  { TL_QUIC_ACK, "", "IH1" },
  { TL_QUIC_ACK_ECN, "", "IH1" },
  { TL_QUIC_RESET_STREAM, "vvv", "01" },
  { TL_QUIC_STOP_SENDING, "vv", "01" },
  { TL_QUIC_CRYPTO, "vp", "IH1" },
  { TL_QUIC_NEW_TOKEN, "p", "1" },
  { TL_QUIC_STREAM, "vr", "01" },
  { TL_QUIC_STREAM | 1, "vr", "01" },
  { TL_QUIC_STREAM | 2, "vp", "01" },
  { TL_QUIC_STREAM | 3, "vp", "01" },
  { TL_QUIC_STREAM | 4, "vvr", "01" },
  { TL_QUIC_STREAM | 5, "vvr", "01" },
  { TL_QUIC_STREAM | 6, "vvp", "01" },
  { TL_QUIC_STREAM | 7, "vvp", "01" },
  { TL_QUIC_MAX_DATA, "v", "01" },
  { TL_QUIC_MAX_STREAM_DATA, "vv", "01" },
  { TL_QUIC_MAX_STREAMS, "v", "01" },
  { TL_QUIC_MAX_STREAMS | 1, "v", "01" },
  { TL_QUIC_DATA_BLOCKED, "v", "01" },
  { TL_QUIC_STREAM_DATA_BLOCKED, "vv", "01" },
  { TL_QUIC_STREAMS_BLOCKED, "v", "01" },
  { TL_QUIC_STREAMS_BLOCKED | 1, "v", "01" },
  { TL_QUIC_NEW_CONNECTION_ID, "vvct", "01" },
  { TL_QUIC_RETIRE_CONNECTION_ID, "v", "01" },
  { TL_QUIC_PATH_CHALLENGE, "8", "01" },
  { TL_QUIC_PATH_RESPONSE, "8", "1" },
  { TL_QUIC_CONNECTION_CLOSE, "vvp", "IH01" },
  { TL_QUIC_APPLICATION_CLOSE, "vp", "01" },
  { TL_QUIC_HANDSHAKE_DONE, "", "1" },
  { TL_QUIC_DATAGRAM, "r", "01" },
  { TL_QUIC_DATAGRAM | 1, "p", "01" },
};

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

static bool
read_field (TlBytes *payload, char field, bool is_first, TlQuicFrame *frame)
{
  guint64 number;

  switch (field)
    {
    case 'v':
      if (!tl_bytes_varint (payload, &number))
        return false;
      if (is_first)
        frame->number = number;
      return true;
    case 'p':
      return tl_bytes_varint (payload, &number) && take_varint (payload, number, &frame->data);
    case 'c':
      return tl_bytes_prefixed (payload, 1, &frame->data);
    case '8':
      return tl_bytes_skip (payload, 8);
    case 't':
      return tl_bytes_skip (payload, 16);
    default:
      return tl_bytes_take (payload, payload->length, &frame->data);
    }
}

static bool
read_fields (TlBytes *payload, const char *fields, TlQuicFrame *frame)
{
  for (const char *field = fields; *field; field++)
    if (!read_field (payload, *field, field == fields, frame))
      return false;
  return true;
}

static bool
may_stand_in (const Kind *kind, TlQuicPacketType packet)
{
  static const char letters[] = { [TL_QUIC_INITIAL] = 'I',
                                  [TL_QUIC_HANDSHAKE] = 'H',
                                  [TL_QUIC_ZERO_RTT] = '0',
                                  [TL_QUIC_ONE_RTT] = '1' };

  return (gsize) packet < sizeof letters && letters[packet] && strchr (kind->packets, letters[packet]);
}

static const Kind *
kind_of (guint64 type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].type == type)
      return &kinds[i];
  return NULL;
}

static bool
read_frame (TlBytes *payload, TlQuicPacketType packet, TlQuicFrame *frame)
{
  const Kind *kind = kind_of (frame->type);

  if (kind == NULL || !may_stand_in (kind, packet))
    return false;
  switch (frame->type)
    {
    case TL_QUIC_PADDING:
      return skip_padding (payload);
    case TL_QUIC_ACK:
    case TL_QUIC_ACK_ECN:
      return skip_ack (payload, frame->type == TL_QUIC_ACK_ECN);
    case TL_QUIC_CRYPTO:
      return read_crypto (payload, frame);
    default:
      return read_fields (payload, kind->fields, frame);
    }
}

bool
tl_quic_next_frame (TlBytes *payload, TlQuicPacketType packet, TlQuicFrame *frame)
{
  TlBytes rest = *payload;

  *frame = (TlQuicFrame){ 0 };
  return tl_bytes_varint (&rest, &frame->type) && read_frame (&rest, packet, frame)
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

bool
tl_quic_is_stream (guint64 type)
{
  return (type & ~G_GUINT64_CONSTANT (7)) == TL_QUIC_STREAM || (type & ~G_GUINT64_CONSTANT (1)) == TL_QUIC_DATAGRAM;
}

int
tl_quic_alert_of (guint64 error)
{
  return error >= TL_QUIC_CRYPTO_ERROR && error <= TL_QUIC_CRYPTO_ERROR + 0xff ? (int) (error & 0xff) : -1;
}
