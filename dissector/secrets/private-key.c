/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Private keys, read and used by GnuTLS.
 */
#include "private-key.h"

#include "../errors.h"
#include "../x509/der.h"
#include "kdf.h"

#include <glib/gi18n-lib.h>
#include <gnutls/abstract.h>
#include <gnutls/pkcs12.h>
#include <gnutls/x509.h>

struct TlPrivateKey
{
  gnutls_privkey_t key;
  guint8 id[TL_KEY_ID_SIZE];
};

static const char pem_begin[] = "-----BEGIN ";

static bool
has_text (TlBytes bytes, const char *text)
{
  return memmem (bytes.data, bytes.length, text, strlen (text)) != NULL;
}

/* What GnuTLS says where a password is needed, or another one. */
static bool
wants_password (int result)
{
  return result == GNUTLS_E_DECRYPTION_FAILED || result == GNUTLS_E_MAC_VERIFY_FAILED
         || result == GNUTLS_E_PK_INVALID_PUBKEY_PARAMS; /* a wrong password may open to rubbish */
}

/* PKCS #12 (RFC 7292), as a browser or Windows hands keys out. */
static int
import_pkcs12 (gnutls_x509_privkey_t *key, TlBytes bytes, gnutls_x509_crt_fmt_t format, const char *password)
{
  gnutls_datum_t text = tl_datum (bytes);
  gnutls_pkcs12_t file = NULL;
  int result = gnutls_pkcs12_init (&file);

  if (result < 0)
    return result;
  result = gnutls_pkcs12_import (file, &text, format, 0);
  if (result >= 0)
    result = gnutls_pkcs12_verify_mac (file, password ? password : "");
  if (result >= 0)
    {
      gnutls_x509_privkey_t found = NULL;

      result = gnutls_pkcs12_simple_parse (file, password ? password : "", &found, NULL, NULL, NULL, NULL, NULL, 0);
      if (result >= 0 && found == NULL)
        result = GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
      if (result >= 0)
        {
          gnutls_x509_privkey_deinit (*key);
          *key = found;
        }
    }
  gnutls_pkcs12_deinit (file);
  return result;
}

/* Whatever it is. The last result is that of the form it looks like. */
static int
import_any (gnutls_x509_privkey_t *key, TlBytes bytes, const char *password)
{
  gnutls_datum_t text = tl_datum (bytes);
  bool pem = has_text (bytes, pem_begin);
  gnutls_x509_crt_fmt_t format = pem ? GNUTLS_X509_FMT_PEM : GNUTLS_X509_FMT_DER;
  int result = gnutls_x509_privkey_import2 (*key, &text, format, password, password ? 0 : GNUTLS_PKCS_PLAIN);
  int pkcs12;

  if (result >= 0 || has_text (bytes, "PRIVATE KEY-----"))
    return result;
  pkcs12 = import_pkcs12 (key, bytes, format, password);
  return pkcs12 >= 0 || wants_password (pkcs12) ? pkcs12 : result;
}

/* A PEM file may hold several keys, one for each certificate of a server: the first for RSA is the one to take, or else the first. */
static int
import_best (gnutls_x509_privkey_t *key, TlBytes bytes, const char *password)
{
  int result = import_any (key, bytes, password);
  TlBytes rest = bytes;
  const guint8 *begin;

  while (result >= 0 && gnutls_x509_privkey_get_pk_algorithm (*key) != GNUTLS_PK_RSA
         && (begin = memmem (rest.data, rest.length, pem_begin, strlen (pem_begin))) != NULL)
    {
      gnutls_x509_privkey_t other = NULL;

      tl_bytes_skip (&rest, (gsize) (begin - rest.data));
      if (gnutls_x509_privkey_init (&other) != 0)
        g_error ("out of memory");
      if (import_any (&other, rest, password) >= 0 && gnutls_x509_privkey_get_pk_algorithm (other) == GNUTLS_PK_RSA)
        {
          gnutls_x509_privkey_t first = *key;

          *key = other;
          other = first;
        }
      gnutls_x509_privkey_deinit (other);
      tl_bytes_skip (&rest, strlen (pem_begin));
    }
  return result;
}

static bool
is_encrypted (TlBytes bytes, int result)
{
  if (has_text (bytes, "PRIVATE KEY-----"))
    return has_text (bytes, "ENCRYPTED");
  return wants_password (result);
}

static void
refuse (TlBytes bytes, int result, const char *password, const char *name, GError **error)
{
  if (is_encrypted (bytes, result))
    g_set_error (error, TL_ERROR, TL_ERROR_PASSWORD,
                 password ? _ ("The password does not open the private key “%s”.")
                          : _ ("The private key “%s” is encrypted: it needs its password."),
                 name);
  else if (has_text (bytes, "PRIVATE KEY-----"))
    g_set_error (error, TL_ERROR, TL_ERROR_KEYS, _ ("The private key “%s” is damaged: %s"), name, gnutls_strerror (result));
  else if (has_text (bytes, "-----BEGIN CERTIFICATE") || has_text (bytes, "PUBLIC KEY-----"))
    g_set_error (error, TL_ERROR, TL_ERROR_KEYS,
                 _ ("“%s” holds no private key, only what everybody may see of one: give the file that the server keeps "
                    "to itself."),
                 name);
  else
    g_set_error (error, TL_ERROR, TL_ERROR_KEYS,
                 _ ("“%s” holds no private key: neither PEM nor DER, in PKCS #1, PKCS #8 or PKCS #12."), name);
}

/* Only RSA encrypts: what the other keys are for is to sign. */
static bool
can_open (int algorithm, const char *name, GError **error)
{
  if (algorithm == GNUTLS_PK_RSA)
    return true;
  if (algorithm == GNUTLS_PK_ECDH_X25519 || algorithm == GNUTLS_PK_ECDH_X448)
    {
      g_set_error (error, TL_ERROR, TL_ERROR_KEYS,
                   _ ("The private key “%s” is one for %s, which no server has for its certificate. If it is one for Encrypted "
                      "ClientHello, give the file that has its configuration, too: a PEM block ECHCONFIG (RFC 9934)."),
                   name, gnutls_pk_algorithm_get_name ((gnutls_pk_algorithm_t) algorithm));
      return false;
    }
  g_set_error (error, TL_ERROR, TL_ERROR_KEYS,
               _ ("The private key “%s” is one for %s, and it takes RSA to open a handshake. Such a key only signs: the keys of "
                  "the connection come from ephemeral shares that both sides have thrown away, so that no key that is kept "
                  "can open what was recorded."),
               name, gnutls_pk_algorithm_get_name ((gnutls_pk_algorithm_t) algorithm));
  return false;
}

static bool
read_id (gnutls_pubkey_t public, guint8 id[TL_KEY_ID_SIZE])
{
  size_t size = TL_KEY_ID_SIZE;

  return gnutls_pubkey_get_key_id (public, GNUTLS_KEYID_USE_SHA256, id, &size) == 0 && size == TL_KEY_ID_SIZE;
}

/* Takes @key over. */
static TlPrivateKey *
private_key_new (gnutls_x509_privkey_t key)
{
  g_autoptr (TlPrivateKey) self = g_new0 (TlPrivateKey, 1);
  gnutls_pubkey_t public = NULL;
  bool done = gnutls_privkey_init (&self->key) == 0
              && gnutls_privkey_import_x509 (self->key, key, GNUTLS_PRIVKEY_IMPORT_COPY) == 0
              && gnutls_pubkey_init (&public) == 0 && gnutls_pubkey_import_privkey (public, self->key, 0, 0) == 0
              && read_id (public, self->id);

  gnutls_x509_privkey_deinit (key);
  if (public)
    gnutls_pubkey_deinit (public);
  return done ? g_steal_pointer (&self) : NULL;
}

TlPrivateKey *
tl_private_key_read (TlBytes bytes, const char *password, const char *name, GError **error)
{
  gnutls_x509_privkey_t key = NULL;
  TlPrivateKey *self;
  int result;

  if (gnutls_x509_privkey_init (&key) != 0)
    g_error ("out of memory");
  result = import_best (&key, bytes, password);
  if (result < 0 || !can_open (gnutls_x509_privkey_get_pk_algorithm (key), name, error))
    {
      if (result < 0)
        refuse (bytes, result, password, name, error);
      gnutls_x509_privkey_deinit (key);
      return NULL;
    }
  self = private_key_new (key);
  if (self == NULL)
    g_set_error (error, TL_ERROR, TL_ERROR_KEYS, _ ("The private key “%s” is damaged: %s"), name,
                 gnutls_strerror (GNUTLS_E_PK_INVALID_PRIVKEY));
  return self;
}

void
tl_private_key_free (TlPrivateKey *self)
{
  if (self->key)
    gnutls_privkey_deinit (self->key); /* GnuTLS overwrites the numbers in it */
  g_free (self);
}

const guint8 *
tl_private_key_id (const TlPrivateKey *self)
{
  return self->id;
}

bool
tl_certificate_key_id (TlBytes der, guint8 id[TL_KEY_ID_SIZE])
{
  gnutls_datum_t text = tl_datum (der);
  gnutls_x509_crt_t certificate = NULL;
  gnutls_pubkey_t public = NULL;
  bool done;

  if (tl_der_scan (der).verdict != TL_DER_SOUND || gnutls_x509_crt_init (&certificate) != 0)
    return false;
  done = gnutls_x509_crt_import (certificate, &text, GNUTLS_X509_FMT_DER) == 0 && gnutls_pubkey_init (&public) == 0
         && gnutls_pubkey_import_x509 (public, certificate, 0) == 0 && read_id (public, id);
  if (public)
    gnutls_pubkey_deinit (public);
  gnutls_x509_crt_deinit (certificate);
  return done;
}

bool
tl_private_key_open (const TlPrivateKey *self, TlBytes encrypted, guint8 premaster[TL_RSA_PREMASTER_SIZE])
{
  gnutls_datum_t sealed = tl_datum (encrypted), opened = { NULL, 0 };
  bool done;

  if (encrypted.length == 0 || gnutls_privkey_decrypt_data (self->key, 0, &sealed, &opened) != 0)
    return false;
  done = opened.size == TL_RSA_PREMASTER_SIZE;
  if (done)
    memcpy (premaster, opened.data, opened.size);
  if (opened.size > 0)
    tl_forget (opened.data, opened.size);
  gnutls_free (opened.data);
  return done;
}
