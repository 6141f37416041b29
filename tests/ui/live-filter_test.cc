/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Presets write filters, and filters choose presets.
 */
#include "live-filter.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

class LiveFilter : public testing::Test
{
protected:
  LiveFilter ()
  {
    window = gtk_window_new ();
    filter = TL_LIVE_FILTER (tl_live_filter_new ());
    gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (filter));
    gtk_window_present (GTK_WINDOW (window));
    g_signal_connect (filter, "ready", G_CALLBACK (+[] (TlLiveFilter *, gpointer n) { ++*static_cast<int *> (n); }), &ready);
    settle ();
  }

  ~LiveFilter () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
  }

  std::string text ()
  {
    return tl_live_filter_get_text (filter);
  }

  GtkWidget *window;
  TlLiveFilter *filter;
  int ready = 0;
};

TEST_F (LiveFilter, LetsEverythingThroughAtFirst)
{
  EXPECT_EQ (tl_live_filter_get_preset (filter), TL_FILTER_ALL);
  EXPECT_EQ (text (), "");
  EXPECT_TRUE (tl_live_filter_is_valid (filter));
  tl_live_filter_prepare (filter);
  EXPECT_EQ (ready, 1);
}

TEST_F (LiveFilter, IsWrittenByPresets)
{
  for (TlFilterPreset preset : { TL_FILTER_WEB, TL_FILTER_MAIL, TL_FILTER_ALL })
    {
      g_autofree char *expected = tl_filter_preset_text (preset, nullptr);
      tl_live_filter_set_preset (filter, preset);
      EXPECT_EQ (text (), expected);
      EXPECT_TRUE (tl_live_filter_is_valid (filter));
      EXPECT_EQ (tl_live_filter_get_preset (filter), preset);
    }
}

TEST_F (LiveFilter, IsAboutAHostByItsAddress)
{
  tl_live_filter_set_preset (filter, TL_FILTER_HOST);
  EXPECT_EQ (text (), "");
  tl_live_filter_set_host (filter, " 192.0.2.1 ");
  EXPECT_EQ (text (), "host 192.0.2.1");
  tl_live_filter_set_preset (filter, TL_FILTER_SITE);
  EXPECT_EQ (text (), "port 443 and (host 192.0.2.1)");
  tl_live_filter_prepare (filter);
  EXPECT_EQ (ready, 1);
}

TEST_F (LiveFilter, AsksForTheHostThatItIsAbout)
{
  tl_live_filter_set_preset (filter, TL_FILTER_SITE);
  tl_live_filter_prepare (filter);
  EXPECT_EQ (ready, 0);
  EXPECT_FALSE (tl_live_filter_is_valid (filter));
  EXPECT_TRUE (says (window, "Write the name or the address"));
  tl_live_filter_set_host (filter, "192.0.2.1");
  EXPECT_TRUE (tl_live_filter_is_valid (filter));
}

/* The name of this computer is known without a network. */
TEST_F (LiveFilter, LooksUpTheAddressesOfAName)
{
  tl_live_filter_set_preset (filter, TL_FILTER_HOST);
  tl_live_filter_set_host (filter, "localhost");
  tl_live_filter_prepare (filter);
  ASSERT_TRUE (wait_for ([this] { return ready == 1; }));
  EXPECT_NE (text ().find ("host 127.0.0.1"), std::string::npos) << text ();
}

TEST_F (LiveFilter, SaysWhatIsWrongWithAFilter)
{
  tl_live_filter_set_text (filter, "tcp port");
  EXPECT_EQ (tl_live_filter_get_preset (filter), TL_FILTER_OWN);
  EXPECT_FALSE (tl_live_filter_is_valid (filter));
  settle ();
  EXPECT_TRUE (says (window, tl_live_filter_get_fault (filter)));
  tl_live_filter_prepare (filter);
  EXPECT_EQ (ready, 0);
  tl_live_filter_set_text (filter, "tcp port 25");
  EXPECT_TRUE (tl_live_filter_is_valid (filter));
  EXPECT_EQ (text (), "tcp port 25");
}

TEST_F (LiveFilter, ChoosesThePresetThatSomebodyWrites)
{
  tl_live_filter_set_text (filter, "tcp port 443 or udp port 443");
  EXPECT_EQ (tl_live_filter_get_preset (filter), TL_FILTER_WEB);
  tl_live_filter_set_text (filter, "");
  EXPECT_EQ (tl_live_filter_get_preset (filter), TL_FILTER_ALL);
}
