/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The control channel of OpenVPN: with and without HMAC, over UDP and TCP.
 */
#include "carried.h"

#include <gtest/gtest.h>

namespace
{

const Data client_session = { 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8 };
const Data server_session = { 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58 };

/* P_CONTROL_HARD_RESET_CLIENT_V2 and _SERVER_V2, P_CONTROL_V1, P_ACK_V1, P_CONTROL_SOFT_RESET_V1 with the key id 0 */
enum
{
  CLIENT_RESET = 7 << 3,
  SERVER_RESET = 8 << 3,
  CONTROL = 4 << 3,
  ACK = 5 << 3,
  SOFT_RESET = 3 << 3
};

struct Side
{
  Data own, other;
  gsize hmac = 0;
  guint32 replay = 0;

  Data
  control (guint8 opcode, const std::vector<guint32> &acks, guint32 number, const Data &payload)
  {
    Data out = be (opcode, 1) + own;
    if (hmac > 0)
      out = out + Data (hmac, 0xab) + be (++replay, 4) + be (0x5ee00000, 4);
    out = out + be (acks.size (), 1);
    for (guint32 ack : acks)
      out = out + be (ack, 4);
    if (!acks.empty ())
      out = out + other;
    return opcode >> 3 == 5 ? out : out + be (number, 4) + payload;
  }
};

struct Tunnel
{
  Side client{ client_session, server_session }, server{ server_session, client_session };

  explicit Tunnel (gsize hmac = 0)
  {
    client.hmac = server.hmac = hmac;
  }

  /* The messages of a handshake up to the server's hello, in the order sent. */
  std::vector<std::pair<int, Data>>
  messages ()
  {
    Data hello = record (22, client_hello ()), answer = record (22, server_hello ());
    Data first (hello.begin (), hello.begin () + 100), rest (hello.begin () + 100, hello.end ());
    return {
      { FROM_CLIENT, client.control (CLIENT_RESET, {}, 0, {}) },
      { FROM_SERVER, server.control (SERVER_RESET, { 0 }, 0, {}) },
      { FROM_CLIENT, client.control (ACK, { 0 }, 0, {}) },
      { FROM_CLIENT, client.control (CONTROL, {}, 1, first) },
      { FROM_CLIENT, client.control (CONTROL, {}, 2, rest) },
      { FROM_SERVER, server.control (ACK, { 1, 2 }, 0, {}) },
      { FROM_SERVER, server.control (CONTROL, {}, 1, answer) },
    };
  }
};

std::string
over_udp (const std::vector<std::pair<int, Data>> &messages)
{
  CarriedTalk talk;
  for (const auto &[from, data] : messages)
    talk.send (from, data);
  Reading run (talk.packets);
  if (run.told.empty ())
    return "none";
  EXPECT_EQ (run.told[0]->transport, TL_TRANSPORT_UDP);
  EXPECT_EQ (run.told[0]->protocol, TL_PROTOCOL_TLS);
  EXPECT_STREQ (run.told[0]->upgraded_from, "openvpn");
  EXPECT_EQ (run.told[0]->client.port, 50000);
  return run.steps ();
}

Data
framed (const Data &message)
{
  return prefixed (2, message);
}

} // namespace

class Hmac : public testing::TestWithParam<gsize>
{
};

TEST_P (Hmac, IsKnownByItsLength)
{
  Tunnel tunnel (GetParam ());
  EXPECT_EQ (over_udp (tunnel.messages ()), "C ClientHello, S ServerHello");
}

TEST_P (Hmac, GoesOverTcpHoweverItIsCut)
{
  for (gsize step : { 1, 7, 100000 })
    {
      Tunnel tunnel (GetParam ());
      Talk talk;
      talk.open ();
      for (const auto &[from, data] : tunnel.messages ())
        talk.say (from, framed (data), step);
      Reading run (talk.packets);
      EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello") << step;
      ASSERT_EQ (run.told.size (), 1u);
      EXPECT_EQ (run.told[0]->transport, TL_TRANSPORT_TCP);
      EXPECT_STREQ (run.told[0]->upgraded_from, "openvpn");
    }
}

/* What follows the first message in the same segment is none of it. */
TEST_P (Hmac, IsThatOfTheFirstMessageAlone)
{
  Tunnel tunnel (GetParam ());
  Talk talk;
  Data client;
  for (const auto &[from, data] : tunnel.messages ())
    if (from == FROM_CLIENT)
      client = client + framed (data);
  talk.open ();
  talk.say (FROM_CLIENT, client);
  EXPECT_EQ (Reading (talk.packets).steps (), "C ClientHello");
}

INSTANTIATE_TEST_SUITE_P (Lengths, Hmac, testing::Values (0, 16, 20, 28, 32, 48, 64));

TEST (Openvpn, ALengthThatNoHashHasIsNone)
{
  Tunnel tunnel (24);
  EXPECT_EQ (over_udp (tunnel.messages ()), "none");
}

TEST (Openvpn, MessagesComeInAnyOrderAndTwice)
{
  Tunnel tunnel;
  auto all = tunnel.messages ();
  std::swap (all[3], all[4]);
  all.insert (all.begin () + 4, all[3]);
  EXPECT_EQ (over_udp (all), "C ClientHello, S ServerHello");
}

TEST (Openvpn, WhatIsLostIsSaid)
{
  Tunnel tunnel;
  auto all = tunnel.messages ();
  all.erase (all.begin () + 3);
  EXPECT_EQ (over_udp (all), "S ServerHello");
}

TEST (Openvpn, IsKnownWithoutItsResets)
{
  Tunnel tunnel (20);
  auto all = tunnel.messages ();
  all.erase (all.begin (), all.begin () + 3);
  EXPECT_EQ (over_udp (all), "C ClientHello, S ServerHello");
}

TEST (Openvpn, NewKeysAreAConversationOfTheirOwn)
{
  Tunnel tunnel;
  CarriedTalk talk;
  for (const auto &[from, data] : tunnel.messages ())
    talk.send (from, data);
  talk.send (FROM_SERVER, tunnel.server.control (SOFT_RESET | 1, {}, 0, {}));
  talk.send (FROM_CLIENT, tunnel.client.control (SOFT_RESET | 1, { 0 }, 0, {}));
  talk.send (FROM_CLIENT, tunnel.client.control (CONTROL | 1, {}, 1, record (22, client_hello ())));
  talk.send (FROM_SERVER, tunnel.server.control (CONTROL | 0, {}, 2, Data (30, 0xee))); /* of the old ones */
  talk.send (FROM_SERVER, tunnel.server.control (CONTROL | 1, {}, 1, record (22, server_hello ())));
  Reading run (talk.packets);
  ASSERT_EQ (run.told.size (), 2u);
  EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello");
}

TEST (Openvpn, AClientThatComesAgainIsAnother)
{
  Tunnel tunnel, again;
  CarriedTalk talk;
  again.client.own = Data (8, 0xdd);
  for (const auto &[from, data] : tunnel.messages ())
    talk.send (from, data);
  talk.send (FROM_CLIENT, tunnel.client.control (CLIENT_RESET, {}, 0, {})); /* only a copy, late */
  for (const auto &[from, data] : again.messages ())
    talk.send (from, data);
  EXPECT_EQ (Reading (talk.packets).told.size (), 2u);
}

TEST (Openvpn, NothingElseBegins)
{
  Tunnel tunnel;
  Data reset = tunnel.client.control (CLIENT_RESET, {}, 0, {});
  EXPECT_TRUE (tl_carrier_is_possible (view_of (reset)));
  for (gsize i = 9; i < reset.size (); i++) /* the count of acknowledgments, the number */
    {
      Data other = reset;
      other[i] = 7;
      Carrying carrying (other);
      EXPECT_EQ (carrying.self, nullptr) << i;
    }
  Carrying longer (reset + Data{ 0 });
  EXPECT_EQ (longer.self, nullptr);
  Carrying data (tunnel.client.control (CONTROL, {}, 1, Data (100, 0xee))); /* no TLS in it */
  EXPECT_EQ (data.self, nullptr);
  Carrying late (tunnel.client.control (CONTROL, {}, 7, record (22, client_hello ())));
  EXPECT_EQ (late.self, nullptr);
}

TEST (Openvpn, TheFirstBytesOfTcpMustFit)
{
  Data reset = framed (Tunnel ().client.control (CLIENT_RESET, {}, 0, {}));
  for (gsize n = 0; n < reset.size (); n++)
    EXPECT_EQ (tl_carrier_sniff_stream (tl_bytes (reset.data (), n)), TL_SNIFF_MORE) << n;
  EXPECT_EQ (tl_carrier_sniff_stream (view_of (reset)), TL_SNIFF_YES);
  EXPECT_EQ (tl_carrier_sniff_stream (view_of (bytes_of ("GET / HTTP/1.1"))), TL_SNIFF_NO);
  EXPECT_EQ (tl_carrier_sniff_stream (view_of (Data{ 0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f })), TL_SNIFF_NO); /* PostgreSQL */
  EXPECT_EQ (tl_carrier_sniff_stream (view_of (Data{ 0, 14, 0x20, 0xc1 })), TL_SNIFF_NO); /* P_CONTROL_V1 */
}

TEST (Openvpn, PacketsAreThoseThatBroughtTheBytes)
{
  Tunnel tunnel;
  Data hello = record (22, client_hello ());
  Data first (hello.begin (), hello.begin () + 50), rest (hello.begin () + 50, hello.end ());
  Carrying carrying (tunnel.client.control (CLIENT_RESET, {}, 0, {}));
  ASSERT_NE (carrying.self, nullptr);
  carrying.add (0, tunnel.client.control (CLIENT_RESET, {}, 0, {}));
  carrying.add (0, tunnel.client.control (CONTROL, {}, 2, Data{ 3, 4 }));
  carrying.add (0, tunnel.client.control (CONTROL, {}, 1, Data{ 1, 2 }));
  carrying.add (0, tunnel.client.control (CONTROL, {}, 4, Data{ 7 }));
  EXPECT_GT (tl_carrier_size (carrying.self), 0u);
  EXPECT_EQ (carrying.end (), "0 bytes 0102@3\n0 bytes 0304@2\n0 gap\n0 bytes 07@4\n");
}
