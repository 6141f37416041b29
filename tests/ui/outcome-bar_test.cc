/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the sentence above the ladder.
 */
#include "fixture.h"
#include "outcome-bar.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

class OutcomeBarTest : public testing::Test
{
protected:
  void SetUp () override
  {
    window = gtk_window_new ();
    bar = TL_OUTCOME_BAR (g_object_new (TL_TYPE_OUTCOME_BAR, nullptr));
    gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (bar));
    gtk_window_present (GTK_WINDOW (window));
    settle ();
  }

  void TearDown () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
  }

  std::string icon ()
  {
    return gtk_image_get_icon_name (GTK_IMAGE (find (window, GTK_TYPE_IMAGE)));
  }

  GtkWidget *window = nullptr;
  TlOutcomeBar *bar = nullptr;
  Conversation conversation = fixture_tls13 ();
};

TEST_F (OutcomeBarTest, SaysHowItEnded)
{
  g_autofree char *text = tl_conversation_outcome_text (conversation.get ());

  tl_outcome_bar_set_conversation (bar, conversation.get ());
  EXPECT_TRUE (says (window, text)) << text;
}

TEST_F (OutcomeBarTest, TellsGoodFromBadBySignAndColour)
{
  tl_outcome_bar_set_conversation (bar, conversation.get ());
  std::string good = icon ();
  EXPECT_TRUE (gtk_widget_has_css_class (GTK_WIDGET (bar), "established"));

  conversation->outcome = TL_OUTCOME_RESET_BY_SERVER;
  tl_outcome_bar_set_conversation (bar, conversation.get ());
  EXPECT_NE (good, icon ());
  EXPECT_TRUE (gtk_widget_has_css_class (GTK_WIDGET (bar), "failed"));
  EXPECT_FALSE (gtk_widget_has_css_class (GTK_WIDGET (bar), "established"));
}

TEST_F (OutcomeBarTest, SaysSoWhenTheMessagesWereNotKept)
{
  tl_outcome_bar_set_conversation (bar, conversation.get ());
  EXPECT_FALSE (says (window, "to save memory"));
  conversation->evicted = true;
  tl_outcome_bar_set_conversation (bar, conversation.get ());
  EXPECT_TRUE (says (window, "to save memory"));
}
