/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the tracker lets go of: who was idle, by a clock that may be set, and what is held against the budget.
 */
#include "limits.h"
#include "talk.h"

#include <gtest/gtest.h>

static void
count_told (TlConversation *, gpointer user_data)
{
  ++*static_cast<guint *> (user_data);
}

/* How many conversations are told of before the end of @packets. */
static guint
told_before_the_end (const std::vector<Talk::Packet> &packets)
{
  guint told = 0, before;
  TlTracker *tracker = tl_tracker_new (TL_TRACKER_STEPS, count_told, &told);
  feed (tracker, packets);
  before = told;
  tl_tracker_free (tracker);
  return before;
}

TEST (TrackerLimits, IdleConnectionsAreLetGo)
{
  std::vector<Talk::Packet> packets;
  Talk old = begun (true);
  packets = old.packets;
  Talk other;
  other.client_port = 50001;
  other.now = old.now;
  other.open ();
  for (int i = 0; i < 10000; i++)
    {
      other.say (FROM_CLIENT, Data (1, 'x'));
      other.now += TL_SECOND / 20;
    }
  packets.insert (packets.end (), other.packets.begin (), other.packets.end ());
  EXPECT_EQ (told_before_the_end (packets), 1u) << "before the end of the capture";
}

static gsize
size_after (const std::vector<Talk::Packet> &packets)
{
  TlTracker *tracker = tl_tracker_new (TL_TRACKER_STEPS, [] (TlConversation *, gpointer) {}, NULL);
  feed (tracker, packets);
  gsize size = tl_tracker_size (tracker);
  tl_tracker_free (tracker);
  return size;
}

TEST (TrackerLimits, WhateverIsHeldCountsForTheBudget)
{
  Talk ahead;
  ahead.open ();
  ahead.next[FROM_CLIENT] += 1;
  ahead.say (FROM_CLIENT, Data (100000, 'x'), 1000);
  EXPECT_GT (size_after (ahead.packets), 100000u) << "bytes ahead of a hole";

  Talk unfinished = begun (false);
  unfinished.say (FROM_SERVER, record (22, server_hello () + Data { 11, 3, 0, 0 }));
  for (int i = 0; i < 10; i++)
    unfinished.say (FROM_SERVER, record (22, Data (16000, 1)));
  EXPECT_GT (size_after (unfinished.packets), 160000u) << "a message that is not whole";

  Talk partial = begun (false);
  partial.say (FROM_SERVER, Data { 22, 3, 3, 0x40, 0, 2, 0, 0x3f, 0xf0 } + Data (16000, 1));
  EXPECT_GT (size_after (partial.packets), 16000u) << "a record that is not whole";

  Talk lines;
  lines.open ();
  for (int i = 0; i < 50; i++)
    lines.say (FROM_SERVER, bytes_of ("220-" + std::string (250, 'x') + "\r\n"));
  gsize held = size_after (lines.packets);
  EXPECT_GT (held, 50u * 250) << "lines before TLS";
  lines.say (FROM_CLIENT, record (22, client_hello ()));
  EXPECT_GT (size_after (lines.packets), held) << "the steps that they became";

  for (Talk talk : { ahead, unfinished, partial, lines })
    {
      talk.reset (FROM_CLIENT);
      talk.now += 2 * TL_LIMIT_IDLE_RESET;
      talk.client_port = 50001;
      talk.open ();
      talk.reset (FROM_CLIENT);
      EXPECT_LT (size_after (talk.packets), 2000u) << "what is over is given back";
    }
}

TEST (TrackerLimits, OneWrongTimeEndsNothing)
{
  Talk talk, wrong, other;
  talk.now = other.now = 100 * TL_SECOND;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello ()));
  std::vector<Talk::Packet> packets = talk.packets;
  wrong.client_port = 50001;
  wrong.now = talk.now + 3600 * TL_SECOND;
  wrong.segment (FROM_CLIENT, TL_TCP_SYN, {}, 1);
  packets.insert (packets.end (), wrong.packets.begin (), wrong.packets.end ());
  other.client_port = 50002;
  other.open ();
  for (int i = 0; i < 9000; i++)
    other.say (FROM_CLIENT, Data (1, 'x'));
  packets.insert (packets.end (), other.packets.begin (), other.packets.end ());
  talk.packets.clear ();
  talk.say (FROM_SERVER, record (22, server_hello ()));
  packets.insert (packets.end (), talk.packets.begin (), talk.packets.end ());
  EXPECT_EQ (Reading (packets).steps (), "C ClientHello, S ServerHello");
}

/* Nobody was idle, only because the clock of the computer that captures was set. */
TEST (TrackerLimits, AClockThatIsSetEndsNothing)
{
  for (gint64 step : { 86400 * TL_SECOND, -3600 * TL_SECOND })
    {
      Talk talk, other;
      talk.now = other.now = 100000 * TL_SECOND;
      talk.open ();
      talk.say (FROM_CLIENT, record (22, client_hello ()));
      other.client_port = 50001;
      other.now = talk.now + step;
      other.open ();
      for (int i = 0; i < 9000; i++)
        other.say (FROM_CLIENT, Data (1, 'x'));
      std::vector<Talk::Packet> packets = talk.packets;
      packets.insert (packets.end (), other.packets.begin (), other.packets.end ());
      talk.packets.clear ();
      talk.now = other.now;
      talk.say (FROM_SERVER, record (22, server_hello ()));
      packets.insert (packets.end (), talk.packets.begin (), talk.packets.end ());
      Reading run (packets);
      EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello") << step;
      EXPECT_GE (run.told.at (0)->last, run.told[0]->start);
    }
}

/* Nor is a segment given up that is late. */
TEST (TrackerLimits, AClockThatIsSetForwardLosesNothing)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello ()), 30);
  ASSERT_GT (talk.packets.size (), 6u);
  for (size_t i = 3; i < 6; i++) /* the second part of the ClientHello comes behind the last one but one */
    std::swap (talk.packets[i].data, talk.packets[i + 1].data);
  for (size_t i = 4; i < talk.packets.size (); i++)
    talk.packets[i].time += 86400 * TL_SECOND;
  Reading run (talk.packets);
  EXPECT_EQ (run.steps (), "C ClientHello");
  EXPECT_FALSE (run.told.at (0)->lost_bytes);
}

/* What was idle, or reset, is let go all the same, although the clock is behind of what it was. */
TEST (TrackerLimits, TimePassesAfterAClockThatWasSetBack)
{
  for (bool reset : { true, false })
    {
      Talk talk, other;
      talk.now = 100000 * TL_SECOND;
      talk.open ();
      talk.say (FROM_CLIENT, record (22, client_hello ()));
      if (reset)
        talk.reset (FROM_SERVER);
      other.client_port = 50001;
      other.now = talk.now - 3600 * TL_SECOND;
      other.open ();
      for (int i = 0; i < 10000; i++)
        {
          other.say (FROM_CLIENT, Data (1, 'x'));
          other.now += TL_LIMIT_IDLE_TCP / 5000;
        }
      std::vector<Talk::Packet> packets = talk.packets;
      packets.insert (packets.end (), other.packets.begin (), other.packets.end ());
      EXPECT_EQ (told_before_the_end (packets), 1u) << reset;
    }
}

/* What was lost does not keep a conversation from being told of, although nothing more comes that shows that it is lost. */
TEST (TrackerLimits, LostBytesAreGivenUpInTime)
{
  for (bool acknowledged : { true, false })
    for (bool last : { true, false })
      for (gint64 seconds : { 1, 5, 15 })
        {
          Talk talk = tls13_talk (40), other;
          gsize lost = last ? talk.packets.size () - 3 : talk.packets.size () / 2;
          talk.packets.erase (talk.packets.begin () + (long) lost);
          if (!acknowledged)
            for (auto &packet : talk.packets)
              packet.data[33] &= ~TL_TCP_ACK;
          other.client_port = 50001;
          other.now = talk.now;
          other.open ();
          for (gint64 i = 0; i < 80 * seconds; i++)
            {
              other.say (FROM_CLIENT, Data (1, 'x'));
              other.now += TL_SECOND / 100 - 1000000;
            }
          std::vector<Talk::Packet> packets = talk.packets;
          packets.insert (packets.end (), other.packets.begin (), other.packets.end ());
          EXPECT_EQ (told_before_the_end (packets), seconds > (acknowledged ? 3 : 10)) << acknowledged << last << seconds;
          EXPECT_TRUE (Reading (packets).told.at (0)->lost_bytes);
        }
}
