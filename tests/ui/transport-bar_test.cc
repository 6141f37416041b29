/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The transport bar.
 */
#include "ladder/transport-bar.h"

#include "ladder_fixture.h"

#include <cstring>

namespace
{

class TransportBarTest : public LadderTest
{
protected:
  TransportBarTest () : conversation (fixture_tls13 ())
  {
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

    set_animations (false);
    bar = tl_transport_bar_new (ladder);
    g_object_ref (ladder);
    gtk_window_set_child (GTK_WINDOW (window), nullptr);
    gtk_box_append (GTK_BOX (box), GTK_WIDGET (ladder));
    gtk_box_append (GTK_BOX (box), bar);
    g_object_unref (ladder);
    gtk_window_set_child (GTK_WINDOW (window), box);
    tl_ladder_set_conversation (ladder, conversation.get ());
    present ();
  }

  GtkWidget *nth (int n)
  {
    GtkWidget *child = gtk_widget_get_first_child (bar);
    while (n-- > 0)
      child = gtk_widget_get_next_sibling (child);
    return child;
  }

  const char *count ()
  {
    return gtk_label_get_text (GTK_LABEL (nth (4)));
  }

  static void click (GtkWidget *button)
  {
    g_signal_emit_by_name (button, "clicked");
  }

  static void expect_label (GtkWidget *widget, const char *label)
  {
    g_autofree char *found
        = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label);
    EXPECT_EQ (found, nullptr) << found;
  }

  Conversation conversation;
  GtkWidget *bar;
};

TEST_F (TransportBarTest, EverythingHasATooltipAndALabel)
{
  gtk_test_accessible_assert_role (bar, GTK_ACCESSIBLE_ROLE_TOOLBAR);
  expect_label (nth (0), "Previous Step");
  expect_label (nth (1), "Play");
  expect_label (nth (2), "Next Step");
  expect_label (nth (3), "Position");
  expect_label (nth (5), "Speed: 1×");
  for (int i : { 0, 1, 2, 3, 5 })
    {
      ASSERT_NE (gtk_widget_get_tooltip_text (nth (i)), nullptr) << i;
      EXPECT_GT (strlen (gtk_widget_get_tooltip_text (nth (i))), 2u);
    }
}

TEST_F (TransportBarTest, ButtonsWalk)
{
  EXPECT_STREQ (count (), "1 / 9");
  EXPECT_FALSE (gtk_widget_get_sensitive (nth (0)));
  click (nth (2));
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 1);
  EXPECT_STREQ (count (), "2 / 9");
  EXPECT_TRUE (gtk_widget_get_sensitive (nth (0)));
  click (nth (0));
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 0);
  tl_ladder_last (ladder);
  EXPECT_FALSE (gtk_widget_get_sensitive (nth (2)));
  EXPECT_STREQ (count (), "9 / 9");
}

TEST_F (TransportBarTest, PlayTurnsIntoPause)
{
  click (nth (1));
  EXPECT_TRUE (tl_ladder_get_playing (ladder));
  expect_label (nth (1), "Pause");
  EXPECT_STREQ (gtk_widget_get_tooltip_text (nth (1)), "Pause");
  click (nth (1));
  EXPECT_FALSE (tl_ladder_get_playing (ladder));
  expect_label (nth (1), "Play");
}

TEST_F (TransportBarTest, ScrubberMovesTheLadderAndFollowsIt)
{
  gtk_range_set_value (GTK_RANGE (nth (3)), 4);
  EXPECT_EQ (tl_ladder_get_position (ladder), 4);
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 3);
  EXPECT_STREQ (count (), "4 / 9");
  tl_ladder_set_selected_step (ladder, 6);
  EXPECT_EQ (gtk_range_get_value (GTK_RANGE (nth (3))), 7);
}

TEST_F (TransportBarTest, FollowingTheLadderHidesNothing)
{
  tl_ladder_set_selected_step (ladder, 6);
  EXPECT_EQ (tl_arrow_get_progress (arrow (8)), 1);
}

TEST_F (TransportBarTest, ScrubberSaysWhereItIs)
{
  g_autofree char *found = nullptr;

  tl_ladder_set_selected_step (ladder, 2);
  found = gtk_test_accessible_check_property (GTK_ACCESSIBLE (nth (3)), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                              "Step 3 of 9");
  EXPECT_EQ (found, nullptr) << found;
}

TEST_F (TransportBarTest, SpeedIsChosenByTheMenu)
{
  EXPECT_TRUE (gtk_widget_activate_action (bar, "transport.speed", "d", 4.0));
  EXPECT_EQ (tl_ladder_get_speed (ladder), 4);
  expect_label (nth (5), "Speed: 4×");
  tl_ladder_set_speed (ladder, 0.5);
  expect_label (nth (5), "Speed: 0.5×");
}

TEST_F (TransportBarTest, IsAsleepWithoutSteps)
{
  tl_ladder_set_conversation (ladder, nullptr);
  EXPECT_FALSE (gtk_widget_get_sensitive (bar));
  run_for (30);
  tl_ladder_set_conversation (ladder, conversation.get ());
  EXPECT_TRUE (gtk_widget_get_sensitive (bar));
  run_for (30);
}

}
