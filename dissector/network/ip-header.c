/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tells an IP packet from other bytes.
 */
#include "ip-header.h"

enum
{
  MOST_PADDING = 64 /* bytes that may stand behind a packet: what fills a short frame, or a checksum */
};

static guint16
u16_at (const guint8 *p)
{
  return (guint16) (p[0] << 8 | p[1]);
}

/* RFC 1071: the sum over a header with a good checksum is all ones. */
static bool
checksum_fits (TlBytes header)
{
  guint32 sum = 0;

  for (gsize i = 0; i + 1 < header.length; i += 2)
    sum += u16_at (header.data + i);
  while (sum > 0xffff)
    sum = (sum & 0xffff) + (sum >> 16);
  return sum == 0xffff;
}

/* A packet of @length bytes, of which @captured are there and perhaps more are not, and padding behind it. */
static bool
length_fits (gsize length, gsize captured)
{
  return length + MOST_PADDING >= captured;
}

/* RFC 791 section 3.1. A checksum or a length of 0 was left to the network card. */
static bool
ipv4_fits (TlBytes bytes)
{
  TlBytes header;
  gsize captured = bytes.length, total;

  if (!tl_bytes_take (&bytes, 20, &header))
    return false;
  total = u16_at (header.data + 2);
  header.length = (header.data[0] & 0x0fu) * 4;
  if (header.length < 20 || header.length > captured || (total != 0 && total < header.length))
    return false;
  if (u16_at (header.data + 10) != 0)
    return checksum_fits (header);
  return total == 0 || length_fits (total, captured);
}

/* RFC 4291 section 2.4, and what IANA has given out since: reserved for IPv4, global unicast, and the local ones. */
static bool
ipv6_address_fits (guint8 first)
{
  return first == 0x00 || first >> 5 == 1 || first >= 0xfc;
}

/* RFC 8200 section 3. It has no checksum: the addresses and what comes next must be something that there is. */
static bool
ipv6_fits (TlBytes bytes)
{
  static const guint8 known[] = { 0, 4, 6, 17, 41, 43, 44, 47, 50, 51, 58, 59, 60, 97, 103, 115, 132, 135, 137, 139, 140, 143 };
  gsize captured = bytes.length, length;
  TlBytes header;

  if (!tl_bytes_take (&bytes, 40, &header) || header.data[7] == 0 || !ipv6_address_fits (header.data[8])
      || !ipv6_address_fits (header.data[24]))
    return false;
  length = u16_at (header.data + 4);
  return memchr (known, header.data[6], sizeof known) != NULL && (length == 0 || length_fits (length + 40, captured));
}

bool
tl_ip_header_fits (TlBytes bytes)
{
  switch (bytes.length > 0 ? bytes.data[0] >> 4 : 0)
    {
    case 4:
      return ipv4_fits (bytes);
    case 6:
      return ipv6_fits (bytes);
    default:
      return false;
    }
}
