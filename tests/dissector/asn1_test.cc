/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * libtasn1 behind the scan: paths, counts, numbers and object identifiers.
 */
#include "certificates.h"

#include "x509/asn1.h"

#include <thread>

TEST (Asn1, FindsElements)
{
  auto der = sequence (tlv (1, "\xff") + tlv (2, "\7"));
  TlAsn1 asn1;
  TlTlv element;
  guint number = 0;

  ASSERT_TRUE (tl_asn1_decode (&asn1, "PKIX.BasicConstraints", bytes_of (der), nullptr));
  EXPECT_TRUE (tl_asn1_find (&asn1, &element, "cA"));
  EXPECT_EQ (element.content.data[0], 0xff);
  EXPECT_TRUE (tl_asn1_number (&asn1, "pathLenConstraint", &number));
  EXPECT_EQ (number, 7u);
  EXPECT_FALSE (tl_asn1_find (&asn1, &element, "nothing"));
  EXPECT_FALSE (tl_asn1_number (&asn1, "nothing", &number));
  tl_asn1_clear (&asn1);
}

TEST (Asn1, KnowsWhatIsLeftOut)
{
  auto der = sequence ("");
  TlAsn1 asn1;
  TlTlv element;

  ASSERT_TRUE (tl_asn1_decode (&asn1, "PKIX.BasicConstraints", bytes_of (der), nullptr));
  EXPECT_FALSE (tl_asn1_find (&asn1, &element, "cA"));
  EXPECT_EQ (tl_asn1_count (&asn1, "cA"), 0u);
  tl_asn1_clear (&asn1);
}

TEST (Asn1, Counts)
{
  auto der = sequence (repeat (oid ("1.2.3"), 5));
  TlAsn1 asn1;

  ASSERT_TRUE (tl_asn1_decode (&asn1, "PKIX.ExtKeyUsageSyntax", bytes_of (der), nullptr));
  EXPECT_EQ (tl_asn1_count (&asn1, ""), 5u);
  tl_asn1_clear (&asn1);
}

TEST (Asn1, SaysWhyNot)
{
  char *why = nullptr;
  TlAsn1 asn1;

  EXPECT_FALSE (tl_asn1_decode (&asn1, "PKIX.BasicConstraints", bytes_of (sequence (tlv (4, "x"))), &why));
  EXPECT_EQ (taken (why).rfind ("Not decoded: ", 0), 0u);
  EXPECT_FALSE (tl_asn1_decode (&asn1, "PKIX.BasicConstraints", bytes_of ("x"), nullptr));
  EXPECT_FALSE (tl_asn1_decode (&asn1, "PKIX.NoSuchType", bytes_of (sequence ("")), nullptr));
  EXPECT_EQ (asn1.node, nullptr);
}

static std::string
oid_text (const std::string &der)
{
  TlTlv element;

  EXPECT_TRUE (tl_der_only (bytes_of (der), 0, &element));
  return taken (tl_asn1_oid_text (&element));
}

TEST (Asn1, ReadsObjectIdentifiers)
{
  EXPECT_EQ (oid_text (oid ("2.5.4.3")), "commonName");
  EXPECT_EQ (oid_text (oid ("1.2.3.4")), "1.2.3.4");
  EXPECT_EQ (oid_text (tlv (6, "")), "");
  EXPECT_EQ (oid_text (tlv (6, "\x2a\x80")), "2a80");
  EXPECT_EQ (oid_text (tlv (6, std::string (1000, '\x7f'))).substr (0, 6), "7f7f7f");
}

/* The definitions are shared: any thread may be the first. */
TEST (Asn1, DecodesInThreads)
{
  auto der = read_certificate ("all.der");
  std::vector<std::thread> threads;

  for (int i = 0; i < 4; i++)
    threads.emplace_back ([&] {
      for (int n = 0; n < 50; n++)
        EXPECT_EQ (decode (der)->fault, nullptr);
    });
  for (auto &thread : threads)
    thread.join ();
}
