/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Extensions that are defined elsewhere than in RFC 5280.
 */
#include "certificates.h"

#include "x509/extension-text.h"

static const std::string log_id (32, '\x11');

/* RFC 6962 section 3.2. */
static std::string
sct (int version = 0)
{
  std::string body = std::string (1, (char) version) + log_id + std::string ("\0\0\x01\x9b\xd5\xb6\xa4\0", 8)
                     + std::string ("\0\0\4\3\0\0", 6);
  return std::string (1, '\0') + (char) body.size () + body;
}

static std::string
sct_list (const std::string &scts)
{
  std::string list = { (char) (scts.size () >> 8), (char) scts.size () };
  return taken (tl_extension_sct_list (bytes_of (tlv (4, list + scts))));
}

TEST (ExtensionOther, CountsTimestamps)
{
  auto one
      = std::string ("1111111111111111111111111111111111111111111111111111111111111111 2026-01-19T10:04:35Z");

  EXPECT_EQ (sct_list (sct ()), "1 timestamp of a log: " + one);
  EXPECT_EQ (sct_list (sct () + sct ()), "2 timestamps of logs: " + one + ", " + one);
  EXPECT_EQ (sct_list (""), "0 timestamps of logs");
}

TEST (ExtensionOther, RefusesDamagedTimestamps)
{
  EXPECT_EQ (sct_list (sct (1)), "(null)");
  EXPECT_EQ (sct_list (sct ().substr (0, 20)), "(null)");
  EXPECT_EQ (sct_list (sct () + "x"), "(null)");
  EXPECT_EQ (tl_extension_sct_list (bytes_of (tlv (4, "\x01\x01z"))), nullptr);
}

TEST (ExtensionOther, NamesFeatures)
{
  EXPECT_EQ (
      taken (tl_extension_features (bytes_of (sequence (tlv (2, "\5") + tlv (2, "\x11") + tlv (2, "\x63"))))),
      "status_request, status_request_v2, 99");
}

TEST (ExtensionOther, KnowsPoison)
{
  EXPECT_EQ (taken (tl_extension_null (bytes_of (tlv (5, "")))), "NULL");
  EXPECT_EQ (tl_extension_null (bytes_of (tlv (4, ""))), nullptr);
}

TEST (ExtensionOther, ReadsTemplates)
{
  EXPECT_EQ (taken (tl_extension_template (bytes_of (sequence (oid ("1.2.3"))))), "1.2.3");
  EXPECT_EQ (taken (tl_extension_template (bytes_of (sequence (oid ("1.2.3") + tlv (2, "\x07"))))),
             "1.2.3 7");
  EXPECT_EQ (tl_extension_template (bytes_of (sequence (""))), nullptr);
}
