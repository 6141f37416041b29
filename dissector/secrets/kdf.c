/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Key derivation, over the hashes and MACs of GnuTLS.
 */
#include "kdf.h"

#include "../tls/handshake.h"
#include "../tls/messages.h"

enum
{
  MAX_HASH = 64,
  MAX_SEED = 256, /* the longest label and seed that TLS puts together */
  MAX_INFO = 2 + 1 + 255 + 1 + 255,
  SSL3_ROUNDS = 26 /* "A", "BB" … */
};

gsize
tl_hash_size (gnutls_digest_algorithm_t hash)
{
  return gnutls_hash_get_len (hash);
}

bool
tl_hash (gnutls_digest_algorithm_t hash, TlBytes bytes, guint8 *out)
{
  return gnutls_hash_fast (hash, bytes.data, bytes.length, out) == 0;
}

gsize
tl_message_hash (gnutls_digest_algorithm_t hash, TlBytes hello, guint8 out[TL_MESSAGE_HASH_SIZE])
{
  gsize size = tl_hash_size (hash);
  const guint8 header[TL_HANDSHAKE_HEADER] = { TL_MESSAGE_MESSAGE_HASH, 0, 0, (guint8) size };

  if (size == 0 || !tl_hash (hash, hello, out + sizeof header))
    return 0;
  memcpy (out, header, sizeof header);
  return sizeof header + size;
}

bool
tl_hmac (gnutls_digest_algorithm_t hash, TlBytes key, TlBytes bytes, guint8 *out)
{
  return gnutls_hmac_fast ((gnutls_mac_algorithm_t) hash, key.data, key.length, bytes.data, bytes.length, out) == 0;
}

/* RFC 5246 section 5: P_hash, added to what @out holds. */
static bool
add_p_hash (gnutls_digest_algorithm_t hash, TlBytes secret, TlBytes seed, guint8 *out, gsize n)
{
  guint8 a[MAX_HASH + MAX_SEED], block[MAX_HASH];
  gsize size = tl_hash_size (hash);
  bool done = size > 0 && seed.length <= MAX_SEED && tl_hmac (hash, secret, seed, a);

  if (done)
    memcpy (a + size, seed.data, seed.length);
  for (gsize at = 0; at < n && done; at += size)
    {
      done = tl_hmac (hash, secret, tl_bytes (a, size + seed.length), block)
             && tl_hmac (hash, secret, tl_bytes (a, size), a);
      for (gsize i = 0; i < MIN (size, n - at) && done; i++)
        out[at + i] ^= block[i];
    }
  tl_forget (a, sizeof a);
  tl_forget (block, sizeof block);
  return done;
}

bool
tl_prf (guint16 version,
        gnutls_digest_algorithm_t hash,
        TlBytes secret,
        const char *label,
        TlBytes seed,
        guint8 *out,
        gsize n)
{
  guint8 labelled[MAX_SEED];
  gsize n_label = strlen (label);
  gsize half = (secret.length + 1) / 2;
  TlBytes whole = tl_bytes (labelled, n_label + seed.length);

  if (whole.length > MAX_SEED)
    return false;
  memcpy (labelled, label, n_label);
  if (seed.length > 0)
    memcpy (labelled + n_label, seed.data, seed.length);
  memset (out, 0, n);
  if (version >= 0x0303)
    return add_p_hash (hash, secret, whole, out, n);
  /* RFC 4346 section 5: the halves overlap by a byte where the length is odd */
  return add_p_hash (GNUTLS_DIG_MD5, tl_bytes (secret.data, half), whole, out, n)
         && add_p_hash (GNUTLS_DIG_SHA1, tl_bytes (secret.data + secret.length - half, half), whole, out, n);
}

bool
tl_prf_ssl3 (TlBytes secret, TlBytes seed, guint8 *out, gsize n)
{
  gsize md5 = tl_hash_size (GNUTLS_DIG_MD5), sha = tl_hash_size (GNUTLS_DIG_SHA1);
  g_autoptr (GByteArray) text = g_byte_array_new ();
  bool done = n <= SSL3_ROUNDS * md5;

  for (gsize round = 0; round * md5 < n && done; round++)
    {
      guint8 letters[SSL3_ROUNDS], inner[20], block[16];
      gsize rest = n - round * md5;

      memset (letters, (int) ('A' + round), round + 1);
      g_byte_array_set_size (text, 0);
      g_byte_array_append (text, letters, (guint) round + 1);
      g_byte_array_append (text, secret.data, (guint) secret.length);
      g_byte_array_append (text, seed.data, (guint) seed.length);
      done = tl_hash (GNUTLS_DIG_SHA1, tl_bytes (text->data, text->len), inner);
      g_byte_array_set_size (text, 0);
      g_byte_array_append (text, secret.data, (guint) secret.length);
      g_byte_array_append (text, inner, (guint) sha);
      done = done && tl_hash (GNUTLS_DIG_MD5, tl_bytes (text->data, text->len), block);
      memcpy (out + round * md5, block, MIN (rest, md5));
      tl_forget (block, sizeof block);
    }
  if (text->len > 0)
    tl_forget (text->data, text->len);
  return done;
}

bool
tl_hkdf_extract (gnutls_digest_algorithm_t hash, TlBytes salt, TlBytes secret, TlSecret *out)
{
  gnutls_datum_t key = tl_datum (secret), salt_datum = tl_datum (salt);

  out->length = tl_hash_size (hash);
  return out->length > 0 && gnutls_hkdf_extract ((gnutls_mac_algorithm_t) hash, &key, &salt_datum, out->bytes) == 0;
}

bool
tl_hkdf_expand_label (gnutls_digest_algorithm_t hash,
                      bool dtls,
                      TlBytes secret,
                      const char *label,
                      TlBytes context,
                      guint8 *out,
                      gsize n)
{
  const char *prefix = dtls ? "dtls13" : "tls13 ";
  gsize n_prefix = strlen (prefix), n_label = strlen (label), n_info = 0;
  guint8 info[MAX_INFO];
  gnutls_datum_t key = tl_datum (secret), info_datum;

  if (n_prefix + n_label > 255 || context.length > 255 || n > 0xffff)
    return false;
  info[n_info++] = (guint8) (n >> 8);
  info[n_info++] = (guint8) n;
  info[n_info++] = (guint8) (n_prefix + n_label);
  memcpy (info + n_info, prefix, n_prefix);
  memcpy (info + n_info + n_prefix, label, n_label);
  n_info += n_prefix + n_label;
  info[n_info++] = (guint8) context.length;
  if (context.length > 0)
    memcpy (info + n_info, context.data, context.length);
  n_info += context.length;
  info_datum = tl_datum (tl_bytes (info, n_info));
  return gnutls_hkdf_expand ((gnutls_mac_algorithm_t) hash, &key, &info_datum, out, n) == 0;
}

bool
tl_derive_secret (
    gnutls_digest_algorithm_t hash, bool dtls, const TlSecret *secret, const char *label, TlBytes transcript_hash, TlSecret *out)
{
  out->length = tl_hash_size (hash);
  return tl_hkdf_expand_label (hash, dtls, tl_secret_bytes (secret), label, transcript_hash, out->bytes, out->length);
}
