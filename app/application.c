/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The program with the window: command line, files, and what belongs to all windows.
 */
#include "application.h"

#include "accelerators.h"
#include "config.h"
#include "dissector.h"
#include "help.h"
#include "text-size.h"
#include "window.h"

#include <glib/gi18n-lib.h>

struct _TlApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (TlApplication, tl_application, ADW_TYPE_APPLICATION)

static TlWindow *
create_window (TlApplication *self)
{
  return TL_WINDOW (tl_window_new (GTK_APPLICATION (self)));
}

/* A window that has nothing open yet takes the first file. */
static TlWindow *
find_empty_window (TlApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (TL_IS_WINDOW (window) && tl_window_is_empty (TL_WINDOW (window)))
    return TL_WINDOW (window);
  return create_window (self);
}

static void
tl_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    window = GTK_WINDOW (create_window (TL_APPLICATION (application)));
  gtk_window_present (window);
}

static void
tl_application_open (GApplication *application, GFile **files, int n_files, const char *hint G_GNUC_UNUSED)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *path = g_file_get_path (files[i]);
      TlWindow *window = find_empty_window (TL_APPLICATION (application));

      gtk_window_present (GTK_WINDOW (window));
      if (path != NULL)
        tl_window_open (window, path);
    }
}

static int
tl_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  g_autoptr (GError) error = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("tls-ladder %s\n", TL_VERSION);
      return 0;
    }
  if (g_variant_dict_contains (options, "samples"))
    {
      /* The first instance has its windows, which may be another process than this one. */
      if (!g_application_register (application, NULL, &error))
        {
          g_printerr ("%s\n", error->message);
          return 1;
        }
      g_action_group_activate_action (G_ACTION_GROUP (application), "samples", NULL);
    }
  return -1;
}

static void
samples_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  TlWindow *window = find_empty_window (user_data);

  gtk_window_present (GTK_WINDOW (window));
  tl_window_show_samples (window);
}

static void
new_window_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  gtk_window_present (GTK_WINDOW (create_window (user_data)));
}

static void
quit_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  GtkWindow *window;

  /* Each window remembers its size as it closes. */
  while ((window = gtk_application_get_active_window (user_data)) != NULL)
    {
      gtk_window_close (window);
      if (gtk_application_get_active_window (user_data) == window)
        break;
    }
  g_application_quit (user_data);
}

static void
help_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  gtk_window_present (GTK_WINDOW (tl_help_new (gtk_application_get_active_window (user_data))));
}

static void
zoom_in_cb (GSimpleAction *action G_GNUC_UNUSED,
            GVariant *parameter G_GNUC_UNUSED,
            gpointer user_data G_GNUC_UNUSED)
{
  tl_text_size_change (1);
}

static void
zoom_out_cb (GSimpleAction *action G_GNUC_UNUSED,
             GVariant *parameter G_GNUC_UNUSED,
             gpointer user_data G_GNUC_UNUSED)
{
  tl_text_size_change (-1);
}

static void
zoom_reset_cb (GSimpleAction *action G_GNUC_UNUSED,
               GVariant *parameter G_GNUC_UNUSED,
               gpointer user_data G_GNUC_UNUSED)
{
  tl_text_size_change (0);
}

static const GActionEntry actions[] = {
  { .name = "new-window", .activate = new_window_cb }, { .name = "quit", .activate = quit_cb },
  { .name = "help", .activate = help_cb },
  { .name = "zoom-in", .activate = zoom_in_cb },       { .name = "zoom-out", .activate = zoom_out_cb },
  { .name = "zoom-reset", .activate = zoom_reset_cb }, { .name = "samples", .activate = samples_cb },
};

static void
tl_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (tl_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  for (gsize i = 0; i < tl_n_accelerators; i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), tl_accelerators[i].action,
                                           tl_accelerators[i].keys);
}

static void
tl_application_class_init (TlApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->activate = tl_application_activate;
  application_class->open = tl_application_open;
  application_class->startup = tl_application_startup;
  application_class->handle_local_options = tl_application_handle_local_options;
}

static void
tl_application_init (TlApplication *self)
{
  g_application_add_main_option (G_APPLICATION (self), "version", 0, 0, G_OPTION_ARG_NONE,
                                 N_ ("Print the version and exit"), NULL);
  g_application_add_main_option (G_APPLICATION (self), "samples", 0, 0, G_OPTION_ARG_NONE,
                                 N_ ("Show the samples that come with the program"), NULL);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[FILE…]"));
  g_application_set_option_context_summary (
      G_APPLICATION (self),
      _ ("Shows the TLS handshakes of a capture as ladders. Each file opens in a window of its own."));
}

TlApplication *
tl_application_new (void)
{
  return g_object_new (TL_TYPE_APPLICATION, "application-id", TL_APP_ID, "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/io/github/tls_ladder/TlsLadder", NULL);
}
