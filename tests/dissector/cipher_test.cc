/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Ciphers of both libraries, with the vectors of the standards.
 */
#include "secrets/cipher.h"
#include "rfc8448.h"

#include <gtest/gtest.h>

namespace
{

TlBytes
view (const Data &data)
{
  return tl_bytes (data.data (), data.size ());
}

struct Vector
{
  const char *name;
  TlOldCipher old;
  gnutls_cipher_algorithm_t modern;
  const char *key, *plain, *sealed; /* one block */
};

const Vector vectors[] = {
  /* RFC 2268 section 5, with 128 bits of effective key */
  { "RC2", TL_OLD_CIPHER_RC2, GNUTLS_CIPHER_UNKNOWN, "88bca90e90875a7f0f79c384627bafb2", "0000000000000000", "2269552ab0f85ca6" },
  /* the example of Lai, On the Design and Security of Block Ciphers, 1992 */
  { "IDEA", TL_OLD_CIPHER_IDEA, GNUTLS_CIPHER_UNKNOWN, "00010002000300040005000600070008", "0000000100020003",
    "11fbed2b01986de5" },
  /* RFC 4269 appendix B.1 */
  { "SEED", TL_OLD_CIPHER_SEED, GNUTLS_CIPHER_UNKNOWN, "00000000000000000000000000000000", "000102030405060708090a0b0c0d0e0f",
    "5ebac6e0054e166819aff1cc6d346cdb" },
  /* FIPS 197 appendix C.1 */
  { "AES", TL_OLD_CIPHER_NONE, GNUTLS_CIPHER_AES_128_CBC, "000102030405060708090a0b0c0d0e0f", "00112233445566778899aabbccddeeff",
    "69c4e0d86a7b0430d8cdb78070b4c55a" },
};

class Cipher : public testing::TestWithParam<Vector>
{
protected:
  Data key = rfc8448::unhex (GetParam ().key), plain = rfc8448::unhex (GetParam ().plain), sealed = rfc8448::unhex (GetParam ().sealed);
  Data zeros = Data (plain.size (), 0), out = Data (2 * plain.size (), 0xee);

  TlCipher *
  begin (const Data &iv)
  {
    TlCipher *cipher = tl_cipher_new (GetParam ().old, GetParam ().modern, view (key), view (iv));

    EXPECT_NE (cipher, nullptr);
    return cipher;
  }

  Data
  first () const
  {
    return Data (out.begin (), out.begin () + (long) plain.size ());
  }

  Data
  second () const
  {
    return Data (out.begin () + (long) plain.size (), out.end ());
  }

  static Data
  sum (Data a, const Data &b)
  {
    for (size_t i = 0; i < a.size (); i++)
      a[i] ^= b[i];
    return a;
  }
};

TEST_P (Cipher, Decrypts)
{
  TlCipher *cipher = begin (zeros);

  ASSERT_TRUE (tl_cipher_decrypt (cipher, view (sealed), out.data ()));
  EXPECT_EQ (first (), plain);
  tl_cipher_free (cipher);
}

/* Each block is added to the one before, also to that of the call before, until another one is set. */
TEST_P (Cipher, Chains)
{
  Data other (plain.size (), 0x5a), twice = sealed + sealed;
  TlCipher *cipher = begin (other);

  ASSERT_TRUE (tl_cipher_decrypt (cipher, view (twice), out.data ()));
  EXPECT_EQ (first (), sum (plain, other));
  EXPECT_EQ (second (), sum (plain, sealed));
  ASSERT_TRUE (tl_cipher_decrypt (cipher, view (sealed), out.data ()));
  EXPECT_EQ (first (), sum (plain, sealed));
  ASSERT_TRUE (tl_cipher_set_iv (cipher, view (other)));
  ASSERT_TRUE (tl_cipher_decrypt (cipher, view (sealed), out.data ()));
  EXPECT_EQ (first (), sum (plain, other));
  tl_cipher_free (cipher);
}

INSTANTIATE_TEST_SUITE_P (Vectors, Cipher, testing::ValuesIn (vectors), [] (const auto &info) { return std::string (info.param.name); });

TEST (CipherNone, IsNotToBeHad)
{
  Data key (3, 0), iv (16, 0);

  EXPECT_EQ (tl_cipher_new (TL_OLD_CIPHER_NONE, GNUTLS_CIPHER_UNKNOWN, view (key), view (iv)), nullptr);
  EXPECT_EQ (tl_cipher_new (TL_OLD_CIPHER_SEED, GNUTLS_CIPHER_UNKNOWN, view (key), view (iv)), nullptr);
}

} // namespace
