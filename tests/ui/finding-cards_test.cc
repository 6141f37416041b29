/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the cards of one step.
 */
#include "finding-cards.h"

#include "finding-card.h"
#include "findings_fixture.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

class FindingCardsTest : public testing::Test
{
protected:
  void SetUp () override
  {
    window = gtk_window_new ();
    cards = TL_FINDING_CARDS (g_object_new (TL_TYPE_FINDING_CARDS, nullptr));
    gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (cards));
    gtk_window_set_default_size (GTK_WINDOW (window), 400, 600);
    gtk_window_present (GTK_WINDOW (window));
    settle ();
  }

  void TearDown () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
  }

  void show (const std::vector<FixtureFinding> &list, int step = 0)
  {
    tl_finding_cards_set (cards, fixture_findings (list).get (), step);
    settle ();
  }

  void show_many (int n)
  {
    show (std::vector<FixtureFinding> (n, { TL_SEVERITY_WARNING, 0, "again (RFC 7465)" }));
  }

  /* The texts of the cards in sight, or of all. */
  std::string texts (bool all = false)
  {
    std::string told;

    walk (GTK_WIDGET (cards), [&] (GtkWidget *widget) {
      if (TL_IS_FINDING_CARD (widget) && (all || gtk_widget_get_mapped (widget)))
        told += gtk_label_get_text (GTK_LABEL (find (widget, GTK_TYPE_LABEL)));
    });
    return told;
  }

  int n_cards (bool all = false)
  {
    int n = 0;

    walk (GTK_WIDGET (cards), [&] (GtkWidget *widget) {
      n += TL_IS_FINDING_CARD (widget) && (all || gtk_widget_get_mapped (widget));
    });
    return n;
  }

  GtkWidget *button ()
  {
    return find (GTK_WIDGET (cards), GTK_TYPE_BUTTON);
  }

  GtkWidget *window = nullptr;
  TlFindingCards *cards = nullptr;
};

TEST_F (FindingCardsTest, TellWhatIsAboutTheStepTheGravestFirst)
{
  show ({ { TL_SEVERITY_ERROR, -1, "a" },
          { TL_SEVERITY_NOTE, 1, "b" },
          { TL_SEVERITY_ERROR, 1, "c" },
          { TL_SEVERITY_WARNING, 2, "d" } },
        1);
  EXPECT_EQ (texts (), "cb");
  EXPECT_FALSE (gtk_widget_get_visible (button ()));
}

TEST_F (FindingCardsTest, TakeNoRoomWhereThereIsNothing)
{
  EXPECT_FALSE (gtk_widget_get_visible (GTK_WIDGET (cards)));
  show ({ { TL_SEVERITY_ERROR, 0, "a" } });
  EXPECT_TRUE (gtk_widget_get_visible (GTK_WIDGET (cards)));
  show ({ { TL_SEVERITY_ERROR, 0, "a" } }, 1);
  EXPECT_FALSE (gtk_widget_get_visible (GTK_WIDGET (cards)));
  tl_finding_cards_set (cards, nullptr, 0);
  EXPECT_FALSE (gtk_widget_get_visible (GTK_WIDGET (cards)));
}

TEST_F (FindingCardsTest, LeaveTheFieldsInSight)
{
  show_many (4);
  EXPECT_EQ (n_cards (), 4) << "a button for one would save nothing";
  show_many (7);
  EXPECT_EQ (n_cards (), 3);
  EXPECT_STREQ (gtk_button_get_label (GTK_BUTTON (button ())), "Show 4 _More");
  gtk_widget_grab_focus (button ());
  g_signal_emit_by_name (button (), "clicked");
  settle ();
  EXPECT_EQ (n_cards (), 7);
  EXPECT_FALSE (gtk_widget_get_visible (button ()));
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  ASSERT_NE (focus, nullptr);
  EXPECT_NE (gtk_widget_get_ancestor (focus, TL_TYPE_FINDING_CARD), nullptr) << "it goes on where it was";
}

TEST_F (FindingCardsTest, StayOpenWhileNothingElseIsSaid)
{
  show_many (7);
  g_signal_emit_by_name (button (), "clicked");
  show_many (7);
  EXPECT_EQ (n_cards (), 7);
  show_many (8);
  EXPECT_EQ (n_cards (), 3);
}

TEST_F (FindingCardsTest, FillNoMemory)
{
  show_many (5000);
  EXPECT_EQ (n_cards (true), 100);
}
