/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of what later versions deprecate.
 */
#include "compat.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

static GtkWidget *
other_window (GtkWidget *window)
{
  GListModel *all = gtk_window_get_toplevels ();
  GtkWidget *found = nullptr;

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWidget) one = GTK_WIDGET (g_list_model_get_item (all, i));
      if (one != window && gtk_widget_get_visible (one))
        found = one;
    }
  return found;
}

TEST (Compat, KnowsColours)
{
  GtkWidget *window = gtk_window_new ();
  GdkRGBA text, accent, missing;

  gtk_window_present (GTK_WINDOW (window));
  settle ();
  tl_compat_get_color (window, &text);
  tl_compat_lookup_color (window, "accent_bg_color", &accent);
  tl_compat_lookup_color (window, "no_such_color_anywhere", &missing);
  EXPECT_FALSE (gdk_rgba_equal (&text, &accent));
  EXPECT_TRUE (gdk_rgba_equal (&text, &missing)) << "falls back to the text";
  gtk_window_destroy (GTK_WINDOW (window));
}

TEST (Compat, ShowsWhoMadeIt)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_present (GTK_WINDOW (window));
  tl_compat_show_about (GTK_WINDOW (window));
  settle ();
  GtkWidget *about = other_window (window);
  ASSERT_NE (nullptr, about);
  EXPECT_TRUE (says (about, "TLS Ladder"));
  gtk_window_destroy (GTK_WINDOW (about));
  gtk_window_destroy (GTK_WINDOW (window));
}

TEST (Compat, ShowsAMessage)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_present (GTK_WINDOW (window));
  tl_compat_show_message (GTK_WINDOW (window), "It Went Wrong", "Try again.");
  settle ();
  GtkWidget *message = other_window (window);
  ASSERT_NE (nullptr, message);
  EXPECT_TRUE (says (message, "It Went Wrong"));
  EXPECT_TRUE (says (message, "Try again."));
  gtk_window_destroy (GTK_WINDOW (message));
  gtk_window_destroy (GTK_WINDOW (window));
}

TEST (Compat, AsksForAFile)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_present (GTK_WINDOW (window));
  tl_compat_choose_capture (
      GTK_WINDOW (window), [] (GFile *, gpointer) { FAIL (); }, nullptr);
  settle ();
  GtkWidget *chooser = other_window (window);
  ASSERT_NE (nullptr, chooser);
  EXPECT_TRUE (gtk_window_get_modal (GTK_WINDOW (chooser)));
  gtk_window_close (GTK_WINDOW (chooser));
  settle ();
  gtk_window_destroy (GTK_WINDOW (window));
}

static int n_answered, n_destroyed;

static void
ask (GtkWidget *window)
{
  static const TlAnswer answers[] = { { "no", "_No", TL_ANSWER_PLAIN }, { "yes", "_Yes", TL_ANSWER_SUGGESTED } };

  n_answered = n_destroyed = 0;
  gtk_window_present (GTK_WINDOW (window));
  tl_compat_ask (
      GTK_WINDOW (window), "Really?", "Say.", nullptr, answers, G_N_ELEMENTS (answers),
      [] (const char *, gpointer user_data) {
        EXPECT_EQ (user_data, &n_answered);
        EXPECT_EQ (n_destroyed, 0);
        n_answered++;
      },
      &n_answered, [] (gpointer user_data) { n_destroyed += user_data == &n_answered; });
  settle ();
}

TEST (Compat, LetsGoOfWhatAQuestionWasAbout)
{
  GtkWidget *window = gtk_window_new ();

  ask (window);
  EXPECT_EQ (n_destroyed, 0);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (other_window (window)), "yes");
  settle ();
  EXPECT_EQ (n_answered, 1);
  EXPECT_EQ (n_destroyed, 1);
  gtk_window_destroy (GTK_WINDOW (other_window (window)));
  settle ();
  EXPECT_EQ (n_destroyed, 1);

  ask (window);
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  EXPECT_EQ (n_answered, 0) << "nobody is there for an answer";
  EXPECT_EQ (n_destroyed, 1);
}

TEST (Compat, CopiesText)
{
  GtkWidget *window = gtk_window_new ();
  std::string text;

  gtk_window_present (GTK_WINDOW (window));
  tl_compat_copy_text (window, "16 03 01");
  gdk_clipboard_read_text_async (
      gtk_widget_get_clipboard (window), nullptr,
      [] (GObject *clipboard, GAsyncResult *result, gpointer user_data) {
        g_autofree char *read = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, nullptr);
        *static_cast<std::string *> (user_data) = read == nullptr ? "" : read;
      },
      &text);
  EXPECT_TRUE (wait_for ([&] { return !text.empty (); }));
  EXPECT_EQ ("16 03 01", text);
  gtk_window_destroy (GTK_WINDOW (window));
}
