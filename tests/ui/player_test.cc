/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What moves the ladder.
 */
#include "ladder/player.h"

#include "ladder_fixture.h"

namespace
{

class PlayerTest : public testing::Test
{
protected:
  PlayerTest ()
  {
    set_animations (true);
    window = gtk_window_new ();
    player = tl_player_new (window);
    tl_player_set_n_steps (player, 3);
  }

  ~PlayerTest () override
  {
    g_object_unref (player);
    gtk_window_destroy (GTK_WINDOW (window));
  }

  void present ()
  {
    gtk_window_present (GTK_WINDOW (window));
    run_until ([&] { return gtk_widget_get_mapped (window); });
  }

  GtkWidget *window;
  TlPlayer *player;
};

TEST_F (PlayerTest, StandsStillAtFirst)
{
  EXPECT_EQ (tl_player_get_position (player), 0);
  EXPECT_FALSE (tl_player_get_playing (player));
  EXPECT_EQ (tl_player_get_speed (player), 1);
}

TEST_F (PlayerTest, PositionStaysWithinTheSteps)
{
  tl_player_set_position (player, 17);
  EXPECT_EQ (tl_player_get_position (player), 3);
  tl_player_set_position (player, -1);
  EXPECT_EQ (tl_player_get_position (player), 0);
  tl_player_set_position (player, 3);
  tl_player_set_n_steps (player, 2);
  EXPECT_EQ (tl_player_get_position (player), 2);
}

TEST_F (PlayerTest, UnseenItEndsAtOnce)
{
  tl_player_play (player);
  EXPECT_EQ (tl_player_get_position (player), 3);
  EXPECT_FALSE (tl_player_get_playing (player));
}

TEST_F (PlayerTest, PositionOnlyGrowsWhileItPlays)
{
  double last = 0;

  present ();
  tl_player_set_speed (player, 20);
  tl_player_play (player);
  EXPECT_TRUE (run_until ([&] {
    EXPECT_GE (tl_player_get_position (player), last);
    last = tl_player_get_position (player);
    return !tl_player_get_playing (player);
  }));
  EXPECT_EQ (last, 3);
}

TEST_F (PlayerTest, PlayingAtTheEndIsNothing)
{
  tl_player_set_position (player, 3);
  tl_player_play (player);
  EXPECT_FALSE (tl_player_get_playing (player));
}

TEST_F (PlayerTest, SettingThePositionStops)
{
  present ();
  tl_player_play (player);
  EXPECT_TRUE (tl_player_get_playing (player));
  tl_player_set_position (player, 1);
  EXPECT_FALSE (tl_player_get_playing (player));
  run_for (50);
  EXPECT_EQ (tl_player_get_position (player), 1);
}

TEST_F (PlayerTest, TwiceAsFastIsHalfAsLong)
{
  auto measure = [&] (double speed) {
    gint64 start;
    tl_player_set_position (player, 0);
    tl_player_set_speed (player, speed);
    start = g_get_monotonic_time ();
    tl_player_play (player);
    run_until ([&] { return !tl_player_get_playing (player); });
    return g_get_monotonic_time () - start;
  };

  present ();
  EXPECT_GT (measure (8), measure (16) * 3 / 2);
}

TEST_F (PlayerTest, SpeedCanChangeOnTheWay)
{
  present ();
  tl_player_set_speed (player, 0.5);
  tl_player_play (player);
  run_until ([&] { return tl_player_get_position (player) > 0.02; });
  tl_player_set_speed (player, 30);
  EXPECT_TRUE (tl_player_get_playing (player));
  EXPECT_TRUE (run_until ([&] { return !tl_player_get_playing (player); }, 2000));
}

TEST_F (PlayerTest, OneStepStopsBehindIt)
{
  present ();
  tl_player_set_speed (player, 10);
  tl_player_show_step (player, 1);
  EXPECT_FALSE (tl_player_get_playing (player));
  EXPECT_GT (tl_player_get_position (player), 1);
  EXPECT_TRUE (run_until ([&] { return tl_player_get_position (player) == 2; }));
  tl_player_show_step (player, 3); /* there is none */
  EXPECT_EQ (tl_player_get_position (player), 2);
}

TEST_F (PlayerTest, GoesOnToStepsThatComeWhileItPlays)
{
  present ();
  tl_player_set_speed (player, 20);
  tl_player_play (player);
  tl_player_set_n_steps (player, 5);
  EXPECT_TRUE (run_until ([&] { return !tl_player_get_playing (player); }));
  EXPECT_EQ (tl_player_get_position (player), 5);
}

TEST_F (PlayerTest, WithoutMovementItJumps)
{
  set_animations (false);
  present ();
  tl_player_set_speed (player, 20);
  tl_player_play (player);
  EXPECT_TRUE (run_until ([&] {
    EXPECT_EQ (tl_player_get_position (player), (int) tl_player_get_position (player));
    return !tl_player_get_playing (player);
  }));
  EXPECT_EQ (tl_player_get_position (player), 3);
}

TEST_F (PlayerTest, CanBeFreedWhileItPlays)
{
  present ();
  for (bool moving : { true, false })
    {
      TlPlayer *other = tl_player_new (window);
      set_animations (moving);
      tl_player_set_n_steps (other, 3);
      tl_player_play (other);
      g_object_unref (other);
    }
  run_for (30);
}

}
