/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * TURN: a relay carries DTLS in ChannelData messages, and in Send and Data indications (RFC 8656 sections 11 and 12), over UDP or
 * TCP.
 */
#include "carrier-kind.h"

#include "../tls/dtls.h"

enum
{
  SEND_INDICATION = 0x0016, /* RFC 8656 section 17 */
  DATA_INDICATION = 0x0017,
  ATTRIBUTE_DATA = 0x0013, /* section 18 */
  MAGIC_COOKIE = 0x2112a442, /* RFC 8489 section 5 */
  HEADER = 20,
  TRANSACTION_ID = 12,
  CHANNEL_HEADER = 4
};

/* RFC 8489 section 14: attributes are filled up to four bytes. */
static gsize
padded (gsize length)
{
  return (length + 3) & ~(gsize) 3;
}

/* Section 12.4: a channel number, a length, and over TCP up to three bytes that fill it up. */
static bool
take_channel_data (TlBytes message, TlBytes *data)
{
  guint16 channel;

  return tl_bytes_u16 (&message, &channel) && channel >> 14 == 1 && tl_bytes_prefixed (&message, 2, data)
         && message.length <= 3;
}

/* The data of a Send or Data indication (sections 11.1 and 11.6). */
static bool
take_indication (TlBytes message, TlBytes *data)
{
  guint16 type, length;
  guint32 cookie;
  TlBytes value;

  if (!tl_bytes_u16 (&message, &type) || (type != SEND_INDICATION && type != DATA_INDICATION)
      || !tl_bytes_u16 (&message, &length) || !tl_bytes_u32 (&message, &cookie) || cookie != MAGIC_COOKIE
      || !tl_bytes_skip (&message, TRANSACTION_ID))
    return false;
  while (tl_bytes_u16 (&message, &type) && tl_bytes_prefixed (&message, 2, &value))
    {
      gsize filling = padded (value.length) - value.length;

      if (type == ATTRIBUTE_DATA)
        {
          *data = value;
          return true;
        }
      if (!tl_bytes_skip (&message, filling))
        return false;
    }
  return false;
}

bool
tl_turn_peel (TlBytes *datagram)
{
  TlBytes data;

  if ((!take_channel_data (*datagram, &data) && !take_indication (*datagram, &data)) || !tl_dtls_is_possible (data))
    return false;
  *datagram = data;
  return true;
}

/* Over TCP: the messages of STUN and ChannelData, one behind the other (RFC 8656 section 12.5). */
static gsize
turn_frame (TlBytes bytes)
{
  guint16 type, length;

  if (!tl_bytes_u16 (&bytes, &type) || !tl_bytes_u16 (&bytes, &length))
    return 0;
  return type >> 14 == 1 ? CHANNEL_HEADER + padded (length) : HEADER + (gsize) length;
}

/* A connection begins with a message of STUN: two zero bits, a length in steps of four, the cookie. */
static TlSniff
turn_sniff_stream (TlBytes bytes)
{
  guint16 type, length;
  guint32 cookie;

  if (bytes.length > 0 && bytes.data[0] >> 6 != 0)
    return TL_SNIFF_NO;
  if (bytes.length > 3 && bytes.data[3] % 4 != 0)
    return TL_SNIFF_NO;
  if (bytes.length > 4 && bytes.data[4] != MAGIC_COOKIE >> 24)
    return TL_SNIFF_NO;
  if (!tl_bytes_u16 (&bytes, &type) || !tl_bytes_u16 (&bytes, &length) || !tl_bytes_u32 (&bytes, &cookie))
    return TL_SNIFF_MORE;
  return cookie == MAGIC_COOKIE ? TL_SNIFF_YES : TL_SNIFF_NO;
}

static bool
turn_begins (TlBytes message)
{
  return turn_sniff_stream (message) == TL_SNIFF_YES;
}

/* It remembers nothing: messages stand for themselves. */
static gpointer
turn_new (TlBytes message G_GNUC_UNUSED)
{
  return NULL;
}

static void
turn_add (gpointer state G_GNUC_UNUSED, const TlChunk *message, const TlCarried *carried)
{
  TlBytes data = message->bytes;
  TlChunk chunk;

  if (!tl_turn_peel (&data))
    return;
  chunk = tl_chunk_slice (message, (gsize) (data.data - message->bytes.data), data.length);
  carried->sink->datagram (carried->user_data, carried->direction, &chunk);
}

const TlCarrierKind tl_turn_stream = {
  .name = "turn",
  .begins = turn_begins,
  .sniff_stream = turn_sniff_stream,
  .frame = turn_frame,
  .new_state = turn_new,
  .add = turn_add,
  .free = g_free,
};
