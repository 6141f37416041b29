/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Hybrid public key encryption (RFC 9180). GnuTLS has HKDF and the ciphers; the bare Diffie-Hellman is that of Nettle, on which
 * GnuTLS stands.
 */
#include "hpke.h"

#include "kdf.h"

#include <gmp.h>
#include <nettle/curve25519.h>
#include <nettle/curve448.h>
#include <nettle/ecc-curve.h>
#include <nettle/ecc.h>

enum
{
  TAG_SIZE = 16, /* Nt of every AEAD, section 7.3 */
  MAX_LABELED = 7 + 10 + 16, /* "HPKE-v1", suite_id, and the longest label with what stands before it */
  UNCOMPRESSED = 4 /* SEC 1 section 2.3.3 */
};

/* Bytes of what stands before the input of a labeled function. */
typedef struct
{
  guint8 bytes[10];
  gsize length;
} SuiteId;

/* Section 7.1 */
static const struct Kem
{
  guint16 id;
  gnutls_digest_algorithm_t hash;
  gsize n_private; /* Nsk, and Ndh */
  const struct ecc_curve *(*curve) (void); /* NULL: one of RFC 7748 */
} kems[] = {
  { 0x0010, GNUTLS_DIG_SHA256, 32, nettle_get_secp_256r1 },
  { 0x0011, GNUTLS_DIG_SHA384, 48, nettle_get_secp_384r1 },
  { 0x0012, GNUTLS_DIG_SHA512, 66, nettle_get_secp_521r1 },
  { 0x0020, GNUTLS_DIG_SHA256, 32, NULL },
  { 0x0021, GNUTLS_DIG_SHA512, 56, NULL },
};

/* Section 7.2 */
static const gnutls_digest_algorithm_t kdfs[] = { GNUTLS_DIG_UNKNOWN, GNUTLS_DIG_SHA256, GNUTLS_DIG_SHA384, GNUTLS_DIG_SHA512 };

/* Section 7.3 */
static const struct Aead
{
  gnutls_cipher_algorithm_t cipher;
  gsize n_key;
} aeads[] = {
  { GNUTLS_CIPHER_UNKNOWN, 0 },
  { GNUTLS_CIPHER_AES_128_GCM, 16 },
  { GNUTLS_CIPHER_AES_256_GCM, 32 },
  { GNUTLS_CIPHER_CHACHA20_POLY1305, 32 },
};

static const struct Kem *
find_kem (guint16 id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kems); i++)
    if (kems[i].id == id)
      return &kems[i];
  return NULL;
}

static gnutls_digest_algorithm_t
find_kdf (guint16 id)
{
  return id < G_N_ELEMENTS (kdfs) ? kdfs[id] : GNUTLS_DIG_UNKNOWN;
}

static const struct Aead *
find_aead (guint16 id)
{
  return id > 0 && id < G_N_ELEMENTS (aeads) ? &aeads[id] : NULL;
}

bool
tl_hpke_supports (const TlHpkeSuite *suite)
{
  return find_kem (suite->kem) && find_kdf (suite->kdf) != GNUTLS_DIG_UNKNOWN && find_aead (suite->aead);
}

/* GMP does not overwrite what it frees. */
static void
forget_number (mpz_t number)
{
  gsize size = mpz_size (number);

  if (size > 0)
    tl_forget (mpz_limbs_modify (number, (mp_size_t) size), size * sizeof (mp_limb_t));
  mpz_clear (number);
}

static void
forget_scalar (struct ecc_scalar *scalar, const struct ecc_curve *curve)
{
  gsize limbs = (ecc_bit_size (curve) + GMP_NUMB_BITS - 1) / GMP_NUMB_BITS;

  tl_forget (scalar->p, limbs * sizeof (mp_limb_t));
  ecc_scalar_clear (scalar);
}

/* The numbers of a point, each as long as the field. */
static void
put_point (const struct ecc_point *point, gsize size, guint8 *x, guint8 *y)
{
  mpz_t numbers[2];
  guint8 *const out[] = { x, y };

  for (guint i = 0; i < 2; i++)
    mpz_init (numbers[i]);
  ecc_point_get (point, numbers[0], numbers[1]);
  for (guint i = 0; i < 2; i++)
    {
      gsize length = (mpz_sizeinbase (numbers[i], 2) + 7) / 8;

      if (out[i])
        {
          memset (out[i], 0, size);
          mpz_export (out[i] + size - length, NULL, 1, 1, 1, 0, numbers[i]);
        }
      forget_number (numbers[i]);
    }
}

static bool
set_scalar (struct ecc_scalar *scalar, const struct ecc_curve *curve, TlBytes bytes)
{
  mpz_t number;
  bool done;

  ecc_scalar_init (scalar, curve);
  mpz_init (number);
  mpz_import (number, bytes.length, 1, 1, 1, 0, bytes.data);
  done = ecc_scalar_set (scalar, number) == 1;
  forget_number (number);
  if (!done)
    forget_scalar (scalar, curve);
  return done;
}

/* False where @encoded is no point of the curve: it is checked (section 7.1.4). */
static bool
set_point (struct ecc_point *point, const struct ecc_curve *curve, TlBytes encoded, gsize size)
{
  mpz_t x, y;
  bool done;

  if (encoded.length != 1 + 2 * size || encoded.data[0] != UNCOMPRESSED)
    return false;
  mpz_init (x);
  mpz_init (y);
  mpz_import (x, size, 1, 1, 1, 0, encoded.data + 1);
  mpz_import (y, size, 1, 1, 1, 0, encoded.data + 1 + size);
  ecc_point_init (point, curve);
  done = ecc_point_set (point, x, y) == 1;
  mpz_clear (x);
  mpz_clear (y);
  if (!done)
    ecc_point_clear (point);
  return done;
}

static bool
derive_public_nist (TlHpkeKey *key, const struct Kem *kem)
{
  const struct ecc_curve *curve = kem->curve ();
  struct ecc_scalar scalar;
  struct ecc_point point;

  if (!set_scalar (&scalar, curve, tl_bytes (key->private_key, key->n_private_key)))
    return false;
  ecc_point_init (&point, curve);
  ecc_point_mul_g (&point, &scalar);
  key->public_key[0] = UNCOMPRESSED;
  put_point (&point, kem->n_private, key->public_key + 1, key->public_key + 1 + kem->n_private);
  key->n_public_key = 1 + 2 * kem->n_private;
  ecc_point_clear (&point);
  forget_scalar (&scalar, curve);
  return true;
}

static bool
derive_public (TlHpkeKey *key, const struct Kem *kem)
{
  if (kem->curve)
    return derive_public_nist (key, kem);
  if (kem->n_private == CURVE25519_SIZE)
    curve25519_mul_g (key->public_key, key->private_key);
  else
    curve448_mul_g (key->public_key, key->private_key);
  key->n_public_key = kem->n_private;
  return true;
}

bool
tl_hpke_key_init (TlHpkeKey *key, guint16 id, TlBytes private_key)
{
  const struct Kem *kem = find_kem (id);

  *key = (TlHpkeKey){ .kem = id };
  if (kem == NULL)
    return false;
  while (kem->curve && private_key.length > kem->n_private && private_key.data[0] == 0)
    tl_bytes_skip (&private_key, 1);
  if (private_key.length > kem->n_private || (kem->curve == NULL && private_key.length != kem->n_private))
    return false;
  key->n_private_key = kem->n_private;
  if (private_key.length > 0)
    memcpy (key->private_key + kem->n_private - private_key.length, private_key.data, private_key.length);
  return derive_public (key, kem);
}

static bool
is_zero (const guint8 *bytes, gsize n)
{
  guint8 all = 0;

  for (gsize i = 0; i < n; i++)
    all |= bytes[i];
  return all == 0;
}

static bool
agree_nist (const TlHpkeKey *key, const struct Kem *kem, TlBytes enc, guint8 dh[TL_HPKE_PRIVATE_SIZE])
{
  const struct ecc_curve *curve = kem->curve ();
  struct ecc_scalar scalar;
  struct ecc_point point;

  if (!set_point (&point, curve, enc, kem->n_private))
    return false;
  if (!set_scalar (&scalar, curve, tl_bytes (key->private_key, key->n_private_key)))
    {
      ecc_point_clear (&point);
      return false;
    }
  ecc_point_mul (&point, &scalar, &point);
  put_point (&point, kem->n_private, dh, NULL);
  ecc_point_clear (&point);
  forget_scalar (&scalar, curve);
  return true;
}

/* Section 7.1.4: a result of zeros stands for a point that keeps nothing secret. */
static bool
agree (const TlHpkeKey *key, const struct Kem *kem, TlBytes enc, guint8 dh[TL_HPKE_PRIVATE_SIZE])
{
  if (kem->curve)
    return agree_nist (key, kem, enc, dh);
  if (enc.length != kem->n_private)
    return false;
  if (kem->n_private == CURVE25519_SIZE)
    curve25519_mul (dh, key->private_key, enc.data);
  else
    curve448_mul (dh, key->private_key, enc.data);
  return !is_zero (dh, kem->n_private);
}

static void
append (GByteArray *out, TlBytes bytes)
{
  if (bytes.length > 0)
    g_byte_array_append (out, bytes.data, (guint) bytes.length);
}

static void
append_label (GByteArray *out, const SuiteId *id, const char *label)
{
  append (out, tl_bytes ("HPKE-v1", 7));
  append (out, tl_bytes (id->bytes, id->length));
  append (out, tl_bytes (label, strlen (label)));
}

static void
forget_array (GByteArray *array)
{
  if (array->len > 0)
    tl_forget (array->data, array->len);
  g_byte_array_unref (array);
}

/* Section 4: LabeledExtract */
static bool
labeled_extract (gnutls_digest_algorithm_t hash, const SuiteId *id, TlBytes salt, const char *label, TlBytes input, TlSecret *out)
{
  GByteArray *labeled = g_byte_array_sized_new ((guint) (MAX_LABELED + input.length)); /* so that it is never moved */
  bool done;

  append_label (labeled, id, label);
  append (labeled, input);
  done = tl_hkdf_extract (hash, salt, tl_bytes (labeled->data, labeled->len), out);
  forget_array (labeled);
  return done;
}

/* Section 4: LabeledExpand */
static bool
labeled_expand (
    gnutls_digest_algorithm_t hash, const SuiteId *id, const TlSecret *secret, const char *label, TlBytes info, guint8 *out, gsize n)
{
  g_autoptr (GByteArray) labeled = g_byte_array_new ();
  const guint8 length[] = { (guint8) (n >> 8), (guint8) n };
  gnutls_datum_t key = { (unsigned char *) (gsize) secret->bytes, (unsigned) secret->length }, datum;

  append (labeled, tl_bytes (length, sizeof length));
  append_label (labeled, id, label);
  append (labeled, info);
  datum = (gnutls_datum_t){ labeled->data, labeled->len };
  return gnutls_hkdf_expand ((gnutls_mac_algorithm_t) hash, &key, &datum, out, n) == 0;
}

static void
put_number (SuiteId *id, guint16 number)
{
  id->bytes[id->length++] = (guint8) (number >> 8);
  id->bytes[id->length++] = (guint8) number;
}

/* Section 4.1: ExtractAndExpand */
static bool
extract_and_expand (const TlHpkeKey *key, const struct Kem *kem, TlBytes dh, TlBytes enc, TlSecret *shared_secret)
{
  g_autoptr (GByteArray) context = g_byte_array_new ();
  SuiteId id = { "KEM", 3 };
  g_auto (TlSecret) eae_prk = { 0 };

  put_number (&id, kem->id);
  append (context, enc);
  append (context, tl_bytes (key->public_key, key->n_public_key));
  shared_secret->length = tl_hash_size (kem->hash);
  return labeled_extract (kem->hash, &id, tl_bytes (NULL, 0), "eae_prk", dh, &eae_prk)
         && labeled_expand (kem->hash, &id, &eae_prk, "shared_secret", tl_bytes (context->data, context->len),
                            shared_secret->bytes, shared_secret->length);
}

bool
tl_hpke_decap (const TlHpkeKey *key, TlBytes enc, TlSecret *shared_secret)
{
  const struct Kem *kem = find_kem (key->kem);
  guint8 dh[TL_HPKE_PRIVATE_SIZE];
  bool done = kem && key->n_public_key > 0 && agree (key, kem, enc, dh)
              && extract_and_expand (key, kem, tl_bytes (dh, kem->n_private), enc, shared_secret);

  tl_forget (dh, sizeof dh);
  if (!done)
    tl_secret_clear (shared_secret);
  return done;
}

bool
tl_hpke_context_init (TlHpkeContext *self, const TlHpkeSuite *suite, const TlSecret *shared_secret, TlBytes info)
{
  static const guint8 base_mode = 0;
  gnutls_digest_algorithm_t hash = find_kdf (suite->kdf);
  const struct Aead *aead = find_aead (suite->aead);
  TlBytes nothing = tl_bytes (NULL, 0), context_bytes;
  g_autoptr (GByteArray) context = g_byte_array_new ();
  SuiteId id = { "HPKE", 4 };
  TlSecret hashed = { 0 };
  g_auto (TlSecret) secret = { 0 };

  *self = (TlHpkeContext){ 0 };
  if (!tl_hpke_supports (suite))
    return false;
  put_number (&id, suite->kem);
  put_number (&id, suite->kdf);
  put_number (&id, suite->aead);
  append (context, tl_bytes (&base_mode, 1));
  if (!labeled_extract (hash, &id, nothing, "psk_id_hash", nothing, &hashed))
    return false;
  append (context, tl_secret_bytes (&hashed));
  if (!labeled_extract (hash, &id, nothing, "info_hash", info, &hashed))
    return false;
  append (context, tl_secret_bytes (&hashed));
  context_bytes = tl_bytes (context->data, context->len);
  self->cipher = aead->cipher;
  self->n_key = aead->n_key;
  return labeled_extract (hash, &id, tl_secret_bytes (shared_secret), "secret", nothing, &secret)
         && labeled_expand (hash, &id, &secret, "key", context_bytes, self->key, self->n_key)
         && labeled_expand (hash, &id, &secret, "base_nonce", context_bytes, self->base_nonce, sizeof self->base_nonce);
}

GBytes *
tl_hpke_open (const TlHpkeContext *self, guint64 sequence, TlBytes additional, TlBytes sealed)
{
  guint8 nonce[TL_HPKE_NONCE_SIZE];
  gnutls_datum_t key = { (unsigned char *) (gsize) self->key, (unsigned) self->n_key };
  gnutls_aead_cipher_hd_t cipher;
  gsize n = sealed.length < TAG_SIZE ? 0 : sealed.length - TAG_SIZE;
  guint8 *opened;
  bool done;

  if (sealed.length < TAG_SIZE || gnutls_aead_cipher_init (&cipher, self->cipher, &key) != 0)
    return NULL;
  memcpy (nonce, self->base_nonce, sizeof nonce);
  for (guint i = 0; i < 8; i++)
    nonce[sizeof nonce - 1 - i] ^= (guint8) (sequence >> 8 * i);
  opened = g_malloc (MAX (n, 1));
  done = gnutls_aead_cipher_decrypt (cipher, nonce, sizeof nonce, additional.data, additional.length, TAG_SIZE, sealed.data,
                                     sealed.length, opened, &n)
         == 0;
  gnutls_aead_cipher_deinit (cipher);
  if (done)
    return g_bytes_new_take (opened, n);
  tl_forget (opened, sealed.length - TAG_SIZE);
  g_free (opened);
  return NULL;
}
