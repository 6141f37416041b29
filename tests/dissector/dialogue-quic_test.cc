/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Conversations over QUIC, from packets.
 */
#include "quic-talk.h"
#include "quic-vectors.h"

#include <algorithm>
#include <gtest/gtest.h>

static const char *const whole_steps
    = "C ClientHello, S ServerHello, S Encrypted Handshake packet, C Encrypted Handshake packet, C Application data, "
      "S Application data";

static std::string
outcome_text (const Reading &reading)
{
  g_autofree char *text = tl_conversation_outcome_text (reading.told.back ());
  return text;
}

/* The bytes of all messages, and what is told of them but for packets and times. */
static std::vector<Data>
messages (const Reading &reading)
{
  std::vector<Data> all;
  for (guint i = 0; i < reading.told.back ()->n_steps; i++)
    {
      const TlStep *step = reading.told.back ()->steps[i];
      gsize length = 0;
      const guint8 *bytes = step->bytes ? (const guint8 *) g_bytes_get_data (step->bytes, &length) : nullptr;
      if (!step->sealed)
        all.push_back (Data ({ (guint8) step->type, (guint8) step->from }) + Data (bytes, bytes + length));
    }
  return all;
}

TEST (DialogueQuic, ReadsAHandshake)
{
  Reading reading (QuicTalk::whole ().packets);
  ASSERT_EQ (reading.told.size (), 1u);
  const TlConversation *told = reading.told[0];
  EXPECT_EQ (reading.steps (), whole_steps);
  EXPECT_EQ (told->protocol, TL_PROTOCOL_QUIC);
  EXPECT_EQ (told->transport, TL_TRANSPORT_UDP);
  EXPECT_EQ (told->quic_version, 1u);
  EXPECT_EQ (told->version, 0x0304);
  EXPECT_EQ (told->cipher_suite, 0x1301);
  EXPECT_STREQ (told->server_name, "example.org");
  EXPECT_EQ (told->client.port, 50000);
  EXPECT_EQ (told->outcome, TL_OUTCOME_ESTABLISHED);
  EXPECT_EQ (outcome_text (reading), "Established with TLS 1.3 over QUIC v1: x25519, TLS_AES_128_GCM_SHA256.");
  EXPECT_FALSE (told->lost_bytes);
  EXPECT_TRUE (told->steps[0]->decrypted);
  EXPECT_EQ (told->steps[0]->quic_packet, TL_QUIC_INITIAL);
  EXPECT_EQ (told->steps[2]->quic_packet, TL_QUIC_HANDSHAKE);
  EXPECT_TRUE (told->steps[2]->sealed && told->steps[2]->in_handshake);
  EXPECT_EQ (told->steps[5]->quic_packet, TL_QUIC_ONE_RTT);
  EXPECT_EQ (told->steps[5]->n_records, 2u);
  EXPECT_EQ (told->steps[5]->length, 702u);
}

TEST (DialogueQuic, ReadsThePacketsOfTheRfcs)
{
  for (const auto &pair : { std::make_pair (quic_client_initial_1, quic_server_initial_1),
                            std::make_pair (quic_client_initial_2, quic_server_initial_2) })
    {
      QuicTalk talk;
      talk.send (FROM_CLIENT, QuicMaker::hexed (pair.first));
      talk.send (FROM_SERVER, QuicMaker::hexed (pair.second));
      Reading reading (talk.packets);
      EXPECT_EQ (reading.steps (), "C ClientHello, S ServerHello");
      EXPECT_STREQ (reading.told[0]->server_name, "example.com");
    }
}

TEST (DialogueQuic, ReadsEveryVersion)
{
  for (guint32 version : { 0x6b3343cfu, 0xff000016u, 0xff00001bu, 0xff00001du, 0xff000022u, 0xfaceb001u, 0xfaceb002u })
    {
      QuicTalk talk;
      talk.maker.version = version;
      talk.handshake ();
      Reading reading (talk.packets);
      EXPECT_EQ (reading.steps (), whole_steps) << std::hex << version;
      EXPECT_EQ (reading.told.back ()->quic_version, version);
    }
}

TEST (DialogueQuic, LeavesGooglesOwnHandshakesOut)
{
  QuicTalk talk;
  talk.send (FROM_CLIENT, long_header (0xc3, 0x51303530, talk.maker.original, {}) + Data (1200, 7)); /* Q050 */
  talk.send (FROM_CLIENT, long_header (0xc3, 0x51303436, talk.maker.original, {}) + Data (1200, 7)); /* Q046 */
  talk.send (FROM_CLIENT, Data ({ 0x0d, 1, 2, 3, 4, 5, 6, 7, 8, 'Q', '0', '3', '9' }) + Data (1200, 7));
  Reading reading (talk.packets);
  EXPECT_TRUE (reading.told.empty ());
}

/* The ClientHello of @talk in pieces of @size, in the order that @order makes of them, @per_packet frames in each packet. */
static QuicTalk
in_pieces (gsize size, gsize per_packet, int order)
{
  Hello long_hello;
  long_hello.more = extension (21, Data (1500, 0));
  Data hello = client_hello (long_hello);
  std::vector<Data> frames;
  for (gsize at = 0; at < hello.size (); at += size)
    frames.push_back (
        crypto_frame (at, Data (hello.begin () + (long) at, hello.begin () + (long) MIN (at + size, hello.size ()))));
  if (order == 1)
    std::reverse (frames.begin (), frames.end ());
  if (order == 2)
    for (gsize i = 0; i + 1 < frames.size (); i += 2)
      std::swap (frames[i], frames[i + 1]);
  if (order == 3)
    frames.insert (frames.end (), frames.begin (), frames.end ()); /* all of it twice */
  QuicTalk talk;
  for (gsize i = 0; i < frames.size (); i += per_packet)
    {
      Data together;
      for (gsize k = i; k < MIN (i + per_packet, frames.size ()); k++)
        together = together + frames[k] + (k % 3 == 0 ? Data ({ TL_QUIC_PING }) : Data (2, 0));
      talk.client_initial (together);
    }
  talk.server_initial (crypto_frame (0, server_hello ()));
  talk.rest ();
  return talk;
}

TEST (DialogueQuic, TheSameAnswerHoweverItIsCut)
{
  std::vector<Data> expected = messages (Reading (in_pieces (100000, 1, 0).packets));
  for (gsize size : { 1000u, 700u, 33u, 1u })
    for (gsize per_packet : { 1u, 7u, 300u })
      for (int order : { 0, 1, 2, 3 })
        {
          if (size == 1 && per_packet == 1 && order != 1)
            continue;
          Reading reading (in_pieces (size, per_packet, order).packets);
          EXPECT_EQ (messages (reading), expected) << size << " " << per_packet << " " << order;
          EXPECT_EQ (reading.steps (), whole_steps);
          EXPECT_FALSE (reading.told.back ()->lost_bytes);
          EXPECT_FALSE (reading.told.back ()->conflicting_bytes);
        }
}

TEST (DialogueQuic, TheSameAnswerWithEveryDatagramTwice)
{
  QuicTalk once = QuicTalk::whole (), twice = once;
  twice.packets.clear ();
  for (const auto &packet : once.packets)
    {
      twice.packets.push_back (packet);
      twice.packets.push_back (packet);
    }
  Reading reading (twice.packets);
  EXPECT_EQ (reading.steps (), whole_steps);
  EXPECT_EQ (messages (reading), messages (Reading (once.packets)));
}

TEST (DialogueQuic, SaysWhatItWasToldTwiceAndDifferently)
{
  QuicTalk talk;
  Data hello = client_hello (), other = hello;
  other[80] ^= 1;
  Data start (hello.begin (), hello.begin () + 50);
  talk.client_initial (crypto_frame (60, Data (hello.begin () + 60, hello.end ())));
  talk.client_initial (crypto_frame (60, Data (other.begin () + 60, other.end ())));
  talk.client_initial (crypto_frame (0, Data (hello.begin (), hello.begin () + 60)));
  Reading reading (talk.packets);
  EXPECT_EQ (reading.steps (), "C ClientHello");
  EXPECT_TRUE (reading.told.back ()->conflicting_bytes);
}

TEST (DialogueQuic, SaysWhatIsMissing)
{
  Data hello = client_hello ();
  QuicTalk talk;
  talk.client_initial (crypto_frame (0, Data (hello.begin (), hello.begin () + 100)));
  talk.client_initial (crypto_frame (120, Data (hello.begin () + 120, hello.end ())));
  talk.server_initial (crypto_frame (0, server_hello ()));
  Reading reading (talk.packets);
  EXPECT_EQ (reading.steps (), "S ServerHello, C ClientHello");
  const TlStep *step = reading.told.back ()->steps[1];
  EXPECT_TRUE (step->truncated);
  EXPECT_EQ (g_bytes_get_size (step->bytes), 100u);
  EXPECT_EQ (step->length, hello.size ());
  EXPECT_TRUE (reading.told.back ()->lost_bytes);
  EXPECT_EQ (reading.outcome (), TL_OUTCOME_UNREADABLE);
}

TEST (DialogueQuic, CoalescedPackets)
{
  QuicTalk talk;
  talk.client_initial (crypto_frame (0, client_hello ()));
  talk.send (FROM_SERVER, talk.maker.server_initial (0, crypto_frame (0, server_hello ()))
                              + talk.maker.sealed (TL_QUIC_HANDSHAKE, false, 500)
                              + talk.maker.sealed (TL_QUIC_ONE_RTT, false, 100));
  talk.send (FROM_CLIENT, talk.maker.sealed (TL_QUIC_HANDSHAKE, true, 60) + talk.maker.sealed (TL_QUIC_ONE_RTT, true, 60));
  Reading reading (talk.packets);
  EXPECT_EQ (reading.steps (), "C ClientHello, S ServerHello, S Encrypted Handshake packet, S Application data, "
                               "C Encrypted Handshake packet, C Application data");
  EXPECT_EQ (reading.outcome (), TL_OUTCOME_ESTABLISHED);
}

TEST (DialogueQuic, ACoalescedPacketWithoutTheFixedBit) /* RFC 9287 */
{
  QuicTalk talk;
  talk.maker.client_id = QuicMaker::hexed ("c1c1c1c1");
  talk.client_initial (crypto_frame (0, client_hello ()));
  Data data = talk.maker.sealed (TL_QUIC_ONE_RTT, false, 100);
  data[0] &= 0xbf;
  talk.send (FROM_SERVER, talk.maker.server_initial (0, crypto_frame (0, server_hello ())) + data);
  EXPECT_EQ (Reading (talk.packets).steps (), "C ClientHello, S ServerHello, S Application data");
}

TEST (DialogueQuic, WhatFillsADatagramUpIsNoPacket) /* RFC 9000 section 12.2 */
{
  QuicTalk talk;
  talk.send (FROM_CLIENT, talk.maker.client_initial (0, crypto_frame (0, client_hello ()), 0) + Data (800, 0));
  talk.send (FROM_SERVER, talk.maker.server_initial (0, crypto_frame (0, server_hello ())) + Data (300, 0));
  Reading reading (talk.packets);
  EXPECT_EQ (reading.steps (), "C ClientHello, S ServerHello");

  QuicTalk other; /* a packet of another connection does not belong into the datagram */
  QuicMaker stranger;
  stranger.original = QuicMaker::hexed ("1111111111111111");
  other.send (FROM_CLIENT, other.maker.client_initial (0, crypto_frame (0, client_hello ()), 0)
                               + stranger.sealed (TL_QUIC_ZERO_RTT, true, 100));
  EXPECT_EQ (Reading (other.packets).steps (), "C ClientHello");
}

TEST (DialogueQuic, Retry)
{
  QuicTalk talk;
  Data new_id = QuicMaker::hexed ("aabbccddeeff0011");
  talk.client_initial (crypto_frame (0, client_hello ()));
  talk.send (FROM_SERVER, talk.maker.retry (new_id, bytes_of (std::string ("token"))));
  talk.send (FROM_SERVER, talk.maker.retry (new_id, bytes_of (std::string ("token"))));
  talk.maker.original = new_id;
  talk.send (FROM_CLIENT, talk.maker.initial (true, 1, crypto_frame (0, client_hello ()), new_id, {}, 1200,
                                              bytes_of (std::string ("token"))));
  talk.server_initial (crypto_frame (0, server_hello ()));
  talk.rest ();
  Reading reading (talk.packets);
  ASSERT_EQ (reading.told.size (), 1u);
  EXPECT_EQ (reading.steps (), "C ClientHello, S Retry, S ServerHello, S Encrypted Handshake packet, "
                               "C Encrypted Handshake packet, C Application data, S Application data");
  EXPECT_EQ (reading.outcome (), TL_OUTCOME_ESTABLISHED);
  g_autofree char *facts = tl_step_facts (reading.told[0], 1);
  EXPECT_STREQ (facts, "a token of 5 bytes to come back with");
}

TEST (DialogueQuic, AHelloThatChangedAfterARetryIsToldAgain)
{
  QuicTalk talk;
  Data new_id = QuicMaker::hexed ("aabbccddeeff0011");
  Hello changed;
  changed.name = "example.net";
  talk.client_initial (crypto_frame (0, client_hello ()));
  talk.send (FROM_SERVER, talk.maker.retry (new_id, { 1, 2, 3 }));
  talk.maker.original = new_id;
  talk.send (FROM_CLIENT, talk.maker.initial (true, 1, crypto_frame (0, client_hello (changed)), new_id, {}, 1200, { 1, 2, 3 }));
  talk.server_initial (crypto_frame (0, server_hello ()));
  EXPECT_EQ (Reading (talk.packets).steps (), "C ClientHello, S Retry, C ClientHello, S ServerHello");
}

TEST (DialogueQuic, ARetryThatIsNotGenuineIsNotTold)
{
  QuicTalk talk;
  talk.client_initial (crypto_frame (0, client_hello ()));
  Data forged = talk.maker.retry ({ 1, 2, 3, 4 }, { 5, 6, 7 });
  forged[forged.size () - 1] ^= 1;
  talk.send (FROM_SERVER, forged);
  talk.server_initial (crypto_frame (0, server_hello ()));
  talk.send (FROM_SERVER, talk.maker.retry ({ 1, 2, 3, 4 }, { 5, 6, 7 })); /* too late: RFC 9000 section 17.2.5.2 */
  EXPECT_EQ (Reading (talk.packets).steps (), "C ClientHello, S ServerHello");
}

TEST (DialogueQuic, ARetryThatWasNotCaptured)
{
  for (const char *client_id : { "", "c1c1c1c1" })
    {
      QuicTalk talk;
      Data new_id = QuicMaker::hexed ("aabbccddeeff0011");
      talk.maker.client_id = QuicMaker::hexed (client_id);
      talk.client_initial (crypto_frame (0, client_hello ()));
      talk.maker.original = new_id;
      talk.client_initial (crypto_frame (0, client_hello ()));
      talk.server_initial (crypto_frame (0, server_hello ()));
      Reading reading (talk.packets);
      /* with an id of its own, the client is known again */
      EXPECT_EQ (reading.told.size (), *client_id ? 1u : 2u);
      EXPECT_EQ (reading.steps (), "C ClientHello, S ServerHello");
    }
}

static Data
negotiation (const QuicMaker &maker, const std::vector<guint32> &versions)
{
  Data packet = long_header (0x80, 0, maker.client_id, maker.original);
  for (guint32 version : versions)
    packet = packet + be (version, 4);
  return packet;
}

TEST (DialogueQuic, VersionNegotiation)
{
  QuicTalk talk;
  Hello other;
  other.name = "example.net";
  talk.maker.version = 0xff00001d;
  talk.client_initial (crypto_frame (0, client_hello (other)));
  talk.send (FROM_SERVER, negotiation (talk.maker, { 0x1a2a3a4a, 1, 0x6b3343cf }));
  talk.send (FROM_SERVER, negotiation (talk.maker, { 0x1a2a3a4a, 1, 0x6b3343cf }));
  talk.maker.version = 1;
  talk.maker.original = QuicMaker::hexed ("0102030405060708");
  talk.number[0] = 0;
  talk.handshake ();
  Reading reading (talk.packets);
  ASSERT_EQ (reading.told.size (), 1u);
  EXPECT_EQ (reading.steps (), std::string ("C ClientHello, S Version Negotiation, ") + whole_steps);
  EXPECT_EQ (reading.told[0]->quic_version, 1u);
  g_autofree char *facts = tl_step_facts (reading.told[0], 1);
  EXPECT_STREQ (facts, "QUIC v1, QUIC v2");
}

TEST (DialogueQuic, AClientThatBeginsAnewMayKeepItsIds)
{
  for (const char *client_id : { "", "c1c1c1c1" })
    {
      QuicTalk talk;
      Hello other;
      other.name = "example.net";
      talk.maker.client_id = QuicMaker::hexed (client_id);
      talk.maker.version = 0xff00001d;
      talk.client_initial (crypto_frame (0, client_hello (other)));
      talk.send (FROM_SERVER, negotiation (talk.maker, { 1 }));
      talk.maker.version = 1;
      talk.number[0] = 0;
      talk.handshake ();
      Reading reading (talk.packets);
      ASSERT_EQ (reading.told.size (), 1u);
      EXPECT_EQ (reading.steps (), std::string ("C ClientHello, S Version Negotiation, ") + whole_steps);
    }
}

TEST (DialogueQuic, AVersionThatIsNoneIsAnswered)
{
  QuicTalk talk; /* nobody can open it, so it waits for what shows what it is */
  Data first = long_header (0xc3, 0x1a2a3a4a, talk.maker.original, {}) + Data ({ 0, 0x44, 0x9e }) + Data (1182, 0x5a);
  talk.send (FROM_CLIENT, first);
  talk.send (FROM_SERVER, negotiation (talk.maker, { 1 }));
  Reading half (talk.packets);
  EXPECT_EQ (half.steps (), "S Version Negotiation");
  EXPECT_EQ (half.told[0]->client.port, 50000);
  EXPECT_EQ (half.told[0]->start, 1000000000);
  talk.handshake ();
  Reading reading (talk.packets);
  ASSERT_EQ (reading.told.size (), 1u);
  EXPECT_EQ (reading.steps (), std::string ("S Version Negotiation, ") + whole_steps);

  QuicTalk opened; /* one that is made like a known version is read */
  opened.maker.version = 0xbabababa;
  opened.client_initial (crypto_frame (0, client_hello ()));
  opened.send (FROM_SERVER, negotiation (opened.maker, { 1 }));
  EXPECT_EQ (Reading (opened.packets).steps (), "C ClientHello, S Version Negotiation");
}

TEST (DialogueQuic, ANegotiationThatRefusesNothingIsNotTold) /* RFC 9000 section 6.2 */
{
  QuicTalk talk;
  talk.client_initial (crypto_frame (0, client_hello ()));
  talk.send (FROM_SERVER, negotiation (talk.maker, { 0x6b3343cf, 1 }));
  talk.server_initial (crypto_frame (0, server_hello ()));
  EXPECT_EQ (Reading (talk.packets).steps (), "C ClientHello, S ServerHello");
}

TEST (DialogueQuic, ANegotiationThatAnswersNothingIsNotTold)
{
  QuicTalk talk;
  QuicMaker stranger = talk.maker;
  stranger.original = QuicMaker::hexed ("0102030405060708");
  talk.send (FROM_SERVER, negotiation (talk.maker, { 0x6b3343cf }));
  talk.client_initial (crypto_frame (0, client_hello ()));
  talk.send (FROM_SERVER, negotiation (stranger, { 0x6b3343cf }));
  talk.server_initial (crypto_frame (0, server_hello ()));
  talk.send (FROM_SERVER, negotiation (talk.maker, { 0x6b3343cf })); /* too late: RFC 9000 section 6.2 */
  EXPECT_EQ (Reading (talk.packets).steps (), "C ClientHello, S ServerHello");
}

TEST (DialogueQuic, TheServerMayChangeTheVersion) /* RFC 9369 section 4.1 */
{
  QuicTalk talk;
  talk.client_initial (crypto_frame (0, client_hello ()));
  talk.maker.version = TL_QUIC_VERSION_2;
  talk.server_initial (crypto_frame (0, server_hello ()));
  talk.rest ();
  Reading reading (talk.packets);
  EXPECT_EQ (reading.steps (), whole_steps);
  EXPECT_EQ (reading.told[0]->quic_version, (guint32) TL_QUIC_VERSION_2);
}

TEST (DialogueQuic, KeysStayThoseOfTheFirstId)
{
  QuicTalk talk;
  Data hello = client_hello ();
  talk.client_initial (crypto_frame (0, Data (hello.begin (), hello.begin () + 100)));
  talk.server_initial ({ TL_QUIC_ACK, 0, 0, 0, 0 });
  /* the client now uses the id of the server */
  talk.send (FROM_CLIENT, talk.maker.initial (true, 1, crypto_frame (100, Data (hello.begin () + 100, hello.end ())),
                                              talk.maker.server_id, {}, 1200));
  talk.server_initial (crypto_frame (0, server_hello ()));
  Reading reading (talk.packets);
  EXPECT_EQ (reading.told.size (), 1u);
  EXPECT_EQ (reading.steps (), "C ClientHello, S ServerHello");
}

TEST (DialogueQuic, EarlyDataAndDataAreToldApart)
{
  QuicTalk talk;
  talk.send (FROM_CLIENT, talk.maker.client_initial (0, crypto_frame (0, client_hello ()), 0)
                              + talk.maker.sealed (TL_QUIC_ZERO_RTT, true, 400));
  talk.sealed (FROM_CLIENT, TL_QUIC_ZERO_RTT, 500, 1);
  talk.server_initial (crypto_frame (0, server_hello ()));
  talk.rest ();
  Reading reading (talk.packets);
  EXPECT_EQ (reading.steps (), "C ClientHello, C Early data (0-RTT), S ServerHello, S Encrypted Handshake packet, "
                               "C Encrypted Handshake packet, C Application data, S Application data");
  EXPECT_EQ (reading.told[0]->steps[1]->n_records, 2u);
}

TEST (DialogueQuic, ClosingWithAnAlert) /* RFC 9001 section 4.8 */
{
  QuicTalk talk;
  talk.client_initial (crypto_frame (0, client_hello ()));
  talk.server_initial (close_frame (0x100 + 120, "no h3"));
  talk.server_initial (close_frame (0x100 + 120, "no h3"));
  Reading reading (talk.packets);
  const TlConversation *told = reading.told.back ();
  EXPECT_EQ (reading.steps (), "C ClientHello, S CONNECTION_CLOSE: no_application_protocol");
  EXPECT_EQ (told->outcome, TL_OUTCOME_ALERT);
  EXPECT_EQ (told->stopped_by, TL_SIDE_SERVER);
  EXPECT_EQ (told->alert, 120);
  EXPECT_EQ (told->steps[1]->alert_level, 2);
  EXPECT_EQ (outcome_text (reading), "Failed: the server sent the alert no_application_protocol (no application protocol was in "
                                     "common), after the client's ClientHello.");
  g_autofree char *facts = tl_step_facts (told, 1);
  EXPECT_STREQ (facts, "no h3");
}

TEST (DialogueQuic, ClosingWithAnotherError)
{
  QuicTalk talk;
  talk.client_initial (crypto_frame (0, client_hello ()));
  talk.server_initial (close_frame (2));
  Reading reading (talk.packets);
  EXPECT_EQ (reading.steps (), "C ClientHello, S CONNECTION_CLOSE: CONNECTION_REFUSED");
  EXPECT_EQ (reading.outcome (), TL_OUTCOME_CLOSED_BY_SERVER);
  EXPECT_EQ (outcome_text (reading),
             "Failed: the server closed the connection with CONNECTION_REFUSED, after the client's ClientHello.");
}

TEST (DialogueQuic, Outcomes)
{
  QuicTalk talk;
  talk.client_initial (crypto_frame (0, client_hello ()));
  talk.client_initial (crypto_frame (0, client_hello ()));
  EXPECT_EQ (Reading (talk.packets).outcome (), TL_OUTCOME_NO_SERVER_HELLO);

  QuicTalk went_on = talk; /* only the client was captured: it has had an answer */
  went_on.sealed (FROM_CLIENT, TL_QUIC_HANDSHAKE, 60);
  EXPECT_EQ (Reading (went_on.packets).outcome (), TL_OUTCOME_ESTABLISHED);
  QuicTalk changed_id = talk;
  changed_id.send (FROM_CLIENT, talk.maker.initial (true, 2, { 0 }, talk.maker.server_id, {}, 1200));
  EXPECT_EQ (Reading (changed_id.packets).outcome (), TL_OUTCOME_ONE_SIDED);

  talk.server_initial (crypto_frame (0, server_hello ()));
  EXPECT_EQ (Reading (talk.packets).outcome (), TL_OUTCOME_INCOMPLETE);
  talk.sealed (FROM_SERVER, TL_QUIC_HANDSHAKE, 1000);
  talk.sealed (FROM_SERVER, TL_QUIC_ONE_RTT, 1000); /* a server may send data before the client has finished */
  EXPECT_EQ (Reading (talk.packets).outcome (), TL_OUTCOME_INCOMPLETE);
  talk.sealed (FROM_CLIENT, TL_QUIC_HANDSHAKE, 60);
  EXPECT_EQ (Reading (talk.packets).outcome (), TL_OUTCOME_ESTABLISHED);
  QuicTalk refused = talk; /* the client says the same in an Initial packet, where it is seen */
  refused.client_initial (close_frame (0x100 + 42));
  EXPECT_EQ (Reading (refused.packets).outcome (), TL_OUTCOME_ALERT);
  talk.sealed (FROM_CLIENT, TL_QUIC_ONE_RTT, 60);
  talk.client_initial (close_frame (0x100 + 42)); /* too late to be true */
  EXPECT_EQ (Reading (talk.packets).outcome (), TL_OUTCOME_ESTABLISHED);
}

TEST (DialogueQuic, GrowsWhileItIsWatched)
{
  Reading reading (QuicTalk::whole ().packets, TL_TRACKER_STEPS | TL_TRACKER_GROWTH, 1);
  EXPECT_EQ (reading.steps (), whole_steps);
  EXPECT_GT (reading.told.size (), 5u);
  EXPECT_EQ (reading.told[0]->n_steps, 1u);
  for (auto each : reading.told)
    EXPECT_EQ (each->number, 1u);
}

TEST (DialogueQuic, WithoutStepsTheFactsAreTheSame)
{
  Reading reading (QuicTalk::whole ().packets, 0);
  EXPECT_EQ (reading.told[0]->n_steps, 0u);
  EXPECT_EQ (reading.outcome (), TL_OUTCOME_ESTABLISHED);
  EXPECT_STREQ (reading.told[0]->server_name, "example.org");
}

/* Nothing is missing where the capture has all of the datagram. */
TEST (DialogueQuic, ALengthBeyondTheDatagramIsALie)
{
  QuicTalk talk;
  talk.hellos ();
  talk.send (FROM_CLIENT, long_header (0xc0, 1, talk.maker.server_id, talk.maker.client_id) + Data ({ 0, 0x7f, 0xff })
                              + Data (40, 0xee));
  talk.send (FROM_SERVER, long_header (0xe0, 1, talk.maker.client_id, talk.maker.server_id) + Data ({ 0x7f, 0xff })
                              + Data (40, 0xee));
  Reading reading (talk.packets);
  EXPECT_EQ (reading.steps (), "C ClientHello, S ServerHello, S Encrypted Handshake packet");
  EXPECT_FALSE (reading.told[0]->lost_bytes);
  EXPECT_EQ (reading.told[0]->steps[2]->length, 1 + 4 + 1 + 1 + 8 + 2 + 40u);
}

TEST (DialogueQuic, FarAheadIsNotKept)
{
  QuicTalk talk;
  talk.client_initial (crypto_frame (0, client_hello ()));
  for (guint64 offset : { (guint64) 70000, (guint64) 1 << 40, ((guint64) 1 << 62) - 1 })
    talk.client_initial (crypto_frame (offset, { 1, 2, 3, 4 }));
  talk.server_initial (crypto_frame (0, server_hello ()));
  Reading reading (talk.packets);
  EXPECT_EQ (reading.steps (), "C ClientHello, S ServerHello");
  EXPECT_TRUE (reading.told[0]->lost_bytes);
}

TEST (DialogueQuic, HandshakePacketsHaveFields)
{
  QuicTalk talk;
  talk.hellos ();
  talk.sealed (FROM_SERVER, TL_QUIC_HANDSHAKE, 40);
  Reading reading (talk.packets);
  g_autoptr (TlFieldTree) tree = tl_step_fields (reading.told[0], 2);
  std::string names;
  for (guint i = 0; i < tree->n_rows; i++)
    names += std::string (tree->rows[i].name) + " " + std::to_string (tree->rows[i].length) + ", ";
  EXPECT_EQ (names, "first_byte 1, version 4, destination_connection_id 1, source_connection_id 9, protected_payload 41, ");
}

TEST (DialogueQuic, CutAnywhere)
{
  QuicTalk talk = QuicTalk::whole ();
  for (gsize packet = 0; packet < talk.packets.size (); packet++)
    for (gsize n = 28; n < talk.packets[packet].data.size (); n += packet < 2 ? 13 : 7)
      {
        QuicTalk cut = talk;
        cut.packets[packet].data.resize (n);
        Reading reading (cut.packets); /* the length in the IP header says that more was there */
        for (auto told : reading.told)
          for (guint i = 0; i < told->n_steps; i++)
            tl_field_tree_unref (tl_step_fields (told, i));
      }
}
