/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Files with keys for Encrypted ClientHello.
 */
#include "ech-maker.h"
#include "errors.h"
#include "secrets/key-file.h"
#include "talk-file.h"

#include <gnutls/x509.h>
#include <gtest/gtest.h>

using namespace ech;

namespace
{

std::string
pem (const char *header, const Data &data)
{
  gnutls_datum_t in = { (unsigned char *) data.data (), (unsigned) data.size () }, out = {};
  gnutls_pem_base64_encode2 (header, &in, &out);
  std::string text ((const char *) out.data, out.size);
  gnutls_free (out.data);
  return text;
}

/* RFC 8410 section 7 */
std::string
x25519_key (const Data &key = server_key)
{
  static const guint8 before[] = { 0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x04, 0x22, 0x04, 0x20 };
  return pem ("PRIVATE KEY", Data (before, before + sizeof before) + key);
}

std::string
configs (const Data &some = config ())
{
  return pem ("ECHCONFIG", list (some));
}

/* The example of RFC 9934 section 3. */
const char example[] = "-----BEGIN PRIVATE KEY-----\n"
                       "MC4CAQAwBQYDK2VuBCIEICjd4yGRdsoP9gU7YT7My8DHx1Tjme8GYDXrOMCi8v1V\n"
                       "-----END PRIVATE KEY-----\n"
                       "-----BEGIN ECHCONFIG-----\n"
                       "AD7+DQA65wAgACA8wVN2BtscOl3vQheUzHeIkVmKIiydUhDCliA4iyQRCwAEAAEA\n"
                       "AQALZXhhbXBsZS5jb20AAA==\n"
                       "-----END ECHCONFIG-----\n";

/* What is said of @text; "" where there is a key in it. */
std::string
load (const std::string &text, const char *password = nullptr)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  g_autoptr (GError) error = nullptr;
  TalkFile file (bytes_of (text));
  bool done = tl_key_file_load_ech (keyring, file.path.c_str (), password, &error);
  EXPECT_EQ (done, error == nullptr);
  EXPECT_EQ (tl_keyring_n_ech_keys (keyring), done ? 1u : 0u);
  return error ? error->message : "";
}

bool
says (const std::string &text, const char *words)
{
  return load (text).find (words) != std::string::npos;
}

TlEchKey *
read (const std::string &text)
{
  return tl_ech_key_read (tl_bytes (text.data (), text.size ()), nullptr, "key", nullptr);
}

} // namespace

TEST (EchKey, IsReadInEitherOrder)
{
  EXPECT_EQ (load (example), "");
  EXPECT_EQ (load (x25519_key () + configs ()), "");
  EXPECT_EQ (load (configs () + x25519_key ()), "");
  EXPECT_EQ (load ("a comment\n" + x25519_key () + "another\n" + configs (config (1, client_key) + config (2)) + "more\n"), "");
}

TEST (EchKey, OpensWhatItsConfigurationAllows)
{
  g_autoptr (TlEchKey) key = read (x25519_key () + configs (config (1, client_key) + config (42) + config (7)));
  g_auto (TlSecret) shared = {};
  TlEchConfig found;
  Sender sender;
  guint index = 0;
  ASSERT_NE (key, nullptr);
  ASSERT_TRUE (tl_ech_key_decap (key, &index, 42, 1, 1, view (sender.enc), &found, &shared));
  EXPECT_EQ (Data (shared.bytes, shared.bytes + shared.length), sender.shared_secret);
  EXPECT_FALSE (tl_ech_key_decap (key, &index, 42, 1, 1, view (sender.enc), &found, &shared));
  index = 0;
  EXPECT_TRUE (tl_ech_key_decap (key, &index, 7, 1, 1, view (sender.enc), &found, &shared));
  index = 0;
  for (int id : { 1, 43 }) /* of another key; of none */
    EXPECT_FALSE (tl_ech_key_decap (key, &index, (guint8) id, 1, 1, view (sender.enc), &found, &shared));
  index = 0;
  EXPECT_FALSE (tl_ech_key_decap (key, &index, 42, 1, 2, view (sender.enc), &found, &shared));
  EXPECT_FALSE (tl_ech_key_decap (key, &index, 42, 1, 1, view (Data (31, 9)), &found, &shared));
}

TEST (EchKey, MayBeOnACurveOfNumbers)
{
  gnutls_x509_privkey_t key;
  gnutls_ecc_curve_t curve;
  gnutls_datum_t x, y, k, out;
  gnutls_x509_privkey_init (&key);
  gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0);
  ASSERT_EQ (gnutls_x509_privkey_export_ecc_raw (key, &curve, &x, &y, &k), 0);
  ASSERT_EQ (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, nullptr, GNUTLS_PKCS_PLAIN, &out), 0);
  auto number = [] (const gnutls_datum_t &datum) {
    Data all (datum.data, datum.data + datum.size);
    while (all.size () > 32)
      all.erase (all.begin ());
    return Data (32 - all.size (), 0) + all;
  };
  Data contents = be (9, 1) + be (0x0010, 2) + prefixed (2, Data{ 4 } + number (x) + number (y)) + prefixed (2, be (0x00010001, 4))
                  + be (0, 1) + prefixed (1, bytes_of ("a.example")) + be (0, 2);
  EXPECT_EQ (load (std::string ((const char *) out.data, out.size) + configs (be (0xfe0d, 2) + prefixed (2, contents))), "");
  for (gnutls_datum_t *datum : { &x, &y, &k, &out })
    gnutls_free (datum->data);
  gnutls_x509_privkey_deinit (key);
}

TEST (EchKey, SaysWhatIsWrong)
{
  EXPECT_TRUE (says ("nothing at all", "holds no configuration"));
  EXPECT_TRUE (says (x25519_key (), "holds no configuration"));
  EXPECT_TRUE (says (configs (), "holds only what everybody may see"));
  EXPECT_TRUE (says (x25519_key (client_key) + configs (), "does not belong to"));
  EXPECT_TRUE (says (x25519_key () + pem ("ECHCONFIG", Data (20, 1)), "are damaged"));
  EXPECT_TRUE (says (x25519_key () + "-----BEGIN ECHCONFIG-----\n***\n-----END ECHCONFIG-----\n", "are damaged"));
  EXPECT_TRUE (says (x25519_key () + configs (be (0xfe0a, 2) + prefixed (2, Data (40, 1))), "of a version that is not known"));
  EXPECT_TRUE (says (configs () + "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "is damaged"));
}

TEST (EchKey, IsOnACurve)
{
  gnutls_x509_privkey_t key;
  gnutls_datum_t out;
  gnutls_x509_privkey_init (&key);
  gnutls_x509_privkey_generate (key, GNUTLS_PK_EDDSA_ED25519, 256, 0);
  gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, nullptr, GNUTLS_PKCS_PLAIN, &out);
  EXPECT_TRUE (says (configs () + std::string ((const char *) out.data, out.size), "is none for Encrypted ClientHello"));
  gnutls_free (out.data);
  gnutls_x509_privkey_deinit (key);
}

TEST (EchKey, MayBeEncrypted)
{
  gnutls_x509_privkey_t key;
  std::string plain = x25519_key ();
  gnutls_datum_t in = { (unsigned char *) plain.data (), (unsigned) plain.size () }, out;
  gnutls_x509_privkey_init (&key);
  ASSERT_EQ (gnutls_x509_privkey_import (key, &in, GNUTLS_X509_FMT_PEM), 0);
  ASSERT_EQ (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, "sesame", GNUTLS_PKCS_PBES2_AES_128, &out), 0);
  std::string text = std::string ((const char *) out.data, out.size) + configs ();
  EXPECT_NE (load (text).find ("needs its password"), std::string::npos);
  EXPECT_NE (load (text, "barley").find ("does not open"), std::string::npos);
  EXPECT_EQ (load (text, "sesame"), "");
  gnutls_free (out.data);
  gnutls_x509_privkey_deinit (key);
}

/* Who gives a private key need not know of which kind it is. */
TEST (EchKey, IsAPrivateKeyLikeAnother)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  TalkFile file (bytes_of (std::string (example)));
  EXPECT_TRUE (tl_key_file_load_private (keyring, file.path.c_str (), nullptr, nullptr));
  EXPECT_EQ (tl_keyring_n_ech_keys (keyring), 1u);
  EXPECT_EQ (tl_keyring_n_keys (keyring), 0u);
}

TEST (EchKey, BelongsToAKeyringOnlyWithAConfiguration)
{
  g_autoptr (TlEchKey) key = tl_ech_key_new (0x0020, view (server_key), view (list (config ())));
  g_autoptr (TlEchKey) other = tl_ech_key_new (0x0020, view (client_key), view (list (config ())));
  g_autoptr (TlEchKey) unknown = tl_ech_key_new (0x0030, view (server_key), view (list (config ())));
  g_autoptr (TlEchKey) bare = tl_ech_key_new (0x0020, view (server_key), view (config ()));
  EXPECT_NE (key, nullptr);
  EXPECT_EQ (other, nullptr);
  EXPECT_EQ (unknown, nullptr);
  EXPECT_EQ (bare, nullptr);
}
