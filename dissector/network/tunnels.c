/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Headers of tunnels. To read a new one, write how its header comes off and add it to one of the two lists at the end.
 */
#include "tunnels.h"
#include "../limits.h"
#include "ethertype.h"
#include "ip-header.h"
#include "wlan.h"

/* What can follow GRE and is no ethertype, or is not what the ethertype says elsewhere. */
enum
{
  GRE_ERSPAN_III = 0x22eb,
  GRE_WCCP = 0x883e,
  GRE_PPP = 0x880b,
  GRE_ERSPAN = 0x88be
};

/* Flags of GRE, RFC 2784, RFC 2890 and RFC 2637. */
enum
{
  GRE_CHECKSUM = 0x8000,
  GRE_ROUTING = 0x4000,
  GRE_KEY = 0x2000,
  GRE_SEQUENCE = 0x1000,
  GRE_ACKNOWLEDGMENT = 0x0080,
  GRE_VERSION = 0x0007
};

/* draft-foschiano-erspan section 4: version 1 has a header of eight bytes, version 2 of twelve, and eight more where its last bit says so. What
 * had no version had no header, and no sequence number before it. */
static bool
strip_erspan (guint16 flags, TlBytes *bytes)
{
  TlBytes header;

  if (!(flags & GRE_SEQUENCE))
    return tl_ethernet_strip (bytes);
  if (!tl_bytes_take (bytes, 8, &header))
    return false;
  switch (header.data[0] >> 4)
    {
    case 1:
      return tl_ethernet_strip (bytes);
    case 2:
      if (!tl_bytes_take (bytes, 4, &header) || (header.data[3] & 1 && !tl_bytes_skip (bytes, 8)))
        return false;
      /* The frame type: 0 is Ethernet, 2 an IP packet. */
      return (header.data[2] & 0x7c) >> 2 == 2 || tl_ethernet_strip (bytes);
    default:
      return false;
    }
}

/* RFC 2784 section 2, RFC 2890 section 2. NVGRE (RFC 7637) is the same with a frame of Ethernet in it. */
static bool
strip_gre_0 (guint16 flags, guint16 type, TlBytes *bytes)
{
  gsize optional = (flags & GRE_CHECKSUM ? 4u : 0) + (flags & GRE_KEY ? 4u : 0) + (flags & GRE_SEQUENCE ? 4u : 0);

  if (flags & GRE_ROUTING || !tl_bytes_skip (bytes, optional))
    return false;
  switch (type)
    {
    case GRE_ERSPAN:
    case GRE_ERSPAN_III:
      return strip_erspan (flags, bytes);
    case GRE_WCCP: /* draft-wilson-wrec-wccp-v2: a header of four bytes, or none in version 1 */
      return (bytes->length > 0 && bytes->data[0] >> 4 == 4) || tl_bytes_skip (bytes, 4);
    default:
      return tl_ethertype_strip (type, bytes);
    }
}

/* RFC 2637 section 4.1: PPTP. The key is a length and a call. */
static bool
strip_gre_1 (guint16 flags, guint16 type, TlBytes *bytes)
{
  guint16 length;

  if (type != GRE_PPP || !(flags & GRE_KEY) || !(flags & GRE_SEQUENCE))
    return false;
  if (!tl_bytes_u16 (bytes, &length) || !tl_bytes_skip (bytes, 2u + 4u + (flags & GRE_ACKNOWLEDGMENT ? 4u : 0)))
    return false;
  bytes->length = MIN (bytes->length, length);
  return tl_ppp_strip (bytes);
}

static bool
strip_gre (TlBytes *bytes)
{
  guint16 flags, type;

  if (!tl_bytes_u16 (bytes, &flags) || !tl_bytes_u16 (bytes, &type))
    return false;
  switch (flags & GRE_VERSION)
    {
    case 0:
      return strip_gre_0 (flags, type, bytes);
    case 1:
      return strip_gre_1 (flags, type, bytes);
    default:
      return false;
    }
}

/* RFC 3378: version 3, and reserved bits. */
static bool
strip_ether_ip (TlBytes *bytes)
{
  return tl_bytes_begin_with (*bytes, "\x30\x00", 2) && tl_bytes_skip (bytes, 2) && tl_ethernet_strip (bytes);
}

/* RFC 3931 section 4.1: behind the session id stand a cookie of 0, 4 or 8 bytes and a sublayer of 0 or 4, as both sides have agreed, and what
 * kind of frame follows they have agreed too. */
static bool
strip_l2tp_3 (TlBytes *bytes)
{
  static bool (*const kinds[]) (TlBytes *) = { tl_ethernet_strip, tl_ppp_strip };
  guint32 session;

  if (!tl_bytes_u32 (bytes, &session) || session == 0) /* 0 is a control message */
    return false;
  for (gsize skipped = 0; skipped <= 12; skipped += 4)
    for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
      {
        TlBytes frame = *bytes;

        if (!tl_bytes_skip (&frame, skipped) || !kinds[i](&frame) || !tl_ip_header_fits (frame))
          continue;
        *bytes = frame;
        return true;
      }
  return false;
}

/* RFC 2661 section 3.1, RFC 3931 section 4.1.2. */
static bool
strip_l2tp (TlBytes *bytes)
{
  enum
  {
    CONTROL = 0x8000,
    LENGTH = 0x4000,
    SEQUENCE = 0x0800,
    OFFSET = 0x0200,
    VERSION = 0x000f
  };
  guint16 flags, offset = 0;

  if (!tl_bytes_u16 (bytes, &flags) || flags & CONTROL)
    return false;
  if ((flags & VERSION) == 3)
    return tl_bytes_skip (bytes, 2) && strip_l2tp_3 (bytes);
  if ((flags & VERSION) != 2 || !tl_bytes_skip (bytes, (flags & LENGTH ? 2u : 0) + 4u + (flags & SEQUENCE ? 4u : 0)))
    return false;
  if (flags & OFFSET && (!tl_bytes_u16 (bytes, &offset) || !tl_bytes_skip (bytes, offset)))
    return false;
  return tl_ppp_strip (bytes);
}

/* RFC 7348 section 5, and draft-ietf-nvo3-vxlan-gpe section 3, which says what follows. */
static bool
strip_vxlan (TlBytes *bytes)
{
  enum
  {
    NETWORK = 0x08,
    NEXT_PROTOCOL = 0x04
  };
  TlBytes header;

  if (!tl_bytes_take (bytes, 8, &header) || !(header.data[0] & NETWORK))
    return false;
  switch (header.data[0] & NEXT_PROTOCOL ? header.data[3] : 3)
    {
    case 1: /* IPv4 */
    case 2: /* IPv6 */
      return true;
    case 3:
      return tl_ethernet_strip (bytes);
    case 4:
      return tl_nsh_strip (bytes);
    case 5:
      return tl_mpls_strip (bytes);
    default:
      return false;
    }
}

/* RFC 8926 section 3.4: version, words of options; flags; ethertype; network. */
static bool
strip_geneve (TlBytes *bytes)
{
  TlBytes header;

  return tl_bytes_take (bytes, 8, &header) && header.data[0] >> 6 == 0
         && tl_bytes_skip (bytes, (header.data[0] & 0x3fu) * 4)
         && tl_ethertype_strip ((guint16) (header.data[2] << 8 | header.data[3]), bytes);
}

/* 3GPP TS 29.281 section 5.2: extension headers, each with its length in words and the type of the next. */
static bool
strip_gtp_extensions (guint8 next, TlBytes *bytes)
{
  TlBytes extension;
  guint8 words;

  for (guint i = 0; next != 0; i++)
    {
      if (i == TL_LIMIT_ENCAPSULATION || !tl_bytes_u8 (bytes, &words) || words == 0
          || !tl_bytes_take (bytes, words * 4u - 1, &extension))
        return false;
      next = extension.data[extension.length - 1];
    }
  return true;
}

/* TS 29.281 section 5.1: a G-PDU, which carries a packet of the user, or a frame. */
static bool
strip_gtp (TlBytes *bytes)
{
  enum
  {
    VERSION_1 = 0x30, /* and that it is GTP, not GTP' */
    OPTIONAL = 0x07,  /* bits for the extension, the sequence number and the N-PDU number: one is enough for all three */
    G_PDU = 255
  };
  TlBytes header, optional;

  if (!tl_bytes_take (bytes, 8, &header) || (header.data[0] & 0xf0) != VERSION_1 || header.data[1] != G_PDU)
    return false;
  if (header.data[0] & OPTIONAL
      && (!tl_bytes_take (bytes, 4, &optional)
          || (header.data[0] & 0x04 && !strip_gtp_extensions (optional.data[3], bytes))))
    return false;
  return tl_ip_header_fits (*bytes) || tl_ethernet_strip (bytes);
}

/* RFC 4380 section 5.1.1: an authentication and an origin may stand before the packet. */
static bool
strip_teredo (TlBytes *bytes)
{
  TlBytes header;

  if (tl_bytes_begin_with (*bytes, "\0\1", 2)
      && (!tl_bytes_take (bytes, 4, &header) || !tl_bytes_skip (bytes, header.data[2] + header.data[3] + 9u)))
    return false;
  if (tl_bytes_begin_with (*bytes, "\0\0", 2) && !tl_bytes_skip (bytes, 8))
    return false;
  return bytes->length > 0 && bytes->data[0] >> 4 == 6;
}

/* RFC 9300 section 5.1. */
static bool
strip_lisp (TlBytes *bytes)
{
  return tl_bytes_skip (bytes, 8);
}

/* draft-ietf-intarea-gue section 3: version 0 says the protocol, version 1 is IP and its own first bits. */
static bool
strip_gue (TlBytes *bytes)
{
  enum
  {
    CONTROL = 0x20,
    WORDS = 0x1f
  };
  TlBytes header;

  if (bytes->length > 0 && bytes->data[0] >> 6 == 1)
    return true;
  if (!tl_bytes_take (bytes, 4, &header) || header.data[0] >> 6 != 0 || header.data[0] & CONTROL
      || !tl_bytes_skip (bytes, (header.data[0] & WORDS) * 4u))
    return false;
  return header.data[1] == 4 || header.data[1] == 41 || tl_tunnel_strip (header.data[1], bytes);
}

/* The TaZmen Sniffer Protocol, in which routers send what they capture: version, type, what is captured; then tags up to the one that
 * ends them. It has no specification; Wireshark's and Scapy's agree. */
static bool
strip_tzsp (TlBytes *bytes)
{
  enum
  {
    TAG_PADDING = 0,
    TAG_END = 1
  };
  TlBytes header;
  guint8 tag, length;

  if (!tl_bytes_take (bytes, 4, &header) || header.data[0] != 1 || header.data[1] > 1)
    return false;
  do
    if (!tl_bytes_u8 (bytes, &tag)
        || (tag > TAG_END && (!tl_bytes_u8 (bytes, &length) || !tl_bytes_skip (bytes, length))))
      return false;
  while (tag != TAG_END);
  switch (header.data[2] << 8 | header.data[3])
    {
    case 1:
      return tl_ethernet_strip (bytes);
    case 18:
      return tl_wlan_strip (TL_WLAN_PLAIN, bytes);
    case 119:
      return tl_wlan_strip (TL_WLAN_PRISM, bytes);
    case 127:
      return tl_wlan_strip (TL_WLAN_AVS, bytes);
    default:
      return false;
    }
}

/* RFC 5415 section 4.3: words of the header, what kind of frame, and whether it is one of the wireless link or of IEEE 802.3. */
static bool
strip_capwap_data (TlBytes *bytes)
{
  enum
  {
    NATIVE = 0x01,  /* of the third byte */
    FRAGMENT = 0x80 /* of the fourth */
  };
  TlBytes header;
  gsize length;

  if (!tl_bytes_take (bytes, 8, &header) || header.data[0] != 0 || header.data[3] & FRAGMENT)
    return false;
  length = (header.data[1] >> 3) * 4u;
  if (length < 8 || !tl_bytes_skip (bytes, length - 8))
    return false;
  return header.data[2] & NATIVE ? tl_wlan_strip (TL_WLAN_PLAIN, bytes) : tl_ethernet_strip (bytes);
}

bool
tl_tunnel_strip (guint8 protocol, TlBytes *bytes)
{
  switch (protocol)
    {
    case 47:
      return strip_gre (bytes);
    case 97:
      return strip_ether_ip (bytes);
    case 115:
      return strip_l2tp_3 (bytes);
    case 137: /* MPLS, RFC 4023 */
      return tl_mpls_strip (bytes);
    case 143: /* Ethernet, RFC 8986 section 4.9 */
      return tl_ethernet_strip (bytes);
    default:
      return false;
    }
}

typedef bool (*Strip) (TlBytes *bytes);

/* Service names and port numbers at IANA, but for two that are only usual. */
static Strip
tunnel_of_port (guint16 port)
{
  switch (port)
    {
    case 1701:
      return strip_l2tp;
    case 2152:
      return strip_gtp;
    case 3544:
      return strip_teredo;
    case 4341:
      return strip_lisp;
    case 4754: /* RFC 8086 */
      return strip_gre;
    case 4789:
    case 4790:
    case 8472: /* of Linux, before there was a number for it */
      return strip_vxlan;
    case 5247:
      return strip_capwap_data;
    case 6080:
      return strip_gue;
    case 6081:
      return strip_geneve;
    case 6635: /* RFC 7510 */
      return tl_mpls_strip;
    case 37008: /* usual */
      return strip_tzsp;
    default:
      return NULL;
    }
}

bool
tl_tunnel_strip_udp (guint16 source, guint16 destination, TlBytes *bytes)
{
  Strip strip = tunnel_of_port (destination);
  TlBytes inner = *bytes;

  if (strip == NULL)
    strip = tunnel_of_port (source);
  if (G_LIKELY (strip == NULL) || !strip (&inner) || !tl_ip_header_fits (inner))
    return false;
  *bytes = inner;
  return true;
}
