/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * From the premaster secret to keys, and what a Finished holds: TLS 1.2 and older.
 */
#include "secrets/key-block.h"

#include "data.h"

#include <gtest/gtest.h>

namespace
{

TlRandoms
randoms ()
{
  TlRandoms both;

  memset (both.client, 0xc1, sizeof both.client);
  memset (both.server, 0x51, sizeof both.server);
  return both;
}

Data
data_of (const TlSecret &secret)
{
  return Data (secret.bytes, secret.bytes + secret.length);
}

TlSuite
suite_of (guint16 code)
{
  TlSuite suite;

  EXPECT_TRUE (tl_suite (code, &suite)) << code;
  return suite;
}

TlSecret
main_secret_of (guint16 version, const TlSuite &suite)
{
  TlRandoms both = randoms ();
  Data premaster (48, 3);
  TlSecret secret = {};

  EXPECT_TRUE (tl_main_secret (&suite, version, tl_bytes (premaster.data (), premaster.size ()), &both, tl_bytes (nullptr, 0),
                               &secret));
  return secret;
}

/* What the PRF gives, as one block. */
Data
block_of (guint16 version, const TlSuite &suite, const TlSecret &secret, gsize n)
{
  Data seed = Data (32, 0x51) + Data (32, 0xc1), block (n);
  TlBytes seed_bytes = tl_bytes (seed.data (), seed.size ());

  EXPECT_TRUE (version == 0x0300
                   ? tl_prf_ssl3 (tl_secret_bytes (&secret), seed_bytes, block.data (), n)
                   : tl_prf (version, suite.hash, tl_secret_bytes (&secret), "key expansion", seed_bytes, block.data (), n));
  return block;
}

struct Cut
{
  const char *name;
  guint16 suite, version;
  gsize mac, key, iv;
};

class KeyBlock : public testing::TestWithParam<Cut>
{
};

/* RFC 5246 section 6.3: the client's comes first, MAC keys before keys before IVs. */
TEST_P (KeyBlock, IsCut)
{
  const Cut &expected = GetParam ();
  TlSuite suite = suite_of (expected.suite);
  TlSecret secret = main_secret_of (expected.version, suite);
  TlRandoms both = randoms ();
  TlWriteKeys keys[2];

  ASSERT_TRUE (tl_key_block (&suite, expected.version, &secret, &both, keys));
  EXPECT_EQ (keys[0].mac_key.length, expected.mac);
  EXPECT_EQ (keys[0].key.length, expected.key);
  EXPECT_EQ (keys[0].iv.length, expected.iv);
  EXPECT_EQ (data_of (keys[0].mac_key) + data_of (keys[1].mac_key) + data_of (keys[0].key) + data_of (keys[1].key)
                 + data_of (keys[0].iv) + data_of (keys[1].iv),
             block_of (expected.version, suite, secret, 2 * (expected.mac + expected.key + expected.iv)));
}

INSTANTIATE_TEST_SUITE_P (Suites, KeyBlock,
                          testing::Values (Cut{ "rc4_ssl3", 0x0004, 0x0300, 16, 16, 0 },
                                           Cut{ "triple_des_ssl3", 0x000a, 0x0300, 20, 24, 8 },
                                           Cut{ "aes_tls10", 0x0035, 0x0301, 20, 32, 16 },
                                           Cut{ "aes_tls11", 0x0035, 0x0302, 20, 32, 0 },
                                           Cut{ "aes_tls12", 0x003d, 0x0303, 32, 32, 0 },
                                           Cut{ "aes_sha384", 0xc024, 0x0303, 48, 32, 0 },
                                           Cut{ "gcm", 0xc02f, 0x0303, 0, 16, 4 }, Cut{ "ccm_8", 0xc0ae, 0x0303, 0, 16, 4 },
                                           Cut{ "chacha20", 0xcca8, 0x0303, 0, 32, 12 },
                                           Cut{ "null", 0x0002, 0x0301, 20, 0, 0 }),
                          [] (const auto &info) { return std::string (info.param.name); });

/* RFC 2246 section 6.3.1: from the five secret bytes the key is made, from both randoms the IVs. */
TEST (KeyBlockExport, Stretches)
{
  for (guint16 code : { 0x0003, 0x0008, 0x0062, 0x0064 })
    {
      TlSuite suite = suite_of (code);
      TlSecret secret = main_secret_of (0x0301, suite);
      TlRandoms both = randoms ();
      TlWriteKeys keys[2];
      Data seed = Data (32, 0xc1) + Data (32, 0x51), block, ivs (16);
      TlBytes seed_bytes = tl_bytes (seed.data (), seed.size ());

      SCOPED_TRACE (code);
      ASSERT_TRUE (tl_key_block (&suite, 0x0301, &secret, &both, keys));
      block = block_of (0x0301, suite, secret, 2 * (suite.mac_size + suite.secret_key_size));
      ASSERT_TRUE (tl_prf (0x0301, suite.hash, tl_bytes ("", 0), "IV block", seed_bytes, ivs.data (), 16));
      for (guint side = 0; side < 2; side++)
        {
          Data key (suite.key_size);

          EXPECT_EQ (keys[side].key.length, suite.key_size);
          ASSERT_TRUE (tl_prf (0x0301, suite.hash,
                               tl_bytes (block.data () + 2 * suite.mac_size + side * suite.secret_key_size, suite.secret_key_size),
                               side == 0 ? "client write key" : "server write key", seed_bytes, key.data (), key.size ()));
          EXPECT_EQ (data_of (keys[side].key), key);
          if (suite.form == TL_SUITE_BLOCK)
            EXPECT_EQ (data_of (keys[side].iv), Data (ivs.begin () + 8 * side, ivs.begin () + 8 * side + 8));
          else
            EXPECT_EQ (keys[side].iv.length, 0u);
        }
    }
}

/* RFC 6101 section 6.2.2.1: MD5 of the secret bytes and both randoms, each side's own first. */
TEST (KeyBlockExport, StretchesInSsl3)
{
  TlSuite suite = suite_of (0x0008);
  TlSecret secret = main_secret_of (0x0300, suite);
  TlRandoms both = randoms ();
  TlWriteKeys keys[2];
  Data block = block_of (0x0300, suite, secret, 2 * (20 + 5));

  ASSERT_TRUE (tl_key_block (&suite, 0x0300, &secret, &both, keys));
  for (guint side = 0; side < 2; side++)
    {
      Data own (32, side == 0 ? 0xc1 : 0x51), other (32, side == 0 ? 0x51 : 0xc1);
      Data five (block.begin () + 40 + 5 * side, block.begin () + 45 + 5 * side), text = five + own + other, digest (16);

      ASSERT_TRUE (tl_hash (GNUTLS_DIG_MD5, tl_bytes (text.data (), text.size ()), digest.data ()));
      EXPECT_EQ (data_of (keys[side].key), Data (digest.begin (), digest.begin () + 8));
      text = own + other;
      ASSERT_TRUE (tl_hash (GNUTLS_DIG_MD5, tl_bytes (text.data (), text.size ()), digest.data ()));
      EXPECT_EQ (data_of (keys[side].iv), Data (digest.begin (), digest.begin () + 8));
    }
}

/* RFC 7627 section 4: the hash of the messages takes the place of the randoms. */
TEST (MainSecret, Extended)
{
  TlSuite suite = suite_of (0xc02f);
  TlRandoms both = randoms ();
  Data premaster (48, 3), hash (32, 7), expected (48);
  TlSecret plain = main_secret_of (0x0303, suite), extended = {};

  ASSERT_TRUE (tl_main_secret (&suite, 0x0303, tl_bytes (premaster.data (), 48), &both, tl_bytes (hash.data (), 32), &extended));
  ASSERT_TRUE (tl_prf (0x0303, GNUTLS_DIG_SHA256, tl_bytes (premaster.data (), 48), "extended master secret",
                       tl_bytes (hash.data (), 32), expected.data (), 48));
  EXPECT_EQ (data_of (extended), expected);
  EXPECT_NE (data_of (extended), data_of (plain));
  Data seed = Data (32, 0xc1) + Data (32, 0x51);
  ASSERT_TRUE (tl_prf (0x0303, GNUTLS_DIG_SHA256, tl_bytes (premaster.data (), 48), "master secret",
                       tl_bytes (seed.data (), 64), expected.data (), 48));
  EXPECT_EQ (data_of (plain), expected);
}

/* RFC 5246 section 7.4.9, RFC 4346 section 7.4.9, RFC 6101 section 5.6.9 */
TEST (VerifyData, IsAsLongAsTheVersionSays)
{
  TlSuite suite = suite_of (0x002f);
  Data messages (1000, 1);
  TlBytes bytes = tl_bytes (messages.data (), messages.size ());
  guint8 client[36], server[36];

  for (guint16 version : { 0x0300, 0x0301, 0x0302, 0x0303 })
    {
      TlSecret secret = main_secret_of (version, suite);

      EXPECT_EQ (tl_finished_verify_data (&suite, version, &secret, true, bytes, client), version == 0x0300 ? 36u : 12u);
      EXPECT_EQ (tl_finished_verify_data (&suite, version, &secret, false, bytes, server), version == 0x0300 ? 36u : 12u);
      EXPECT_NE (memcmp (client, server, 12), 0);
    }
}

/* RFC 6101 section 5.6.9, written out. */
TEST (VerifyData, Ssl3)
{
  TlSuite suite = suite_of (0x002f);
  TlSecret secret = main_secret_of (0x0300, suite);
  Data messages = bytes_of ("messages"), key = data_of (secret);
  guint8 verify_data[36];
  auto hash = [] (gnutls_digest_algorithm_t algorithm, const Data &text) {
    Data out (tl_hash_size (algorithm));
    EXPECT_TRUE (tl_hash (algorithm, tl_bytes (text.data (), text.size ()), out.data ()));
    return out;
  };
  Data expected;

  for (auto algorithm : { GNUTLS_DIG_MD5, GNUTLS_DIG_SHA1 })
    {
      gsize n = algorithm == GNUTLS_DIG_MD5 ? 48 : 40;
      expected = expected
                 + hash (algorithm, key + Data (n, 0x5c)
                                        + hash (algorithm, messages + bytes_of ("SRVR") + key + Data (n, 0x36)));
    }
  ASSERT_EQ (tl_finished_verify_data (&suite, 0x0300, &secret, false, tl_bytes (messages.data (), messages.size ()), verify_data),
             36u);
  EXPECT_EQ (Data (verify_data, verify_data + 36), expected);
}

} // namespace
