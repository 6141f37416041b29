/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Numbers and times as digits.
 */
#include "digits.h"

#define SECOND G_GINT64_CONSTANT (1000000000)
#define DAY    86400

typedef struct
{
  guint year;
  guint month;
  guint day;
} Date;

/* The civil date @days after 1970-01-01. Counts in eras of 400 years, which all have the same number of days,
 * and lets the year begin in March, so that the leap day is its last. */
static Date
date_from_days (gint64 days)
{
  gint64 since_era_zero = days + 719468; /* 0000-03-01 */
  gint64 era = (since_era_zero >= 0 ? since_era_zero : since_era_zero - 146096) / 146097;
  guint day_of_era = (guint) (since_era_zero - era * 146097);
  guint year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  guint day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  guint march_month = (5 * day_of_year + 2) / 153;
  Date date;

  date.day = day_of_year - (153 * march_month + 2) / 5 + 1;
  date.month = march_month < 10 ? march_month + 3 : march_month - 9;
  date.year = (guint) (year_of_era + era * 400) + (date.month <= 2 ? 1 : 0);
  return date;
}

void
tl_append_uint (GString *out, guint64 value, guint width)
{
  char digits[20];
  guint n = 0;

  do
    {
      digits[sizeof digits - ++n] = (char) ('0' + value % 10);
      value /= 10;
    }
  while ((value > 0 || n < width) && n < sizeof digits);
  g_string_append_len (out, digits + sizeof digits - n, n);
}

void
tl_append_time (GString *out, gint64 nanoseconds, guint decimals)
{
  gint64 below = nanoseconds % SECOND;
  gint64 seconds = nanoseconds / SECOND - (below < 0 ? 1 : 0);
  guint64 fraction = (guint64) (below < 0 ? below + SECOND : below);
  gint64 of_day = seconds % DAY;
  gint64 days = seconds / DAY - (of_day < 0 ? 1 : 0);
  guint64 second = (guint64) (of_day < 0 ? of_day + DAY : of_day);
  Date date = date_from_days (days);

  tl_append_uint (out, date.year, 4);
  g_string_append_c (out, '-');
  tl_append_uint (out, date.month, 2);
  g_string_append_c (out, '-');
  tl_append_uint (out, date.day, 2);
  g_string_append_c (out, 'T');
  tl_append_uint (out, second / 3600, 2);
  g_string_append_c (out, ':');
  tl_append_uint (out, second / 60 % 60, 2);
  g_string_append_c (out, ':');
  tl_append_uint (out, second % 60, 2);
  if (decimals > 0)
    {
      for (guint i = decimals; i < 9; i++)
        fraction /= 10;
      g_string_append_c (out, '.');
      tl_append_uint (out, fraction, decimals);
    }
  g_string_append_c (out, 'Z');
}
