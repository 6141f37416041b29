/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Names: RFC 4514, its examples among them, and every type of string.
 */
#include "certificates.h"

#include "x509/names.h"

static std::string
name_text (const std::string &rdns)
{
  return taken (tl_name_text (bytes_of (sequence (rdns))));
}

static std::string
value_text (int identifier, const std::string &content)
{
  return name_text (rdn ("2.5.4.3", tlv (identifier, content)));
}

/* RFC 4514 section 4. */
TEST (Names, AreThoseOfTheExamples)
{
  auto dc_net = rdn ("0.9.2342.19200300.100.1.25", tlv (0x16, "net"));
  auto dc_example = rdn ("0.9.2342.19200300.100.1.25", tlv (0x16, "example"));
  auto ou = sequence (oid ("2.5.4.11") + tlv (0x13, "Sales"));
  auto cn = sequence (oid ("2.5.4.3") + tlv (0x13, "J.  Smith"));

  EXPECT_EQ (name_text (dc_net + dc_example + rdn ("0.9.2342.19200300.100.1.1", tlv (0x13, "jsmith"))),
             "UID=jsmith,DC=example,DC=net");
  EXPECT_EQ (name_text (dc_net + dc_example + tlv (0x31, ou + cn)),
             "OU=Sales+CN=J.  Smith,DC=example,DC=net");
  EXPECT_EQ (name_text (rdn ("2.5.4.3", tlv (0x0c, "James \"Jim\" Smith, III"))),
             "CN=James \\\"Jim\\\" Smith\\, III");
  EXPECT_EQ (name_text (rdn ("2.5.4.3", tlv (0x0c, "Before\rAfter"))), "CN=Before\\0DAfter");
  EXPECT_EQ (name_text (rdn ("1.3.6.1.4.1.1466.0", tlv (4, "Hi"))), "1.3.6.1.4.1.1466.0=#04024869");
  EXPECT_EQ (name_text (rdn ("2.5.4.3", tlv (0x0c, "Lu\xc4\x8di\xc4\x87"))), "CN=Lučić");
}

TEST (Names, EscapeWhatTheRfcAsksFor)
{
  EXPECT_EQ (value_text (0x0c, "\"+,;<>\\"), "CN=\\\"\\+\\,\\;\\<\\>\\\\");
  EXPECT_EQ (value_text (0x0c, " a "), "CN=\\ a\\ ");
  EXPECT_EQ (value_text (0x0c, " "), "CN=\\ ");
  EXPECT_EQ (value_text (0x0c, "#a#"), "CN=\\#a#");
  EXPECT_EQ (value_text (0x0c, "a=b"), "CN=a=b");
  EXPECT_EQ (value_text (0x0c, std::string ("\0", 1)), "CN=\\00");
  EXPECT_EQ (value_text (0x0c, ""), "CN=");
}

TEST (Names, AreSafeToShow)
{
  EXPECT_EQ (value_text (0x0c, "a\xe2\x80\xae"
                               "b"),
             "CN=a\\E2\\80\\AEb");
  EXPECT_EQ (value_text (0x0c, "\xff\xfe"), "CN=\\FF\\FE");
  EXPECT_EQ (value_text (0x13, "\x1b[0m\x7f"), "CN=\\1B[0m\\7F");
}

TEST (Names, ReadEveryTypeOfString)
{
  EXPECT_EQ (value_text (0x12, "12 3"), "CN=12 3");
  EXPECT_EQ (value_text (0x13, "printable"), "CN=printable");
  EXPECT_EQ (value_text (0x14, "M\xfcller"), "CN=Müller");
  EXPECT_EQ (value_text (0x16, "a@b"), "CN=a@b");
  EXPECT_EQ (value_text (0x1a, "visible"), "CN=visible");
  EXPECT_EQ (value_text (0x1c, std::string ("\0\0\0a\0\1\xf6\0", 8)), "CN=a😀");
  EXPECT_EQ (value_text (0x1e, std::string ("\0b\x20\xac\xd8\x3d\xde\0", 8)), "CN=b€😀");
  EXPECT_EQ (value_text (0x1e, std::string ("\xd8\x3d", 2)), "CN=\xef\xbf\xbd");
  EXPECT_EQ (value_text (0x02, "\5"), "CN=#020105");
}

TEST (Names, PickTheMostSpecificCommonName)
{
  auto certificate = decode (
      make_certificate (rdn ("2.5.4.3", tlv (0x0c, "first")) + rdn ("2.5.4.3", tlv (0x0c, "last"))));

  EXPECT_STREQ (certificate->subject_common_name, "last");
  EXPECT_EQ (decode (make_certificate (rdn ("2.5.4.10", tlv (0x0c, "o"))))->subject_common_name, nullptr);
}

TEST (Names, AreNullWhereTheyAreNone)
{
  EXPECT_EQ (tl_name_text (bytes_of ("zzz")), nullptr);
  EXPECT_EQ (tl_rdn_text (bytes_of (sequence (""))), nullptr);
  EXPECT_EQ (tl_attribute_text (bytes_of (tlv (0x31, ""))), nullptr);
  EXPECT_EQ (taken (tl_name_text (bytes_of (sequence ("")))), "");
  EXPECT_EQ (taken (tl_rdn_text (bytes_of (rdn ("2.5.4.6", tlv (0x13, "DE"))))), "C=DE");
  EXPECT_EQ (taken (tl_attribute_text (bytes_of (sequence (oid ("2.5.4.6") + tlv (0x13, "DE"))))), "C=DE");
}

static std::string
general_name (int identifier, const std::string &content)
{
  std::string der = tlv (identifier, content);
  TlTlv element;

  EXPECT_TRUE (tl_der_only (bytes_of (der), 0, &element));
  return taken (tl_general_name_text (&element));
}

TEST (Names, OfOtherKinds)
{
  EXPECT_EQ (general_name (0x82, "a.example"), "DNS:a.example");
  EXPECT_EQ (general_name (0x87, "\x0a\1\2\3"), "IP:10.1.2.3");
  EXPECT_EQ (general_name (0x87, "\x0a\1\2"), "IP:0a0102");
  EXPECT_EQ (general_name (0x88, "\x2a\x03\x04"), "RID:1.2.3.4");
  EXPECT_EQ (general_name (0xa4, sequence (rdn ("2.5.4.3", tlv (0x0c, "x")))), "dirName:CN=x");
  EXPECT_EQ (general_name (0xa4, "zz"), "(null)");
  EXPECT_EQ (general_name (0xa0, oid ("1.2.3") + tlv (0xa0, tlv (2, "\7"))), "otherName:1.2.3:020107");
  EXPECT_EQ (general_name (0x99, "?"), "(null)");
}
