/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The scan before libtasn1: every cap at one less, at it, and at one more.
 */
#include "certificates.h"

#include "limits.h"
#include "x509/der.h"

static TlDerVerdict
verdict_of (const std::string &der)
{
  return tl_der_scan (bytes_of (der)).verdict;
}

static std::string
nested (size_t depth)
{
  std::string der = tlv (5, "");

  for (size_t i = 0; i < depth; i++)
    der = sequence (der);
  return der;
}

/* @n elements in all, in lists that are not too long. */
static std::string
with_elements (size_t n)
{
  std::string lists;
  size_t rest = n - 1;

  for (; rest > 1000; rest -= 1000)
    lists += sequence (repeat (tlv (5, ""), 999));
  return sequence (lists + (rest > 0 ? sequence (repeat (tlv (5, ""), rest - 1)) : ""));
}

TEST (DerScan, TellsWhatIsSound)
{
  auto scan = tl_der_scan (bytes_of (sequence (tlv (2, "\1"))));

  EXPECT_EQ (scan.verdict, TL_DER_SOUND);
  EXPECT_EQ (scan.length, 5u);
  EXPECT_EQ (tl_der_scan_fault (&scan, 5), nullptr);
  EXPECT_EQ (verdict_of (tlv (2, "\1")), TL_DER_SOUND);
}

TEST (DerScan, TellsWhatIsNot)
{
  EXPECT_EQ (verdict_of (""), TL_DER_EMPTY);
  EXPECT_EQ (verdict_of ("\x30"), TL_DER_DAMAGED);
  EXPECT_EQ (verdict_of (std::string ("\x30\x80\0\0", 4)), TL_DER_DAMAGED); /* indefinite */
  EXPECT_EQ (verdict_of ("\x30\x85\1\1\1\1\1"), TL_DER_DAMAGED);
  EXPECT_EQ (verdict_of ("\x30\x05\x01"), TL_DER_TRUNCATED);
  EXPECT_EQ (verdict_of (sequence (tlv (5, "")) + "x"), TL_DER_TRAILING);
  auto scan = tl_der_scan (bytes_of (sequence (tlv (5, "") + "\x02\x09x")));
  EXPECT_EQ (scan.verdict, TL_DER_DAMAGED);
  EXPECT_EQ (scan.count, 4u);
}

/* What is too much for libtasn1 is an element all the same. */
TEST (DerScan, TellsWhatIsAnElement)
{
  auto is_element = [] (const std::string &der) { return tl_der_is_element (bytes_of (der)); };

  for (auto &good : { tlv (2, "\1"), tlv (4, std::string (TL_LIMIT_DER, 'x')), nested (TL_LIMIT_DER_DEPTH + 5), with_elements (TL_LIMIT_DER_ELEMENTS + 5),
                      sequence (repeat (tlv (5, ""), TL_LIMIT_DER_SIBLINGS + 5)), sequence (repeat (tlv (0x31, ""), TL_LIMIT_DER_RDNS + 5)) })
    {
      EXPECT_TRUE (is_element (good)) << verdict_of (good);
      EXPECT_FALSE (is_element (good + "x")) << verdict_of (good);
      EXPECT_FALSE (is_element (good.substr (0, good.size () - 1))) << verdict_of (good);
    }
  for (auto &bad : { std::string (), std::string ("abc"), sequence ("\x02\x09x"), std::string ("\x30\x80\0\0", 4) })
    EXPECT_FALSE (is_element (bad));
}

TEST (DerScan, CapsTheSize)
{
  EXPECT_EQ (verdict_of (tlv (4, std::string (TL_LIMIT_DER - 6, 'x'))), TL_DER_SOUND);
  EXPECT_EQ (verdict_of (tlv (4, std::string (TL_LIMIT_DER - 5, 'x'))), TL_DER_SOUND);
  EXPECT_EQ (verdict_of (tlv (4, std::string (TL_LIMIT_DER - 4, 'x'))), TL_DER_TOO_LARGE);
}

TEST (DerScan, CapsTheDepth)
{
  EXPECT_EQ (verdict_of (nested (TL_LIMIT_DER_DEPTH - 1)), TL_DER_SOUND);
  EXPECT_EQ (verdict_of (nested (TL_LIMIT_DER_DEPTH)), TL_DER_SOUND);
  EXPECT_EQ (verdict_of (nested (TL_LIMIT_DER_DEPTH + 1)), TL_DER_TOO_DEEP);
  EXPECT_EQ (verdict_of (nested (5000)), TL_DER_TOO_DEEP);
}

TEST (DerScan, CapsTheElements)
{
  EXPECT_EQ (verdict_of (with_elements (TL_LIMIT_DER_ELEMENTS - 1)), TL_DER_SOUND);
  EXPECT_EQ (verdict_of (with_elements (TL_LIMIT_DER_ELEMENTS)), TL_DER_SOUND);
  EXPECT_EQ (verdict_of (with_elements (TL_LIMIT_DER_ELEMENTS + 1)), TL_DER_TOO_MANY_ELEMENTS);
}

TEST (DerScan, CapsSiblings)
{
  EXPECT_EQ (verdict_of (sequence (repeat (tlv (5, ""), TL_LIMIT_DER_SIBLINGS - 1))), TL_DER_SOUND);
  EXPECT_EQ (verdict_of (sequence (repeat (tlv (5, ""), TL_LIMIT_DER_SIBLINGS))), TL_DER_SOUND);
  auto scan = tl_der_scan (bytes_of (sequence (repeat (tlv (5, ""), TL_LIMIT_DER_SIBLINGS + 1))));
  EXPECT_EQ (scan.verdict, TL_DER_TOO_MANY_SIBLINGS);
  EXPECT_EQ (scan.count, TL_LIMIT_DER_SIBLINGS + 1u);
}

TEST (DerScan, CapsNameParts)
{
  auto part = tlv (0x31, "");

  EXPECT_EQ (verdict_of (sequence (repeat (part, TL_LIMIT_DER_RDNS - 1))), TL_DER_SOUND);
  EXPECT_EQ (verdict_of (sequence (repeat (part, TL_LIMIT_DER_RDNS))), TL_DER_SOUND);
  EXPECT_EQ (verdict_of (sequence (repeat (part, TL_LIMIT_DER_RDNS + 1))), TL_DER_TOO_MANY_RDNS);
}

/* A flood that is damaged, or mixed with something else, is a flood nevertheless. */
TEST (DerScan, IsNotMisledByDamage)
{
  EXPECT_EQ (verdict_of (sequence (repeat (tlv (0x31, ""), 600) + "\x02\x7f")), TL_DER_TOO_MANY_RDNS);
  EXPECT_EQ (verdict_of (sequence (repeat (tlv (0x31, ""), 600) + tlv (5, ""))), TL_DER_TOO_MANY_RDNS);
}

TEST (DerScan, SaysWhy)
{
  for (auto der : { std::string (""), std::string ("\x30"), std::string ("\x30\x05"), nested (40),
                    std::string (TL_LIMIT_DER + 1, 'x'), sequence ("") + "x" })
    {
      auto scan = tl_der_scan (bytes_of (der));
      auto fault = taken (tl_der_scan_fault (&scan, der.size ()));
      EXPECT_EQ (fault.back (), '.') << fault;
      EXPECT_GT (fault.size (), 20u);
    }
}
