/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Key derivation, against vectors that others have published.
 */
#include "secrets/kdf.h"

#include "rfc8448.h"

#include <algorithm>
#include <gtest/gtest.h>

using rfc8448::unhex;

namespace
{

TlBytes
bytes (const Data &data)
{
  return tl_bytes (data.data (), data.size ());
}

TlSecret
secret_of (const std::string &hex)
{
  Data data = unhex (hex);
  TlSecret secret = {};

  std::copy (data.begin (), data.end (), secret.bytes);
  secret.length = data.size ();
  return secret;
}

std::string
hex (const guint8 *data, gsize n)
{
  std::string text;

  for (gsize i = 0; i < n; i++)
    text += "0123456789abcdef"[data[i] >> 4], text += "0123456789abcdef"[data[i] & 15];
  return text;
}

/* Every step of the key schedules of RFC 8448, from those before it. */
TEST (Kdf, Rfc8448)
{
  guint n = 0;

  for (const auto &trace : rfc8448::traces ())
    for (const auto &step : trace.schedule)
      {
        TlSecret from = secret_of (step.from.empty () ? "" : trace.find (step.from).value), out = {};
        Data context = unhex (step.context), expected = unhex (step.value);
        guint8 key[TL_SECRET_SIZE];

        SCOPED_TRACE (std::string (trace.name) + ", " + step.name);
        n++;
        if (step.label == nullptr)
          ASSERT_TRUE (tl_hkdf_extract (GNUTLS_DIG_SHA256, tl_secret_bytes (&from), bytes (context), &out));
        else if (expected.size () == 32)
          ASSERT_TRUE (tl_derive_secret (GNUTLS_DIG_SHA256, false, &from, step.label, bytes (context), &out));
        else
          {
            ASSERT_TRUE (tl_hkdf_expand_label (GNUTLS_DIG_SHA256, false, tl_secret_bytes (&from), step.label, bytes (context),
                                               key, expected.size ()));
            EXPECT_EQ (hex (key, expected.size ()), step.value);
            continue;
          }
        EXPECT_EQ (hex (out.bytes, out.length), step.value);
      }
  EXPECT_EQ (n, 112u);
}

/* RFC 9147 section 5.9: only the prefix of the label differs. */
TEST (Kdf, DtlsHasAPrefixOfItsOwn)
{
  TlSecret secret = secret_of (std::string (64, 'a'));
  guint8 info[] = { 0, 16, 9, 'd', 't', 'l', 's', '1', '3', 'k', 'e', 'y', 0 };
  guint8 out[16], expected[16], block[32];
  Data text (info, info + sizeof info);

  ASSERT_TRUE (tl_hkdf_expand_label (GNUTLS_DIG_SHA256, true, tl_secret_bytes (&secret), "key", tl_bytes (nullptr, 0), out, 16));
  /* RFC 5869 section 2.3: the first block is HMAC (secret, info, 1) */
  text.push_back (1);
  ASSERT_TRUE (tl_hmac (GNUTLS_DIG_SHA256, tl_secret_bytes (&secret), bytes (text), block));
  memcpy (expected, block, 16);
  EXPECT_EQ (hex (out, 16), hex (expected, 16));
}

TEST (Kdf, WhatIsTooLongIsRefused)
{
  TlSecret secret = secret_of (std::string (64, 'a'));
  Data context (255, 1);
  guint8 out[16];
  std::string label (249, 'x');

  EXPECT_TRUE (tl_hkdf_expand_label (GNUTLS_DIG_SHA256, false, tl_secret_bytes (&secret), label.c_str (), bytes (context), out, 16));
  label += "x";
  EXPECT_FALSE (tl_hkdf_expand_label (GNUTLS_DIG_SHA256, false, tl_secret_bytes (&secret), label.c_str (), bytes (context), out, 16));
  context.push_back (1);
  EXPECT_FALSE (tl_hkdf_expand_label (GNUTLS_DIG_SHA256, false, tl_secret_bytes (&secret), "x", bytes (context), out, 16));
  EXPECT_FALSE (tl_prf (0x0303, GNUTLS_DIG_SHA256, tl_secret_bytes (&secret), "label", bytes (Data (252, 1)), out, 16));
  EXPECT_TRUE (tl_prf (0x0303, GNUTLS_DIG_SHA256, tl_secret_bytes (&secret), "label", bytes (Data (251, 1)), out, 16));
}

TEST (Kdf, NoHashIsNoAnswer)
{
  TlSecret secret = secret_of (std::string (64, 'a')), out = {};
  guint8 digest[64];

  EXPECT_EQ (tl_hash_size (GNUTLS_DIG_UNKNOWN), 0u);
  EXPECT_FALSE (tl_hash (GNUTLS_DIG_UNKNOWN, tl_secret_bytes (&secret), digest));
  EXPECT_FALSE (tl_hkdf_extract (GNUTLS_DIG_UNKNOWN, tl_secret_bytes (&secret), tl_secret_bytes (&secret), &out));
  EXPECT_FALSE (tl_prf (0x0303, GNUTLS_DIG_UNKNOWN, tl_secret_bytes (&secret), "label", tl_secret_bytes (&secret), digest, 16));
}

struct PrfVector
{
  guint16 version;
  gnutls_digest_algorithm_t hash;
  const char *secret, *label, *seed, *expected;
};

class Prf : public testing::TestWithParam<PrfVector>
{
};

TEST_P (Prf, IsThePublishedOne)
{
  const PrfVector &v = GetParam ();
  Data secret = unhex (v.secret), seed = unhex (v.seed);
  gsize n = strlen (v.expected) / 2;
  std::vector<guint8> out (n);

  ASSERT_TRUE (tl_prf (v.version, v.hash, bytes (secret), v.label, bytes (seed), out.data (), n));
  EXPECT_EQ (hex (out.data (), n), v.expected);
}

INSTANTIATE_TEST_SUITE_P (
    Vectors, Prf,
    testing::Values (
        /* For TLS 1.0: the vector that implementations have agreed on since 1999 (ietf-tls list, message 01589). */
        PrfVector{ 0x0301, GNUTLS_DIG_UNKNOWN,
                   "abababababababababababababababababababababababababababababababababababababababababababababababab", "PRF Testvector",
                   "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
                   "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
                   "d3d4d1e349b5d515044666d51de32bab258cb521b6b053463e354832fd976754443bcf9a296519bc289abcbc1187e4eb"
                   "d31e602353776c408aafb74cbc85eff69255f9788faa184cbb957a9819d84a5d7eb006eb459d3ae8de9810454b8b2d8f"
                   "1afbc655a8c9a013" },
        /* The halves of 47 bytes share the middle one: what OpenSSL computes. */
        PrfVector{ 0x0302, GNUTLS_DIG_UNKNOWN,
                   "ababababababababababababababababababababababababababababababababababababababababababababababab", "odd", "cdcd",
                   "0c2cc13ad74dc71453137ddb95f52a6456d622daf2b59f52337540548a72fca536e95f02e14d5a20" },
        /* For TLS 1.2: ietf-tls list, message 03416 */
        PrfVector{ 0x0303, GNUTLS_DIG_SHA256, "9bbe436ba940f017b17652849a71db35", "test label",
                   "a0ba9f936cda311827a6f796ffd5198c",
                   "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af"
                   "0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff701"
                   "87347b66" },
        PrfVector{ 0x0303, GNUTLS_DIG_SHA384, "b80b733d6ceefcdc71566ea48e5567df", "test label",
                   "cd665cf6a8447dd6ff8b27555edb7465",
                   "7b0c18e9ced410ed1804f2cfa34a336a1c14dffb4900bb5fd7942107e81c83cde9ca0faa60be9fe34f82b1233c9146a0"
                   "e534cb400fed2700884f9dc236f80edd8bfa961144c9e8d792eca722a7b32fc3d416d473ebc2c5fd4abfdad05d918425"
                   "9b5bf8cd4d90fa0d31e2dec479e4f1a26066f2eea9a69236a3e52655c9e9aee691c8f3a26854308d5eaa3be85e099070"
                   "3d73e56f" }));

/* RFC 6101 section 6.1, reckoned by hand with MD5 and SHA-1: a premaster secret of 00 to 2f, randoms of 11 and of 22. */
TEST (PrfSsl3, IsAHashAroundAHash)
{
  Data premaster, both = Data (32, 0x11) + Data (32, 0x22), turned = Data (32, 0x22) + Data (32, 0x11);
  guint8 main_secret[48], block[70];

  for (guint i = 0; i < 48; i++)
    premaster.push_back ((guint8) i);
  ASSERT_TRUE (tl_prf_ssl3 (bytes (premaster), bytes (both), main_secret, sizeof main_secret));
  EXPECT_EQ (hex (main_secret, sizeof main_secret),
             "e3cdc731e4c550f4dd3d673e3341b13373ccd4f19a02a58559bda110416bd50589601ec712f3749b0432ebb5dfc92f7d");
  ASSERT_TRUE (tl_prf_ssl3 (tl_bytes (main_secret, 48), bytes (turned), block, sizeof block));
  EXPECT_EQ (hex (block, sizeof block),
             "51fe814d214d2b5d442c11fba938a2f17ed71bd82576051e2c30bb16f69b3d0b55d1f4967b9e949718f77097be306035"
             "043419eea2744083192f181779eb1f20ca810b3227c5");
}

TEST (PrfSsl3, EndsWithTheAlphabet)
{
  Data secret (48, 1);
  std::vector<guint8> out (26 * 16 + 1);

  EXPECT_TRUE (tl_prf_ssl3 (bytes (secret), bytes (secret), out.data (), 26 * 16));
  EXPECT_FALSE (tl_prf_ssl3 (bytes (secret), bytes (secret), out.data (), 26 * 16 + 1));
}

} // namespace
