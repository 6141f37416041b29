/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the words, signs and links of findings.
 */
#include "finding-text.h"

#include "findings_fixture.h"

#include <gtest/gtest.h>

#include <set>

static std::string
counts_text (guint errors, guint warnings, guint notes)
{
  const guint counts[TL_N_SEVERITIES] = { notes, warnings, errors };
  g_autofree char *text = tl_severity_counts_text (counts);

  return text;
}

static std::string
links (const char *text)
{
  g_autofree char *markup = tl_rfc_links_markup (text);

  return markup;
}

TEST (FindingText, TellsSeveritiesApartInEveryWay)
{
  std::set<std::string> icons, classes, words;

  for (int i = 0; i < TL_N_SEVERITIES; i++)
    {
      icons.insert (tl_severity_icon_name (static_cast<TlSeverity> (i)));
      classes.insert (tl_severity_css_class (static_cast<TlSeverity> (i)));
      words.insert (tl_severity_word (static_cast<TlSeverity> (i)));
    }
  EXPECT_EQ (icons.size (), 3u);
  EXPECT_EQ (classes.size (), 3u);
  EXPECT_EQ (words, (std::set<std::string>{ "Note", "Warning", "Error" }));
}

TEST (FindingText, CountsTheGravestFirst)
{
  EXPECT_EQ (counts_text (0, 0, 0), "");
  EXPECT_EQ (counts_text (1, 0, 0), "1 error");
  EXPECT_EQ (counts_text (0, 2, 1), "2 warnings, 1 note");
  EXPECT_EQ (counts_text (2, 1, 3), "2 errors, 1 warning, 3 notes");
}

TEST (FindingText, CountsBySeverity)
{
  Findings findings = fixture_findings (
      { { TL_SEVERITY_NOTE, 0, "a" }, { TL_SEVERITY_ERROR, 0, "b" }, { TL_SEVERITY_NOTE, 1, "c" } });
  guint counts[TL_N_SEVERITIES] = { 7, 7, 7 };

  tl_findings_count (findings.get (), counts);
  EXPECT_EQ (counts[TL_SEVERITY_NOTE], 2u);
  EXPECT_EQ (counts[TL_SEVERITY_WARNING], 0u);
  EXPECT_EQ (counts[TL_SEVERITY_ERROR], 1u);
}

static std::string
texts (const GPtrArray *findings)
{
  std::string all;

  for (guint i = 0; i < findings->len; i++)
    all += static_cast<TlFinding *> (g_ptr_array_index (findings, i))->text;
  return all;
}

TEST (FindingText, PutsTheGravestFirstAndKeepsTheOrderOfTheSteps)
{
  Findings findings = fixture_findings ({ { TL_SEVERITY_WARNING, -1, "a" },
                                          { TL_SEVERITY_NOTE, 0, "b" },
                                          { TL_SEVERITY_ERROR, 1, "c" },
                                          { TL_SEVERITY_WARNING, 1, "d" },
                                          { TL_SEVERITY_ERROR, 2, "e" } });
  g_autoptr (GPtrArray) all = tl_findings_by_gravity (findings.get (), G_MININT);
  g_autoptr (GPtrArray) second = tl_findings_by_gravity (findings.get (), 1);
  g_autoptr (GPtrArray) whole = tl_findings_by_gravity (findings.get (), -1);
  g_autoptr (GPtrArray) none = tl_findings_by_gravity (nullptr, 1);

  EXPECT_EQ (texts (all), "ceadb");
  EXPECT_EQ (texts (second), "cd");
  EXPECT_EQ (texts (whole), "a");
  EXPECT_EQ (none->len, 0u);
}

TEST (FindingText, KnowsWhatSaysTheSame)
{
  Findings one = fixture_findings ({ { TL_SEVERITY_WARNING, 1, "a" } });

  EXPECT_TRUE (tl_findings_equal (one.get (), fixture_findings ({ { TL_SEVERITY_WARNING, 1, "a" } }).get ()));
  EXPECT_FALSE (tl_findings_equal (one.get (), fixture_findings ({ { TL_SEVERITY_ERROR, 1, "a" } }).get ()));
  EXPECT_FALSE (
      tl_findings_equal (one.get (), fixture_findings ({ { TL_SEVERITY_WARNING, 2, "a" } }).get ()));
  EXPECT_FALSE (
      tl_findings_equal (one.get (), fixture_findings ({ { TL_SEVERITY_WARNING, 1, "b" } }).get ()));
  EXPECT_FALSE (tl_findings_equal (one.get (), nullptr));
  EXPECT_TRUE (tl_findings_equal (nullptr, nullptr));
  EXPECT_TRUE (tl_findings_equal (nullptr, fixture_findings ({}).get ()));
}

TEST (RfcLinks, LeadToTheSection)
{
  EXPECT_EQ (links ("It must not (RFC 9325, section 4.1)."),
             "It must not (<a href=\"https://www.rfc-editor.org/rfc/rfc9325#section-4.1\">RFC 9325, section "
             "4.1</a>).");
  EXPECT_EQ (links ("RFC 5246, appendix A.5"),
             "<a href=\"https://www.rfc-editor.org/rfc/rfc5246#appendix-A.5\">RFC 5246, appendix A.5</a>");
  EXPECT_EQ (
      links ("RFC 10015, section 4, forbids it"),
      "<a href=\"https://www.rfc-editor.org/rfc/rfc10015#section-4\">RFC 10015, section 4</a>, forbids "
      "it");
}

TEST (RfcLinks, LeadToTheWholeWhereNoSectionIsNamed)
{
  EXPECT_EQ (links ("(RFC 7465)"), "(<a href=\"https://www.rfc-editor.org/rfc/rfc7465\">RFC 7465</a>)");
  EXPECT_EQ (links ("RFC 7568, in a word"),
             "<a href=\"https://www.rfc-editor.org/rfc/rfc7568\">RFC 7568</a>, in a word");
}

TEST (RfcLinks, AreFoundInOtherLanguages)
{
  EXPECT_EQ (links ("RFC 9325, Abschnitt 4.1; RFC 7457, Abschnitt 2.6"),
             "<a href=\"https://www.rfc-editor.org/rfc/rfc9325#section-4.1\">RFC 9325, Abschnitt 4.1</a>; "
             "<a href=\"https://www.rfc-editor.org/rfc/rfc7457#section-2.6\">RFC 7457, Abschnitt 2.6</a>");
}

TEST (RfcLinks, LeaveEverythingElseAsTextIsWritten)
{
  EXPECT_EQ (links (""), "");
  EXPECT_EQ (links ("a < b & <i>c</i>"), "a &lt; b &amp; &lt;i&gt;c&lt;/i&gt;");
  EXPECT_EQ (links ("RFC, RFC 123456, rfc 5"), "RFC, RFC 123456, rfc 5");
}
