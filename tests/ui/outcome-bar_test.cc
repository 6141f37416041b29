/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the sentence above the ladder.
 */
#include "findings-button.h"
#include "findings_fixture.h"
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

  /* Gives the bar @width, and as much height as it asks for. */
  void allocate (int width)
  {
    int height;

    gtk_widget_measure (GTK_WIDGET (bar), GTK_ORIENTATION_VERTICAL, width, &height, nullptr, nullptr,
                        nullptr);
    gtk_widget_allocate (GTK_WIDGET (bar), width, height, -1, nullptr);
  }

  GtkWidget *button ()
  {
    return find (window, TL_TYPE_FINDINGS_BUTTON);
  }

  graphene_rect_t bounds (GtkWidget *widget)
  {
    graphene_rect_t rect = GRAPHENE_RECT_INIT (0, 0, 0, 0);

    EXPECT_TRUE (gtk_widget_compute_bounds (widget, GTK_WIDGET (bar), &rect));
    return rect;
  }

  /* What the button says. */
  std::string count ()
  {
    AdwSqueezer *squeezer = ADW_SQUEEZER (find (button (), ADW_TYPE_SQUEEZER));

    return gtk_label_get_text (GTK_LABEL (adw_squeezer_get_visible_child (squeezer)));
  }

  void show_findings ()
  {
    tl_outcome_bar_set_conversation (
        bar, conversation.get (),
        fixture_findings ({ { TL_SEVERITY_ERROR, 1, "a" }, { TL_SEVERITY_NOTE, 0, "b" } }).get ());
  }

  GtkWidget *window = nullptr;
  TlOutcomeBar *bar = nullptr;
  Conversation conversation = fixture_tls13 ();
};

TEST_F (OutcomeBarTest, SaysHowItEnded)
{
  g_autofree char *text = tl_conversation_outcome_text (conversation.get ());

  tl_outcome_bar_set_conversation (bar, conversation.get (), nullptr);
  EXPECT_TRUE (says (window, text)) << text;
}

TEST_F (OutcomeBarTest, TellsGoodFromBadBySignAndColour)
{
  tl_outcome_bar_set_conversation (bar, conversation.get (), nullptr);
  std::string good = icon ();
  EXPECT_TRUE (gtk_widget_has_css_class (GTK_WIDGET (bar), "established"));

  conversation->outcome = TL_OUTCOME_RESET_BY_SERVER;
  tl_outcome_bar_set_conversation (bar, conversation.get (), nullptr);
  EXPECT_NE (good, icon ());
  EXPECT_TRUE (gtk_widget_has_css_class (GTK_WIDGET (bar), "failed"));
  EXPECT_FALSE (gtk_widget_has_css_class (GTK_WIDGET (bar), "established"));
}

TEST_F (OutcomeBarTest, SaysSoWhenTheMessagesWereNotKept)
{
  tl_outcome_bar_set_conversation (bar, conversation.get (), nullptr);
  EXPECT_FALSE (says (window, "to save memory"));
  conversation->evicted = true;
  tl_outcome_bar_set_conversation (bar, conversation.get (), nullptr);
  EXPECT_TRUE (says (window, "to save memory"));
}

TEST_F (OutcomeBarTest, CountsTheFindingsAtItsEnd)
{
  tl_outcome_bar_set_conversation (bar, conversation.get (), nullptr);
  EXPECT_FALSE (gtk_widget_get_visible (button ()));
  show_findings ();
  EXPECT_TRUE (gtk_widget_get_visible (button ()));
  allocate (800);
  EXPECT_EQ (count (), "2 findings");
  EXPECT_GT (bounds (button ()).origin.x, 400);
}

TEST_F (OutcomeBarTest, LeavesTheSentenceItsRoomInNarrowWindows)
{
  show_findings ();
  allocate (340);
  EXPECT_EQ (count (), "2");
  GtkWidget *label = gtk_widget_get_next_sibling (find (GTK_WIDGET (bar), GTK_TYPE_IMAGE));
  EXPECT_GT (bounds (label).size.width, 150);
  EXPECT_LE (bounds (label).origin.x + bounds (label).size.width, bounds (button ()).origin.x);
  EXPECT_LE (bounds (button ()).origin.x + bounds (button ()).size.width, 340);
}

TEST_F (OutcomeBarTest, StaysNarrowerThanASmallScreen)
{
  int minimum;

  conversation->outcome = TL_OUTCOME_ALERT;
  show_findings ();
  gtk_widget_measure (GTK_WIDGET (bar), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, nullptr, nullptr, nullptr);
  EXPECT_LE (minimum, 300);
}

TEST_F (OutcomeBarTest, RunsTheOtherWay)
{
  gtk_widget_set_direction (GTK_WIDGET (bar), GTK_TEXT_DIR_RTL);
  show_findings ();
  allocate (600);
  graphene_rect_t sign = bounds (find (GTK_WIDGET (bar), GTK_TYPE_IMAGE));
  EXPECT_GT (sign.origin.x, 300);
  EXPECT_LT (bounds (button ()).origin.x, 100);
}

TEST_F (OutcomeBarTest, PassesOnWhichStepIsWanted)
{
  int chosen = -1;

  g_signal_connect (bar, "step-chosen",
                    G_CALLBACK (+[] (TlOutcomeBar *, int step, int *where) { *where = step; }), &chosen);
  show_findings ();
  g_signal_emit_by_name (button (), "step-chosen", 4);
  EXPECT_EQ (chosen, 4);
}
