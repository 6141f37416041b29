/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Every cipher suite of the registry, against what GnuTLS says of the same suite, and which of them can be opened at all.
 */
#include "secrets/suites.h"

#include "registries/registries.h"
#include "secrets/protection.h"

#include <gnutls/gnutls.h>
#include <gtest/gtest.h>
#include <map>
#include <string>

namespace
{

/* The suites of GnuTLS are those of the registry: the same cipher, the same MAC, the same sizes. */
TEST (Suites, AreThoseOfGnutls)
{
  unsigned char id[2];
  gnutls_cipher_algorithm_t cipher;
  gnutls_mac_algorithm_t mac;
  gnutls_kx_algorithm_t exchange;
  gnutls_protocol_t version;
  guint n = 0;

  for (size_t i = 0; gnutls_cipher_suite_info (i, id, &exchange, &cipher, &mac, &version) != nullptr; i++)
    {
      guint16 code = (guint16) (id[0] << 8 | id[1]);
      const char *name = tl_registry_name (TL_REGISTRY_CIPHER_SUITE, code);
      TlSuite suite;

      if (name == nullptr || strstr (name, "GOST"))
        continue;
      SCOPED_TRACE (name);
      n++;
      ASSERT_TRUE (tl_suite (code, &suite));
      EXPECT_EQ (suite.cipher, cipher);
      EXPECT_EQ (suite.key_size, cipher == GNUTLS_CIPHER_NULL ? 0 : gnutls_cipher_get_key_size (cipher));
      EXPECT_EQ (suite.secret_key_size, suite.key_size);
      EXPECT_FALSE (suite.is_export);
      if (suite.form == TL_SUITE_AEAD)
        {
          EXPECT_EQ (mac, GNUTLS_MAC_AEAD);
          EXPECT_EQ (suite.tag_size, gnutls_cipher_get_tag_size (cipher));
          EXPECT_EQ (suite.iv_size, gnutls_cipher_get_iv_size (cipher));
          EXPECT_EQ (suite.mac_size, 0u);
        }
      else
        {
          EXPECT_EQ ((int) suite.mac, (int) mac);
          EXPECT_EQ (suite.mac_size, gnutls_hmac_get_len (mac));
          EXPECT_EQ (suite.tag_size, 0u);
        }
      if (suite.form == TL_SUITE_BLOCK)
        EXPECT_EQ (suite.iv_size, gnutls_cipher_get_block_size (cipher));
    }
  EXPECT_GT (n, 100u);
}

/* RFC 5246 section 5, RFC 5288 section 3, RFC 5289 section 3: a suite whose name ends with a hash derives with it, one with an
 * older hash with SHA-256. */
TEST (Suites, DeriveWithTheHashOfTheirName)
{
  for (guint32 code = 0; code <= 0xffff; code++)
    {
      const char *name = tl_registry_name (TL_REGISTRY_CIPHER_SUITE, code);
      TlSuite suite;

      if (!tl_suite ((guint16) code, &suite))
        continue;
      EXPECT_EQ (suite.hash, g_str_has_suffix (name, "_SHA384") ? GNUTLS_DIG_SHA384 : GNUTLS_DIG_SHA256) << name;
    }
}

/* What cannot be opened is what no library has a cipher or a hash for, and nothing else. */
TEST (Suites, OpenAllButTheseCiphers)
{
  std::map<std::string, guint> closed;

  for (guint32 code = 0; code <= 0xffff; code++)
    {
      const TlCipherSuiteInfo *info = tl_cipher_suite_info (code);
      TlSuite suite;

      if (info == nullptr)
        {
          EXPECT_FALSE (tl_suite ((guint16) code, &suite)) << code;
          continue;
        }
      if (!tl_suite ((guint16) code, &suite))
        closed[info->cipher]++;
    }
  std::map<std::string, guint> expected = {
    { "3DES-CBC", 3 }, { "AES-128-CBC", 3 }, { "AES-256-CBC", 3 }, /* with RIPEMD-160, which never was more than a draft */
    { "AEGIS-128L", 1 }, { "AEGIS-256", 1 }, { "AES-128-CCM", 1 }, { "AES-128-GCM", 1 }, { "ARIA-128-CBC", 14 },
    { "ARIA-128-GCM", 13 }, { "ARIA-256-CBC", 14 }, { "ARIA-256-GCM", 13 }, { "Ascon-AEAD128", 2 },
    { "GOST-28147-CNT", 4 }, { "Kuznyechik-CTR", 1 }, { "Kuznyechik-MGM-L", 1 },
    { "Kuznyechik-MGM-S", 1 }, { "Magma-CTR", 1 }, { "Magma-MGM-L", 1 }, { "Magma-MGM-S", 1 }, { "NULL", 4 },
    { "SM4-CBC", 4 }, { "SM4-CCM", 1 }, { "SM4-GCM", 5 },
  };
  EXPECT_EQ (closed, expected);
}

/* And which of them it is that is missing. */
TEST (Suites, WhatIsMissingIsNamed)
{
  for (guint32 code = 0; code <= 0xffff; code++)
    {
      const TlCipherSuiteInfo *info = tl_cipher_suite_info (code);
      const char *missing = tl_suite_missing ((guint16) code);
      TlSuite suite;

      if (info == nullptr || tl_suite ((guint16) code, &suite))
        EXPECT_EQ (missing, nullptr) << code;
      else
        EXPECT_TRUE (g_strcmp0 (missing, info->cipher) == 0 || g_strcmp0 (missing, info->hash) == 0) << code;
    }
  EXPECT_STREQ (tl_suite_missing (0xc03c), "ARIA-128-CBC");
  EXPECT_STREQ (tl_suite_missing (0x00c6), "SM4-GCM");
}

/* A cipher that is named is there. */
TEST (Suites, HaveTheirCiphers)
{
  for (guint32 code = 0; code <= 0xffff; code++)
    {
      TlSuite suite;
      TlWriteKeys keys = {};

      if (!tl_suite ((guint16) code, &suite))
        continue;
      for (gsize i = 0; i < sizeof keys.key.bytes; i++)
        keys.key.bytes[i] = keys.iv.bytes[i] = keys.mac_key.bytes[i] = (guint8) (i * 37 + 1);
      keys.key.length = suite.key_size;
      keys.mac_key.length = suite.mac_size;
      keys.iv.length = suite.form == TL_SUITE_AEAD ? suite.fixed_iv_size : suite.iv_size;
      for (guint16 version : { 0x0301, 0x0303 })
        {
          g_autoptr (TlProtection) protection = tl_protection_new (&suite, version, false, &keys);
          EXPECT_NE (protection, nullptr) << tl_registry_name (TL_REGISTRY_CIPHER_SUITE, code);
        }
    }
}

/* RFC 2246 section 6.3.1 and appendix C; draft-ietf-tls-56-bit-ciphersuites: whose keys are made from less. */
TEST (Suites, ExportSuites)
{
  static const struct
  {
    guint16 code;
    gsize secret, key;
  } suites[] = { { 0x0003, 5, 16 }, { 0x0006, 5, 16 }, { 0x0008, 5, 8 }, { 0x0017, 5, 16 }, { 0x0060, 7, 16 }, { 0x0061, 7, 16 }, { 0x0062, 8, 8 }, { 0x0064, 7, 16 } };
  guint n = 0;

  for (const auto &expected : suites)
    {
      TlSuite suite;

      ASSERT_TRUE (tl_suite (expected.code, &suite)) << expected.code;
      EXPECT_TRUE (suite.is_export) << expected.code;
      EXPECT_EQ (suite.secret_key_size, expected.secret) << expected.code;
      EXPECT_EQ (suite.key_size, expected.key) << expected.code;
    }
  for (guint32 code = 0; code <= 0xffff; code++)
    {
      TlSuite suite;
      const char *name = tl_registry_name (TL_REGISTRY_CIPHER_SUITE, code);

      if (!tl_suite ((guint16) code, &suite) || !suite.is_export)
        continue;
      EXPECT_NE (strstr (name, "EXPORT"), nullptr) << name;
      n++;
    }
  EXPECT_EQ (n, 21u);
}

} // namespace
