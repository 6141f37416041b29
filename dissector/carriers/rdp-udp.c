/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * RDP over UDP: TLS, or DTLS where it may lose packets, in its source packets ([MS-RDPEUDP]; version 3 of it, [MS-RDPEUDP2], after
 * the two SYN datagrams). Numbers are big-endian in the first, little-endian in the second.
 */
#include "carrier-kind.h"

/* [MS-RDPEUDP] section 2.2.2.1: uFlags */
enum
{
  SYN = 0x0001,
  ACK = 0x0004,
  DATA = 0x0008,
  FEC = 0x0010,
  ACK_OF_ACKS = 0x0100,
  SYN_LOSSY = 0x0200,
  CORRELATION_ID = 0x0800,
  SYN_EX = 0x1000
};

/* [MS-RDPEUDP2] section 2.2.1.1: flags, and the kind of a packet that only probes the path */
enum
{
  ACK_2 = 0x001,
  DATA_2 = 0x004,
  ACK_VECTOR_2 = 0x008,
  ACK_OF_ACKS_2 = 0x010,
  OVERHEAD_SIZE_2 = 0x040,
  DELAY_ACK_INFO_2 = 0x100,
  DUMMY = 8
};

enum
{
  NO_ACK = 0xff, /* each byte of snSourceAck in a SYN, section 3.1.5.1.1 */
  MTU_MIN = 1132, /* section 2.2.2.5 */
  MTU_MAX = 1232,
  CORRELATION_PAYLOAD = 16 + 16, /* section 2.2.2.8 */
  VERSION_INFO_VALID = 0x0001,   /* section 2.2.2.9 */
  VERSION_3 = 0x0101,
  PREFIX = 7 /* where the first byte of a packet of the second protocol stands: it has changed places with the eighth */
};

typedef struct
{
  guint32 source_ack;
  guint16 flags;
} Header;

typedef struct
{
  TlNumbered numbered;
  guint8 lossy;
  guint8 second; /* both sides speak [MS-RDPEUDP2] from here on */
} RdpUdp;

/* [MS-RDPEUDP] section 2.2.2.1 */
static bool
read_header (TlBytes *bytes, Header *out)
{
  return tl_bytes_u32 (bytes, &out->source_ack) && tl_bytes_skip (bytes, 2) && tl_bytes_u16 (bytes, &out->flags);
}

/* Behind the header of a SYN datagram: its number, and two sizes that must be possible (section 2.2.2.5). */
static bool
read_syn (TlBytes *bytes, guint32 *number)
{
  guint16 up, down;

  return tl_bytes_u32 (bytes, number) && tl_bytes_u16 (bytes, &up) && tl_bytes_u16 (bytes, &down) && up >= MTU_MIN
         && up <= MTU_MAX && down >= MTU_MIN && down <= MTU_MAX;
}

/* The version in a SYN datagram, behind its sizes (section 2.2.2.9); 0 where it says none. */
static guint16
syn_version (TlBytes bytes, guint16 flags)
{
  guint16 info, version;

  if (flags & CORRELATION_ID && !tl_bytes_skip (&bytes, CORRELATION_PAYLOAD))
    return 0;
  if (!(flags & SYN_EX) || !tl_bytes_u16 (&bytes, &info) || !tl_bytes_u16 (&bytes, &version))
    return 0;
  return info & VERSION_INFO_VALID ? version : 0;
}

static bool
rdp_udp_is_possible (TlBytes datagram)
{
  static const guint8 no_ack[] = { NO_ACK, NO_ACK, NO_ACK, NO_ACK };

  return tl_bytes_begin_with (datagram, no_ack, sizeof no_ack) && datagram.length >= MTU_MIN && datagram.length <= MTU_MAX;
}

/* A SYN datagram acknowledges nothing, and is filled up with zeros (section 3.1.5.1.1). */
static bool
rdp_udp_begins (TlBytes datagram)
{
  TlBytes rest = datagram;
  guint32 number;
  Header header;

  return rdp_udp_is_possible (datagram) && read_header (&rest, &header) && header.flags & SYN
         && (header.flags & ~(SYN | SYN_LOSSY | CORRELATION_ID | SYN_EX)) == 0 && read_syn (&rest, &number)
         && datagram.data[datagram.length - 1] == 0;
}

static gpointer
rdp_udp_new (TlBytes datagram)
{
  RdpUdp *self = g_new0 (RdpUdp, 1);
  Header header = { 0 };

  if (read_header (&datagram, &header))
    self->lossy = (header.flags & SYN_LOSSY) != 0;
  return self;
}

/* Another connection of the same ports has other numbers. */
static bool
rdp_udp_begins_anew (gconstpointer state, guint direction, TlBytes datagram)
{
  const RdpUdp *self = state;
  const TlOrder *order = &self->numbered.orders[direction];
  guint32 number;
  Header header;

  return rdp_udp_begins (datagram) && order->begun && read_header (&datagram, &header) && read_syn (&datagram, &number)
         && (self->second ? order->next > 1 : order->next != number + 1);
}

/* Source packets are numbered from the one after the SYN on. In the second protocol the channel begins anew with 1. */
static void
see_syn (RdpUdp *self, guint direction, const Header *header, TlBytes rest)
{
  guint32 number;

  if (!read_syn (&rest, &number))
    return;
  if (!self->numbered.orders[direction].begun)
    tl_order_begin (&self->numbered.orders[direction], number + 1);
  if (header->flags & ACK && syn_version (rest, header->flags) == VERSION_3)
    {
      self->second = true;
      for (guint i = 0; i < 2; i++)
        tl_order_begin (&self->numbered.orders[i], 1);
    }
}

/* Passes over what stands between the header and the source packet (sections 2.2.2.6 and 2.2.2.7): an acknowledgment is filled up to
 * four bytes. */
static bool
skip_acks (TlBytes *bytes, guint16 flags)
{
  guint16 length;

  if (flags & ACK && (!tl_bytes_u16 (bytes, &length) || !tl_bytes_skip (bytes, ((2 + (gsize) length + 3) & ~(gsize) 3) - 2)))
    return false;
  return !(flags & ACK_OF_ACKS) || tl_bytes_skip (bytes, 4);
}

static void
add_first (RdpUdp *self, const TlChunk *datagram, const TlCarried *carried)
{
  TlBytes rest = datagram->bytes;
  guint32 coded, number;
  TlChunk payload;
  Header header;

  if (!read_header (&rest, &header))
    return;
  if (header.flags & SYN)
    {
      see_syn (self, carried->direction, &header, rest);
      return;
    }
  if (!(header.flags & DATA) || header.flags & FEC || !skip_acks (&rest, header.flags) || !tl_bytes_u32 (&rest, &coded)
      || !tl_bytes_u32 (&rest, &number)) /* section 2.2.2.4 */
    return;
  payload = tl_chunk_slice (datagram, datagram->bytes.length - rest.length, rest.length);
  if (self->lossy)
    carried->sink->datagram (carried->user_data, carried->direction, &payload);
  else
    tl_numbered_add (self, number, 32, &payload, carried);
}

static bool
read_little (TlBytes *bytes, guint16 *value)
{
  guint8 low, high;

  if (!tl_bytes_u8 (bytes, &low) || !tl_bytes_u8 (bytes, &high))
    return false;
  *value = (guint16) (high << 8 | low);
  return true;
}

/* [MS-RDPEUDP2] section 2.2.1.2.1: number, time, gap of time, how many delayed ones, and a byte for each of them */
static bool
skip_ack_2 (TlBytes *bytes)
{
  guint8 delayed;

  return tl_bytes_skip (bytes, 2 + 3 + 1) && tl_bytes_u8 (bytes, &delayed) && tl_bytes_skip (bytes, delayed & 0x0f);
}

/* Section 2.2.1.2.6: number, length, a time where the highest bit says so, the vector */
static bool
skip_ack_vector_2 (TlBytes *bytes)
{
  guint8 length;

  return tl_bytes_skip (bytes, 2) && tl_bytes_u8 (bytes, &length)
         && tl_bytes_skip (bytes, (length & 0x80 ? 3 + 1 : 0) + (gsize) (length & 0x7f));
}

/* Behind the prefix byte: what stands before the data, in the order of section 2.2.1. False where there is none. */
static bool
skip_to_data_2 (TlBytes *bytes, guint16 *channel_number)
{
  guint16 flags, number;

  return read_little (bytes, &flags) && flags & DATA_2 && (!(flags & ACK_2) || skip_ack_2 (bytes))
         && (!(flags & OVERHEAD_SIZE_2) || tl_bytes_skip (bytes, 1))
         && (!(flags & DELAY_ACK_INFO_2) || tl_bytes_skip (bytes, 1 + 2))
         && (!(flags & ACK_OF_ACKS_2) || tl_bytes_skip (bytes, 2)) && read_little (bytes, &number)
         && (!(flags & ACK_VECTOR_2) || skip_ack_vector_2 (bytes)) && read_little (bytes, channel_number);
}

/* Puts the byte back in its place that had to make room for the prefix (section 3.1.5.1). */
static void
put_in_place (const TlChunk *datagram, TlPieces *out)
{
  TlChunk parts[] = {
    tl_chunk_slice (datagram, PREFIX, 1),
    tl_chunk_slice (datagram, 1, PREFIX - 1),
    tl_chunk_slice (datagram, 0, 1),
    tl_chunk_slice (datagram, PREFIX + 1, datagram->bytes.length - PREFIX - 1),
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    tl_pieces_append (out, &parts[i]);
}

static void
add_second (RdpUdp *self, const TlChunk *datagram, const TlCarried *carried)
{
  TlPieces pieces = { 0 };
  TlBytes rest;
  guint8 prefix;
  guint16 number;
  TlChunk whole, payload;

  if (datagram->bytes.length <= PREFIX + 1 || rdp_udp_begins (datagram->bytes)) /* a SYN that is sent again */
    return;
  put_in_place (datagram, &pieces);
  whole = tl_pieces_chunk (&pieces, datagram->time);
  rest = whole.bytes;
  if (tl_bytes_u8 (&rest, &prefix) && (prefix >> 1 & 0x0f) != DUMMY && skip_to_data_2 (&rest, &number))
    {
      payload = tl_chunk_slice (&whole, whole.bytes.length - rest.length, rest.length);
      tl_numbered_add (self, number, 16, &payload, carried);
    }
  tl_pieces_clear (&pieces);
}

static void
rdp_udp_add (gpointer state, const TlChunk *datagram, const TlCarried *carried)
{
  RdpUdp *self = state;

  if (self->second)
    add_second (self, datagram, carried);
  else
    add_first (self, datagram, carried);
}

const TlCarrierKind tl_rdp_udp = {
  .name = "rdp-udp",
  .takes_all = true,
  .is_possible = rdp_udp_is_possible,
  .begins = rdp_udp_begins,
  .state_size = sizeof (RdpUdp),
  .new_state = rdp_udp_new,
  .begins_anew = rdp_udp_begins_anew,
  .add = rdp_udp_add,
  .flush = tl_numbered_flush,
  .size = tl_numbered_size,
  .free = tl_numbered_free,
};
