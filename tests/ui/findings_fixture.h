/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Findings made by hand, for tests of what shows them.
 */
#pragma once

#include "dissector.h"

#include <memory>
#include <string>
#include <vector>

struct FixtureFinding
{
  TlSeverity severity;
  int step;
  std::string text;
};

struct FindingsUnref
{
  void operator() (GPtrArray *findings) const
  {
    g_ptr_array_unref (findings);
  }
};
using Findings = std::unique_ptr<GPtrArray, FindingsUnref>;

inline Findings
fixture_findings (const std::vector<FixtureFinding> &list)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ([] (gpointer data) {
    g_free (static_cast<TlFinding *> (data)->text);
    g_free (data);
  });

  for (auto &entry : list)
    {
      TlFinding *finding = g_new0 (TlFinding, 1);
      finding->id = "test";
      finding->severity = entry.severity;
      finding->step = entry.step;
      finding->text = g_strdup (entry.text.c_str ());
      g_ptr_array_add (findings, finding);
    }
  return Findings (findings);
}
