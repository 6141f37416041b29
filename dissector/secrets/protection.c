/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Opens records: RFC 5246 section 6.2.3, RFC 9846 section 5.2, RFC 6101 section 5.2.3, RFC 7366,
 * RFC 9146 section 5, RFC 9147 section 4.
 */
#include "protection.h"

#include "cipher.h"
#include "kdf.h"

#include <gnutls/gnutls.h>

enum
{
  MAX_BLOCK = 16,
  MAX_MAC = 64,
  TLS12_CID = 25,
  SSL3 = 0x0300,
  TLS11 = 0x0302
};

struct TlProtection
{
  TlSuite suite;
  guint16 version;
  bool tls13;
  bool quic; /* what is inside has no type */
  bool encrypt_then_mac;
  TlSecret key;
  TlSecret iv;
  TlSecret mac_key;
  TlSecret number_key;
  TlCipher *cipher;             /* of a stream or block cipher: it keeps its state between records */
  gnutls_aead_cipher_hd_t aead;
};

/* Makes the cipher ready. */
static bool
begin (TlProtection *self)
{
  static const guint8 zeros[MAX_BLOCK];
  gnutls_datum_t key = tl_datum (tl_secret_bytes (&self->key));
  TlBytes iv = tl_secret_bytes (&self->iv);

  if (self->suite.cipher == GNUTLS_CIPHER_NULL)
    return true;
  if (self->suite.form == TL_SUITE_AEAD)
    return gnutls_aead_cipher_init (&self->aead, self->suite.cipher, &key) == 0;
  if (self->suite.form == TL_SUITE_BLOCK && iv.length == 0) /* every record brings its own */
    iv = tl_bytes (zeros, self->suite.iv_size);
  self->cipher = tl_cipher_new (self->suite.old_cipher, self->suite.cipher, tl_secret_bytes (&self->key), iv);
  return self->cipher != NULL;
}

TlProtection *
tl_protection_new (const TlSuite *suite, guint16 version, bool encrypt_then_mac, const TlWriteKeys *keys)
{
  g_autoptr (TlProtection) self = g_new0 (TlProtection, 1);

  self->suite = *suite;
  self->version = version;
  self->encrypt_then_mac = encrypt_then_mac && suite->form == TL_SUITE_BLOCK;
  self->key = keys->key;
  self->iv = keys->iv;
  self->mac_key = keys->mac_key;
  return begin (self) ? g_steal_pointer (&self) : NULL;
}

TlProtection *
tl_protection_new_13 (const TlSuite *suite, bool dtls, const char *key_label, const char *iv_label, const char *number_label,
                      const TlSecret *traffic_secret)
{
  g_autoptr (TlProtection) self = g_new0 (TlProtection, 1);
  TlBytes secret = tl_secret_bytes (traffic_secret), none = { 0 };

  if (suite->form != TL_SUITE_AEAD)
    return NULL;
  self->suite = *suite;
  self->version = 0x0304;
  self->tls13 = true;
  self->key.length = suite->key_size;
  self->iv.length = suite->iv_size;
  if (!tl_hkdf_expand_label (suite->hash, dtls, secret, key_label, none, self->key.bytes, self->key.length)
      || !tl_hkdf_expand_label (suite->hash, dtls, secret, iv_label, none, self->iv.bytes, self->iv.length))
    return NULL;
  if (number_label)
    {
      self->number_key.length = suite->key_size;
      if (!tl_hkdf_expand_label (suite->hash, dtls, secret, number_label, none, self->number_key.bytes,
                                 self->number_key.length))
        return NULL;
    }
  return begin (self) ? g_steal_pointer (&self) : NULL;
}

TlProtection *
tl_protection_new_quic (const TlSuite *suite, const char *prefix, const TlSecret *traffic_secret)
{
  g_autofree char *key = g_strconcat (prefix, "key", NULL);
  g_autofree char *iv = g_strconcat (prefix, "iv", NULL);
  g_autofree char *header = g_strconcat (prefix, "hp", NULL);
  TlProtection *self = tl_protection_new_13 (suite, false, key, iv, header, traffic_secret);

  if (self)
    self->quic = true;
  return self;
}

void
tl_protection_free (TlProtection *self)
{
  g_clear_pointer (&self->cipher, tl_cipher_free);
  if (self->aead)
    gnutls_aead_cipher_deinit (self->aead);
  tl_forget (self, sizeof *self);
  g_free (self);
}

void
tl_opened_record_clear (TlOpenedRecord *self)
{
  g_clear_pointer (&self->plaintext, g_bytes_unref);
}

static void
put (TlOpenedRecord *opened, guint64 value, guint size)
{
  for (guint i = size; i > 0; i--)
    opened->additional[opened->n_additional++] = (guint8) (value >> 8 * (i - 1));
}

static void
put_bytes (TlOpenedRecord *opened, TlBytes bytes)
{
  gsize n = MIN (bytes.length, sizeof opened->additional - opened->n_additional);

  if (n > 0)
    memcpy (opened->additional + opened->n_additional, bytes.data, n);
  opened->n_additional += n;
}

/* What is authenticated beside the content of @length bytes: RFC 5246 section 6.2.3.3, and RFC 9146 section 5.3 with a
 * connection id. SSL 3.0 has no version there (RFC 6101 section 5.2.3.1). */
static void
put_additional (const TlProtection *self, const TlSealedRecord *record, gsize length, TlOpenedRecord *opened)
{
  opened->n_additional = 0;
  if (record->connection_id.data)
    {
      put (opened, G_MAXUINT64, 8);
      put (opened, TLS12_CID, 1);
      put (opened, record->connection_id.length, 1);
      put (opened, TLS12_CID, 1);
      put (opened, record->version, 2);
      put (opened, record->sequence, 8);
      put_bytes (opened, record->connection_id);
      put (opened, length, 2);
      return;
    }
  put (opened, record->sequence, 8);
  put (opened, record->type, 1);
  if (self->version > SSL3)
    put (opened, record->version, 2);
  put (opened, length, 2);
}

/* RFC 6101 section 5.2.3.1: the MAC of SSL 3.0, before there was HMAC. */
static bool
mac_ssl3 (const TlProtection *self, const TlOpenedRecord *opened, TlBytes content, guint8 *out)
{
  gsize n_pad = self->suite.mac == GNUTLS_DIG_MD5 ? 48 : 40;
  g_autoptr (GByteArray) text = g_byte_array_new ();
  guint8 pad[48];
  bool done;

  memset (pad, 0x36, sizeof pad);
  g_byte_array_append (text, self->mac_key.bytes, (guint) self->mac_key.length);
  g_byte_array_append (text, pad, (guint) n_pad);
  g_byte_array_append (text, opened->additional, (guint) opened->n_additional);
  g_byte_array_append (text, content.data, (guint) content.length);
  done = tl_hash (self->suite.mac, tl_bytes (text->data, text->len), out);
  memset (pad, 0x5c, sizeof pad);
  g_byte_array_set_size (text, 0);
  g_byte_array_append (text, self->mac_key.bytes, (guint) self->mac_key.length);
  g_byte_array_append (text, pad, (guint) n_pad);
  g_byte_array_append (text, out, (guint) self->suite.mac_size);
  done = done && tl_hash (self->suite.mac, tl_bytes (text->data, text->len), out);
  tl_forget (text->data, text->len);
  return done;
}

static bool
mac_hmac (const TlProtection *self, const TlOpenedRecord *opened, TlBytes content, guint8 *out)
{
  gnutls_hmac_hd_t hmac;

  if (gnutls_hmac_init (&hmac, (gnutls_mac_algorithm_t) self->suite.mac, self->mac_key.bytes, self->mac_key.length) != 0)
    return false;
  gnutls_hmac (hmac, opened->additional, opened->n_additional);
  gnutls_hmac (hmac, content.data, content.length);
  gnutls_hmac_deinit (hmac, out);
  return true;
}

/* Whether @mac is that of @content. Sets what is authenticated beside it. */
static bool
verify_mac (const TlProtection *self, const TlSealedRecord *record, TlBytes content, TlBytes mac, TlOpenedRecord *opened)
{
  guint8 right[MAX_MAC];

  put_additional (self, record, content.length, opened);
  if (self->suite.mac_size == 0) /* the suites that protect nothing */
    return true;
  return (self->version == SSL3 ? mac_ssl3 (self, opened, content, right) : mac_hmac (self, opened, content, right))
         && gnutls_memcmp (mac.data, right, self->suite.mac_size) == 0;
}

/* How many bytes of padding stand at the end of @plain, the one with its length included; 0 where they do not fit: RFC 5246
 * section 6.2.3.2. In SSL 3.0 only the last one means something. */
static gsize
padding_length (const TlProtection *self, TlBytes plain)
{
  gsize padding = plain.length > 0 ? (gsize) plain.data[plain.length - 1] + 1 : 0;

  if (padding == 0 || padding > plain.length)
    return 0;
  for (gsize i = 1; i <= padding && self->version > SSL3; i++)
    if (plain.data[plain.length - i] != padding - 1)
      return 0;
  return padding;
}

/* Keeps @plain, the first @content bytes of which are the content; @before and @after bytes of the record stood around it. */
static void
keep (TlOpenedRecord *opened, const TlSealedRecord *record, TlBytes plain, gsize content, gsize before, gsize after)
{
  opened->type = record->type;
  opened->plaintext = g_bytes_new (plain.data, plain.length);
  opened->content = content;
  opened->before = before;
  opened->after = after;
}

/* Content, then the MAC, then @padding bytes. */
static bool
open_with_mac (const TlProtection *self, const TlSealedRecord *record, TlBytes plain, gsize padding, gsize before,
               TlOpenedRecord *opened)
{
  TlBytes rest = plain, content, mac;

  if (plain.length < self->suite.mac_size + padding
      || !tl_bytes_take (&rest, plain.length - self->suite.mac_size - padding, &content)
      || !tl_bytes_take (&rest, self->suite.mac_size, &mac) || !verify_mac (self, record, content, mac, opened))
    return false;
  keep (opened, record, plain, content.length, before, 0);
  opened->mac = mac.length;
  return true;
}

static bool
open_stream (TlProtection *self, const TlSealedRecord *record, TlOpenedRecord *opened)
{
  g_autofree guint8 *plain = NULL;
  bool done;

  if (record->payload.length == 0) /* not even a MAC; and there may be nothing to point to */
    return false;
  plain = g_malloc (record->payload.length);
  done = self->cipher == NULL ? memcpy (plain, record->payload.data, record->payload.length) != NULL
                              : tl_cipher_decrypt (self->cipher, record->payload, plain);
  done = done && open_with_mac (self, record, tl_bytes (plain, record->payload.length), 0, 0, opened);
  opened->in_clear = self->cipher == NULL;
  tl_forget (plain, record->payload.length);
  return done;
}

static bool
open_block (TlProtection *self, const TlSealedRecord *record, TlOpenedRecord *opened)
{
  gsize block = self->suite.iv_size, padding;
  TlBytes rest = record->payload, whole = record->payload, iv = { 0 }, mac;
  g_autofree guint8 *plain = g_malloc (rest.length);
  bool done = true;

  if (self->encrypt_then_mac) /* RFC 7366 section 3: over all that is encrypted, and its IV */
    {
      if (rest.length < self->suite.mac_size
          || !tl_bytes_take (&whole, rest.length - self->suite.mac_size, &rest))
        return false;
      mac = whole;
      whole = rest;
      if (!verify_mac (self, record, whole, mac, opened))
        return false;
    }
  if (self->version >= TLS11 && !tl_bytes_take (&rest, block, &iv))
    return false;
  if (rest.length == 0 || rest.length % block != 0)
    return false;
  if ((iv.data && !tl_cipher_set_iv (self->cipher, iv)) || !tl_cipher_decrypt (self->cipher, rest, plain))
    return false;
  padding = padding_length (self, tl_bytes (plain, rest.length));
  if (padding == 0)
    done = false;
  else if (self->encrypt_then_mac)
    keep (opened, record, tl_bytes (plain, rest.length), rest.length - padding, iv.length, self->suite.mac_size);
  else
    done = open_with_mac (self, record, tl_bytes (plain, rest.length), padding, iv.length, opened);
  tl_forget (plain, rest.length);
  return done;
}

/* RFC 9846 section 5.3, and RFC 7905 section 2: the sequence number, added to the IV. RFC 5288 section 3: the IV, and then
 * what the record brings. */
static void
make_nonce (const TlProtection *self, const TlSealedRecord *record, TlBytes explicit_part, TlOpenedRecord *opened)
{
  opened->n_nonce = self->suite.iv_size;
  memcpy (opened->nonce, self->iv.bytes, self->suite.iv_size);
  if (explicit_part.length > 0)
    {
      memcpy (opened->nonce + self->suite.fixed_iv_size, explicit_part.data, explicit_part.length);
      return;
    }
  for (guint i = 0; i < 8; i++)
    opened->nonce[self->suite.iv_size - 1 - i] ^= (guint8) (record->sequence >> 8 * i);
}

static bool
open_aead (TlProtection *self, const TlSealedRecord *record, TlOpenedRecord *opened)
{
  TlBytes rest = record->payload, explicit_part = { 0 };
  gsize n_explicit = self->tls13 ? 0 : self->suite.iv_size - self->suite.fixed_iv_size;
  g_autofree guint8 *plain = g_malloc (MAX (rest.length, 1));
  gsize n = rest.length;

  if ((n_explicit > 0 && !tl_bytes_take (&rest, n_explicit, &explicit_part)) || rest.length < self->suite.tag_size)
    return false;
  make_nonce (self, record, explicit_part, opened);
  opened->n_additional = 0;
  if (self->tls13)
    put_bytes (opened, record->header);
  else
    put_additional (self, record, rest.length - self->suite.tag_size, opened);
  if (gnutls_aead_cipher_decrypt (self->aead, opened->nonce, opened->n_nonce, opened->additional, opened->n_additional,
                                  self->suite.tag_size, rest.data, rest.length, plain, &n)
      != 0)
    return false;
  keep (opened, record, tl_bytes (plain, n), n, n_explicit, self->suite.tag_size);
  tl_forget (plain, n);
  return true;
}

/* RFC 9846 section 5.2: TLSInnerPlaintext; RFC 9146 section 4: DTLSInnerPlaintext, which a MAC may follow. The last byte
 * that is not zero is the type; without one there is none, which is an error. */
static void
look_inside (TlOpenedRecord *opened)
{
  const guint8 *bytes = g_bytes_get_data (opened->plaintext, NULL);
  gsize n = opened->content;

  while (n > 0 && bytes[n - 1] == 0)
    n--;
  if (n == 0)
    {
      tl_opened_record_clear (opened);
      opened->untyped = true;
      return;
    }
  opened->type = bytes[n - 1];
  opened->content = n - 1;
  opened->mac = 1;
}

bool
tl_protection_open (TlProtection *self, const TlSealedRecord *record, TlOpenedRecord *opened)
{
  bool done = false;

  *opened = (TlOpenedRecord){ 0 };
  switch (self->suite.form)
    {
    case TL_SUITE_STREAM:
      done = open_stream (self, record, opened);
      break;
    case TL_SUITE_BLOCK:
      done = open_block (self, record, opened);
      break;
    case TL_SUITE_AEAD:
      done = open_aead (self, record, opened);
      break;
    }
  if (done && ((self->tls13 && !self->quic) || record->connection_id.data))
    look_inside (opened);
  if (!done)
    tl_opened_record_clear (opened);
  return done;
}

/* AES of one block is CBC with an IV of zeros. */
static bool
mask_aes (const TlProtection *self, TlBytes sample, guint8 block[MAX_BLOCK])
{
  static const guint8 zeros[MAX_BLOCK];
  gnutls_cipher_algorithm_t aes
      = self->number_key.length == 32 ? GNUTLS_CIPHER_AES_256_CBC : GNUTLS_CIPHER_AES_128_CBC;
  gnutls_datum_t key = tl_datum (tl_secret_bytes (&self->number_key)), iv = { (unsigned char *) (gsize) zeros, sizeof zeros };
  gnutls_cipher_hd_t cipher;
  bool done;

  if (gnutls_cipher_init (&cipher, aes, &key, &iv) != 0)
    return false;
  done = gnutls_cipher_encrypt2 (cipher, sample.data, MAX_BLOCK, block, MAX_BLOCK) == 0;
  gnutls_cipher_deinit (cipher);
  return done;
}

/* RFC 9001 section 5.4.4: the first four bytes count the blocks, the others are the nonce. */
static bool
mask_chacha20 (const TlProtection *self, TlBytes sample, guint8 block[MAX_BLOCK])
{
  static const guint8 zeros[MAX_BLOCK];
  gnutls_datum_t key = tl_datum (tl_secret_bytes (&self->number_key)), iv = { (unsigned char *) (gsize) sample.data, MAX_BLOCK };
  gnutls_cipher_hd_t cipher;
  bool done;

  if (gnutls_cipher_init (&cipher, GNUTLS_CIPHER_CHACHA20_32, &key, &iv) != 0)
    return false;
  done = gnutls_cipher_encrypt2 (cipher, zeros, MAX_BLOCK, block, MAX_BLOCK) == 0;
  gnutls_cipher_deinit (cipher);
  return done;
}

bool
tl_protection_mask (TlProtection *self, TlBytes sample, guint8 mask[5])
{
  guint8 block[MAX_BLOCK];

  if (sample.length < MAX_BLOCK || self->number_key.length == 0)
    return false;
  if (!(self->suite.cipher == GNUTLS_CIPHER_CHACHA20_POLY1305 ? mask_chacha20 (self, sample, block)
                                                              : mask_aes (self, sample, block)))
    return false;
  memcpy (mask, block, 5);
  return true;
}

const TlSecret *
tl_protection_key (const TlProtection *self)
{
  return &self->key;
}

const TlSecret *
tl_protection_iv (const TlProtection *self)
{
  return &self->iv;
}

const TlSecret *
tl_protection_number_key (const TlProtection *self)
{
  return &self->number_key;
}
