/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * IP, TCP and UDP headers, with every length that may lie.
 */
#include "limits.h"
#include "network/ip.h"
#include "packets.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace
{

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
  found.read = tl_segment_from_packet (NULL, &input, &found.segment);
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

/* Without somebody who puts them together. */
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

/* Tunnels in tunnels: each is a packet with headers before it. */
TEST (Ip, Tunnels)
{
  std::string inner = ipv4 (6, tcp ("hello"));

  EXPECT_EQ (find (ipv6 (47, hex ("0000 0800") + inner)).payload, "hello");
  EXPECT_EQ (find (ipv6 (17, udp_to (4789, hex ("08000000 00000100") + ethernet (inner)))).source, "192.0.2.1:50000");
  EXPECT_EQ (find (ipv4 (17, udp_to (2152, hex ("30ff 002d 00000001") + ipv6 (17, udp ("hello"))))).source,
             "[2001:db8::1]:50000");
  EXPECT_EQ (find (ipv4 (17, udp_to (6081, hex ("0000 6558 00000100")
                                              + ethernet (ipv4 (47, hex ("2000 6558 00000001") + ethernet (inner))))))
                 .payload,
             "hello");
  /* Authentication, RFC 4302, in IPv4 too. */
  EXPECT_EQ (find (ipv4 (51, std::string ("\x06\x04", 2) + zeros (22) + tcp ("hello"))).payload, "hello");
  EXPECT_FALSE (find (ipv4 (51, std::string ("\x06\x04", 2) + zeros (10))).read);
  EXPECT_FALSE (find (ipv4 (47, hex ("0000 0800") + ipv4 (1, zeros (8)))).read);
}

/* A datagram to the port of a tunnel that carries none is still one. */
TEST (Ip, NoTunnelAfterAll)
{
  Found found = find (ipv4 (17, udp_to (4789, "hello")));

  ASSERT_TRUE (found.read);
  EXPECT_EQ (found.payload, "hello");
  EXPECT_EQ (found.segment.destination.port, 4789);
  /* But what is in a tunnel is not looked for outside of it. */
  EXPECT_FALSE (find (ipv4 (17, udp_to (4789, hex ("08000000 00000100") + ethernet (ipv4 (1, zeros (8)))))).read);
}

TEST (Ip, TunnelCutBySnapLength)
{
  std::string payload (1000, 'x');
  std::string whole = ipv4 (17, udp_to (4789, hex ("08000000 00000100") + ethernet (ipv4 (6, tcp (payload)))));
  size_t header = 20 + 8 + 8 + 14 + 20 + 20;

  for (size_t length = header; length < whole.size (); length += 100)
    {
      Found found = find (whole.substr (0, length), static_cast<guint32> (whole.size ()));

      ASSERT_TRUE (found.read) << length;
      EXPECT_EQ (found.payload.size (), length - header);
      EXPECT_EQ (found.segment.missing, payload.size () - (length - header));
    }
}

TEST (Ip, DepthOfTunnels)
{
  for (unsigned n : { TL_LIMIT_ENCAPSULATION - 1, TL_LIMIT_ENCAPSULATION, TL_LIMIT_ENCAPSULATION + 1 })
    {
      std::string packet = ipv4 (6, tcp ("hello"));
      for (unsigned i = 1; i < n; i++)
        packet = i % 2 ? ipv4 (47, hex ("0000 0800") + packet) : ipv6 (17, udp_to (4341, zeros (8) + packet));

      EXPECT_EQ (find (packet).read, n <= TL_LIMIT_ENCAPSULATION) << n;
    }
}

/* Packets one after the other, with fragments put together. */
struct Line
{
  TlReassembly *fragments = tl_reassembly_new ();
  TlPacket packet = { 0, 1000, nullptr, 0, 0, 101 };
  TlSegment segment;
  std::string bytes; /* of the last packet: the segment borrows them */

  ~Line ()
  {
    tl_reassembly_free (fragments);
  }

  bool add (const std::string &next)
  {
    bytes = next;
    packet.number++;
    packet.data = reinterpret_cast<const guint8 *> (bytes.data ());
    packet.captured = packet.length = static_cast<guint32> (bytes.size ());
    memset (&segment, 0xee, sizeof segment);
    return tl_segment_from_packet (fragments, &packet, &segment);
  }

  /* "bytes from packet, ..." */
  std::string payload ()
  {
    TlStepOrigin origin;
    TlChunk chunk = tl_segment_payload (&segment, &packet, &origin);
    std::string all;
    for (guint i = 0; i < chunk.n_origins; i++)
      {
        gsize begin = MAX (chunk.origins[i].offset, chunk.skip) - chunk.skip;
        gsize end = i + 1 < chunk.n_origins ? chunk.origins[i + 1].offset - chunk.skip : chunk.bytes.length;
        all += std::string (reinterpret_cast<const char *> (chunk.bytes.data) + begin, end - begin) + ":"
               + std::to_string (chunk.origins[i].packet) + " ";
      }
    return all;
  }
};

/* @rest in fragments of @size bytes. */
std::vector<std::string>
fragments_of_ipv4 (guint8 protocol, const std::string &rest, size_t size)
{
  std::vector<std::string> all;
  for (size_t at = 0; at < rest.size (); at += size)
    all.push_back (ipv4 (protocol, rest.substr (at, size), "", -1,
                         static_cast<unsigned> (at / 8) | (at + size < rest.size () ? 0x2000 : 0)));
  return all;
}

std::vector<std::string>
fragments_of_ipv6 (guint8 next, const std::string &rest, size_t size)
{
  std::vector<std::string> all;
  for (size_t at = 0; at < rest.size (); at += size)
    all.push_back (ipv6 (44, std::string (1, static_cast<char> (next)) + '\0'
                                 + u16 (static_cast<unsigned> (at) | (at + size < rest.size () ? 1 : 0)) + u32 (99)
                                 + rest.substr (at, size)));
  return all;
}

TEST (Ip, FragmentsOfTcp)
{
  for (const auto &all : { fragments_of_ipv4 (6, tcp ("hello, this is long"), 24), fragments_of_ipv6 (6, tcp ("hello, this is long"), 24) })
    for (bool reversed : { false, true })
      {
        Line line;
        ASSERT_EQ (all.size (), 2u);
        EXPECT_FALSE (line.add (all[reversed]));
        ASSERT_TRUE (line.add (all[!reversed]));
        EXPECT_EQ (line.segment.sequence, 0x11223344u);
        EXPECT_EQ (line.payload (), reversed ? "hell:2 o, this is long:1 " : "hell:1 o, this is long:2 ");
        EXPECT_EQ (line.segment.missing, 0u);
      }
}

TEST (Ip, FragmentsOfUdp)
{
  Line line;
  for (const auto &all : { fragments_of_ipv4 (17, udp ("0123456789abcdef"), 8), fragments_of_ipv6 (17, udp ("0123456789abcdef"), 8) })
    {
      line.packet.number = 0;
      ASSERT_EQ (all.size (), 3u);
      EXPECT_FALSE (line.add (all[0]));
      EXPECT_FALSE (line.add (all[2]));
      ASSERT_TRUE (line.add (all[1]));
      EXPECT_EQ (line.segment.source.port, 50000);
      EXPECT_EQ (line.payload (), "01234567:3 89abcdef:2 ");
    }
  /* What was not in fragments is of one packet. */
  line.packet.number = 8;
  ASSERT_TRUE (line.add (ipv4 (17, udp ("whole"))));
  EXPECT_EQ (line.segment.whole, nullptr);
  EXPECT_EQ (line.payload (), "whole:9 ");
}

/* An extension header may stand in the fragments (RFC 8200 section 4.5). */
TEST (Ip, FragmentsWithAnExtensionHeader)
{
  Line line;
  auto all = fragments_of_ipv6 (60, extension (17) + udp ("hello"), 8);

  for (size_t i = 0; i < all.size (); i++)
    EXPECT_EQ (line.add (all[i]), i + 1 == all.size ());
  EXPECT_EQ (line.payload (), "hello:3 ");
}

/* A tunnel in fragments, and fragments in a tunnel. */
TEST (Ip, FragmentsAndTunnels)
{
  Line line;
  std::string inner = ipv4 (6, tcp ("hello, this is long"));
  auto outside = fragments_of_ipv6 (17, udp_to (4341, zeros (8) + inner), 72);

  EXPECT_FALSE (line.add (outside[0]));
  ASSERT_TRUE (line.add (outside[1]));
  EXPECT_EQ (line.payload (), "hello, this is l:1 ong:2 ");

  line.packet.number = 0;
  auto inside = fragments_of_ipv4 (6, tcp ("hello, this is long"), 24);
  EXPECT_FALSE (line.add (ipv6 (17, udp_to (4341, zeros (8) + inside[0]))));
  ASSERT_TRUE (line.add (ipv6 (17, udp_to (4341, zeros (8) + inside[1]))));
  EXPECT_EQ (line.payload (), "hell:1 o, this is long:2 ");

  /* Both: the part of each of the packets of a tunnel is known. */
  line.packet.number = 0;
  for (size_t i = 0; i < 2; i++)
    {
      auto both = fragments_of_ipv6 (47, hex ("0000 0800") + inside[i], i == 0 ? 40 : 32);
      ASSERT_EQ (both.size (), 2u);
      EXPECT_FALSE (line.add (both[0]));
      EXPECT_EQ (line.add (both[1]), i == 1);
    }
  EXPECT_EQ (line.payload (), "hell:2 o, this :3 is long:4 ");
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

  ASSERT_TRUE (tl_segment_from_packet (NULL, &packet, &segment));
  EXPECT_EQ (segment.payload.length, 5u);
  packet.link_type = 147;
  EXPECT_FALSE (tl_segment_from_packet (NULL, &packet, &segment));
}

} // namespace
