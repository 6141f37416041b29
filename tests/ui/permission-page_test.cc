/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Nobody here may capture: each cause with its sentence and its command.
 */
#include "permission-page.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

#include <set>

class PermissionPage : public testing::Test
{
protected:
  PermissionPage ()
  {
    window = gtk_window_new ();
    page = TL_PERMISSION_PAGE (tl_permission_page_new ());
    gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (page));
    gtk_window_present (GTK_WINDOW (window));
    settle ();
  }

  ~PermissionPage () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
  }

  GtkWidget *window;
  TlPermissionPage *page;
};

TEST_F (PermissionPage, TellsEachCauseWithItsCommand)
{
  const char *path = "/opt/a & b/tls-ladder-capture";

  for (int cause = TL_PERMISSION_NO_HELPER; cause <= TL_PERMISSION_KERNEL; cause++)
    {
      auto permission = static_cast<TlPermission> (cause);
      g_autofree char *sentence = tl_permission_text (permission, path);
      g_autofree char *command = tl_permission_command (permission, path);
      tl_permission_page_set (page, permission, path);
      settle ();
      EXPECT_TRUE (says (GTK_WIDGET (page), sentence)) << sentence;
      EXPECT_STREQ (tl_permission_page_get_command (page), command) << cause;
      EXPECT_EQ (says (GTK_WIDGET (page), "This command mends it"), command != nullptr) << cause;
      if (command)
        EXPECT_TRUE (says (GTK_WIDGET (page), command)) << command;
    }
}

TEST_F (PermissionPage, TellsWhatTheHelperSays)
{
  tl_permission_page_set_sentence (page, "You <may> not.");
  settle ();
  EXPECT_TRUE (says (GTK_WIDGET (page), "You <may> not."));
  EXPECT_EQ (tl_permission_page_get_command (page), nullptr);
}

static void
copied_cb (GObject *clipboard, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, nullptr);
  *static_cast<std::string *> (user_data) = text ? text : "nothing";
}

TEST_F (PermissionPage, CopiesTheCommandAndTriesAgain)
{
  std::string copied;
  int tries = 0;

  tl_permission_page_set (page, TL_PERMISSION_NO_CAPABILITY, "/opt/helper");
  g_signal_connect (page, "try-again", G_CALLBACK (+[] (TlPermissionPage *, gpointer n) { ++*static_cast<int *> (n); }), &tries);
  settle ();
  walk (GTK_WIDGET (page), [] (GtkWidget *widget) {
    if (GTK_IS_BUTTON (widget))
      g_signal_emit_by_name (widget, "clicked");
  });
  EXPECT_EQ (tries, 1);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (page)), nullptr, copied_cb, &copied);
  ASSERT_TRUE (wait_for ([&] { return !copied.empty (); }));
  EXPECT_EQ (copied, tl_permission_page_get_command (page));
}
