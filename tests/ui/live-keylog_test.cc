/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Key logs for one window.
 */
#include "live-keylog.h"

#include <glib/gstdio.h>
#include <gtest/gtest.h>

#include <string>

static bool
is_there (const std::string &path)
{
  return g_file_test (path.c_str (), G_FILE_TEST_IS_REGULAR);
}

TEST (LiveKeylog, IsAnotherForEachProgram)
{
  TlLiveKeylog keylog = {};

  tl_live_keylog_watch (&keylog, nullptr);
  std::string watched = keylog.watched;
  EXPECT_TRUE (is_there (watched));
  EXPECT_FALSE (tl_live_keylog_is_known (&keylog));
  std::string first = tl_live_keylog_give (&keylog), second = tl_live_keylog_give (&keylog);
  EXPECT_EQ (first, watched) << "which nobody has yet";
  EXPECT_TRUE (tl_live_keylog_is_known (&keylog));
  EXPECT_NE (second, first);
  tl_live_keylog_watch (&keylog, nullptr);
  std::string third = tl_live_keylog_give (&keylog);
  EXPECT_NE (third, second) << "in the next capture, too";
  for (const std::string &path : { first, second, third })
    EXPECT_TRUE (is_there (path)) << "who has it may still write to it";
  tl_live_keylog_forget (&keylog);
  for (const std::string &path : { first, second, third })
    EXPECT_FALSE (is_there (path)) << path;
  tl_live_keylog_watch (&keylog, "/somewhere/chosen.log");
  EXPECT_STREQ (keylog.watched, "/somewhere/chosen.log");
  EXPECT_TRUE (tl_live_keylog_is_known (&keylog));
  std::string own = tl_live_keylog_give (&keylog);
  EXPECT_NE (own, third);
  EXPECT_TRUE (is_there (own)) << "a chosen one is not for programs";
  std::string folder = keylog.folder;
  tl_live_keylog_clear (&keylog);
  EXPECT_FALSE (g_file_test (folder.c_str (), G_FILE_TEST_EXISTS));
}
