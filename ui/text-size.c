/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The size of all text, for the back row of the classroom.
 */
#include "text-size.h"

#include <gtk/gtk.h>

static const double sizes[] = { 0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0, 2.5 };

#define NORMAL      2
#define DEFAULT_DPI (96 * 1024) /* where the desktop says nothing */

static guint current = NORMAL;
static int desktop_dpi = 0;

void
tl_text_size_change (int direction)
{
  GtkSettings *settings = gtk_settings_get_default ();

  if (desktop_dpi == 0)
    {
      g_object_get (settings, "gtk-xft-dpi", &desktop_dpi, NULL);
      if (desktop_dpi <= 0)
        desktop_dpi = DEFAULT_DPI;
    }
  if (direction == 0)
    current = NORMAL;
  else if (direction > 0)
    current = MIN (current + 1, G_N_ELEMENTS (sizes) - 1);
  else if (current > 0)
    current--;
  g_object_set (settings, "gtk-xft-dpi", (int) (desktop_dpi * sizes[current]), NULL);
}

double
tl_text_size_get (void)
{
  return sizes[current];
}
