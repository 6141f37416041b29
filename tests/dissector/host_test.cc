/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * RFC 9525: which certificate is for which host.
 */
#include "certificates.h"

static Certificate
with_names (const std::string &names)
{
  return decode (make_certificate (rdn ("2.5.4.3", tlv (0x0c, "common.example")),
                                   extension ("2.5.29.17", sequence (names))));
}

static bool
dns_matches (const char *presented, const char *host)
{
  return tl_certificate_matches_host (with_names (tlv (0x82, presented)).get (), host);
}

TEST (Host, ComparesNames)
{
  EXPECT_TRUE (dns_matches ("a.example", "a.example"));
  EXPECT_TRUE (dns_matches ("A.Example", "a.eXAMPLE"));
  EXPECT_TRUE (dns_matches ("a.example", "a.example."));
  EXPECT_FALSE (dns_matches ("a.example", "b.example"));
  EXPECT_FALSE (dns_matches ("a.example", "x.a.example"));
  EXPECT_FALSE (dns_matches ("a.example", ""));
  EXPECT_FALSE (dns_matches ("", ""));
}

/* Section 6.3: only the complete leftmost label, and one label alone. */
TEST (Host, ComparesWildcards)
{
  EXPECT_TRUE (dns_matches ("*.a.example", "x.a.example"));
  EXPECT_FALSE (dns_matches ("*.a.example", "a.example"));
  EXPECT_FALSE (dns_matches ("*.a.example", "x.y.a.example"));
  EXPECT_FALSE (dns_matches ("*.a.example", ".a.example"));
  EXPECT_FALSE (dns_matches ("x*.a.example", "xy.a.example"));
  EXPECT_FALSE (dns_matches ("*.*.example", "x.y.example"));
  EXPECT_FALSE (dns_matches ("x.*.example", "x.y.example"));
  EXPECT_FALSE (dns_matches ("*", "a"));
}

TEST (Host, ComparesAddresses)
{
  auto certificate = with_names (tlv (0x87, "\x0a\1\2\3") + tlv (0x82, "10.9.9.9")
                                 + tlv (0x87, std::string ("\x20\1\xd\xb8\0\0\0\0\0\0\0\0\0\0\0\1", 16)));

  EXPECT_TRUE (tl_certificate_matches_host (certificate.get (), "10.1.2.3"));
  EXPECT_TRUE (tl_certificate_matches_host (certificate.get (), "2001:DB8:0::1"));
  EXPECT_FALSE (tl_certificate_matches_host (certificate.get (), "10.9.9.9"));
  EXPECT_FALSE (tl_certificate_matches_host (certificate.get (), "10.1.2.4"));
}

TEST (Host, DoesNotAskTheCommonName)
{
  auto certificate = with_names (tlv (0x82, "a.example"));
  EXPECT_FALSE (tl_certificate_matches_host (certificate.get (), "common.example"));
}

/* A name with a NUL in it is not the name before the NUL. */
TEST (Host, IsNotMisled)
{
  auto certificate = with_names (tlv (0x82, std::string ("a.example\0.evil.example", 23)));
  EXPECT_FALSE (tl_certificate_matches_host (certificate.get (), "a.example"));
  EXPECT_FALSE (tl_certificate_matches_host (decode ("x").get (), "a.example"));
}
