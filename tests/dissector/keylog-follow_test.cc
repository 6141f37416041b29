/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A key log that is written while it is read.
 */
#include "secrets/keylog-follow.h"

#include <glib/gstdio.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace
{

std::string
line (char digit)
{
  return "CLIENT_RANDOM " + std::string (64, digit) + " " + std::string (96, '0') + "\n";
}

class KeylogFollow : public testing::Test
{
protected:
  KeylogFollow ()
  {
    follower = tl_keylog_follower_new (path.c_str (), keyring);
  }

  ~KeylogFollow () override
  {
    tl_keylog_follower_free (follower);
    tl_keyring_unref (keyring);
    g_unlink (path.c_str ());
    g_rmdir (folder);
    g_free (folder);
  }

  void append (const std::string &text)
  {
    std::ofstream (path, std::ios::app) << text;
  }

  guint64 secrets ()
  {
    tl_keylog_follower_look (follower);
    return tl_keylog_follower_report (follower)->secrets;
  }

  char *folder = g_dir_make_tmp ("tl-keylog-XXXXXX", nullptr);
  std::string path = std::string (folder) + "/keys.log";
  TlKeyring *keyring = tl_keyring_new ();
  TlKeylogFollower *follower;
};

}

TEST_F (KeylogFollow, AMissingFileAppears)
{
  EXPECT_EQ (secrets (), 0u);
  EXPECT_FALSE (tl_keylog_follower_report (follower)->opened);
  append (line ('1'));
  EXPECT_EQ (secrets (), 1u);
  EXPECT_TRUE (tl_keylog_follower_report (follower)->opened);
  EXPECT_EQ (tl_keyring_n_secrets (keyring), 1u);
}

TEST_F (KeylogFollow, APartialLineWaits)
{
  append (line ('1') + line ('2').substr (0, 100));
  EXPECT_EQ (secrets (), 1u);
  EXPECT_FALSE (tl_keylog_follower_look (follower));
  append (line ('2').substr (100));
  EXPECT_EQ (secrets (), 2u);
  EXPECT_EQ (tl_keylog_follower_report (follower)->damaged, 0u);
}

TEST_F (KeylogFollow, AFileThatIsCutIsReadFromItsBegin)
{
  append (line ('1') + line ('2'));
  EXPECT_EQ (secrets (), 2u);
  std::ofstream (path, std::ios::trunc) << line ('3');
  EXPECT_EQ (secrets (), 3u);
}

TEST_F (KeylogFollow, AnotherFileByTheSameNameIsRead)
{
  append (line ('1'));
  EXPECT_EQ (secrets (), 1u);
  std::string other = path + ".new";
  std::ofstream (other) << line ('3') << line ('4');
  ASSERT_EQ (g_rename (other.c_str (), path.c_str ()), 0);
  EXPECT_EQ (secrets (), 3u);
}

TEST_F (KeylogFollow, WhatIsNoLineOfAKeyLogIsPassedOver)
{
  append (std::string (200 * 1024, 'x'));
  EXPECT_EQ (secrets (), 0u);
  append ("\n" + line ('1'));
  EXPECT_EQ (secrets (), 1u);
}

TEST_F (KeylogFollow, AFolderIsNone)
{
  ASSERT_EQ (g_mkdir (path.c_str (), 0700), 0);
  EXPECT_EQ (secrets (), 0u);
  g_rmdir (path.c_str ());
}
