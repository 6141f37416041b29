/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Ethertypes, and what they lead to. Each header names the next, so they come off in a loop, whatever their order.
 */
#include "ethertype.h"
#include "../limits.h"
#include "ip-header.h"

/* IEEE 802 numbers at IANA. */
enum
{
  TYPE_LLC_MAX = 1500, /* IEEE 802.3: smaller is a length, and LLC follows */
  TYPE_IPV4 = 0x0800,
  TYPE_ARP = 0x0806,
  TYPE_BRIDGED = 0x6558, /* Ethernet in GRE and others, RFC 1701 */
  TYPE_8021Q = 0x8100,
  TYPE_IPV6 = 0x86dd,
  TYPE_PPP = 0x880b,
  TYPE_MPLS = 0x8847,
  TYPE_MPLS_UPSTREAM = 0x8848,
  TYPE_PPPOE = 0x8864,
  TYPE_JUMBO_LLC = 0x8870,
  TYPE_8021AD = 0x88a8,
  TYPE_8021AH = 0x88e7,         /* provider backbone bridges */
  TYPE_CISCO_METADATA = 0x8909, /* draft-smith-kandula-sxp: security group tags */
  TYPE_VN_TAG = 0x8926,         /* what became IEEE 802.1BR */
  TYPE_HSR = 0x892f,            /* IEC 62439-3 */
  TYPE_8021BR = 0x893f,
  TYPE_NSH = 0x894f,
  TYPE_QINQ_9100 = 0x9100, /* 802.1ad before there was a number for it */
  TYPE_QINQ_9200 = 0x9200,
};

/* PPP protocols, RFC 1661 section 2. */
enum
{
  PPP_IPV4 = 0x0021,
  PPP_IPV6 = 0x0057,
  PPP_MPLS = 0x0281
};

/* What a frame begins with. */
typedef enum
{
  NEXT_NOTHING, /* that leads to IP */
  NEXT_IP,
  NEXT_TYPE, /* it was announced by an ethertype */
  NEXT_ETHERNET,
  NEXT_LLC,
  NEXT_MPLS,
  NEXT_PPP,
  NEXT_NSH
} Next;

/* @length bytes of a tag, then the type again. */
static Next
strip_tag (gsize length, guint16 *type, TlBytes *frame)
{
  return tl_bytes_skip (frame, length) && tl_bytes_u16 (frame, type) ? NEXT_TYPE : NEXT_NOTHING;
}

/* RFC 2516 section 4: version and type 1, code 0 for data, session, length. */
static Next
strip_pppoe (TlBytes *frame)
{
  guint16 length;

  if (!tl_bytes_begin_with (*frame, "\x11\x00", 2) || !tl_bytes_skip (frame, 4)
      || !tl_bytes_u16 (frame, &length))
    return NEXT_NOTHING;
  /* Some senders count the padding of the frame as bytes of the IP packet: this length is right. */
  frame->length = MIN (frame->length, length);
  return NEXT_PPP;
}

static Next
strip_type (guint16 *type, TlBytes *frame)
{
  switch (*type)
    {
    case TYPE_IPV4:
    case TYPE_IPV6:
      return NEXT_IP;
    case TYPE_8021Q:
    case TYPE_8021AD:
    case TYPE_QINQ_9100:
    case TYPE_QINQ_9200:
      return strip_tag (2, type, frame); /* IEEE 802.1Q clause 9.6: priority and VLAN */
    case TYPE_VN_TAG:
    case TYPE_HSR: /* path and size, sequence number */
      return strip_tag (4, type, frame);
    case TYPE_CISCO_METADATA: /* version, length, and one option of four bytes */
    case TYPE_8021BR:         /* IEEE 802.1BR clause 7.5 */
      return strip_tag (6, type, frame);
    case TYPE_8021AH: /* IEEE 802.1Q clause 9.7: service instance, then the customer's frame */
      return tl_bytes_skip (frame, 4) ? NEXT_ETHERNET : NEXT_NOTHING;
    case TYPE_MPLS:
    case TYPE_MPLS_UPSTREAM:
      return NEXT_MPLS;
    case TYPE_PPPOE:
      return strip_pppoe (frame);
    case TYPE_PPP:
      return NEXT_PPP;
    case TYPE_BRIDGED:
      return NEXT_ETHERNET;
    case TYPE_NSH:
      return NEXT_NSH;
    case TYPE_JUMBO_LLC:
      return NEXT_LLC;
    default:
      return *type <= TYPE_LLC_MAX ? NEXT_LLC : NEXT_NOTHING;
    }
}

static Next
strip_ethernet (guint16 *type, TlBytes *frame)
{
  return tl_bytes_skip (frame, 12) && tl_bytes_u16 (frame, type) ? NEXT_TYPE : NEXT_NOTHING;
}

/* The service access points of IEEE 802.2 at IANA, RFC 1042, and RFC 2684 section 5.1. */
static Next
strip_llc (guint16 *type, TlBytes *frame)
{
  static const guint8 snap[] = { 0xaa, 0xaa, 0x03, 0x00, 0x00, 0x00 };
  static const guint8 bridge_tunnel[] = { 0xaa, 0xaa, 0x03, 0x00, 0x00, 0xf8 }; /* IEEE 802.1H */
  static const guint8 ip[] = { 0x06, 0x06, 0x03 };
  static const guint8 osi_ipv4[] = { 0xfe, 0xfe, 0x03, 0xcc };
  static const guint8 osi_ipv6[] = { 0xfe, 0xfe, 0x03, 0x8e };
  static const guint8 osi_ppp[] = { 0xfe, 0xfe, 0x03, 0xcf };

  if (tl_bytes_begin_with (*frame, snap, sizeof snap)
      || tl_bytes_begin_with (*frame, bridge_tunnel, sizeof bridge_tunnel))
    return strip_tag (sizeof snap, type, frame);
  if (tl_bytes_begin_with (*frame, ip, sizeof ip))
    return tl_bytes_skip (frame, sizeof ip) ? NEXT_IP : NEXT_NOTHING;
  if (tl_bytes_begin_with (*frame, osi_ipv4, sizeof osi_ipv4)
      || tl_bytes_begin_with (*frame, osi_ipv6, sizeof osi_ipv6))
    return tl_bytes_skip (frame, sizeof osi_ipv4) ? NEXT_IP : NEXT_NOTHING;
  if (tl_bytes_begin_with (*frame, osi_ppp, sizeof osi_ppp))
    return tl_bytes_skip (frame, sizeof osi_ppp) ? NEXT_PPP : NEXT_NOTHING;
  return NEXT_NOTHING;
}

static bool
looks_like_ethernet (TlBytes frame)
{
  guint16 type;

  if (strip_ethernet (&type, &frame) == NEXT_NOTHING)
    return false;
  if (type <= TYPE_LLC_MAX)
    return strip_llc (&type, &frame) != NEXT_NOTHING;
  return type == TYPE_ARP || strip_type (&type, &frame) != NEXT_NOTHING;
}

/* The label does not say what it leads to. IP tells itself by its version, and pseudowires avoid to look like it (RFC 4385
 * section 3, RFC 4928): they begin with a control word, whose first four bits are 0, or with the frame itself (RFC 4448 section 4.6). */
static Next
after_labels (TlBytes *frame)
{
  guint first = frame->length > 0 ? frame->data[0] >> 4 : 0;
  TlBytes behind = *frame;

  if (first == 4 || first == 6)
    return tl_ip_header_fits (*frame) || !looks_like_ethernet (*frame) ? NEXT_IP : NEXT_ETHERNET;
  if (first == 0 && tl_bytes_skip (&behind, 4) && looks_like_ethernet (behind))
    *frame = behind;
  return looks_like_ethernet (*frame) ? NEXT_ETHERNET : NEXT_NOTHING;
}

/* RFC 3032 section 2.1: labels of four bytes, the last of which has the S bit. */
static Next
strip_mpls (TlBytes *frame)
{
  guint32 entry;

  for (guint i = 0; i < TL_LIMIT_ENCAPSULATION; i++)
    {
      if (!tl_bytes_u32 (frame, &entry))
        return NEXT_NOTHING;
      if (entry & 0x100)
        return after_labels (frame);
    }
  return NEXT_NOTHING;
}

static Next
strip_ppp (TlBytes *frame)
{
  guint8 high, low;

  /* RFC 1662 section 3.1: address and control, which may be compressed away (RFC 1661 section 6.6). */
  if (tl_bytes_begin_with (*frame, "\xff\x03", 2))
    tl_bytes_skip (frame, 2);
  if (!tl_bytes_u8 (frame, &high))
    return NEXT_NOTHING;
  low = high;
  /* RFC 1661 section 6.5: a compressed protocol is one odd byte. */
  if (high & 1)
    high = 0;
  else if (!tl_bytes_u8 (frame, &low))
    return NEXT_NOTHING;

  switch (high << 8 | low)
    {
    case PPP_IPV4:
    case PPP_IPV6:
      return NEXT_IP;
    case PPP_MPLS:
      return NEXT_MPLS;
    default:
      return NEXT_NOTHING;
    }
}

/* RFC 8300 section 2.2: the length, in words, counts the base header. */
static Next
strip_nsh (TlBytes *frame)
{
  TlBytes base;
  gsize length;

  if (!tl_bytes_take (frame, 4, &base) || base.data[0] >> 6 != 0)
    return NEXT_NOTHING;
  length = (base.data[1] & 0x3fu) * 4;
  if (length < 8 || !tl_bytes_skip (frame, length - 4))
    return NEXT_NOTHING;
  switch (base.data[3])
    {
    case 1: /* IPv4 */
    case 2: /* IPv6 */
      return NEXT_IP;
    case 3:
      return NEXT_ETHERNET;
    case 4:
      return NEXT_NSH;
    case 5:
      return NEXT_MPLS;
    default:
      return NEXT_NOTHING;
    }
}

static Next
strip_next (Next next, guint16 *type, TlBytes *frame)
{
  switch (next)
    {
    case NEXT_TYPE:
      return strip_type (type, frame);
    case NEXT_ETHERNET:
      return strip_ethernet (type, frame);
    case NEXT_LLC:
      return strip_llc (type, frame);
    case NEXT_MPLS:
      return strip_mpls (frame);
    case NEXT_PPP:
      return strip_ppp (frame);
    case NEXT_NSH:
      return strip_nsh (frame);
    case NEXT_NOTHING:
    case NEXT_IP:
    default:
      return next;
    }
}

static bool
strip_all (Next next, guint16 type, TlBytes *frame)
{
  for (guint i = 0; i <= TL_LIMIT_ENCAPSULATION && next != NEXT_NOTHING && next != NEXT_IP; i++)
    next = strip_next (next, &type, frame);
  return next == NEXT_IP;
}

bool
tl_ethertype_strip (guint16 type, TlBytes *frame)
{
  return strip_all (NEXT_TYPE, type, frame);
}

bool
tl_ethernet_strip (TlBytes *frame)
{
  TlBytes header;
  guint16 type;

  if (G_UNLIKELY (!tl_bytes_take (frame, 14, &header)))
    return false;
  type = (guint16) (header.data[12] << 8 | header.data[13]);
  return G_LIKELY (type == TYPE_IPV4 || type == TYPE_IPV6) || strip_all (NEXT_TYPE, type, frame);
}

bool
tl_llc_strip (TlBytes *frame)
{
  return strip_all (NEXT_LLC, 0, frame);
}

bool
tl_ppp_strip (TlBytes *frame)
{
  return strip_all (NEXT_PPP, 0, frame);
}

bool
tl_pppoe_strip (TlBytes *frame)
{
  return strip_all (NEXT_TYPE, TYPE_PPPOE, frame);
}

bool
tl_mpls_strip (TlBytes *frame)
{
  return strip_all (NEXT_MPLS, 0, frame);
}

bool
tl_nsh_strip (TlBytes *frame)
{
  return strip_all (NEXT_NSH, 0, frame);
}
