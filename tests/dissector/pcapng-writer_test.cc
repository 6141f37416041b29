/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What is written is read back, byte for byte; and a file that cannot be written on ends with a whole block.
 */
#include "capture/capture.h"
#include "capture/pcapng-writer.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <string>
#include <vector>

namespace
{

struct Kept
{
  gint64 time;
  std::string data;
  guint32 length;
  gint32 link_type;
};

class PcapngWriter : public testing::Test
{
protected:
  PcapngWriter ()
  {
    fd = g_open (path.c_str (), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  }

  ~PcapngWriter () override
  {
    close (fd);
    g_unlink (path.c_str ());
    g_rmdir (folder);
    g_free (folder);
  }

  static void add (TlPcapngWriter *writer, const Kept &kept)
  {
    TlPacket packet = { 1, kept.time, reinterpret_cast<const guint8 *> (kept.data.data ()), (guint32) kept.data.size (), kept.length,
                        kept.link_type };
    tl_pcapng_writer_add (writer, &packet);
  }

  /* The packets of the file, which must end well. */
  std::vector<Kept> read_back (std::string *secrets = nullptr)
  {
    std::vector<Kept> all;
    TlPacket packet;
    TlCaptureResult result;
    g_autoptr (GError) error = NULL;
    g_autoptr (TlCapture) capture = tl_capture_open (path.c_str (), &error);

    if (capture == nullptr)
      {
        ADD_FAILURE () << error->message;
        return all;
      }
    while ((result = tl_capture_next (capture, &packet, &error)) == TL_CAPTURE_PACKET)
      all.push_back ({ packet.time, std::string (reinterpret_cast<const char *> (packet.data), packet.captured), packet.length,
                       packet.link_type });
    EXPECT_EQ (result, TL_CAPTURE_END) << (error ? error->message : "");
    for (guint i = 0; secrets && i < tl_capture_secrets (capture, nullptr)->len; i++)
      {
        gsize size;
        auto *data = static_cast<const char *> (
            g_bytes_get_data (static_cast<GBytes *> (tl_capture_secrets (capture, nullptr)->pdata[i]), &size));
        *secrets += std::string (data, size);
      }
    return all;
  }

  char *folder = g_dir_make_tmp ("tl-writer-XXXXXX", nullptr);
  std::string path = std::string (folder) + "/written.pcapng";
  int fd;
};

}

TEST_F (PcapngWriter, IsReadBackByteForByte)
{
  const std::vector<Kept> kept = {
    { G_GINT64_CONSTANT (1700000000123456789), "", 0, 1 },
    { G_GINT64_CONSTANT (1700000000123456790), "a", 1, 1 },
    { G_GINT64_CONSTANT (1700000001000000000), std::string ("\0\xff\x80", 3), 1500, 101 },
    { 0, std::string (70000, 'x'), 70000, 1 },
    { G_GINT64_CONSTANT (1700000002000000001), "four", 4, 276 },
  };
  g_autoptr (TlPcapngWriter) writer = tl_pcapng_writer_new (fd, "a test");

  for (const auto &packet : kept)
    add (writer, packet);
  EXPECT_TRUE (tl_pcapng_writer_flush (writer));
  EXPECT_EQ (tl_pcapng_writer_packets (writer), kept.size ());
  EXPECT_EQ (tl_pcapng_writer_size (writer), (guint64) lseek (fd, 0, SEEK_END));
  EXPECT_EQ (tl_pcapng_writer_written (writer), tl_pcapng_writer_size (writer));
  auto read = read_back ();
  ASSERT_EQ (read.size (), kept.size ());
  for (size_t i = 0; i < kept.size (); i++)
    {
      EXPECT_EQ (read[i].time, kept[i].time) << i;
      EXPECT_EQ (read[i].data, kept[i].data) << i;
      EXPECT_EQ (read[i].length, kept[i].length) << i;
      EXPECT_EQ (read[i].link_type, kept[i].link_type) << i;
    }
}

TEST_F (PcapngWriter, KeepsSecretsInFront)
{
  const std::string text = "CLIENT_RANDOM " + std::string (64, '1') + " " + std::string (96, '0') + "\n";
  std::string found;
  g_autoptr (TlPcapngWriter) writer = tl_pcapng_writer_new (fd, "a test");

  tl_pcapng_writer_add_secrets (writer, text.data (), text.size ());
  add (writer, { 1, "a", 1, 1 });
  EXPECT_TRUE (tl_pcapng_writer_flush (writer));
  EXPECT_EQ (read_back (&found).size (), 1u);
  EXPECT_EQ (found, text);
}

/* As a full disk does: write() writes a part, and then nothing. */
TEST_F (PcapngWriter, EndsWithAWholeBlockWhereThereIsNoRoom)
{
  struct rlimit before, small = { 10000, RLIM_INFINITY };
  g_autoptr (TlPcapngWriter) writer = tl_pcapng_writer_new (fd, "a test");

  signal (SIGXFSZ, SIG_IGN);
  ASSERT_EQ (getrlimit (RLIMIT_FSIZE, &before), 0);
  small.rlim_max = before.rlim_max;
  ASSERT_EQ (setrlimit (RLIMIT_FSIZE, &small), 0);
  for (int i = 0; i < 5; i++)
    add (writer, { i, std::string (1000, 'a'), 1000, 1 });
  EXPECT_TRUE (tl_pcapng_writer_flush (writer));
  guint64 before_full = tl_pcapng_writer_written (writer);
  for (int i = 0; i < 20; i++)
    add (writer, { i, std::string (1000, 'b'), 1000, 1 });
  EXPECT_FALSE (tl_pcapng_writer_flush (writer));
  EXPECT_EQ (tl_pcapng_writer_error (writer), EFBIG);
  setrlimit (RLIMIT_FSIZE, &before);

  add (writer, { 0, "more", 4, 1 });
  EXPECT_FALSE (tl_pcapng_writer_flush (writer));
  /* What fits is kept: 1032 bytes for each packet. */
  EXPECT_GT (tl_pcapng_writer_written (writer), before_full);
  EXPECT_GT (tl_pcapng_writer_written (writer), 10000u - 1032);
  EXPECT_LE (tl_pcapng_writer_written (writer), 10000u);
  EXPECT_EQ ((guint64) lseek (fd, 0, SEEK_END), tl_pcapng_writer_written (writer));
  EXPECT_EQ (read_back ().size (), 9u);
  EXPECT_EQ (tl_pcapng_writer_packets (writer), 9u);
}
