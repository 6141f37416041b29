/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Telnet before TLS.
 */
#include "dialogue-before.h"

#include <gtest/gtest.h>

static const std::string follows = "\xff\xfa\x2e\1\xff\xf0";

TEST (Telnet, AsksForTls)
{
  EXPECT_EQ (read_before_cut ({ { 'S', "\xff\xfd\x2e" }, { 'C', "\xff\xfb\x2e" + follows }, { 'S', follows } }),
             "telnet: S o IAC DO START_TLS|C a IAC WILL START_TLS|C IAC SB START_TLS FOLLOWS IAC SE|"
             "S g IAC SB START_TLS FOLLOWS IAC SE|");
}

TEST (Telnet, Refused)
{
  EXPECT_EQ (read_before_cut ({ { 'S', "\xff\xfd\x2e" }, { 'C', "\xff\xfc\x2e" } }),
             ": S o IAC DO START_TLS|C r IAC WONT START_TLS|");
}

TEST (Telnet, OtherOptions)
{
  EXPECT_EQ (read_before_cut ({ { 'S', "\xff\xfd\x18\xff\xfb\xc8\xff\xf1" }, { 'C', "\xff\xfa\x18\1xterm\xff\xf0" } }),
             ": S IAC DO TERMINAL-TYPE|S IAC WILL 200|S IAC 241|C IAC SB TERMINAL-TYPE (6 bytes) IAC SE|");
}

TEST (Telnet, EndsWhereTypingBegins)
{
  EXPECT_EQ (read_before ({ { 'S', "\xff\xfd\x18login: \xff\xfd\x18" } }), ": S IAC DO TERMINAL-TYPE|");
  EXPECT_EQ (read_before ({ { 'S', "\xff\xfa" + std::string (1000, 'x') } }), "let go: : ") << "without end";
}
