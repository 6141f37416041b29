/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Programs that write a key log, and how they are started.
 */
#include "private-folder.h"
#include "program-window.h"
#include "programs.h"
#include "window_fixture.h"

#include <glib/gstdio.h>
#include <gtest/gtest.h>

namespace
{

class Programs : public testing::Test
{
protected:
  Programs ()
  {
    for (const char *name : { "firefox", "chromium", "google-chrome" })
      {
        std::string path = std::string (folder) + "/" + name;
        g_file_set_contents (path.c_str (), "#!/bin/sh\n/bin/echo \"$0 $*\" > \"$SSLKEYLOGFILE.new\"; /bin/mv \"$SSLKEYLOGFILE.new\" \"$SSLKEYLOGFILE\"\n", -1, nullptr);
        g_chmod (path.c_str (), 0700);
      }
    g_setenv ("PATH", folder, TRUE);
  }

  ~Programs () override
  {
    g_setenv ("PATH", before.c_str (), TRUE);
    tl_private_folder_remove (folder);
  }

  std::string written ()
  {
    g_autofree char *text = nullptr;
    g_file_get_contents (keylog.c_str (), &text, nullptr, nullptr);
    return text ? text : "";
  }

  std::string before = g_getenv ("PATH");
  char *folder = tl_private_folder_new (nullptr);
  std::string keylog = std::string (folder) + "/keys.log";
};

std::string
joined (const TlProgram *program, const char *folder)
{
  g_auto (GStrv) command = tl_program_command (program, folder, nullptr);
  g_autofree char *text = command ? g_strjoinv (" ", command) : nullptr;
  return text ? text : "";
}

}

TEST_F (Programs, AreFoundWithAProfileOfTheirOwn)
{
  g_autoptr (GPtrArray) list = tl_programs_find ();
  std::string at = folder;
  std::string no_cache = " --disk-cache-size=1 --media-cache-size=1";

  ASSERT_EQ (list->len, 3u);
  EXPECT_STREQ (static_cast<TlProgram *> (list->pdata[0])->name, "Firefox");
  EXPECT_EQ (joined (static_cast<TlProgram *> (list->pdata[0]), "/no/such"), "");
  g_autofree char *profiles = tl_private_folder_add_folder (folder, "profiles", nullptr);
  std::string in = profiles;
  EXPECT_EQ (joined (static_cast<TlProgram *> (list->pdata[0]), profiles), at + "/firefox --no-remote --profile " + in + "/firefox");
  EXPECT_EQ (joined (static_cast<TlProgram *> (list->pdata[1]), profiles),
             at + "/chromium --user-data-dir=" + in + "/chromium --no-first-run --no-default-browser-check" + no_cache);
  EXPECT_EQ (joined (static_cast<TlProgram *> (list->pdata[2]), profiles),
             at + "/google-chrome --user-data-dir=" + in + "/google-chrome --no-first-run --no-default-browser-check" + no_cache);
  EXPECT_TRUE (g_file_test ((in + "/firefox").c_str (), G_FILE_TEST_IS_DIR));
  g_autofree char *settings = nullptr;
  ASSERT_TRUE (g_file_get_contents ((in + "/firefox/user.js").c_str (), &settings, nullptr, nullptr));
  EXPECT_NE (strstr (settings, "browser.cache.disk.enable"), nullptr);
}

TEST_F (Programs, AreToldWhereToWrite)
{
  const char *const command[] = { "firefox", "a b", nullptr };

  ASSERT_TRUE (tl_program_start (command, keylog.c_str (), nullptr));
  ASSERT_TRUE (wait_for ([this] { return written () != ""; }));
  EXPECT_EQ (written (), std::string (folder) + "/firefox a b\n");
  EXPECT_EQ (g_getenv ("SSLKEYLOGFILE"), nullptr) << "others are not";
}

TEST_F (Programs, AreChosenInAWindow)
{
  GtkWidget *window = tl_program_window_new (nullptr, folder, keylog.c_str ());

  gtk_window_present (GTK_WINDOW (window));
  settle ();
  for (const char *name : { "Firefox", "Chromium", "Google Chrome" })
    EXPECT_TRUE (says (window, name)) << name;
  tl_program_window_run (TL_PROGRAM_WINDOW (window), "chromium 'not closed");
  EXPECT_STRNE (tl_program_window_get_fault (TL_PROGRAM_WINDOW (window)), "");
  tl_program_window_run (TL_PROGRAM_WINDOW (window), "no-such-program");
  settle ();
  EXPECT_TRUE (says (window, "no-such-program"));
  g_object_add_weak_pointer (G_OBJECT (window), reinterpret_cast<gpointer *> (&window));
  tl_program_window_run (TL_PROGRAM_WINDOW (window), "chromium --one 'two three'");
  ASSERT_TRUE (wait_for ([this] { return written () != ""; }));
  EXPECT_EQ (written (), std::string (folder) + "/chromium --one two three\n");
  EXPECT_TRUE (wait_for ([&] { return window == nullptr; })) << "it closes";
}
