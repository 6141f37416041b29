/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the view of one conversation: what is chosen in one part of it shows in the others.
 */
#include "conversation-view.h"

#include "details.h"
#include "findings-button.h"
#include "fixture.h"
#include "ladder/arrow.h"
#include "ladder/ladder.h"
#include "outcome-bar.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

class ConversationViewTest : public testing::Test
{
protected:
  void SetUp () override
  {
    conversation = read_sample ("tls10.pcap");
    ASSERT_NE (nullptr, conversation);
    item = tl_conversation_item_new (conversation);
    window = gtk_window_new ();
    view = TL_CONVERSATION_VIEW (g_object_new (TL_TYPE_CONVERSATION_VIEW, nullptr));
    gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (view));
    gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
    gtk_window_present (GTK_WINDOW (window));
    settle ();
    ladder = TL_LADDER (find (window, TL_TYPE_LADDER));
    details = find (window, TL_TYPE_DETAILS);
    button = find (window, TL_TYPE_FINDINGS_BUTTON);
  }

  void TearDown () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
    g_clear_object (&item);
    tl_conversation_unref (conversation);
  }

  void show (TlConversationItem *shown)
  {
    tl_conversation_view_set_item (view, shown);
    settle ();
  }

  TlConversation *conversation = nullptr;
  TlConversationItem *item = nullptr;
  GtkWidget *window = nullptr;
  TlConversationView *view = nullptr;
  TlLadder *ladder = nullptr;
  GtkWidget *details = nullptr;
  GtkWidget *button = nullptr;
};

TEST_F (ConversationViewTest, ShowsNothingAtFirst)
{
  EXPECT_EQ (nullptr, tl_conversation_view_get_item (view));
  EXPECT_FALSE (gtk_widget_get_mapped (find (window, TL_TYPE_OUTCOME_BAR)));
  EXPECT_TRUE (says (details, "No Step Chosen"));
}

TEST_F (ConversationViewTest, ShowsHowItEndedItsStepsAndOneOfThem)
{
  show (item);
  EXPECT_EQ (item, tl_conversation_view_get_item (view));
  EXPECT_TRUE (says (find (window, TL_TYPE_OUTCOME_BAR), "Established with TLS 1.0"));
  EXPECT_EQ (conversation->n_steps, tl_ladder_get_n_steps (ladder));
  EXPECT_TRUE (says (details, "ClientHello"));
  tl_ladder_set_selected_step (ladder, 1);
  settle ();
  EXPECT_TRUE (says (details, "ServerHello"));
}

TEST_F (ConversationViewTest, TellsAFindingInThreePlaces)
{
  show (item);
  tl_ladder_set_selected_step (ladder, 1);
  settle ();
  EXPECT_TRUE (says (button, "3 findings"));
  EXPECT_TRUE (says (details, "TLS 1.0 is negotiated"));
  gtk_widget_grab_focus (GTK_WIDGET (ladder));
  g_autofree char *found
      = gtk_test_accessible_check_property (GTK_ACCESSIBLE (gtk_window_get_focus (GTK_WINDOW (window))),
                                            GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "1 warning, 1 note");
  EXPECT_EQ (nullptr, found) << found;
}

TEST_F (ConversationViewTest, LeadsFromAFindingToItsStep)
{
  show (item);
  g_signal_emit_by_name (button, "step-chosen", 1);
  settle ();
  EXPECT_EQ (1, tl_ladder_get_selected_step (ladder));
  EXPECT_TRUE (says (details, "ServerHello"));
  EXPECT_NE (nullptr, gtk_widget_get_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), TL_TYPE_LADDER));
}

TEST_F (ConversationViewTest, FollowsAConversationThatGrows)
{
  GtkWidget *menu = find (button, GTK_TYPE_MENU_BUTTON);

  show (item);
  tl_ladder_set_selected_step (ladder, 1);
  std::string before = gtk_widget_get_tooltip_text (menu);
  conversation->lost_bytes = true;
  g_object_notify (G_OBJECT (item), "conversation");
  settle ();
  EXPECT_NE (before, gtk_widget_get_tooltip_text (menu)) << "what is found later is told";
  EXPECT_EQ (1, tl_ladder_get_selected_step (ladder)) << "and what is chosen stays";
}

TEST_F (ConversationViewTest, FollowsOnlyWhatIsShown)
{
  show (item);
  show (nullptr);
  EXPECT_FALSE (gtk_widget_get_mapped (find (window, TL_TYPE_OUTCOME_BAR)));
  EXPECT_EQ (0u, tl_ladder_get_n_steps (ladder));
  EXPECT_TRUE (says (details, "No Step Chosen"));
  g_object_notify (G_OBJECT (item), "conversation");
  settle ();
  EXPECT_EQ (0u, tl_ladder_get_n_steps (ladder));
}

TEST_F (ConversationViewTest, FocusMeansTheLadder)
{
  show (item);
  EXPECT_TRUE (gtk_widget_grab_focus (GTK_WIDGET (view)));
  EXPECT_TRUE (TL_IS_ARROW (gtk_window_get_focus (GTK_WINDOW (window))));
}
