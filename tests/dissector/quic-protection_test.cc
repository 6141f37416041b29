/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Initial keys and the protection of packets: on the packets of RFC 9001 appendix A and RFC 9369 appendix A.
 */
#include "quic/protection.h"
#include "quic-maker.h"
#include "quic-vectors.h"

#include <gtest/gtest.h>

static const Data original = QuicMaker::hexed ("8394c8f03e515708");

static std::string
hex_of (const guint8 *bytes, gsize n)
{
  std::string text;
  char digits[3];
  for (gsize i = 0; i < n; i++)
    {
      g_snprintf (digits, sizeof digits, "%02x", bytes[i]);
      text += digits;
    }
  return text;
}

static void
expect_keys (guint32 version, TlQuicSender sender, const char *key, const char *iv, const char *header_key)
{
  TlQuicKeys keys;
  tl_quic_initial_keys (tl_quic_version (version), view_of (original), sender, &keys);
  EXPECT_EQ (hex_of (keys.key, sizeof keys.key), key);
  EXPECT_EQ (hex_of (keys.iv, sizeof keys.iv), iv);
  EXPECT_EQ (hex_of (keys.header_key, sizeof keys.header_key), header_key);
}

TEST (QuicProtection, InitialKeys) /* appendices A.1 */
{
  expect_keys (TL_QUIC_VERSION_1, TL_QUIC_FROM_CLIENT, "1f369613dd76d5467730efcbe3b1a22d",
               "fa044b2f42a3fd3b46fb255c", "9f50449e04a0e810283a1e9933adedd2");
  expect_keys (TL_QUIC_VERSION_1, TL_QUIC_FROM_SERVER, "cf3a5331653c364c88f0f379b6067e37",
               "0ac1493ca1905853b0bba03e", "c206b8d9b9f0f37644430b490eeaa314");
  expect_keys (TL_QUIC_VERSION_2, TL_QUIC_FROM_CLIENT, "8b1a0bc121284290a29e0971b5cd045d",
               "91f73e2351d8fa91660e909f", "45b95e15235d6f45a6b19cbcb0294ba9");
  expect_keys (TL_QUIC_VERSION_2, TL_QUIC_FROM_SERVER, "82db637861d55e1d011f19ea71d5d2a7",
               "dd13c276499c0249d3310652", "edf6d05c83121201b436e16877593c3a");
}

/* The frames of the only packet in @datagram, and its number; "" where it cannot be opened. */
static std::string
open (const Data &datagram, guint32 version, TlQuicSender sender, guint64 expected, guint64 *number)
{
  TlBytes rest = view_of (datagram);
  TlQuicPacket packet;
  TlQuicKeys keys;
  if (!tl_quic_next_packet (&rest, &packet))
    return "";
  tl_quic_initial_keys (tl_quic_version (version), view_of (original), sender, &keys);
  GByteArray *frames = tl_quic_open (&keys, &packet, expected, number);
  if (frames == NULL)
    return "";
  std::string text = hex_of (frames->data, frames->len);
  g_byte_array_unref (frames);
  return text;
}

TEST (QuicProtection, OpensWhatTheClientSent) /* appendices A.2 */
{
  guint64 number = 0;
  std::string frames = std::string (quic_client_frame) + std::string (2 * (1162 - 245), '0');
  EXPECT_EQ (open (QuicMaker::hexed (quic_client_initial_1), TL_QUIC_VERSION_1, TL_QUIC_FROM_CLIENT, 0, &number), frames);
  EXPECT_EQ (number, 2u);
  EXPECT_EQ (open (QuicMaker::hexed (quic_client_initial_2), TL_QUIC_VERSION_2, TL_QUIC_FROM_CLIENT, 0, &number), frames);
  EXPECT_EQ (number, 2u);
}

TEST (QuicProtection, OpensWhatTheServerSent) /* appendices A.3 */
{
  guint64 number = 0;
  EXPECT_EQ (open (QuicMaker::hexed (quic_server_initial_1), TL_QUIC_VERSION_1, TL_QUIC_FROM_SERVER, 0, &number),
             quic_server_frames);
  EXPECT_EQ (number, 1u);
  EXPECT_EQ (open (QuicMaker::hexed (quic_server_initial_2), TL_QUIC_VERSION_2, TL_QUIC_FROM_SERVER, 0, &number),
             quic_server_frames);
  EXPECT_EQ (number, 1u);
}

TEST (QuicProtection, WhatDoesNotVerifyIsNotOpened)
{
  guint64 number;
  Data packet = QuicMaker::hexed (quic_server_initial_1);
  EXPECT_EQ (open (packet, TL_QUIC_VERSION_1, TL_QUIC_FROM_CLIENT, 0, &number), "");
  EXPECT_EQ (open (packet, TL_QUIC_VERSION_2, TL_QUIC_FROM_SERVER, 0, &number), "");
  for (gsize i = 0; i < packet.size (); i++)
    {
      Data bent = packet;
      bent[i] ^= 1;
      EXPECT_EQ (open (bent, TL_QUIC_VERSION_1, TL_QUIC_FROM_SERVER, 0, &number), "") << i;
      Data cut (packet.begin (), packet.begin () + (long) i);
      EXPECT_EQ (open (cut, TL_QUIC_VERSION_1, TL_QUIC_FROM_SERVER, 0, &number), "") << i;
    }
}

TEST (QuicProtection, EveryVersionOpensWhatItMade)
{
  for (guint32 version : { 1u, 0x54303530u, 0x54303531u, 0x6b3343cfu, 0x709a50c4u, 0xff020000u, 0xfaceb001u, 0xfaceb002u, 0xff000016u, 0xff000017u,
                           0xff00001bu, 0xff00001du, 0xff000022u })
    {
      QuicMaker maker;
      guint64 number;
      maker.version = version;
      EXPECT_EQ (open (maker.client_initial (7, { 1, 0, 0, 0 }, 0), version, TL_QUIC_FROM_CLIENT, 0, &number), "01000000")
        << std::hex << version;
    }
}

TEST (QuicProtection, PacketNumbersAreThoseNearestToTheExpected) /* RFC 9000 appendix A.3 */
{
  QuicMaker maker;
  TlQuicKeys keys;
  guint64 number;
  tl_quic_initial_keys (tl_quic_version (1), view_of (maker.original), TL_QUIC_FROM_CLIENT, &keys);
  /* 0xa82f9b32, sent as its two lowest bytes */
  Data head = long_header (0xc1, 1, maker.original, {}) + Data ({ 0, 0x40, 2 + 4 + 16, 0x9b, 0x32 });
  Data packet = QuicMaker::protect (keys, head, head.size () - 2, 0xa82f9b32, { 1, 1, 1, 1 });
  EXPECT_EQ (open (packet, 1, TL_QUIC_FROM_CLIENT, 0xa82f30eb, &number), "01010101");
  EXPECT_EQ (number, 0xa82f9b32u);
  EXPECT_EQ (open (packet, 1, TL_QUIC_FROM_CLIENT, 0, &number), "");
}

static bool
is_genuine (const char *retry, const Data &id)
{
  Data bytes = QuicMaker::hexed (retry);
  TlBytes rest = view_of (bytes);
  TlQuicPacket packet;
  return tl_quic_next_packet (&rest, &packet) && tl_quic_retry_is_genuine (&packet, view_of (id));
}

TEST (QuicProtection, RetryIntegrityTag) /* appendices A.4 */
{
  EXPECT_TRUE (is_genuine (quic_retry_1, original));
  EXPECT_TRUE (is_genuine (quic_retry_2, original));
  EXPECT_FALSE (is_genuine (quic_retry_1, QuicMaker::hexed ("8394c8f03e515709")));
  EXPECT_FALSE (is_genuine (quic_retry_1, {}));
  for (gsize i = 0; i < strlen (quic_retry_1); i++)
    {
      std::string bent = quic_retry_1;
      bent[i] = bent[i] == '3' ? '4' : '3';
      EXPECT_FALSE (is_genuine (bent.c_str (), original)) << i;
    }
}

TEST (QuicProtection, OldDraftsNameTheIdInTheRetry) /* draft-ietf-quic-transport-24 section 17.2.5 */
{
  EXPECT_TRUE (is_genuine ("f5ff0000160008f067a5502a4262b5088394c8f03e515708746f6b656e", original));
  EXPECT_FALSE (is_genuine ("f5ff0000160008f067a5502a4262b5088394c8f03e515709746f6b656e", original));
}
