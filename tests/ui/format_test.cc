/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Times as the ladder shows them.
 */
#include "ladder/format.h"

#include <gtest/gtest.h>

namespace
{

std::string
elapsed (gint64 nanoseconds)
{
  g_autofree char *text = tl_format_elapsed (nanoseconds);
  return text;
}

TEST (FormatTest, ShowsAFewDigits)
{
  EXPECT_EQ (elapsed (0), "0.0 ms");
  EXPECT_EQ (elapsed (20000), "0.02 ms");
  EXPECT_EQ (elapsed (94999), "0.09 ms");
  EXPECT_EQ (elapsed (95000), "0.1 ms");
  EXPECT_EQ (elapsed (14600000), "14.6 ms");
  EXPECT_EQ (elapsed (99949999), "99.9 ms");
  EXPECT_EQ (elapsed (99950000), "100 ms");
  EXPECT_EQ (elapsed (999400000), "999 ms");
  EXPECT_EQ (elapsed (999500000), "1.00 s");
  EXPECT_EQ (elapsed (G_GINT64_CONSTANT (61250000000)), "61.25 s");
  EXPECT_EQ (elapsed (G_GINT64_CONSTANT (3600000000000)), "3600 s");
}

TEST (FormatTest, SurvivesTimesThatRunBackwards)
{
  EXPECT_EQ (elapsed (-1500000), "-1.5 ms");
  EXPECT_EQ (elapsed (G_GINT64_CONSTANT (-61250000000)), "-61.25 s");
  EXPECT_EQ (elapsed (G_GINT64_CONSTANT (-3600000000000)), "-3600 s");
}

}
