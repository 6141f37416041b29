/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * MySQL before TLS.
 */
#include "dialogue-before.h"

#include <gtest/gtest.h>

using namespace std::string_literals;

static std::string
packet (guint8 sequence, const std::string &payload)
{
  return std::string (1, (char) payload.size ()) + "\0\0"s + std::string (1, (char) sequence) + payload;
}

/* Protocol::HandshakeV10 with the lower two bytes of the capabilities. */
static std::string
greeting (const std::string &capabilities)
{
  return packet (0, "\x0a"s + "8.0.28\0"s + "\1\0\0\0"s + "challeng\0"s + capabilities + "\xff\2\0\xff\xdf\x15"s + std::string (10, '\0'));
}

static const std::string ssl_request = packet (1, "\x85\xae\xff\x19\0\0\0\1\xff"s + std::string (23, '\0'));
static const std::string response = packet (1, "\x85\xa6\xff\x19\0\0\0\1\xff"s + std::string (23, '\0') + "root\0"s);

TEST (Mysql, AsksForTls)
{
  EXPECT_EQ (read_before_cut ({ { 'S', greeting ("\xff\xff") }, { 'C', ssl_request } }),
             "mysql: S o HandshakeV10 8.0.28|C a SSLRequest|");
}

TEST (Mysql, SaysWhetherTheServerCan)
{
  EXPECT_EQ (read_before ({ { 'S', greeting ("\xff\xf7") } }), ": S HandshakeV10 8.0.28|");
}

TEST (Mysql, OfWhichTheClientAloneIsCaptured)
{
  EXPECT_EQ (read_before_cut ({ { 'C', ssl_request } }), "mysql: C a SSLRequest|");
}

TEST (Mysql, BeforeVersion41)
{
  EXPECT_EQ (read_before ({ { 'S', greeting ("\x00\x08"s) }, { 'C', packet (1, "\x05\x08\xff\xff\xff") } }),
             "mysql: S o HandshakeV10 8.0.28|C a SSLRequest|");
}

TEST (Mysql, IsLetGoWhereItStaysInClear)
{
  EXPECT_EQ (read_before_cut ({ { 'S', greeting ("\xff\xff") }, { 'C', response } }).substr (0, 7), "let go:");
}

TEST (Mysql, IsNoOtherProtocol)
{
  EXPECT_FALSE (tl_prelude_sniff (tl_bytes ("\x46\0\0\0\x0bserver", 11)));
  EXPECT_FALSE (tl_prelude_sniff (tl_bytes ("\x46\0\0\0\x0aserver", 11)));
  EXPECT_FALSE (tl_prelude_sniff (tl_bytes ("\x46\0\0\1\x0a""8.0", 8)));
  EXPECT_FALSE (tl_prelude_sniff (tl_bytes ("\x46\xff", 2)));
}

/* What is promised and does not come is waited for, but not kept room for. */
TEST (Mysql, OfWhichTheGreetingIsCutShort)
{
  Before before;
  before.say (1, "\xff\3\0\0\x0a"s + "8.0.28\0"s);
  EXPECT_EQ (before.told (), "");
  EXPECT_LE (tl_prelude_size (before.prelude), 1000u);
}
