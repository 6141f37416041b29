/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Conversations over DTLS, from packets.
 */
#include "talk.h"

#include <gtest/gtest.h>

namespace
{

Data
dtls_record (guint8 type, guint16 epoch, guint64 sequence, const Data &payload)
{
  return be (type, 1) + be (0xfefd, 2) + be (epoch, 2) + be (sequence, 6) + prefixed (2, payload);
}

/* @message as it stands in TLS, as one fragment of DTLS. */
Data
whole (const Data &message, guint16 sequence)
{
  Data head (message.begin (), message.begin () + 4), body (message.begin () + 4, message.end ());
  return head + be (sequence, 2) + be (0, 3) + be (body.size (), 3) + body;
}

Data
dtls_client_hello (const Data &cookie, guint8 random = 0xc1)
{
  return message (1, be (0xfefd, 2) + Data (32, random) + be (0, 1) + prefixed (1, cookie) + prefixed (2, be (0xc02f, 2))
                         + prefixed (1, be (0, 1)) + prefixed (2, Data {}));
}

Data
dtls_server_hello ()
{
  return message (2, be (0xfefd, 2) + Data (32, 0x51) + be (0, 1) + be (0xc02f, 2) + be (0, 1) + prefixed (2, Data {}));
}

/* UDP datagrams between 192.0.2.1:50000 and 192.0.2.2:443 as raw IPv4 packets. */
struct Datagrams
{
  std::vector<Talk::Packet> packets;
  gint64 now = 1000000000;

  void
  send (int from, const Data &payload)
  {
    Data udp = be (from == FROM_CLIENT ? 50000 : 443, 2) + be (from == FROM_CLIENT ? 443 : 50000, 2) + be (8 + payload.size (), 2)
               + be (0, 2) + payload;
    Data client = { 192, 0, 2, 1 }, server = { 192, 0, 2, 2 };
    packets.push_back ({ be (0x45, 1) + be (0, 1) + be (20 + udp.size (), 2) + be (0, 4) + be (64, 1) + be (17, 1) + be (0, 2)
                             + (from == FROM_CLIENT ? client + server : server + client) + udp,
                         now });
    now += 1000000;
  }
};

Datagrams
handshake ()
{
  Datagrams all;
  all.send (FROM_CLIENT, dtls_record (22, 0, 0, whole (dtls_client_hello ({}), 0)));
  all.send (FROM_SERVER, dtls_record (22, 0, 0, whole (message (3, be (0xfeff, 2) + prefixed (1, Data (8, 9))), 0)));
  all.send (FROM_CLIENT, dtls_record (22, 0, 1, whole (dtls_client_hello (Data (8, 9)), 1)));
  all.send (FROM_SERVER, dtls_record (22, 0, 1, whole (dtls_server_hello (), 1)) + dtls_record (22, 0, 2, whole (message (14, {}), 2)));
  all.send (FROM_CLIENT, dtls_record (22, 0, 2, whole (message (16, prefixed (1, Data (32, 1))), 2))
                             + dtls_record (20, 0, 3, be (1, 1)) + dtls_record (22, 1, 0, Data (48, 0xee)));
  all.send (FROM_SERVER, dtls_record (20, 0, 3, be (1, 1)) + dtls_record (22, 1, 0, Data (48, 0xee)));
  all.send (FROM_CLIENT, dtls_record (23, 1, 1, Data (40, 0xee)));
  return all;
}

const char *const handshake_steps
    = "C ClientHello, S HelloVerifyRequest, C ClientHello, S ServerHello, S ServerHelloDone, C ClientKeyExchange, "
      "C ChangeCipherSpec, C Encrypted handshake message, S ChangeCipherSpec, S Encrypted handshake message, "
      "C Application data";

}

TEST (DialogueDatagrams, AHandshakeWithCookie)
{
  Reading run (handshake ().packets);
  ASSERT_EQ (run.told.size (), 1u);
  EXPECT_EQ (run.steps (), handshake_steps);
  EXPECT_EQ (run.outcome (), TL_OUTCOME_ESTABLISHED);
  EXPECT_EQ (run.told[0]->protocol, TL_PROTOCOL_DTLS);
  EXPECT_EQ (run.told[0]->transport, TL_TRANSPORT_UDP);
  EXPECT_EQ (run.told[0]->version, 0xfefd);
  EXPECT_EQ (run.told[0]->cipher_suite, 0xc02f);
}

TEST (DialogueDatagrams, ARepeatedFlightIsToldOnce)
{
  Datagrams all = handshake ();
  all.packets.insert (all.packets.begin () + 1, all.packets[0]);
  Reading run (all.packets);
  EXPECT_EQ (run.steps (), handshake_steps);
}

TEST (DialogueDatagrams, AnotherRandomIsAnotherConversation)
{
  Datagrams all = handshake ();
  all.send (FROM_CLIENT, dtls_record (22, 0, 0, whole (dtls_client_hello ({}, 0xc2), 0)));
  Reading run (all.packets);
  EXPECT_EQ (run.told.size (), 2u);
}

TEST (DialogueDatagrams, OtherUdpIsNoConversation)
{
  Datagrams all;
  all.send (FROM_CLIENT, bytes_of ("a question to a name server"));
  all.send (FROM_SERVER, Data (300, 0x16));
  EXPECT_EQ (Reading (all.packets).told.size (), 0u);
}
