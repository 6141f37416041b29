/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * SOCKS before TLS.
 */
#include "dialogue-before.h"

#include <gtest/gtest.h>

using namespace std::string_literals;

static const std::string methods = "\5\2\0\2"s;
static const std::string connect_to_name = "\5\1\0\3\x0b"s + "example.org" + "\1\xbb"s;
static const std::string granted = "\5\0\0\1\x7f\0\0\1\x04\x38"s;

TEST (Socks, Version5)
{
  EXPECT_EQ (read_before_cut ({ { 'C', methods }, { 'S', "\5\0"s }, { 'C', connect_to_name }, { 'S', granted } }),
             "socks: C SOCKS5 methods: NO AUTHENTICATION REQUIRED, USERNAME/PASSWORD|S SOCKS5 method: NO AUTHENTICATION REQUIRED|"
             "C a SOCKS5 CONNECT example.org:443|S g SOCKS5 succeeded 127.0.0.1:1080|");
}

TEST (Socks, Version5WithAPassword)
{
  EXPECT_EQ (read_before_cut ({ { 'C', methods },
                                { 'S', "\5\2"s },
                                { 'C', "\1\2me\6secret" },
                                { 'S', "\1\0"s },
                                { 'C', "\5\1\0\1\xc0\0\2\1\1\xbb"s },
                                { 'S', "\5\0\0\4"s + std::string (15, '\0') + "\1\0\0"s } }),
             "socks: C SOCKS5 methods: NO AUTHENTICATION REQUIRED, USERNAME/PASSWORD|S SOCKS5 method: USERNAME/PASSWORD|"
             "C s SOCKS5 UNAME me, PASSWD (6 bytes not shown)|S SOCKS5 STATUS 0|C a SOCKS5 CONNECT 192.0.2.1:443|"
             "S g SOCKS5 succeeded [::1]:0|");
}

TEST (Socks, OfAClientThatDoesNotWait)
{
  EXPECT_EQ (read_before_cut ({ { 'C', "\5\1\0"s + connect_to_name }, { 'S', "\5\0"s + granted } }),
             "socks: C SOCKS5 methods: NO AUTHENTICATION REQUIRED|C a SOCKS5 CONNECT example.org:443|"
             "S SOCKS5 method: NO AUTHENTICATION REQUIRED|S g SOCKS5 succeeded 127.0.0.1:1080|");
}

TEST (Socks, Refused)
{
  EXPECT_EQ (read_before_cut ({ { 'C', "\5\1\0"s }, { 'S', "\5\xff"s } }),
             "let go: : C SOCKS5 methods: NO AUTHENTICATION REQUIRED|S r SOCKS5 method: NO ACCEPTABLE METHODS|");
  EXPECT_EQ (read_before ({ { 'C', "\5\1\0"s }, { 'S', "\5\0"s }, { 'C', connect_to_name }, { 'S', "\5\2\0\1\0\0\0\0\0\0"s } }),
             "let go: : C SOCKS5 methods: NO AUTHENTICATION REQUIRED|S SOCKS5 method: NO AUTHENTICATION REQUIRED|"
             "C a SOCKS5 CONNECT example.org:443|S r SOCKS5 connection not allowed by ruleset 0.0.0.0:0|");
  EXPECT_EQ (read_before ({ { 'C', methods }, { 'S', "\5\2"s }, { 'C', "\1\1a\1b" }, { 'S', "\1\1" } }),
             "let go: : C SOCKS5 methods: NO AUTHENTICATION REQUIRED, USERNAME/PASSWORD|S SOCKS5 method: USERNAME/PASSWORD|"
             "C s SOCKS5 UNAME a, PASSWD (1 byte not shown)|S r SOCKS5 STATUS 1|");
}

TEST (Socks, Version4)
{
  EXPECT_EQ (read_before_cut ({ { 'C', "\4\1\1\xbb\xc0\0\2\1me\0"s }, { 'S', "\0\x5a\0\0\0\0\0\0"s } }),
             "socks: C a SOCKS4 CONNECT 192.0.2.1:443 USERID me|S g SOCKS4 request granted|");
  EXPECT_EQ (read_before_cut ({ { 'C', "\4\1\1\xbb\0\0\0\1\0example.org\0"s }, { 'S', "\0\x5b\0\0\0\0\0\0"s } }),
             "let go: : C a SOCKS4 CONNECT example.org:443|S r SOCKS4 request rejected or failed|");
}

TEST (Socks, AsFarAsItIsUnderstood)
{
  EXPECT_EQ (read_before ({ { 'C', methods }, { 'S', "\5\0"s }, { 'C', "\5\1\0\7what"s } }),
             ": C SOCKS5 methods: NO AUTHENTICATION REQUIRED, USERNAME/PASSWORD|S SOCKS5 method: NO AUTHENTICATION REQUIRED|");
  EXPECT_EQ (read_before ({ { 'C', "\4\1\1\xbb\xc0\0\2\1"s + std::string (300, 'x') } }), "let go: : ");
}

TEST (Socks, IsNoOtherProtocol)
{
  EXPECT_FALSE (tl_prelude_sniff (tl_bytes ("\5\0\0\0", 4)));
  EXPECT_FALSE (tl_prelude_sniff (tl_bytes ("\5\1\x40", 3)));
  EXPECT_FALSE (tl_prelude_sniff (tl_bytes ("\5\x40\0", 3)));
  EXPECT_FALSE (tl_prelude_sniff (tl_bytes ("\4\3\1\xbb\1\2\3\4\5", 9)));
}
