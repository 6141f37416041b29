/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of a finding in the list of all.
 */
#include "finding-row.h"

#include "finding-text.h"
#include "findings_fixture.h"
#include "fixture.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

class FindingRowTest : public testing::Test
{
protected:
  void show (TlSeverity severity, int step, const std::string &text)
  {
    Findings findings = fixture_findings ({ { severity, step, text } });

    g_clear_object (&row);
    row = TL_FINDING_ROW (g_object_ref_sink (tl_finding_row_new (
        conversation.get (), static_cast<TlFinding *> (g_ptr_array_index (findings.get (), 0)))));
  }

  bool has_text (const std::string &text)
  {
    bool found = false;

    walk (GTK_WIDGET (row), [&] (GtkWidget *widget) {
      found |= GTK_IS_LABEL (widget) && text == gtk_label_get_text (GTK_LABEL (widget));
    });
    return found;
  }

  void expect_label (const char *label)
  {
    g_autofree char *found
        = gtk_test_accessible_check_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label);
    EXPECT_EQ (found, nullptr) << found;
  }

  ~FindingRowTest () override
  {
    g_clear_object (&row);
  }

  Conversation conversation = fixture_tls12 ();
  TlFindingRow *row = nullptr;
};

TEST_F (FindingRowTest, SaysWhatAndWhere)
{
  show (TL_SEVERITY_WARNING, 1, "Something is wrong.");
  EXPECT_TRUE (has_text ("Something is wrong."));
  EXPECT_TRUE (has_text ("ServerHello · step 2"));
  EXPECT_STREQ (gtk_image_get_icon_name (GTK_IMAGE (find (GTK_WIDGET (row), GTK_TYPE_IMAGE))),
                tl_severity_icon_name (TL_SEVERITY_WARNING));
  expect_label ("Warning: Something is wrong. ServerHello · step 2");
}

TEST_F (FindingRowTest, LeadsToItsStepWhereItHasOne)
{
  show (TL_SEVERITY_ERROR, 1, "x");
  EXPECT_TRUE (gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (row)));
  EXPECT_EQ (tl_finding_row_get_step (row), 1);

  for (int step : { -1, 5000 })
    {
      show (TL_SEVERITY_ERROR, step, "x");
      EXPECT_FALSE (gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (row)));
      EXPECT_EQ (tl_finding_row_get_step (row), -1);
      EXPECT_TRUE (has_text ("The whole conversation"));
    }
}

TEST_F (FindingRowTest, CapturedTextIsNoMarkup)
{
  show (TL_SEVERITY_ERROR, 1, "<b>x</b> & y");
  EXPECT_TRUE (has_text ("<b>x</b> & y"));
}
