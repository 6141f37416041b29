/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Where a capture that runs is kept, and what it is saved as.
 */
#include "capture/capture.h"
#include "capture/pcapng-writer.h"
#include "capture/spool.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

namespace
{

class Spool : public testing::Test
{
protected:
  Spool ()
  {
    fd = tl_spool_open (nullptr);
    TlPcapngWriter *writer = tl_pcapng_writer_new (fd, "a test");
    for (int i = 0; i < 3; i++)
      {
        TlPacket packet = { 1, i, reinterpret_cast<const guint8 *> ("data"), 4, 4, 1 };
        tl_pcapng_writer_add (writer, &packet);
      }
    tl_pcapng_writer_flush (writer);
    length = tl_pcapng_writer_written (writer);
    tl_pcapng_writer_free (writer);
  }

  ~Spool () override
  {
    close (fd);
    g_unlink (path.c_str ());
    EXPECT_EQ (g_rmdir (folder), 0) << "nothing else is left there";
    g_free (folder);
  }

  static int count (const std::string &path, std::string *secrets = nullptr)
  {
    TlPacket packet;
    int n = 0;
    g_autoptr (TlCapture) capture = tl_capture_open (path.c_str (), nullptr);

    if (capture == nullptr)
      return -1;
    while (tl_capture_next (capture, &packet, nullptr) == TL_CAPTURE_PACKET)
      n++;
    for (guint i = 0; secrets && i < tl_capture_secrets (capture, nullptr)->len; i++)
      {
        gsize size;
        auto *data = static_cast<const char *> (
            g_bytes_get_data (static_cast<GBytes *> (tl_capture_secrets (capture, nullptr)->pdata[i]), &size));
        *secrets += std::string (data, size);
      }
    return n;
  }

  std::string content ()
  {
    g_autofree char *text = nullptr;
    gsize size = 0;
    g_file_get_contents (path.c_str (), &text, &size, nullptr);
    return std::string (text ? text : "", size);
  }

  char *folder = g_dir_make_tmp ("tl-spool-XXXXXX", nullptr);
  std::string path = std::string (folder) + "/saved.pcapng";
  int fd;
  guint64 length;
};

}

TEST_F (Spool, IsForItsOwnerAloneAndHasNoName)
{
  struct stat status;

  ASSERT_EQ (fstat (fd, &status), 0);
  EXPECT_EQ (status.st_mode & 0777, 0600u);
  EXPECT_EQ (status.st_nlink, 0u);
  EXPECT_TRUE (fcntl (fd, F_GETFD) & FD_CLOEXEC);
}

TEST_F (Spool, CanBeReadAgain)
{
  g_autofree char *again = tl_spool_path (fd);

  EXPECT_EQ (count (again), 3);
  EXPECT_EQ (count (again), 3);
}

TEST_F (Spool, IsSavedWithoutKeys)
{
  std::string secrets;
  struct stat status;

  ASSERT_TRUE (tl_spool_save (fd, length, nullptr, path.c_str (), nullptr));
  EXPECT_EQ (count (path, &secrets), 3);
  EXPECT_EQ (secrets, "");
  ASSERT_EQ (stat (path.c_str (), &status), 0);
  EXPECT_EQ (status.st_mode & 0777, 0600u);
}

TEST_F (Spool, IsSavedWithKeysWhereTheyAreGiven)
{
  for (const char *text : { "a line\n", "a line", "12345678" })
    {
      std::string secrets;
      ASSERT_TRUE (tl_spool_save (fd, length, text, path.c_str (), nullptr));
      EXPECT_EQ (count (path, &secrets), 3);
      EXPECT_EQ (secrets, text);
    }
}

/* While a capture goes on, there is more in the file than is asked for. */
TEST_F (Spool, IsSavedAsFarAsItIsAskedFor)
{
  ASSERT_EQ (pwrite (fd, "half a block", 12, (off_t) length), 12);
  ASSERT_TRUE (tl_spool_save (fd, length, nullptr, path.c_str (), nullptr));
  EXPECT_EQ (count (path), 3);
}

TEST_F (Spool, TakesThePlaceOfAFileOnlyWhenItIsWhole)
{
  struct rlimit before, small = { 50, RLIM_INFINITY };
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path.c_str (), "what was there", -1, nullptr);
  signal (SIGXFSZ, SIG_IGN);
  ASSERT_EQ (getrlimit (RLIMIT_FSIZE, &before), 0);
  small.rlim_max = before.rlim_max;
  ASSERT_EQ (setrlimit (RLIMIT_FSIZE, &small), 0);
  EXPECT_FALSE (tl_spool_save (fd, length, nullptr, path.c_str (), &error));
  setrlimit (RLIMIT_FSIZE, &before);
  EXPECT_TRUE (g_error_matches (error, TL_ERROR, TL_ERROR_LIVE));
  EXPECT_NE (std::string (error->message).find ("no room"), std::string::npos) << error->message;
  EXPECT_EQ (content (), "what was there");
  ASSERT_TRUE (tl_spool_save (fd, length, nullptr, path.c_str (), nullptr));
  EXPECT_EQ (count (path), 3);
}

/* Others could read the old file, and are not to read the keys. */
TEST_F (Spool, IsForItsOwnerAloneWhereKeysAreInside)
{
  struct stat status;

  g_file_set_contents_full (path.c_str (), "old", 3, G_FILE_SET_CONTENTS_NONE, 0644, nullptr);
  ASSERT_EQ (g_chmod (path.c_str (), 0644), 0);
  ASSERT_TRUE (tl_spool_save (fd, length, nullptr, path.c_str (), nullptr));
  ASSERT_EQ (stat (path.c_str (), &status), 0);
  EXPECT_EQ (status.st_mode & 0777, 0644u) << "as it was";
  ASSERT_TRUE (tl_spool_save (fd, length, "a line\n", path.c_str (), nullptr));
  ASSERT_EQ (stat (path.c_str (), &status), 0);
  EXPECT_EQ (status.st_mode & 0777, 0600u);
}

TEST_F (Spool, IsSavedWhereALinkPointsTo)
{
  std::string link = std::string (folder) + "/link";
  struct stat status;

  g_file_set_contents (path.c_str (), "old", 3, nullptr);
  ASSERT_EQ (symlink ("saved.pcapng", link.c_str ()), 0);
  ASSERT_TRUE (tl_spool_save (fd, length, nullptr, link.c_str (), nullptr));
  ASSERT_EQ (lstat (link.c_str (), &status), 0);
  EXPECT_TRUE (S_ISLNK (status.st_mode));
  EXPECT_EQ (count (path), 3);
  g_unlink (link.c_str ());
}

TEST_F (Spool, SaysWhereItCannotBeSaved)
{
  g_autoptr (GError) error = NULL;

  EXPECT_FALSE (tl_spool_save (fd, length, nullptr, (path + "/no/such/folder").c_str (), &error));
  EXPECT_TRUE (g_error_matches (error, TL_ERROR, TL_ERROR_LIVE));
}
