/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Actions of a window that need none of its parts.
 */
#include "window-actions.h"

#include "compat.h"

static void
about_action_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  tl_compat_show_about (GTK_WINDOW (user_data));
}

static void
cancel_action_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  TlSession *session = tl_window_get_session (user_data);

  if (session != NULL)
    tl_session_cancel (session);
}

static void
fullscreen_action_cb (GSimpleAction *action G_GNUC_UNUSED,
                      GVariant *parameter G_GNUC_UNUSED,
                      gpointer user_data)
{
  if (gtk_window_is_fullscreen (user_data))
    gtk_window_unfullscreen (user_data);
  else
    gtk_window_fullscreen (user_data);
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments G_GNUC_UNUSED, gpointer user_data G_GNUC_UNUSED)
{
  if (!gtk_window_is_fullscreen (GTK_WINDOW (widget)))
    return FALSE;
  gtk_window_unfullscreen (GTK_WINDOW (widget));
  return TRUE;
}

static const GActionEntry actions[] = {
  { .name = "about", .activate = about_action_cb },
  { .name = "cancel", .activate = cancel_action_cb },
  { .name = "fullscreen", .activate = fullscreen_action_cb },
};

void
tl_window_add_actions (TlWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}

void
tl_window_class_add_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
}
