/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The key derivation of TLS 1.2 and older.
 */
#include "key-block.h"

#include <gnutls/gnutls.h>

enum
{
  SSL3 = 0x0300,
  TLS10 = 0x0301,
  TLS12 = 0x0303
};

/* Both randoms in the order that a derivation wants them in. */
static TlBytes
seed_of (const TlRandoms *randoms, bool server_first, guint8 seed[2 * TL_RANDOM_SIZE])
{
  memcpy (seed, server_first ? randoms->server : randoms->client, TL_RANDOM_SIZE);
  memcpy (seed + TL_RANDOM_SIZE, server_first ? randoms->client : randoms->server, TL_RANDOM_SIZE);
  return tl_bytes (seed, 2 * TL_RANDOM_SIZE);
}

bool
tl_main_secret (const TlSuite *suite,
                guint16 version,
                TlBytes premaster,
                const TlRandoms *randoms,
                TlBytes session_hash,
                TlSecret *main_secret)
{
  guint8 seed[2 * TL_RANDOM_SIZE];
  TlBytes both = seed_of (randoms, false, seed);

  main_secret->length = TL_MAIN_SECRET_SIZE;
  if (version == SSL3)
    return tl_prf_ssl3 (premaster, both, main_secret->bytes, main_secret->length);
  return tl_prf (version, suite->hash, premaster, session_hash.data ? "extended master secret" : "master secret",
                 session_hash.data ? session_hash : both, main_secret->bytes, main_secret->length);
}

gsize
tl_session_hash (const TlSuite *suite, guint16 version, TlBytes messages, guint8 hash[TL_SECRET_SIZE])
{
  gsize md5 = tl_hash_size (GNUTLS_DIG_MD5);

  if (version >= TLS12)
    return tl_hash (suite->hash, messages, hash) ? tl_hash_size (suite->hash) : 0;
  return tl_hash (GNUTLS_DIG_MD5, messages, hash) && tl_hash (GNUTLS_DIG_SHA1, messages, hash + md5)
             ? md5 + tl_hash_size (GNUTLS_DIG_SHA1)
             : 0;
}

static void
cut (TlBytes *block, gsize n, TlSecret *out)
{
  TlBytes part = { 0 };

  if (tl_bytes_take (block, n, &part) && n > 0)
    memcpy (out->bytes, part.data, n);
  out->length = n;
}

/* RFC 2246 section 6.3.1: few bytes of the key are secret, from which the rest is made. */
static bool
stretch_key (const TlSuite *suite, guint16 version, const TlRandoms *randoms, bool from_client, TlWriteKeys *keys)
{
  guint8 seed[2 * TL_RANDOM_SIZE];
  TlBytes both = seed_of (randoms, version == SSL3 && !from_client, seed);
  TlSecret final = { .length = suite->key_size };
  bool done;

  if (version == SSL3) /* RFC 6101 section 6.2.2.1 */
    {
      guint8 text[TL_SECRET_SIZE + 2 * TL_RANDOM_SIZE], digest[16];

      memcpy (text, keys->key.bytes, keys->key.length);
      memcpy (text + keys->key.length, both.data, both.length);
      done = tl_hash (GNUTLS_DIG_MD5, tl_bytes (text, keys->key.length + both.length), digest);
      memcpy (final.bytes, digest, MIN (final.length, sizeof digest));
    }
  else
    done = tl_prf (version, suite->hash, tl_secret_bytes (&keys->key),
                   from_client ? "client write key" : "server write key", both, final.bytes, final.length);
  keys->key = final;
  tl_secret_clear (&final);
  return done;
}

/* The initialization vectors of the export suites, which are no secret at all. */
static bool
stretch_ivs (const TlSuite *suite, guint16 version, const TlRandoms *randoms, TlWriteKeys keys[2])
{
  guint8 seed[2 * TL_RANDOM_SIZE], block[2 * TL_NONCE_SIZE];
  TlBytes both, rest = tl_bytes (block, 2 * suite->iv_size), none = tl_bytes ("", 0);

  if (version == SSL3)
    {
      guint8 digest[16];

      for (guint side = 0; side < 2; side++)
        {
          both = seed_of (randoms, side == 1, seed);
          if (!tl_hash (GNUTLS_DIG_MD5, both, digest))
            return false;
          rest = tl_bytes (digest, suite->iv_size);
          cut (&rest, suite->iv_size, &keys[side].iv);
        }
      return true;
    }
  both = seed_of (randoms, false, seed);
  if (!tl_prf (version, suite->hash, none, "IV block", both, block, 2 * suite->iv_size))
    return false;
  for (guint side = 0; side < 2; side++)
    cut (&rest, suite->iv_size, &keys[side].iv);
  return true;
}

gsize
tl_key_block_iv_size (const TlSuite *suite, guint16 version)
{
  if (suite->form == TL_SUITE_AEAD)
    return suite->fixed_iv_size;
  return suite->form == TL_SUITE_BLOCK && version <= TLS10 && !suite->is_export ? suite->iv_size : 0;
}

static gsize
key_block_size (const TlSuite *suite, guint16 version)
{
  return 2 * (suite->mac_size + suite->secret_key_size + tl_key_block_iv_size (suite, version));
}

static bool
expand (const TlSuite *suite, guint16 version, const TlSecret *main_secret, const TlRandoms *randoms, guint8 *block, gsize n)
{
  guint8 seed[2 * TL_RANDOM_SIZE];
  TlBytes both = seed_of (randoms, true, seed);

  return version == SSL3 ? tl_prf_ssl3 (tl_secret_bytes (main_secret), both, block, n)
                         : tl_prf (version, suite->hash, tl_secret_bytes (main_secret), "key expansion", both, block, n);
}

gsize
tl_key_block_read (const TlSuite *suite,
                   guint16 version,
                   const TlSecret *main_secret,
                   const TlRandoms *randoms,
                   guint8 block[TL_KEY_BLOCK_SIZE])
{
  gsize n = key_block_size (suite, version);

  return n > 0 && n <= TL_KEY_BLOCK_SIZE && expand (suite, version, main_secret, randoms, block, n) ? n : 0;
}

bool
tl_key_block (
    const TlSuite *suite, guint16 version, const TlSecret *main_secret, const TlRandoms *randoms, TlWriteKeys keys[2])
{
  gsize iv = tl_key_block_iv_size (suite, version), n = key_block_size (suite, version);
  guint8 block[TL_KEY_BLOCK_SIZE];
  TlBytes rest = tl_bytes (block, n);
  bool done;

  memset (keys, 0, 2 * sizeof *keys);
  if (n > sizeof block)
    return false;
  done = expand (suite, version, main_secret, randoms, block, n);
  for (guint side = 0; side < 2; side++)
    cut (&rest, suite->mac_size, &keys[side].mac_key);
  for (guint side = 0; side < 2; side++)
    cut (&rest, suite->secret_key_size, &keys[side].key);
  for (guint side = 0; side < 2; side++)
    cut (&rest, iv, &keys[side].iv);
  for (guint side = 0; side < 2 && suite->is_export && done; side++)
    done = stretch_key (suite, version, randoms, side == 0, &keys[side]);
  if (suite->is_export && done && suite->form == TL_SUITE_BLOCK)
    done = stretch_ivs (suite, version, randoms, keys);
  tl_forget (block, sizeof block);
  return done;
}

/* RFC 6101 sections 5.6.8 and 5.6.9: a hash around a hash. @sender: "CLNT", "SRVR", or nothing where it is signed. */
static bool
hash_ssl3 (gnutls_digest_algorithm_t hash, const TlSecret *main_secret, const char *sender, TlBytes messages, guint8 *out)
{
  gsize n_pad = hash == GNUTLS_DIG_MD5 ? 48 : 40, size = tl_hash_size (hash);
  g_autoptr (GByteArray) text = g_byte_array_new ();
  guint8 pad[48];
  bool done;

  memset (pad, 0x36, sizeof pad);
  g_byte_array_append (text, messages.data, (guint) messages.length);
  g_byte_array_append (text, (const guint8 *) sender, (guint) strlen (sender));
  g_byte_array_append (text, main_secret->bytes, (guint) main_secret->length);
  g_byte_array_append (text, pad, (guint) n_pad);
  done = tl_hash (hash, tl_bytes (text->data, text->len), out);
  memset (pad, 0x5c, sizeof pad);
  tl_forget (text->data, text->len);
  g_byte_array_set_size (text, 0);
  g_byte_array_append (text, main_secret->bytes, (guint) main_secret->length);
  g_byte_array_append (text, pad, (guint) n_pad);
  g_byte_array_append (text, out, (guint) size);
  done = done && tl_hash (hash, tl_bytes (text->data, text->len), out);
  tl_forget (text->data, text->len);
  return done;
}

/* With MD5, and with SHA-1 behind it. */
static bool
hashes_ssl3 (const TlSecret *main_secret, const char *sender, TlBytes messages, guint8 out[36])
{
  return hash_ssl3 (GNUTLS_DIG_MD5, main_secret, sender, messages, out)
         && hash_ssl3 (GNUTLS_DIG_SHA1, main_secret, sender, messages, out + tl_hash_size (GNUTLS_DIG_MD5));
}

bool
tl_certificate_verify_ssl3 (const TlSecret *main_secret, TlBytes messages, guint8 hashes[36])
{
  return hashes_ssl3 (main_secret, "", messages, hashes);
}

gsize
tl_finished_verify_data (const TlSuite *suite,
                         guint16 version,
                         const TlSecret *main_secret,
                         bool from_client,
                         TlBytes messages,
                         guint8 verify_data[36])
{
  enum
  {
    VERIFY_DATA = 12
  };
  guint8 digest[64];
  gsize n = version >= TLS12 ? tl_hash_size (suite->hash) : 36;
  bool done;

  if (version == SSL3)
    return hashes_ssl3 (main_secret, from_client ? "CLNT" : "SRVR", messages, verify_data) ? 36 : 0;
  if (version >= TLS12)
    done = tl_hash (suite->hash, messages, digest);
  else /* RFC 4346 section 7.4.9 */
    done = tl_hash (GNUTLS_DIG_MD5, messages, digest) && tl_hash (GNUTLS_DIG_SHA1, messages, digest + tl_hash_size (GNUTLS_DIG_MD5));
  return done
                 && tl_prf (version, suite->hash, tl_secret_bytes (main_secret),
                            from_client ? "client finished" : "server finished", tl_bytes (digest, n), verify_data, VERIFY_DATA)
             ? VERIFY_DATA
             : 0;
}
