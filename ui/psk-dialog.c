/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Asks for a pre-shared key, and says while it is typed whether it is one.
 */
#include "psk-dialog.h"

#include "compat.h"
#include "secret-entry.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  TlKeyBar *keys;
  GtkWidget *dialog; /* which owns this */
  GtkEditable *identity;
  GtkEditable *key;
  GtkLabel *verdict;
} Question;

static void
question_free (gpointer data, GClosure *closure G_GNUC_UNUSED)
{
  Question *question = data;

  g_object_unref (question->keys);
  g_free (question);
}

static void
response_cb (GtkWidget *dialog G_GNUC_UNUSED, const char *response, gpointer user_data)
{
  Question *question = user_data;

  if (g_str_equal (response, "add"))
    tl_key_bar_add_psk (question->keys, gtk_editable_get_text (question->identity), gtk_editable_get_text (question->key));
}

/* What is wrong with @hex; NULL where nothing is, or nothing was typed. */
static const char *
fault_of (const char *hex)
{
  gsize n = strlen (hex);

  if (strspn (hex, "0123456789abcdefABCDEF") != n)
    return _ ("Only hexadecimal digits: 0 to 9, a to f.");
  if (n > 2 * TL_PSK_SIZE)
    return _ ("The key is too long.");
  return n % 2 == 0 ? NULL : _ ("Two digits make a byte: one is missing.");
}

static void
typed_cb (GtkEditable *key, GParamSpec *pspec G_GNUC_UNUSED, gpointer user_data)
{
  Question *question = user_data;
  const char *hex = gtk_editable_get_text (key);
  const char *fault = fault_of (hex);
  gsize n = tl_key_file_psk_size (hex);
  g_autofree char *size = g_strdup_printf (ngettext ("%u byte", "%u bytes", (gulong) n), (guint) n);

  gtk_label_set_text (question->verdict, fault != NULL ? fault : n > 0 ? size : "");
  if (fault != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (question->verdict), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (question->verdict), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (key), GTK_ACCESSIBLE_STATE_INVALID,
                               fault != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  tl_compat_dialog_enable (question->dialog, "add", n > 0);
}

/* @name above @entry, which it names. */
static void
append_entry (GtkWidget *box, const char *name, GtkWidget *entry)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), entry);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), entry);
}

static GtkWidget *
verdict_new (void)
{
  GtkWidget *verdict = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (verdict), 0);
  gtk_label_set_wrap (GTK_LABEL (verdict), TRUE);
  gtk_widget_add_css_class (verdict, "caption");
  return verdict;
}

GtkWidget *
tl_psk_dialog_ask (GtkWindow *parent, TlKeyBar *keys)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *identity = gtk_entry_new ();
  GtkWidget *key = tl_secret_entry_new ();
  GtkWidget *verdict = verdict_new ();
  GtkWidget *dialog = tl_compat_dialog_new (
      parent, _ ("Pre-Shared Key"), _ ("A key that client and server had agreed on before, kept in memory only."), box, "add", _ ("_Add"));
  Question *question = g_new (Question, 1);

  *question = (Question){ g_object_ref (keys), dialog, GTK_EDITABLE (identity), GTK_EDITABLE (key), GTK_LABEL (verdict) };
  append_entry (box, _ ("_Identity"), identity);
  gtk_entry_set_placeholder_text (GTK_ENTRY (identity), _ ("Everybody’s, when it is left empty"));
  append_entry (box, _ ("_Key, in hexadecimal"), key);
  gtk_box_append (GTK_BOX (box), verdict);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, question_free, 0);
  g_signal_connect (key, "notify::text", G_CALLBACK (typed_cb), question);
  tl_compat_dialog_enable (dialog, "add", FALSE);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (identity);
  return dialog;
}
