/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Which connection of QUIC a datagram belongs to.
 */
#include "limits.h"
#include "quic-talk.h"

#include <gtest/gtest.h>

#include <algorithm>

static const char *const whole_steps
    = "C ClientHello, S ServerHello, S Encrypted Handshake packet, C Encrypted Handshake packet, C Application data, "
      "S Application data";

static std::string
steps_of (const TlConversation *told)
{
  std::string all;
  for (guint i = 0; i < told->n_steps; i++)
    {
      g_autofree char *title = tl_step_title (told, i);
      all += (i > 0 ? ", " : "") + std::string (told->steps[i]->from == TL_SIDE_CLIENT ? "C " : "S ") + title;
    }
  return all;
}

/* Feeds @packets, and returns the largest size that the tracker had. */
static gsize
largest_size (const std::vector<Talk::Packet> &packets)
{
  TlTracker *tracker = tl_tracker_new (TL_TRACKER_STEPS, [] (TlConversation *, gpointer) {}, NULL);
  gsize largest = 0;
  for (const auto &each : packets)
    {
      TlPacket packet = packet_of (each);
      tl_tracker_add (tracker, &packet);
      largest = MAX (largest, tl_tracker_size (tracker));
    }
  tl_tracker_free (tracker);
  return largest;
}

static QuicTalk
with_ids (const char *original, const char *client_id, const char *server_id, const char *name)
{
  QuicTalk talk;
  Hello hello;
  hello.name = name;
  talk.maker.original = QuicMaker::hexed (original);
  talk.maker.client_id = QuicMaker::hexed (client_id);
  talk.maker.server_id = QuicMaker::hexed (server_id);
  talk.handshake (hello);
  return talk;
}

TEST (TrackerQuic, ConnectionsBetweenTheSameEndpointsAreToldApart)
{
  QuicTalk one = with_ids ("0101010101010101", "c1c1c1c1", "51515151", "one.example");
  QuicTalk two = with_ids ("0202020202020202", "c2c2c2c2", "52525252", "two.example");
  std::vector<Talk::Packet> mixed;
  for (gsize i = 0; i < one.packets.size (); i++)
    {
      mixed.push_back (one.packets[i]);
      mixed.push_back (two.packets[i]);
    }
  Reading reading (mixed);
  ASSERT_EQ (reading.told.size (), 2u);
  for (gsize i = 0; i < 2; i++)
    {
      EXPECT_EQ (steps_of (reading.told[i]), whole_steps);
      EXPECT_STREQ (reading.told[i]->server_name, i == 0 ? "one.example" : "two.example");
      EXPECT_EQ (reading.told[i]->steps[5]->n_records, 2u);
    }
}

TEST (TrackerQuic, OneAfterTheOther)
{
  QuicTalk one = with_ids ("0101010101010101", "", "51515151", "one.example");
  QuicTalk two = with_ids ("0202020202020202", "", "52525252", "two.example");
  one.packets.insert (one.packets.end (), two.packets.begin (), two.packets.end ());
  Reading reading (one.packets);
  ASSERT_EQ (reading.told.size (), 2u);
  EXPECT_EQ (steps_of (reading.told[0]), whole_steps);
  EXPECT_EQ (steps_of (reading.told[1]), whole_steps);
}

TEST (TrackerQuic, TooManyAtOnceEndTheOldest)
{
  std::vector<Talk::Packet> packets;
  gint64 now = 1000000000;
  for (guint i = 0; i < TL_LIMIT_QUIC_CONNECTIONS + 3; i++)
    {
      QuicTalk talk;
      talk.maker.original[0] = (guint8) i;
      talk.maker.client_id = { 0xcc, (guint8) i };
      talk.client_initial (crypto_frame (0, client_hello ()));
      packets.push_back ({ talk.packets[0].data, now += 1000000 });
    }
  Reading reading (packets);
  EXPECT_EQ (reading.told.size (), (gsize) TL_LIMIT_QUIC_CONNECTIONS + 3);
  for (gsize i = 0; i < reading.told.size (); i++)
    EXPECT_EQ (reading.told[i]->number, i + 1); /* the oldest were told first */
}

TEST (TrackerQuic, TheServersAnswerMayComeFirst)
{
  QuicTalk talk = QuicTalk::whole ();
  std::swap (talk.packets[0], talk.packets[1]);
  Reading reading (talk.packets);
  ASSERT_EQ (reading.told.size (), 1u);
  EXPECT_EQ (steps_of (reading.told[0]), whole_steps);
  EXPECT_EQ (reading.told[0]->client.port, 50000);

  std::swap (talk.packets[1], talk.packets[2]); /* server, server, client */
  Reading later (talk.packets);
  ASSERT_EQ (later.told.size (), 1u);
  EXPECT_EQ (steps_of (later.told[0]), whole_steps);
}

TEST (TrackerQuic, AnyOrderTellsTheSameMessages)
{
  QuicTalk talk = QuicTalk::whole ();
  std::vector<gsize> order = { 0, 1, 2, 3 };
  do
    {
      std::vector<Talk::Packet> packets;
      for (gsize i : order)
        packets.push_back (talk.packets[i]);
      Reading reading (packets);
      ASSERT_EQ (reading.told.size (), 1u);
      std::string steps = steps_of (reading.told[0]);
      EXPECT_LT (steps.find ("C ClientHello"), steps.find ("S ServerHello")) << steps;
      EXPECT_EQ (reading.told[0]->n_steps, 4u) << steps;
      EXPECT_EQ (reading.outcome (), TL_OUTCOME_ESTABLISHED);
    }
  while (std::next_permutation (order.begin (), order.end ()));
}

TEST (TrackerQuic, AFirstPacketThatWasCutIsConfirmedByItsAnswer)
{
  QuicTalk talk = QuicTalk::whole ();
  const guint32 snap_length = 28 + 200;
  Reading reading (talk.packets, TL_TRACKER_STEPS, 0, snap_length);
  ASSERT_EQ (reading.told.size (), 1u);
  EXPECT_EQ (steps_of (reading.told[0]), "S ServerHello, S Encrypted Handshake packet, C Encrypted Handshake packet, "
                                         "C Application data, S Application data");
  EXPECT_EQ (reading.told[0]->client.port, 50000);
  EXPECT_TRUE (reading.told[0]->lost_bytes);
  talk.packets.resize (1);
  EXPECT_TRUE (Reading (talk.packets, TL_TRACKER_STEPS, 0, snap_length).told.empty ());
}

TEST (TrackerQuic, IdsThatWereNeverSeenBelongToTheOnlyConnection)
{
  QuicTalk talk = QuicTalk::whole ();
  Data other_id = { 0x45, 9, 9, 9, 9, 9, 9, 9, 9 };
  talk.send (FROM_CLIENT, other_id + Data (50, 0xdd));
  Reading reading (talk.packets);
  ASSERT_EQ (reading.told.size (), 1u);
  EXPECT_EQ (reading.told[0]->n_steps, 7u);
  talk.send (FROM_CLIENT, Data ({ 0x05 }) + other_id + Data (50, 0xdd)); /* without the fixed bit */
  EXPECT_EQ (Reading (talk.packets).told[0]->steps[6]->n_records, 1u);
}

TEST (TrackerQuic, TheFixedBitMayBeMissing) /* RFC 9287 */
{
  QuicTalk talk;
  talk.hellos ();
  Data packet = talk.maker.sealed (TL_QUIC_ONE_RTT, true, 100);
  packet[0] &= 0xbf;
  talk.send (FROM_CLIENT, packet);
  Reading reading (talk.packets);
  EXPECT_EQ (steps_of (reading.told[0]), "C ClientHello, S ServerHello, C Application data");
}

TEST (TrackerQuic, WhatIsNotOfQuicIsLeftToOthers)
{
  QuicTalk talk;
  talk.send (FROM_CLIENT, { 0x45, 1, 2, 3 });
  talk.send (FROM_CLIENT, Data (100, 0x45));
  talk.send (FROM_CLIENT, Data (100, 0xc5));
  talk.send (FROM_CLIENT, Data (5, 0x80));
  talk.send (FROM_CLIENT, Data ({ 0x80, 0, 0, 0, 0 }) + Data (100, 0));
  talk.send (FROM_CLIENT, {});
  EXPECT_TRUE (Reading (talk.packets).told.empty ());
  EXPECT_LT (largest_size (talk.packets), 1u);
}

TEST (TrackerQuic, FakesAreBounded)
{
  std::vector<Talk::Packet> packets;
  for (guint i = 0; i < 2000; i++)
    {
      QuicTalk talk;
      talk.maker.original = be (i, 8);
      Data fake = talk.maker.client_initial (0, crypto_frame (0, client_hello ()));
      fake[fake.size () - 1] ^= 1;
      talk.send (FROM_CLIENT, fake);
      packets.push_back (talk.packets[0]);
    }
  EXPECT_TRUE (Reading (packets).told.empty ());
  EXPECT_LT (largest_size (packets), 64 * TL_KIB);
}

TEST (TrackerQuic, ManyIdsAndAnswersAreBounded)
{
  QuicTalk talk;
  talk.client_initial (crypto_frame (0, client_hello ()));
  for (guint i = 0; i < 200; i++)
    {
      talk.maker.server_id = be (i, 8);
      talk.server_initial (crypto_frame (100 + i * 300, Data (200, (guint8) i)));
    }
  for (guint i = 0; i < 200; i++)
    talk.send (FROM_SERVER, talk.maker.retry (be (i + 1000, 8), { 1 }));
  EXPECT_LT (largest_size (talk.packets), 256 * TL_KIB);
  EXPECT_EQ (Reading (talk.packets).told.size (), 1u);
}

TEST (TrackerQuic, BentBytesAreHarmless)
{
  QuicTalk talk = QuicTalk::whole ();
  for (guint seed = 0; seed < 500; seed++)
    {
      QuicTalk bent = talk;
      auto &data = bent.packets[seed % 4].data;
      data[28 + seed * 7 % (data.size () - 28)] ^= (guint8) (1 << seed % 8);
      Reading reading (bent.packets);
      EXPECT_LE (reading.told.size (), 2u);
    }
}

TEST (TrackerQuic, FragmentsThatContradictEachOtherAreSaid)
{
  QuicTalk talk;
  talk.hellos ();
  auto packets = in_fragments (talk.packets, 400);
  EXPECT_FALSE (Reading (packets).told.at (0)->conflicting_bytes);
  auto bent = packets[1];
  bent.data.back () ^= 1;
  packets.insert (packets.begin () + 2, bent);
  Reading reading (packets);
  ASSERT_EQ (reading.told.size (), 1u);
  EXPECT_EQ (reading.steps (), "C ClientHello, S ServerHello");
  EXPECT_TRUE (reading.told[0]->conflicting_bytes);
}

TEST (TrackerQuic, IsFinishedWhenItIsIdle)
{
  QuicTalk talk = QuicTalk::whole ();
  std::vector<Talk::Packet> packets = talk.packets;
  for (guint i = 0; i < 10000; i++) /* other traffic goes on */
    {
      QuicTalk other;
      other.client_port = 1000;
      other.send (FROM_CLIENT, Data (30, 0xc1));
      packets.push_back ({ other.packets[0].data, (gint64) (i / 20) * TL_SECOND });
    }
  QuicTalk again = QuicTalk::whole ();
  for (auto &packet : again.packets)
    packets.push_back ({ packet.data, packet.time + 600 * TL_SECOND });
  EXPECT_EQ (Reading (packets).told.size (), 2u);
}
