/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * IPv4, IPv6, TCP and UDP headers. Every packet comes through here, so nothing is done twice.
 */
#include "ip.h"
#include "../limits.h"
#include "link.h"
#include "tunnels.h"

/* Protocol numbers at IANA; RFC 8200 section 4 for the extension headers. */
enum
{
  NEXT_HOP_BY_HOP = 0,
  NEXT_IPV4 = 4,
  NEXT_IPV6 = 41,
  NEXT_ROUTING = 43,
  NEXT_FRAGMENT = 44,
  NEXT_AUTHENTICATION = 51,
  NEXT_DESTINATION = 60,
  NEXT_MOBILITY = 135,
  NEXT_HIP = 139,
  NEXT_SHIM6 = 140
};

/**
 * Layer:
 * @bytes: what was captured of it
 * @missing: bytes that follow them, and were not captured
 * @next: protocol of what it begins with
 * @whole: the datagram that @bytes are in, where that was put together from fragments; else they are in @packet
 *
 * What is left when the headers before it are off.
 */
typedef struct
{
  TlBytes bytes;
  guint32 missing;
  guint8 next;
  const TlDatagram *whole;
  const TlPacket *packet;
  TlReassembly *fragments;
} Layer;

static inline guint16
u16_at (const guint8 *p)
{
  return (guint16) (p[0] << 8 | p[1]);
}

static inline guint32
u32_at (const guint8 *p)
{
  return (guint32) p[0] << 24 | (guint32) p[1] << 16 | (guint32) p[2] << 8 | (guint32) p[3];
}

/* What is left is @length bytes long: cuts the padding. A length beyond the end of the frame on the wire is a
 * lie. */
static inline void
limit_layer (Layer *layer, gsize length)
{
  if (length <= layer->bytes.length)
    {
      layer->bytes.length = length;
      layer->missing = 0;
    }
  else
    layer->missing = MIN (layer->missing, (guint32) (length - layer->bytes.length));
}

static inline void
set_address (TlAddress *address, const guint8 *bytes, guint8 length)
{
  memset (address->bytes, 0, sizeof address->bytes);
  memcpy (address->bytes, bytes, length);
  address->length = length;
}

/* What is left is a fragment of a datagram of @protocol: goes on with the datagram, if it is whole now. */
static bool
reassemble (Layer *layer, const TlSegment *segment, guint32 identification, guint8 protocol, guint32 offset, bool more)
{
  TlFragment fragment = { .source = segment->source.address,
                          .destination = segment->destination.address,
                          .identification = identification,
                          .protocol = protocol,
                          .offset = offset,
                          .more = more,
                          .missing = layer->missing };
  TlStepOrigin origin;

  if (layer->fragments == NULL)
    return false;
  if (layer->whole == NULL)
    fragment.bytes = tl_chunk_from_packet (layer->bytes, layer->packet->number, layer->packet->time, &origin);
  else
    fragment.bytes = tl_chunk_slice (&layer->whole->chunk,
                                     (gsize) (layer->bytes.data - layer->whole->chunk.bytes.data), layer->bytes.length);
  layer->whole = tl_reassembly_add (layer->fragments, &fragment, layer->packet->number);
  if (layer->whole == NULL)
    return false;
  layer->bytes = layer->whole->chunk.bytes;
  layer->missing = layer->whole->missing;
  layer->next = layer->whole->protocol;
  return true;
}

/* RFC 8200 section 4: passes over the extension header that @layer begins with. */
static bool
strip_extension (Layer *layer, const TlSegment *segment)
{
  TlBytes header;
  gsize length;

  if (!tl_bytes_take (&layer->bytes, 8, &header))
    return false;
  switch (layer->next)
    {
    case NEXT_FRAGMENT:
      /* RFC 6946: an atomic fragment is a whole datagram. */
      if (u16_at (header.data + 2) & 0xfff9)
        return reassemble (layer, segment, u32_at (header.data + 4), header.data[0], u16_at (header.data + 2) & 0xfff8u,
                           header.data[3] & 1);
      length = 8;
      break;
    case NEXT_AUTHENTICATION:
      length = (header.data[1] + 2u) * 4; /* RFC 4302 section 2.2 */
      break;
    default:
      length = (header.data[1] + 1u) * 8;
      break;
    }
  if (length < 8 || !tl_bytes_skip (&layer->bytes, length - 8))
    return false;
  layer->next = header.data[0];
  return true;
}

/* RFC 791 section 3.1. */
static inline bool
strip_ipv4 (Layer *layer, TlSegment *segment)
{
  TlBytes header;
  gsize header_length, total;
  guint16 fragment;

  if (!tl_bytes_take (&layer->bytes, 20, &header))
    return false;
  header_length = (header.data[0] & 0x0fu) * 4;
  if (header_length != 20 && (header_length < 20 || !tl_bytes_skip (&layer->bytes, header_length - 20)))
    return false;

  total = u16_at (header.data + 2);
  if (total >= header_length)
    limit_layer (layer, total - header_length);
  else if (total != 0)
    return false;
  /* A total length of 0 was left to the network card, which cuts the segment: it ends with the frame. */

  layer->next = header.data[9];
  set_address (&segment->source.address, header.data + 12, 4);
  set_address (&segment->destination.address, header.data + 16, 4);
  fragment = u16_at (header.data + 6);
  if (G_UNLIKELY (fragment & 0x3fff)
      && !reassemble (layer, segment, u16_at (header.data + 4), layer->next, (fragment & 0x1fffu) * 8, fragment & 0x2000))
    return false;
  return G_LIKELY (layer->next != NEXT_AUTHENTICATION) || strip_extension (layer, segment);
}

static bool
is_ipv6_extension (guint8 next)
{
  switch (next)
    {
    case NEXT_HOP_BY_HOP:
    case NEXT_ROUTING:
    case NEXT_FRAGMENT:
    case NEXT_AUTHENTICATION:
    case NEXT_DESTINATION:
    case NEXT_MOBILITY:
    case NEXT_HIP:
    case NEXT_SHIM6:
      return true;
    default:
      return false;
    }
}

/* RFC 8200 section 3. */
static bool
strip_ipv6 (Layer *layer, TlSegment *segment)
{
  TlBytes header;
  guint16 length;

  if (!tl_bytes_take (&layer->bytes, 40, &header))
    return false;
  length = u16_at (header.data + 4);
  /* 0 is a jumbogram (RFC 2675), or a segment that the network card cuts: it ends with the frame. */
  if (length != 0)
    limit_layer (layer, length);

  layer->next = header.data[6];
  set_address (&segment->source.address, header.data + 8, 16);
  set_address (&segment->destination.address, header.data + 24, 16);
  for (guint i = 0; is_ipv6_extension (layer->next); i++)
    if (i == TL_LIMIT_ENCAPSULATION || !strip_extension (layer, segment))
      return false;
  return true;
}

/* The version stands in the packet itself; what the link layer says of it is not always right. */
static inline bool
strip_ip (Layer *layer, TlSegment *segment)
{
  guint version = layer->bytes.length > 0 ? layer->bytes.data[0] >> 4 : 0;

  return version == 4 ? strip_ipv4 (layer, segment) : version == 6 && strip_ipv6 (layer, segment);
}

/* RFC 9293 section 3.1. */
static inline bool
read_tcp (Layer *layer, TlSegment *segment)
{
  TlBytes header;
  gsize options;

  if (!tl_bytes_take (&layer->bytes, 20, &header) || header.data[12] < 0x50)
    return false;
  options = (header.data[12] >> 4) * 4u - 20;
  if (!tl_bytes_skip (&layer->bytes, options))
    {
      /* A short snap length may end within the options: the sequence numbers are worth having. */
      options -= layer->bytes.length;
      if (options > layer->missing)
        return false;
      layer->missing -= (guint32) options;
      layer->bytes.length = 0;
    }

  segment->protocol = TL_IP_TCP;
  segment->source.port = u16_at (header.data);
  segment->destination.port = u16_at (header.data + 2);
  segment->sequence = u32_at (header.data + 4);
  segment->acknowledgment = u32_at (header.data + 8);
  segment->flags = header.data[13];
  return true;
}

/* RFC 768. */
static bool
read_udp (Layer *layer, TlSegment *segment)
{
  TlBytes header;
  guint16 length;

  if (!tl_bytes_take (&layer->bytes, 8, &header))
    return false;
  length = u16_at (header.data + 4);
  /* 0 is a jumbogram (RFC 2675 section 4), or left to the network card. */
  if (length != 0)
    {
      if (length < 8)
        return false;
      limit_layer (layer, length - 8u);
    }

  segment->protocol = TL_IP_UDP;
  segment->source.port = u16_at (header.data);
  segment->destination.port = u16_at (header.data + 2);
  segment->sequence = 0;
  segment->acknowledgment = 0;
  segment->flags = 0;
  return true;
}

static bool
finish (const Layer *layer, TlSegment *segment)
{
  segment->payload = layer->bytes;
  segment->whole = layer->whole;
  segment->missing = layer->missing;
  return true;
}

bool
tl_segment_from_packet (TlReassembly *fragments, const TlPacket *packet, TlSegment *segment)
{
  Layer layer = { .packet = packet, .fragments = fragments };

  layer.bytes = tl_bytes (packet->data, packet->captured);
  /* What a packet claims beyond the longest one that there is, it cannot have had. */
  layer.missing = packet->length > packet->captured
                      ? MIN (packet->length - packet->captured, (guint32) TL_LIMIT_PACKET)
                      : 0;

  if (!tl_link_strip (packet->link_type, &layer.bytes))
    return false;
  /* A packet, or a packet in a packet. */
  for (guint i = 0; i < TL_LIMIT_ENCAPSULATION && strip_ip (&layer, segment); i++)
    switch (layer.next)
      {
      case TL_IP_TCP:
        return read_tcp (&layer, segment) && finish (&layer, segment);
      case TL_IP_UDP:
        if (!read_udp (&layer, segment))
          return false;
        if (G_LIKELY (!tl_tunnel_strip_udp (segment->source.port, segment->destination.port, &layer.bytes)))
          return finish (&layer, segment);
        break;
      case NEXT_IPV4:
      case NEXT_IPV6:
        break;
      default:
        if (!tl_tunnel_strip (layer.next, &layer.bytes))
          return false;
        break;
      }
  return false;
}

TlChunk
tl_segment_payload (const TlSegment *self, const TlPacket *packet, TlStepOrigin *origin)
{
  const TlChunk *chunk;

  if (self->whole == NULL)
    return tl_chunk_from_packet (self->payload, packet->number, packet->time, origin);
  chunk = &self->whole->chunk;
  return tl_chunk_slice (chunk, (gsize) (self->payload.data - chunk->bytes.data), self->payload.length);
}
