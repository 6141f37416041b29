/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * From packets to conversations.
 */
#include "limits.h"
#include "talk.h"

#include <algorithm>
#include <functional>
#include <gtest/gtest.h>
#include <random>

static const char *const tls13_steps
    = "C ClientHello, S ServerHello, S ChangeCipherSpec, S Encrypted record, S Encrypted record, "
      "C ChangeCipherSpec, C Encrypted record, C Application data, S Application data";

TEST (Tracker, Tls13)
{
  Reading run (tls13_talk ().packets);
  ASSERT_EQ (run.told.size (), 1u);
  const TlConversation *told = run.told[0];
  EXPECT_EQ (run.steps (), tls13_steps);
  EXPECT_EQ (told->number, 1u);
  EXPECT_EQ (told->version, 0x0304);
  EXPECT_EQ (told->cipher_suite, 0x1301);
  EXPECT_EQ (told->group, 29);
  EXPECT_STREQ (told->server_name, "example.org");
  EXPECT_EQ (told->resumed, TL_NO);
  EXPECT_EQ (told->outcome, TL_OUTCOME_ESTABLISHED);
  EXPECT_TRUE (told->complete);
  EXPECT_EQ (told->client.port, 50000);
  EXPECT_EQ (told->server.port, 443);
  EXPECT_EQ (told->start, 1000000000);
  EXPECT_EQ (told->steps[8]->n_records, 2u);
  EXPECT_EQ (told->steps[8]->length, 500u);
}

TEST (Tracker, TheSameHoweverItIsCut)
{
  for (gsize step : { 1, 2, 3, 5, 7, 50 })
    {
      Reading run (tls13_talk (step).packets);
      EXPECT_EQ (run.steps (), tls13_steps) << step;
      EXPECT_EQ (run.outcome (), TL_OUTCOME_ESTABLISHED);
    }
}

TEST (Tracker, TheSameInWhateverOrderEachSideArrives)
{
  for (unsigned seed = 0; seed < 20; seed++)
    {
      Talk talk;
      talk.open ();
      std::vector<Talk::Packet> packets = talk.packets;
      for (auto part : { std::make_pair (FROM_CLIENT, record (22, client_hello ())),
                         std::make_pair (FROM_SERVER, record (22, server_hello ()) + sealed (900)),
                         std::make_pair (FROM_CLIENT, sealed (53)) })
        {
          talk.packets.clear ();
          talk.say (part.first, part.second, 20);
          std::shuffle (talk.packets.begin (), talk.packets.end (), std::mt19937 (seed));
          auto half = talk.packets.size () / 2;
          packets.insert (packets.end (), talk.packets.begin (), talk.packets.end ());
          packets.insert (packets.end (), talk.packets.begin (), talk.packets.begin () + (long) half); /* once more */
        }
      Reading run (packets);
      EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello, S Encrypted record, C Encrypted record") << seed;
      EXPECT_EQ (run.outcome (), TL_OUTCOME_ESTABLISHED);
    }
}

/* Each packet that carried bytes of a message is told. */
TEST (Tracker, FragmentsOfIp)
{
  for (gsize size : { 48, 96, 600 })
    {
      Reading run (in_fragments (tls13_talk ().packets, size));
      EXPECT_EQ (run.steps (), tls13_steps) << size;
      EXPECT_EQ (run.outcome (), TL_OUTCOME_ESTABLISHED);
      EXPECT_FALSE (run.told.at (0)->lost_bytes);
    }

  Talk talk;
  talk.open ();
  Data hello = record (22, client_hello ());
  talk.say (FROM_CLIENT, hello);
  std::vector<Talk::Packet> packets = in_fragments (talk.packets, 64);
  ASSERT_EQ (packets.size (), 2 + (20 + hello.size () + 63) / 64);
  std::swap (packets[2], packets[3]);
  Reading run (packets);
  EXPECT_EQ (run.steps (), "C ClientHello");
  std::vector<guint64> expected = { 4, 3 };
  for (guint64 number = 5; number <= packets.size (); number++)
    expected.push_back (number);
  EXPECT_EQ (run.packets_of (0), expected);
}

TEST (Tracker, FragmentsThatNeverBecomeWholeAreLoss)
{
  std::vector<Talk::Packet> packets = in_fragments (tls13_talk ().packets, 600);
  packets.erase (packets.begin () + 4); /* the second of the server's first flight */
  Reading run (packets);
  EXPECT_TRUE (run.told.at (0)->lost_bytes);
  EXPECT_EQ (run.told[0]->n_steps, 4u) << run.steps ();
}

/* What waits for fragments counts in the budget, and no longer when it is whole. */
TEST (Tracker, FragmentsCountInTheBudget)
{
  TlTracker *tracker = tl_tracker_new (TL_TRACKER_STEPS, [] (TlConversation *, gpointer) {}, NULL);
  Talk talk;
  talk.say (FROM_CLIENT, Data (60000, 'x'));
  gsize before = tl_tracker_size (tracker), most = 0;
  guint64 number = 0;
  for (const auto &each : in_fragments (talk.packets, 1480))
    {
      TlPacket packet = packet_of (each, ++number);
      tl_tracker_add (tracker, &packet);
      most = MAX (most, tl_tracker_size (tracker));
    }
  EXPECT_GT (most, before + 50000);
  tl_tracker_free (tracker);
}

/* Frames of IEEE 802.11 that travel together (A-MSDU). */
TEST (Tracker, FramesThatTravelTogether)
{
  Talk talk = tls13_talk (100);
  std::vector<Talk::Packet> together;
  for (gsize i = 0; i < talk.packets.size (); i += 3)
    {
      Data frame = be (0x8801, 2) + be (0, 2) + Data (18, 2) + be (0, 2) + be (0x8000, 2);
      for (gsize k = i; k < MIN (i + 3, talk.packets.size ()); k++)
        {
          Data part = Data (12, 2) + prefixed (2, be (0xaaaa03000000, 6) + be (0x0800, 2) + talk.packets[k].data);
          frame = frame + part + Data ((4 - part.size () % 4) % 4, 0);
        }
      together.push_back ({ frame, talk.packets[i].time });
    }
  Reading run (together, TL_TRACKER_STEPS, 0, G_MAXUINT32, 105);
  EXPECT_EQ (run.steps (), tls13_steps);
  EXPECT_EQ (run.outcome (), TL_OUTCOME_ESTABLISHED);
}

TEST (Tracker, Tls12)
{
  Hello hello;
  hello.tls13 = false;
  hello.suite = 0xc02f;
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello (hello)));
  talk.say (FROM_SERVER, record (22, server_hello (hello) + message (14, {})));
  talk.say (FROM_CLIENT, record (22, message (16, prefixed (1, Data (32, 1)))) + record (20, be (1, 1))
                             + record (22, Data (40, 0xaa)));
  talk.say (FROM_SERVER, record (20, be (1, 1)) + record (22, Data (40, 0xbb)));
  talk.say (FROM_CLIENT, record (21, Data (26, 0xcc)));
  Reading run (talk.packets);
  EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello, S ServerHelloDone, C ClientKeyExchange, C ChangeCipherSpec, "
                           "C Encrypted handshake message, S ChangeCipherSpec, S Encrypted handshake message, "
                           "C Encrypted alert");
  EXPECT_EQ (run.outcome (), TL_OUTCOME_ESTABLISHED);
  EXPECT_EQ (run.told[0]->version, 0x0303);
  EXPECT_EQ (run.told[0]->resumed, TL_NO);
}

TEST (Tracker, Tls12Resumed)
{
  Hello hello;
  hello.tls13 = false;
  hello.session_id = Data (32, 5);
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello (hello)));
  talk.say (FROM_SERVER, record (22, server_hello (hello)) + record (20, be (1, 1)) + record (22, Data (40, 0xbb)));
  talk.say (FROM_CLIENT, record (20, be (1, 1)) + record (22, Data (40, 0xbb)));
  Reading run (talk.packets);
  EXPECT_EQ (run.told.at (0)->resumed, TL_YES);
  EXPECT_EQ (run.outcome (), TL_OUTCOME_ESTABLISHED);
}

TEST (Tracker, Outcomes)
{
  Talk talk = begun (false);
  EXPECT_EQ (Reading (talk.packets).outcome (), TL_OUTCOME_NO_SERVER_HELLO);

  talk.reset (FROM_SERVER);
  EXPECT_EQ (Reading (talk.packets).outcome (), TL_OUTCOME_RESET_BY_SERVER);

  talk = begun (false);
  talk.finish (FROM_SERVER);
  talk.finish (FROM_CLIENT);
  EXPECT_EQ (Reading (talk.packets).outcome (), TL_OUTCOME_CLOSED_BY_SERVER);

  talk = begun (false);
  talk.say (FROM_SERVER, record (21, { 2, 40 }));
  talk.finish (FROM_SERVER);
  Reading alert (talk.packets);
  EXPECT_EQ (alert.outcome (), TL_OUTCOME_ALERT);
  EXPECT_EQ (alert.told[0]->alert, 40);
  EXPECT_EQ (alert.told[0]->stopped_by, TL_SIDE_SERVER);
  EXPECT_EQ (alert.steps (), "C ClientHello, S Alert: handshake_failure");

  talk = begun (true);
  EXPECT_EQ (Reading (talk.packets).outcome (), TL_OUTCOME_INCOMPLETE);
  talk.say (FROM_CLIENT, sealed (19));
  EXPECT_EQ (Reading (talk.packets).outcome (), TL_OUTCOME_ALERT_LIKELY);

  talk = begun (true);
  talk.finish (FROM_CLIENT);
  EXPECT_EQ (Reading (talk.packets).outcome (), TL_OUTCOME_CLOSED_BY_CLIENT);
}

TEST (Tracker, EveryOutcomeHasItsSentence)
{
  for (const Talk &talk : { begun (false), begun (true), tls13_talk () })
    {
      Reading run (talk.packets);
      g_autofree char *text = tl_conversation_outcome_text (run.told[0]);
      EXPECT_TRUE (g_str_has_suffix (text, ".")) << text;
    }
}

TEST (Tracker, OneSided)
{
  for (int side : { FROM_CLIENT, FROM_SERVER })
    {
      std::vector<Talk::Packet> half;
      for (const auto &packet : tls13_talk ().packets)
        if (packet.data[15] == (side == FROM_CLIENT ? 1 : 2))
          half.push_back (packet);
      Reading run (half);
      ASSERT_EQ (run.told.size (), 1u);
      EXPECT_EQ (run.outcome (), TL_OUTCOME_ONE_SIDED);
      EXPECT_EQ (run.told[0]->client.port, 50000);
      for (guint i = 0; i < run.told[0]->n_steps; i++)
        EXPECT_EQ (run.told[0]->steps[i]->from, side == FROM_CLIENT ? TL_SIDE_CLIENT : TL_SIDE_SERVER);
    }
}

TEST (Tracker, ServerHelloBeforeClientHello)
{
  Talk talk = begun (true);
  std::swap (talk.packets[2], talk.packets[3]);
  Reading run (talk.packets);
  EXPECT_EQ (run.steps (), "S ServerHello, S Encrypted record, C ClientHello");
  EXPECT_EQ (run.told[0]->client.port, 50000);
}

/* A listener under load, or a balancer before it: each SYN+ACK has another sequence number, the last one is acknowledged. */
TEST (Tracker, TheLastAnswerToASynCounts)
{
  Talk talk;
  talk.segment (FROM_CLIENT, TL_TCP_SYN, {}, talk.next[0]++);
  for (guint32 sequence : { 77777u, 5u, 4000000000u })
    {
      talk.next[1] = sequence + 1;
      talk.segment (FROM_SERVER, TL_TCP_SYN | TL_TCP_ACK, {}, sequence);
    }
  talk.say (FROM_CLIENT, record (22, client_hello ()));
  talk.say (FROM_SERVER, record (22, server_hello ()));
  Reading reading (talk.packets);
  EXPECT_EQ (reading.steps (), "C ClientHello, S ServerHello");
}

/* Two servers answer, and repeat their answers; the client has taken one of them. */
TEST (Tracker, TheAnswerToASynThatIsAcknowledgedCounts)
{
  for (int stale_first : { 0, 1 })
    {
      Talk talk;
      talk.segment (FROM_CLIENT, TL_TCP_SYN, {}, talk.next[0]++);
      for (int i = 0; i < 2; i++)
        talk.segment (FROM_SERVER, TL_TCP_SYN | TL_TCP_ACK, {}, i == stale_first ? 97572840 : 3212050950u);
      talk.next[1] = 97572841;
      talk.say (FROM_CLIENT, record (22, client_hello ()));
      talk.segment (FROM_SERVER, TL_TCP_SYN | TL_TCP_ACK, {}, 3212050950u);
      talk.say (FROM_SERVER, record (22, server_hello ()));
      Reading run (talk.packets);
      EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello");
      EXPECT_FALSE (run.told.at (0)->lost_bytes) << stale_first;
    }
}

TEST (Tracker, MidStream)
{
  Talk talk = tls13_talk ();
  std::vector<Talk::Packet> late (talk.packets.begin () + 3, talk.packets.end ());
  Reading run (late);
  ASSERT_EQ (run.told.size (), 1u);
  EXPECT_EQ (run.told[0]->version, 0x0304);
  EXPECT_EQ (run.told[0]->server.port, 443);
}

TEST (Tracker, LossIsSaidAndTheRestRead)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello ()));
  talk.say (FROM_SERVER, record (22, server_hello ()));
  talk.next[FROM_SERVER] += 700;
  talk.say (FROM_SERVER, sealed (300));
  talk.finish (FROM_SERVER);
  talk.finish (FROM_CLIENT);
  Reading run (talk.packets);
  EXPECT_TRUE (run.told.at (0)->lost_bytes);
  EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello, S Encrypted record");
}

/* The length of a record says where the next one begins, though bytes within it are missing. */
TEST (Tracker, ALossWithinARecordEndsBehindIt)
{
  for (bool to_the_end : { false, true })
    {
      Talk talk;
      Data certificate = record (22, message (11, prefixed (3, Data (2000, 7))));
      Data before (certificate.begin (), certificate.begin () + 900), after (certificate.begin () + 1500, certificate.end ());
      Data rest = record (22, message (14, {})) + record (20, { 1 }) + record (22, Data (40, 0xaa));
      Hello hello;
      hello.tls13 = false;
      hello.suite = 0xc02f;
      talk.open ();
      talk.say (FROM_CLIENT, record (22, client_hello (hello)));
      talk.say (FROM_SERVER, record (22, server_hello (hello)) + before);
      talk.next[FROM_SERVER] += (guint32) (to_the_end ? certificate.size () - before.size () : 600);
      talk.say (FROM_SERVER, to_the_end ? rest : after + rest);
      talk.say (FROM_CLIENT, record (22, message (16, prefixed (1, Data (32, 1)))) + record (20, { 1 }) + record (22, Data (40, 0xaa)));
      Reading run (talk.packets);
      EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello, C ClientKeyExchange, C ChangeCipherSpec, C Encrypted handshake message, "
                               "S Certificate, S ServerHelloDone, S ChangeCipherSpec, S Encrypted handshake message");
      ASSERT_GT (run.told.at (0)->n_steps, 5u);
      EXPECT_TRUE (run.told[0]->lost_bytes);
      EXPECT_TRUE (run.told[0]->steps[5]->truncated);
      EXPECT_EQ (run.told[0]->steps[5]->length, 2007u);
      EXPECT_EQ (g_bytes_get_size (run.told[0]->steps[5]->bytes), 895u);
      EXPECT_EQ (run.outcome (), TL_OUTCOME_ESTABLISHED);
    }
}

/* What is sealed says no more, but that it was there. */
TEST (Tracker, ALossWithinASealedRecordEndsBehindIt)
{
  Talk talk;
  Data record = sealed (2000);
  talk.open ();
  talk.say (FROM_CLIENT, ::record (22, client_hello ()));
  talk.say (FROM_SERVER, ::record (22, server_hello ()) + Data (record.begin (), record.begin () + 900));
  talk.next[FROM_SERVER] += 600;
  talk.say (FROM_SERVER, Data (record.begin () + 1500, record.end ()) + sealed (53));
  talk.finish (FROM_SERVER);
  Reading run (talk.packets);
  EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello, S Encrypted record, S Encrypted record");
  ASSERT_EQ (run.told.at (0)->n_steps, 4u);
  EXPECT_TRUE (run.told[0]->steps[2]->truncated);
  EXPECT_EQ (run.told[0]->steps[2]->length, 2000u);
  EXPECT_EQ (g_bytes_get_size (run.told[0]->steps[2]->bytes), 895u);
  EXPECT_FALSE (run.told[0]->steps[3]->truncated);
}

TEST (Tracker, StartTls)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_SERVER, bytes_of ("220 mail ESMTP\r\n"));
  talk.say (FROM_CLIENT, bytes_of ("EHLO me\r\n"));
  talk.say (FROM_SERVER, bytes_of ("250-mail\r\n250 STARTTLS\r\n"));
  talk.say (FROM_CLIENT, bytes_of ("STARTTLS\r\n"));
  talk.say (FROM_SERVER, bytes_of ("220 go\r\n"));
  talk.say (FROM_CLIENT, record (22, client_hello ()));
  talk.say (FROM_SERVER, record (22, server_hello ()));
  Reading run (talk.packets);
  ASSERT_EQ (run.told.size (), 1u);
  EXPECT_STREQ (run.told[0]->upgraded_from, "smtp");
  EXPECT_EQ (run.steps (), "S 220 mail ESMTP, C EHLO me, S 250-mail, S 250 STARTTLS, C STARTTLS, S 220 go, "
                           "C ClientHello, S ServerHello");
}

static Talk
starttls_talk (gsize step = 100000)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_SERVER, bytes_of ("220 mail\r\n"), step);
  talk.say (FROM_CLIENT, bytes_of ("STARTTLS\r\n"), step);
  talk.say (FROM_SERVER, bytes_of ("220 go\r\n"), step);
  talk.say (FROM_CLIENT, record (22, client_hello (), 0x0301), step);
  talk.say (FROM_SERVER, record (22, server_hello ()) + sealed (900), step);
  return talk;
}

static const char *const starttls_steps
    = "S 220 mail, C STARTTLS, S 220 go, C ClientHello, S ServerHello, S Encrypted record";

TEST (Tracker, StartTlsHoweverItIsCut)
{
  for (gsize step : { 1, 2, 3, 5, 7, 50 })
    EXPECT_EQ (Reading (starttls_talk (step).packets).steps (), starttls_steps) << step;
}

/* A client need not wait for the answer, and the answer may come in one segment with the ServerHello. */
TEST (Tracker, AnswerBeforeTlsThatComesLate)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, bytes_of ("CONNECT a:443 HTTP/1.1\r\n\r\n") + record (22, client_hello (), 0x0301));
  talk.say (FROM_SERVER, bytes_of ("HTTP/1.1 200 OK\r\n\r\n") + record (22, server_hello ()) + sealed (900));
  for (guint every : { 0, 1 })
    {
      Reading run (talk.packets, TL_TRACKER_STEPS | TL_TRACKER_GROWTH, every);
      EXPECT_EQ (run.steps (), "C CONNECT a:443 HTTP/1.1, C An empty line, C ClientHello, S HTTP/1.1 200 OK, S An empty line, "
                               "S ServerHello, S Encrypted record");
      EXPECT_STREQ (run.told.back ()->upgraded_from, "http-connect");
    }
}

TEST (Tracker, BytesThatLookLikeTheBeginningOfARecordAreGivenBack)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_SERVER, bytes_of ("220 mail\r\n"));
  talk.say (FROM_CLIENT, bytes_of ("\x16\x03\x01 is no record\r\nSTARTTLS\r\n"), 2);
  talk.say (FROM_SERVER, bytes_of ("220 go\r\n"));
  talk.say (FROM_CLIENT, record (22, client_hello (), 0x0301));
  EXPECT_EQ (Reading (talk.packets).steps (),
             "S 220 mail, C \\x16\\x03\\x01 is no record, C STARTTLS, S 220 go, C ClientHello");
}

TEST (Tracker, TlsInTheMiddleOfALine)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_SERVER, bytes_of ("220 mail\r\n"));
  talk.say (FROM_CLIENT, bytes_of ("EHLO"));
  talk.say (FROM_CLIENT, record (22, client_hello (), 0x0301));
  Reading run (talk.packets);
  EXPECT_EQ (run.steps (), "S 220 mail, C (4 bytes), C ClientHello");
  EXPECT_EQ (run.told[0]->upgraded_from, nullptr);
}

/* Nothing of a dialogue that does not come to TLS is told, and its memory is let go. */
TEST (Tracker, DialogueThatDoesNotLeadToTls)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_SERVER, bytes_of ("220 mail\r\n"));
  talk.say (FROM_CLIENT, bytes_of ("STARTTLS\r\n"));
  talk.say (FROM_SERVER, bytes_of ("454 no\r\n"));
  talk.say (FROM_CLIENT, bytes_of ("QUIT\r\n"));
  EXPECT_EQ (Reading (talk.packets).told.size (), 0u);
}

TEST (Tracker, DialogueOfWhichASegmentIsLost)
{
  Talk talk = starttls_talk ();
  talk.packets.erase (talk.packets.begin () + 2); /* the greeting */
  Reading run (talk.packets);
  EXPECT_EQ (run.steps (), "C STARTTLS, C ClientHello, S ServerHello, S Encrypted record")
      << "what follows a gap may be the rest of a line";
  EXPECT_TRUE (run.told[0]->lost_bytes);
}

TEST (Tracker, NoTlsIsNoConversation)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, bytes_of ("GET / HTTP/1.1\r\n\r\n"));
  talk.say (FROM_SERVER, Data (40000, 'x'), 1400);
  EXPECT_EQ (Reading (talk.packets).told.size (), 0u);
}

TEST (Tracker, TheSameEndpointsAgain)
{
  Talk talk = tls13_talk ();
  Talk again = tls13_talk ();
  for (auto &packet : again.packets)
    talk.packets.push_back (packet);
  Reading run (talk.packets);
  ASSERT_EQ (run.told.size (), 2u);
  EXPECT_EQ (run.told[0]->number, 1u);
  EXPECT_EQ (run.told[1]->number, 2u);
  EXPECT_EQ (run.told[1]->outcome, TL_OUTCOME_ESTABLISHED);
}

/* A capture of the server's side alone has no SYN but in its answers. */
TEST (Tracker, TheSameEndpointsAgainOfOneSide)
{
  for (bool reset : { false, true })
    {
      Talk talk;
      for (guint i = 0; i < 3; i++)
        {
          talk.next[FROM_SERVER] = 2000 + i * 1000003;
          talk.segment (FROM_SERVER, TL_TCP_SYN | TL_TCP_ACK, {}, talk.next[FROM_SERVER]);
          talk.segment (FROM_SERVER, TL_TCP_SYN | TL_TCP_ACK, {}, talk.next[FROM_SERVER]++);
          talk.say (FROM_SERVER, record (22, server_hello ()));
          talk.segment (FROM_SERVER, TL_TCP_SYN | TL_TCP_ACK, {}, 2000 + i * 1000003); /* sent again */
          if (reset)
            talk.reset (FROM_SERVER);
          talk.now += 3 * TL_SECOND;
        }
      Reading run (talk.packets);
      ASSERT_EQ (run.told.size (), 3u);
      for (auto each : run.told)
        EXPECT_EQ (each->n_steps, 1u);
    }
}

/* Nor has one that lost the SYN of the second. */
TEST (Tracker, AnAnswerAfterTheEndOpensAnother)
{
  Talk talk = tls13_talk (), again;
  again.next[FROM_CLIENT] = 0x80000000;
  again.next[FROM_SERVER] = 0x90000000;
  again.segment (FROM_SERVER, TL_TCP_SYN | TL_TCP_ACK, {}, again.next[FROM_SERVER]++);
  again.say (FROM_SERVER, record (22, server_hello ()));
  talk.segment (FROM_SERVER, TL_TCP_SYN | TL_TCP_ACK, {}, 2000); /* behind time */
  for (const auto &packet : again.packets)
    talk.packets.push_back (packet);
  Reading run (talk.packets);
  ASSERT_EQ (run.told.size (), 2u);
  EXPECT_EQ (run.told[1]->n_steps, 1u);
}

/* A second connection between the same endpoints, without the packets that open it. */
TEST (Tracker, TheSameEndpointsAgainWithoutASyn)
{
  auto close_notify = [] (Talk &talk, int from) { talk.say (from, sealed (19)); };
  auto fin = [] (Talk &talk, int from) { talk.finish (from); };
  auto rst = [] (Talk &talk, int from) { talk.reset (from); };
  for (const auto &end : std::vector<std::function<void (Talk &, int)> >{ close_notify, fin, rst })
    for (bool anew : { true, false })
      {
        Talk talk = tls13_talk ();
        talk.packets.resize (talk.packets.size () - 2); /* without its end */
        talk.next[0]--;
        talk.next[1]--;
        end (talk, FROM_CLIENT);
        end (talk, FROM_SERVER);
        gsize n = talk.packets.size ();
        talk.segment (FROM_CLIENT, TL_TCP_ACK, record (22, client_hello (), 0x0301), 1001); /* sent again, or behind time */
        EXPECT_EQ (Reading (talk.packets).told.size (), 1u);
        talk.packets.resize (n);
        if (anew)
          talk.next[FROM_CLIENT] = 0x80000000, talk.next[FROM_SERVER] = 0x90000000;
        talk.say (FROM_CLIENT, record (22, client_hello ()));
        talk.say (FROM_SERVER, record (22, server_hello ()));
        Reading run (talk.packets);
        ASSERT_EQ (run.told.size (), 2u);
        EXPECT_EQ (run.told[0]->outcome, TL_OUTCOME_ESTABLISHED);
        EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello");
      }
}

/* Where nothing has ended, it is no other connection. */
TEST (Tracker, AHelloInTheMiddleBeginsNothing)
{
  Talk talk = tls13_talk ();
  talk.packets.resize (talk.packets.size () - 2);
  talk.next[FROM_CLIENT]--;
  talk.say (FROM_CLIENT, record (22, client_hello ()));
  EXPECT_EQ (Reading (talk.packets).told.size (), 1u);
}

TEST (Tracker, GrowthIsTold)
{
  Reading run (tls13_talk ().packets, TL_TRACKER_STEPS | TL_TRACKER_GROWTH, 1);
  ASSERT_GE (run.told.size (), 5u);
  for (gsize i = 1; i < run.told.size (); i++)
    {
      EXPECT_GE (run.told[i]->n_steps, run.told[i - 1]->n_steps);
      EXPECT_EQ (run.told[i]->complete, i + 1 == run.told.size ());
    }
  EXPECT_EQ (run.told[0]->n_steps, 1u);
  EXPECT_EQ (run.told[0]->steps[0], run.told.back ()->steps[0]) << "steps are shared";
}

TEST (Tracker, APublishedRunNeverChanges)
{
  Talk talk = tls13_talk ();
  talk.packets.resize (talk.packets.size () - 2);
  Reading before (talk.packets, TL_TRACKER_STEPS | TL_TRACKER_GROWTH, 1);
  for (int i = 0; i < 100; i++)
    talk.say (FROM_SERVER, sealed (100));
  Reading run (talk.packets, TL_TRACKER_STEPS | TL_TRACKER_GROWTH, 1);
  for (gsize i = 0; i + 1 < before.told.size (); i++)
    {
      const TlConversation *a = before.told[i], *b = run.told[i];
      ASSERT_EQ (a->n_steps, b->n_steps);
      for (guint s = 0; s < a->n_steps; s++)
        EXPECT_EQ (a->steps[s]->length, b->steps[s]->length);
    }
}

TEST (Tracker, WithoutStepsTheListIsTheSame)
{
  Reading with (tls13_talk ().packets), without (tls13_talk ().packets, 0);
  EXPECT_EQ (without.told.at (0)->n_steps, 0u);
  EXPECT_EQ (with.told.at (0)->outcome, without.told.at (0)->outcome);
  EXPECT_STREQ (without.told[0]->server_name, "example.org");
}

TEST (Tracker, StepsAreCapped)
{
  Talk talk = begun (true);
  for (guint i = 0; i < TL_LIMIT_STEPS + 10; i++)
    talk.say (FROM_CLIENT, record (21, { 1, 100 }));
  Reading run (talk.packets);
  EXPECT_EQ (run.told.at (0)->n_steps, (guint) TL_LIMIT_STEPS);
}

TEST (Tracker, WhatComesAfterAResetIsRead)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello ()));
  talk.reset (FROM_CLIENT);
  talk.say (FROM_SERVER, record (22, server_hello ()));
  Reading run (talk.packets);
  EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello");
  EXPECT_EQ (run.outcome (), TL_OUTCOME_RESET_BY_CLIENT);
}

TEST (Tracker, DataInTheSynIsNotReadTwice)
{
  Talk talk;
  Data hello = record (22, client_hello ());
  talk.segment (FROM_CLIENT, TL_TCP_SYN, hello, talk.next[FROM_CLIENT]);
  talk.segment (FROM_CLIENT, TL_TCP_SYN, {}, talk.next[FROM_CLIENT]);
  talk.next[FROM_CLIENT]++;
  talk.segment (FROM_SERVER, TL_TCP_SYN | TL_TCP_ACK, {}, talk.next[FROM_SERVER]++);
  talk.say (FROM_CLIENT, hello);
  talk.say (FROM_SERVER, record (22, server_hello ()));
  Reading run (talk.packets);
  EXPECT_EQ (run.told.size (), 1u);
  EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello");
}

TEST (Tracker, AnInterruptedMessageStandsWhereItWasInterrupted)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello ()));
  talk.say (FROM_SERVER, record (22, server_hello () + Data { 11, 0, 1, 0, 1, 2, 3 }) + record (21, { 2, 80 }));
  Reading run (talk.packets);
  EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello, S Certificate, S Alert: internal_error");
}

/* A message that is not whole when the connection ends: what it took must not be given back twice, or the budget seems overdrawn
 * and every conversation that follows is let go at each of its packets. */
TEST (Tracker, NoMoreIsGivenBackThanWasTaken)
{
  Talk first;
  first.open ();
  first.say (FROM_CLIENT, record (22, client_hello ()));
  first.say (FROM_SERVER, record (22, server_hello () + Data { 11, 0, 0xff, 0xff } + Data (10000, 1)));
  first.finish (FROM_SERVER);
  first.finish (FROM_CLIENT);
  Talk second;
  second.client_port = 50001;
  second.now = first.now;
  second.open ();
  second.say (FROM_CLIENT, record (22, client_hello ()));
  second.say (FROM_SERVER, record (22, server_hello ()) + sealed (900));
  second.say (FROM_CLIENT, sealed (53));
  std::vector<Talk::Packet> packets = first.packets;
  packets.insert (packets.end (), second.packets.begin (), second.packets.end ());
  Reading run (packets);
  ASSERT_EQ (run.told.size (), 2u);
  EXPECT_FALSE (run.told[1]->evicted);
  EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello, S Encrypted record, C Encrypted record");
}

TEST (Tracker, AConversationStartsWithItsOwnPacket)
{
  Talk late = tls13_talk (), early;
  for (auto &packet : late.packets)
    packet.time += 3600 * TL_SECOND;
  early.client_port = 50001;
  early.open ();
  early.say (FROM_CLIENT, record (22, client_hello ()));
  early.say (FROM_SERVER, record (22, server_hello ()));
  std::vector<Talk::Packet> packets = late.packets;
  packets.insert (packets.end (), early.packets.begin (), early.packets.end ());
  Reading run (packets);
  ASSERT_EQ (run.told.size (), 2u);
  EXPECT_EQ (run.told[1]->start, early.packets.front ().time) << "though the capture was later already";
  EXPECT_EQ (run.told[1]->last, early.packets.back ().time);
}

/* Also what was lost before it was known to be TLS. */
TEST (Tracker, BytesThatWereLostBeforeTlsAreMissed)
{
  Talk talk;
  talk.open ();
  talk.next[FROM_CLIENT] += 500;
  for (int i = 0; i < 3; i++)
    {
      talk.say (FROM_CLIENT, record (23, Data (100, 1)) + record (23, Data (100, 2)));
      talk.now += 20 * TL_SECOND;
    }
  Reading run (talk.packets);
  ASSERT_EQ (run.told.size (), 1u);
  EXPECT_TRUE (run.told[0]->lost_bytes);
}

TEST (Tracker, RecordsOfOneByte)
{
  Talk talk;
  talk.open ();
  for (int from : { FROM_CLIENT, FROM_SERVER })
    for (guint8 byte : from == FROM_CLIENT ? client_hello () : server_hello ())
      talk.say (from, record (22, { byte }));
  Reading run (talk.packets);
  EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello");
  EXPECT_EQ (run.told.at (0)->steps[0]->n_records, client_hello ().size ());
}
