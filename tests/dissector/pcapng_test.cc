/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Blocks of pcapng of every kind, in both byte orders, whole and damaged.
 */
#include "capture/pcapng.h"
#include "pcapng-file.h"

#include <algorithm>
#include <cstdlib>
#include <gtest/gtest.h>
#include <unistd.h>
#include <vector>

namespace
{

struct Read
{
  std::string data;
  gint64 time;
  guint32 length;
  int link_type;
};

struct Result
{
  TlPcapngResult begin = TL_PCAPNG_DAMAGED, end = TL_PCAPNG_DAMAGED;
  std::vector<Read> packets;
  std::vector<std::string> key_logs;
  bool more = false;
  std::string reason;
};

Result
read_file (const std::string &bytes)
{
  char path[] = "/tmp/tls-ladder-pcapng-XXXXXX";
  int fd = mkstemp (path);
  Result result;
  TlPacket packet;

  EXPECT_EQ (write (fd, bytes.data (), bytes.size ()), static_cast<ssize_t> (bytes.size ()));
  close (fd);
  TlSource source = {};
  source.path = path;
  TlInput *input = tl_input_open (&source, nullptr);
  unlink (path);
  TlPcapng *pcapng = tl_pcapng_new (input);
  result.begin = tl_pcapng_begin (pcapng);
  if (result.begin == TL_PCAPNG_END)
    {
      while ((result.end = tl_pcapng_next (pcapng, &packet)) == TL_PCAPNG_PACKET)
        result.packets.push_back ({ std::string (reinterpret_cast<const char *> (packet.data), packet.captured), packet.time,
                                    packet.length, packet.link_type });
      const GPtrArray *logs = tl_pcapng_key_logs (pcapng, &result.more);
      for (guint i = 0; i < logs->len; i++)
        {
          gsize size;
          auto *data = static_cast<const char *> (g_bytes_get_data (static_cast<GBytes *> (logs->pdata[i]), &size));
          result.key_logs.emplace_back (data, size);
        }
    }
  if (tl_pcapng_reason (pcapng))
    result.reason = tl_pcapng_reason (pcapng);
  tl_pcapng_free (pcapng);
  tl_input_free (input);
  return result;
}

/* A Simple Packet Block, that says how long the packet was on the wire. */
std::string
simple_packet (bool big, const std::string &data, uint32_t length)
{
  return block (big, 3, Writer{ big, "" }.u32 (length).text (data).bytes);
}

/* The obsolete Packet Block: interface and drops are two bytes each. */
std::string
old_packet (bool big, uint16_t interface_id, uint64_t microseconds, const std::string &data)
{
  return block (big, 2,
                Writer{ big, "" }
                    .u16 (interface_id)
                    .u16 (0xffff)
                    .u32 (microseconds >> 32)
                    .u32 (microseconds & 0xffffffff)
                    .u32 (data.size ())
                    .u32 (data.size ())
                    .text (data)
                    .bytes);
}

std::string
option (bool big, uint16_t code, const std::string &value)
{
  return Writer{ big, "" }.u16 (code).u16 (value.size ()).text (value).text (std::string (-value.size () & 3, '\0')).bytes;
}

std::string
secrets (bool big, uint32_t type, const std::string &text)
{
  return block (big, 10, Writer{ big, "" }.u32 (type).u32 (text.size ()).text (text).bytes);
}

TEST (Pcapng, EveryKindOfPacket)
{
  for (bool big : { false, true })
    {
      Result result = read_file (section (big) + interface (big, 1) + interface (big, 113)
                                 + packet_block (big, 1, 1700000000000005, "enhanced")
                                 + simple_packet (big, "simple", 6) + old_packet (big, 1, 7, "old"));

      EXPECT_EQ (result.end, TL_PCAPNG_END);
      ASSERT_EQ (result.packets.size (), 3u);
      EXPECT_EQ (result.packets[0].data, "enhanced");
      EXPECT_EQ (result.packets[0].time, 1700000000 * TL_SECOND + 5000);
      EXPECT_EQ (result.packets[0].length, 8u + 7);
      EXPECT_EQ (result.packets[0].link_type, 113);
      EXPECT_EQ (result.packets[1].data, "simple");
      EXPECT_EQ (result.packets[1].time, 0);
      EXPECT_EQ (result.packets[1].link_type, 1);
      EXPECT_EQ (result.packets[2].data, "old");
      EXPECT_EQ (result.packets[2].time, 7000);
      EXPECT_EQ (result.packets[2].link_type, 113);
    }
}

/* Its captured length is nowhere but in the snapshot length of the first interface. */
TEST (Pcapng, SimplePacketCutBySnapLength)
{
  Result result = read_file (section (false) + interface (false, 1, 6) + simple_packet (false, "simple", 100)
                             + section (false) + interface (false, 1, 0) + simple_packet (false, "whole", 5));

  EXPECT_EQ (result.end, TL_PCAPNG_END);
  ASSERT_EQ (result.packets.size (), 2u);
  EXPECT_EQ (result.packets[0].data, "simple");
  EXPECT_EQ (result.packets[0].length, 100u);
  EXPECT_EQ (result.packets[1].data, "whole");
}

TEST (Pcapng, SectionsOfBothByteOrders)
{
  Result result = read_file (section (false) + interface (false, 1) + interface (false, 101)
                             + packet_block (false, 1, 1, "little") + section (true) + interface (true, 228)
                             + packet_block (true, 0, 2, "big") + section (false) + interface (false, 9)
                             + packet_block (false, 0, 3, "again"));

  EXPECT_EQ (result.end, TL_PCAPNG_END);
  ASSERT_EQ (result.packets.size (), 3u);
  EXPECT_EQ (result.packets[1].data, "big");
  EXPECT_EQ (result.packets[1].link_type, 228);
  EXPECT_EQ (result.packets[1].time, 2000);
  EXPECT_EQ (result.packets[2].link_type, 9);

  /* The interfaces of a section end with it. */
  result = read_file (section (false) + interface (false, 1) + section (true) + packet_block (true, 0, 1, "x"));
  EXPECT_EQ (result.end, TL_PCAPNG_DAMAGED);
}

TEST (Pcapng, TimesOfEveryResolution)
{
  const struct
  {
    int resolution;
    uint64_t units;
    gint64 time;
  } cases[] = {
    { 0, 5, 5 * TL_SECOND },
    { 3, 5001, 5 * TL_SECOND + 1000000 },
    { 6, 5000001, 5 * TL_SECOND + 1000 },
    { 9, 5000000001, 5 * TL_SECOND + 1 },
    { 12, 5000000001999, 5 * TL_SECOND + 1 },
    { 19, 10000000010000000000u, TL_SECOND + 1 },
    { 0x80, 5, 5 * TL_SECOND },
    { 0x80 | 1, 11, 5 * TL_SECOND + TL_SECOND / 2 },
    { 0x80 | 20, (5u << 20) + (1u << 18), 5 * TL_SECOND + TL_SECOND / 4 },
    { 0x80 | 30, (5ull << 30) + (1u << 29), 5 * TL_SECOND + TL_SECOND / 2 },
    { 0x80 | 31, (5ull << 31) + (1u << 30), 5 * TL_SECOND + TL_SECOND / 2 },
    { 0x80 | 63, (1ull << 63) + (1ull << 62), TL_SECOND + TL_SECOND / 2 },
  };

  for (bool big : { false, true })
    for (const auto &each : cases)
      {
        std::string options = option (big, 2, "eth0") + option (big, 9, std::string (1, static_cast<char> (each.resolution)))
                              + option (big, 0, "");
        Result result = read_file (section (big) + interface (big, 1, 0, options) + packet_block (big, 0, each.units, "x"));

        ASSERT_EQ (result.packets.size (), 1u) << each.resolution;
        EXPECT_EQ (result.packets[0].time, each.time) << each.resolution;
      }
  for (int resolution : { 20, 127, 0x80 | 64, 0xff })
    EXPECT_EQ (read_file (section (false)
                          + interface (false, 1, 0, option (false, 9, std::string (1, static_cast<char> (resolution)))))
                   .end,
               TL_PCAPNG_DAMAGED);
}

TEST (Pcapng, TimeOffset)
{
  for (bool big : { false, true })
    for (int64_t offset : { int64_t (0), int64_t (1700000000), int64_t (-86400), INT64_MAX, INT64_MIN })
      {
        std::string value = Writer{ big, "" }.number (static_cast<uint64_t> (offset), 8).bytes;
        Result result
            = read_file (section (big) + interface (big, 1, 0, option (big, 14, value)) + packet_block (big, 0, 3000001, "x"));

        ASSERT_EQ (result.packets.size (), 1u);
        if (offset == INT64_MAX)
          EXPECT_GT (result.packets[0].time, G_MAXINT64 / 4);
        else if (offset == INT64_MIN)
          EXPECT_LT (result.packets[0].time, G_MININT64 / 4);
        else
          EXPECT_EQ (result.packets[0].time, (offset + 3) * TL_SECOND + 1000);
        EXPECT_LE (result.packets[0].time, G_MAXINT64 / 2);
        EXPECT_GE (result.packets[0].time, G_MININT64 / 2);
      }
}

/* Options behind their end, and without one, mean nothing. */
TEST (Pcapng, OptionsEndWhereTheySay)
{
  std::string late = option (false, 0, "") + option (false, 9, "\x09");
  Result result = read_file (section (false) + interface (false, 1, 0, late) + packet_block (false, 0, 1, "x"));

  ASSERT_EQ (result.packets.size (), 1u);
  EXPECT_EQ (result.packets[0].time, 1000);
  EXPECT_EQ (read_file (section (false) + interface (false, 1, 0, Writer{ false, "" }.u16 (2).u16 (100).bytes)).end,
             TL_PCAPNG_DAMAGED)
      << "an option longer than its block";
}

TEST (Pcapng, Secrets)
{
  for (bool big : { false, true })
    {
      Result result = read_file (section (big) + secrets (big, 0x544c534b, "CLIENT_RANDOM 00 11\n") + interface (big, 1)
                                 + secrets (big, 0x57474b4c, "of WireGuard") + packet_block (big, 0, 1, "x")
                                 + secrets (big, 0x544c534b, "") + secrets (big, 0x544c534b, std::string (3000000, 'x')));

      EXPECT_EQ (result.end, TL_PCAPNG_END);
      ASSERT_EQ (result.key_logs.size (), 3u);
      EXPECT_EQ (result.key_logs[0], "CLIENT_RANDOM 00 11\n");
      EXPECT_EQ (result.key_logs[1], "");
      EXPECT_EQ (result.key_logs[2], std::string (3000000, 'x'));
      EXPECT_FALSE (result.more);
      EXPECT_EQ (result.packets.size (), 1u);
    }
}

TEST (Pcapng, SecretsAreCapped)
{
  for (size_t n : { TL_LIMIT_SECRETS - 1, TL_LIMIT_SECRETS, TL_LIMIT_SECRETS + 1 })
    {
      Result result = read_file (section (false) + secrets (false, 0x544c534b, std::string (n, 'x')));

      EXPECT_EQ (result.end, TL_PCAPNG_END);
      EXPECT_EQ (result.more, n > TL_LIMIT_SECRETS);
      EXPECT_EQ (result.key_logs.size (), n <= TL_LIMIT_SECRETS ? 1u : 0u);
    }
  Result result = read_file (section (false) + secrets (false, 0x544c534b, std::string (TL_LIMIT_SECRETS - 10, 'x'))
                             + secrets (false, 0x544c534b, "eleven bytes") + secrets (false, 0x544c534b, "ten bytes."));
  EXPECT_TRUE (result.more);
  ASSERT_EQ (result.key_logs.size (), 2u);
  EXPECT_EQ (result.key_logs[1], "ten bytes.");
}

/* libpcap gives up on them. */
TEST (Pcapng, BlocksOfAnySizeArePassedOver)
{
  Result result = read_file (section (false) + interface (false, 1) + block (false, 0x0bad, std::string (20 << 20, 'x'))
                             + packet_block (false, 0, 1, "behind"));

  EXPECT_EQ (result.end, TL_PCAPNG_END);
  ASSERT_EQ (result.packets.size (), 1u);
  EXPECT_EQ (result.packets[0].data, "behind");
}

TEST (Pcapng, PacketsAreNeverLongerThanTheCap)
{
  for (size_t n : { TL_LIMIT_PACKET - 1, TL_LIMIT_PACKET, TL_LIMIT_PACKET + 1, TL_LIMIT_READ_BUFFER + 1 })
    {
      Result result = read_file (section (false) + interface (false, 1) + packet_block (false, 0, 1, std::string (n, 'x'))
                                 + packet_block (false, 0, 1, "next"));

      EXPECT_EQ (result.end, TL_PCAPNG_END);
      ASSERT_EQ (result.packets.size (), 2u);
      EXPECT_EQ (result.packets[0].data.size (), MIN (n, TL_LIMIT_PACKET));
      EXPECT_EQ (result.packets[0].length, n + 7);
      EXPECT_EQ (result.packets[1].data, "next");
    }
}

TEST (Pcapng, InterfacesAreCapped)
{
  std::string all;
  for (size_t i = 0; i < TL_LIMIT_INTERFACES; i++)
    all += interface (false, static_cast<uint16_t> (i));
  Result result = read_file (section (false) + all + packet_block (false, TL_LIMIT_INTERFACES - 1, 1, "x"));

  ASSERT_EQ (result.packets.size (), 1u);
  EXPECT_EQ (result.packets[0].link_type, 65535);
  EXPECT_EQ (read_file (section (false) + all + interface (false, 1)).end, TL_PCAPNG_DAMAGED);
}

TEST (Pcapng, BlocksThatLie)
{
  std::string begin = section (false) + interface (false, 1) + packet_block (false, 0, 1, "good");
  auto header = [] (uint32_t type, uint32_t length) { return Writer{ false, "" }.u32 (type).u32 (length).bytes; };
  auto enhanced = [] (uint32_t interface_id, uint32_t captured) {
    return block (false, 6, Writer{ false, "" }.u32 (interface_id).u32 (0).u32 (0).u32 (captured).u32 (captured).text ("data").bytes);
  };
  std::string other_end = packet_block (false, 0, 1, "x");
  other_end[other_end.size () - 4]++;
  std::string version = section (false);
  version[12] = 2;
  std::string magic = section (false);
  magic[8] = 0;

  for (const std::string &bad :
       { header (6, 0) + std::string (100, 'x'), header (6, 11) + std::string (100, 'x'), header (6, 34) + std::string (100, 'x'),
         block (false, 6, ""), block (false, 3, ""), block (false, 2, std::string (16, 'x')), block (false, 1, "abcd"),
         block (false, 10, "abcd"), enhanced (0, 5), enhanced (0, UINT32_MAX), enhanced (1, 4), enhanced (UINT32_MAX, 4),
         simple_packet (false, "simple", 100), other_end, version, magic, block (false, 0x0a0d0d0a, "M<+\x1a"),
         block (false, 10, Writer{ false, "" }.u32 (0x544c534b).u32 (1).bytes) })
    {
      Result result = read_file (begin + bad + packet_block (false, 0, 1, "behind"));

      EXPECT_EQ (result.end, TL_PCAPNG_DAMAGED);
      EXPECT_FALSE (result.reason.empty ());
      ASSERT_EQ (result.packets.size (), 1u);
      EXPECT_EQ (result.packets[0].data, "good");
    }
  /* Larger than the file. */
  for (uint32_t type : { 6, 3, 2, 1, 10, 0x0bad })
    EXPECT_EQ (read_file (begin + header (type, 0xfffffffc) + std::string (100, '\0')).end, TL_PCAPNG_CUT) << type;
}

TEST (Pcapng, CutAtEveryByte)
{
  std::string whole = section (true);
  std::vector<size_t> boundaries = { whole.size () };
  for (const std::string &next :
       { interface (true, 1, 0, option (true, 9, "\x09") + option (true, 0, "")), packet_block (true, 0, 1, "first"),
         secrets (true, 0x544c534b, "secret"), simple_packet (true, "second", 6), old_packet (true, 0, 1, "third"), section (false),
         interface (false, 1), packet_block (false, 0, 1, "fourth") })
    {
      whole += next;
      boundaries.push_back (whole.size ());
    }

  for (size_t length = 1; length < whole.size (); length++)
    {
      Result result = read_file (whole.substr (0, length));
      bool boundary = std::find (boundaries.begin (), boundaries.end (), length) != boundaries.end ();

      SCOPED_TRACE (length);
      if (length < boundaries[0])
        EXPECT_EQ (result.begin, TL_PCAPNG_CUT);
      else
        EXPECT_EQ (result.end, boundary ? TL_PCAPNG_END : TL_PCAPNG_CUT);
      EXPECT_LE (result.packets.size (), 3u);
    }
  EXPECT_EQ (read_file (whole).packets.size (), 4u);
}

} // namespace
