/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What later versions of GTK and libadwaita deprecate, in one place.
 */
#include "compat.h"

#include "config.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  TlFileFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
} Chosen;

static void
chosen_free (gpointer data, GClosure *closure G_GNUC_UNUSED)
{
  Chosen *chosen = data;

  if (chosen->destroy != NULL)
    chosen->destroy (chosen->user_data);
  g_free (chosen);
}

static void
file_response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Chosen *chosen = user_data;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      if (file != NULL)
        chosen->func (file, chosen->user_data);
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

/* The dialog keeps itself alive until it is answered; its parent takes it along. */
static void
show_chooser_full (GtkFileChooserNative *dialog, TlFileFunc func, gpointer user_data, GDestroyNotify destroy)
{
  Chosen *chosen = g_new (Chosen, 1);

  *chosen = (Chosen){ func, user_data, destroy };
  g_signal_connect_data (dialog, "response", G_CALLBACK (file_response_cb), chosen, chosen_free, 0);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
show_chooser (GtkFileChooserNative *dialog, TlFileFunc func, gpointer user_data)
{
  show_chooser_full (dialog, func, user_data, NULL);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *const patterns[], gsize n_patterns)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (gsize i = 0; i < n_patterns; i++)
    gtk_file_filter_add_pattern (filter, patterns[i]);
  gtk_file_chooser_add_filter (chooser, filter);
}

static void
add_filters (GtkFileChooser *chooser)
{
  static const char *const patterns[]
      = { "*.pcap", "*.pcapng", "*.cap", "*.dmp", "*.pcap.gz", "*.pcapng.gz" };
  g_autoptr (GtkFileFilter) captures = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (captures, _ ("Captures"));
  gtk_file_filter_add_mime_type (captures, "application/vnd.tcpdump.pcap");
  gtk_file_filter_add_mime_type (captures, "application/x-pcapng");
  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    gtk_file_filter_add_pattern (captures, patterns[i]);
  gtk_file_filter_set_name (all, _ ("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, captures);
  gtk_file_chooser_add_filter (chooser, all);
}

void
tl_compat_choose_capture (GtkWindow *parent, TlFileFunc func, gpointer user_data)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      _ ("Open a Capture"), parent, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));

  add_filters (GTK_FILE_CHOOSER (dialog));
  show_chooser (dialog, func, user_data);
}

void
tl_compat_choose_keylog (GtkWindow *parent, TlFileFunc func, gpointer user_data)
{
  static const char *const patterns[] = { "*.keylog", "*.keylog.txt", "*.log", "*.keys", "*.txt" };
  static const char *const any[] = { "*" };
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      _ ("Open a Key Log"), parent, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));

  add_filter (GTK_FILE_CHOOSER (dialog), _ ("Key Logs"), patterns, G_N_ELEMENTS (patterns));
  add_filter (GTK_FILE_CHOOSER (dialog), _ ("All Files"), any, G_N_ELEMENTS (any));
  show_chooser (dialog, func, user_data);
}

void
tl_compat_choose_private_key (GtkWindow *parent, TlFileFunc func, gpointer user_data)
{
  static const char *const patterns[] = { "*.pem", "*.key", "*.der", "*.p8", "*.p12", "*.pfx", "*.psk" };
  static const char *const any[] = { "*" };
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      _ ("Open a Private Key"), parent, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));

  add_filter (GTK_FILE_CHOOSER (dialog), _ ("Private Keys and Pre-Shared Keys"), patterns, G_N_ELEMENTS (patterns));
  add_filter (GTK_FILE_CHOOSER (dialog), _ ("All Files"), any, G_N_ELEMENTS (any));
  show_chooser (dialog, func, user_data);
}

void
tl_compat_choose_target (
    GtkWindow *parent, const char *title, const char *name, TlFileFunc func, gpointer user_data)
{
  tl_compat_choose_target_full (parent, title, name, func, user_data, NULL);
}

void
tl_compat_choose_target_full (
    GtkWindow *parent, const char *title, const char *name, TlFileFunc func, gpointer user_data, GDestroyNotify destroy)
{
  GtkFileChooserNative *dialog
      = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  show_chooser_full (dialog, func, user_data, destroy);
}

/**
 * Question:
 * @parent: weak
 * @destroy: of @user_data: when it is answered, or can no longer be; NULL: nothing is to be done
 * @answer: NULL: none yet
 *
 * The dialog has a reference, and so has its answer.
 */
typedef struct
{
  GtkWindow *parent;
  TlAnswerFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
  char *answer;
} Question;

static void
let_go (Question *question)
{
  GDestroyNotify destroy = g_steal_pointer (&question->destroy);

  if (destroy != NULL)
    destroy (question->user_data);
}

static void
question_clear (gpointer data)
{
  Question *question = data;

  let_go (question);
  g_clear_weak_pointer (&question->parent);
  g_free (question->answer);
}

static void
question_unref (gpointer data)
{
  g_rc_box_release_full (data, question_clear);
}

static void
question_unref_closure (gpointer data, GClosure *closure G_GNUC_UNUSED)
{
  question_unref (data);
}

static gboolean
answer_cb (gpointer data)
{
  Question *question = data;

  if (question->parent != NULL)
    question->func (question->answer, question->user_data);
  let_go (question);
  return G_SOURCE_REMOVE;
}

/* Once the dialog is gone: the answer may close the window that it belongs to. */
static void
answered_cb (AdwMessageDialog *dialog G_GNUC_UNUSED, const char *answer, gpointer user_data)
{
  Question *question = user_data;

  if (question->answer != NULL)
    return;
  question->answer = g_strdup (answer);
  g_idle_add_full (G_PRIORITY_DEFAULT, answer_cb, g_rc_box_acquire (question), question_unref);
}

void
tl_compat_ask (GtkWindow *parent,
               const char *heading,
               const char *body,
               GtkWidget *extra,
               const TlAnswer *answers,
               gsize n_answers,
               TlAnswerFunc func,
               gpointer user_data,
               GDestroyNotify destroy)
{
  static const AdwResponseAppearance looks[] = { [TL_ANSWER_PLAIN] = ADW_RESPONSE_DEFAULT,
                                                 [TL_ANSWER_SUGGESTED] = ADW_RESPONSE_SUGGESTED,
                                                 [TL_ANSWER_DESTRUCTIVE] = ADW_RESPONSE_DESTRUCTIVE };
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));
  Question *question = g_rc_box_new0 (Question);

  g_set_weak_pointer (&question->parent, parent);
  question->func = func;
  question->user_data = user_data;
  question->destroy = destroy;
  for (gsize i = 0; i < n_answers; i++)
    {
      adw_message_dialog_add_response (dialog, answers[i].id, _ (answers[i].label));
      adw_message_dialog_set_response_appearance (dialog, answers[i].id, looks[answers[i].look]);
    }
  adw_message_dialog_set_close_response (dialog, answers[0].id);
  adw_message_dialog_set_default_response (dialog, answers[n_answers - 1].id);
  if (extra != NULL)
    adw_message_dialog_set_extra_child (dialog, extra);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), question, question_unref_closure, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
tl_compat_show_message (GtkWindow *parent, const char *heading, const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

GtkWidget *
tl_compat_dialog_new (
    GtkWindow *parent, const char *heading, const char *body, GtkWidget *content, const char *response, const char *label)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);

  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), content);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), response, label, NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), response);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), response, ADW_RESPONSE_SUGGESTED);
  return dialog;
}

void
tl_compat_dialog_enable (GtkWidget *dialog, const char *response, gboolean enabled)
{
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), response, enabled);
}

void
tl_compat_show_about (GtkWindow *parent)
{
  GtkWidget *about = adw_about_window_new ();
  AdwAboutWindow *window = ADW_ABOUT_WINDOW (about);

  adw_about_window_set_application_name (window, _ ("TLS Ladder"));
  adw_about_window_set_application_icon (window, TL_APP_ID);
  adw_about_window_set_version (window, TL_VERSION);
  adw_about_window_set_developer_name (window, _ ("The TLS Ladder authors"));
  adw_about_window_set_copyright (window, _ ("© The TLS Ladder authors"));
  adw_about_window_set_license_type (window, GTK_LICENSE_GPL_3_0);
  adw_about_window_set_comments (window,
                                 _ ("Reconstructs TLS handshakes from captures and shows who said what, "
                                    "in which order, and why."));
  /* Translators: put your names here, one a line. */
  adw_about_window_set_translator_credits (window, _ ("translator-credits"));
  gtk_window_set_transient_for (GTK_WINDOW (about), parent);
  gtk_window_set_modal (GTK_WINDOW (about), TRUE);
  gtk_window_present (GTK_WINDOW (about));
}

void
tl_compat_get_color (GtkWidget *widget, GdkRGBA *color)
{
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), color);
}

void
tl_compat_lookup_color (GtkWidget *widget, const char *name, GdkRGBA *color)
{
  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, color))
    tl_compat_get_color (widget, color);
}

void
tl_compat_copy_text (GtkWidget *widget, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

void
tl_compat_name_menu_buttons (GtkWidget *root)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *toggle = GTK_IS_MENU_BUTTON (child) ? gtk_widget_get_first_child (child) : NULL;
      const char *name = gtk_widget_get_tooltip_text (child);

      if (toggle != NULL && name != NULL)
        gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      tl_compat_name_menu_buttons (child);
    }
}
