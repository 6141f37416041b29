/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The headers of QUIC packets.
 */
#include "quic/packet.h"
#include "quic-maker.h"
#include "quic-vectors.h"

#include <gtest/gtest.h>

/* "Initial 1200, …" of all packets in @datagram, and what is left as "+n". */
static std::string
packets (const Data &datagram)
{
  static const char *const names[]
      = { "?", "VersionNegotiation", "Initial", "0-RTT", "Handshake", "Retry", "1-RTT", "other" };
  TlBytes rest = view_of (datagram);
  TlQuicPacket packet;
  std::string text;
  while (rest.length > 0 && tl_quic_next_packet (&rest, &packet))
    text += (text.empty () ? "" : ", ") + std::string (names[packet.type]) + " " + std::to_string (packet.bytes.length)
            + (packet.missing > 0 ? " cut" : "");
  return text + (rest.length > 0 ? " +" + std::to_string (rest.length) : "");
}

TEST (QuicPacket, OfTheRfcs)
{
  EXPECT_EQ (packets (QuicMaker::hexed (quic_client_initial_1)), "Initial 1200");
  EXPECT_EQ (packets (QuicMaker::hexed (quic_client_initial_2)), "Initial 1200");
  EXPECT_EQ (packets (QuicMaker::hexed (quic_server_initial_1)), "Initial 135");
  EXPECT_EQ (packets (QuicMaker::hexed (quic_retry_1)), "Retry 36");
  EXPECT_EQ (packets (QuicMaker::hexed (quic_retry_2)), "Retry 36");
}

TEST (QuicPacket, TypesAreTurnedInVersion2) /* RFC 9369 section 3.2 */
{
  for (guint32 version : { TL_QUIC_VERSION_1, TL_QUIC_VERSION_2 })
    {
      QuicMaker maker;
      maker.version = version;
      EXPECT_EQ (packets (maker.sealed (TL_QUIC_ZERO_RTT, true, 40) + maker.sealed (TL_QUIC_HANDSHAKE, true, 30)
                          + maker.sealed (TL_QUIC_ONE_RTT, true, 20)),
                 "0-RTT 56, Handshake 46, 1-RTT 29");
      EXPECT_EQ (packets (maker.retry ({ 1, 2, 3 }, { 9 })), "Retry 27");
    }
}

TEST (QuicPacket, Header)
{
  Data datagram = QuicMaker::hexed (quic_client_initial_1);
  TlBytes rest = view_of (datagram);
  TlQuicPacket packet;
  ASSERT_TRUE (tl_quic_next_packet (&rest, &packet));
  EXPECT_EQ (packet.version, 1u);
  EXPECT_EQ (packet.destination.length, 8u);
  EXPECT_EQ (packet.source.length, 0u);
  EXPECT_EQ (packet.token.length, 0u);
  EXPECT_EQ (packet.protected_at, 18u);
  datagram = QuicMaker::hexed (quic_retry_1);
  rest = view_of (datagram);
  ASSERT_TRUE (tl_quic_next_packet (&rest, &packet));
  EXPECT_EQ (std::string ((const char *) packet.token.data, packet.token.length), "token");
  EXPECT_EQ (packet.source.length, 8u);
}

TEST (QuicPacket, VersionNegotiation) /* RFC 9000 section 17.2.1 */
{
  EXPECT_EQ (packets (QuicMaker::hexed ("800000000001aa02bbcc000000016b3343cf")), "VersionNegotiation 18");
  EXPECT_EQ (packets (QuicMaker::hexed ("800000000001aa02bbcc0000000100")), " +15");
  EXPECT_EQ (packets (QuicMaker::hexed ("800000000001aa02bbcc")), " +10");
}

TEST (QuicPacket, OtherVersionsEndTheDatagram)
{
  EXPECT_EQ (packets (QuicMaker::hexed ("c351303436001122334455")), " +11");
  EXPECT_EQ (packets (QuicMaker::hexed ("c3513034360001223344")), "other 10");
  EXPECT_FALSE (tl_quic_is_long (tl_bytes ("\xc3Q046", 5)));
  EXPECT_TRUE (tl_quic_is_long (tl_bytes ("\xc3\0\0\0\1", 5)));
  EXPECT_TRUE (tl_quic_is_long (tl_bytes ("\xc3\x1a\x2a\x3a\x4a", 5)));
  EXPECT_FALSE (tl_quic_is_long (tl_bytes ("\x43\0\0\0\1", 5)));
  EXPECT_FALSE (tl_quic_is_long (tl_bytes ("\xc3\0\0\0", 4)));
}

TEST (QuicPacket, LengthsThatLie)
{
  /* an id of 21 bytes, a token and a length beyond the end, a length of 62 bits */
  EXPECT_EQ (packets (long_header (0xc0, 1, Data (21, 7), {}) + Data ({ 0, 4, 1, 2, 3, 4 })), " +34");
  EXPECT_EQ (packets (long_header (0xc0, 1, {}, {}) + Data ({ 5, 4, 1, 2, 3, 4 })), " +13");
  EXPECT_EQ (packets (long_header (0xc0, 1, {}, {}) + Data ({ 0, 9, 1, 2, 3, 4 })), "Initial 13 cut");
  EXPECT_EQ (packets (long_header (0xc0, 1, {}, {}) + Data ({ 0 }) + Data (8, 0xff)), "Initial 16 cut");
  EXPECT_EQ (packets (long_header (0xf0, 1, {}, {}) + Data (15, 1)), " +22");
  EXPECT_EQ (packets (long_header (0xc0, 1, {}, {}) + Data ({ 0, 0 }) + Data (4, 0)), "Initial 9 +4");
}

TEST (QuicPacket, CutAnywhere)
{
  QuicMaker maker;
  Data whole = maker.server_initial (0, crypto_frame (0, { 2, 0, 0, 0 })) + maker.sealed (TL_QUIC_HANDSHAKE, false, 40);
  for (gsize n = 0; n <= whole.size (); n++)
    packets (Data (whole.begin (), whole.begin () + (long) n)); /* the sanitizers look on */
}
