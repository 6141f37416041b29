/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * IP, TCP and UDP headers, with every length that may lie.
 */
#include "limits.h"
#include "network/ip.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace
{

std::string
u16 (unsigned value)
{
  return { static_cast<char> (value >> 8), static_cast<char> (value) };
}

std::string
u32 (guint32 value)
{
  return u16 (value >> 16) + u16 (value & 0xffff);
}

std::string
zeros (size_t n)
{
  return std::string (n, '\0');
}

std::string
tcp (const std::string &payload, const std::string &options = "", char flags = 0x18)
{
  return u16 (50000) + u16 (443) + u32 (0x11223344) + u32 (0x55667788)
         + static_cast<char> ((5 + options.size () / 4) << 4) + flags + zeros (6) + options + payload;
}

std::string
udp (const std::string &payload, int length = -1)
{
  return u16 (50000) + u16 (443)
         + u16 (length < 0 ? 8 + static_cast<unsigned> (payload.size ()) : static_cast<unsigned> (length))
         + u16 (0) + payload;
}

/* @total: what the header says, or the truth when it is negative; @fragment: flags and offset. */
std::string
ipv4 (guint8 protocol,
      const std::string &rest,
      const std::string &options = "",
      int total = -1,
      unsigned fragment = 0)
{
  size_t truth = 20 + options.size () + rest.size ();

  return std::string (1, static_cast<char> (0x40 + 5 + options.size () / 4)) + '\0'
         + u16 (total < 0 ? static_cast<unsigned> (truth) : static_cast<unsigned> (total)) + u16 (7)
         + u16 (fragment) + '\x40' + static_cast<char> (protocol) + u16 (0)
         + std::string ("\xc0\x00\x02\x01", 4) + std::string ("\xc6\x33\x64\x02", 4) + options + rest;
}

std::string
ipv6 (guint8 next, const std::string &rest, int length = -1)
{
  return '\x60' + zeros (3)
         + u16 (length < 0 ? static_cast<unsigned> (rest.size ()) : static_cast<unsigned> (length))
         + static_cast<char> (next) + '\x40' + "\x20\x01\x0d\xb8" + zeros (11) + '\x01' + "\x20\x01\x0d\xb8"
         + zeros (11) + '\x02' + rest;
}

/* What is found in a packet; nothing when it is not read. */
struct Found
{
  bool read;
  TlSegment segment;
  std::string payload, source, destination;
};

Found
find (const std::string &packet, guint32 wire_length = 0)
{
  /* A copy of just this size, so that a sanitizer sees what is read beyond it. */
  std::vector<guint8> exact (packet.begin (), packet.end ());
  TlPacket input = { 1, 2, exact.data (), static_cast<guint32> (exact.size ()), 0, 101 };
  Found found = {};

  input.length = MAX (wire_length, input.captured);
  /* Nothing of what was there before may shine through. */
  memset (&found.segment, 0xee, sizeof found.segment);
  found.read = tl_segment_from_packet (&input, &found.segment);
  if (!found.read)
    return found;
  found.payload.assign (reinterpret_cast<const char *> (found.segment.payload.data),
                        found.segment.payload.length);
  g_autofree char *source = tl_endpoint_to_string (&found.segment.source);
  g_autofree char *destination = tl_endpoint_to_string (&found.segment.destination);
  found.source = source;
  found.destination = destination;
  return found;
}

TEST (Ip, Tcp)
{
  Found found = find (ipv4 (6, tcp ("hello")));

  ASSERT_TRUE (found.read);
  EXPECT_EQ (found.segment.protocol, TL_IP_TCP);
  EXPECT_EQ (found.source, "192.0.2.1:50000");
  EXPECT_EQ (found.destination, "198.51.100.2:443");
  EXPECT_EQ (found.segment.sequence, 0x11223344u);
  EXPECT_EQ (found.segment.acknowledgment, 0x55667788u);
  EXPECT_EQ (found.segment.flags, 0x18);
  EXPECT_EQ (found.payload, "hello");
  EXPECT_EQ (found.segment.missing, 0u);
  for (int i = 4; i < 16; i++)
    EXPECT_EQ (found.segment.source.address.bytes[i], 0);
}

TEST (Ip, Udp)
{
  Found found = find (ipv4 (17, udp ("hello")));

  ASSERT_TRUE (found.read);
  EXPECT_EQ (found.segment.protocol, TL_IP_UDP);
  EXPECT_EQ (found.source, "192.0.2.1:50000");
  EXPECT_EQ (found.payload, "hello");
  EXPECT_EQ (found.segment.sequence, 0u);
  EXPECT_EQ (found.segment.flags, 0);
}

TEST (Ip, Version6)
{
  Found found = find (ipv6 (6, tcp ("hello")));

  ASSERT_TRUE (found.read);
  EXPECT_EQ (found.source, "[2001:db8::1]:50000");
  EXPECT_EQ (found.destination, "[2001:db8::2]:443");
  EXPECT_EQ (found.payload, "hello");
  EXPECT_EQ (find (ipv6 (17, udp ("hello"))).payload, "hello");
}

TEST (Ip, Options)
{
  for (size_t n = 0; n <= 40; n += 4)
    {
      EXPECT_EQ (find (ipv4 (6, tcp ("hello", std::string (n, '\1')))).payload, "hello") << n;
      EXPECT_EQ (find (ipv4 (6, tcp ("hello"), std::string (n, '\1'))).payload, "hello") << n;
    }
}

TEST (Ip, OtherProtocols)
{
  EXPECT_FALSE (find (ipv4 (1, zeros (40))).read);
  EXPECT_FALSE (find (ipv6 (58, zeros (40))).read);
  EXPECT_FALSE (find (ipv6 (59, zeros (40))).read);
  EXPECT_FALSE (find ("\x50" + zeros (60)).read);
  EXPECT_FALSE (find ("").read);
}

/* An Ethernet frame has at least 60 bytes. */
TEST (Ip, PaddingIsNotPayload)
{
  EXPECT_EQ (find (ipv4 (6, tcp ("")) + zeros (6)).payload, "");
  EXPECT_EQ (find (ipv6 (6, tcp ("x")) + zeros (6)).payload, "x");
  EXPECT_EQ (find (ipv4 (17, udp ("abc") + "padding")).payload, "abc");
}

TEST (Ip, CutBySnapLength)
{
  std::string payload (1000, 'x');

  for (const std::string &whole : { ipv4 (6, tcp (payload, "\1\1\1\1")), ipv6 (6, tcp (payload, "\1\1\1\1")),
                                    ipv4 (17, udp (payload)), ipv6 (17, udp (payload)) })
    {
      bool is_tcp = whole[0] == '\x45' ? whole[9] == 6 : whole[6] == 6;
      size_t network = whole[0] == '\x45' ? 20 : 40;
      size_t header = network + (is_tcp ? 24 : 8);

      for (size_t length = 0; length < whole.size (); length += length < 100 ? 1 : 100)
        {
          Found found = find (whole.substr (0, length), static_cast<guint32> (whole.size ()));

          SCOPED_TRACE (length);
          EXPECT_EQ (found.read, length >= network + (is_tcp ? 20 : 8));
          if (!found.read)
            continue;
          /* Cut within the options of TCP, all of the payload is missing. */
          size_t got = length > header ? length - header : 0;
          EXPECT_EQ (found.payload.size (), got);
          EXPECT_EQ (found.segment.missing, payload.size () - got);
        }
    }
}

TEST (Ip, PaddingOfACutFrameIsNotMissing)
{
  std::string whole = ipv4 (6, tcp ("hello"));
  Found found = find (whole.substr (0, 42), 60);

  ASSERT_TRUE (found.read);
  EXPECT_EQ (found.payload, "he");
  EXPECT_EQ (found.segment.missing, 3u);
}

/* Lengths left to the network card are 0 in the capture of the sender. */
TEST (Ip, SegmentationOffload)
{
  EXPECT_EQ (find (ipv4 (6, tcp ("hello"), "", 0)).payload, "hello");
  EXPECT_EQ (find (ipv6 (6, tcp ("hello"), 0)).payload, "hello");
  EXPECT_EQ (find (ipv4 (17, udp ("hello", 0))).payload, "hello");
  EXPECT_EQ (find (ipv4 (6, tcp ("hello"), "", 0), 50).segment.missing, 5u);
}

TEST (Ip, LengthsThatLie)
{
  /* Less than the header. */
  EXPECT_FALSE (find (ipv4 (6, tcp ("hello"), "", 19)).read);
  EXPECT_FALSE (find (ipv4 (6, tcp ("hello"), "\1\1\1\1", 23)).read);
  EXPECT_FALSE (find (ipv4 (17, udp ("hello", 7))).read);
  /* Less than the headers that follow. */
  EXPECT_FALSE (find (ipv4 (6, tcp ("hello"), "", 39)).read);
  EXPECT_TRUE (find (ipv4 (6, tcp ("hello"), "", 40)).read);
  EXPECT_FALSE (find (ipv6 (6, tcp ("hello"), 19)).read);
  /* More than the frame had on the wire: what is not there is not lost. */
  Found found = find (ipv4 (6, tcp ("hello"), "", 65535));
  EXPECT_EQ (found.payload, "hello");
  EXPECT_EQ (found.segment.missing, 0u);
  EXPECT_EQ (find (ipv6 (17, udp ("hello"), 65535)).segment.missing, 0u);
  EXPECT_EQ (find (ipv4 (17, udp ("hello", 65535))).payload, "hello");
}

TEST (Ip, HeaderLengthsThatLie)
{
  std::string packet = ipv4 (6, tcp ("hello"));

  packet[0] = '\x44';
  EXPECT_FALSE (find (packet).read);
  packet[0] = '\x4f';
  EXPECT_FALSE (find (packet).read);
  packet = ipv4 (6, tcp ("hello"));
  packet[32] = '\x40';
  EXPECT_FALSE (find (packet).read);
  packet[32] = '\xf0'; /* 60 bytes, of which there are 25 */
  EXPECT_FALSE (find (packet).read);
}

TEST (Ip, MissingIsBounded)
{
  for (guint32 wire : { guint32 (TL_LIMIT_PACKET) + 40, G_MAXUINT32 })
    EXPECT_LE (find (ipv4 (6, tcp (""), "", 0), wire).segment.missing, TL_LIMIT_PACKET);
}

TEST (Ip, FragmentsAreNotRead)
{
  EXPECT_TRUE (find (ipv4 (6, tcp ("hello"), "", -1, 0x4000)).read);  /* Don't Fragment */
  EXPECT_FALSE (find (ipv4 (6, tcp ("hello"), "", -1, 0x2000)).read); /* More Fragments */
  EXPECT_FALSE (find (ipv4 (6, tcp ("hello"), "", -1, 0x0001)).read);
  EXPECT_FALSE (find (ipv4 (6, tcp ("hello"), "", -1, 0x1fff)).read);
}

std::string
extension (guint8 next, size_t units = 0)
{
  return std::string (1, static_cast<char> (next)) + static_cast<char> (units) + zeros (6 + units * 8);
}

TEST (Ip, ExtensionHeaders)
{
  for (guint8 kind : { 0, 43, 60, 135, 139, 140 })
    for (size_t units : { 0, 1, 255 })
      EXPECT_EQ (find (ipv6 (kind, extension (6, units) + tcp ("hello"))).payload, "hello") << int (kind);

  /* RFC 4302: the length is counted in words, less two. */
  std::string authentication = std::string ("\x06\x04", 2) + zeros (22);
  EXPECT_EQ (find (ipv6 (51, authentication + tcp ("hello"))).payload, "hello");
  /* In a row. */
  EXPECT_EQ (find (ipv6 (0, extension (43) + extension (60, 2) + extension (17) + udp ("hello"))).payload,
             "hello");
}

TEST (Ip, ExtensionHeadersThatLie)
{
  EXPECT_FALSE (find (ipv6 (0, extension (6, 0).substr (0, 7))).read);
  EXPECT_FALSE (find (ipv6 (0, std::string ("\x06\xff", 2) + zeros (30) + tcp ("hello"))).read);
  EXPECT_FALSE (find (ipv6 (51, zeros (8) + tcp ("hello"))).read);
}

TEST (Ip, FragmentHeader)
{
  auto fragment = [] (unsigned offset) { return std::string ("\x06\x00", 2) + u16 (offset) + u32 (99); };

  EXPECT_EQ (find (ipv6 (44, fragment (0) + tcp ("hello"))).payload, "hello");
  EXPECT_FALSE (find (ipv6 (44, fragment (1) + tcp ("hello"))).read);
  EXPECT_FALSE (find (ipv6 (44, fragment (8) + tcp ("hello"))).read);
}

TEST (Ip, DepthOfExtensionHeaders)
{
  for (unsigned n : { TL_LIMIT_ENCAPSULATION - 1, TL_LIMIT_ENCAPSULATION, TL_LIMIT_ENCAPSULATION + 1 })
    {
      std::string rest;
      for (unsigned i = 1; i < n; i++)
        rest += extension (60);

      EXPECT_EQ (find (ipv6 (60, rest + extension (6) + tcp ("hello"))).read, n <= TL_LIMIT_ENCAPSULATION)
          << n;
    }
}

TEST (Ip, IpInIp)
{
  EXPECT_EQ (find (ipv4 (41, ipv6 (6, tcp ("hello")))).source, "[2001:db8::1]:50000");
  EXPECT_EQ (find (ipv6 (4, ipv4 (17, udp ("hello")))).source, "192.0.2.1:50000");

  for (unsigned n : { TL_LIMIT_ENCAPSULATION - 1, TL_LIMIT_ENCAPSULATION, TL_LIMIT_ENCAPSULATION + 1 })
    {
      std::string packet = ipv4 (6, tcp ("hello"));
      for (unsigned i = 1; i < n; i++)
        packet = ipv4 (4, packet);

      EXPECT_EQ (find (packet).read, n <= TL_LIMIT_ENCAPSULATION) << n;
    }
}

TEST (Ip, EthernetFrame)
{
  std::string frame = zeros (12) + u16 (0x8100) + u16 (1) + u16 (0x0800) + ipv4 (6, tcp ("hello"));
  TlPacket packet = { 1,
                      2,
                      reinterpret_cast<const guint8 *> (frame.data ()),
                      static_cast<guint32> (frame.size ()),
                      static_cast<guint32> (frame.size ()),
                      1 };
  TlSegment segment;

  ASSERT_TRUE (tl_segment_from_packet (&packet, &segment));
  EXPECT_EQ (segment.payload.length, 5u);
  packet.link_type = 147;
  EXPECT_FALSE (tl_segment_from_packet (&packet, &segment));
}

} // namespace
