/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One frame of each link layer, whole and cut.
 */
#include "limits.h"
#include "network/link.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace
{

std::string
hex (const std::string &digits)
{
  std::string bytes, nibbles;

  for (char digit : digits)
    if (digit != ' ')
      nibbles += digit;
  for (size_t i = 0; i + 1 < nibbles.size (); i += 2)
    bytes += static_cast<char> (std::stoi (nibbles.substr (i, 2), nullptr, 16));
  return bytes;
}

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
};

TEST (Link, EveryTypeComesOff)
{
  for (const Frame &frame : frames)
    {
      std::string bytes = hex (frame.header) + "the packet";
      TlBytes rest = tl_bytes (bytes.data (), bytes.size ());

      SCOPED_TRACE (frame.what);
      EXPECT_TRUE (tl_link_type_known (frame.link_type));
      ASSERT_TRUE (tl_link_strip (frame.link_type, &rest));
      EXPECT_EQ (std::string (reinterpret_cast<const char *> (rest.data), rest.length), "the packet");
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
      std::string bytes = hex (addresses + stack ("8100 0001 ", n) + "0800") + "the packet";
      TlBytes rest = tl_bytes (bytes.data (), bytes.size ());

      EXPECT_EQ (tl_link_strip (1, &rest), n <= TL_LIMIT_ENCAPSULATION) << n;
    }
}

TEST (Link, DepthOfLabels)
{
  for (unsigned n : { TL_LIMIT_ENCAPSULATION - 1, TL_LIMIT_ENCAPSULATION, TL_LIMIT_ENCAPSULATION + 1 })
    {
      std::string bytes = hex (addresses + "8847" + stack ("00010040", n - 1) + "00010140") + "the packet";
      TlBytes rest = tl_bytes (bytes.data (), bytes.size ());

      EXPECT_EQ (tl_link_strip (1, &rest), n <= TL_LIMIT_ENCAPSULATION) << n;
    }
}

/* Padding after the session's length is not part of the packet. */
TEST (Link, PaddingOfPppoe)
{
  std::string bytes = hex (addresses + "8864 11 00 0001 000c 0021") + "the packet" + std::string (6, '\0');
  TlBytes rest = tl_bytes (bytes.data (), bytes.size ());

  ASSERT_TRUE (tl_link_strip (1, &rest));
  EXPECT_EQ (rest.length, 10u);
}

} // namespace
