/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Cipher suites as algorithms: a line for each cipher that is to be had.
 */
#include "suites.h"

#include "../registries/registries.h"

#include <gnutls/gnutls.h>

typedef struct
{
  const char *name; /* as in TlCipherSuiteInfo */
  TlSuiteForm form;
  gnutls_cipher_algorithm_t cipher;
  guint8 key, secret_key, iv, fixed_iv, tag;
  TlOldCipher old;
} Cipher;

static const Cipher ciphers[] = {
  { "NULL", TL_SUITE_STREAM, GNUTLS_CIPHER_NULL, 0, 0, 0, 0, 0, TL_OLD_CIPHER_NONE },
  { "RC4-128", TL_SUITE_STREAM, GNUTLS_CIPHER_ARCFOUR_128, 16, 16, 0, 0, 0, TL_OLD_CIPHER_NONE },
  { "RC4-40", TL_SUITE_STREAM, GNUTLS_CIPHER_ARCFOUR_128, 16, 5, 0, 0, 0, TL_OLD_CIPHER_NONE },
  { "RC4-56", TL_SUITE_STREAM, GNUTLS_CIPHER_ARCFOUR_128, 16, 7, 0, 0, 0, TL_OLD_CIPHER_NONE },
  { "DES-CBC", TL_SUITE_BLOCK, GNUTLS_CIPHER_DES_CBC, 8, 8, 8, 0, 0, TL_OLD_CIPHER_NONE },
  { "DES-40-CBC", TL_SUITE_BLOCK, GNUTLS_CIPHER_DES_CBC, 8, 5, 8, 0, 0, TL_OLD_CIPHER_NONE },
  { "3DES-CBC", TL_SUITE_BLOCK, GNUTLS_CIPHER_3DES_CBC, 24, 24, 8, 0, 0, TL_OLD_CIPHER_NONE },
  /* RFC 2246 appendix A.5, RFC 4162 */
  { "RC2-40-CBC", TL_SUITE_BLOCK, GNUTLS_CIPHER_UNKNOWN, 16, 5, 8, 0, 0, TL_OLD_CIPHER_RC2 },
  { "RC2-56-CBC", TL_SUITE_BLOCK, GNUTLS_CIPHER_UNKNOWN, 16, 7, 8, 0, 0, TL_OLD_CIPHER_RC2 },
  { "IDEA-CBC", TL_SUITE_BLOCK, GNUTLS_CIPHER_UNKNOWN, 16, 16, 8, 0, 0, TL_OLD_CIPHER_IDEA },
  { "SEED-CBC", TL_SUITE_BLOCK, GNUTLS_CIPHER_UNKNOWN, 16, 16, 16, 0, 0, TL_OLD_CIPHER_SEED },
  { "AES-128-CBC", TL_SUITE_BLOCK, GNUTLS_CIPHER_AES_128_CBC, 16, 16, 16, 0, 0, TL_OLD_CIPHER_NONE },
  { "AES-256-CBC", TL_SUITE_BLOCK, GNUTLS_CIPHER_AES_256_CBC, 32, 32, 16, 0, 0, TL_OLD_CIPHER_NONE },
  { "Camellia-128-CBC", TL_SUITE_BLOCK, GNUTLS_CIPHER_CAMELLIA_128_CBC, 16, 16, 16, 0, 0, TL_OLD_CIPHER_NONE },
  { "Camellia-256-CBC", TL_SUITE_BLOCK, GNUTLS_CIPHER_CAMELLIA_256_CBC, 32, 32, 16, 0, 0, TL_OLD_CIPHER_NONE },
  { "AES-128-GCM", TL_SUITE_AEAD, GNUTLS_CIPHER_AES_128_GCM, 16, 16, 12, 4, 16, TL_OLD_CIPHER_NONE },
  { "AES-256-GCM", TL_SUITE_AEAD, GNUTLS_CIPHER_AES_256_GCM, 32, 32, 12, 4, 16, TL_OLD_CIPHER_NONE },
  { "Camellia-128-GCM", TL_SUITE_AEAD, GNUTLS_CIPHER_CAMELLIA_128_GCM, 16, 16, 12, 4, 16, TL_OLD_CIPHER_NONE },
  { "Camellia-256-GCM", TL_SUITE_AEAD, GNUTLS_CIPHER_CAMELLIA_256_GCM, 32, 32, 12, 4, 16, TL_OLD_CIPHER_NONE },
  { "AES-128-CCM", TL_SUITE_AEAD, GNUTLS_CIPHER_AES_128_CCM, 16, 16, 12, 4, 16, TL_OLD_CIPHER_NONE },
  { "AES-256-CCM", TL_SUITE_AEAD, GNUTLS_CIPHER_AES_256_CCM, 32, 32, 12, 4, 16, TL_OLD_CIPHER_NONE },
  { "AES-128-CCM-8", TL_SUITE_AEAD, GNUTLS_CIPHER_AES_128_CCM_8, 16, 16, 12, 4, 8, TL_OLD_CIPHER_NONE },
  { "AES-256-CCM-8", TL_SUITE_AEAD, GNUTLS_CIPHER_AES_256_CCM_8, 32, 32, 12, 4, 8, TL_OLD_CIPHER_NONE },
  { "ChaCha20-Poly1305", TL_SUITE_AEAD, GNUTLS_CIPHER_CHACHA20_POLY1305, 32, 32, 12, 12, 16, TL_OLD_CIPHER_NONE }, /* RFC 7905 section 2 */
};

static const struct
{
  const char *name;
  gnutls_digest_algorithm_t hash;
} hashes[] = {
  { "MD5", GNUTLS_DIG_MD5 },       { "SHA1", GNUTLS_DIG_SHA1 },     { "SHA256", GNUTLS_DIG_SHA256 },
  { "SHA384", GNUTLS_DIG_SHA384 }, { "SHA512", GNUTLS_DIG_SHA512 },
};

static gnutls_digest_algorithm_t
hash_of (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hashes); i++)
    if (g_strcmp0 (hashes[i].name, name) == 0)
      return hashes[i].hash;
  return GNUTLS_DIG_UNKNOWN;
}

/* RFC 5246 section 5: SHA-256 unless the suite names a better one; RFC 5246 section 7.4.9 for the older suites. */
static gnutls_digest_algorithm_t
prf_hash (const TlCipherSuiteInfo *info)
{
  gnutls_digest_algorithm_t hash = hash_of (info->hash);

  return hash == GNUTLS_DIG_MD5 || hash == GNUTLS_DIG_SHA1 ? GNUTLS_DIG_SHA256 : hash;
}

static const Cipher *
find_cipher (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ciphers); i++)
    if (g_strcmp0 (ciphers[i].name, name) == 0)
      return &ciphers[i];
  return NULL;
}

bool
tl_suite (guint16 code, TlSuite *suite)
{
  const TlCipherSuiteInfo *info = tl_cipher_suite_info (code);
  const char *name = tl_registry_name (TL_REGISTRY_CIPHER_SUITE, code);
  const Cipher *cipher = info ? find_cipher (info->cipher) : NULL;

  *suite = (TlSuite){ .cipher = GNUTLS_CIPHER_UNKNOWN, .hash = GNUTLS_DIG_UNKNOWN };
  if (info == NULL)
    return false;
  suite->hash = prf_hash (info);
  if (suite->hash == GNUTLS_DIG_UNKNOWN || cipher == NULL)
    return false;
  suite->form = cipher->form;
  suite->cipher = cipher->cipher;
  suite->old_cipher = cipher->old;
  suite->key_size = cipher->key;
  suite->secret_key_size = cipher->secret_key;
  suite->is_export = name && strstr (name, "_EXPORT") != NULL;
  suite->iv_size = cipher->iv;
  suite->fixed_iv_size = cipher->fixed_iv;
  suite->tag_size = cipher->tag;
  if (cipher->form != TL_SUITE_AEAD)
    {
      suite->mac = hash_of (info->hash);
      suite->mac_size = gnutls_hash_get_len (suite->mac);
    }
  return true;
}

const char *
tl_suite_missing (guint16 code)
{
  const TlCipherSuiteInfo *info = tl_cipher_suite_info (code);

  if (info == NULL)
    return NULL;
  if (find_cipher (info->cipher) == NULL)
    return info->cipher;
  return prf_hash (info) == GNUTLS_DIG_UNKNOWN ? info->hash : NULL;
}

bool
tl_suite_of_early_data (guint *index, gsize size, TlSuite *suite)
{
  static const guint16 codes[] = { 0x1301, 0x1302, 0x1303, 0x1304, 0x1305 };

  while (*index < G_N_ELEMENTS (codes))
    if (tl_suite (codes[(*index)++], suite) && gnutls_hash_get_len (suite->hash) == size)
      return true;
  return false;
}
