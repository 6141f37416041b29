/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Link layers. To read a new link type, write how its header comes off and add one line to the table at the
 * end. The formats are those of tcpdump.org/linktypes.html.
 */
#include "link.h"
#include "../limits.h"

/* Ethertypes, IEEE 802 numbers at IANA. */
enum
{
  TYPE_LLC_MAX = 1500, /* IEEE 802.3: smaller is a length, and LLC follows */
  TYPE_IPV4 = 0x0800,
  TYPE_8021Q = 0x8100,
  TYPE_IPV6 = 0x86dd,
  TYPE_MPLS = 0x8847,
  TYPE_MPLS_UPSTREAM = 0x8848,
  TYPE_PPPOE = 0x8864,
  TYPE_8021AD = 0x88a8,
  TYPE_CISCO_METADATA = 0x8909, /* draft-smith-kandula-sxp: security group tags */
  TYPE_QINQ_9100 = 0x9100,      /* 802.1ad before there was a number for it */
  TYPE_QINQ_9200 = 0x9200,
};

/* PPP protocols, RFC 1661 section 2. */
enum
{
  PPP_IPV4 = 0x0021,
  PPP_IPV6 = 0x0057,
  PPP_MPLS = 0x0281
};

/* RFC 3032 section 2.1: labels of four bytes, the last of which has the S bit. */
static bool
strip_mpls (TlBytes *frame)
{
  guint32 entry;

  for (guint i = 0; i < TL_LIMIT_ENCAPSULATION; i++)
    {
      if (!tl_bytes_u32 (frame, &entry))
        return false;
      if (entry & 0x100)
        return true;
    }
  return false;
}

static bool
strip_ppp_protocol (TlBytes *frame)
{
  guint8 high, low;

  if (!tl_bytes_u8 (frame, &high))
    return false;
  low = high;
  /* RFC 1661 section 6.5: a compressed protocol is one odd byte. */
  if (high & 1)
    high = 0;
  else if (!tl_bytes_u8 (frame, &low))
    return false;

  switch (high << 8 | low)
    {
    case PPP_IPV4:
    case PPP_IPV6:
      return true;
    case PPP_MPLS:
      return strip_mpls (frame);
    default:
      return false;
    }
}

/* RFC 2516 section 4: version and type 1, code 0 for data, session, length. */
static bool
strip_pppoe (TlBytes *frame)
{
  guint16 length;

  if (!tl_bytes_begin_with (*frame, "\x11\x00", 2) || !tl_bytes_skip (frame, 4)
      || !tl_bytes_u16 (frame, &length))
    return false;
  /* Some senders count the padding of the frame as bytes of the IP packet: this length is right. */
  frame->length = MIN (frame->length, length);
  return strip_ppp_protocol (frame);
}

static bool
strip_llc (TlBytes *frame, guint16 *type)
{
  static const guint8 snap[] = { 0xaa, 0xaa, 0x03, 0x00, 0x00, 0x00 }; /* RFC 1042 */

  return tl_bytes_begin_with (*frame, snap, sizeof snap) && tl_bytes_skip (frame, sizeof snap)
         && tl_bytes_u16 (frame, type);
}

/* What an ethertype of @type announces. */
static bool
strip_type (guint16 type, TlBytes *frame)
{
  for (guint i = 0; i <= TL_LIMIT_ENCAPSULATION; i++)
    switch (type)
      {
      case TYPE_IPV4:
      case TYPE_IPV6:
        return true;
      case TYPE_8021Q:
      case TYPE_8021AD:
      case TYPE_QINQ_9100:
      case TYPE_QINQ_9200:
        /* IEEE 802.1Q clause 9.6: priority and VLAN, then the type again. */
        if (!tl_bytes_skip (frame, 2) || !tl_bytes_u16 (frame, &type))
          return false;
        break;
      case TYPE_CISCO_METADATA:
        /* Version, length, and one option of four bytes; then the type again. */
        if (!tl_bytes_skip (frame, 6) || !tl_bytes_u16 (frame, &type))
          return false;
        break;
      case TYPE_MPLS:
      case TYPE_MPLS_UPSTREAM:
        return strip_mpls (frame);
      case TYPE_PPPOE:
        return strip_pppoe (frame);
      default:
        if (type > TYPE_LLC_MAX || !strip_llc (frame, &type))
          return false;
        break;
      }
  return false;
}

static bool
strip_ethernet (TlBytes *frame)
{
  TlBytes header;

  if (G_UNLIKELY (!tl_bytes_take (frame, 14, &header)))
    return false;
  return strip_type ((guint16) (header.data[12] << 8 | header.data[13]), frame);
}

/* LINKTYPE_LINUX_SLL: the protocol stands at the end of 16 bytes. */
static bool
strip_linux_cooked (TlBytes *frame)
{
  guint16 type;

  return tl_bytes_skip (frame, 14) && tl_bytes_u16 (frame, &type) && strip_type (type, frame);
}

/* LINKTYPE_LINUX_SLL2: the protocol stands at the beginning of 20 bytes. */
static bool
strip_linux_cooked_v2 (TlBytes *frame)
{
  guint16 type;

  return tl_bytes_u16 (frame, &type) && tl_bytes_skip (frame, 18) && strip_type (type, frame);
}

static bool
strip_nothing (TlBytes *frame G_GNUC_UNUSED)
{
  return true;
}

/* LINKTYPE_NULL and LINKTYPE_LOOP: an address family of the system that captured, in its byte order or the
 * network's. */
static bool
strip_loopback (TlBytes *frame)
{
  guint32 family;

  if (!tl_bytes_u32 (frame, &family))
    return false;
  if (family > 0xffff)
    family = GUINT32_SWAP_LE_BE (family);
  switch (family)
    {
    case 2:  /* AF_INET everywhere */
    case 10: /* AF_INET6 of Linux, */
    case 23: /* of Windows, */
    case 24: /* of NetBSD, OpenBSD and BSD/OS, */
    case 28: /* of FreeBSD and DragonFly BSD, */
    case 30: /* of macOS and iOS */
      return true;
    default:
      return false;
    }
}

static bool
strip_ppp (TlBytes *frame)
{
  /* RFC 1662 section 3.1: address and control, which may be compressed away (RFC 1661 section 6.6). */
  if (tl_bytes_begin_with (*frame, "\xff\x03", 2))
    tl_bytes_skip (frame, 2);
  return strip_ppp_protocol (frame);
}

/* LINKTYPE_C_HDLC: address, control, ethertype (RFC 1547 section 4.3.1). */
static bool
strip_cisco_hdlc (TlBytes *frame)
{
  guint16 type;

  return tl_bytes_skip (frame, 2) && tl_bytes_u16 (frame, &type) && strip_type (type, frame);
}

/* LINKTYPE_PPP_HDLC: PPP, or Cisco's HDLC, told apart by the address. */
static bool
strip_ppp_hdlc (TlBytes *frame)
{
  if (tl_bytes_begin_with (*frame, "\x0f", 1) || tl_bytes_begin_with (*frame, "\x8f", 1))
    return strip_cisco_hdlc (frame);
  return strip_ppp (frame);
}

/* LINKTYPE_PPP_WITH_DIR: one byte says whether it came or went. */
static bool
strip_ppp_with_direction (TlBytes *frame)
{
  return tl_bytes_skip (frame, 1) && strip_ppp (frame);
}

static const struct
{
  int link_type;
  bool (*strip) (TlBytes *frame);
} links[] = {
  { 1, strip_ethernet }, /* first, because it is nearly always this one */
  { 0, strip_loopback }, /* LINKTYPE_NULL */
  { 9, strip_ppp },
  { 12, strip_nothing },  /* DLT_RAW of most systems, written to files by some programs */
  { 14, strip_nothing },  /* the same of OpenBSD */
  { 50, strip_ppp_hdlc }, /* LINKTYPE_PPP_HDLC */
  { 51, strip_pppoe },    /* LINKTYPE_PPP_ETHER */
  { 101, strip_nothing }, /* LINKTYPE_RAW */
  { 104, strip_cisco_hdlc },
  { 108, strip_loopback },           /* LINKTYPE_LOOP */
  { 113, strip_linux_cooked },       /* LINKTYPE_LINUX_SLL */
  { 204, strip_ppp_with_direction }, /* LINKTYPE_PPP_WITH_DIR */
  { 228, strip_nothing },            /* LINKTYPE_IPV4 */
  { 229, strip_nothing },            /* LINKTYPE_IPV6 */
  { 276, strip_linux_cooked_v2 },    /* LINKTYPE_LINUX_SLL2 */
};

bool
tl_link_strip (int link_type, TlBytes *frame)
{
  for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    if (links[i].link_type == link_type)
      return links[i].strip (frame);
  return false;
}

bool
tl_link_type_known (int link_type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    if (links[i].link_type == link_type)
      return true;
  return false;
}
