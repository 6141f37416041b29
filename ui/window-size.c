/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The size of a window in the settings.
 */
#include "window-size.h"

#include "settings.h"

gboolean
tl_window_size_restore (GtkWindow *window, AdwFlap *flap)
{
  gboolean list = tl_settings_get_boolean ("list-visible", TRUE);

  gtk_window_set_default_size (window, tl_settings_get_int ("window-width", 1280), tl_settings_get_int ("window-height", 800));
  if (tl_settings_get_boolean ("window-maximized", FALSE))
    gtk_window_maximize (window);
  adw_flap_set_reveal_flap (flap, list);
  return list;
}

/* A window that fills the screen for a lecture is no measure, and a list that is folded away for want of room says nothing. */
void
tl_window_size_remember (GtkWindow *window, AdwFlap *flap)
{
  int width, height;

  if (gtk_window_is_fullscreen (window))
    return;
  gtk_window_get_default_size (window, &width, &height);
  tl_settings_set_int ("window-width", width);
  tl_settings_set_int ("window-height", height);
  tl_settings_set_boolean ("window-maximized", gtk_window_is_maximized (window));
  if (!adw_flap_get_folded (flap))
    tl_settings_set_boolean ("list-visible", adw_flap_get_reveal_flap (flap));
}
