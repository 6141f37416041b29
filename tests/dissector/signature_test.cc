/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Signatures made here are verified with the key that was shown, however it was shown.
 */
#include "compressed.h"
#include "proof/proof.h"
#include "talk.h"
#include "told.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <gtest/gtest.h>

namespace
{

enum
{
  ECDSA_SHA256 = 0x0403,
  MLDSA44 = 0x0904
};

/* How the public key is shown. */
enum Shown
{
  IN_CERTIFICATE,
  RAW,
  COMPRESSED
};

Data
data_of (gnutls_datum_t *datum)
{
  Data data (datum->data, datum->data + datum->size);

  gnutls_free (datum->data);
  return data;
}

/* Who signs. */
struct Signer
{
  gnutls_x509_privkey_t key;
  gnutls_privkey_t signing;
  gnutls_x509_crt_t certificate;

  Signer ()
  {
    gnutls_x509_privkey_init (&key);
    gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0);
    gnutls_privkey_init (&signing);
    gnutls_privkey_import_x509 (signing, key, 0);
    gnutls_x509_crt_init (&certificate);
    gnutls_x509_crt_set_version (certificate, 3);
    gnutls_x509_crt_set_serial (certificate, "1", 1);
    gnutls_x509_crt_set_activation_time (certificate, 1000000000);
    gnutls_x509_crt_set_expiration_time (certificate, 2000000000);
    gnutls_x509_crt_set_key (certificate, key);
    gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0);
  }
  ~Signer ()
  {
    gnutls_x509_crt_deinit (certificate);
    gnutls_privkey_deinit (signing);
    gnutls_x509_privkey_deinit (key);
  }
  Signer (const Signer &) = delete;
  Signer &operator= (const Signer &) = delete;

  Data
  shown (bool raw) const
  {
    gnutls_pubkey_t half;
    gnutls_datum_t out = {};

    gnutls_pubkey_init (&half);
    gnutls_pubkey_import_privkey (half, signing, 0, 0);
    if (raw)
      gnutls_pubkey_export2 (half, GNUTLS_X509_FMT_DER, &out);
    else
      gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_DER, &out);
    gnutls_pubkey_deinit (half);
    return data_of (&out);
  }

  Data
  sign (const Data &text) const
  {
    gnutls_datum_t in = { const_cast<unsigned char *> (text.data ()), (unsigned) text.size () }, out = {};

    EXPECT_EQ (gnutls_privkey_sign_data2 (signing, GNUTLS_SIGN_ECDSA_SHA256, 0, &in, &out), 0);
    return data_of (&out);
  }
};

Data
signature_of (guint16 scheme, const Data &signature)
{
  return be (scheme, 2) + prefixed (2, signature);
}

/* RFC 9846 section 4.5.2 */
Data
covered_13 (const Data &transcript)
{
  Data hash (32);

  gnutls_hash_fast (GNUTLS_DIG_SHA256, transcript.data (), transcript.size (), hash.data ());
  return Data (64, ' ') + bytes_of ("TLS 1.3, server CertificateVerify") + be (0, 1) + hash;
}

Data
certificate_13 (const Data &shown, Shown how)
{
  Data body = prefixed (1, {}) + prefixed (3, prefixed (3, shown) + prefixed (2, {}));
  std::string out;

  if (how != COMPRESSED)
    return message (11, body);
  out = compress (ZLIB, std::string (body.begin (), body.end ()));
  return message (25, be (ZLIB, 2) + be (body.size (), 3) + prefixed (3, bytes_of (out)));
}

/* A handshake of TLS 1.3 up to the Certificate. */
void
talk_13 (Told *told, const Data &shown, Shown how)
{
  told->say (TL_SIDE_CLIENT, client_hello ());
  told->say (TL_SIDE_SERVER, server_hello ());
  told->say (TL_SIDE_SERVER, message (8, prefixed (2, {})));
  told->context.certificate_type = how == RAW ? 2 : 0;
  told->say (TL_SIDE_SERVER, certificate_13 (shown, how));
}

std::string
text_of (const TlProof *proof)
{
  return proof ? proof->text : "no proof";
}

class SignatureShown : public testing::TestWithParam<Shown>
{
};

TEST_P (SignatureShown, IsRight)
{
  Signer signer;
  Told told (0x0304, 0x1301);

  talk_13 (&told, signer.shown (GetParam () == RAW), GetParam ());
  guint step = told.say (TL_SIDE_SERVER, message (15, signature_of (ECDSA_SHA256, signer.sign (covered_13 (told.transcript ())))));
  g_autoptr (TlProof) proof = tl_proof_of_step (&told.conversation, step);
  ASSERT_NE (proof, nullptr);
  EXPECT_EQ (proof->holds, TL_YES) << proof->text;
  EXPECT_EQ (proof->kind, TL_PROOF_CERTIFICATE_VERIFY);
  EXPECT_NE (proof->recipe, nullptr);
  EXPECT_EQ (text_of (proof).find ("certificate") == std::string::npos, GetParam () == RAW) << proof->text;
  Data spki = signer.shown (true);
  g_autoptr (GBytes) key = g_bytes_new (spki.data (), spki.size ());
  EXPECT_TRUE (g_bytes_equal (proof->key, key));
}

TEST_P (SignatureShown, IsWrong)
{
  Signer signer;
  Told told (0x0304, 0x1301);

  talk_13 (&told, signer.shown (GetParam () == RAW), GetParam ());
  guint step = told.say (TL_SIDE_SERVER, message (15, signature_of (ECDSA_SHA256, signer.sign (bytes_of ("another")))));
  g_autoptr (TlProof) proof = tl_proof_of_step (&told.conversation, step);
  EXPECT_EQ (proof->holds, TL_NO) << proof->text;
  EXPECT_TRUE (g_str_has_prefix (proof->text, "The signature is wrong")) << proof->text;
}

INSTANTIATE_TEST_SUITE_P (However, SignatureShown, testing::Values (IN_CERTIFICATE, RAW, COMPRESSED));

/* RFC 7250 goes with TLS 1.2, too: the message holds one key and no list. */
TEST (Signature, OfServerKeyExchangeWithARawPublicKey)
{
  Signer signer;
  Told told (0x0303, 0xc02b);
  Hello hello;
  Data params = be (3, 1) + be (29, 2) + prefixed (1, Data (32, 4));

  hello.tls13 = false;
  hello.suite = 0xc02b;
  told.say (TL_SIDE_CLIENT, client_hello (hello));
  told.say (TL_SIDE_SERVER, server_hello (hello));
  told.context.certificate_type = 2;
  told.say (TL_SIDE_SERVER, message (11, prefixed (3, signer.shown (true))));
  Data covered = Data (32, 0xc1) + Data (32, 0x51) + params;
  guint step = told.say (TL_SIDE_SERVER, message (12, params + signature_of (ECDSA_SHA256, signer.sign (covered))));
  g_autoptr (TlProof) proof = tl_proof_of_step (&told.conversation, step);
  ASSERT_NE (proof, nullptr);
  EXPECT_EQ (proof->holds, TL_YES) << proof->text;
  EXPECT_EQ (proof->kind, TL_PROOF_SERVER_KEY_EXCHANGE);
}

/* RFC 6101 section 5.6.8: the main secret goes into what a client of SSL 3.0 signs. */
TEST (Signature, OfAClientOfSsl3)
{
  for (bool given : { false, true })
    for (bool right : { false, true })
      {
        Signer signer;
        Told told (0x0300, 0xc009);
        Hello hello;
        Data hash (20), secret (48, 0x77);
        g_autoptr (TlKeyring) keyring = tl_keyring_new ();
        std::string line = "CLIENT_RANDOM ";
        TlKeylogReport report = {};

        hello.tls13 = false;
        hello.suite = 0xc009;
        told.say (TL_SIDE_CLIENT, client_hello (hello));
        told.say (TL_SIDE_SERVER, server_hello (hello));
        told.say (TL_SIDE_CLIENT, message (11, prefixed (3, prefixed (3, signer.shown (false)))));
        told.say (TL_SIDE_CLIENT, message (16, Data (48, 4)));
        auto sha = [] (const Data &text) {
          Data out (20);
          gnutls_hash_fast (GNUTLS_DIG_SHA1, text.data (), text.size (), out.data ());
          return out;
        };
        hash = right ? sha (secret + Data (40, 0x5c) + sha (told.transcript () + secret + Data (40, 0x36))) : sha (told.transcript ());
        gnutls_datum_t in = { hash.data (), 20 }, out = {};
        ASSERT_EQ (gnutls_privkey_sign_hash2 (signer.signing, GNUTLS_SIGN_ECDSA_SHA1, 0, &in, &out), 0);
        guint step = told.say (TL_SIDE_CLIENT, message (15, prefixed (2, data_of (&out))));
        for (guint i = 0; i < 32; i++)
          line += "c1";
        line += " ";
        for (guint i = 0; i < 48; i++)
          line += "77";
        if (given)
          tl_keyring_add_keylog (keyring, tl_bytes (line.data (), line.size ()), &report);
        told.conversation.keyring = keyring;
        g_autoptr (TlProof) proof = tl_proof_of_step (&told.conversation, step);
        ASSERT_NE (proof, nullptr);
        EXPECT_EQ (proof->holds, !given ? TL_UNKNOWN : right ? TL_YES : TL_NO) << proof->text;
        EXPECT_EQ (proof->recipe, nullptr);
        if (!given)
          EXPECT_STREQ (proof->text, "It cannot be checked: the secret that it is computed with was not given.");
      }
}

/* RFC 9345 section 4: the key that the first certificate has delegated to, and no other one. */
TEST (Signature, OfADelegatedCredential)
{
  Signer owner, delegate;
  auto talk = [&] (const Signer &signer, guint16 scheme, bool of_first) {
    Told told (0x0304, 0x1301);
    Data credential = be (3600, 4) + be (scheme, 2) + prefixed (3, delegate.shown (true)) + be (ECDSA_SHA256, 2)
                      + prefixed (2, Data (70, 1));
    Data with = prefixed (2, extension (34, credential)), without = prefixed (2, {});
    told.say (TL_SIDE_CLIENT, client_hello ());
    told.say (TL_SIDE_SERVER, server_hello ());
    told.say (TL_SIDE_SERVER, message (11, prefixed (1, {}) + prefixed (3, prefixed (3, owner.shown (false)) + (of_first ? with : without)
                                                                               + prefixed (3, owner.shown (false))
                                                                               + (of_first ? without : with))));
    guint step = told.say (TL_SIDE_SERVER, message (15, signature_of (ECDSA_SHA256, signer.sign (covered_13 (told.transcript ())))));
    g_autoptr (TlProof) proof = tl_proof_of_step (&told.conversation, step);
    return std::pair<TlTristate, std::string> (proof->holds, proof->text);
  };

  EXPECT_EQ (talk (delegate, ECDSA_SHA256, true).first, TL_YES);
  EXPECT_NE (talk (delegate, ECDSA_SHA256, true).second.find ("delegated credential"), std::string::npos);
  EXPECT_EQ (talk (owner, ECDSA_SHA256, true).first, TL_NO);
  EXPECT_EQ (talk (delegate, 0x0503, true).second,
             "The signature is wrong: it was not made with the algorithm that the delegated credential names.");
  EXPECT_EQ (talk (delegate, ECDSA_SHA256, false).first, TL_NO);
  EXPECT_EQ (talk (owner, ECDSA_SHA256, false).first, TL_YES);
}

/* What cannot be verified is named. */
TEST (Signature, OfAnUnknownAlgorithmIsNamed)
{
  Signer signer;
  Data unreadable = bytes_of ("0\x03\x02\x01\x01"); /* sound DER, and no certificate: as a key of an unknown kind */

  for (const Data &shown : { signer.shown (false), unreadable })
    {
      Told told (0x0304, 0x1301);

      talk_13 (&told, shown, IN_CERTIFICATE);
      guint step = told.say (TL_SIDE_SERVER, message (15, signature_of (MLDSA44, Data (2420, 1))));
      g_autoptr (TlProof) proof = tl_proof_of_step (&told.conversation, step);
      EXPECT_EQ (proof->holds, TL_UNKNOWN);
      EXPECT_EQ (text_of (proof), "It cannot be checked: mldsa44 is not known to the library that checks signatures here.");
      EXPECT_EQ (proof->recipe, nullptr);
    }
}

TEST (Signature, WithoutAKeySaysWhy)
{
  Told unreadable (0x0304, 0x1301), raw (0x0304, 0x1301), none (0x0304, 0x1301);

  talk_13 (&unreadable, bytes_of ("no DER"), IN_CERTIFICATE);
  talk_13 (&raw, bytes_of ("no DER"), RAW);
  none.say (TL_SIDE_CLIENT, client_hello ());
  none.say (TL_SIDE_SERVER, server_hello ());
  Told *talks[] = { &unreadable, &raw, &none };
  const char *texts[] = { "It cannot be checked: the key in the certificate cannot be read.",
                          "It cannot be checked: the public key that was shown cannot be read.",
                          "It cannot be checked: the certificate of who signed is not in clear in the capture." };
  for (guint i = 0; i < 3; i++)
    {
      guint step = talks[i]->say (TL_SIDE_SERVER, message (15, signature_of (ECDSA_SHA256, Data (70, 1))));
      g_autoptr (TlProof) proof = tl_proof_of_step (&talks[i]->conversation, step);

      EXPECT_EQ (text_of (proof), texts[i]);
      EXPECT_EQ (proof->holds, TL_UNKNOWN);
    }
}

/* The key of the other side does not count. */
TEST (Signature, OfTheClientNeedsTheClientsKey)
{
  Signer signer;
  Told told (0x0304, 0x1301);

  talk_13 (&told, signer.shown (false), IN_CERTIFICATE);
  guint step = told.say (TL_SIDE_CLIENT, message (15, signature_of (ECDSA_SHA256, signer.sign (covered_13 (told.transcript ())))));
  g_autoptr (TlProof) proof = tl_proof_of_step (&told.conversation, step);
  EXPECT_EQ (proof->holds, TL_UNKNOWN);
}

} // namespace
