/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A ladder in a window, and time for it.
 */
#pragma once

#include "fixture.h"
#include "ladder/arrow.h"
#include "ladder/ladder.h"

#include <adwaita.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

/* Lets the main loop run until @done, or for @timeout milliseconds. Returns whether it is done. */
inline bool
run_until (const std::function<bool ()> &done, int timeout = 5000)
{
  gint64 end = g_get_monotonic_time () + timeout * G_TIME_SPAN_MILLISECOND;

  while (!done () && g_get_monotonic_time () < end)
    {
      /* A frame, and a moment for what waits for one. */
      if (!g_main_context_iteration (nullptr, FALSE))
        g_usleep (1000);
    }
  return done ();
}

inline void
run_for (int milliseconds)
{
  run_until ([] { return false; }, milliseconds);
}

/* Movement is what the settings say: here, by default, there is some. */
inline void
set_animations (bool enabled)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", enabled, nullptr);
}

class LadderTest : public testing::Test
{
protected:
  LadderTest ()
  {
    set_animations (true);
    ladder = TL_LADDER (tl_ladder_new ());
    window = gtk_window_new ();
    gtk_window_set_default_size (GTK_WINDOW (window), 800, 500);
    gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (ladder));
  }

  ~LadderTest () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
  }

  void present ()
  {
    gtk_window_present (GTK_WINDOW (window));
    run_until ([&] { return gtk_widget_get_height (GTK_WIDGET (ladder)) > 0; });
  }

  /* Every arrow below @widget, in order. */
  static std::vector<TlArrow *> find_arrows (GtkWidget *widget)
  {
    std::vector<TlArrow *> found;

    if (TL_IS_ARROW (widget))
      found.push_back (TL_ARROW (widget));
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
         child = gtk_widget_get_next_sibling (child))
      for (TlArrow *arrow : find_arrows (child))
        found.push_back (arrow);
    return found;
  }

  TlArrow *arrow (size_t index)
  {
    return find_arrows (GTK_WIDGET (ladder)).at (index);
  }

  size_t n_arrows ()
  {
    return find_arrows (GTK_WIDGET (ladder)).size ();
  }

  /* Above the steps. */
  GtkWidget *cards ()
  {
    return gtk_widget_get_first_child (GTK_WIDGET (ladder));
  }

  TlLadder *ladder;
  GtkWidget *window;
};
