/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Times as the ladder shows them.
 */
#include "format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

char *
tl_format_elapsed (gint64 nanoseconds)
{
  double milliseconds = (double) nanoseconds / 1e6;
  double magnitude = fabs (milliseconds); /* clocks may be set back */

  /* Translators: milliseconds and seconds since the conversation began, beside an arrow. */
  if (nanoseconds != 0 && magnitude < 0.095)
    return g_strdup_printf (_ ("%.2f ms"), milliseconds);
  if (magnitude < 99.95)
    return g_strdup_printf (_ ("%.1f ms"), milliseconds);
  if (magnitude < 999.5)
    return g_strdup_printf (_ ("%.0f ms"), milliseconds);
  if (magnitude < 99995)
    return g_strdup_printf (_ ("%.2f s"), milliseconds / 1000);
  return g_strdup_printf (_ ("%.0f s"), milliseconds / 1000);
}
