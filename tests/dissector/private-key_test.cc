/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Private keys, in every form that they come in.
 */
#include "conversation/exchange.h"
#include "errors.h"
#include "key_sample.h"
#include "secrets/private-key.h"

#include <gnutls/abstract.h>
#include <gnutls/pkcs12.h>
#include <gnutls/x509.h>
#include <gtest/gtest.h>

namespace
{

std::string
file (const std::string &path)
{
  g_autofree char *text = nullptr;
  gsize length = 0;
  g_file_get_contents (path.c_str (), &text, &length, nullptr);
  return std::string (text, length);
}

/* The sample's key, for GnuTLS to write it down in another way. */
struct Key
{
  gnutls_x509_privkey_t key = nullptr;

  Key ()
  {
    std::string pem = file (sample_key ());
    gnutls_datum_t text = { (unsigned char *) pem.data (), (unsigned) pem.size () };
    gnutls_x509_privkey_init (&key);
    gnutls_x509_privkey_import2 (key, &text, GNUTLS_X509_FMT_PEM, nullptr, 0);
  }
  explicit Key (gnutls_pk_algorithm_t algorithm, unsigned bits)
  {
    gnutls_x509_privkey_init (&key);
    gnutls_x509_privkey_generate (key, algorithm, bits, 0);
  }
  ~Key ()
  {
    gnutls_x509_privkey_deinit (key);
  }

  std::string pkcs1 (gnutls_x509_crt_fmt_t format)
  {
    gnutls_datum_t out = { nullptr, 0 };
    gnutls_x509_privkey_export2 (key, format, &out);
    std::string text ((char *) out.data, out.size);
    gnutls_free (out.data);
    return text;
  }
  std::string pkcs8 (gnutls_x509_crt_fmt_t format, const char *password)
  {
    gnutls_datum_t out = { nullptr, 0 };
    gnutls_x509_privkey_export2_pkcs8 (key, format, password, password ? GNUTLS_PKCS_PBES2_AES_256 : GNUTLS_PKCS_PLAIN, &out);
    std::string text ((char *) out.data, out.size);
    gnutls_free (out.data);
    return text;
  }
  std::string pkcs12 (const char *password)
  {
    gnutls_pkcs12_t store;
    gnutls_pkcs12_bag_t bag;
    gnutls_datum_t inner, out = { nullptr, 0 };
    std::string der = pkcs8 (GNUTLS_X509_FMT_DER, password);

    inner = { (unsigned char *) der.data (), (unsigned) der.size () };
    gnutls_pkcs12_init (&store);
    gnutls_pkcs12_bag_init (&bag);
    gnutls_pkcs12_bag_set_data (bag, GNUTLS_BAG_PKCS8_ENCRYPTED_KEY, &inner);
    gnutls_pkcs12_set_bag (store, bag);
    gnutls_pkcs12_generate_mac (store, password);
    gnutls_pkcs12_export2 (store, GNUTLS_X509_FMT_DER, &out);
    std::string text ((char *) out.data, out.size);
    gnutls_free (out.data);
    gnutls_pkcs12_bag_deinit (bag);
    gnutls_pkcs12_deinit (store);
    return text;
  }
};

/* What becomes of it: "" or the sentence. */
std::string
read (const std::string &text, const char *password = nullptr, int *code = nullptr)
{
  g_autoptr (GError) error = nullptr;
  g_autoptr (TlPrivateKey) key = tl_private_key_read (tl_bytes (text.data (), text.size ()), password, "the key", &error);
  EXPECT_NE (key == nullptr, error == nullptr);
  if (code)
    *code = error ? error->code : -1;
  return error ? error->message : "";
}

}

TEST (PrivateKey, InEveryForm)
{
  Key key;

  for (auto format : { GNUTLS_X509_FMT_PEM, GNUTLS_X509_FMT_DER })
    {
      EXPECT_EQ (read (key.pkcs1 (format)), "");
      EXPECT_EQ (read (key.pkcs8 (format, nullptr)), "");
      EXPECT_EQ (read (key.pkcs8 (format, "secret"), "secret"), "");
    }
  EXPECT_EQ (read (key.pkcs12 ("secret"), "secret"), "");
}

TEST (PrivateKey, BehindACertificateInTheSameFile)
{
  EXPECT_EQ (read ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + file (sample_key ())), "");
}

TEST (PrivateKey, AsksForAPassword)
{
  Key key;
  int code;

  for (const std::string &text : { key.pkcs8 (GNUTLS_X509_FMT_PEM, "secret"), key.pkcs8 (GNUTLS_X509_FMT_DER, "secret"),
                                   key.pkcs12 ("secret") })
    {
      EXPECT_EQ (read (text, nullptr, &code), "The private key “the key” is encrypted: it needs its password.");
      EXPECT_EQ (code, TL_ERROR_PASSWORD);
      EXPECT_EQ (read (text, "wrong", &code), "The password does not open the private key “the key”.");
      EXPECT_EQ (code, TL_ERROR_PASSWORD);
    }
}

TEST (PrivateKey, OtherKeysOnlySign)
{
  Key key (GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1));
  int code;
  std::string text = read (key.pkcs8 (GNUTLS_X509_FMT_PEM, nullptr), nullptr, &code);

  EXPECT_EQ (code, TL_ERROR_KEYS);
  EXPECT_NE (text.find ("is one for EC/ECDSA, and it takes RSA"), std::string::npos) << text;
  EXPECT_NE (text.find ("ephemeral"), std::string::npos) << text;
}

/* One for each certificate of a server. */
TEST (PrivateKey, BehindAnotherKeyInTheSameFile)
{
  Key other (GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1));
  std::string ec = other.pkcs8 (GNUTLS_X509_FMT_PEM, nullptr);

  EXPECT_EQ (read (ec + file (sample_key ())), "");
  EXPECT_EQ (read (other.pkcs1 (GNUTLS_X509_FMT_PEM) + Key ().pkcs1 (GNUTLS_X509_FMT_PEM)), "");
  EXPECT_NE (read (ec + ec).find ("it takes RSA"), std::string::npos);
}

/* RFC 9934: what the configuration of Encrypted ClientHello is missing from. */
TEST (PrivateKey, OneThatDoesNotSign)
{
  std::string text = read ("-----BEGIN PRIVATE KEY-----\n"
                           "MC4CAQAwBQYDK2VuBCIEIHcHbQpzGKV9PBbBclGyZkXfTC+H68CZKrF3+6UduSwq\n"
                           "-----END PRIVATE KEY-----\n");

  EXPECT_EQ (text.find ("only signs"), std::string::npos) << text;
  EXPECT_NE (text.find ("ECHCONFIG (RFC 9934)"), std::string::npos) << text;
}

TEST (PrivateKey, SaysWhatIsNone)
{
  std::string pem = file (sample_key ());

  EXPECT_EQ (read ("nonsense"), "“the key” holds no private key: neither PEM nor DER, in PKCS #1, PKCS #8 or PKCS #12.");
  EXPECT_EQ (read (""), "“the key” holds no private key: neither PEM nor DER, in PKCS #1, PKCS #8 or PKCS #12.");
  EXPECT_EQ (read ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
             "“the key” holds no private key, only what everybody may see of one: give the file that the server keeps to itself.");
  pem.erase (200, 100);
  EXPECT_EQ (read (pem).rfind ("The private key “the key” is damaged: ", 0), 0u) << read (pem);
  for (gsize n = 1; n < pem.size (); n += 7)
    EXPECT_NE (read (pem.substr (0, n)), "") << n;
}

TEST (PrivateKey, OpensOnlyWhatWasEncryptedForIt)
{
  std::string pem = file (sample_key ());
  g_autoptr (TlPrivateKey) key = tl_private_key_read (tl_bytes (pem.data (), pem.size ()), nullptr, "", nullptr);
  Key same;
  gnutls_privkey_t private_half;
  gnutls_pubkey_t public_half;
  guint8 premaster[TL_RSA_PREMASTER_SIZE], id[TL_KEY_ID_SIZE];
  size_t n_id = sizeof id;

  ASSERT_NE (key, nullptr);
  gnutls_privkey_init (&private_half);
  gnutls_privkey_import_x509 (private_half, same.key, 0);
  gnutls_pubkey_init (&public_half);
  gnutls_pubkey_import_privkey (public_half, private_half, 0, 0);
  ASSERT_EQ (gnutls_pubkey_get_key_id (public_half, GNUTLS_KEYID_USE_SHA256, id, &n_id), 0);
  EXPECT_EQ (memcmp (id, tl_private_key_id (key), sizeof id), 0);
  for (unsigned n : { 47u, 48u, 49u })
    {
      std::string secret (n, 'x');
      gnutls_datum_t text = { (unsigned char *) secret.data (), n }, sealed = { nullptr, 0 };
      ASSERT_EQ (gnutls_pubkey_encrypt_data (public_half, 0, &text, &sealed), 0);
      EXPECT_EQ (tl_private_key_open (key, tl_bytes (sealed.data, sealed.size), premaster), n == 48);
      if (n == 48)
        EXPECT_EQ (std::string ((char *) premaster, 48), secret);
      EXPECT_FALSE (tl_private_key_open (key, tl_bytes (sealed.data, sealed.size - 1), premaster));
      sealed.data[3] ^= 1;
      EXPECT_FALSE (tl_private_key_open (key, tl_bytes (sealed.data, sealed.size), premaster));
      gnutls_free (sealed.data);
    }
  EXPECT_FALSE (tl_private_key_open (key, tl_bytes (nullptr, 0), premaster));
  gnutls_pubkey_deinit (public_half);
  gnutls_privkey_deinit (private_half);
}

TEST (PrivateKey, GoesByTheKeyInTheCertificate)
{
  Opened opened (sample_path (KEY_SAMPLE), nullptr);
  const TlConversation *conversation = opened.conversations[0];
  std::string pem = file (sample_key ());
  g_autoptr (TlPrivateKey) key = tl_private_key_read (tl_bytes (pem.data (), pem.size ()), nullptr, "", nullptr);
  g_autoptr (GBytes) certificate = nullptr;
  guint8 id[TL_KEY_ID_SIZE];
  gsize length;
  bool raw;

  for (guint i = 0; i < conversation->n_steps && certificate == nullptr; i++)
    if (conversation->steps[i]->context.message == TL_MESSAGE_CERTIFICATE)
      {
        const void *data = g_bytes_get_data (conversation->steps[i]->bytes, &length);
        certificate = tl_certificate_first (tl_bytes (data, length), &conversation->steps[i]->context, &raw);
      }
  ASSERT_NE (certificate, nullptr);
  const void *der = g_bytes_get_data (certificate, &length);
  ASSERT_TRUE (tl_certificate_key_id (tl_bytes (der, length), id));
  EXPECT_EQ (memcmp (id, tl_private_key_id (key), sizeof id), 0);
  EXPECT_FALSE (tl_certificate_key_id (tl_bytes (der, length - 1), id));
  EXPECT_FALSE (tl_certificate_key_id (tl_bytes (nullptr, 0), id));
}
