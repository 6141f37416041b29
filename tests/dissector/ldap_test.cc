/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * LDAP before TLS.
 */
#include "dialogue-before.h"

#include <gtest/gtest.h>

using namespace std::string_literals;

static std::string
tlv (char tag, const std::string &content)
{
  return std::string (1, tag) + std::string (1, (char) content.size ()) + content;
}

static std::string
ldap (char id, const std::string &operation)
{
  return tlv (0x30, tlv (2, std::string (1, id)) + operation);
}

static const std::string start_tls = tlv (0x77, tlv ('\x80', "1.3.6.1.4.1.1466.20037"));

static std::string
result (char tag, char code)
{
  return tlv (tag, tlv (10, std::string (1, code)) + tlv (4, "") + tlv (4, ""));
}

TEST (Ldap, AsksForTls)
{
  EXPECT_EQ (read_before_cut ({ { 'C', ldap (1, start_tls) }, { 'S', ldap (1, result (0x78, 0)) } }),
             "ldap: C a extendedReq, requestName 1.3.6.1.4.1.1466.20037 (StartTLS)|S g extendedResp, resultCode success|");
}

TEST (Ldap, Refused)
{
  EXPECT_EQ (read_before_cut ({ { 'C', ldap (1, start_tls) }, { 'S', ldap (1, result (0x78, 53)) } }),
             ": C a extendedReq, requestName 1.3.6.1.4.1.1466.20037 (StartTLS)|S r extendedResp, resultCode unwillingToPerform|");
  EXPECT_EQ (read_before ({ { 'C', ldap (1, start_tls) }, { 'S', ldap (0, result (0x78, 2)) } }),
             "ldap: C a extendedReq, requestName 1.3.6.1.4.1.1466.20037 (StartTLS)|S extendedResp, resultCode protocolError|")
      << "the answer to something else";
}

TEST (Ldap, DoesOtherThingsBefore)
{
  EXPECT_EQ (read_before_cut ({ { 'C', ldap (1, tlv (0x60, tlv (2, "\3") + tlv (4, "cn=me") + tlv ('\x80', "secret"))) },
                                { 'S', ldap (1, result (0x61, 13)) },
                                { 'C', ldap (2, tlv (0x63, "…")) },
                                { 'S', ldap (2, tlv (0x64, "…")) + ldap (2, result (0x65, 99)) },
                                { 'C', ldap (3, start_tls) } }),
             "ldap: C s bindRequest cn=me, simple (6 bytes not shown)|S bindResponse, resultCode confidentialityRequired|"
             "C searchRequest|S searchResEntry|S searchResDone, resultCode 99|"
             "C a extendedReq, requestName 1.3.6.1.4.1.1466.20037 (StartTLS)|");
  EXPECT_EQ (read_before ({ { 'C', ldap (1, tlv (0x60, tlv (2, "\3") + tlv (4, "") + tlv ('\x80', ""))) } }), ": C bindRequest simple|");
}

TEST (Ldap, LongLengths)
{
  std::string inner = tlv (2, "\1") + start_tls;
  std::string length (1, (char) inner.size ());
  for (std::string head : { "\x30\x81"s, "\x30\x82\0"s, "\x30\x84\0\0\0"s })
    EXPECT_EQ (read_before_cut ({ { 'C', head + length + inner } }),
               "ldap: C a extendedReq, requestName 1.3.6.1.4.1.1466.20037 (StartTLS)|");
}

TEST (Ldap, Hostile)
{
  EXPECT_EQ (read_before ({ { 'C', "\x30\x84\xff\xff\xff\xff\2\1\1\x77"s } }), "let go: : ") << "a length without end";
  EXPECT_EQ (read_before ({ { 'C', ldap (1, "\x77\x7f\x80\x7f"s) } }), "let go: : ") << "longer than what it is in";
  EXPECT_EQ (read_before ({ { 'C', ldap (1, tlv (0x77, "\x80\x7f"s)) } }), ": C extendedReq, requestName |");
  EXPECT_EQ (read_before ({ { 'C', ldap (1, start_tls) }, { 'S', "\x30\x80" } }),
             "ldap: C a extendedReq, requestName 1.3.6.1.4.1.1466.20037 (StartTLS)|") << "the indefinite form";
  EXPECT_FALSE (tl_prelude_sniff (tl_bytes ("\x30\x80", 2)));
  EXPECT_FALSE (tl_prelude_sniff (tl_bytes ("\x30\x10\2\1\1\x30", 6))) << "SNMP and others";
}
