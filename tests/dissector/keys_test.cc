/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Keys of every kind, and what algorithms are called.
 */
#include "certificates.h"

#include "x509/keys.h"

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
