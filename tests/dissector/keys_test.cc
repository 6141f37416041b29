/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Keys of every kind, and what algorithms are called.
 */
#include "certificates.h"

#include "x509/keys.h"

/* A certificate with the SubjectPublicKeyInfo @info. */
static Certificate
with_key (const std::string &info)
{
  auto algorithm = sequence (oid ("1.2.840.10045.4.3.2")), name = sequence (rdn ("2.5.4.3", tlv (0x0c, "a")));
  auto validity = sequence (tlv (0x17, "260101000000Z") + tlv (0x17, "270101000000Z"));
  auto tbs = sequence (tlv (2, "\1") + algorithm + name + validity + name + info);

  return decode (sequence (tbs + algorithm + tlv (3, std::string (1, '\0') + "s")));
}

struct Expected
{
  const char *file;
  const char *algorithm;
  int bits;
  const char *curve;
  const char *signature;
};

static const Expected expected[] = {
  { "all.der", "rsaEncryption", 2048, nullptr, "sha256WithRSAEncryption" },
  { "v1.der", "rsaEncryption", 1024, nullptr, "sha1WithRSAEncryption" },
  { "pss.der", "id-RSASSA-PSS", 1024, nullptr, "id-RSASSA-PSS" },
  { "ec.der", "id-ecPublicKey", 384, "secp384r1", "ecdsa-with-SHA384" },
  { "ec-explicit.der", "id-ecPublicKey", 256, nullptr, "ecdsa-with-SHA256" },
  { "ed25519.der", "id-Ed25519", 256, nullptr, "id-Ed25519" },
  { "dsa.der", "id-dsa", 1024, nullptr, "id-dsa-with-sha256" },
  { "mldsa44.der", "id-ml-dsa-44", 0, nullptr, "id-ml-dsa-44" },
  { "slhdsa.der", "id-slh-dsa-sha2-128s", 0, nullptr, "id-slh-dsa-sha2-128s" },
};

TEST (Keys, AreTold)
{
  for (const auto &e : expected)
    {
      auto certificate = decode (read_certificate (e.file));

      EXPECT_STREQ (certificate->key_algorithm, e.algorithm) << e.file;
      EXPECT_EQ (certificate->key_bits, e.bits) << e.file;
      EXPECT_STREQ (certificate->key_curve, e.curve) << e.file;
      EXPECT_STREQ (certificate->signature_algorithm, e.signature) << e.file;
      EXPECT_EQ (certificate->fault, nullptr) << e.file;
    }
}

TEST (Keys, AlgorithmsSayTheirParameters)
{
  auto sha512 = sequence (oid ("2.16.840.1.101.3.4.2.3"));

  EXPECT_EQ (taken (tl_algorithm_text (bytes_of (sequence (oid ("1.2.840.113549.1.1.11") + tlv (5, ""))))),
             "sha256WithRSAEncryption");
  EXPECT_EQ (
      taken (tl_algorithm_text (bytes_of (sequence (oid ("1.2.840.10045.2.1") + oid ("1.3.132.0.34"))))),
      "id-ecPublicKey (secp384r1)");
  EXPECT_EQ (taken (tl_algorithm_text (
                 bytes_of (sequence (oid ("1.2.840.113549.1.1.10") + sequence (tlv (0xa0, sha512)))))),
             "id-RSASSA-PSS (sha512)");
  EXPECT_EQ (taken (tl_algorithm_text (bytes_of (sequence (oid ("1.2.840.113549.1.1.10") + sequence (""))))),
             "id-RSASSA-PSS (sha1)");
  EXPECT_EQ (taken (tl_algorithm_text (bytes_of (sequence (oid ("1.2.3.4"))))), "1.2.3.4");
  EXPECT_EQ (tl_algorithm_text (bytes_of ("zz")), nullptr);
}

/* The size of a curve stands in its name, but not always first. */
TEST (Keys, ReadTheSizeOfCurves)
{
  const std::pair<const char *, int> expected[] = { { "1.2.156.10197.1.301", 256 },    { "1.2.840.10045.3.0.1", 163 },
                                                    { "1.3.132.0.39", 571 },           { "1.3.36.3.3.2.8.1.1.13", 512 },
                                                    { "1.2.840.10045.3.1.4", 239 },    { "1.3.132.0.35", 521 },
                                                    { "1.2.3.4", 0 } };

  for (const auto &[curve, bits] : expected)
    {
      auto info = sequence (sequence (oid ("1.2.840.10045.2.1") + oid (curve)) + tlv (3, std::string ("\0\4", 2)));
      EXPECT_EQ (with_key (info)->key_bits, bits) << curve;
    }
}

TEST (Keys, ReadTheSizeOfPrimes)
{
  auto number = tlv (2, std::string ("\0\xff", 2) + std::string (127, 'p')), small = tlv (2, "\2");
  auto rsa = tlv (3, std::string (1, '\0') + sequence (number + small)), any = tlv (3, std::string ("\0", 1) + small);

  EXPECT_EQ (with_key (sequence (sequence (oid ("1.2.840.113549.1.3.1") + sequence (number + small)) + any))->key_bits, 1024);
  EXPECT_EQ (with_key (sequence (sequence (oid ("1.2.840.10046.2.1") + sequence (number + small + small)) + any))->key_bits, 1024);
  EXPECT_EQ (with_key (sequence (sequence (oid ("1.2.840.113549.1.3.1") + tlv (5, "")) + any))->key_bits, 0);
  EXPECT_EQ (with_key (sequence (sequence (oid ("1.2.840.113549.1.1.7")) + rsa))->key_bits, 1024);
  EXPECT_EQ (with_key (sequence (sequence (oid ("2.5.8.1.1") + small) + rsa))->key_bits, 1024);
}
