/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the two panes that fold.
 */
#include "panes.h"

#include <gtest/gtest.h>

class PanesTest : public testing::Test
{
protected:
  void SetUp () override
  {
    window = gtk_window_new ();
    panes = TL_PANES (tl_panes_new ());
    start = gtk_label_new ("start");
    end = gtk_label_new ("end");
    tl_panes_set_start_child (panes, start);
    tl_panes_set_end_child (panes, end);
    gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (panes));
  }

  void TearDown () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
  }

  void present (int width, int height = 600)
  {
    gtk_window_set_default_size (GTK_WINDOW (window), width, height);
    gtk_window_present (GTK_WINDOW (window));
    gint64 until = g_get_monotonic_time () + G_USEC_PER_SEC / 2;
    while (g_get_monotonic_time () < until)
      {
        g_main_context_iteration (nullptr, FALSE);
        g_usleep (1000);
      }
  }

  GtkWidget *window = nullptr;
  GtkWidget *start = nullptr;
  GtkWidget *end = nullptr;
  TlPanes *panes = nullptr;
};

TEST_F (PanesTest, StandBesideEachOtherWhereThereIsRoom)
{
  present (1200);
  EXPECT_FALSE (tl_panes_get_stacked (panes));
  EXPECT_GE (gtk_widget_get_width (end), 380);
  EXPECT_GT (gtk_widget_get_width (start), gtk_widget_get_width (end)) << "the ladder is the hero";
}

TEST_F (PanesTest, StandBelowEachOtherWhereThereIsNot)
{
  present (360);
  EXPECT_TRUE (tl_panes_get_stacked (panes));
  EXPECT_EQ (gtk_widget_get_width (start), gtk_widget_get_width (end));
  EXPECT_GT (gtk_widget_get_height (start), gtk_widget_get_height (end));
}

TEST_F (PanesTest, NeedNoMoreWidthThanTheWiderOfTheTwo)
{
  int minimum, wide;

  gtk_widget_set_size_request (start, 300, -1);
  gtk_widget_set_size_request (end, 200, -1);
  gtk_widget_measure (GTK_WIDGET (panes), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, nullptr, nullptr,
                      nullptr);
  gtk_widget_measure (start, GTK_ORIENTATION_HORIZONTAL, -1, &wide, nullptr, nullptr, nullptr);
  EXPECT_EQ (wide, minimum);
}

TEST_F (PanesTest, GiveTheFirstWhatItNeeds)
{
  GtkPaned *paned = GTK_PANED (gtk_widget_get_parent (start));

  present (360);
  for (int height : { 420, 480, 450 })
    {
      gtk_widget_set_size_request (start, -1, height);
      present (360);
      EXPECT_EQ (gtk_paned_get_position (paned), height) << "as soon as it needs it";
    }

  gtk_paned_set_position (paned, 300);
  present (360);
  gtk_widget_set_size_request (start, -1, 490);
  present (360);
  EXPECT_EQ (gtk_paned_get_position (paned), 300) << "somebody has put it there";
}

/* A window that becomes lower takes from both; the first must not lose its upper end for it. */
TEST_F (PanesTest, GiveTheFirstWhatItNeedsInALowerWindow)
{
  GtkPaned *paned = GTK_PANED (gtk_widget_get_parent (start));
  GtkAllocation place;

  gtk_widget_set_size_request (start, -1, 320);
  present (360);
  ASSERT_GT (gtk_paned_get_position (paned), 360);
  present (360, 450);
  ASSERT_LT (gtk_widget_get_height (GTK_WIDGET (panes)), 500);
  gtk_widget_get_allocation (start, &place);
  EXPECT_GE (place.y, 0);
  EXPECT_EQ (gtk_paned_get_position (paned), 320);
}
