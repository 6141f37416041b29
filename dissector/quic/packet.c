/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The headers of QUIC packets.
 */
#include "packet.h"

enum
{
  LONG_HEADER = 0x80,
  FIXED_BIT = 0x40
};

static bool
begin_long (TlBytes *rest, guint8 *first, guint32 *version)
{
  return tl_bytes_u8 (rest, first) && *first & LONG_HEADER && tl_bytes_u32 (rest, version);
}

bool
tl_quic_is_long (TlBytes datagram)
{
  guint32 version;
  guint8 first;

  return begin_long (&datagram, &first, &version)
         && (version == TL_QUIC_VERSION_NEGOTIATION || tl_quic_version (version)
             || tl_quic_version_is_reserved (version));
}

bool
tl_quic_is_short (TlBytes datagram)
{
  return datagram.length > 1 + TL_QUIC_TAG && !(datagram.data[0] & LONG_HEADER);
}

/* RFC 9000 table 5, and RFC 9369 section 3.2, where each number is one more than there. */
static TlQuicPacketType
type_of (const TlQuicVersion *kind, guint8 first)
{
  static const TlQuicPacketType types[] = { TL_QUIC_INITIAL, TL_QUIC_ZERO_RTT, TL_QUIC_HANDSHAKE, TL_QUIC_RETRY };
  guint number = first >> 4 & 3;

  return types[kind->types_turned ? (number + 3) & 3 : number];
}

/* Drafts before 25 name the original connection id where later ones have a tag at the end. */
static bool
read_retry (TlBytes *rest, TlQuicPacket *packet)
{
  TlBytes original;

  if (packet->kind->retry_key)
    return rest->length >= TL_QUIC_TAG && tl_bytes_take (rest, rest->length - TL_QUIC_TAG, &packet->token)
           && tl_bytes_skip (rest, TL_QUIC_TAG);
  return tl_bytes_prefixed (rest, 1, &original) && tl_bytes_take (rest, rest->length, &packet->token);
}

/* The length that an Initial, 0-RTT or Handshake packet says that it has, and what stands before it. */
static bool
read_length (TlBytes *rest, gsize before, TlQuicPacket *packet)
{
  guint64 length;

  if (packet->type == TL_QUIC_INITIAL
      && (!tl_bytes_varint (rest, &length) || length > rest->length
          || !tl_bytes_take (rest, (gsize) length, &packet->token)))
    return false;
  if (!tl_bytes_varint (rest, &length))
    return false;
  packet->protected_at = before - rest->length;
  packet->missing = length > rest->length ? (guint32) MIN (length - rest->length, G_MAXUINT16) : 0;
  return tl_bytes_skip (rest, packet->missing > 0 ? rest->length : (gsize) length);
}

/* What follows the connection ids. */
static bool
read_rest (TlBytes *rest, gsize before, guint8 first, TlQuicPacket *packet)
{
  if (packet->version == TL_QUIC_VERSION_NEGOTIATION)
    {
      packet->type = TL_QUIC_VERSION_NEGOTIATION_PACKET;
      return rest->length > 0 && rest->length % 4 == 0 && tl_bytes_skip (rest, rest->length);
    }
  if (packet->kind == NULL)
    {
      packet->type = TL_QUIC_OTHER_VERSION;
      return tl_bytes_skip (rest, rest->length);
    }
  if (packet->destination.length > TL_QUIC_CONNECTION_ID || packet->source.length > TL_QUIC_CONNECTION_ID)
    return false;
  packet->type = type_of (packet->kind, first);
  return packet->type == TL_QUIC_RETRY ? read_retry (rest, packet) : read_length (rest, before, packet);
}

static bool
next_long (TlBytes *datagram, const TlQuicVersion *kind, TlQuicPacket *packet)
{
  TlBytes rest = *datagram;
  guint8 first;

  if (!begin_long (&rest, &first, &packet->version) || !tl_bytes_prefixed (&rest, 1, &packet->destination)
      || !tl_bytes_prefixed (&rest, 1, &packet->source))
    return false;
  packet->kind = kind ? kind : tl_quic_version (packet->version);
  return read_rest (&rest, datagram->length, first, packet)
         && tl_bytes_take (datagram, datagram->length - rest.length, &packet->bytes);
}

bool
tl_quic_next_packet (TlBytes *datagram, TlQuicPacket *packet)
{
  *packet = (TlQuicPacket){ 0 };
  if (datagram->length > 0 && datagram->data[0] & LONG_HEADER)
    return next_long (datagram, NULL, packet);
  if (!tl_quic_is_short (*datagram))
    return false;
  packet->type = TL_QUIC_ONE_RTT;
  return tl_bytes_take (datagram, datagram->length, &packet->bytes);
}

bool
tl_quic_next_packet_as (TlBytes *datagram, const TlQuicVersion *kind, TlQuicPacket *packet)
{
  *packet = (TlQuicPacket){ 0 };
  return next_long (datagram, kind, packet);
}
