/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Conversations over DTLS, from packets.
 */
#include "explain/explain.h"
#include "limits.h"
#include "talk.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

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

/* Ports of TCP and of UDP have nothing to do with each other. */
TEST (DialogueDatagrams, TcpBetweenTheSameEndpointsIsAnotherConversation)
{
  Datagrams udp = handshake ();
  Talk tcp;
  tcp.open ();
  tcp.say (FROM_CLIENT, record (22, client_hello ()));
  tcp.say (FROM_SERVER, record (22, server_hello ()));
  for (bool tcp_is_first : { false, true })
    {
      std::vector<Talk::Packet> both;
      for (gsize i = 0; i < MAX (udp.packets.size (), tcp.packets.size ()); i++)
        for (const auto *side : { tcp_is_first ? &tcp.packets : &udp.packets, tcp_is_first ? &udp.packets : &tcp.packets })
          if (i < side->size ())
            both.push_back (side->at (i));
      Reading reading (both);
      ASSERT_EQ (reading.told.size (), 2u);
      for (auto each : reading.told)
        EXPECT_EQ (each->n_steps, each->transport == TL_TRANSPORT_UDP ? 11u : 2u);
      EXPECT_NE (reading.told[0]->transport, reading.told[1]->transport);
    }
}

/* Each packet that carried bytes of a message is told. */
TEST (DialogueDatagrams, FragmentsOfIp)
{
  for (gsize size : { 8, 48, 64 })
    {
      Reading run (in_fragments (handshake ().packets, size));
      EXPECT_EQ (run.steps (), handshake_steps) << size;
    }

  Datagrams all;
  all.send (FROM_CLIENT, dtls_record (22, 0, 0, whole (dtls_client_hello (Data (70, 9)), 0)));
  std::vector<Talk::Packet> packets = in_fragments (all.packets, 64);
  ASSERT_EQ (packets.size (), 3u);
  std::reverse (packets.begin (), packets.end ());
  Reading run (packets);
  ASSERT_EQ (run.steps (), "C ClientHello");
  EXPECT_EQ (run.packets_of (0), (std::vector<guint64>{ 3, 2, 1 }));
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

/* RFC 6347 section 4.1.2.6: the same record once more. */
TEST (DialogueDatagrams, AReplayIsPassedOver)
{
  Datagrams all = handshake (), twice;
  for (const auto &packet : all.packets)
    twice.packets.insert (twice.packets.end (), 2, packet);
  EXPECT_EQ (Reading (twice.packets).steps (), handshake_steps);
}

/* RFC 6347 section 4.2.4: in records of their own numbers. */
TEST (DialogueDatagrams, RetransmissionsAreSteps)
{
  Datagrams all;
  all.send (FROM_CLIENT, dtls_record (22, 0, 0, whole (dtls_client_hello ({}), 0)));
  all.send (FROM_CLIENT, dtls_record (22, 0, 1, whole (dtls_client_hello ({}), 0)));
  all.send (FROM_SERVER, dtls_record (22, 0, 0, whole (message (3, be (0xfeff, 2) + prefixed (1, Data (8, 9))), 0)));
  all.send (FROM_SERVER, dtls_record (22, 0, 1, whole (message (3, be (0xfeff, 2) + prefixed (1, Data (8, 9))), 0)));
  all.send (FROM_CLIENT, dtls_record (22, 0, 2, whole (dtls_client_hello (Data (8, 9)), 1)));
  all.send (FROM_SERVER, dtls_record (22, 0, 2, whole (dtls_server_hello (), 1)) + dtls_record (22, 0, 3, whole (message (14, {}), 2)));
  all.send (FROM_CLIENT, dtls_record (22, 0, 3, whole (message (16, prefixed (1, Data (32, 1))), 2))
                             + dtls_record (20, 0, 4, be (1, 1)) + dtls_record (22, 1, 0, Data (48, 0xee)));
  all.send (FROM_CLIENT, dtls_record (22, 0, 5, whole (message (16, prefixed (1, Data (32, 1))), 2))
                             + dtls_record (20, 0, 6, be (1, 1)) + dtls_record (22, 1, 1, Data (48, 0xef)));
  all.send (FROM_SERVER, dtls_record (20, 0, 4, be (1, 1)) + dtls_record (22, 1, 0, Data (48, 0xee)));
  all.send (FROM_SERVER, dtls_record (20, 0, 5, be (1, 1)) + dtls_record (22, 1, 1, Data (48, 0xef)));
  all.send (FROM_CLIENT, dtls_record (23, 1, 2, Data (40, 0xee)));
  Reading run (all.packets);
  ASSERT_EQ (run.told.size (), 1u);
  EXPECT_EQ (run.steps (),
             "C ClientHello, C ClientHello (again), S HelloVerifyRequest, S HelloVerifyRequest (again), C ClientHello, "
             "S ServerHello, S ServerHelloDone, C ClientKeyExchange, C ChangeCipherSpec, C Encrypted handshake message, "
             "C ClientKeyExchange (again), C ChangeCipherSpec (again), C Encrypted handshake message (again), "
             "S ChangeCipherSpec, S Encrypted handshake message, S ChangeCipherSpec (again), "
             "S Encrypted handshake message (again), C Application data");
  EXPECT_EQ (run.outcome (), TL_OUTCOME_ESTABLISHED);
  const TlConversation *told = run.told[0];
  g_autofree char *timer = tl_step_facts (told, 1), *asked = tl_step_facts (told, 3), *again = tl_step_facts (told, 10);
  EXPECT_STREQ (timer, "sent again: no answer came in time");
  EXPECT_STREQ (asked, "sent again, as the other side did");
  EXPECT_STREQ (again, "sent again: no answer came in time");
  EXPECT_EQ (told->steps[1]->bytes, told->steps[0]->bytes); /* kept once */
  for (guint i = 0; i < told->n_steps; i++)
    {
      g_autofree char *title = tl_step_title (told, i);
      EXPECT_EQ (told->steps[i]->retransmission, g_str_has_suffix (title, " (again)")) << i;
    }
}

/* A server that has forgotten what it said: whoever answers the first ServerHello does not hear the second one. */
TEST (DialogueDatagrams, ARetransmissionChangesNothing)
{
  Datagrams all = handshake ();
  Data other = dtls_server_hello ();
  other[4 + 2 + 32 + 1 + 1] = 0x30; /* 0xc030 */
  all.send (FROM_SERVER, dtls_record (22, 0, 9, whole (other, 1)));
  Reading run (all.packets);
  EXPECT_EQ (run.steps (), handshake_steps + std::string (", S ServerHello (again)"));
  EXPECT_EQ (run.told[0]->cipher_suite, 0xc02f);
}

TEST (DialogueDatagrams, RetransmissionsAreBounded)
{
  for (guint n : { (guint) TL_LIMIT_REPEATS, (guint) TL_LIMIT_REPEATS + 1 })
    {
      Datagrams all;
      for (guint i = 0; i <= n; i++)
        all.send (FROM_CLIENT, dtls_record (22, 0, i, whole (dtls_client_hello ({}), 0)));
      all.send (FROM_SERVER, dtls_record (22, 0, 0, whole (dtls_server_hello (), 0)));
      Reading run (all.packets);
      ASSERT_EQ (run.told[0]->n_steps, TL_LIMIT_REPEATS + 2u);
      EXPECT_EQ (run.told[0]->steps[TL_LIMIT_REPEATS + 1]->from, TL_SIDE_SERVER);
    }
}

/* The records of a flight in any order: those that only their numbers put in order wait for the others. */
TEST (DialogueDatagrams, ShuffledRecords)
{
  const std::vector<Data> flight
      = { dtls_record (22, 0, 2, whole (message (16, prefixed (1, Data (32, 1))), 2)),
          dtls_record (20, 0, 3, be (1, 1)), dtls_record (22, 1, 0, Data (48, 0xee)), dtls_record (23, 1, 1, Data (40, 0xee)) };
  std::vector<gsize> order = { 0, 1, 2, 3 };
  do
    {
      Datagrams all = handshake ();
      std::vector<Talk::Packet> packets (all.packets.begin (), all.packets.begin () + 4);
      Datagrams shuffled;
      for (gsize i : order)
        shuffled.send (FROM_CLIENT, flight[i]);
      packets.insert (packets.end (), shuffled.packets.begin (), shuffled.packets.end ());
      packets.push_back (all.packets[5]);
      EXPECT_EQ (Reading (packets).steps (),
                 "C ClientHello, S HelloVerifyRequest, C ClientHello, S ServerHello, S ServerHelloDone, C ClientKeyExchange, "
                 "C ChangeCipherSpec, C Encrypted handshake message, C Application data, S ChangeCipherSpec, "
                 "S Encrypted handshake message");
    }
  while (std::next_permutation (order.begin (), order.end ()));
}

/* A record that never comes holds nothing up for good. */
TEST (DialogueDatagrams, LostRecords)
{
  Datagrams all = handshake ();
  all.packets.erase (all.packets.begin () + 4); /* ClientKeyExchange, ChangeCipherSpec, Finished */
  EXPECT_EQ (Reading (all.packets).steps (),
             "C ClientHello, S HelloVerifyRequest, C ClientHello, S ServerHello, S ServerHelloDone, S ChangeCipherSpec, "
             "S Encrypted handshake message, C Application data");

  Datagrams flood;
  flood.send (FROM_CLIENT, dtls_record (22, 0, 0, whole (dtls_client_hello ({}), 0)));
  for (guint i = 0; i < 1000; i++)
    flood.send (FROM_CLIENT, dtls_record (23, 1, i, Data (40, 0xee)));
  Reading run (flood.packets);
  EXPECT_EQ (run.steps (), "C ClientHello, C Application data");
  EXPECT_EQ (run.told[0]->steps[1]->n_records, 1000u);
}

/* What is not there when the other side answers was lost on the way into the capture. */
TEST (DialogueDatagrams, FragmentsThatNeverCome)
{
  Datagrams all;
  Data certificate = whole (message (11, prefixed (3, prefixed (3, Data (40, 1)))), 1);
  certificate.resize (certificate.size () - 6);
  certificate[11] = (guint8) (certificate[11] - 6); /* fragment_length */
  all.send (FROM_CLIENT, dtls_record (22, 0, 0, whole (dtls_client_hello ({}), 0)));
  all.send (FROM_SERVER, dtls_record (22, 0, 0, whole (dtls_server_hello (), 0)) + dtls_record (22, 0, 1, certificate)
                             + dtls_record (22, 0, 3, whole (message (14, {}), 3)));
  all.send (FROM_CLIENT, dtls_record (22, 0, 1, whole (message (16, prefixed (1, Data (32, 1))), 1)));
  Reading run (all.packets);
  EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello, S Certificate, S ServerHelloDone, C ClientKeyExchange");
  EXPECT_TRUE (run.told[0]->steps[2]->truncated);
  EXPECT_TRUE (run.told[0]->lost_bytes);
  EXPECT_EQ (run.outcome (), TL_OUTCOME_UNREADABLE);
}

/* A capture that begins behind the first messages shows each side's as the other one answers them. */
TEST (DialogueDatagrams, ACaptureThatBeginsLate)
{
  Datagrams all = handshake ();
  for (guint missing : { 2u, 3u, 4u })
    {
      std::vector<Talk::Packet> late (all.packets.begin () + missing, all.packets.end ());
      Reading run (late);
      std::string expected = handshake_steps;
      for (guint i = 0; i < missing; i++)
        expected = expected.substr (expected.find (", ") + 2);
      if (missing == 4) /* two of the server's messages stood in one datagram */
        expected = expected.substr (expected.find (", ") + 2);
      EXPECT_EQ (run.steps (), expected);
      EXPECT_EQ (run.outcome (), TL_OUTCOME_ESTABLISHED);
      EXPECT_TRUE (run.told[0]->lost_bytes);
    }
}

/* What the server repeats is no answer: the client's records still wait for the one between them. */
TEST (DialogueDatagrams, WhatComesAgainIsNoAnswer)
{
  Datagrams all = handshake ();
  std::vector<Talk::Packet> packets (all.packets.begin (), all.packets.begin () + 4);
  Datagrams more;
  more.send (FROM_CLIENT, dtls_record (20, 0, 3, be (1, 1)) + dtls_record (22, 1, 0, Data (48, 0xee)));
  more.send (FROM_SERVER, dtls_record (22, 0, 3, whole (dtls_server_hello (), 1)) + dtls_record (22, 0, 4, whole (message (14, {}), 2)));
  more.send (FROM_CLIENT, dtls_record (22, 0, 2, whole (message (16, prefixed (1, Data (32, 1))), 2)));
  packets.insert (packets.end (), more.packets.begin (), more.packets.end ());
  EXPECT_EQ (Reading (packets).steps (),
             "C ClientHello, S HelloVerifyRequest, C ClientHello, S ServerHello, S ServerHelloDone, S ServerHello (again), "
             "S ServerHelloDone (again), C ClientKeyExchange, C ChangeCipherSpec, C Encrypted handshake message");
}

TEST (DialogueDatagrams, TheServerBeforeTheClient)
{
  Datagrams all = handshake ();
  std::swap (all.packets[0], all.packets[1]);
  std::swap (all.packets[2], all.packets[3]);
  Reading run (all.packets);
  ASSERT_EQ (run.told.size (), 1u);
  EXPECT_EQ (run.outcome (), TL_OUTCOME_ESTABLISHED);
  EXPECT_EQ (run.told[0]->client.port, 50000);
  EXPECT_EQ (run.told[0]->version, 0xfefd);
}

/* The snap length cuts a datagram: what is there is read, and it is said that more was. */
TEST (DialogueDatagrams, CutBySnapLength)
{
  const Data hello = dtls_record (22, 0, 0, whole (dtls_client_hello ({}), 0));
  for (gsize n = 28; n <= 28 + hello.size (); n++)
    {
      Datagrams one;
      one.send (FROM_CLIENT, hello);
      Reading run (one.packets, TL_TRACKER_STEPS, 0, n);
      if (n < 28 + 13 + 12)
        {
          EXPECT_EQ (run.told.size (), 0u) << n;
          continue;
        }
      ASSERT_EQ (run.told.size (), 1u) << n;
      ASSERT_EQ (run.told[0]->n_steps, 1u) << n;
      EXPECT_EQ (run.told[0]->steps[0]->truncated, n < 28 + hello.size ()) << n;
      EXPECT_EQ (run.told[0]->lost_bytes, n < 28 + hello.size ()) << n;
      EXPECT_EQ (g_bytes_get_size (run.told[0]->steps[0]->bytes), n - 28 - 13 - 12 + 4) << n;
    }
}

/* RFC 9147 section 7: before there are keys, it stands in clear. */
TEST (DialogueDatagrams, AnAckTellsItsRecords)
{
  Datagrams all;
  const Data hello = whole (dtls_client_hello ({}), 0);
  all.send (FROM_CLIENT, dtls_record (22, 0, 0, hello));
  all.send (FROM_SERVER, dtls_record (26, 0, 0, prefixed (2, be (0, 8) + be (0, 8) + be (0, 8) + be (1, 8))));
  Reading run (all.packets);
  EXPECT_EQ (run.steps (), "C ClientHello, S ACK");
  const TlConversation *told = run.told[0];
  g_autofree char *facts = tl_step_facts (told, 1);
  EXPECT_STREQ (facts, "2 records: 0/0, 0/1");
  g_autoptr (TlFieldTree) tree = tl_step_fields (told, 1);
  std::string names;
  for (guint i = 0; i < tree->n_rows; i++)
    {
      g_autoptr (TlExplanation) text = tl_explain_row (told, 1, tree, i);
      EXPECT_TRUE (text->text && *text->text) << tree->rows[i].name;
      names += std::string (tree->rows[i].name) + " ";
    }
  EXPECT_EQ (names, "record_numbers record_number epoch sequence_number record_number epoch sequence_number ");
}

/* RFC 9853 section 4: under keys, but for a suite that does not encrypt. */
TEST (DialogueDatagrams, AReturnRoutabilityCheck)
{
  const char *const titles[] = { "Return routability check: path_challenge", "Return routability check: path_response",
                                 "Return routability check: path_drop", "Return routability check" };
  for (guint8 type = 0; type < 4; type++)
    {
      Datagrams all;
      Data server_hello = message (2, be (0xfefd, 2) + Data (32, 0x51) + be (0, 1) + be (0x0002, 2) + be (0, 1) + prefixed (2, Data {}));
      all.send (FROM_CLIENT, dtls_record (22, 0, 0, whole (dtls_client_hello ({}), 0)));
      all.send (FROM_SERVER, dtls_record (22, 0, 0, whole (server_hello, 0)));
      all.send (FROM_SERVER, dtls_record (20, 0, 1, { 1 }) + dtls_record (22, 1, 0, whole (message (20, Data (12, 3)), 1) + Data (20, 0xac)));
      all.send (FROM_SERVER, dtls_record (27, 1, 1, be (type, 1) + Data (8, 5) + Data (20, 0xac)));
      Reading run (all.packets);
      const TlConversation *told = run.told.at (0);
      ASSERT_EQ (told->n_steps, 5u) << run.steps ();
      EXPECT_EQ (run.steps (), std::string ("C ClientHello, S ServerHello, S ChangeCipherSpec, S Finished, S ") + titles[type]);
      EXPECT_FALSE (told->steps[4]->sealed);
      EXPECT_STREQ (tl_step_type_id (told->steps[4]->type), "return_routability_check");
      g_autoptr (TlFieldTree) tree = tl_step_fields (told, 4);
      std::string names;
      for (guint i = 0; i < tree->n_rows; i++)
        {
          g_autoptr (TlExplanation) text = tl_explain_row (told, 4, tree, i);
          EXPECT_TRUE (text->text && *text->text) << tree->rows[i].name;
          names += std::string (tree->rows[i].name) + " ";
        }
      EXPECT_EQ (names, type < 3 ? "msg_type cookie " : "fragment ");
    }
  Datagrams sealed = handshake ();
  sealed.send (FROM_SERVER, dtls_record (27, 1, 7, Data (33, 5)));
  EXPECT_NE (Reading (sealed.packets).steps ().find ("S Encrypted return routability check"), std::string::npos);
}

/* RFC 9146 section 3: records of both sides carry the id that the other side wants, and hide what kind they are. */
TEST (DialogueDatagrams, ConnectionIds)
{
  const auto hello = [] (guint8 type, const Data &cid) {
    Data body = be (0xfefd, 2) + Data (32, 0xc1) + be (0, 1)
                + (type == 1 ? be (0, 1) + prefixed (2, be (0xc02f, 2)) + prefixed (1, be (0, 1)) : be (0xc02f, 2) + be (0, 1));
    return message (type, body + prefixed (2, extension (54, prefixed (1, cid))));
  };
  const auto sealed = [] (const Data &cid, guint64 sequence, gsize size) {
    return be (25, 1) + be (0xfefd, 2) + be (1, 2) + be (sequence, 6) + cid + prefixed (2, Data (size, (guint8) sequence));
  };
  const Data to_client = { 0xc1, 0x1d }, to_server = { 0x5e, 0x12, 0x7e, 0x12 };
  Datagrams all;
  all.send (FROM_CLIENT, dtls_record (22, 0, 0, whole (hello (1, to_client), 0)));
  all.send (FROM_SERVER, dtls_record (22, 0, 0, whole (hello (2, to_server), 0)) + dtls_record (22, 0, 1, whole (message (14, {}), 1)));
  for (guint64 n : { 0, 1 })
    all.send (FROM_CLIENT, dtls_record (22, 0, 1 + 2 * n, whole (message (16, prefixed (1, Data (32, 1))), 1))
                               + dtls_record (20, 0, 2 + 2 * n, be (1, 1)) + sealed (to_server, n, 48));
  all.send (FROM_SERVER, dtls_record (20, 0, 2, be (1, 1)) + sealed (to_client, 0, 48));
  all.send (FROM_CLIENT, sealed (to_server, 2, 60) + sealed (to_server, 3, 61));
  all.send (FROM_SERVER, sealed (to_client, 1, 62));
  Reading run (all.packets);
  EXPECT_EQ (run.steps (),
             "C ClientHello, S ServerHello, S ServerHelloDone, C ClientKeyExchange, C ChangeCipherSpec, C Encrypted record, "
             "C ClientKeyExchange (again), C ChangeCipherSpec (again), C Encrypted record (again), "
             "S ChangeCipherSpec, S Encrypted record, C Application data, S Application data");
  EXPECT_EQ (run.outcome (), TL_OUTCOME_ESTABLISHED);
  g_autofree char *facts = tl_step_facts (run.told[0], 5);
  EXPECT_STREQ (facts, "sealed · by its place, the Finished");
  EXPECT_EQ (run.told[0]->steps[11]->n_records, 2u);
}

/* OpenSSL before 0.9.8f: version 0x0100, and a ChangeCipherSpec that is counted among the messages. */
TEST (DialogueDatagrams, TheVersionBeforeTheStandard)
{
  const auto old = [] (guint8 type, guint16 epoch, guint64 sequence, const Data &payload) {
    return be (type, 1) + be (0x0100, 2) + be (epoch, 2) + be (sequence, 6) + prefixed (2, payload);
  };
  Data client = dtls_client_hello ({}), server = dtls_server_hello ();
  client[4] = server[4] = 0x01;
  client[5] = server[5] = 0x00;
  Datagrams all;
  all.send (FROM_CLIENT, old (22, 0, 0, whole (client, 0)));
  all.send (FROM_SERVER, old (22, 0, 0, whole (server, 0)) + old (20, 0, 1, be (1, 1) + be (1, 2)) + old (22, 1, 0, Data (48, 0xee)));
  all.send (FROM_CLIENT, old (20, 0, 1, be (1, 1) + be (1, 2)) + old (22, 1, 0, Data (48, 0xee)));
  Reading run (all.packets);
  EXPECT_EQ (run.outcome (), TL_OUTCOME_ESTABLISHED);
  EXPECT_EQ (run.told[0]->version, 0x0100);
  g_autoptr (TlFieldTree) tree = tl_step_fields (run.told[0], 2);
  ASSERT_EQ (tree->n_rows, 2u);
  EXPECT_STREQ (tree->rows[1].name, "message_seq");
  g_autoptr (TlExplanation) text = tl_explain_row (run.told[0], 2, tree, 1);
  EXPECT_TRUE (text->text && *text->text);
}

/* Records of every kind in no order, also under a suite that does not encrypt: whatever comes, it ends, and what is told
 * holds together. */
TEST (DialogueDatagrams, WhateverComes)
{
  std::mt19937 random{ 1 };
  for (int round = 0; round < 300; round++)
    {
      Datagrams all;
      Data server = dtls_server_hello ();
      if (round % 2)
        server[4 + 2 + 32 + 1] = 0x00, server[4 + 2 + 32 + 2] = 0x3b; /* TLS_RSA_WITH_NULL_SHA256 */
      all.send (FROM_CLIENT, dtls_record (22, 0, 0, whole (dtls_client_hello ({}), 0)));
      all.send (FROM_SERVER, dtls_record (22, 0, 0, whole (server, 0)));
      for (int n = 0; n < 200; n++)
        {
          Data datagram;
          for (guint records = 1 + random () % 3; records > 0; records--)
            {
              guint8 type = (guint8) (random () % 2 ? 22 : 20 + random () % 7);
              guint16 epoch = (guint16) (random () % 3 * (random () % 2));
              Data payload;
              if (type == 22)
                for (guint fragments = random () % 3; fragments < 3; fragments++)
                  {
                    guint length = random () % 40, offset = random () % (length + 1), size = random () % (length - offset + 1);
                    payload = payload + be (random () % 4 ? 11 + random () % 6 : random () % 25, 1) + be (length, 3)
                              + be (random () % 12, 2) + be (offset, 3) + be (size, 3) + Data (size, (guint8) random ());
                  }
              else
                payload = Data (random () % 40, 1);
              if (epoch > 0 && type == 22)
                payload = payload + Data (32, 0); /* the MAC */
              datagram = datagram + (random () % 10 == 0
                                         ? be (0x2c | random () % 4, 1) + be (random () % 999, 2) + prefixed (2, Data (16 + random () % 9, (guint8) n))
                                         : dtls_record (type, epoch, random () % 100, payload));
            }
          if (random () % 20 == 0)
            datagram.resize (random () % datagram.size ());
          all.send (random () % 2 ? FROM_CLIENT : FROM_SERVER, datagram);
        }
      Reading run (all.packets, TL_TRACKER_STEPS | TL_TRACKER_GROWTH, 1 + random () % 9, random () % 3 ? G_MAXUINT32 : 60);
      ASSERT_FALSE (run.told.empty ());
      const TlConversation *last = run.told.back ();
      guint repeats = 0;
      for (guint i = 0; i < last->n_steps; i++)
        {
          const TlStep *step = last->steps[i];
          g_autoptr (TlFieldTree) tree = tl_step_fields (last, i);
          g_autofree char *title = tl_step_title (last, i), *facts = tl_step_facts (last, i);
          ASSERT_GT (step->n_origins, 0u);
          ASSERT_LE (step->bytes ? g_bytes_get_size (step->bytes) : 0, step->length);
          repeats += step->retransmission;
        }
      ASSERT_LE (repeats, (guint) TL_LIMIT_REPEATS);
    }
}

TEST (DialogueDatagrams, NoAnswer)
{
  Datagrams all;
  all.send (FROM_CLIENT, dtls_record (22, 0, 0, whole (dtls_client_hello ({}), 0)));
  all.send (FROM_CLIENT, dtls_record (22, 0, 1, whole (dtls_client_hello ({}), 0)));
  EXPECT_EQ (Reading (all.packets).outcome (), TL_OUTCOME_NO_SERVER_HELLO);
  /* a client that goes on has heard one */
  all.send (FROM_CLIENT, dtls_record (22, 0, 2, whole (dtls_client_hello (Data (8, 9)), 1)));
  EXPECT_EQ (Reading (all.packets).outcome (), TL_OUTCOME_ONE_SIDED);
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
