/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * RDP before TLS.
 */
#include "dialogue-before.h"

#include <gtest/gtest.h>

using namespace std::string_literals;

/* TPKT, then X.224 with what follows its fixed part. */
static std::string
tpkt (char code, const std::string &variable)
{
  return "\3\0\0"s + std::string (1, (char) (11 + variable.size ())) + std::string (1, (char) (6 + variable.size ())) + code + "\0\0\0\0\0"s
         + variable;
}

static std::string
negotiation (char type, char value)
{
  return std::string (1, type) + "\0\x08\0"s + std::string (1, value) + "\0\0\0"s;
}

TEST (Rdp, AsksForTls)
{
  EXPECT_EQ (read_before_cut ({ { 'C', tpkt ('\xe0', "Cookie: mstshash=me\r\n" + negotiation (1, 3)) },
                                { 'S', tpkt ('\xd0', negotiation (2, 2)) } }),
             "rdp: C a X.224 Connection Request, Cookie: mstshash=me, requestedProtocols PROTOCOL_SSL, PROTOCOL_HYBRID|"
             "S g X.224 Connection Confirm, selectedProtocol PROTOCOL_HYBRID|");
  EXPECT_EQ (read_before_cut ({ { 'C', tpkt ('\xe0', negotiation (1, 1)) }, { 'S', tpkt ('\xd0', negotiation (2, 1)) } }),
             "rdp: C a X.224 Connection Request, requestedProtocols PROTOCOL_SSL|"
             "S g X.224 Connection Confirm, selectedProtocol PROTOCOL_SSL|");
}

TEST (Rdp, Refused)
{
  EXPECT_EQ (read_before_cut ({ { 'C', tpkt ('\xe0', negotiation (1, 0x21)) }, { 'S', tpkt ('\xd0', negotiation (3, 2)) } }),
             "let go: : C a X.224 Connection Request, requestedProtocols PROTOCOL_SSL, 0x00000020|"
             "S r X.224 Connection Confirm, failureCode SSL_NOT_ALLOWED_BY_SERVER|");
  EXPECT_EQ (read_before ({ { 'C', tpkt ('\xe0', negotiation (1, 1)) }, { 'S', tpkt ('\xd0', negotiation (3, 9)) } }),
             "let go: : C a X.224 Connection Request, requestedProtocols PROTOCOL_SSL|S r X.224 Connection Confirm, failureCode 9|");
}

TEST (Rdp, IsLetGoWhereItNeedsNoTls)
{
  EXPECT_EQ (read_before_cut ({ { 'C', tpkt ('\xe0', "Cookie: mstshash=me\r\n") } }).substr (0, 7), "let go:");
  EXPECT_EQ (read_before ({ { 'C', tpkt ('\xe0', negotiation (1, 0)) } }).substr (0, 7), "let go:");
  EXPECT_EQ (read_before ({ { 'C', tpkt ('\xe0', negotiation (1, 1)) }, { 'S', tpkt ('\xd0', "") } }).substr (0, 7), "let go:");
}

TEST (Rdp, IsNoOtherProtocol)
{
  EXPECT_FALSE (tl_prelude_sniff (tl_bytes ("\3\0\0\x0b\x06\xf0", 6)));
  EXPECT_FALSE (tl_prelude_sniff (tl_bytes ("\3\1\0\x0b\6\xe0", 6)));
  EXPECT_FALSE (tl_prelude_sniff (tl_bytes ("\3\0\xff\xff", 4)));
}
