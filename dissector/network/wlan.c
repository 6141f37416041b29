/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Data frames of IEEE 802.11 that are not encrypted. The headers before them are described at radiotap.org and
 * tcpdump.org/linktypes.html.
 */
#include "wlan.h"
#include "ethertype.h"

/* Frame Control, IEEE 802.11-2016 clause 9.2.4.1: the first byte, */
enum
{
  FRAME_VERSION_AND_TYPE = 0x0f,
  FRAME_DATA = 0x08,
  FRAME_NO_DATA = 0x40, /* bits of the subtype of a data frame */
  FRAME_QOS = 0x80
};

/* and the second. */
enum
{
  FRAME_TO_AND_FROM_DS = 0x03, /* both: four addresses */
  FRAME_MORE_FRAGMENTS = 0x04,
  FRAME_PROTECTED = 0x40,
  FRAME_HT_CONTROL = 0x80
};

/* QoS Control, clause 9.2.4.5. */
enum
{
  QOS_AGGREGATE = 0x80,   /* of the first byte */
  QOS_MESH_CONTROL = 0x01 /* of the second, in a mesh; elsewhere it has another meaning */
};

static bool
read_le16 (TlBytes *bytes, guint16 *out)
{
  guint16 big;

  if (!tl_bytes_u16 (bytes, &big))
    return false;
  *out = GUINT16_SWAP_LE_BE (big);
  return true;
}

static bool
read_le32 (TlBytes *bytes, guint32 *out)
{
  guint32 big;

  if (!tl_bytes_u32 (bytes, &big))
    return false;
  *out = GUINT32_SWAP_LE_BE (big);
  return true;
}

/* The fields of a radiotap header that stand before Flags, and Flags: 0x20 says that the 802.11 header is padded, 0x40 that the frame
 * failed its checksum: what is in it was sent by nobody. */
static bool
read_radiotap_flags (TlBytes header, bool *padded)
{
  enum
  {
    PRESENT_TSFT = 1 << 0,
    PRESENT_FLAGS = 1 << 1,
    PRESENT_MORE = 1u << 31,
    FLAG_DATA_PAD = 0x20,
    FLAG_BAD_FCS = 0x40
  };
  gsize length = header.length;
  guint32 first = 0, present;
  guint8 flags;

  if (!tl_bytes_skip (&header, 4) || !read_le32 (&header, &first))
    return false;
  for (present = first; present & PRESENT_MORE;)
    if (!read_le32 (&header, &present))
      return false;
  if (first & PRESENT_TSFT && (!tl_bytes_skip (&header, (8 - (length - header.length) % 8) % 8) || !tl_bytes_skip (&header, 8)))
    return false;
  if (!(first & PRESENT_FLAGS))
    return true;
  if (!tl_bytes_u8 (&header, &flags))
    return false;
  *padded = flags & FLAG_DATA_PAD;
  return !(flags & FLAG_BAD_FCS);
}

static bool
strip_radiotap (TlBytes *frame, bool *padded)
{
  TlBytes header = *frame;
  guint16 length;

  if (!tl_bytes_begin_with (*frame, "\0", 1) || !tl_bytes_skip (&header, 2) || !read_le16 (&header, &length))
    return false;
  return tl_bytes_take (frame, length, &header) && read_radiotap_flags (header, padded);
}

/* Big-endian: version, length of the header. */
static bool
strip_avs (TlBytes *frame)
{
  TlBytes copy = *frame;
  guint32 length;

  return tl_bytes_skip (&copy, 4) && tl_bytes_u32 (&copy, &length) && tl_bytes_skip (frame, length);
}

/* In the byte order of the system that captured: code, length of the header. */
static bool
strip_prism (TlBytes *frame)
{
  static const guint8 avs[] = { 0x80, 0x21, 0x10 };
  TlBytes copy = *frame;
  guint32 length;

  if (tl_bytes_begin_with (*frame, avs, sizeof avs))
    return strip_avs (frame);
  if (!tl_bytes_skip (&copy, 4) || !read_le32 (&copy, &length))
    return false;
  return tl_bytes_skip (frame, MIN (length, GUINT32_SWAP_LE_BE (length)));
}

/* Version, flags, length of the header, link type of what follows. */
static bool
strip_ppi (TlBytes *frame)
{
  TlBytes copy = *frame;
  guint16 length;
  guint32 link_type;

  return tl_bytes_skip (&copy, 2) && read_le16 (&copy, &length) && read_le32 (&copy, &link_type)
         && link_type == TL_WLAN_PLAIN && tl_bytes_skip (frame, length);
}

static bool
strip_capture_header (int link_type, TlBytes *frame, bool *padded)
{
  switch (link_type)
    {
    case TL_WLAN_PLAIN:
      return true;
    case TL_WLAN_PRISM:
      return strip_prism (frame);
    case TL_WLAN_RADIOTAP:
      return strip_radiotap (frame, padded);
    case TL_WLAN_AVS:
      return strip_avs (frame);
    case TL_WLAN_PPI:
      return strip_ppi (frame);
    default:
      return false;
    }
}

/* Mesh Control, clause 9.2.4.7.3: flags, time to live, sequence number, and up to two more addresses. */
static bool
strip_mesh_control (TlBytes *frame)
{
  TlBytes control;

  return tl_bytes_take (frame, 6, &control) && tl_bytes_skip (frame, (control.data[0] & 3u) * 6);
}

/* Clause 9.3.2.1: the header of a data frame. */
static bool
strip_mac_header (TlBytes *frame, bool padded, bool *aggregate)
{
  static const guint8 snap[] = { 0xaa, 0xaa, 0x03 };
  gsize before = frame->length;
  TlBytes header, qos = { NULL, 0 };
  guint8 type, flags;

  *aggregate = false;
  if (!tl_bytes_take (frame, 24, &header))
    return false;
  type = header.data[0];
  flags = header.data[1];
  if ((type & FRAME_VERSION_AND_TYPE) != FRAME_DATA || type & FRAME_NO_DATA
      || flags & (FRAME_PROTECTED | FRAME_MORE_FRAGMENTS) || header.data[22] & 0x0f)
    return false;
  if ((flags & FRAME_TO_AND_FROM_DS) == FRAME_TO_AND_FROM_DS && !tl_bytes_skip (frame, 6))
    return false;
  if (type & FRAME_QOS
      && (!tl_bytes_take (frame, 2, &qos) || (flags & FRAME_HT_CONTROL && !tl_bytes_skip (frame, 4))))
    return false;
  if (padded && !tl_bytes_skip (frame, (4 - (before - frame->length) % 4) % 4))
    return false;

  *aggregate = qos.length > 0 && qos.data[0] & QOS_AGGREGATE;
  if (qos.length > 0 && qos.data[1] & QOS_MESH_CONTROL && !*aggregate && !tl_bytes_begin_with (*frame, snap, sizeof snap))
    return strip_mesh_control (frame);
  return true;
}

static bool
strip_headers (int link_type, TlBytes *frame, bool *aggregate)
{
  bool padded = false;

  return strip_capture_header (link_type, frame, &padded) && strip_mac_header (frame, padded, aggregate);
}

bool
tl_wlan_strip (int link_type, TlBytes *frame)
{
  TlBytes first;
  guint32 missing;
  bool aggregate;

  if (!strip_headers (link_type, frame, &aggregate))
    return false;
  if (!aggregate)
    return tl_llc_strip (frame);
  if (!tl_wlan_next_frame (frame, &first, &missing))
    return false;
  *frame = first;
  return tl_ethernet_strip (frame);
}

bool
tl_wlan_open_aggregate (int link_type, TlBytes *frame)
{
  TlBytes copy = *frame;
  bool aggregate;

  if (!strip_headers (link_type, &copy, &aggregate) || !aggregate)
    return false;
  *frame = copy;
  return true;
}

bool
tl_wlan_next_frame (TlBytes *aggregate, TlBytes *frame, guint32 *missing)
{
  TlBytes all = *aggregate, header = *aggregate;
  guint16 length;
  gsize whole;

  /* Destination, source, and the length of what follows; then padding to four bytes. */
  if (!tl_bytes_skip (&header, 12) || !tl_bytes_u16 (&header, &length))
    return false;
  whole = 14u + length;
  *missing = whole > all.length ? (guint32) (whole - all.length) : 0;
  tl_bytes_take (aggregate, MIN (whole, all.length), frame);
  tl_bytes_skip (aggregate, MIN ((4 - whole % 4) % 4, aggregate->length));
  return true;
}
