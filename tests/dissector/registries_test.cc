/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The registries are complete and in order, and say what IANA and the RFCs say.
 */
#include "registries/registries.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

static TlRegistry
registry_at (int number)
{
  return static_cast<TlRegistry> (number);
}

static std::string
name_of (TlRegistry registry, guint32 code)
{
  const char *name = tl_registry_name (registry, code);
  return name != nullptr ? name : "";
}

static std::string
reference_of (TlRegistry registry, guint32 code)
{
  const TlRegistryEntry *entry = tl_registry_lookup (registry, code);
  return entry != nullptr ? entry->reference : "";
}

TEST (Registries, EachHasEntriesInOrder)
{
  for (int i = TL_REGISTRY_NONE + 1; i < TL_N_REGISTRIES; i++)
    {
      gsize n = 0;
      const TlRegistryEntry *entries = tl_registry_entries (registry_at (i), &n);
      ASSERT_NE (entries, nullptr) << i;
      ASSERT_GT (n, 0u) << i;
      for (gsize k = 1; k < n; k++)
        EXPECT_LT (entries[k - 1].code, entries[k].code) << i;
    }
}

TEST (Registries, NamesAreUniqueAndEveryEntryIsFound)
{
  for (int i = TL_REGISTRY_NONE + 1; i < TL_N_REGISTRIES; i++)
    {
      gsize n = 0;
      const TlRegistryEntry *entries = tl_registry_entries (registry_at (i), &n);
      std::set<std::string> names;
      for (gsize k = 0; k < n; k++)
        {
          EXPECT_TRUE (names.insert (entries[k].name).second) << entries[k].name;
          EXPECT_EQ (tl_registry_lookup (registry_at (i), entries[k].code), &entries[k]);
          EXPECT_FALSE (tl_registry_is_grease (registry_at (i), entries[k].code)) << entries[k].name;
        }
    }
}

TEST (Registries, OnlyEntriesAreFound)
{
  for (int i = TL_REGISTRY_NONE + 1; i < TL_N_REGISTRIES; i++)
    {
      gsize n = 0, found = 0;
      const TlRegistryEntry *entries = tl_registry_entries (registry_at (i), &n);
      for (guint32 code = 0; code < 0x20000; code++)
        found += tl_registry_lookup (registry_at (i), code) != nullptr;
      for (gsize k = 0; k < n; k++)
        found += entries[k].code >= 0x20000;
      EXPECT_EQ (found, n) << i;
    }
}

TEST (Registries, TextIsForPeople)
{
  for (int i = TL_REGISTRY_NONE + 1; i < TL_N_REGISTRIES; i++)
    {
      gsize n = 0;
      const TlRegistryEntry *entries = tl_registry_entries (registry_at (i), &n);
      for (gsize k = 0; k < n; k++)
        {
          std::string name = entries[k].name, reference = entries[k].reference;
          std::string recommended = entries[k].recommended;
          EXPECT_FALSE (name.empty ());
          EXPECT_TRUE (recommended.empty () || recommended == "Y" || recommended == "N" || recommended == "D")
              << name;
          EXPECT_EQ (reference.find ("RFC-"), std::string::npos) << name;
          EXPECT_EQ (reference.find ('['), std::string::npos) << name;
          EXPECT_TRUE (reference.rfind ("RFC", 0) != 0 || reference.rfind ("RFC ", 0) == 0) << reference;
        }
    }
}

TEST (Registries, NoneAndStrangersHaveNoNames)
{
  gsize n = 1;
  EXPECT_EQ (tl_registry_entries (TL_REGISTRY_NONE, &n), nullptr);
  EXPECT_EQ (n, 0u);
  EXPECT_EQ (tl_registry_lookup (TL_REGISTRY_NONE, 0), nullptr);
  EXPECT_EQ (tl_registry_name (TL_N_REGISTRIES, 0), nullptr);
  EXPECT_EQ (tl_registry_name (TL_REGISTRY_CIPHER_SUITE, 0xc2c2), nullptr);
  EXPECT_EQ (tl_registry_name (TL_REGISTRY_CIPHER_SUITE, 0x11301), nullptr);
  EXPECT_EQ (tl_registry_name (TL_REGISTRY_EXTENSION, G_MAXUINT32), nullptr);
}

TEST (Registries, KnownNames)
{
  EXPECT_EQ (name_of (TL_REGISTRY_CONTENT_TYPE, 22), "handshake");
  EXPECT_EQ (name_of (TL_REGISTRY_HANDSHAKE_TYPE, 1), "client_hello");
  EXPECT_EQ (name_of (TL_REGISTRY_HANDSHAKE_TYPE, 14), "server_hello_done");
  EXPECT_EQ (name_of (TL_REGISTRY_ALERT_LEVEL, 2), "fatal");
  EXPECT_EQ (name_of (TL_REGISTRY_ALERT, 0), "close_notify");
  EXPECT_EQ (name_of (TL_REGISTRY_ALERT, 48), "unknown_ca");
  EXPECT_EQ (name_of (TL_REGISTRY_ALERT, 117), "general_error");
  EXPECT_EQ (name_of (TL_REGISTRY_CIPHER_SUITE, 0x1301), "TLS_AES_128_GCM_SHA256");
  EXPECT_EQ (name_of (TL_REGISTRY_CIPHER_SUITE, 0xc02f), "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
  EXPECT_EQ (name_of (TL_REGISTRY_CIPHER_SUITE, 0x00ff), "TLS_EMPTY_RENEGOTIATION_INFO_SCSV");
  EXPECT_EQ (name_of (TL_REGISTRY_EXTENSION, 0), "server_name");
  EXPECT_EQ (name_of (TL_REGISTRY_EXTENSION, 10), "supported_groups");
  EXPECT_EQ (name_of (TL_REGISTRY_EXTENSION, 23), "extended_main_secret");
  EXPECT_EQ (name_of (TL_REGISTRY_EXTENSION, 35), "session_ticket");
  EXPECT_EQ (name_of (TL_REGISTRY_EXTENSION, 13172), "next_protocol_negotiation");
  EXPECT_EQ (name_of (TL_REGISTRY_EXTENSION, 17613), "application_settings");
  EXPECT_EQ (name_of (TL_REGISTRY_EXTENSION, 0xfe0d), "encrypted_client_hello");
  EXPECT_EQ (name_of (TL_REGISTRY_EXTENSION, 0xff01), "renegotiation_info");
  EXPECT_EQ (name_of (TL_REGISTRY_GROUP, 29), "x25519");
  EXPECT_EQ (name_of (TL_REGISTRY_GROUP, 4588), "X25519MLKEM768");
  EXPECT_EQ (name_of (TL_REGISTRY_GROUP, 25497), "X25519Kyber768Draft00");
  EXPECT_EQ (name_of (TL_REGISTRY_SIGNATURE_SCHEME, 0x0804), "rsa_pss_rsae_sha256");
  EXPECT_EQ (name_of (TL_REGISTRY_PSK_KEY_EXCHANGE_MODE, 1), "psk_dhe_ke");
  EXPECT_EQ (name_of (TL_REGISTRY_CERTIFICATE_COMPRESSION, 2), "brotli");
  EXPECT_EQ (name_of (TL_REGISTRY_HPKE_KEM, 0x20), "DHKEM(X25519, HKDF-SHA256)");
  EXPECT_EQ (name_of (TL_REGISTRY_SRTP_PROFILE, 7), "SRTP_AEAD_AES_128_GCM");
  EXPECT_EQ (name_of (TL_REGISTRY_QUIC_TRANSPORT_PARAMETER, 0x0f), "initial_source_connection_id");
  EXPECT_EQ (name_of (TL_REGISTRY_QUIC_TRANSPORT_PARAMETER, 0xff04de1b), "min_ack_delay");
  EXPECT_EQ (name_of (TL_REGISTRY_QUIC_VERSION, 1), "QUIC v1");
  EXPECT_EQ (name_of (TL_REGISTRY_QUIC_VERSION, 0x6b3343cf), "QUIC v2");
  EXPECT_EQ (name_of (TL_REGISTRY_QUIC_VERSION, 0xff00001d), "QUIC draft-29");
  EXPECT_EQ (name_of (TL_REGISTRY_QUIC_ERROR, 0x0128), "CRYPTO_ERROR (handshake_failure)");
  EXPECT_EQ (name_of (TL_REGISTRY_QUIC_FRAME_TYPE, 0x1c), "CONNECTION_CLOSE");
}

TEST (Registries, Versions)
{
  EXPECT_EQ (name_of (TL_REGISTRY_VERSION, 0x0002), "SSL 2.0");
  EXPECT_EQ (name_of (TL_REGISTRY_VERSION, 0x0300), "SSL 3.0");
  EXPECT_EQ (name_of (TL_REGISTRY_VERSION, 0x0301), "TLS 1.0");
  EXPECT_EQ (name_of (TL_REGISTRY_VERSION, 0x0304), "TLS 1.3");
  EXPECT_EQ (name_of (TL_REGISTRY_VERSION, 0x7f1c), "TLS 1.3 draft 28");
  EXPECT_EQ (name_of (TL_REGISTRY_VERSION, 0xfeff), "DTLS 1.0");
  EXPECT_EQ (name_of (TL_REGISTRY_VERSION, 0xfefd), "DTLS 1.2");
  EXPECT_EQ (name_of (TL_REGISTRY_VERSION, 0xfefc), "DTLS 1.3");
  EXPECT_EQ (name_of (TL_REGISTRY_VERSION, 0x0100), "DTLS 1.0 (OpenSSL pre-0.9.8f)");
  EXPECT_EQ (name_of (TL_REGISTRY_VERSION, 0x0305), "");
}

TEST (Registries, ReferencesAreCurrent)
{
  EXPECT_EQ (reference_of (TL_REGISTRY_EXTENSION, 51), "RFC 9846, section 4.3.8");
  EXPECT_EQ (reference_of (TL_REGISTRY_HANDSHAKE_TYPE, 1), "RFC 9846, section 4.2.2");
  EXPECT_EQ (reference_of (TL_REGISTRY_CIPHER_SUITE, 0x1302), "RFC 9846");
  EXPECT_EQ (reference_of (TL_REGISTRY_GROUP, 4588), "RFC 10024");
  EXPECT_STREQ (tl_registry_lookup (TL_REGISTRY_GROUP, 4588)->recommended, "Y");
  EXPECT_STREQ (tl_registry_lookup (TL_REGISTRY_CIPHER_SUITE, 0x000a)->recommended, "D");
}

/* IANA's column "TLS 1.3" */
TEST (Registries, SayWhereExtensionsMayStand)
{
  auto messages = [] (guint32 code) { return tl_registry_lookup (TL_REGISTRY_EXTENSION, code)->messages; };
  EXPECT_EQ (messages (0), (guint32) (TL_IN_CLIENT_HELLO | TL_IN_ENCRYPTED_EXTENSIONS | TL_IN_CERTIFICATE_REQUEST));
  EXPECT_EQ (messages (11), (guint32) TL_IN_CLIENT_HELLO); /* "-" */
  EXPECT_EQ (messages (48), (guint32) TL_IN_CERTIFICATE_REQUEST);
  EXPECT_EQ (messages (62), 0x7fu);
  EXPECT_EQ (messages (0xfe0d),
             (guint32) (TL_IN_CLIENT_HELLO | TL_IN_HELLO_RETRY_REQUEST | TL_IN_ENCRYPTED_EXTENSIONS));
  EXPECT_EQ (messages (4832), 0u); /* not IANA's, and nobody says */
  gsize n = 0;
  const TlRegistryEntry *groups = tl_registry_entries (TL_REGISTRY_GROUP, &n);
  for (gsize i = 0; i < n; i++)
    EXPECT_EQ (groups[i].messages, 0u);
}

TEST (Registries, GreaseNames) /* RFC 8701 section 2 */
{
  EXPECT_TRUE (tl_registry_is_grease_name (tl_bytes ("\x0a\x0a", 2)));
  EXPECT_TRUE (tl_registry_is_grease_name (tl_bytes ("\xfa\xfa", 2)));
  EXPECT_FALSE (tl_registry_is_grease_name (tl_bytes ("\x0a\x1a", 2)));
  EXPECT_FALSE (tl_registry_is_grease_name (tl_bytes ("\x0a\x0a\x0a", 3)));
  EXPECT_FALSE (tl_registry_is_grease_name (tl_bytes ("h2", 2)));
  EXPECT_FALSE (tl_registry_is_grease_name (tl_bytes (nullptr, 0)));
}

TEST (Registries, GreaseOfTwoBytes) /* RFC 8701 section 2 */
{
  const TlRegistry with_grease[] = { TL_REGISTRY_CIPHER_SUITE, TL_REGISTRY_EXTENSION, TL_REGISTRY_GROUP,
                                     TL_REGISTRY_SIGNATURE_SCHEME, TL_REGISTRY_VERSION };
  for (TlRegistry registry : with_grease)
    {
      std::set<guint32> found;
      for (guint32 code = 0; code < 0x20000; code++)
        if (tl_registry_is_grease (registry, code))
          found.insert (code);
      std::set<guint32> expected;
      for (guint32 i = 0; i < 16; i++)
        expected.insert (0x0a0a + i * 0x1010);
      EXPECT_EQ (found, expected);
      EXPECT_EQ (name_of (registry, 0x0a0a), "GREASE");
      EXPECT_EQ (name_of (registry, 0xfafa), "GREASE");
    }
}

TEST (Registries, GreaseOfOneByte) /* RFC 8701 section 2 */
{
  std::set<guint32> found;
  for (guint32 code = 0; code < 0x1000; code++)
    if (tl_registry_is_grease (TL_REGISTRY_PSK_KEY_EXCHANGE_MODE, code))
      found.insert (code);
  EXPECT_EQ (found, (std::set<guint32>{ 0x0b, 0x2a, 0x49, 0x68, 0x87, 0xa6, 0xc5, 0xe4 }));
}

TEST (Registries, GreaseOfQuic) /* RFC 9000 sections 15 and 18.1 */
{
  EXPECT_EQ (name_of (TL_REGISTRY_QUIC_VERSION, 0x1a2a3a4a), "GREASE");
  EXPECT_EQ (tl_registry_name (TL_REGISTRY_QUIC_VERSION, 0x1a2a3a4b), nullptr);
  EXPECT_EQ (tl_registry_name (TL_REGISTRY_QUIC_VERSION, G_GUINT64_CONSTANT (0x10a0a0a0a)), nullptr);
  EXPECT_EQ (name_of (TL_REGISTRY_QUIC_TRANSPORT_PARAMETER, 27), "GREASE");
  EXPECT_STREQ (tl_registry_name (TL_REGISTRY_QUIC_TRANSPORT_PARAMETER, 27 + 31 * G_GUINT64_CONSTANT (0x123456789abcd)),
                "GREASE");
  EXPECT_EQ (tl_registry_name (TL_REGISTRY_QUIC_TRANSPORT_PARAMETER, G_GUINT64_CONSTANT (0x100000001)), nullptr);
}

TEST (Registries, NoGreaseElsewhere)
{
  EXPECT_FALSE (tl_registry_is_grease (TL_REGISTRY_NONE, 0x0a0a));
  EXPECT_FALSE (tl_registry_is_grease (TL_REGISTRY_ALERT, 0x0b));
  EXPECT_FALSE (tl_registry_is_grease (TL_REGISTRY_SRTP_PROFILE, 0x0a0a));
  EXPECT_EQ (tl_registry_name (TL_REGISTRY_HPKE_KEM, 0x0a0a), nullptr);
}

static void
expect_suite (guint32 code,
              TlKeyExchange exchange,
              const char *authentication,
              const char *cipher,
              const char *hash,
              bool aead)
{
  const TlCipherSuiteInfo *info = tl_cipher_suite_info (code);
  ASSERT_NE (info, nullptr) << code;
  EXPECT_EQ (info->key_exchange, exchange) << code;
  EXPECT_STREQ (info->authentication, authentication) << code;
  EXPECT_STREQ (info->cipher, cipher) << code;
  EXPECT_STREQ (info->hash, hash) << code;
  EXPECT_EQ (info->aead, aead) << code;
}

TEST (CipherSuites, SayWhatTheirNamesSay)
{
  expect_suite (0x0000, TL_KEY_EXCHANGE_NULL, "NULL", "NULL", "NULL", false);
  expect_suite (0x0003, TL_KEY_EXCHANGE_RSA, "RSA", "RC4-40", "MD5", false);
  expect_suite (0x000a, TL_KEY_EXCHANGE_RSA, "RSA", "3DES-CBC", "SHA1", false);
  expect_suite (0x0010, TL_KEY_EXCHANGE_DH, "RSA", "3DES-CBC", "SHA1", false);
  expect_suite (0x0032, TL_KEY_EXCHANGE_DHE, "DSS", "AES-128-CBC", "SHA1", false);
  expect_suite (0x0034, TL_KEY_EXCHANGE_DH_ANON, "anon", "AES-128-CBC", "SHA1", false);
  expect_suite (0x001f, TL_KEY_EXCHANGE_KRB5, "KRB5", "3DES-CBC", "SHA1", false);
  expect_suite (0x009d, TL_KEY_EXCHANGE_RSA, "RSA", "AES-256-GCM", "SHA384", true);
  expect_suite (0x00a8, TL_KEY_EXCHANGE_PSK, "PSK", "AES-128-GCM", "SHA256", true);
  expect_suite (0x0095, TL_KEY_EXCHANGE_RSA_PSK, "RSA", "AES-256-CBC", "SHA1", false);
  expect_suite (0x00aa, TL_KEY_EXCHANGE_DHE_PSK, "PSK", "AES-128-GCM", "SHA256", true);
  expect_suite (0xc0aa, TL_KEY_EXCHANGE_DHE_PSK, "PSK", "AES-128-CCM-8", "SHA256", true);
  expect_suite (0xc035, TL_KEY_EXCHANGE_ECDHE_PSK, "PSK", "AES-128-CBC", "SHA1", false);
  expect_suite (0xc004, TL_KEY_EXCHANGE_ECDH, "ECDSA", "AES-128-CBC", "SHA1", false);
  expect_suite (0xc018, TL_KEY_EXCHANGE_ECDH_ANON, "anon", "AES-128-CBC", "SHA1", false);
  expect_suite (0xc02f, TL_KEY_EXCHANGE_ECDHE, "RSA", "AES-128-GCM", "SHA256", true);
  expect_suite (0xc024, TL_KEY_EXCHANGE_ECDHE, "ECDSA", "AES-256-CBC", "SHA384", false);
  expect_suite (0xc0ad, TL_KEY_EXCHANGE_ECDHE, "ECDSA", "AES-256-CCM", "SHA256", true);
  expect_suite (0xcca8, TL_KEY_EXCHANGE_ECDHE, "RSA", "ChaCha20-Poly1305", "SHA256", true);
  expect_suite (0xc01d, TL_KEY_EXCHANGE_SRP, "SRP", "AES-128-CBC", "SHA1", false);
  expect_suite (0xc01e, TL_KEY_EXCHANGE_SRP_SIGNED, "RSA", "AES-128-CBC", "SHA1", false);
  expect_suite (0xc0b0, TL_KEY_EXCHANGE_ECCPWD, "ECCPWD", "AES-128-GCM", "SHA256", true);
  expect_suite (0xc0ff, TL_KEY_EXCHANGE_ECJPAKE, "ECJPAKE", "AES-128-CCM-8", "SHA256", true);
  expect_suite (0x0064, TL_KEY_EXCHANGE_RSA, "RSA", "RC4-56", "SHA1", false);
  expect_suite (0x0063, TL_KEY_EXCHANGE_DHE, "DSS", "DES-CBC", "SHA1", false);
  expect_suite (0x0073, TL_KEY_EXCHANGE_DHE, "DSS", "AES-128-CBC", "RIPEMD160", false);
  expect_suite (0x0081, TL_KEY_EXCHANGE_GOST, "GOST", "GOST-28147-CNT", "GOST-28147-IMIT", false);
  expect_suite (0xcc13, TL_KEY_EXCHANGE_ECDHE, "RSA", "ChaCha20-Poly1305", "SHA256", true);
  expect_suite (0xe011, TL_KEY_EXCHANGE_SM2DHE, "SM2", "SM4-CBC", "SM3", false);
  expect_suite (0xe053, TL_KEY_EXCHANGE_SM2, "SM2", "SM4-GCM", "SM3", true);
  expect_suite (0xfeff, TL_KEY_EXCHANGE_RSA, "RSA", "3DES-CBC", "SHA1", false);
  expect_suite (0xc100, TL_KEY_EXCHANGE_GOST, "GOST", "Kuznyechik-CTR", "OMAC", false);
}

TEST (CipherSuites, OfSslv2)
{
  EXPECT_EQ (name_of (TL_REGISTRY_CIPHER_SUITE, 0x010080), "SSL_CK_RC4_128_WITH_MD5");
  expect_suite (0x010080, TL_KEY_EXCHANGE_RSA, "RSA", "RC4-128", "MD5", false);
  expect_suite (0x020080, TL_KEY_EXCHANGE_RSA, "RSA", "RC4-40", "MD5", false);
  expect_suite (0x0700c0, TL_KEY_EXCHANGE_RSA, "RSA", "3DES-CBC", "MD5", false);
}

TEST (CipherSuites, OfTls13SayNoKeyExchange)
{
  expect_suite (0x1301, TL_KEY_EXCHANGE_TLS13, nullptr, "AES-128-GCM", "SHA256", true);
  expect_suite (0x1302, TL_KEY_EXCHANGE_TLS13, nullptr, "AES-256-GCM", "SHA384", true);
  expect_suite (0x1303, TL_KEY_EXCHANGE_TLS13, nullptr, "ChaCha20-Poly1305", "SHA256", true);
  expect_suite (0x1305, TL_KEY_EXCHANGE_TLS13, nullptr, "AES-128-CCM-8", "SHA256", true);
  expect_suite (0x00c6, TL_KEY_EXCHANGE_TLS13, nullptr, "SM4-GCM", "SM3", true);
  expect_suite (0xc0b4, TL_KEY_EXCHANGE_TLS13, nullptr, "NULL", "SHA256", false);
  expect_suite (0xc103, TL_KEY_EXCHANGE_TLS13, nullptr, "Kuznyechik-MGM-L", "Streebog-256", true);
}

TEST (CipherSuites, SignallingValuesAreNone)
{
  EXPECT_EQ (tl_cipher_suite_info (0x00ff), nullptr);
  EXPECT_EQ (tl_cipher_suite_info (0x5600), nullptr);
  EXPECT_EQ (tl_cipher_suite_info (0x0a0a), nullptr);
  EXPECT_EQ (tl_cipher_suite_info (0xffff), nullptr);
}

TEST (CipherSuites, EachIsUnderstood)
{
  gsize n = 0;
  const TlRegistryEntry *entries = tl_registry_entries (TL_REGISTRY_CIPHER_SUITE, &n);
  EXPECT_GE (n, 356u);
  for (gsize i = 0; i < n; i++)
    {
      const TlCipherSuiteInfo *info = tl_cipher_suite_info (entries[i].code);
      bool signalling = g_str_has_suffix (entries[i].name, "_SCSV");
      ASSERT_EQ (info == nullptr, signalling) << entries[i].name;
      if (signalling)
        continue;
      EXPECT_NE (info->key_exchange, TL_KEY_EXCHANGE_UNKNOWN) << entries[i].name;
      EXPECT_EQ (info->authentication == nullptr, info->key_exchange == TL_KEY_EXCHANGE_TLS13)
          << entries[i].name;
      EXPECT_NE (info->hash, nullptr) << entries[i].name;
    }
}
