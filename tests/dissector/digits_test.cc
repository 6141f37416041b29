/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Numbers and times as digits, against what GLib makes of them.
 */
#include "export/digits.h"

#include <gtest/gtest.h>

static std::string
number (guint64 value, guint width)
{
  g_autoptr (GString) out = g_string_new (NULL);
  tl_append_uint (out, value, width);
  return out->str;
}

static std::string
time_of (gint64 nanoseconds, guint decimals)
{
  g_autoptr (GString) out = g_string_new (NULL);
  tl_append_time (out, nanoseconds, decimals);
  return out->str;
}

TEST (Digits, Numbers)
{
  EXPECT_EQ (number (0, 1), "0");
  EXPECT_EQ (number (7, 3), "007");
  EXPECT_EQ (number (1234, 2), "1234");
  EXPECT_EQ (number (G_MAXUINT64, 1), "18446744073709551615");
  EXPECT_EQ (number (G_MAXUINT64, 40), "18446744073709551615");
}

TEST (Digits, TimesOfAllKinds)
{
  EXPECT_EQ (time_of (0, 9), "1970-01-01T00:00:00.000000000Z");
  EXPECT_EQ (time_of (-1, 9), "1969-12-31T23:59:59.999999999Z");
  EXPECT_EQ (time_of (G_GINT64_CONSTANT (1769862896123456789), 9), "2026-01-31T12:34:56.123456789Z");
  EXPECT_EQ (time_of (G_GINT64_CONSTANT (1769862896999999999), 6), "2026-01-31T12:34:56.999999Z");
  EXPECT_EQ (time_of (G_GINT64_CONSTANT (1769862896123456789), 0), "2026-01-31T12:34:56Z");
  EXPECT_EQ (time_of (G_GINT64_CONSTANT (951782400000000000), 0), "2000-02-29T00:00:00Z");
}

TEST (Digits, EveryDayOfTheRangeIsThatOfGLib)
{
  for (gint64 seconds = G_MININT64 / 1000000000 + 1; seconds < G_MAXINT64 / 1000000000;
       seconds += 86400 * 3 + 12345)
    {
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);
      g_autofree char *text = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
      ASSERT_EQ (time_of (seconds * 1000000000, 0), text);
    }
}

TEST (Digits, EndsOfTheRange)
{
  EXPECT_EQ (time_of (G_MAXINT64, 9), "2262-04-11T23:47:16.854775807Z");
  EXPECT_EQ (time_of (G_MININT64, 9), "1677-09-21T00:12:43.145224192Z");
}
