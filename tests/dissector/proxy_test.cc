/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The PROXY protocol before TLS.
 */
#include "dialogue-before.h"

#include <gtest/gtest.h>

using namespace std::string_literals;

static const std::string signature = "\r\n\r\n\0\r\nQUIT\n"s;

TEST (Proxy, Version1)
{
  EXPECT_EQ (read_before_cut ({ { 'C', "PROXY TCP4 192.0.2.1 192.0.2.2 1234 443\r\n" } }),
             "proxy: C PROXY TCP4 192.0.2.1 192.0.2.2 1234 443|");
  EXPECT_EQ (read_before ({ { 'C', "PROXY UNKNOWN\r\n" } }), "proxy: C PROXY UNKNOWN|");
}

TEST (Proxy, Version2)
{
  EXPECT_EQ (read_before_cut ({ { 'C', signature + "\x21\x11\0\x0c\xc0\0\2\1\xc0\0\2\2\4\xd2\1\xbb"s } }),
             "proxy: C PROXY TCP4 192.0.2.1:1234 192.0.2.2:443|");
  EXPECT_EQ (read_before_cut ({ { 'C', signature + "\x21\x21\0\x24\x20\1\xd\xb8"s + std::string (11, '\0') + "\1\x20\1\xd\xb8"s
                                           + std::string (11, '\0') + "\2\4\xd2\1\xbb"s } }),
             "proxy: C PROXY TCP6 [2001:db8::1]:1234 [2001:db8::2]:443|");
  EXPECT_EQ (read_before_cut ({ { 'C', signature + "\x20\0\0\0"s } }), "proxy: C LOCAL|");
  EXPECT_EQ (read_before ({ { 'C', signature + "\x21\x11\0\2\xc0\0"s } }), "proxy: C PROXY TCP4|");
  EXPECT_EQ (read_before ({ { 'C', signature + "\x21\x31\0\2\xc0\0"s } }), "proxy: C PROXY UNSPEC|");
}

TEST (Proxy, BeforeAnotherProtocol)
{
  EXPECT_EQ (read_before_cut ({ { 'C', "PROXY UNKNOWN\r\n" },
                                { 'S', "220 mail\r\n" },
                                { 'C', "STARTTLS\r\n" },
                                { 'S', "220 go\r\n" } }),
             "smtp: C PROXY UNKNOWN|S 220 mail|C a STARTTLS|S g 220 go|");
}

TEST (Proxy, WithoutEnd)
{
  EXPECT_EQ (read_before ({ { 'C', "PROXY " + std::string (200, 'x') + "\r\n" } }), "let go: : ");
  EXPECT_EQ (read_before ({ { 'C', signature + "\x21\x11\xff\xff"s } }), "let go: : ");
}
