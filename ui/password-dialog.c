/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Asks for the password of a private key.
 */
#include "password-dialog.h"

#include "compat.h"
#include "secret-entry.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  TlKeys *keys;
  char *path;
  GtkEditable *entry;
} Question;

static void
question_free (gpointer data, GClosure *closure G_GNUC_UNUSED)
{
  Question *question = data;

  g_object_unref (question->keys);
  g_free (question->path);
  g_free (question);
}

static void
response_cb (GtkWidget *dialog G_GNUC_UNUSED, const char *response, gpointer user_data)
{
  Question *question = user_data;

  if (g_str_equal (response, "open"))
    tl_keys_load_sealed (question->keys, question->path, gtk_editable_get_text (question->entry));
}

static void
typed_cb (GtkWidget *dialog, GParamSpec *pspec G_GNUC_UNUSED, GtkEditable *entry)
{
  tl_compat_dialog_enable (dialog, "open", *gtk_editable_get_text (entry) != '\0');
}

GtkWidget *
tl_password_dialog_ask (GtkWindow *parent, TlKeys *keys, const char *path, const char *why)
{
  GtkWidget *entry = tl_secret_entry_new ();
  GtkWidget *dialog = tl_compat_dialog_new (parent, _ ("Password"), why, entry, "open", _ ("_Open"));
  Question *question = g_new (Question, 1);

  *question = (Question){ g_object_ref (keys), g_strdup (path), GTK_EDITABLE (entry) };
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Password"), -1);
  g_signal_connect_object (entry, "notify::text", G_CALLBACK (typed_cb), dialog, G_CONNECT_SWAPPED);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, question_free, 0);
  tl_compat_dialog_enable (dialog, "open", FALSE);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
  return dialog;
}
