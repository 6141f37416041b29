/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Link layers. To read a new link type, write how its header comes off and add one line to the table at the
 * end. The formats are those of tcpdump.org/linktypes.html.
 */
#include "link.h"
#include "ethertype.h"
#include "wlan.h"

static bool
strip_nothing (TlBytes *frame G_GNUC_UNUSED)
{
  return true;
}

/* @length bytes of a header that say nothing we need, and an ethertype as its end. */
static bool
skip_to_type (gsize length, TlBytes *frame)
{
  guint16 type;

  return tl_bytes_skip (frame, length) && tl_bytes_u16 (frame, &type) && tl_ethertype_strip (type, frame);
}

/* LINKTYPE_LINUX_SLL: the protocol stands at the end of 16 bytes. */
static bool
strip_linux_cooked (TlBytes *frame)
{
  return skip_to_type (14, frame);
}

/* LINKTYPE_LINUX_SLL2: the protocol stands at the beginning of 20 bytes. */
static bool
strip_linux_cooked_v2 (TlBytes *frame)
{
  guint16 type;

  return tl_bytes_u16 (frame, &type) && tl_bytes_skip (frame, 18) && tl_ethertype_strip (type, frame);
}

static bool
is_ip_family (guint32 family)
{
  switch (family)
    {
    case 2:  /* AF_INET everywhere */
    case 10: /* AF_INET6 of Linux, */
    case 23: /* of Windows, */
    case 24: /* of NetBSD, OpenBSD and BSD/OS, */
    case 26: /* of Solaris, */
    case 28: /* of FreeBSD and DragonFly BSD, */
    case 30: /* of macOS and iOS */
      return true;
    default:
      return false;
    }
}

/* LINKTYPE_NULL and LINKTYPE_LOOP: an address family of the system that captured, in its byte order or the
 * network's. */
static bool
strip_loopback (TlBytes *frame)
{
  guint32 family;

  if (!tl_bytes_u32 (frame, &family))
    return false;
  return is_ip_family (family > 0xffff ? GUINT32_SWAP_LE_BE (family) : family);
}

/* LINKTYPE_ENC of OpenBSD: the same, SPI and flags. */
static bool
strip_enc (TlBytes *frame)
{
  return strip_loopback (frame) && tl_bytes_skip (frame, 8);
}

/* LINKTYPE_PFLOG: length of the header, which is filled to four bytes, and address family. */
static bool
strip_pflog (TlBytes *frame)
{
  TlBytes copy = *frame;
  guint8 length, family;

  return tl_bytes_u8 (&copy, &length) && tl_bytes_u8 (&copy, &family) && is_ip_family (family)
         && tl_bytes_skip (frame, (length + 3u) & ~3u);
}

/* LINKTYPE_IPNET of Solaris: version, address family, and 22 bytes more. */
static bool
strip_ipnet (TlBytes *frame)
{
  guint8 family;

  return tl_bytes_skip (frame, 1) && tl_bytes_u8 (frame, &family) && is_ip_family (family)
         && tl_bytes_skip (frame, 22);
}

/* LINKTYPE_NFLOG: address family, version, resource; then values with length and type before them, of which one is the packet. Their
 * numbers are in the byte order of the system that captured: types are small. */
static bool
strip_nflog (TlBytes *frame)
{
  enum
  {
    NFULA_PAYLOAD = 9
  };
  guint16 length, type;
  TlBytes value;

  if (!tl_bytes_skip (frame, 4))
    return false;
  while (tl_bytes_u16 (frame, &length) && tl_bytes_u16 (frame, &type))
    {
      if (type > 0xff)
        {
          type = GUINT16_SWAP_LE_BE (type);
          length = GUINT16_SWAP_LE_BE (length);
        }
      if (length < 4)
        return false;
      if (type == NFULA_PAYLOAD) /* the last one, which the capture may have cut */
        {
          frame->length = MIN (frame->length, length - 4u);
          return true;
        }
      if (!tl_bytes_take (frame, (length - 1u) & ~3u, &value))
        return false;
    }
  return false;
}

/* LINKTYPE_C_HDLC: address, control, ethertype (RFC 1547 section 4.3.1). */
static bool
strip_cisco_hdlc (TlBytes *frame)
{
  return skip_to_type (2, frame);
}

/* LINKTYPE_PPP_HDLC: PPP, or Cisco's HDLC, told apart by the address. */
static bool
strip_ppp_hdlc (TlBytes *frame)
{
  if (tl_bytes_begin_with (*frame, "\x0f", 1) || tl_bytes_begin_with (*frame, "\x8f", 1))
    return strip_cisco_hdlc (frame);
  return tl_ppp_strip (frame);
}

/* LINKTYPE_PPP_PPPD: a direction instead of the address, then control. */
static bool
strip_pppd (TlBytes *frame)
{
  return tl_bytes_skip (frame, 2) && tl_ppp_strip (frame);
}

/* Address and control of Q.922: the last byte of the address is odd. Then a protocol of RFC 2427 section 3, or an ethertype as Cisco
 * has it. */
static bool
strip_frame_relay (TlBytes *frame)
{
  static const guint8 ipv4[] = { 0x03, 0xcc };
  static const guint8 ipv6[] = { 0x03, 0x8e };
  static const guint8 snap[] = { 0x03, 0x00, 0x80, 0x00, 0x00, 0x00 };
  guint8 address = 0;

  for (guint i = 0; i < 4 && !(address & 1); i++)
    if (!tl_bytes_u8 (frame, &address))
      return false;
  if (tl_bytes_begin_with (*frame, ipv4, sizeof ipv4) || tl_bytes_begin_with (*frame, ipv6, sizeof ipv6))
    return tl_bytes_skip (frame, sizeof ipv4);
  if (tl_bytes_begin_with (*frame, snap, sizeof snap))
    return skip_to_type (sizeof snap, frame);
  return address & 1 && skip_to_type (0, frame);
}

/* Link types with a byte before them that says whether the frame came or went. */
static bool
strip_ppp_with_direction (TlBytes *frame)
{
  return tl_bytes_skip (frame, 1) && tl_ppp_strip (frame);
}

static bool
strip_cisco_hdlc_with_direction (TlBytes *frame)
{
  return tl_bytes_skip (frame, 1) && strip_cisco_hdlc (frame);
}

static bool
strip_frame_relay_with_direction (TlBytes *frame)
{
  return tl_bytes_skip (frame, 1) && strip_frame_relay (frame);
}

/* LINKTYPE_SLIP: direction and what of RFC 1144; the packet itself is not compressed any more. */
static bool
strip_slip (TlBytes *frame)
{
  return tl_bytes_skip (frame, 16);
}

/* LINKTYPE_IEEE802_5: two bytes of control, of which the second says LLC; the addresses, and a route of its own length where the
 * source says so. */
static bool
strip_token_ring (TlBytes *frame)
{
  TlBytes header, copy;
  guint8 route;

  if (!tl_bytes_take (frame, 14, &header) || (header.data[1] & 0xc0) != 0x40)
    return false;
  copy = *frame;
  if (header.data[8] & 0x80 && (!tl_bytes_u8 (&copy, &route) || !tl_bytes_skip (frame, route & 0x1fu)))
    return false;
  return tl_llc_strip (frame);
}

/* LINKTYPE_FDDI: frame control, which says LLC with two of its bits, and the addresses. */
static bool
strip_fddi (TlBytes *frame)
{
  TlBytes header;

  return tl_bytes_take (frame, 13, &header) && (header.data[0] & 0x30) == 0x10 && tl_llc_strip (frame);
}

/* LINKTYPE_ATM_RFC1483: LLC. RFC 2684 section 5.2: a bridged frame has two bytes of padding before it. */
static bool
strip_atm (TlBytes *frame)
{
  static const guint8 bridged[] = { 0xaa, 0xaa, 0x03, 0x00, 0x80, 0xc2, 0x00 };

  if (tl_bytes_begin_with (*frame, bridged, sizeof bridged))
    return tl_bytes_skip (frame, 10) && tl_ethernet_strip (frame);
  return tl_llc_strip (frame);
}

/* LINKTYPE_SUNATM: flags, of which 2 says LLC, and the circuit. */
static bool
strip_sun_atm (TlBytes *frame)
{
  TlBytes header;

  return tl_bytes_take (frame, 4, &header) && (header.data[0] & 0x0f) == 2 && strip_atm (frame);
}

/* LINKTYPE_IP_OVER_FC: the addresses, RFC 2625 section 3.3. */
static bool
strip_fibre_channel (TlBytes *frame)
{
  return tl_bytes_skip (frame, 16) && tl_llc_strip (frame);
}

/* LINKTYPE_APPLE_IP_OVER_IEEE1394: two addresses of eight bytes, ethertype. */
static bool
strip_firewire (TlBytes *frame)
{
  return skip_to_type (16, frame);
}

/* LINKTYPE_IPOIB, RFC 4391 section 6: ethertype and two reserved bytes. */
static bool
strip_infiniband (TlBytes *frame)
{
  guint16 type;

  return tl_bytes_u16 (frame, &type) && tl_bytes_skip (frame, 2) && tl_ethertype_strip (type, frame);
}

/* Ethernet with @before bytes before it, and @tag bytes before its type. */
static bool
strip_tagged_ethernet (gsize before, gsize tag, TlBytes *frame)
{
  return tl_bytes_skip (frame, before) && skip_to_type (12 + tag, frame);
}

/* LINKTYPE_NETANALYZER: four bytes of flags. */
static bool
strip_netanalyzer (TlBytes *frame)
{
  return tl_bytes_skip (frame, 4) && tl_ethernet_strip (frame);
}

/* LINKTYPE_NETANALYZER_TRANSPARENT: and the preamble with its delimiter. */
static bool
strip_netanalyzer_transparent (TlBytes *frame)
{
  return tl_bytes_skip (frame, 12) && tl_ethernet_strip (frame);
}

/* LINKTYPE_ETHERNET_MPACKET: a preamble of seven bytes and the delimiter. IEEE 802.3 clause 99.3: other delimiters are of frames that
 * were cut in pieces. */
static bool
strip_mpacket (TlBytes *frame)
{
  static const guint8 preamble[] = { 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0xd5 };

  return tl_bytes_begin_with (*frame, preamble, sizeof preamble) && tl_bytes_skip (frame, sizeof preamble)
         && tl_ethernet_strip (frame);
}

/* LINKTYPE_DSA_TAG_BRCM and its relatives: tags between a switch and its processor. */
static bool
strip_broadcom (TlBytes *frame)
{
  return strip_tagged_ethernet (0, 4, frame);
}

static bool
strip_broadcom_prepended (TlBytes *frame)
{
  return strip_tagged_ethernet (4, 0, frame);
}

static bool
strip_marvell (TlBytes *frame)
{
  return strip_tagged_ethernet (0, 4, frame);
}

static bool
strip_marvell_ethertype (TlBytes *frame)
{
  return strip_tagged_ethernet (0, 8, frame);
}

/* What Juniper puts before frames: magic, flags, and extensions with their length where the flags say so. Frames without their link
 * header are not read. */
static bool
strip_juniper (TlBytes *frame)
{
  static const guint8 magic[] = { 0x4d, 0x47, 0x43 };
  guint16 extensions = 0;
  TlBytes header;

  if (!tl_bytes_begin_with (*frame, magic, sizeof magic) || !tl_bytes_take (frame, 4, &header) || header.data[3] & 0x02)
    return false;
  return !(header.data[3] & 0x80) || (tl_bytes_u16 (frame, &extensions) && tl_bytes_skip (frame, extensions));
}

static bool
strip_juniper_ethernet (TlBytes *frame)
{
  return strip_juniper (frame) && tl_ethernet_strip (frame);
}

static bool
strip_juniper_ppp (TlBytes *frame)
{
  return strip_juniper (frame) && tl_ppp_strip (frame);
}

static bool
strip_juniper_hdlc (TlBytes *frame)
{
  return strip_juniper (frame) && strip_cisco_hdlc (frame);
}

static bool
strip_juniper_frame_relay (TlBytes *frame)
{
  return strip_juniper (frame) && strip_frame_relay (frame);
}

static bool
strip_wlan (TlBytes *frame)
{
  return tl_wlan_strip (TL_WLAN_PLAIN, frame);
}

static bool
strip_prism (TlBytes *frame)
{
  return tl_wlan_strip (TL_WLAN_PRISM, frame);
}

static bool
strip_radiotap (TlBytes *frame)
{
  return tl_wlan_strip (TL_WLAN_RADIOTAP, frame);
}

static bool
strip_avs (TlBytes *frame)
{
  return tl_wlan_strip (TL_WLAN_AVS, frame);
}

/* Another link type within this one: not again one of those that name another. */
static bool
strip_named (guint32 link_type, TlBytes *frame)
{
  return link_type != TL_WLAN_PPI && link_type != 258 && tl_link_strip ((int) MIN (link_type, G_MAXINT), frame);
}

/* LINKTYPE_PPI: version, flags, length of the header, link type; little-endian. */
static bool
strip_ppi (TlBytes *frame)
{
  TlBytes copy = *frame;
  guint16 length;
  guint32 link_type;

  return tl_bytes_skip (&copy, 2) && tl_bytes_u16 (&copy, &length) && tl_bytes_u32 (&copy, &link_type)
         && tl_bytes_skip (frame, GUINT16_SWAP_LE_BE (length))
         && strip_named (GUINT32_SWAP_LE_BE (link_type), frame);
}

/* LINKTYPE_PKTAP of macOS, two versions that the flags tell apart; little-endian. */
static bool
strip_pktap (TlBytes *frame)
{
  enum
  {
    FLAG_VERSION_2 = 0x08 /* of the third byte of the flags */
  };
  TlBytes header, copy = *frame;
  guint32 length, type;
  guint16 short_type;

  if (!tl_bytes_take (&copy, 40, &header))
    return false;
  if (header.data[38] & FLAG_VERSION_2)
    {
      length = header.data[0];
      tl_bytes_skip (&header, 6);
      tl_bytes_u16 (&header, &short_type);
      type = GUINT16_SWAP_LE_BE (short_type);
    }
  else
    {
      tl_bytes_u32 (&header, &length);
      length = GUINT32_SWAP_LE_BE (length);
      tl_bytes_skip (&header, 4);
      tl_bytes_u32 (&header, &type);
      type = GUINT32_SWAP_LE_BE (type);
    }
  return length >= 40 && tl_bytes_skip (frame, length) && strip_named (type, frame);
}

static const struct
{
  int link_type;
  bool (*strip) (TlBytes *frame);
} links[] = {
  { TL_LINK_ETHERNET, tl_ethernet_strip }, /* first, because it is nearly always this one */
  { 0, strip_loopback },                   /* LINKTYPE_NULL */
  { 6, strip_token_ring },
  { 8, strip_slip },
  { 9, tl_ppp_strip },
  { 10, strip_fddi },
  { 12, strip_nothing },  /* DLT_RAW of most systems, written to files by some programs */
  { 14, strip_nothing },  /* the same of OpenBSD */
  { 50, strip_ppp_hdlc }, /* LINKTYPE_PPP_HDLC */
  { 51, tl_pppoe_strip }, /* LINKTYPE_PPP_ETHER */
  { 100, strip_atm },
  { 101, strip_nothing }, /* LINKTYPE_RAW */
  { 104, strip_cisco_hdlc },
  { TL_WLAN_PLAIN, strip_wlan },
  { 107, strip_frame_relay },
  { 108, strip_loopback }, /* LINKTYPE_LOOP */
  { 109, strip_enc },
  { 113, strip_linux_cooked }, /* LINKTYPE_LINUX_SLL */
  { 117, strip_pflog },
  { TL_WLAN_PRISM, strip_prism },
  { 122, strip_fibre_channel },
  { 123, strip_sun_atm },
  { TL_WLAN_RADIOTAP, strip_radiotap },
  { 138, strip_firewire },
  { TL_WLAN_AVS, strip_avs },
  { 166, strip_pppd },
  { 178, strip_juniper_ethernet },
  { 179, strip_juniper_ppp },
  { 180, strip_juniper_frame_relay },
  { 181, strip_juniper_hdlc },
  { TL_WLAN_PPI, strip_ppi },
  { 204, strip_ppp_with_direction }, /* LINKTYPE_PPP_WITH_DIR */
  { 205, strip_cisco_hdlc_with_direction },
  { 206, strip_frame_relay_with_direction },
  { 219, tl_mpls_strip },
  { 226, strip_ipnet },
  { 228, strip_nothing }, /* LINKTYPE_IPV4 */
  { 229, strip_nothing }, /* LINKTYPE_IPV6 */
  { 239, strip_nflog },
  { 240, strip_netanalyzer },
  { 241, strip_netanalyzer_transparent },
  { 242, strip_infiniband },
  { 258, strip_pktap },
  { 274, strip_mpacket },
  { 276, strip_linux_cooked_v2 }, /* LINKTYPE_LINUX_SLL2 */
  { 281, strip_broadcom },
  { 282, strip_broadcom_prepended },
  { 284, strip_marvell },
  { 285, strip_marvell_ethertype },
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
