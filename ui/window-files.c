/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How captures and key logs come into a window: chosen, dropped, or once more.
 */
#include "window-files.h"

#include "compat.h"
#include "psk-dialog.h"
#include "recent.h"
#include "window-live.h"

#include <glib/gi18n-lib.h>

static void
chosen_cb (GFile *file, gpointer user_data)
{
  g_autofree char *path = g_file_get_path (file);

  if (path != NULL)
    tl_window_open (user_data, path);
}

static void
open_action_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  tl_compat_choose_capture (GTK_WINDOW (user_data), chosen_cb, user_data);
}

static void
keys_chosen_cb (GFile *file, gpointer user_data)
{
  g_autofree char *path = g_file_get_path (file);

  if (path != NULL)
    tl_window_load_keys (user_data, path);
}

static void
open_keylog_action_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  tl_compat_choose_keylog (GTK_WINDOW (user_data), keys_chosen_cb, user_data);
}

static void
open_private_key_action_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  tl_compat_choose_private_key (GTK_WINDOW (user_data), keys_chosen_cb, user_data);
}

static void
open_recent_action_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  chosen_cb (file, user_data);
}

static void
samples_action_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  tl_window_show_samples (user_data);
}

static void
enter_psk_action_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  tl_psk_dialog_ask (GTK_WINDOW (gtk_widget_get_root (user_data)), user_data);
}

static void
forget_keys_action_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  tl_key_bar_forget (user_data);
}

static gboolean
drop_cb (TlWindow *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);
  gboolean first = TRUE;

  for (GSList *item = files; item != NULL; item = item->next)
    {
      g_autofree char *path = g_file_get_path (item->data);
      GtkWidget *window = GTK_WIDGET (self);

      if (path == NULL)
        continue;
      if (tl_key_file_kind_at (path) != TL_KEY_FILE_NONE)
        {
          tl_window_load_keys (self, path);
          continue;
        }
      if (!first)
        {
          window = tl_window_new (gtk_window_get_application (GTK_WINDOW (self)));
          gtk_window_present (GTK_WINDOW (window));
        }
      tl_window_open (TL_WINDOW (window), path);
      first = FALSE;
    }
  return files != NULL;
}

static void
update_recent (AdwSplitButton *open_button)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) recent = g_menu_new ();
  g_autoptr (GMenu) others = g_menu_new ();

  tl_recent_append (recent);
  if (g_menu_model_get_n_items (G_MENU_MODEL (recent)) > 0)
    g_menu_append_section (menu, _ ("Recent"), G_MENU_MODEL (recent));
  g_menu_append (others, _ ("_Samples"), "win.samples");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (others));
  adw_split_button_set_menu_model (open_button, G_MENU_MODEL (menu));
}

static const GActionEntry actions[] = {
  { .name = "open", .activate = open_action_cb },
  { .name = "open-keylog", .activate = open_keylog_action_cb },
  { .name = "open-private-key", .activate = open_private_key_action_cb },
  { .name = "open-recent", .activate = open_recent_action_cb, .parameter_type = "s" },
  { .name = "samples", .activate = samples_action_cb },
};

static const GActionEntry key_actions[] = {
  { .name = "enter-psk", .activate = enter_psk_action_cb },
  { .name = "forget-keys", .activate = forget_keys_action_cb },
};

void
tl_window_add_files (TlWindow *self, AdwSplitButton *open_button, TlKeyBar *keys)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), key_actions, G_N_ELEMENTS (key_actions), keys);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed", G_CALLBACK (update_recent), open_button,
                           G_CONNECT_SWAPPED);
  update_recent (open_button);
}

TlWindow *
tl_window_for_another (TlWindow *window)
{
  GtkWidget *another;

  if (!tl_window_live_is_unsaved (tl_window_get_live (window)))
    return window;
  another = tl_window_new (gtk_window_get_application (GTK_WINDOW (window)));
  gtk_window_present (GTK_WINDOW (another));
  return TL_WINDOW (another);
}

void
tl_window_capture (TlWindow *self, const TlLiveRequest *request, gboolean once)
{
  tl_window_live_start (tl_window_get_live (tl_window_for_another (self)), request, once);
}

void
tl_window_follow (TlWindow *self, const char *path)
{
  tl_window_live_read (tl_window_get_live (tl_window_for_another (self)), path, TRUE);
}
