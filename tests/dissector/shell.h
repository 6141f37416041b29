/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * For tests: the shell commands that check a proof are run.
 */
#pragma once

#include <glib/gstdio.h>
#include <gtest/gtest.h>

#include <string>

/* What the commands print. */
static inline std::string
run (const std::string &commands)
{
  g_autofree char *folder = g_dir_make_tmp ("tl-recipe-XXXXXX", NULL), *printed = NULL;
  std::string path = std::string (folder) + "/commands";
  const char *arguments[] = { "sh", path.c_str (), NULL };

  EXPECT_TRUE (g_file_set_contents (path.c_str (), commands.data (), (gssize) commands.size (), NULL));
  EXPECT_TRUE (g_spawn_sync (NULL, const_cast<char **> (arguments), NULL,
                             (GSpawnFlags) (G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL), NULL, NULL, &printed, NULL, NULL,
                             NULL));
  g_remove (path.c_str ());
  g_rmdir (folder);
  return printed ? printed : "";
}
