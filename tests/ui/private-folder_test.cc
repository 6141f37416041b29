/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A folder that nobody else can look into.
 */
#include "private-folder.h"

#include <glib/gstdio.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

static mode_t
mode_of (const std::string &path)
{
  struct stat status = {};

  EXPECT_EQ (stat (path.c_str (), &status), 0) << path;
  return status.st_mode & 0777;
}

TEST (PrivateFolder, IsForItsOwnerAlone)
{
  char *folder = tl_private_folder_new (nullptr);
  ASSERT_NE (folder, nullptr);
  g_autofree char *file = tl_private_folder_add_file (folder, "keys.log", nullptr);
  g_autofree char *inner = tl_private_folder_add_folder (folder, "profile", nullptr);

  EXPECT_EQ (mode_of (folder), 0700u);
  EXPECT_EQ (mode_of (file), 0600u);
  EXPECT_EQ (mode_of (inner), 0700u);
  tl_private_folder_remove (folder);
}

TEST (PrivateFolder, TakesNoFileThatIsThere)
{
  char *folder = tl_private_folder_new (nullptr);
  g_autofree char *file = tl_private_folder_add_file (folder, "keys.log", nullptr);
  g_autoptr (GError) error = NULL;

  EXPECT_EQ (tl_private_folder_add_file (folder, "keys.log", &error), nullptr);
  EXPECT_NE (error, nullptr);
  tl_private_folder_remove (folder);
}

TEST (PrivateFolder, IsRemovedWithAllThatIsInIt)
{
  char *folder = tl_private_folder_new (nullptr);
  std::string path = folder;
  g_autofree char *outside = g_dir_make_tmp ("tl-outside-XXXXXX", nullptr);
  std::string kept = std::string (outside) + "/kept";

  g_file_set_contents (kept.c_str (), "kept", -1, nullptr);
  ASSERT_EQ (g_mkdir_with_parents ((path + "/a/b/c").c_str (), 0700), 0);
  g_file_set_contents ((path + "/a/b/file").c_str (), "x", -1, nullptr);
  ASSERT_EQ (symlink (outside, (path + "/a/link").c_str ()), 0);
  tl_private_folder_remove (folder);
  EXPECT_FALSE (g_file_test (path.c_str (), G_FILE_TEST_EXISTS));
  EXPECT_TRUE (g_file_test (kept.c_str (), G_FILE_TEST_EXISTS)) << "links are not followed";
  g_unlink (kept.c_str ());
  g_rmdir (outside);
}

/* What a process leaves that is killed goes with the next one; what one has that lives stays. */
TEST (PrivateFolder, IsSweptAwayWhereItsOwnerIsGone)
{
  int pipes[2];
  ASSERT_EQ (pipe (pipes), 0);
  pid_t child = fork ();
  if (child == 0)
    {
      char *left = tl_private_folder_new (nullptr);
      g_autofree char *file = tl_private_folder_add_file (left, "keys.log", nullptr);
      (void) !write (pipes[1], left, strlen (left) + 1);
      pause ();
      _exit (0);
    }
  char left[4096] = "";
  ASSERT_GT (read (pipes[0], left, sizeof left), 0);
  char *own = tl_private_folder_new (nullptr);
  tl_private_folder_sweep ();
  EXPECT_TRUE (g_file_test (left, G_FILE_TEST_IS_DIR)) << "its owner lives";
  EXPECT_TRUE (g_file_test (own, G_FILE_TEST_IS_DIR));
  kill (child, SIGKILL);
  waitpid (child, nullptr, 0);
  tl_private_folder_sweep ();
  EXPECT_FALSE (g_file_test (left, G_FILE_TEST_EXISTS));
  EXPECT_TRUE (g_file_test (own, G_FILE_TEST_IS_DIR));
  tl_private_folder_remove (own);
  close (pipes[0]);
  close (pipes[1]);
}

/* What only looks like ours is left alone. */
TEST (PrivateFolder, SweepsNothingOfOthersAway)
{
  std::string place = g_getenv ("XDG_RUNTIME_DIR");
  std::string open_to_all = place + "/tls-ladder-window-open00", link = place + "/tls-ladder-window-link00",
              other = place + "/tls-ladder-window-of-somebody";

  ASSERT_EQ (mkdir (open_to_all.c_str (), 0755), 0);
  ASSERT_EQ (mkdir (other.c_str (), 0700), 0);
  ASSERT_EQ (symlink (other.c_str (), link.c_str ()), 0);
  tl_private_folder_sweep ();
  for (const std::string &path : { open_to_all, other, link })
    EXPECT_TRUE (g_file_test (path.c_str (), G_FILE_TEST_EXISTS)) << path;
  g_unlink (link.c_str ());
  g_rmdir (open_to_all.c_str ());
  g_rmdir (other.c_str ());
}

/* Secrets are not left on a disk because a system has no place of that name: but where others could look is no place, either. */
TEST (PrivateFolder, IsInMemoryWhereThereIsNoRuntimeFolder)
{
  std::string before = g_getenv ("XDG_RUNTIME_DIR");
  std::string open_to_all = before + "/open";

  ASSERT_EQ (mkdir (open_to_all.c_str (), 0755), 0);
  for (const char *runtime : { "", "relative", "/no/such/folder", open_to_all.c_str () })
    {
      g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
      char *folder = tl_private_folder_new (nullptr);
      ASSERT_NE (folder, nullptr);
      EXPECT_TRUE (g_str_has_prefix (folder, "/dev/shm/")) << folder;
      EXPECT_EQ (mode_of (folder), 0700u);
      tl_private_folder_remove (folder);
    }
  g_setenv ("XDG_RUNTIME_DIR", before.c_str (), TRUE);
  g_rmdir (open_to_all.c_str ());
}
