/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The captures that were opened before, as the desktop remembers them.
 */
#include "recent.h"

#include <gtk/gtk.h>

#define MAX_RECENT  8
#define APPLICATION "TLS Ladder" /* by this name the desktop knows which files are ours */

void
tl_recent_add (const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *uri = g_filename_to_uri (absolute, NULL, NULL);
  char name[] = APPLICATION;
  char command[] = "tls-ladder %f";
  char type[] = "application/vnd.tcpdump.pcap";
  GtkRecentData data = { .mime_type = type, .app_name = name, .app_exec = command };

  if (uri != NULL)
    gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

static void
remove_kept_out (GtkRecentManager *manager, GHashTable *kept_out)
{
  GHashTableIter iter;
  gpointer uri;

  g_hash_table_iter_init (&iter, kept_out);
  while (g_hash_table_iter_next (&iter, &uri, NULL))
    {
      g_autoptr (GtkRecentInfo) info = gtk_recent_manager_lookup_item (manager, uri, NULL);

      if (info != NULL && gtk_recent_info_has_application (info, g_get_application_name ()))
        gtk_recent_manager_remove_item (manager, uri, NULL);
    }
}

/* The dialog of GTK remembers what was chosen in it, but only once it has looked at the file: it has to be watched. */
void
tl_recent_keep_out (const char *path)
{
  static GHashTable *kept_out;
  GtkRecentManager *manager = gtk_recent_manager_get_default ();
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  char *uri = g_filename_to_uri (absolute, NULL, NULL);

  if (kept_out == NULL)
    {
      kept_out = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_signal_connect (manager, "changed", G_CALLBACK (remove_kept_out), kept_out);
    }
  if (uri != NULL)
    g_hash_table_add (kept_out, uri);
  remove_kept_out (manager, kept_out);
}

static int
compare_visited (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_visited (*(GtkRecentInfo *const *) b),
                              gtk_recent_info_get_visited (*(GtkRecentInfo *const *) a));
}

static void
append_item (GMenu *menu, GtkRecentInfo *info)
{
  g_auto (GStrv) halves = g_strsplit (gtk_recent_info_get_display_name (info), "_", -1);
  g_autofree char *label = g_strjoinv ("__", halves); /* a file name has no mnemonics */
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "win.open-recent", "s", gtk_recent_info_get_uri (info));
  g_menu_append_item (menu, item);
}

void
tl_recent_append (GMenu *menu)
{
  GList *all = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  g_autoptr (GPtrArray) ours = g_ptr_array_new ();

  for (GList *link = all; link != NULL; link = link->next)
    if (gtk_recent_info_has_application (link->data, APPLICATION) && gtk_recent_info_exists (link->data))
      g_ptr_array_add (ours, link->data);
  g_ptr_array_sort (ours, compare_visited);
  for (guint i = 0; i < MIN (ours->len, MAX_RECENT); i++)
    append_item (menu, ours->pdata[i]);
  g_list_free_full (all, (GDestroyNotify) gtk_recent_info_unref);
}
