/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Premaster secrets, from whatever tells them.
 */
#include "data.h"
#include "key_sample.h"
#include "secrets/premaster.h"

#include <gnutls/abstract.h>
#include <gnutls/x509.h>
#include <gtest/gtest.h>

namespace
{

TlBytes
bytes (const Data &data)
{
  return tl_bytes (data.data (), data.size ());
}

Data
found (const TlPremaster &premaster)
{
  return Data (premaster.bytes, premaster.bytes + premaster.length);
}

/* A premaster secret that begins with @version, encrypted for the key of the sample. */
Data
encrypt (guint16 version)
{
  Data secret = be (version, 2) + Data (46, 0x77);
  g_autofree char *pem = nullptr;
  gsize length;
  gnutls_privkey_t private_half;
  gnutls_pubkey_t public_half;
  gnutls_datum_t key, text = { secret.data (), (unsigned) secret.size () }, sealed = { nullptr, 0 };

  g_file_get_contents (sample_key ().c_str (), &pem, &length, nullptr);
  key = { (unsigned char *) pem, (unsigned) length };
  gnutls_privkey_init (&private_half);
  gnutls_privkey_import_x509_raw (private_half, &key, GNUTLS_X509_FMT_PEM, nullptr, 0);
  gnutls_pubkey_init (&public_half);
  gnutls_pubkey_import_privkey (public_half, private_half, 0, 0);
  gnutls_pubkey_encrypt_data (public_half, 0, &text, &sealed);
  Data out (sealed.data, sealed.data + sealed.size);
  gnutls_free (sealed.data);
  gnutls_pubkey_deinit (public_half);
  gnutls_privkey_deinit (private_half);
  return out;
}

const Data random_bytes = Data (32, 0xc1);

}

TEST (Premaster, OpenedWithThePrivateKey)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  Data sealed = encrypt (0x0303), other (TL_KEY_ID_SIZE, 1);
  TlExchanged said = { .client_random = bytes (random_bytes), .cipher_suite = 0x009c, .offered = 0x0303, .version = 0x0303,
                       .encrypted = bytes (sealed) };
  g_auto (TlPremaster) premaster = {};

  EXPECT_FALSE (tl_premaster_find (&premaster, keyring, &said));
  ASSERT_TRUE (tl_key_file_load_private (keyring, sample_key ().c_str (), nullptr, nullptr));
  ASSERT_TRUE (tl_premaster_find (&premaster, keyring, &said));
  EXPECT_EQ (premaster.source, TL_PREMASTER_OPENED);
  EXPECT_EQ (found (premaster), be (0x0303, 2) + Data (46, 0x77));
  EXPECT_FALSE (premaster.rolled_back);
  said.key_id = bytes (other); /* the certificate has another key */
  EXPECT_FALSE (tl_premaster_find (&premaster, keyring, &said));
  said.key_id = tl_bytes (nullptr, 0);
  said.cipher_suite = 0xc02f; /* ECDHE: nothing is encrypted with the key of the server */
  EXPECT_FALSE (tl_premaster_find (&premaster, keyring, &said));
}

/* RFC 5246 section 7.4.7.1 */
TEST (Premaster, SeesThatTheVersionWasRolledBack)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  Data sealed = encrypt (0x0303);
  struct
  {
    guint16 offered, version;
    bool rolled_back;
  } cases[] = { { 0x0303, 0x0301, false }, { 0x0304, 0x0303, false }, { 0x0301, 0x0301, true }, { 0x0302, 0x0300, true } };

  ASSERT_TRUE (tl_key_file_load_private (keyring, sample_key ().c_str (), nullptr, nullptr));
  for (const auto &one : cases)
    {
      TlExchanged said = { .client_random = bytes (random_bytes), .cipher_suite = 0x002f, .offered = one.offered,
                           .version = one.version, .encrypted = bytes (sealed) };
      g_auto (TlPremaster) premaster = {};
      ASSERT_TRUE (tl_premaster_find (&premaster, keyring, &said));
      EXPECT_EQ (premaster.rolled_back, one.rolled_back) << one.offered;
    }
}

/* RFC 4279 section 2 */
TEST (Premaster, MadeOfAPreSharedKey)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  Data identity = bytes_of ("alice");
  TlExchanged said = { .client_random = bytes (random_bytes), .cipher_suite = 0x00a8, .offered = 0x0303, .version = 0x0303,
                       .psk_identity = bytes (identity) };
  g_auto (TlPremaster) premaster = {};

  EXPECT_FALSE (tl_premaster_find (&premaster, keyring, &said));
  tl_key_file_add_psk (keyring, "", "010203", nullptr);
  ASSERT_TRUE (tl_premaster_find (&premaster, keyring, &said));
  EXPECT_EQ (premaster.source, TL_PREMASTER_PSK);
  EXPECT_EQ (found (premaster), Data ({ 0, 3, 0, 0, 0, 0, 3, 1, 2, 3 }));
  said.cipher_suite = 0x00aa; /* DHE_PSK: half of it was never sent */
  EXPECT_FALSE (tl_premaster_find (&premaster, keyring, &said));
}

/* RFC 4279 section 4; a longest key leaves no byte over */
TEST (Premaster, MadeOfBoth)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  Data sealed = encrypt (0x0303);
  TlExchanged said = { .client_random = bytes (random_bytes), .cipher_suite = 0x00ac, .offered = 0x0303, .version = 0x0303,
                       .encrypted = bytes (sealed), .psk_identity = tl_bytes ("x", 1) };
  g_auto (TlPremaster) premaster = {};

  tl_key_file_add_psk (keyring, "", std::string (2 * TL_PSK_SIZE, 'a').c_str (), nullptr);
  EXPECT_FALSE (tl_premaster_find (&premaster, keyring, &said));
  ASSERT_TRUE (tl_key_file_load_private (keyring, sample_key ().c_str (), nullptr, nullptr));
  ASSERT_TRUE (tl_premaster_find (&premaster, keyring, &said));
  EXPECT_EQ (premaster.source, TL_PREMASTER_OPENED_PSK);
  EXPECT_EQ (found (premaster),
             be (48, 2) + be (0x0303, 2) + Data (46, 0x77) + be (TL_PSK_SIZE, 2) + Data (TL_PSK_SIZE, 0xaa));
  said.cipher_suite = 0x00a8; /* PSK alone: twice the longest */
  ASSERT_TRUE (tl_premaster_find (&premaster, keyring, &said));
  EXPECT_EQ (premaster.length, (gsize) TL_PREMASTER_SIZE);
}

/* A key log names it by the first bytes of its encrypted form, or by the random of the client. */
TEST (Premaster, FromAKeyLog)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  TlKeylogReport report = {};
  std::string log = "RSA 0102030405060708 " + std::string (96, '2') + "\nPMS_CLIENT_RANDOM " + std::string (64, 'c') + " 3333\n";
  Data sealed = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, other (32, 0xcc);
  TlExchanged said = { .client_random = bytes (other), .cipher_suite = 0x009c, .encrypted = bytes (sealed) };
  g_auto (TlPremaster) premaster = {};

  tl_keyring_add_keylog (keyring, tl_bytes (log.data (), log.size ()), &report);
  ASSERT_EQ (report.secrets, 2u);
  EXPECT_TRUE (tl_keyring_needs_messages (keyring));
  ASSERT_TRUE (tl_premaster_find (&premaster, keyring, &said));
  EXPECT_EQ (premaster.source, TL_PREMASTER_LOGGED);
  EXPECT_EQ (found (premaster), Data (48, 0x22));
  said.encrypted.length = 7;
  ASSERT_TRUE (tl_premaster_find (&premaster, keyring, &said));
  EXPECT_EQ (found (premaster), Data (2, 0x33));
  said.client_random = bytes (random_bytes);
  EXPECT_FALSE (tl_premaster_find (&premaster, keyring, &said));
}
