/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A folder that nobody else can look into.
 */
#include "private-folder.h"

#include <glib/gstdio.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
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
