/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A packet in each kind of tunnel, and what only looks like one.
 */
#include "network/tunnels.h"
#include "packets.h"

#include <gtest/gtest.h>
#include <random>
#include <vector>

namespace
{

const std::string inner4 = ipv4 (6, tcp ("inner"));
const std::string inner6 = ipv6 (6, tcp ("inner"));
const std::string addresses = "020000000001 020000000002 ";

/* Over IP. */
struct Tunnel
{
  const char *what;
  guint8 protocol;
  std::string header;
};

const std::vector<Tunnel> tunnels = {
  { "GRE", 47, "0000 0800" },
  { "GRE, checksum", 47, "8000 0800 1234 0000" },
  { "GRE, key", 47, "2000 0800 00000001" },
  { "GRE, checksum, key and sequence number", 47, "b000 0800 1234 0000 00000001 00000002" },
  { "GRE, Ethernet", 47, "0000 6558 " + addresses + "0800" },
  { "NVGRE", 47, "2000 6558 00000100 " + addresses + "0800" },
  { "GRE, MPLS", 47, "0000 8847 0001 01 40" },
  { "GRE, PPP", 47, "0000 880b ff03 0021" },
  { "GRE, service header", 47, "0000 894f 0fc2 02 01 00000103" },
  { "GRE, WCCP 1", 47, "0000 883e" },
  { "GRE, WCCP 2", 47, "0000 883e 01000000" },
  { "ERSPAN I", 47, "0000 88be " + addresses + "0800" },
  { "ERSPAN II", 47, "1000 88be 00000001 10010001 00000001 " + addresses + "0800" },
  { "ERSPAN II, VLAN", 47, "1000 88be 00000001 10010001 00000001 " + addresses + "8100 0064 0800" },
  { "ERSPAN III", 47, "1000 22eb 00000001 20010001 00000000 0000 0000 " + addresses + "0800" },
  { "ERSPAN III, subheader", 47, "1000 22eb 00000001 20010001 00000000 0000 0001 0000000000000000 " + addresses + "0800" },
  { "ERSPAN III, IP", 47, "1000 22eb 00000001 20010001 00000000 0000 0800" },
  { "PPTP", 47, "3001 880b 0035 0001 00000001 ff03 0021" },
  { "PPTP, acknowledgement, compressed protocol", 47, "3081 880b 0032 0001 00000001 00000002 21" },
  { "Ethernet in IP", 97, "3000 " + addresses + "0800" },
  { "L2TP 3, Ethernet", 115, "00000001 " + addresses + "0800" },
  { "L2TP 3, cookie, Ethernet", 115, "00000001 01020304 " + addresses + "0800" },
  { "L2TP 3, long cookie, sublayer, Ethernet", 115, "00000001 0102030405060708 40000001 " + addresses + "0800" },
  { "L2TP 3, sublayer, PPP", 115, "00000001 40000001 ff03 0021" },
  { "MPLS", 137, "0001 00 40 0001 01 40" },
  { "Ethernet over SRv6", 143, addresses + "0800" },
};

TEST (Tunnels, OverIp)
{
  for (const Tunnel &tunnel : tunnels)
    {
      std::string bytes = hex (tunnel.header) + inner4;
      TlBytes rest = tl_bytes (bytes.data (), bytes.size ());

      SCOPED_TRACE (tunnel.what);
      ASSERT_TRUE (tl_tunnel_strip (tunnel.protocol, &rest));
      EXPECT_EQ (std::string (reinterpret_cast<const char *> (rest.data), rest.length), inner4);
    }
}

TEST (Tunnels, OverIpCutAtEveryByte)
{
  for (const Tunnel &tunnel : tunnels)
    {
      std::string header = hex (tunnel.header);

      for (size_t length = 0; length < header.size (); length++)
        {
          /* A copy of just this size, so that a sanitizer sees what is read beyond it. */
          std::vector<guint8> bytes (header.begin (), header.begin () + static_cast<long> (length));
          TlBytes rest = tl_bytes (bytes.data (), bytes.size ());

          if (tl_tunnel_strip (tunnel.protocol, &rest))
            EXPECT_LT (rest.length, 20u) << tunnel.what << ", " << length;
        }
    }
}

TEST (Tunnels, OverIpNothingToRead)
{
  const std::vector<Tunnel> others = {
    { "ICMP", 1, "" },
    { "ESP", 50, "" },
    { "GRE of another version", 47, "0002 0800" },
    { "GRE with a route", 47, "4000 0800 0000 0000" },
    { "GRE, something else", 47, "0000 809b" },
    { "GRE, a sign of life", 47, "0000 0000" },
    { "PPTP, an acknowledgement", 47, "2081 880b 0000 0001 00000001" },
    { "PPTP, something else", 47, "3001 0800 0035 0001 00000001" },
    { "ERSPAN of another version", 47, "1000 88be 00000001 30010001 00000001 " + addresses + "0800" },
    { "Ethernet in IP, another version", 97, "2000 " + addresses + "0800" },
    { "L2TP 3, control", 115, "00000000 " + addresses + "0800" },
    { "L2TP 3, something else", 115, "00000001 0102030405 " + addresses + "0800" },
  };

  for (const Tunnel &tunnel : others)
    {
      std::string bytes = hex (tunnel.header) + inner4;
      TlBytes rest = tl_bytes (bytes.data (), bytes.size ());

      EXPECT_FALSE (tl_tunnel_strip (tunnel.protocol, &rest)) << tunnel.what;
    }
}

/* The length of PPTP's header is right. */
TEST (Tunnels, PptpEndsWhereItSays)
{
  std::string bytes = hex ("3001 880b 0010 0001 00000001 ff03 0021") + inner4;
  TlBytes rest = tl_bytes (bytes.data (), bytes.size ());

  ASSERT_TRUE (tl_tunnel_strip (47, &rest));
  EXPECT_EQ (rest.length, 12u);
}

/* Over UDP. */
struct UdpTunnel
{
  const char *what;
  guint16 port;
  std::string header;
  bool version_6;
};

const std::vector<UdpTunnel> udp_tunnels = {
  { "VXLAN", 4789, "08000000 00000100 " + addresses + "0800", false },
  { "VXLAN, IPv6 in a VLAN", 4789, "08000000 00000100 " + addresses + "8100 0064 86dd", true },
  { "VXLAN of Linux", 8472, "08000000 00000100 " + addresses + "0800", false },
  { "VXLAN with a group", 4789, "88000001 00000100 " + addresses + "0800", false },
  { "VXLAN-GPE, IPv4", 4790, "0c000001 00000100", false },
  { "VXLAN-GPE, IPv6", 4790, "0c000002 00000100", true },
  { "VXLAN-GPE, Ethernet", 4790, "0c000003 00000100 " + addresses + "0800", false },
  { "VXLAN-GPE, service header", 4790, "0c000004 00000100 0fc2 02 01 00000103", false },
  { "VXLAN-GPE, MPLS", 4790, "0c000005 00000100 0001 01 40", false },
  { "Geneve", 6081, "0000 6558 00000100 " + addresses + "0800", false },
  { "Geneve, options", 6081, "0240 6558 00000100 0102800100000000 " + addresses + "0800", false },
  { "Geneve, IPv6", 6081, "0000 86dd 00000100", true },
  { "GTP-U", 2152, "30ff 002d 00000001", false },
  { "GTP-U, sequence number", 2152, "32ff 0031 00000001 0001 00 00", false },
  { "GTP-U, extensions", 2152, "34ff 0039 00000001 0000 00 85 01 0000 40 01 1234 00", false },
  { "GTP-U, an extension of two words", 2152, "36ff 0035 00000001 0001 00 85 02 000000000000 00", true },
  { "GTP-U, Ethernet", 2152, "30ff 003b 00000001 " + addresses + "0800", false },
  { "L2TP 2", 1701, "0002 0001 0001 ff03 0021", false },
  { "L2TP 2, length, sequence, offset", 1701, "4a02 003d 0001 0001 0000 0001 0004 00000000 0057", true },
  { "L2TP 3", 1701, "0003 0000 00000001 " + addresses + "0800", false },
  { "Teredo", 3544, "", true },
  { "Teredo, origin", 3544, "0000 a1b2 c3d4e5f6", true },
  { "Teredo, authentication and origin", 3544, "0001 02 03 6161 626262 0102030405060708 00 0000 a1b2 c3d4e5f6", true },
  { "LISP", 4341, "80000001 00000001", false },
  { "LISP, IPv6", 4341, "80000001 00000001", true },
  { "GUE, IPv4", 6080, "0004 0000", false },
  { "GUE, private data, IPv6", 6080, "0129 0000 00000000", true },
  { "GUE, GRE", 6080, "002f 0000 0000 0800", false },
  { "GUE without a header", 6080, "", false },
  { "GUE without a header, IPv6", 6080, "", true },
  { "MPLS", 6635, "0001 01 40", false },
  { "GRE", 4754, "2000 0800 00000001", false },
  { "TZSP, Ethernet", 37008, "01 00 0001 01 " + addresses + "0800", false },
  { "TZSP, tags, 802.11", 37008, "01 01 0012 00 0a01c8 01 0801 0000 " + addresses + "020000000003 1000 aaaa03 000000 0800", false },
  { "CAPWAP, Ethernet", 5247, "00 10 00 00 0000 0000 " + addresses + "0800", false },
  { "CAPWAP, 802.11 and a radio address", 5247,
    "00 20 03 10 0000 0000 0602000000000300 0802 0000 " + addresses + "020000000003 1000 aaaa03 000000 0800", false },
};

TEST (Tunnels, OverUdp)
{
  for (const UdpTunnel &tunnel : udp_tunnels)
    for (bool back : { false, true })
      {
        const std::string &inner = tunnel.version_6 ? inner6 : inner4;
        std::string bytes = hex (tunnel.header) + inner;
        TlBytes rest = tl_bytes (bytes.data (), bytes.size ());

        SCOPED_TRACE (tunnel.what);
        ASSERT_TRUE (tl_tunnel_strip_udp (back ? tunnel.port : 50000, back ? 50000 : tunnel.port, &rest));
        EXPECT_EQ (std::string (reinterpret_cast<const char *> (rest.data), rest.length), inner);
      }
}

/* Where it is no tunnel, the datagram stays as it is. */
void
expect_untouched (guint16 port, const std::string &bytes, const std::string &what)
{
  std::vector<guint8> exact (bytes.begin (), bytes.end ());
  TlBytes rest = tl_bytes (exact.data (), exact.size ());

  EXPECT_FALSE (tl_tunnel_strip_udp (50000, port, &rest)) << what;
  EXPECT_EQ (rest.data, exact.data ()) << what;
  EXPECT_EQ (rest.length, exact.size ()) << what;
}

TEST (Tunnels, OverUdpCutAtEveryByte)
{
  for (const UdpTunnel &tunnel : udp_tunnels)
    {
      std::string whole = hex (tunnel.header) + (tunnel.version_6 ? inner6 : inner4);

      for (size_t length = 0; length < hex (tunnel.header).size () + 20; length++)
        expect_untouched (tunnel.port, whole.substr (0, length), std::string (tunnel.what) + ", " + std::to_string (length));
    }
}

TEST (Tunnels, OtherProtocolsUseThesePorts)
{
  /* A ClientHello of DTLS 1.2, the header of a QUIC Initial, and DNS. */
  const std::string others[] = { hex ("16feff 0000 000000000000 0040 01 000034 0000 000000 000034 fefd") + zeros (60),
                                 hex ("c3 00000001 08 0102030405060708 00 00 4000") + zeros (1100),
                                 hex ("1234 0100 0001 0000 0000 0000 03777777 00 0001 0001") };
  for (const UdpTunnel &tunnel : udp_tunnels)
    for (const std::string &other : others)
      expect_untouched (tunnel.port, other, tunnel.what);

  std::mt19937 random (2);
  for (int i = 0; i < 2000; i++)
    {
      std::string noise;
      for (int k = 0; k < 100; k++)
        noise += static_cast<char> (random ());
      for (guint16 port : { 1701, 2152, 3544, 4341, 4754, 4789, 5247, 6080, 6081, 6635, 37008 })
        {
          TlBytes rest = tl_bytes (noise.data (), noise.size ());
          if (tl_tunnel_strip_udp (port, 50000, &rest))
            EXPECT_TRUE (rest.data[0] >> 4 == 4 || rest.data[0] >> 4 == 6);
        }
    }
}

TEST (Tunnels, OverUdpNothingToRead)
{
  const std::vector<UdpTunnel> others = {
    { "another port", 4788, "08000000 00000100 " + addresses + "0800", false },
    { "VXLAN without a network", 4789, "00000000 00000100 " + addresses + "0800", false },
    { "VXLAN-GPE, something else", 4790, "0c000009 00000100", false },
    { "VXLAN, ARP", 4789, "08000000 00000100 " + addresses + "0806", false },
    { "Geneve of another version", 6081, "4000 6558 00000100 " + addresses + "0800", false },
    { "GTP-C", 2152, "40ff 002d 00000001", false },
    { "GTP'", 2152, "20ff 002d 00000001", false },
    { "GTP-U, echo", 2152, "3001 002d 00000001", false },
    { "GTP-U, an extension without length", 2152, "34ff 0031 00000001 0000 00 85 00 0000 00", false },
    { "L2TP, control", 1701, "c802 003d 0001 0001 0000 0001 ff03 0021", false },
    { "L2TP of another version", 1701, "0001 0001 0001 ff03 0021", false },
    { "Teredo, IPv4", 3544, "", false },
    { "GUE, control", 6080, "2004 0000", false },
    { "GUE, something else", 6080, "0011 0000", false },
    { "TZSP, a sign of life", 37008, "01 04 0001 01 " + addresses + "0800", false },
    { "TZSP, something else", 37008, "01 00 0002 01 " + addresses + "0800", false },
    { "CAPWAP, DTLS", 5247, "01 10 00 00 0000 0000 " + addresses + "0800", false },
    { "CAPWAP, a fragment", 5247, "00 10 00 80 0000 0000 " + addresses + "0800", false },
    { "CAPWAP, a header that is too short", 5247, "00 08 00 00 0000 0000 " + addresses + "0800", false },
  };

  for (const UdpTunnel &tunnel : others)
    expect_untouched (tunnel.port, hex (tunnel.header) + (tunnel.version_6 ? inner6 : inner4), tunnel.what);
}

/* An extension header after the other, without end. */
TEST (Tunnels, DepthOfGtpExtensions)
{
  for (unsigned n : { 7u, 8u, 9u })
    {
      std::string bytes = hex ("34ff 0000 00000001 0000 00 85");
      for (unsigned i = 1; i < n; i++)
        bytes += hex ("01 0000 85");
      bytes += hex ("01 0000 00") + inner4;
      TlBytes rest = tl_bytes (bytes.data (), bytes.size ());

      EXPECT_EQ (tl_tunnel_strip_udp (2152, 2152, &rest), n <= 8) << n;
    }
}

} // namespace
