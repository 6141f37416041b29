/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the view of bytes.
 */
#include "hex-view.h"

#include <gtest/gtest.h>

#include <vector>

class HexViewTest : public testing::Test
{
protected:
  void SetUp () override
  {
    guint8 data[100];
    for (guint i = 0; i < sizeof data; i++)
      data[i] = static_cast<guint8> (i);
    g_autoptr (GBytes) bytes = g_bytes_new (data, sizeof data);

    window = gtk_window_new ();
    view = TL_HEX_VIEW (tl_hex_view_new ());
    scrolled = gtk_scrolled_window_new ();
    gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (view));
    gtk_window_set_child (GTK_WINDOW (window), scrolled);
    gtk_window_set_default_size (GTK_WINDOW (window), 420, 90);
    tl_hex_view_set_bytes (view, bytes);
    g_signal_connect (view, "byte-chosen",
                      G_CALLBACK (+[] (TlHexView *, guint offset, std::vector<guint> *chosen) {
                        chosen->push_back (offset);
                      }),
                      &chosen);
  }

  void TearDown () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
  }

  void present ()
  {
    gtk_window_present (GTK_WINDOW (window));
    while (gtk_widget_get_width (GTK_WIDGET (view)) == 0)
      g_main_context_iteration (nullptr, TRUE);
  }

  double scrolled_to ()
  {
    return gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)));
  }

  GtkWidget *window = nullptr;
  GtkWidget *scrolled = nullptr;
  TlHexView *view = nullptr;
  std::vector<guint> chosen;
};

TEST_F (HexViewTest, LightsUpWhatIsSelectedAndSaysSo)
{
  tl_hex_view_select (view, 22, 3);

  EXPECT_EQ (22u, tl_hex_view_get_offset (view));
  EXPECT_EQ (3u, tl_hex_view_get_length (view));
  EXPECT_EQ (22u, tl_hex_view_get_cursor (view)) << "the cursor goes along";
  g_autofree char *wrong = gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, "Bytes 22 to 24 of 100: 16 17 18");
  EXPECT_STREQ (nullptr, wrong);
}

TEST_F (HexViewTest, KeepsTheCursorInsideTheSelection)
{
  tl_hex_view_move_to (view, 23);
  tl_hex_view_select (view, 20, 10);
  EXPECT_EQ (23u, tl_hex_view_get_cursor (view));
}

TEST_F (HexViewTest, NeverSelectsBeyondTheEnd)
{
  tl_hex_view_select (view, 90, 1000);
  EXPECT_EQ (10u, tl_hex_view_get_length (view));
  tl_hex_view_select (view, 1000, 1);
  EXPECT_EQ (100u, tl_hex_view_get_offset (view));
  EXPECT_EQ (0u, tl_hex_view_get_length (view));
}

TEST_F (HexViewTest, TellsOfTheByteThatIsChosen)
{
  tl_hex_view_move_to (view, 42);
  tl_hex_view_move_to (view, 100);
  EXPECT_EQ ((std::vector<guint>{ 42 }), chosen) << "there is no byte 100";
}

TEST_F (HexViewTest, ScrollsToTheSelection)
{
  present ();
  EXPECT_EQ (0, scrolled_to ());
  tl_hex_view_select (view, 96, 4);
  EXPECT_GT (scrolled_to (), 0);
  tl_hex_view_select (view, 0, 4);
  EXPECT_EQ (0, scrolled_to ());
}

TEST_F (HexViewTest, PutsBytesIntoLinesOfAPowerOfTwo)
{
  present ();
  EXPECT_EQ (8u, tl_hex_view_get_columns (view));
}

TEST_F (HexViewTest, CopiesTheSelectionAsHex)
{
  tl_hex_view_select (view, 1, 2);
  g_autofree char *two = tl_hex_view_dup_hex (view);
  EXPECT_STREQ ("01 02", two);
  tl_hex_view_select (view, 0, 0);
  g_autofree char *all = tl_hex_view_dup_hex (view);
  EXPECT_EQ (100u * 3 - 1, strlen (all));
}

TEST_F (HexViewTest, ShowsNothingWithoutBytes)
{
  tl_hex_view_set_bytes (view, nullptr);
  present ();
  g_autofree char *wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (view),
                                                               GTK_ACCESSIBLE_PROPERTY_LABEL, "Bytes: none");
  EXPECT_STREQ (nullptr, wrong);
  g_autofree char *hex = tl_hex_view_dup_hex (view);
  EXPECT_STREQ ("", hex);
}
