/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Private keys for Encrypted ClientHello, as RFC 9934 keeps them in files. GnuTLS reads the PKCS #8.
 */
#include "ech-key.h"

#include "../errors.h"
#include "kdf.h"

#include <glib/gi18n-lib.h>
#include <gnutls/abstract.h>
#include <gnutls/x509.h>

struct TlEchKey
{
  TlHpkeKey key;
  GBytes *list; /* an ECHConfigList, without its length */
};

/* RFC 9180 section 7.1 */
static const struct
{
  gnutls_ecc_curve_t curve;
  guint16 kem;
} curves[] = {
  { GNUTLS_ECC_CURVE_SECP256R1, 0x0010 },
  { GNUTLS_ECC_CURVE_SECP384R1, 0x0011 },
  { GNUTLS_ECC_CURVE_SECP521R1, 0x0012 },
  { GNUTLS_ECC_CURVE_X25519, 0x0020 },
  { GNUTLS_ECC_CURVE_X448, 0x0021 },
};

static bool
has_text (TlBytes bytes, const char *text)
{
  return memmem (bytes.data, bytes.length, text, strlen (text)) != NULL;
}

bool
tl_ech_key_is_in (TlBytes text)
{
  return has_text (text, "-----BEGIN ECHCONFIG-----");
}

static bool
belongs (const TlHpkeKey *key, const TlEchConfig *config)
{
  return config->kem == key->kem && config->public_key.length == key->n_public_key
         && memcmp (config->public_key.data, key->public_key, key->n_public_key) == 0;
}

TlEchKey *
tl_ech_key_new (guint16 kem, TlBytes private_key, TlBytes list)
{
  g_autoptr (TlEchKey) self = g_new0 (TlEchKey, 1);
  TlEchConfig config;
  TlBytes content, rest;
  bool found = false;

  if (!tl_hpke_key_init (&self->key, kem, private_key) || !tl_ech_config_list (list, &content))
    return NULL;
  rest = content;
  while (!found && tl_ech_config_next (&rest, &config))
    found = belongs (&self->key, &config);
  if (!found)
    return NULL;
  self->list = g_bytes_new (content.data, content.length);
  return g_steal_pointer (&self);
}

void
tl_ech_key_free (TlEchKey *self)
{
  g_clear_pointer (&self->list, g_bytes_unref);
  tl_forget (self, sizeof *self);
  g_free (self);
}

static void
forget_datum (gnutls_datum_t *data)
{
  if (data->data)
    tl_forget (data->data, data->size);
  gnutls_free (data->data);
}

/* The private key of @key, if it is on a curve that there is a KEM for. */
static TlEchKey *
key_of (gnutls_x509_privkey_t key, TlBytes list, const char *name, GError **error)
{
  gnutls_datum_t x = { NULL, 0 }, y = { NULL, 0 }, k = { NULL, 0 };
  gnutls_ecc_curve_t curve = GNUTLS_ECC_CURVE_INVALID;
  TlEchKey *self = NULL;
  guint16 kem = 0;

  if (gnutls_x509_privkey_export_ecc_raw (key, &curve, &x, &y, &k) == 0)
    for (gsize i = 0; i < G_N_ELEMENTS (curves); i++)
      if (curves[i].curve == curve)
        kem = curves[i].kem;
  if (kem == 0)
    g_set_error (error, TL_ERROR, TL_ERROR_KEYS,
                 _ ("The private key in “%s” is none for Encrypted ClientHello: that takes one for X25519, X448, P-256, P-384 or "
                    "P-521."),
                 name);
  else
    self = tl_ech_key_new (kem, tl_bytes (k.data, k.size), list);
  if (kem != 0 && self == NULL)
    g_set_error (error, TL_ERROR, TL_ERROR_KEYS,
                 _ ("The private key in “%s” does not belong to the configurations beside it: none has its public half."), name);
  forget_datum (&x);
  forget_datum (&y);
  forget_datum (&k);
  return self;
}

static void
refuse_key (TlBytes text, const char *password, const char *name, int result, GError **error)
{
  if (!has_text (text, "PRIVATE KEY-----"))
    g_set_error (error, TL_ERROR, TL_ERROR_KEYS,
                 _ ("“%s” holds only what everybody may see of a key for Encrypted ClientHello: give the file that the server "
                    "keeps to itself."),
                 name);
  else if (has_text (text, "-----BEGIN ENCRYPTED PRIVATE KEY-----"))
    g_set_error (error, TL_ERROR, TL_ERROR_PASSWORD,
                 password ? _ ("The password does not open the private key “%s”.")
                          : _ ("The private key “%s” is encrypted: it needs its password."),
                 name);
  else
    g_set_error (error, TL_ERROR, TL_ERROR_KEYS, _ ("The private key “%s” is damaged: %s"), name, gnutls_strerror (result));
}

static TlEchKey *
read_key (TlBytes text, TlBytes list, const char *password, const char *name, GError **error)
{
  gnutls_datum_t whole = tl_datum (text);
  gnutls_x509_privkey_t key = NULL;
  TlEchKey *self = NULL;
  int result;

  if (gnutls_x509_privkey_init (&key) != 0)
    g_error ("out of memory");
  result = gnutls_x509_privkey_import2 (key, &whole, GNUTLS_X509_FMT_PEM, password, password ? 0 : GNUTLS_PKCS_PLAIN);
  if (result < 0)
    refuse_key (text, password, name, result, error);
  else
    self = key_of (key, list, name, error);
  gnutls_x509_privkey_deinit (key);
  return self;
}

TlEchKey *
tl_ech_key_read (TlBytes text, const char *password, const char *name, GError **error)
{
  gnutls_datum_t whole = tl_datum (text), list = { NULL, 0 };
  TlEchKey *self = NULL;
  TlBytes content;

  if (!tl_ech_key_is_in (text))
    g_set_error (error, TL_ERROR, TL_ERROR_KEYS,
                 _ ("“%s” holds no configuration of Encrypted ClientHello: it takes a PEM file with the private key and the "
                    "ECHCONFIG (RFC 9934)."),
                 name);
  else if (gnutls_pem_base64_decode2 ("ECHCONFIG", &whole, &list) != 0
           || !tl_ech_config_list (tl_bytes (list.data, list.size), &content))
    g_set_error (error, TL_ERROR, TL_ERROR_KEYS,
                 _ ("The configurations of Encrypted ClientHello in “%s” are damaged, or of a version that is not known."), name);
  else
    self = read_key (text, tl_bytes (list.data, list.size), password, name, error);
  gnutls_free (list.data);
  return self;
}

bool
tl_ech_key_decap (const TlEchKey *self,
                  guint *index,
                  guint8 config_id,
                  guint16 kdf,
                  guint16 aead,
                  TlBytes enc,
                  TlEchConfig *config,
                  TlSecret *shared_secret)
{
  TlBytes rest = tl_bytes_of (self->list);

  for (guint i = 0; tl_ech_config_next (&rest, config); i++)
    {
      if (i < *index || config->config_id != config_id || !belongs (&self->key, config)
          || !tl_ech_config_has_suite (config, kdf, aead))
        continue;
      *index = i + 1;
      return tl_hpke_decap (&self->key, enc, shared_secret);
    }
  return false;
}
