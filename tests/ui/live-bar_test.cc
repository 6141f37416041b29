/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The strip across the window while packets come.
 */
#include "live-bar.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

class LiveBar : public testing::Test
{
protected:
  LiveBar ()
  {
    window = gtk_window_new ();
    bar = tl_live_bar_new ();
    gtk_window_set_child (GTK_WINDOW (window), bar);
    gtk_window_present (GTK_WINDOW (window));
    status.running = true;
  }

  ~LiveBar () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
  }

  void show ()
  {
    tl_live_bar_set_status (TL_LIVE_BAR (bar), "Capture on lo", &status);
    settle ();
  }

  bool offers (const char *action)
  {
    bool found = false;
    walk (bar, [&] (GtkWidget *widget) {
      if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0)
        found = found || gtk_widget_get_mapped (widget);
    });
    return found;
  }

  GtkWidget *window;
  GtkWidget *bar;
  TlLiveStatus status = {};
};

TEST_F (LiveBar, IsHiddenUntilSomethingComes)
{
  EXPECT_FALSE (gtk_widget_get_visible (bar));
  show ();
  EXPECT_TRUE (says (bar, "Capture on lo"));
  EXPECT_TRUE (says (bar, "0\u00a0packets"));
  tl_live_bar_set_status (TL_LIVE_BAR (bar), nullptr, nullptr);
  EXPECT_FALSE (gtk_widget_get_visible (bar));
}

TEST_F (LiveBar, CanStopWhatRuns)
{
  tl_live_bar_set_buttons (TL_LIVE_BAR (bar), TRUE, FALSE, TRUE);
  show ();
  EXPECT_TRUE (offers ("win.stop-capture"));
  EXPECT_TRUE (offers ("win.restart-capture"));
  EXPECT_TRUE (offers ("win.start-program"));
  EXPECT_FALSE (offers ("win.save-capture"));
  status.running = false;
  tl_live_bar_set_buttons (TL_LIVE_BAR (bar), FALSE, TRUE, FALSE);
  show ();
  EXPECT_FALSE (offers ("win.stop-capture"));
  EXPECT_FALSE (offers ("win.restart-capture"));
  EXPECT_TRUE (offers ("win.save-capture"));
}

TEST_F (LiveBar, Warns)
{
  show ();
  EXPECT_FALSE (says (bar, "is down"));
  status.reading.live.link = TL_LINK_DOWN;
  show ();
  EXPECT_TRUE (says (bar, "is down"));
  status.reading.live.link = TL_LINK_UP;
  show ();
  EXPECT_FALSE (says (bar, "is down"));
}

/* Whatever it says, the window is as large as it was: GTK tells where a bar asks for another height than it needs. */
TEST_F (LiveBar, SaysWhyItHasEnded)
{
  status.running = false;
  status.fault = "The program that captures on “lo” ended unexpectedly. What was captured counts; start it again.";
  tl_live_bar_set_buttons (TL_LIVE_BAR (bar), TRUE, TRUE, FALSE);
  show ();
  EXPECT_TRUE (says (bar, status.fault));
  int height;
  gtk_widget_measure (bar, GTK_ORIENTATION_VERTICAL, -1, &height, nullptr, nullptr, nullptr);
  EXPECT_LT (height, 120);
}
