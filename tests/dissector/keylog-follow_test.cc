/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A key log that is written while it is read.
 */
#include "secrets/keylog-follow.h"

#include <glib/gstdio.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

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
    tl_keylog_follower_add (follower, path.c_str ());
  }

  ~KeylogFollow () override
  {
    tl_keylog_follower_unref (follower);
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
    return report ().secrets;
  }

  TlKeylogReport report ()
  {
    TlKeylogReport report;
    tl_keylog_follower_get_report (follower, &report);
    return report;
  }

  char *folder = g_dir_make_tmp ("tl-keylog-XXXXXX", nullptr);
  std::string path = std::string (folder) + "/keys.log";
  TlKeyring *keyring = tl_keyring_new ();
  TlKeylogFollower *follower = tl_keylog_follower_new (keyring);
};

}

TEST_F (KeylogFollow, AMissingFileAppears)
{
  EXPECT_EQ (secrets (), 0u);
  EXPECT_FALSE (report ().opened);
  append (line ('1'));
  EXPECT_EQ (secrets (), 1u);
  EXPECT_TRUE (report ().opened);
  EXPECT_EQ (tl_keyring_n_secrets (keyring), 1u);
}

TEST_F (KeylogFollow, APartialLineWaits)
{
  append (line ('1') + line ('2').substr (0, 100));
  EXPECT_EQ (secrets (), 1u);
  EXPECT_EQ (secrets (), 1u);
  append (line ('2').substr (100));
  EXPECT_EQ (secrets (), 2u);
  EXPECT_EQ (report ().damaged, 0u);
}

/* As a person leaves it who wrote or copied it. */
TEST_F (KeylogFollow, ALastLineWithoutAnEndCountsWhereNobodyWritesIt)
{
  append (line ('1') + line ('2').substr (0, line ('2').size () - 1));
  secrets ();
  EXPECT_EQ (tl_keyring_n_secrets (keyring), 2u);
  append ("\n" + line ('3'));
  secrets ();
  EXPECT_EQ (tl_keyring_n_secrets (keyring), 3u);
  EXPECT_EQ (report ().secrets, 3u);
  EXPECT_EQ (report ().damaged, 0u);
}

TEST_F (KeylogFollow, TheEndOfItAllEndsItsLastLine)
{
  secrets ();
  append (line ('1') + line ('2').substr (0, line ('2').size () - 1));
  EXPECT_EQ (secrets (), 1u);
  tl_keylog_follower_finish (follower);
  EXPECT_EQ (report ().secrets, 2u);
}

TEST_F (KeylogFollow, AFifoIsOne)
{
  ASSERT_EQ (mkfifo (path.c_str (), 0600), 0);
  EXPECT_EQ (secrets (), 0u);
  int writer = open (path.c_str (), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
  std::string text = line ('1') + line ('2');
  ASSERT_EQ (write (writer, text.data (), 200), 200);
  EXPECT_EQ (secrets (), 1u);
  ASSERT_EQ (write (writer, text.data () + 200, text.size () - 200), (ssize_t) text.size () - 200);
  close (writer);
  EXPECT_EQ (secrets (), 2u);
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

TEST_F (KeylogFollow, SeveralFilesCountTogether)
{
  std::string second = path + "2";

  append (line ('1'));
  EXPECT_EQ (secrets (), 1u);
  tl_keylog_follower_add (follower, second.c_str ());
  tl_keylog_follower_add (follower, path.c_str ());
  std::ofstream (second) << line ('2') << "CLIENT_RANDOM 12 34\n";
  EXPECT_EQ (secrets (), 2u);
  append (line ('3'));
  EXPECT_EQ (secrets (), 3u);
  EXPECT_EQ (report ().damaged, 1u);
  EXPECT_EQ (report ().first_damaged, 2u);
  g_auto (GStrv) paths = tl_keylog_follower_dup_paths (follower);
  ASSERT_EQ (g_strv_length (paths), 2u);
  EXPECT_EQ (paths[0], path);
  EXPECT_EQ (paths[1], second);
  g_unlink (second.c_str ());
}

TEST_F (KeylogFollow, FollowsNothingUntilToldTo)
{
  g_autoptr (TlKeylogFollower) idle = tl_keylog_follower_new (keyring);

  EXPECT_FALSE (tl_keylog_follower_look (idle));
  EXPECT_TRUE (tl_keylog_follower_look (follower));
}
