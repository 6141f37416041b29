/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the window says of findings, and by which signs.
 */
#include "finding-text.h"

#include <glib/gi18n-lib.h>

const char *
tl_severity_icon_name (TlSeverity severity)
{
  switch (severity)
    {
    case TL_SEVERITY_ERROR:
      return "dialog-error-symbolic";
    case TL_SEVERITY_WARNING:
      return "dialog-warning-symbolic";
    case TL_SEVERITY_NOTE:
    default:
      return "dialog-information-symbolic";
    }
}

const char *
tl_severity_css_class (TlSeverity severity)
{
  switch (severity)
    {
    case TL_SEVERITY_ERROR:
      return "error";
    case TL_SEVERITY_WARNING:
      return "warning";
    case TL_SEVERITY_NOTE:
    default:
      return "note";
    }
}

const char *
tl_severity_word (TlSeverity severity)
{
  switch (severity)
    {
    case TL_SEVERITY_ERROR:
      return _ ("Error");
    case TL_SEVERITY_WARNING:
      return _ ("Warning");
    case TL_SEVERITY_NOTE:
    default:
      return _ ("Note");
    }
}

char *
tl_severity_counts_text (const guint counts[TL_N_SEVERITIES])
{
  GString *text = g_string_new (NULL);
  guint errors = counts[TL_SEVERITY_ERROR];
  guint warnings = counts[TL_SEVERITY_WARNING];
  guint notes = counts[TL_SEVERITY_NOTE];

  if (errors > 0)
    g_string_append_printf (text, ngettext ("%u error", "%u errors", errors), errors);
  if (warnings > 0)
    {
      g_string_append (text, text->len > 0 ? ", " : "");
      g_string_append_printf (text, ngettext ("%u warning", "%u warnings", warnings), warnings);
    }
  if (notes > 0)
    {
      g_string_append (text, text->len > 0 ? ", " : "");
      g_string_append_printf (text, ngettext ("%u note", "%u notes", notes), notes);
    }
  return g_string_free (text, FALSE);
}

void
tl_findings_count (const GPtrArray *findings, guint counts[TL_N_SEVERITIES])
{
  memset (counts, 0, TL_N_SEVERITIES * sizeof *counts);
  for (guint i = 0; i < findings->len; i++)
    counts[((const TlFinding *) g_ptr_array_index (findings, i))->severity]++;
}

static int
compare_gravity (gconstpointer a, gconstpointer b)
{
  const TlFinding *first = *(TlFinding *const *) a;
  const TlFinding *second = *(TlFinding *const *) b;

  return (int) second->severity - (int) first->severity;
}

GPtrArray *
tl_findings_by_gravity (const GPtrArray *findings, int step)
{
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      TlFinding *finding = g_ptr_array_index (findings, i);

      if (step == G_MININT || finding->step == step)
        g_ptr_array_add (chosen, finding);
    }
  g_ptr_array_sort (chosen, compare_gravity); /* stable: in the order of the steps within a severity */
  return chosen;
}

bool
tl_findings_equal (const GPtrArray *a, const GPtrArray *b)
{
  guint n = a == NULL ? 0 : a->len;

  if (n != (b == NULL ? 0 : b->len))
    return false;
  for (guint i = 0; i < n; i++)
    {
      const TlFinding *first = g_ptr_array_index (a, i);
      const TlFinding *second = g_ptr_array_index (b, i);

      if (first->step != second->step || first->severity != second->severity
          || strcmp (first->text, second->text) != 0)
        return false;
    }
  return true;
}

/* The word between number and section is in the language of the reader. A letter begins the number of an
 * appendix. */
#define RFC_PATTERN "RFC (\\d{1,5})\\b(?:, \\pL+ (\\d{1,2}(?:\\.\\d+)*|[A-Z](?:\\.\\d+)+)\\b)?"

static void
append_link (GString *markup, const GMatchInfo *match)
{
  g_autofree char *mention = g_match_info_fetch (match, 0);
  g_autofree char *rfc = g_match_info_fetch (match, 1);
  g_autofree char *section = g_match_info_fetch (match, 2);

  g_string_append_printf (markup, "<a href=\"https://www.rfc-editor.org/rfc/rfc%s", rfc);
  if (section != NULL && *section != '\0')
    g_string_append_printf (markup, "#%s-%s", g_ascii_isdigit (*section) ? "section" : "appendix", section);
  g_string_append_printf (markup, "\">%s</a>", mention);
}

static void
append_escaped (GString *markup, const char *text, int length)
{
  g_autofree char *escaped = g_markup_escape_text (text, length);

  g_string_append (markup, escaped);
}

char *
tl_rfc_links_markup (const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new (RFC_PATTERN, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  GString *markup = g_string_new (NULL);
  int done = 0;

  for (g_regex_match (regex, text, G_REGEX_MATCH_DEFAULT, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      int start = 0;
      int end = 0;

      g_match_info_fetch_pos (match, 0, &start, &end);
      append_escaped (markup, text + done, start - done);
      append_link (markup, match);
      done = end;
    }
  append_escaped (markup, text + done, -1);
  return g_string_free (markup, FALSE);
}
