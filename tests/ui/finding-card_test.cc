/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the card of one finding.
 */
#include "finding-card.h"

#include "finding-text.h"
#include "findings_fixture.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

class FindingCardTest : public testing::Test
{
protected:
  GtkWidget *make (TlSeverity severity, const std::string &text)
  {
    findings = fixture_findings ({ { severity, 0, text } });
    g_clear_object (&card);
    card = GTK_WIDGET (g_object_ref_sink (
        tl_finding_card_new (static_cast<TlFinding *> (g_ptr_array_index (findings.get (), 0)))));
    return card;
  }

  GtkLabel *label ()
  {
    return GTK_LABEL (find (card, GTK_TYPE_LABEL));
  }

  ~FindingCardTest () override
  {
    g_clear_object (&card);
  }

  Findings findings;
  GtkWidget *card = nullptr;
};

TEST_F (FindingCardTest, SaysItsSeverityBySignColourAndWord)
{
  for (int i = 0; i < TL_N_SEVERITIES; i++)
    {
      auto severity = static_cast<TlSeverity> (i);
      make (severity, "text");
      gtk_test_accessible_assert_role (card, GTK_ACCESSIBLE_ROLE_NOTE);
      g_autofree char *found = gtk_test_accessible_check_property (
          GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_PROPERTY_LABEL, tl_severity_word (severity));
      EXPECT_EQ (found, nullptr) << found;
      EXPECT_STREQ (gtk_image_get_icon_name (GTK_IMAGE (find (card, GTK_TYPE_IMAGE))),
                    tl_severity_icon_name (severity));
      EXPECT_TRUE (gtk_widget_has_css_class (card, tl_severity_css_class (severity)));
    }
}

TEST_F (FindingCardTest, SaysWhatWasFoundAndLeadsToTheStandard)
{
  make (TL_SEVERITY_WARNING, "It must not (RFC 7465).");
  EXPECT_STREQ (gtk_label_get_text (label ()), "It must not (RFC 7465).");
  EXPECT_NE (strstr (gtk_label_get_label (label ()), "<a href"), nullptr);
}

TEST_F (FindingCardTest, CapturedTextIsNoMarkup)
{
  make (TL_SEVERITY_ERROR, "The certificate of <b>x</b> & y");
  EXPECT_STREQ (gtk_label_get_text (label ()), "The certificate of <b>x</b> & y");
}

TEST_F (FindingCardTest, WrapsInNarrowPanes)
{
  int minimum, natural;

  make (TL_SEVERITY_ERROR, std::string (300, 'x'));
  gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, nullptr, nullptr);
  EXPECT_LT (minimum, 100);
}
