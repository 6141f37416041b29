/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One frame of each link layer, whole and cut.
 */
#include "limits.h"
#include "network/link.h"
#include "packets.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace
{

/* It begins like IPv4: behind labels of MPLS, that is how it is known. */
const std::string packet = "E, the packet";
const std::string addresses = "020000000001 020000000002 ";

struct Frame
{
  const char *what;
  int link_type;
  std::string header;
};

const std::vector<Frame> frames = {
  { "Ethernet, IPv4", 1, addresses + "0800" },
  { "Ethernet, IPv6", 1, addresses + "86dd" },
  { "Ethernet, 802.1Q", 1, addresses + "8100 0064 0800" },
  { "Ethernet, 802.1ad over 802.1Q", 1, addresses + "88a8 0064 8100 0065 86dd" },
  { "Ethernet, 9100 over 9200", 1, addresses + "9100 0001 9200 0002 0800" },
  { "Ethernet, LLC and SNAP", 1, addresses + "002e aaaa03 000000 0800" },
  { "Ethernet, VLAN, LLC and SNAP", 1, addresses + "8100 0064 002e aaaa03 000000 0800" },
  { "Ethernet, Cisco metadata", 1, addresses + "8909 01 01 0001 0007 0800" },
  { "Ethernet, MPLS", 1, addresses + "8847 0001 01 40" },
  { "Ethernet, MPLS of two labels", 1, addresses + "8848 0001 00 40 0001 01 40" },
  { "Ethernet, PPPoE", 1, addresses + "8864 11 00 0001 0100 0021" },
  { "Ethernet, PPPoE in VLANs, IPv6", 1, addresses + "8100 0001 8100 0002 8864 11 00 0001 0100 0057" },
  { "Ethernet, PPPoE, compressed protocol", 1, addresses + "8864 11 00 0001 0100 21" },
  { "Linux cooked, IPv4", 113, "0000 0001 0006 020000000001 0000 0800" },
  { "Linux cooked, IPv6", 113, "0004 0304 0006 000000000000 0000 86dd" },
  { "Linux cooked, 802.1Q", 113, "0000 0001 0006 020000000001 0000 8100 0064 0800" },
  { "Linux cooked v2, IPv4", 276, "0800 0000 00000002 0001 00 06 020000000001 0000" },
  { "Linux cooked v2, IPv6", 276, "86dd 0000 00000002 0001 00 06 020000000001 0000" },
  { "Linux cooked v2, 802.1Q", 276, "8100 0000 00000002 0001 00 06 020000000001 0000 0064 0800" },
  { "raw IP", 101, "" },
  { "raw IP, as BSD has it", 12, "" },
  { "raw IP, as OpenBSD has it", 14, "" },
  { "raw IPv4", 228, "" },
  { "raw IPv6", 229, "" },
  { "loopback, IPv4, little endian", 0, "02000000" },
  { "loopback, IPv4, big endian", 0, "00000002" },
  { "loopback, IPv6 of Linux", 0, "0a000000" },
  { "loopback, IPv6 of Windows", 0, "17000000" },
  { "loopback, IPv6 of NetBSD and OpenBSD", 0, "00000018" },
  { "loopback, IPv6 of FreeBSD", 0, "1c000000" },
  { "loopback, IPv6 of macOS", 0, "1e000000" },
  { "loopback of OpenBSD, IPv4", 108, "00000002" },
  { "loopback of OpenBSD, IPv6", 108, "00000018" },
  { "PPP", 9, "0021" },
  { "PPP with address and control", 9, "ff03 0057" },
  { "PPP, compressed protocol", 9, "21" },
  { "PPP, MPLS", 9, "ff03 0281 0001 01 40" },
  { "PPP in HDLC framing", 50, "ff03 0021" },
  { "Cisco HDLC in HDLC framing", 50, "0f00 0800" },
  { "PPPoE", 51, "11 00 0001 0100 0021" },
  { "Cisco HDLC", 104, "0f00 86dd" },
  { "PPP with direction", 204, "01 ff03 0021" },
  { "PPP of pppd", 166, "01 03 0057" },
  { "Cisco HDLC with direction", 205, "00 0f00 0800" },
  { "Ethernet, LLC without SNAP", 1, addresses + "0010 060603" },
  { "Ethernet, LLC of 802.1H", 1, addresses + "0010 aaaa03 0000f8 86dd" },
  { "Ethernet, jumbo LLC", 1, addresses + "8870 aaaa03 000000 0800" },
  { "Ethernet, backbone bridges", 1, addresses + "88a8 0064 88e7 00 000001 " + addresses + "8100 0065 0800" },
  { "Ethernet, VN-Tag", 1, addresses + "8926 8000 0001 0800" },
  { "Ethernet, 802.1BR", 1, addresses + "893f 0001 0002 0003 0800" },
  { "Ethernet, HSR", 1, addresses + "892f 0052 0001 86dd" },
  { "Ethernet, service header", 1, addresses + "894f 0fc4 02 01 00000103 00000000 00000000" },
  { "Ethernet, service header, Ethernet", 1, addresses + "894f 0fc2 02 03 00000103 " + addresses + "0800" },
  { "Ethernet, MPLS, Ethernet with a control word", 1,
    addresses + "8847 0001 01 40 00000000 " + addresses + "86dd" },
  { "Ethernet, MPLS, Ethernet", 1, addresses + "8847 0001 01 40 " + addresses + "8100 0064 0800" },
  { "MPLS", 219, "0001 00 40 0001 01 40" },
  { "Token Ring", 6, "1040 " + addresses + "aaaa03 000000 0800" },
  { "Token Ring, with a route", 6, "1040 020000000001 820000000002 0630 0011 0020 aaaa03 000000 0800" },
  { "FDDI", 10, "50 " + addresses + "aaaa03 000000 86dd" },
  { "SLIP", 8, "01 40 0000000000000000000000000000" },
  { "ATM, SNAP", 100, "aaaa03 000000 0800" },
  { "ATM, routed", 100, "fefe03 cc" },
  { "ATM, IPv6, routed", 100, "fefe03 8e" },
  { "ATM, PPP", 100, "fefe03 cf 0021" },
  { "ATM, bridged", 100, "aaaa03 0080c2 0007 0000 " + addresses + "0800" },
  { "SunATM", 123, "02 00 0020 aaaa03 000000 0800" },
  { "Fibre Channel", 122, "1000020000000001 1000020000000002 aaaa03 000000 0800" },
  { "FireWire", 138, "0200000000000001 0200000000000002 0800" },
  { "InfiniBand", 242, "0800 0000" },
  { "Frame Relay, IPv4", 107, "1841 03cc" },
  { "Frame Relay, IPv6", 107, "1841 038e" },
  { "Frame Relay, SNAP", 107, "1841 0300 80 000000 0800" },
  { "Frame Relay, address of four bytes, as Cisco has it", 107, "18404041 0800" },
  { "Frame Relay with direction", 206, "01 1841 03cc" },
  { "IPsec of OpenBSD", 109, "02000000 00001234 00000000" },
  { "packet filter of OpenBSD", 117, "3d 02 0000" + std::string (120, '0') },
  { "Solaris", 226, "02 1a 0001 00000020 00000001 00000000 00000000 00000000" },
  { "netfilter, little endian", 239, "02 00 0000 0800 0100 08000000 0500 0a00 61000000 1100 0900" },
  { "netfilter, big endian", 239, "0a 00 0000 0008 0001 00000000 0005 000a 61000000 0011 0009" },
  { "netANALYZER", 240, "00040040 " + addresses + "0800" },
  { "netANALYZER, transparent", 241, "00060040 55555555555555d5 " + addresses + "0800" },
  { "mPacket", 274, "55555555555555d5 " + addresses + "86dd" },
  { "Broadcom's tag", 281, addresses + "20000001 0800" },
  { "Broadcom's tag in front", 282, "20000001 " + addresses + "0800" },
  { "Marvell's tag", 284, addresses + "40000001 0800" },
  { "Marvell's tag with a type", 285, addresses + "dada0000 40000001 0800" },
  { "Juniper, Ethernet", 178, "4d4743 01 " + addresses + "0800" },
  { "Juniper, Ethernet, extensions", 178, "4d4743 81 0006 010101 030104 " + addresses + "0800" },
  { "Juniper, PPP", 179, "4d4743 01 ff03 0021" },
  { "Juniper, Frame Relay", 180, "4d4743 01 1841 03cc" },
  { "Juniper, HDLC", 181, "4d4743 01 0f00 0800" },
  { "PPI, Ethernet", 192, "00 00 0800 01000000 " + addresses + "0800" },
  { "macOS, version 1, Ethernet", 258,
    "6c000000 01000000 01000000" + std::string (24 * 2, '0') + "01000000" + std::string (68 * 2, '0') + addresses + "0800" },
  { "macOS, version 1, raw IP", 258,
    "6c000000 01000000 0c000000" + std::string (24 * 2, '0') + "01000000" + std::string (68 * 2, '0') },
  { "macOS, version 2, Ethernet", 258, "30 000000 0000 0100" + std::string (28 * 2, '0') + "01000800" + std::string (8 * 2, '0') + addresses + "0800" },
};

TEST (Link, EveryTypeComesOff)
{
  for (const Frame &frame : frames)
    {
      std::string bytes = hex (frame.header) + packet;
      TlBytes rest = tl_bytes (bytes.data (), bytes.size ());

      SCOPED_TRACE (frame.what);
      EXPECT_TRUE (tl_link_type_known (frame.link_type));
      ASSERT_TRUE (tl_link_strip (frame.link_type, &rest));
      EXPECT_EQ (std::string (reinterpret_cast<const char *> (rest.data), rest.length), packet);
    }
}

TEST (Link, CutAtEveryByte)
{
  for (const Frame &frame : frames)
    {
      std::string header = hex (frame.header);

      for (size_t length = 0; length < header.size (); length++)
        {
          /* A copy of just this size, so that a sanitizer sees what is read beyond it. */
          std::vector<guint8> bytes (header.begin (), header.begin () + static_cast<long> (length));
          TlBytes rest = tl_bytes (bytes.data (), bytes.size ());

          SCOPED_TRACE (frame.what);
          EXPECT_FALSE (tl_link_strip (frame.link_type, &rest)) << length;
        }
    }
}

TEST (Link, NoIp)
{
  const std::vector<Frame> others = {
    { "ARP", 1, addresses + "0806 0001" },
    { "spanning tree", 1, addresses + "0026 424203 0000000000" },
    { "ARP in a VLAN", 1, addresses + "8100 0064 0806 0001" },
    { "PPPoE discovery", 1, addresses + "8863 11 09 0000 0010 0021" },
    { "PPPoE, not data", 1, addresses + "8864 11 09 0000 0010 0021" },
    { "PPP, LCP", 9, "ff03 c021 01" },
    { "another address family", 0, "07000000 45" },
    { "Linux cooked, ARP", 113, "0000 0001 0006 020000000001 0000 0806 00" },
    { "Linux cooked, a kind of CAN", 113, "0000 0118 0000 000000000000 0000 000c 00" },
    { "a link type that nobody knows", 147, "45000000" },
    { "Novell's raw 802.3", 1, addresses + "0030 ffff" },
    { "MPLS, associated channel", 1, addresses + "8847 0001 01 40 10000000 " + addresses + "0000" },
    { "service header, of something else", 1, addresses + "894f 0fc2 02 09 00000103 00000000 00000000" },
    { "service header of another version", 1, addresses + "894f 4fc2 02 01 00000103 00000000 00000000" },
    { "service header that is too short", 1, addresses + "894f 0fc1 02 01 00000103" },
    { "Token Ring, a frame of its own", 6, "1000 " + addresses + "aaaa03 000000 0800" },
    { "FDDI, a frame of its own", 10, "41 " + addresses + "aaaa03 000000 0800" },
    { "packet filter, no IP", 117, "3d 07 0000" + std::string (120, '0') },
    { "netfilter, no packet", 239, "02 00 0000 0800 0100 08000000" },
    { "netfilter, a value without end", 239, "02 00 0000 0300 0100 08000000" },
    { "mPacket, the beginning of one that was cut", 274, "55555555555555e6 " + addresses + "0800" },
    { "Juniper, without its link header", 178, "4d4743 03 " + addresses + "0800" },
    { "PPI in PPI", 192, "00 00 0800 c0000000 00 00 0800 01000000 " + addresses + "0800" },
    { "PPI in macOS's header in PPI", 192, "00 00 0800 02010000 " },
    { "Frame Relay, an address without end", 107, "1840404040 03cc" },
  };

  for (const Frame &frame : others)
    {
      std::string bytes = hex (frame.header) + std::string (100, 'E');
      TlBytes rest = tl_bytes (bytes.data (), bytes.size ());

      EXPECT_FALSE (tl_link_strip (frame.link_type, &rest)) << frame.what;
    }
  EXPECT_FALSE (tl_link_type_known (147));
}

std::string
stack (const std::string &tag, unsigned n)
{
  std::string all;
  while (n-- > 0)
    all += tag;
  return all;
}

TEST (Link, DepthOfVlans)
{
  for (unsigned n : { TL_LIMIT_ENCAPSULATION - 1, TL_LIMIT_ENCAPSULATION, TL_LIMIT_ENCAPSULATION + 1 })
    {
      std::string bytes = hex (addresses + stack ("8100 0001 ", n) + "0800") + packet;
      TlBytes rest = tl_bytes (bytes.data (), bytes.size ());

      EXPECT_EQ (tl_link_strip (1, &rest), n <= TL_LIMIT_ENCAPSULATION) << n;
    }
}

TEST (Link, DepthOfLabels)
{
  for (unsigned n : { TL_LIMIT_ENCAPSULATION - 1, TL_LIMIT_ENCAPSULATION, TL_LIMIT_ENCAPSULATION + 1 })
    {
      std::string bytes = hex (addresses + "8847" + stack ("00010040", n - 1) + "00010140") + packet;
      TlBytes rest = tl_bytes (bytes.data (), bytes.size ());

      EXPECT_EQ (tl_link_strip (1, &rest), n <= TL_LIMIT_ENCAPSULATION) << n;
    }
}

/* A label does not say what it leads to, and an address may begin like IP. */
TEST (Link, LabelsBeforeAnAddressThatBeginsLikeIp)
{
  for (const char *first : { "45", "60" })
    {
      std::string bytes = hex (addresses + "8847 0001 01 40 " + first + "2345678901 020000000002 0800") + packet;
      TlBytes rest = tl_bytes (bytes.data (), bytes.size ());

      ASSERT_TRUE (tl_link_strip (1, &rest));
      EXPECT_EQ (rest.length, packet.size ());
    }
}

/* Padding after the session's length is not part of the packet. */
TEST (Link, PaddingOfPppoe)
{
  std::string bytes = hex (addresses + "8864 11 00 0001 000c 0021") + packet + std::string (6, '\0');
  TlBytes rest = tl_bytes (bytes.data (), bytes.size ());

  ASSERT_TRUE (tl_link_strip (1, &rest));
  EXPECT_EQ (rest.length, packet.size () - 3);
}

} // namespace
