/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Captures of every make, whole and broken, from files and from pipes.
 */
#include "capture/capture.h"
#include "limits.h"
#include "pcapng-file.h"

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>
#include <zlib.h>

namespace
{

std::string
pcap (bool big,
      bool nanoseconds,
      const std::vector<std::string> &packets,
      uint32_t link_type = 1,
      uint32_t snap_length = 65535)
{
  Writer file{ big, "" };

  file.u32 (nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4)
      .u16 (2)
      .u16 (4)
      .u32 (0)
      .u32 (0)
      .u32 (snap_length)
      .u32 (link_type);
  for (size_t i = 0; i < packets.size (); i++)
    file.u32 (1700000000 + i).u32 (5).u32 (packets[i].size ()).u32 (packets[i].size () + 7).text (packets[i]);
  return file.bytes;
}

std::string
gzip (const std::string &plain)
{
  z_stream stream = {};
  std::string packed (plain.size () + 1000, '\0');

  deflateInit2 (&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = reinterpret_cast<Bytef *> (const_cast<char *> (plain.data ()));
  stream.avail_in = static_cast<uInt> (plain.size ());
  stream.next_out = reinterpret_cast<Bytef *> (packed.data ());
  stream.avail_out = static_cast<uInt> (packed.size ());
  deflate (&stream, Z_FINISH);
  packed.resize (stream.total_out);
  deflateEnd (&stream);
  return packed;
}

/* What came of reading a capture: the packets, and the error or -1. */
struct Result
{
  std::vector<std::string> packets;
  std::vector<gint64> times;
  std::vector<guint32> lengths;
  std::vector<int> link_types;
  int link_type = -1;
  int error = -1;
  bool opened = false;
  double progress = -2;
  std::string message;
};

void
take_error (Result &result, GError *error)
{
  EXPECT_NE (error, nullptr);
  if (error == nullptr)
    return;
  EXPECT_EQ (error->domain, TL_ERROR);
  result.error = error->code;
  result.message = error->message;
  g_error_free (error);
}

Result
read_path (const std::string &path)
{
  Result result;
  GError *error = nullptr;
  TlPacket packet;
  TlCapture *capture = tl_capture_open (path.c_str (), &error);

  if (capture == nullptr)
    {
      take_error (result, error);
      return result;
    }
  result.opened = true;
  for (;;)
    switch (tl_capture_next (capture, &packet, &error))
      {
      case TL_CAPTURE_PACKET:
        result.packets.emplace_back (reinterpret_cast<const char *> (packet.data), packet.captured);
        result.times.push_back (packet.time);
        result.lengths.push_back (packet.length);
        result.link_types.push_back (result.link_type = packet.link_type);
        EXPECT_EQ (packet.number, result.packets.size ());
        break;
      case TL_CAPTURE_FAILED:
        take_error (result, error);
        [[fallthrough]];
      case TL_CAPTURE_END:
        result.progress = tl_capture_progress (capture);
        tl_capture_close (capture);
        return result;
      }
}

struct Capture : testing::Test
{
  std::filesystem::path folder;

  void SetUp () override
  {
    char name[] = "/tmp/tls-ladder-capture-XXXXXX";
    ASSERT_NE (mkdtemp (name), nullptr);
    folder = name;
  }

  void TearDown () override
  {
    std::filesystem::remove_all (folder);
  }

  Result read (const std::string &bytes)
  {
    std::ofstream (folder / "file", std::ios::binary) << bytes;
    return read_path (folder / "file");
  }

  /* Through standard input, written @step bytes at a time. */
  Result read_pipe (const std::string &bytes, size_t step)
  {
    int ends[2];
    int saved = dup (STDIN_FILENO);

    EXPECT_EQ (pipe (ends), 0);
    dup2 (ends[0], STDIN_FILENO);
    close (ends[0]);
    std::thread writer ([&] {
      for (size_t i = 0; i < bytes.size (); i += step)
        {
          size_t n = std::min (step, bytes.size () - i);
          EXPECT_EQ (write (ends[1], bytes.data () + i, n), static_cast<ssize_t> (n));
        }
      close (ends[1]);
    });
    Result result = read_path ("-");
    writer.join ();
    dup2 (saved, STDIN_FILENO);
    close (saved);
    return result;
  }
};

const std::vector<std::string> three = { "first packet", std::string (300, 'x'), "third" };

TEST_F (Capture, PcapOfEveryKind)
{
  for (bool big : { false, true })
    for (bool nanoseconds : { false, true })
      {
        Result result = read (pcap (big, nanoseconds, three));

        EXPECT_EQ (result.error, -1) << result.message;
        EXPECT_EQ (result.packets, three);
        EXPECT_EQ (result.link_type, 1);
        ASSERT_EQ (result.times.size (), 3u);
        EXPECT_EQ (result.times[2], 1700000002 * TL_SECOND + (nanoseconds ? 5 : 5000));
        EXPECT_EQ (result.lengths[0], three[0].size () + 7);
        EXPECT_EQ (result.progress, 1);
      }
}

TEST_F (Capture, Pcapng)
{
  for (bool big : { false, true })
    {
      std::string file = section (big) + interface (big, 1) + block (big, 0x0bad, "a block that nobody knows")
                         + interface (big, 1) + packet_block (big, 1, 1700000000000005, three[0])
                         + packet_block (big, 0, 1700000001000005, three[1])
                         + packet_block (big, 1, 7, three[2]);
      Result result = read (file);

      EXPECT_EQ (result.error, -1) << result.message;
      EXPECT_EQ (result.packets, three);
      EXPECT_EQ (result.link_type, 1);
      ASSERT_EQ (result.times.size (), 3u);
      EXPECT_EQ (result.times[0], 1700000000 * TL_SECOND + 5000);
      EXPECT_EQ (result.times[2], 7000);
      EXPECT_EQ (result.lengths[1], three[1].size () + 7);
    }
}

TEST_F (Capture, PcapngWithoutInterfaceIsEmptyButWhole)
{
  Result result = read (section (false));

  EXPECT_TRUE (result.opened);
  EXPECT_EQ (result.error, -1);
  EXPECT_TRUE (result.packets.empty ());
}

TEST_F (Capture, SeveralLinkTypesAndSnapLengths)
{
  Result result = read (section (false) + interface (false, 1) + packet_block (false, 0, 1, three[0])
                        + interface (false, 101, 96) + packet_block (false, 1, 1, three[1])
                        + packet_block (false, 0, 1, three[2]));

  EXPECT_EQ (result.error, -1) << result.message;
  EXPECT_EQ (result.packets, three);
  EXPECT_EQ (result.link_types, (std::vector<int>{ 1, 101, 1 }));
}

TEST_F (Capture, DamagedPcapng)
{
  std::string good = section (false) + interface (false, 1) + packet_block (false, 0, 1, three[0]);
  Result result = read (good + packet_block (false, 7, 1, three[1]));

  EXPECT_EQ (result.packets.size (), 1u);
  EXPECT_EQ (result.error, TL_ERROR_DAMAGED);
  EXPECT_NE (result.message.find ("is damaged after packet 1 (a packet is of an interface"), std::string::npos)
      << result.message;
  good[4] = 1;
  result = read (good);
  EXPECT_FALSE (result.opened);
  EXPECT_EQ (result.error, TL_ERROR_DAMAGED);
  EXPECT_NE (result.message.find ("its header cannot be read"), std::string::npos) << result.message;
}

TEST_F (Capture, Secrets)
{
  GError *error = nullptr;
  TlPacket packet;
  bool more = true;

  std::ofstream (folder / "file", std::ios::binary)
      << section (false) + interface (false, 1)
             + block (false, 10, Writer{ false, "" }.u32 (0x544c534b).u32 (5).text ("lines").bytes)
             + packet_block (false, 0, 1, three[0]);
  TlCapture *capture = tl_capture_open ((folder / "file").c_str (), &error);
  ASSERT_NE (capture, nullptr);
  EXPECT_EQ (tl_capture_secrets (capture, &more)->len, 0u);
  EXPECT_EQ (tl_capture_next (capture, &packet, &error), TL_CAPTURE_PACKET);
  ASSERT_EQ (tl_capture_secrets (capture, &more)->len, 1u);
  EXPECT_FALSE (more);
  tl_capture_close (capture);

  std::ofstream (folder / "file", std::ios::binary) << pcap (false, false, three);
  capture = tl_capture_open ((folder / "file").c_str (), &error);
  ASSERT_NE (capture, nullptr);
  EXPECT_EQ (tl_capture_secrets (capture, nullptr)->len, 0u);
  tl_capture_close (capture);
}

/* LINKTYPE_RAW is 101 in files, although libpcap calls it 12 on Linux. */
TEST_F (Capture, LinkTypeIsThatOfTheFile)
{
  for (int link_type : { 0, 1, 100, 101, 102, 103, 113, 147, 228, 276 })
    EXPECT_EQ (read (pcap (false, false, three, static_cast<uint32_t> (link_type))).link_type, link_type);
}

TEST_F (Capture, LinkTypeNames)
{
  auto name = [] (int link_type) {
    g_autofree char *text = tl_capture_link_type_name (link_type);
    return std::string (text);
  };

  EXPECT_EQ (name (1), "Ethernet");
  EXPECT_EQ (name (101), "Raw IP");
  EXPECT_EQ (name (105), "IEEE 802.11");
  EXPECT_EQ (name (60000), "link type 60000");
}

TEST_F (Capture, Gzip)
{
  Result result = read (gzip (pcap (false, true, three)));

  EXPECT_EQ (result.error, -1) << result.message;
  EXPECT_EQ (result.packets, three);
  EXPECT_EQ (result.progress, 1);
}

TEST_F (Capture, GzipInMembersWithPadding)
{
  std::string whole = pcap (false, false, three);

  for (size_t cut : { size_t (0), size_t (1), size_t (24), size_t (60), whole.size () })
    {
      Result result = read (gzip (whole.substr (0, cut)) + gzip (whole.substr (cut)) + gzip ("")
                            + std::string (600, '\0'));

      EXPECT_EQ (result.error, -1) << result.message;
      EXPECT_EQ (result.packets, three);
    }
}

TEST_F (Capture, GzipLargerThanTheBuffers)
{
  std::vector<std::string> many;
  for (int i = 0; i < 4000; i++)
    many.push_back (std::string (1000, static_cast<char> (i * i / 7)) + std::to_string (i));

  EXPECT_EQ (read (pcap (false, false, many)).packets, many);
  EXPECT_EQ (read (gzip (pcap (false, false, many))).packets, many);
}

/* The packets that were there whole count, whatever comes after them. */
void
expect_prefix (const Result &result, const std::vector<std::string> &whole)
{
  ASSERT_LE (result.packets.size (), whole.size ());
  for (size_t i = 0; i < result.packets.size (); i++)
    EXPECT_EQ (result.packets[i], whole[i]);
}

TEST_F (Capture, PcapCutAtEveryByte)
{
  std::string whole = pcap (false, false, three);
  std::vector<size_t> boundaries = { 24 };
  for (auto &packet : three)
    boundaries.push_back (boundaries.back () + 16 + packet.size ());

  for (size_t length = 0; length < whole.size (); length++)
    {
      Result result = read (whole.substr (0, length));
      auto boundary = std::find (boundaries.begin (), boundaries.end (), length);

      SCOPED_TRACE (length);
      expect_prefix (result, three);
      if (length == 0)
        EXPECT_EQ (result.error, TL_ERROR_EMPTY);
      else if (boundary == boundaries.end ())
        EXPECT_EQ (result.error, TL_ERROR_CUT_SHORT);
      else
        EXPECT_EQ (result.error, -1);
      if (length >= 24)
        EXPECT_EQ (result.packets.size (),
                   static_cast<size_t> (std::upper_bound (boundaries.begin (), boundaries.end (), length)
                                        - boundaries.begin () - 1));
    }
}

TEST_F (Capture, PcapngCutAtEveryByte)
{
  std::string whole = section (false) + interface (false, 1);
  std::vector<size_t> boundaries = { section (false).size (), whole.size () };
  for (auto &packet : three)
    {
      whole += packet_block (false, 0, 1, packet);
      boundaries.push_back (whole.size ());
    }

  for (size_t length = 1; length < whole.size (); length++)
    {
      Result result = read (whole.substr (0, length));
      bool boundary = std::find (boundaries.begin (), boundaries.end (), length) != boundaries.end ();

      SCOPED_TRACE (length);
      expect_prefix (result, three);
      EXPECT_EQ (result.error, boundary ? -1 : TL_ERROR_CUT_SHORT);
    }
}

TEST_F (Capture, GzipCutAtEveryByte)
{
  std::string whole = gzip (pcap (false, false, three));
  size_t most = 0;

  for (size_t length = 3; length < whole.size (); length++)
    {
      Result result = read (whole.substr (0, length));

      SCOPED_TRACE (length);
      expect_prefix (result, three);
      EXPECT_EQ (result.error, TL_ERROR_CUT_SHORT);
      most = std::max (most, result.packets.size ());
    }
  /* Without its checksum, everything was there. */
  EXPECT_EQ (most, three.size ());
}

TEST_F (Capture, GzipDamagedAtEveryByte)
{
  std::string whole = gzip (pcap (false, false, three));

  for (size_t i = 0; i < whole.size (); i++)
    {
      std::string damaged = whole;
      damaged[i] = static_cast<char> (damaged[i] ^ 0x55);
      Result result = read (damaged);

      SCOPED_TRACE (i);
      /* The name, time and system in the header (RFC 1952 section 2.3) are free; all else is checked. */
      if (i < 3 || i > 9)
        EXPECT_NE (result.error, -1);
    }
}

TEST_F (Capture, DamagedPcap)
{
  Writer tail{ false, "" };
  tail.u32 (1).u32 (1).u32 (0x7fffffff).u32 (0x7fffffff);
  Result result = read (pcap (false, false, three) + tail.bytes + std::string (100, 'z'));

  EXPECT_EQ (result.packets, three);
  EXPECT_EQ (result.error, TL_ERROR_DAMAGED);
  EXPECT_NE (result.message.find ("after packet 3"), std::string::npos);
}

TEST_F (Capture, HeaderOfAnotherVersion)
{
  std::string file = pcap (false, false, three);
  file[4] = 9;

  EXPECT_EQ (read (file).error, TL_ERROR_DAMAGED);
}

TEST_F (Capture, PacketsAreNeverLongerThanTheCap)
{
  /* libpcap reads packets up to 128 MiB of D-Bus (LINKTYPE_DBUS). */
  std::vector<std::string> large
      = { std::string (TL_LIMIT_PACKET - 1, 'a'), std::string (TL_LIMIT_PACKET, 'b'),
          std::string (TL_LIMIT_PACKET + 1, 'c') };
  Result result = read (pcap (false, false, large, 231, 1 << 20));

  EXPECT_EQ (result.error, -1) << result.message;
  ASSERT_EQ (result.packets.size (), 3u);
  EXPECT_EQ (result.packets[0].size (), TL_LIMIT_PACKET - 1);
  EXPECT_EQ (result.packets[1].size (), TL_LIMIT_PACKET);
  EXPECT_EQ (result.packets[2].size (), TL_LIMIT_PACKET);
  EXPECT_EQ (result.lengths[2], TL_LIMIT_PACKET + 8);
}

TEST_F (Capture, TimesBeyondOurs)
{
  for (uint64_t time : { UINT64_MAX, UINT64_MAX / 2, uint64_t (1) << 62 })
    {
      Result result = read (section (false) + interface (false, 1) + packet_block (false, 0, time, three[0]));

      ASSERT_EQ (result.packets.size (), 1u);
      EXPECT_LE (result.times[0], G_MAXINT64 / 2) << "so that no difference overflows";
      EXPECT_GE (result.times[0], G_MININT64 / 2);
    }
}

TEST_F (Capture, NoCapture)
{
  std::string noise;
  for (int i = 0; i < 5000; i++)
    noise += static_cast<char> (i * 7919 >> 3);

  EXPECT_EQ (read (noise).error, TL_ERROR_NOT_CAPTURE);
  EXPECT_EQ (read ("x").error, TL_ERROR_NOT_CAPTURE);
  EXPECT_EQ (read (gzip (noise)).error, TL_ERROR_NOT_CAPTURE);
  EXPECT_NE (read (std::string ("\x28\xb5\x2f\xfd", 4) + noise).message.find ("zstd"), std::string::npos);
  EXPECT_NE (read ("BZh91AY").message.find ("bzip2"), std::string::npos);
}

TEST_F (Capture, Empty)
{
  EXPECT_EQ (read ("").error, TL_ERROR_EMPTY);
  EXPECT_EQ (read (gzip ("")).error, TL_ERROR_EMPTY);
  EXPECT_EQ (read_path ("/dev/null").error, TL_ERROR_EMPTY);
}

TEST_F (Capture, CannotBeOpened)
{
  Result missing = read_path (folder / "no such file");
  Result directory = read_path (folder);

  EXPECT_EQ (missing.error, TL_ERROR_OPEN);
  EXPECT_NE (missing.message.find ("There is no file “no such file”"), std::string::npos) << missing.message;
  EXPECT_EQ (directory.error, TL_ERROR_OPEN);
  EXPECT_NE (directory.message.find ("is a folder"), std::string::npos) << directory.message;
}

TEST_F (Capture, WithoutPermission)
{
  std::ofstream (folder / "secret") << pcap (false, false, three);
  std::filesystem::permissions (folder / "secret", std::filesystem::perms::none);
  /* Root may read everything: then another user tries. */
  bool root = geteuid () == 0;
  if (root)
    {
      ASSERT_EQ (chmod (folder.c_str (), 0755), 0);
      ASSERT_EQ (seteuid (65534), 0);
    }
  Result result = read_path (folder / "secret");
  if (root)
    ASSERT_EQ (seteuid (0), 0);

  EXPECT_EQ (result.error, TL_ERROR_OPEN);
  EXPECT_NE (result.message.find ("no permission"), std::string::npos) << result.message;
}

TEST_F (Capture, Pipe)
{
  for (size_t step : { 1, 7, 4096 })
    for (const std::string &bytes :
         { pcap (true, false, three), gzip (pcap (false, false, three)),
           section (false) + interface (false, 1) + packet_block (false, 0, 1, three[0])
               + packet_block (false, 0, 1, three[1]) + packet_block (false, 0, 1, three[2]) })
      {
        Result result = read_pipe (bytes, step);

        EXPECT_EQ (result.error, -1) << result.message;
        EXPECT_EQ (result.packets, three);
        EXPECT_EQ (result.progress, -1);
      }
}

TEST_F (Capture, BrokenPipe)
{
  std::string whole = pcap (false, false, three);
  Result cut = read_pipe (whole.substr (0, whole.size () - 1), 100);

  EXPECT_EQ (cut.packets.size (), 2u);
  EXPECT_EQ (cut.error, TL_ERROR_CUT_SHORT);
  EXPECT_NE (cut.message.find ("standard input"), std::string::npos);
  EXPECT_EQ (read_pipe ("", 1).error, TL_ERROR_EMPTY);
  EXPECT_EQ (read_pipe ("no", 1).error, TL_ERROR_NOT_CAPTURE);
}

/* A program that we start does not inherit the file. */
TEST_F (Capture, ClosesOnExec)
{
  std::ofstream (folder / "file", std::ios::binary) << pcap (false, false, three);
  TlCapture *capture = tl_capture_open ((folder / "file").c_str (), nullptr);
  int found = 0;

  ASSERT_NE (capture, nullptr);
  for (auto &entry : std::filesystem::directory_iterator ("/proc/self/fd"))
    {
      std::error_code gone;
      if (std::filesystem::read_symlink (entry, gone) == folder / "file")
        {
          found++;
          EXPECT_TRUE (fcntl (std::stoi (entry.path ().filename ()), F_GETFD) & FD_CLOEXEC);
        }
    }
  EXPECT_EQ (found, 1);
  tl_capture_close (capture);
}

} // namespace
