/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The clock by which it is known who was idle.
 */
#include "conversation/clock.h"
#include "limits.h"

#include <gtest/gtest.h>

namespace
{

const gint64 BEGIN = 1700000000 * TL_SECOND;

/* A packet each second, @n of them from @time on: the time of the last. */
gint64
tick (TlClock *self, gint64 time, int n)
{
  for (int i = 0; i < n; i++)
    tl_clock_packet (self, time + i * TL_SECOND);
  return time + (n - 1) * TL_SECOND;
}

}

TEST (Clock, GoesWithThePackets)
{
  TlClock self = {};

  tick (&self, BEGIN, 101);
  EXPECT_EQ (self.now, 99 * TL_SECOND) << "to where two agree";
}

TEST (Clock, OnePacketChangesNothing)
{
  TlClock self = {};
  gint64 time = tick (&self, BEGIN, 10);

  tl_clock_packet (&self, time + 3600 * TL_SECOND);
  tl_clock_packet (&self, time - 3600 * TL_SECOND);
  EXPECT_EQ (self.now, 9 * TL_SECOND);
  tick (&self, time + TL_SECOND, 10);
  EXPECT_EQ (self.now, 18 * TL_SECOND);
}

TEST (Clock, ThatIsSetForwardIsNoTimeThatPassed)
{
  TlClock self = {};
  gint64 time = tick (&self, BEGIN, 10);

  tick (&self, time + 86400 * TL_SECOND, 10);
  EXPECT_LE (self.now, 18 * TL_SECOND + TL_LIMIT_CLOCK_STEP);
  EXPECT_GE (self.now, 17 * TL_SECOND);
}

TEST (Clock, ThatIsSetBackGoesOn)
{
  TlClock self = {};
  gint64 time = tick (&self, BEGIN, 10), before = 0;

  time -= 3600 * TL_SECOND;
  for (int i = 0; i < 1000; i++)
    {
      before = self.now;
      tl_clock_packet (&self, time + i * TL_SECOND);
      EXPECT_GE (self.now, before);
    }
  EXPECT_GE (self.now, 900 * TL_SECOND);
  EXPECT_LE (self.now, 1020 * TL_SECOND);
}

/* Two interfaces whose packets come in turns, each with a clock of its own. */
TEST (Clock, OfTwoGoesWithTheEarlierOne)
{
  TlClock self = {};

  for (int i = 0; i < 1000; i++)
    {
      tl_clock_packet (&self, BEGIN + i * TL_SECOND / 10);
      tl_clock_packet (&self, BEGIN + i * TL_SECOND / 10 + 3600 * TL_SECOND);
    }
  EXPECT_LE (self.now, 101 * TL_SECOND);
}

TEST (Clock, APauseCountsOnce)
{
  TlClock self = {};
  gint64 time = tick (&self, BEGIN, 3);

  tl_clock_pause (&self, 10 * TL_SECOND);
  tl_clock_pause (&self, 30 * TL_SECOND);
  EXPECT_EQ (self.now, 31 * TL_SECOND);
  tick (&self, time + 31 * TL_SECOND, 3);
  EXPECT_EQ (self.now, 34 * TL_SECOND);
  tl_clock_pause (&self, 5 * TL_SECOND);
  EXPECT_EQ (self.now, 39 * TL_SECOND);
}
