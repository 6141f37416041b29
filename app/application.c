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
#include "private-folder.h"
#include "text-size.h"
#include "window.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>

struct _TlApplication
{
  AdwApplication parent_instance;

  GPtrArray *keys; /* names of files with keys that the command line gives, for the windows of its files */
};

G_DEFINE_FINAL_TYPE (TlApplication, tl_application, ADW_TYPE_APPLICATION)

#define STANDARD_INPUT "/dev/stdin" /* what "-" becomes on the way through GFile */

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
give_keys (TlApplication *self, TlWindow *window)
{
  for (guint i = 0; i < self->keys->len; i++)
    tl_window_load_keys (window, g_ptr_array_index (self->keys, i));
}

/* The window that a file goes to: a key log belongs to the capture that is open. */
static TlWindow *
window_for (TlApplication *self, const char *path)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  return TL_IS_WINDOW (window) && tl_key_file_kind_at (path) != TL_KEY_FILE_NONE ? TL_WINDOW (window) : find_empty_window (self);
}

static void
tl_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    window = GTK_WINDOW (create_window (TL_APPLICATION (application)));
  gtk_window_present (window);
  give_keys (TL_APPLICATION (application), TL_WINDOW (window));
  g_ptr_array_set_size (TL_APPLICATION (application)->keys, 0);
}

static void
tl_application_open (GApplication *application, GFile **files, int n_files, const char *hint G_GNUC_UNUSED)
{
  TlApplication *self = TL_APPLICATION (application);

  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *path = g_file_get_path (files[i]);
      TlWindow *window = path == NULL ? find_empty_window (self) : window_for (self, path);

      gtk_window_present (GTK_WINDOW (window));
      if (path == NULL)
        continue;
      tl_window_open (window, g_str_equal (path, STANDARD_INPUT) ? "-" : path);
      give_keys (self, window);
    }
  g_ptr_array_set_size (self->keys, 0);
}

/* The first instance has the windows, which may be another process than this one. */
static bool
activate (GApplication *application, const char *action, GVariant *parameter)
{
  g_autoptr (GVariant) owned = parameter == NULL ? NULL : g_variant_ref_sink (parameter);
  g_autoptr (GError) error = NULL;

  if (!g_application_register (application, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return false;
    }
  g_action_group_activate_action (G_ACTION_GROUP (application), action, parameter);
  return true;
}

/* The names of files are relative to where this process is, and the first instance may be somewhere else. */
static GVariant *
absolute (const char *path)
{
  g_autofree char *whole = g_canonicalize_filename (path, NULL);

  return g_variant_new_bytestring (whole);
}

/* What is opened next is opened with them. */
static bool
hand_over_keys (GApplication *application, const char *const *paths)
{
  for (gsize i = 0; paths[i] != NULL; i++)
    if (!activate (application, "use-keys", absolute (paths[i])))
      return false;
  return true;
}

static int
tl_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  static const char *const with_keys[] = { "keylog", "key", "psk-file" };
  const char *text;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("tls-ladder %s\n", TL_VERSION);
      return 0;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (with_keys); i++)
    {
      g_autofree const char **paths = NULL;

      if (g_variant_dict_lookup (options, with_keys[i], "^a&ay", &paths) && !hand_over_keys (application, paths))
        return 1;
    }
  if (g_variant_dict_contains (options, "samples") && !activate (application, "samples", NULL))
    return 1;
  if (g_variant_dict_lookup (options, "follow", "^&ay", &text) && !activate (application, "follow", absolute (text)))
    return 1;
  if (g_variant_dict_lookup (options, "interface", "&s", &text) && !activate (application, "capture", g_variant_new_string (text)))
    return 1;
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
follow_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter, gpointer user_data)
{
  TlWindow *window = find_empty_window (user_data);

  gtk_window_present (GTK_WINDOW (window));
  tl_window_follow (window, g_variant_get_bytestring (parameter));
  give_keys (user_data, window);
}

static void
capture_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter, gpointer user_data)
{
  TlWindow *window = find_empty_window (user_data);

  gtk_window_present (GTK_WINDOW (window));
  tl_window_capture (window, &(TlLiveRequest){ .interface = g_variant_get_string (parameter, NULL) }, FALSE);
  give_keys (user_data, window);
}

/* For the files that are opened next. */
static void
use_keys_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter, gpointer user_data)
{
  g_ptr_array_add (TL_APPLICATION (user_data)->keys, g_strdup (g_variant_get_bytestring (parameter)));
}

static void
new_window_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  gtk_window_present (GTK_WINDOW (create_window (user_data)));
}

static void
quit_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (user_data));

  /* Each window remembers its size as it closes; one that asks something first stays. */
  for (GList *item = windows; item != NULL; item = item->next)
    if (g_list_find (gtk_application_get_windows (user_data), item->data) != NULL && TL_IS_WINDOW (item->data))
      gtk_window_close (item->data);
  for (GList *item = gtk_application_get_windows (user_data); item != NULL; item = item->next)
    if (TL_IS_WINDOW (item->data))
      return;
  g_application_quit (user_data);
}

/* Whoever sends a signal answers no question. What windows have made goes with them. */
static gboolean
signal_cb (gpointer user_data)
{
  GList *windows;

  while ((windows = gtk_application_get_windows (user_data)) != NULL)
    gtk_window_destroy (windows->data);
  g_application_quit (user_data);
  return G_SOURCE_CONTINUE;
}

/* A signal that is ignored stays so: see nohup(1). */
static void
heed_signals (TlApplication *self)
{
  static const int signals[] = { SIGHUP, SIGINT, SIGTERM };

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      struct sigaction before;

      if (sigaction (signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        g_unix_signal_add (signals[i], signal_cb, self);
    }
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
  { .name = "follow", .activate = follow_cb, .parameter_type = "ay" },
  { .name = "capture", .activate = capture_cb, .parameter_type = "s" },
  { .name = "use-keys", .activate = use_keys_cb, .parameter_type = "ay" },
};

static void
tl_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (tl_application_parent_class)->startup (application);
  tl_private_folder_sweep ();
  heed_signals (TL_APPLICATION (application));
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  for (gsize i = 0; i < tl_n_accelerators; i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), tl_accelerators[i].action,
                                           tl_accelerators[i].keys);
}

static void
tl_application_finalize (GObject *object)
{
  g_ptr_array_unref (TL_APPLICATION (object)->keys);
  G_OBJECT_CLASS (tl_application_parent_class)->finalize (object);
}

static void
tl_application_class_init (TlApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tl_application_finalize;
  application_class->activate = tl_application_activate;
  application_class->open = tl_application_open;
  application_class->startup = tl_application_startup;
  application_class->handle_local_options = tl_application_handle_local_options;
}

static void
tl_application_init (TlApplication *self)
{
  self->keys = g_ptr_array_new_with_free_func (g_free);
  g_application_add_main_option (G_APPLICATION (self), "version", 0, 0, G_OPTION_ARG_NONE,
                                 N_ ("Print the version and exit"), NULL);
  g_application_add_main_option (G_APPLICATION (self), "keylog", 0, 0, G_OPTION_ARG_FILENAME_ARRAY,
                                 N_ ("Open what is sealed with the secrets of a key log"), N_ ("FILE"));
  g_application_add_main_option (G_APPLICATION (self), "key", 0, 0, G_OPTION_ARG_FILENAME_ARRAY,
                                 N_ ("Open RSA key exchanges with the server’s private key"), N_ ("FILE"));
  g_application_add_main_option (G_APPLICATION (self), "psk-file", 0, 0, G_OPTION_ARG_FILENAME_ARRAY,
                                 N_ ("Use pre-shared keys: lines of identity:key"), N_ ("FILE"));
  g_application_add_main_option (G_APPLICATION (self), "samples", 0, 0, G_OPTION_ARG_NONE,
                                 N_ ("Show the samples that come with the program"), NULL);
  g_application_add_main_option (G_APPLICATION (self), "interface", 'i', 0, G_OPTION_ARG_STRING,
                                 N_ ("Capture on an interface"), N_ ("NAME"));
  g_application_add_main_option (G_APPLICATION (self), "follow", 0, 0, G_OPTION_ARG_FILENAME,
                                 N_ ("Read a capture that is still being written"), N_ ("FILE"));
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[FILE… | -]"));
  g_application_set_option_context_summary (
      G_APPLICATION (self),
      _ ("Shows the TLS handshakes of a capture as ladders. Each file opens in a window of its own."));
}

int
tl_application_run (TlApplication *self, int argc, char **argv)
{
  static char standard_input[] = STANDARD_INPUT;
  bool input = false;
  int status;

  for (int i = 1; i < argc; i++)
    if (g_str_equal (argv[i], "-"))
      {
        argv[i] = standard_input;
        input = true;
      }
  /* Only this process has this standard input. */
  if (input)
    g_application_set_flags (G_APPLICATION (self), G_APPLICATION_HANDLES_OPEN | G_APPLICATION_NON_UNIQUE);
  status = g_application_run (G_APPLICATION (self), argc, argv);
  tl_private_folder_remove_all (); /* of windows that did not go before us */
  return status;
}

TlApplication *
tl_application_new (void)
{
  return g_object_new (TL_TYPE_APPLICATION, "application-id", TL_APP_ID, "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/io/github/tls_ladder/TlsLadder", NULL);
}
