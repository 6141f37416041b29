/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One element of DER at a time.
 */
#include "certificates.h"

#include "x509/der.h"

TEST (Der, ReadsElements)
{
  std::string der = tlv (2, "\5") + tlv (4, std::string (300, 'x'));
  TlBytes bytes = bytes_of (der);
  TlTlv element;

  ASSERT_TRUE (tl_der_read (&bytes, &element));
  EXPECT_EQ (element.identifier, TL_DER_INTEGER);
  EXPECT_EQ (element.header, 2);
  EXPECT_EQ (element.whole.length, 3u);
  ASSERT_TRUE (tl_der_read (&bytes, &element));
  EXPECT_EQ (element.header, 4);
  EXPECT_EQ (element.content.length, 300u);
  EXPECT_EQ (bytes.length, 0u);
  EXPECT_FALSE (tl_der_read (&bytes, &element));
}

TEST (Der, ReadsLongTags)
{
  std::string der = std::string ("\xbf\x81\x01\x01x", 5);
  TlBytes bytes = bytes_of (der);
  TlTlv element;

  ASSERT_TRUE (tl_der_read (&bytes, &element));
  EXPECT_EQ (element.header, 4);
  der = "\xbf\x81\x81\x81\x81\x01";
  bytes = bytes_of (der);
  EXPECT_FALSE (tl_der_read (&bytes, &element));
  EXPECT_EQ (bytes.length, 6u);
}

TEST (Der, ReadsWhatIsThereOfOneThatIsCut)
{
  std::string der = std::string ("\x04\x05"
                                 "abc");
  TlBytes bytes = bytes_of (der);
  TlTlv element;

  EXPECT_FALSE (tl_der_read (&bytes, &element));
  EXPECT_EQ (bytes.length, 5u);
  ASSERT_TRUE (tl_der_read_partial (&bytes, &element));
  EXPECT_EQ (element.claimed, 5u);
  EXPECT_EQ (element.content.length, 3u);
}

TEST (Der, ReadsOneAlone)
{
  TlTlv element;

  EXPECT_TRUE (tl_der_only (bytes_of (tlv (2, "\1")), TL_DER_INTEGER, &element));
  EXPECT_TRUE (tl_der_only (bytes_of (tlv (2, "\1")), 0, &element));
  EXPECT_FALSE (tl_der_only (bytes_of (tlv (2, "\1")), TL_DER_OCTET_STRING, &element));
  EXPECT_FALSE (tl_der_only (bytes_of (tlv (2, "\1") + "x"), TL_DER_INTEGER, &element));
}
