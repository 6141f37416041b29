/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the tracker makes of carried conversations: their memory, their growth, and what is no TLS in them.
 */
#include "carried.h"

#include "limits.h"

#include <gtest/gtest.h>

static Data
control (guint8 opcode, guint32 number, const Data &payload, guint8 session = 0xc1)
{
  return be (opcode << 3, 1) + Data (8, session) + be (0, 1) + be (number, 4) + payload;
}

TEST (TrackerCarriers, TellGrowth)
{
  CarriedTalk talk;
  talk.send (FROM_CLIENT, control (7, 0, {}));
  talk.send (FROM_CLIENT, control (4, 1, record (22, client_hello ())));
  talk.send (FROM_SERVER, control (4, 1, record (22, server_hello ()), 0x51));
  Reading run (talk.packets, TL_TRACKER_STEPS | TL_TRACKER_GROWTH, 1);
  ASSERT_EQ (run.told.size (), 3u);
  EXPECT_EQ (run.told[0]->n_steps, 1u);
  EXPECT_EQ (run.told[1]->n_steps, 2u);
  EXPECT_TRUE (run.told[2]->complete);
}

TEST (TrackerCarriers, NoTlsNoConversation)
{
  CarriedTalk talk;
  talk.send (FROM_CLIENT, control (7, 0, {}));
  for (guint32 i = 1; i < 100; i++)
    talk.send (FROM_CLIENT, control (4, i, Data (1000, 0xee)));
  EXPECT_EQ (Reading (talk.packets).told.size (), 0u);
}

TEST (TrackerCarriers, WhatWaitsCounts)
{
  TlTracker *tracker = tl_tracker_new (TL_TRACKER_STEPS, [] (TlConversation *, gpointer) {}, nullptr);
  CarriedTalk talk;
  gsize before = 0;
  talk.send (FROM_CLIENT, control (7, 0, {}));
  for (guint32 i = 2; i < 20; i++)
    talk.send (FROM_CLIENT, control (4, i, Data (1000, 0xee)));
  for (const auto &each : talk.packets)
    {
      TlPacket packet = packet_of (each);
      tl_tracker_add (tracker, &packet);
      EXPECT_GE (tl_tracker_size (tracker), before + (before ? 1000 : 0));
      before = tl_tracker_size (tracker);
    }
  EXPECT_GT (before, 18000u);
  tl_tracker_finish (tracker);
  tl_tracker_free (tracker);
}

TEST (TrackerCarriers, AHoleInTcpEndsTheReading)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, prefixed (2, control (7, 0, {})));
  talk.say (FROM_CLIENT, prefixed (2, control (4, 1, record (22, client_hello ()))));
  talk.next[FROM_CLIENT] += 5000;
  talk.say (FROM_CLIENT, prefixed (2, control (4, 2, Data (30, 0xee))));
  Reading run (talk.packets);
  EXPECT_EQ (run.steps (), "C ClientHello");
  EXPECT_TRUE (run.told.at (0)->lost_bytes);
}

TEST (TrackerCarriers, FragmentsThatContradictEachOtherAreSaid)
{
  CarriedTalk talk;
  talk.send (FROM_CLIENT, control (7, 0, {}));
  talk.send (FROM_CLIENT, control (4, 1, record (22, client_hello ())));
  auto packets = in_fragments (talk.packets, 64);
  EXPECT_FALSE (Reading (packets).told.at (0)->conflicting_bytes);
  auto bent = packets[2];
  bent.data.back () ^= 1;
  packets.insert (packets.begin () + 3, bent);
  Reading run (packets);
  EXPECT_EQ (run.steps (), "C ClientHello");
  EXPECT_TRUE (run.told.at (0)->conflicting_bytes);
}
