/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the button that counts the findings, and of the list behind it.
 */
#include "findings-button.h"

#include "finding-row.h"
#include "finding-text.h"
#include "findings_fixture.h"
#include "fixture.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

class FindingsButtonTest : public testing::Test
{
protected:
  void SetUp () override
  {
    window = gtk_window_new ();
    button = TL_FINDINGS_BUTTON (g_object_new (TL_TYPE_FINDINGS_BUTTON, nullptr));
    g_signal_connect (button, "step-chosen",
                      G_CALLBACK (+[] (TlFindingsButton *, int step, int *where) { *where = step; }),
                      &chosen);
    gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (button));
    gtk_window_present (GTK_WINDOW (window));
    settle ();
    menu = GTK_MENU_BUTTON (find (window, GTK_TYPE_MENU_BUTTON));
    popover = GTK_WIDGET (gtk_menu_button_get_popover (menu));
    list = GTK_LIST_BOX (find (popover, GTK_TYPE_LIST_BOX));
  }

  void TearDown () override
  {
    gtk_popover_popdown (GTK_POPOVER (popover)); /* it has a grab: the window must not go before it */
    wait_for ([this] { return !gtk_widget_get_mapped (popover); });
    settle ();
    gtk_window_destroy (GTK_WINDOW (window));
  }

  void show (const std::vector<FixtureFinding> &findings)
  {
    tl_findings_button_set (button, conversation.get (), fixture_findings (findings).get ());
    settle ();
  }

  void open ()
  {
    gtk_menu_button_popup (menu);
    settle ();
  }

  std::string sign ()
  {
    return gtk_image_get_icon_name (GTK_IMAGE (find (GTK_WIDGET (button), GTK_TYPE_IMAGE)));
  }

  GtkListBoxRow *row (int index)
  {
    return gtk_list_box_get_row_at_index (list, index);
  }

  std::string row_text (int index)
  {
    return gtk_label_get_text (GTK_LABEL (find (GTK_WIDGET (row (index)), GTK_TYPE_LABEL)));
  }

  int n_rows ()
  {
    int n = 0;

    while (row (n) != nullptr)
      n++;
    return n;
  }

  const std::vector<FixtureFinding> three
      = { { TL_SEVERITY_WARNING, -1, "a" }, { TL_SEVERITY_NOTE, 0, "b" }, { TL_SEVERITY_ERROR, 1, "c" } };
  int chosen = -2;
  GtkWidget *window = nullptr;
  TlFindingsButton *button = nullptr;
  GtkMenuButton *menu = nullptr;
  GtkWidget *popover = nullptr;
  GtkListBox *list = nullptr;
  Conversation conversation = fixture_tls12 ();
};

TEST_F (FindingsButtonTest, CountsAndShowsTheSignOfTheGravest)
{
  show (three);
  EXPECT_TRUE (gtk_widget_get_visible (GTK_WIDGET (button)));
  EXPECT_TRUE (says (window, "3 findings"));
  EXPECT_EQ (sign (), tl_severity_icon_name (TL_SEVERITY_ERROR));
  EXPECT_STREQ (gtk_widget_get_tooltip_text (GTK_WIDGET (menu)), "1 error, 1 warning, 1 note");
  show ({ { TL_SEVERITY_NOTE, 0, "b" } });
  EXPECT_TRUE (says (window, "1 finding"));
  EXPECT_EQ (sign (), tl_severity_icon_name (TL_SEVERITY_NOTE));
}

TEST_F (FindingsButtonTest, SaysItToAScreenReader)
{
  show (three);
  g_autofree char *found = gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (menu))), GTK_ACCESSIBLE_PROPERTY_LABEL,
      "3 findings: 1 error, 1 warning, 1 note");
  EXPECT_EQ (found, nullptr) << found;
}

TEST_F (FindingsButtonTest, IsNotThereWhereThereAreNone)
{
  EXPECT_FALSE (gtk_widget_get_visible (GTK_WIDGET (button)));
  show (three);
  show ({});
  EXPECT_FALSE (gtk_widget_get_visible (GTK_WIDGET (button)));
  tl_findings_button_set (button, conversation.get (), nullptr);
  EXPECT_FALSE (gtk_widget_get_visible (GTK_WIDGET (button)));
}

TEST_F (FindingsButtonTest, ListsTheGravestFirst)
{
  show (three);
  EXPECT_EQ (n_rows (), 0) << "made when somebody wants to see them";
  open ();
  ASSERT_EQ (n_rows (), 3);
  EXPECT_EQ (row_text (0) + row_text (1) + row_text (2), "cab");
}

TEST_F (FindingsButtonTest, LeadsToTheStep)
{
  show (three);
  open ();
  g_signal_emit_by_name (row (0), "activate"); /* as Enter and assistive technology do */
  EXPECT_EQ (chosen, 1);
  EXPECT_TRUE (wait_for ([this] { return !gtk_widget_get_visible (popover); }));
}

TEST_F (FindingsButtonTest, OneAboutNoStepJustStandsThere)
{
  show (three);
  open ();
  g_signal_emit_by_name (row (1), "activate");
  EXPECT_EQ (chosen, -2);
  EXPECT_TRUE (gtk_widget_get_visible (popover));
}

TEST_F (FindingsButtonTest, IsReachedByKeyboardAndSoAreTheRows)
{
  show (three);
  EXPECT_TRUE (gtk_widget_child_focus (window, GTK_DIR_TAB_FORWARD));
  EXPECT_NE (gtk_widget_get_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), TL_TYPE_FINDINGS_BUTTON),
             nullptr);
  open ();
  EXPECT_EQ (gtk_window_get_focus (GTK_WINDOW (window)), GTK_WIDGET (row (0)));
}

TEST_F (FindingsButtonTest, FollowsAConversationThatGrowsWhileTheListIsRead)
{
  std::vector<FixtureFinding> four = three;

  four.push_back ({ TL_SEVERITY_ERROR, 2, "d" });
  show (three);
  open ();
  gtk_widget_grab_focus (GTK_WIDGET (row (2)));
  show (four);
  EXPECT_TRUE (gtk_widget_get_visible (popover));
  EXPECT_EQ (n_rows (), 4);
  EXPECT_TRUE (says (window, "4 findings"));
  EXPECT_EQ (gtk_window_get_focus (GTK_WINDOW (window)), GTK_WIDGET (row (2)));
}

TEST_F (FindingsButtonTest, RowsStayWhileNothingElseIsSaid)
{
  show (three);
  open ();
  GtkListBoxRow *first = row (0);
  show (three);
  EXPECT_EQ (row (0), first);
}

TEST_F (FindingsButtonTest, ListsAsManyAsCanBeRead)
{
  show (std::vector<FixtureFinding> (5000, { TL_SEVERITY_NOTE, 0, "x" }));
  open ();
  EXPECT_EQ (n_rows (), 100);
  EXPECT_TRUE (says (popover, "4900 more are told at their steps."));
}

TEST_F (FindingsButtonTest, SaysTheNumberOnlyWhereThereIsLittleRoom)
{
  int minimum, natural;

  show (std::vector<FixtureFinding> (12, { TL_SEVERITY_NOTE, 0, "x" }));
  gtk_widget_measure (GTK_WIDGET (button), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, nullptr,
                      nullptr);
  EXPECT_LT (minimum, natural);
}
