/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The switch between those who look at a conversation, and what it says of what they see.
 */
#include "lens-bar.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

class LensBarTest : public testing::Test
{
protected:
  void SetUp () override
  {
    window = gtk_window_new ();
    bar = TL_LENS_BAR (g_object_new (TL_TYPE_LENS_BAR, nullptr));
    gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (bar));
    gtk_window_present (GTK_WINDOW (window));
    settle ();
  }

  void TearDown () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
  }

  GtkWidget *window = nullptr;
  TlLensBar *bar = nullptr;
};

TEST_F (LensBarTest, IsNotThereWithoutKeys)
{
  EXPECT_FALSE (gtk_widget_get_visible (GTK_WIDGET (bar)));
}

TEST_F (LensBarTest, SaysWhatIsSeen)
{
  TlConversation *conversation = read_opened_sample ("tls13.pcap");

  tl_lens_bar_show (bar, TL_LENS_KEY_LOG, conversation, nullptr);
  settle ();
  EXPECT_TRUE (says (window, "Who holds the key log reads all 11 sealed records"));
  tl_lens_bar_show (bar, TL_LENS_SERVER, conversation, nullptr);
  EXPECT_FALSE (says (window, "its ephemeral private key")) << "that is still computed";
  TlWorkings *workings = tl_workings_new (conversation);
  tl_lens_bar_show (bar, TL_LENS_SERVER, conversation, workings);
  EXPECT_TRUE (says (window, "its ephemeral private key"));
  tl_lens_bar_show (bar, TL_LENS_SERVER, nullptr, nullptr);
  settle ();
  EXPECT_FALSE (says (window, "its ephemeral private key"));
  EXPECT_TRUE (gtk_widget_get_visible (GTK_WIDGET (bar)));
  tl_lens_bar_show (bar, TL_N_LENSES, conversation, nullptr);
  EXPECT_FALSE (gtk_widget_get_visible (GTK_WIDGET (bar)));
  tl_workings_unref (workings);
  tl_conversation_unref (conversation);
}

TEST_F (LensBarTest, HasOneLineWhereThereIsLittleRoom)
{
  g_autoptr (TlConversation) conversation = read_opened_sample ("tls13.pcap");
  int wide, narrow, unfolded;
  auto height = [&] {
    int minimum;
    settle ();
    gtk_widget_measure (GTK_WIDGET (bar), GTK_ORIENTATION_VERTICAL, 340, &minimum, nullptr, nullptr, nullptr);
    return minimum;
  };
  GtkWidget *more = nullptr;
  walk (GTK_WIDGET (bar), [&] (GtkWidget *widget) {
    if (gtk_widget_has_css_class (widget, "more"))
      more = widget;
  });

  tl_lens_bar_show (bar, TL_LENS_KEY_LOG, conversation, nullptr);
  wide = height ();
  tl_lens_bar_set_narrow (bar, TRUE);
  narrow = height ();
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (more), TRUE);
  unfolded = height ();
  EXPECT_LT (narrow, wide);
  EXPECT_GT (unfolded, narrow);
  tl_lens_bar_set_narrow (bar, FALSE);
  EXPECT_EQ (wide, height ());
}

TEST_F (LensBarTest, HasOneToggleForEachLens)
{
  std::string targets;

  walk (GTK_WIDGET (bar), [&] (GtkWidget *widget) {
    if (!GTK_IS_TOGGLE_BUTTON (widget) || gtk_widget_has_css_class (widget, "more"))
      return;
    EXPECT_STREQ ("win.lens", gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)));
    EXPECT_NE (nullptr, gtk_widget_get_tooltip_text (widget));
    targets += std::string (g_variant_get_string (gtk_actionable_get_action_target_value (GTK_ACTIONABLE (widget)), nullptr)) + " ";
  });
  std::string lenses;
  for (int lens = 0; lens < TL_N_LENSES; lens++)
    lenses += std::string (tl_lens_id (static_cast<TlLens> (lens))) + " ";
  EXPECT_EQ (targets, lenses);
}
