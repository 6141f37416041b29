/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Hybrid public key encryption: the vectors of RFC 9180 appendix A, in the base mode.
 */
#include "data.h"
#include "secrets/hpke.h"

#include <gtest/gtest.h>

namespace
{

struct Vector
{
  TlHpkeSuite suite;
  const char *private_key, *public_key, *enc, *shared_secret, *key, *base_nonce;
  struct
  {
    guint64 sequence;
    const char *sealed;
  } messages[4];
};

const Vector vectors[] = {
  /* A.1.1 */
  { { 0x0020, 1, 1 },
    "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8",
    "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d",
    "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431",
    "fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc",
    "4531685d41d65f03dc48f6b8302c05b0",
    "56d890e5accaaf011cff4b7d",
    { { 0, "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a" },
      { 1, "af2d7e9ac9ae7e270f46ba1f975be53c09f8d875bdc8535458c2494e8a6eab251c03d0c22a56b8ca42c2063b84" },
      { 255, "7175db9717964058640a3a11fb9007941a5d1757fda1a6935c805c21af32505bf106deefec4a49ac38d71c9e0a" },
      { 256, "957f9800542b0b8891badb026d79cc54597cb2d225b54c00c5238c25d05c30e3fbeda97d2e0e1aba483a2df9f2" } } },
  /* A.2.1 */
  { { 0x0020, 1, 3 },
    "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb",
    "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a",
    "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a",
    "0bbe78490412b4bbea4812666f7916932b828bba79942424abb65244930d69a7",
    "ad2744de8e17f4ebba575b3f5f5a8fa1f69c2a07f6e7500bc60ca6e3e3ec1c91",
    "5c4d98150661b848853b547f",
    { { 0, "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28" },
      { 1, "6b53c051e4199c518de79594e1c4ab18b96f081549d45ce015be002090bb119e85285337cc95ba5f59992dc98c" } } },
  /* A.3.1 */
  { { 0x0010, 1, 1 },
    "f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2",
    "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2"
    "ce72ea0",
    "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb938265722"
    "2d18c4",
    "c0d26aeab536609a572b07695d933b589dcf363ff9d93c93adea537aeabb8cb8",
    "868c066ef58aae6dc589b6cfdd18f97e",
    "4e0bc5018beba4bf004cca59",
    { { 0, "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434" },
      { 1, "fa6f037b47fc21826b610172ca9637e82d6e5801eb31cbd3748271affd4ecb06646e0329cbdf3c3cd655b28e82" },
      { 256, "10f179686aa2caec1758c8e554513f16472bd0a11e2a907dde0b212cbe87d74f367f8ffe5e41cd3e9962a6afb2" } } },
  /* A.6.1 */
  { { 0x0012, 3, 2 },
    "01462680369ae375e4b3791070a7458ed527842f6a98a79ff5e0d4cbde83c27196a3916956655523a6a2556a7af62c5cadabe2ef9da3760bb21e005202f7"
    "b2462847",
    "0401b45498c1714e2dce167d3caf162e45e0642afc7ed435df7902ccae0e84ba0f7d373f646b7738bbbdca11ed91bdeae3cdcba3301f2457be452f271fa6"
    "837580e661012af49583a62e48d44bed350c7118c0d8dc861c238c72a2bda17f64704f464b57338e7f40b60959480c0e58e6559b190d81663ed816e523b6"
    "b6a418f66d2451ec64",
    "040138b385ca16bb0d5fa0c0665fbbd7e69e3ee29f63991d3e9b5fa740aab8900aaeed46ed73a49055758425a0ce36507c54b29cc5b85a5cee6bae0cf1c2"
    "1f2731ece2013dc3fb7c8d21654bb161b463962ca19e8c654ff24c94dd2898de12051f1ed0692237fb02b2f8d1dc1c73e9b366b529eb436e98a996ee522a"
    "ef863dd5739d2f29b0",
    "776ab421302f6eff7d7cb5cb1adaea0cd50872c71c2d63c30c4f1d5e43653336fef33b103c67e7a98add2d3b66e2fda95b5b2a667aa9dac7e59cc1d46d30"
    "e818",
    "751e346ce8f0ddb2305c8a2a85c70d5cf559c53093656be636b9406d4d7d1b70",
    "55ff7a7d739c69f44b25447b",
    { { 0, "170f8beddfe949b75ef9c387e201baf4132fa7374593dfafa90768788b7b2b200aafcc6d80ea4c795a7c5b841a" },
      { 1, "d9ee248e220ca24ac00bbbe7e221a832e4f7fa64c4fbab3945b6f3af0c5ecd5e16815b328be4954a05fd352256" } } },
};

const char info[] = "4f6465206f6e2061204772656369616e2055726e"; /* Ode on a Grecian Urn */
const char plaintext[] = "Beauty is truth, truth beauty";

Data
from_hex (const std::string &digits)
{
  Data data;
  for (gsize i = 0; i + 1 < digits.size (); i += 2)
    data.push_back ((guint8) std::stoi (digits.substr (i, 2), nullptr, 16));
  return data;
}

TlBytes
view (const Data &data)
{
  return tl_bytes (data.data (), data.size ());
}

std::string
text_of (GBytes *bytes)
{
  gsize n = 0;
  const char *data = bytes ? (const char *) g_bytes_get_data (bytes, &n) : "";
  return bytes ? std::string (data, n) : "nothing";
}

Data
data_of (const guint8 *bytes, gsize n)
{
  return Data (bytes, bytes + n);
}

} // namespace

TEST (Hpke, TheVectorsOfRfc9180)
{
  for (const Vector &vector : vectors)
    {
      g_auto (TlHpkeKey) key = {};
      g_auto (TlSecret) shared = {};
      g_auto (TlHpkeContext) context = {};

      EXPECT_TRUE (tl_hpke_supports (&vector.suite));
      ASSERT_TRUE (tl_hpke_key_init (&key, vector.suite.kem, view (from_hex (vector.private_key))));
      EXPECT_EQ (data_of (key.public_key, key.n_public_key), from_hex (vector.public_key));
      ASSERT_TRUE (tl_hpke_decap (&key, view (from_hex (vector.enc)), &shared));
      EXPECT_EQ (data_of (shared.bytes, shared.length), from_hex (vector.shared_secret));
      ASSERT_TRUE (tl_hpke_context_init (&context, &vector.suite, &shared, view (from_hex (info))));
      EXPECT_EQ (data_of (context.key, context.n_key), from_hex (vector.key));
      EXPECT_EQ (data_of (context.base_nonce, sizeof context.base_nonce), from_hex (vector.base_nonce));
      for (const auto &message : vector.messages)
        {
          if (message.sealed == nullptr)
            continue;
          std::string additional = "Count-" + std::to_string (message.sequence);
          Data sealed = from_hex (message.sealed);
          g_autoptr (GBytes) opened
              = tl_hpke_open (&context, message.sequence, tl_bytes (additional.data (), additional.size ()), view (sealed));
          g_autoptr (GBytes) other
              = tl_hpke_open (&context, message.sequence + 1, tl_bytes (additional.data (), additional.size ()), view (sealed));
          EXPECT_EQ (text_of (opened), plaintext);
          EXPECT_EQ (text_of (other), "nothing");
        }
    }
}

/* Appendix A has none: both sides of an exchange agree. */
TEST (Hpke, TheOtherCurves)
{
  for (guint16 kem : { 0x0011, 0x0021 })
    {
      g_auto (TlHpkeKey) one = {}, other = {};
      g_auto (TlSecret) shared = {};
      gsize size = kem == 0x0011 ? 48 : 56;

      ASSERT_TRUE (tl_hpke_key_init (&one, kem, view (Data (size, 0x41))));
      ASSERT_TRUE (tl_hpke_key_init (&other, kem, view (Data (size, 0x17))));
      EXPECT_TRUE (tl_hpke_decap (&one, tl_bytes (other.public_key, other.n_public_key), &shared));
      EXPECT_EQ (shared.length, kem == 0x0011 ? 48u : 64u);
    }
}

TEST (Hpke, KeysOfNumbersMayHaveZerosBefore)
{
  g_auto (TlHpkeKey) key = {}, same = {}, shorter = {}, padded = {};
  Data digits = from_hex (vectors[2].private_key);

  ASSERT_TRUE (tl_hpke_key_init (&key, 0x0010, view (digits)));
  ASSERT_TRUE (tl_hpke_key_init (&same, 0x0010, view (Data{ 0, 0 } + digits)));
  EXPECT_EQ (data_of (same.public_key, 65), data_of (key.public_key, 65));
  ASSERT_TRUE (tl_hpke_key_init (&shorter, 0x0010, view ({ 5 })));
  ASSERT_TRUE (tl_hpke_key_init (&padded, 0x0010, view (Data (31, 0) + Data{ 5 })));
  EXPECT_EQ (data_of (shorter.public_key, 65), data_of (padded.public_key, 65));
}

TEST (Hpke, RefusesWhatIsNoKey)
{
  g_auto (TlHpkeKey) key = {};

  EXPECT_FALSE (tl_hpke_key_init (&key, 0x0030, view (Data (32, 1))));
  EXPECT_FALSE (tl_hpke_key_init (&key, 0x0020, view (Data (31, 1))));
  EXPECT_FALSE (tl_hpke_key_init (&key, 0x0020, view (Data (33, 1))));
  EXPECT_FALSE (tl_hpke_key_init (&key, 0x0010, view (Data (33, 1))));
  EXPECT_FALSE (tl_hpke_key_init (&key, 0x0010, view (Data (32, 0))));
  EXPECT_FALSE (tl_hpke_key_init (&key, 0x0010, view (Data (32, 0xff)))); /* above the order */
  EXPECT_FALSE (tl_hpke_key_init (&key, 0x0010, view ({})));
}

/* Section 7.1.4 */
TEST (Hpke, RefusesWhatIsNoPoint)
{
  g_auto (TlHpkeKey) montgomery = {}, nist = {};
  g_auto (TlSecret) shared = {};
  Data point = from_hex (vectors[2].enc), wrong = point, compressed = point;

  ASSERT_TRUE (tl_hpke_key_init (&montgomery, 0x0020, view (from_hex (vectors[0].private_key))));
  EXPECT_FALSE (tl_hpke_decap (&montgomery, view (Data (32, 0)), &shared));
  EXPECT_FALSE (tl_hpke_decap (&montgomery, view (Data (31, 9)), &shared));
  EXPECT_FALSE (tl_hpke_decap (&montgomery, view ({}), &shared));
  EXPECT_EQ (shared.length, 0u);
  ASSERT_TRUE (tl_hpke_key_init (&nist, 0x0010, view (from_hex (vectors[2].private_key))));
  wrong.back () ^= 1;
  compressed[0] = 2;
  EXPECT_TRUE (tl_hpke_decap (&nist, view (point), &shared));
  EXPECT_FALSE (tl_hpke_decap (&nist, view (wrong), &shared));
  EXPECT_FALSE (tl_hpke_decap (&nist, view (compressed), &shared));
  EXPECT_FALSE (tl_hpke_decap (&nist, view (Data (65, 4)), &shared));
  EXPECT_FALSE (tl_hpke_decap (&nist, view (Data (64, 4)), &shared));
}

TEST (Hpke, KnowsWhatItSupports)
{
  g_auto (TlHpkeContext) context = {};
  g_auto (TlSecret) shared = {};

  for (TlHpkeSuite suite : { TlHpkeSuite{ 0x0022, 1, 1 }, TlHpkeSuite{ 0x0020, 0, 1 }, TlHpkeSuite{ 0x0020, 4, 1 },
                             TlHpkeSuite{ 0x0020, 1, 0 }, TlHpkeSuite{ 0x0020, 1, 4 }, TlHpkeSuite{ 0x0020, 1, 0xffff } })
    {
      EXPECT_FALSE (tl_hpke_supports (&suite));
      EXPECT_FALSE (tl_hpke_context_init (&context, &suite, &shared, tl_bytes (nullptr, 0)));
    }
}

/* Nothing, under a right tag, is not the same as what does not open. */
TEST (Hpke, OpensWhatIsEmpty)
{
  g_auto (TlHpkeContext) context = {};
  g_auto (TlSecret) shared = {};
  TlHpkeSuite suite = { 0x0020, 1, 1 };
  guint8 tag[16];
  size_t n = sizeof tag;

  ASSERT_TRUE (tl_hpke_context_init (&context, &suite, &shared, tl_bytes (nullptr, 0)));
  gnutls_datum_t key = { context.key, (unsigned) context.n_key };
  gnutls_aead_cipher_hd_t cipher;
  ASSERT_EQ (gnutls_aead_cipher_init (&cipher, context.cipher, &key), 0);
  ASSERT_EQ (gnutls_aead_cipher_encrypt (cipher, context.base_nonce, sizeof context.base_nonce, nullptr, 0, 16, "", 0, tag, &n), 0);
  gnutls_aead_cipher_deinit (cipher);
  g_autoptr (GBytes) opened = tl_hpke_open (&context, 0, tl_bytes (nullptr, 0), tl_bytes (tag, sizeof tag));
  ASSERT_NE (opened, nullptr);
  EXPECT_EQ (g_bytes_get_size (opened), 0u);
}

TEST (Hpke, OpensNothingThatIsTooShort)
{
  g_auto (TlHpkeContext) context = {};
  g_auto (TlSecret) shared = {};
  TlHpkeSuite suite = { 0x0020, 1, 1 };

  ASSERT_TRUE (tl_hpke_context_init (&context, &suite, &shared, tl_bytes (nullptr, 0)));
  for (gsize size : { 0, 1, 15, 16, 17 })
    {
      g_autoptr (GBytes) opened = tl_hpke_open (&context, 0, tl_bytes (nullptr, 0), view (Data (size, 0)));
      EXPECT_EQ (opened, nullptr);
    }
}
