/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A window that something comes into: from a FIFO, for which nobody needs a privilege; and from a helper that is a script.
 */
#pragma once

#include "live-bar.h"
#include "live-page.h"
#include "window-live.h"
#include "window.h"
#include "window_fixture.h"

#include <adwaita.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

class WindowLive : public testing::Test
{
protected:
  static void SetUpTestSuite ()
  {
    application = GTK_APPLICATION (adw_application_new (nullptr, G_APPLICATION_NON_UNIQUE));
    g_application_register (G_APPLICATION (application), nullptr, nullptr);
  }

  static void TearDownTestSuite ()
  {
    g_clear_object (&application);
  }

  void SetUp () override
  {
    ASSERT_EQ (mkfifo (fifo.c_str (), 0600), 0);
    writer = open (fifo.c_str (), O_RDWR | O_CLOEXEC);
    window = TL_WINDOW (tl_window_new (application));
    g_object_add_weak_pointer (G_OBJECT (window), reinterpret_cast<gpointer *> (&window));
    gtk_window_present (GTK_WINDOW (window));
    settle ();
  }

  void TearDown () override
  {
    GListModel *all = gtk_window_get_toplevels ();
    while (g_list_model_get_n_items (all) > 0)
      {
        g_autoptr (GtkWindow) each = GTK_WINDOW (g_list_model_get_item (all, 0));
        gtk_window_destroy (each);
      }
    settle ();
    end ();
    for (const std::string &file : { fifo, saved, helper, keys })
      g_unlink (file.c_str ());
    g_rmdir (folder);
    g_free (folder);
  }

  void end ()
  {
    if (writer >= 0)
      close (writer);
    writer = -1;
  }

  static std::string content (const std::string &path)
  {
    g_autofree char *text = nullptr;
    gsize length = 0;
    g_file_get_contents (path.c_str (), &text, &length, nullptr);
    return std::string (text ? text : "", length);
  }

  void send (const std::string &bytes)
  {
    ASSERT_EQ (write (writer, bytes.data (), bytes.size ()), (ssize_t) bytes.size ());
  }

  std::string page ()
  {
    return tl_window_get_page (window);
  }

  TlSession *session ()
  {
    return tl_window_get_session (window);
  }

  bool running ()
  {
    return tl_session_get_state (session ()) == TL_SESSION_READING;
  }

  guint n ()
  {
    return g_list_model_get_n_items (G_LIST_MODEL (session ()));
  }

  bool said (const std::string &text)
  {
    return says (GTK_WIDGET (window), text);
  }

  void act (const char *action)
  {
    gtk_widget_activate_action (GTK_WIDGET (window), action, nullptr);
  }

  bool can (const char *action)
  {
    return g_action_get_enabled (g_action_map_lookup_action (G_ACTION_MAP (window), action));
  }

  /* The question that is asked, or NULL. */
  AdwMessageDialog *question ()
  {
    GListModel *all = gtk_window_get_toplevels ();
    for (guint i = 0; i < g_list_model_get_n_items (all); i++)
      {
        g_autoptr (GObject) each = G_OBJECT (g_list_model_get_item (all, i));
        if (ADW_IS_MESSAGE_DIALOG (each) && gtk_widget_get_visible (GTK_WIDGET (each)))
          return ADW_MESSAGE_DIALOG (each);
      }
    return nullptr;
  }

  void answer (const char *id)
  {
    AdwMessageDialog *dialog = question ();
    ASSERT_NE (dialog, nullptr);
    adw_message_dialog_response (dialog, id);
    gtk_window_destroy (GTK_WINDOW (dialog)); /* as its buttons do */
    settle ();
  }

  /* Something has come, and nobody has saved it. */
  void capture_one ()
  {
    tl_window_open (window, fifo.c_str ());
    send (content (sample_path ("tls13.pcap")));
    ASSERT_TRUE (wait_for ([this] { return page () == "main"; }));
  }

  /* A helper that is a script: sends @body. It is started as root, be it of a user namespace alone: see as-root. */
  void use_helper (const std::string &body)
  {
    std::string text = "#!/bin/sh\ntrap 'exit 0' TERM\n" + body + "\nwhile :; do sleep 0.05; done\n";
    g_file_set_contents (helper.c_str (), text.c_str (), -1, nullptr);
    g_chmod (helper.c_str (), 0700);
    g_setenv ("TLS_LADDER_CAPTURE", helper.c_str (), TRUE);
    ASSERT_EQ (tl_live_permission (nullptr), TL_PERMISSION_GRANTED) << "run it with as-root";
  }

  static std::string cat (const std::string &sample)
  {
    return "cat '" + sample_path (sample) + "'";
  }

  TlWindowLive *live ()
  {
    return tl_window_get_live (window);
  }

  static inline GtkApplication *application = nullptr;
  TlWindow *window = nullptr;
  char *folder = g_dir_make_tmp ("tl-window-XXXXXX", nullptr);
  std::string fifo = std::string (folder) + "/fifo";
  std::string saved = std::string (folder) + "/saved.pcapng";
  std::string helper = std::string (folder) + "/helper";
  std::string keys = std::string (folder) + "/keys.log";
  int writer = -1;
};
