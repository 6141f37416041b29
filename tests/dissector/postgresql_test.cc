/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * PostgreSQL before TLS.
 */
#include "dialogue-before.h"

#include <gtest/gtest.h>

using namespace std::string_literals;

static const std::string ssl_request = "\0\0\0\x08\x04\xd2\x16\x2f"s;
static const std::string gssenc_request = "\0\0\0\x08\x04\xd2\x16\x30"s;
static const std::string startup = "\0\0\0\x13\0\3\0\0user\0postgres\0"s;

TEST (Postgresql, AsksForTls)
{
  EXPECT_EQ (read_before_cut ({ { 'C', ssl_request }, { 'S', "S" } }), "postgresql: C a SSLRequest|S g S|");
}

TEST (Postgresql, AsksForGssapiBefore)
{
  EXPECT_EQ (read_before_cut ({ { 'C', gssenc_request }, { 'S', "N" }, { 'C', ssl_request }, { 'S', "S" } }),
             "postgresql: C GSSENCRequest|S N|C a SSLRequest|S g S|");
  EXPECT_EQ (read_before ({ { 'C', gssenc_request }, { 'S', "G" } }).substr (0, 7), "let go:");
}

TEST (Postgresql, Refused)
{
  EXPECT_EQ (read_before_cut ({ { 'C', ssl_request }, { 'S', "N" } }), ": C a SSLRequest|S r N|");
  EXPECT_EQ (read_before_cut ({ { 'C', ssl_request }, { 'S', "N" }, { 'C', startup } }).substr (0, 7), "let go:");
}

TEST (Postgresql, IsNotWhatDoesNotAsk)
{
  EXPECT_EQ (read_before_cut ({ { 'C', startup } }), "let go: : ");
  EXPECT_EQ (read_before ({ { 'C', ssl_request }, { 'S', "Error" } }), "postgresql: C a SSLRequest|");
  EXPECT_EQ (read_before ({ { 'C', ssl_request }, { 'C', "\xff\xff\xff\xff" } }), "postgresql: C a SSLRequest|") << "a length";
}
