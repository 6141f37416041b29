/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * For tests: seals records, the other direction of what opens them, with the ciphers of GnuTLS.
 */
#pragma once

#include "data.h"
#include "secrets/kdf.h"
#include "secrets/key-block.h"
#include "secrets/keyring.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

static inline TlBytes
view (const Data &data)
{
  return tl_bytes (data.data (), data.size ());
}

static inline std::string
hex_of (const Data &data)
{
  static const char digits[] = "0123456789abcdef";
  std::string hex;
  for (guint8 byte : data)
    hex += std::string ({ digits[byte >> 4], digits[byte & 15] });
  return hex;
}

static inline TlSecret
secret_of (const Data &data)
{
  TlSecret secret = {};
  secret.length = data.size ();
  std::copy (data.begin (), data.end (), secret.bytes);
  return secret;
}

static inline Data
data_of (const TlSecret &secret)
{
  return Data (secret.bytes, secret.bytes + secret.length);
}

static inline gnutls_datum_t
datum_of (const Data &data)
{
  return { (unsigned char *) data.data (), (unsigned) data.size () };
}

/* A keyring with the lines of a key log for @random: label and secret. */
static inline TlKeyring *
keyring_of (const Data &random, const std::vector<std::pair<std::string, Data>> &lines)
{
  TlKeyring *keyring = tl_keyring_new ();
  TlKeylogReport report = {};
  std::string text;
  for (const auto &[label, secret] : lines)
    text += label + " " + hex_of (random) + " " + hex_of (secret) + "\n";
  tl_keyring_add_keylog (keyring, tl_bytes (text.data (), text.size ()), &report);
  return keyring;
}

static inline Data
seal_aead (gnutls_cipher_algorithm_t cipher, gsize tag, const Data &key, const Data &nonce, const Data &additional, const Data &plain)
{
  gnutls_aead_cipher_hd_t aead;
  gnutls_datum_t datum = datum_of (key);
  Data sealed (plain.size () + tag);
  gsize n = sealed.size ();
  gnutls_aead_cipher_init (&aead, cipher, &datum);
  gnutls_aead_cipher_encrypt (aead, nonce.data (), nonce.size (), additional.data (), additional.size (), tag, plain.data (),
                              plain.size (), sealed.data (), &n);
  gnutls_aead_cipher_deinit (aead);
  return sealed;
}

static inline Data
hmac_of (gnutls_digest_algorithm_t hash, const Data &key, const Data &text)
{
  Data mac ((gsize) gnutls_hash_get_len (hash));
  gnutls_hmac_fast ((gnutls_mac_algorithm_t) hash, key.data (), key.size (), text.data (), text.size (), mac.data ());
  return mac;
}

/* CBC with an IV in front of it, and the padding of RFC 5246 section 6.2.3.2 behind. */
static inline Data
seal_cbc (gnutls_cipher_algorithm_t cipher, const Data &key, const Data &iv, Data plain)
{
  gnutls_cipher_hd_t handle;
  gnutls_datum_t key_datum = datum_of (key), iv_datum = datum_of (iv);
  gsize padding = iv.size () - 1 - plain.size () % iv.size ();
  plain = plain + Data (padding + 1, (guint8) padding);
  Data sealed (plain.size ());
  gnutls_cipher_init (&handle, cipher, &key_datum, &iv_datum);
  gnutls_cipher_encrypt2 (handle, plain.data (), plain.size (), sealed.data (), sealed.size ());
  gnutls_cipher_deinit (handle);
  return iv + sealed;
}

/* Seals as TLS 1.2 and DTLS 1.2, and 1.1 and 1.0, do (RFC 5246 section 6.2.3), with a main secret. */
struct Sealer12
{
  TlSuite suite;
  guint16 version; /* as for keys */
  bool encrypt_then_mac = false;
  TlWriteKeys keys[2];

  Sealer12 (guint16 code, guint16 for_keys, const Data &main_secret, const Data &client_random, const Data &server_random)
      : version (for_keys)
  {
    TlSecret secret = secret_of (main_secret);
    TlRandoms randoms;
    std::copy (client_random.begin (), client_random.end (), randoms.client);
    std::copy (server_random.begin (), server_random.end (), randoms.server);
    tl_suite (code, &suite);
    tl_key_block (&suite, version, &secret, &randoms, keys);
  }

  /* The payload of a record of @type whose header says @wire. @sequence with the epoch above it. @id is a connection id, of a
   * record whose type is 25 then (RFC 9146), where it is not empty. */
  Data
  seal (guint who, guint8 type, guint16 wire, guint64 sequence, const Data &content, const Data &id = {}) const
  {
    const TlWriteKeys &own = keys[who];
    Data plain = id.empty () ? content : content + be (type, 1) + Data (3, 0);
    auto additional = [&] (gsize length) {
      if (id.empty ())
        return be (sequence, 8) + be (type, 1) + be (wire, 2) + be (length, 2);
      return Data (8, 0xff) + be (25, 1) + be (id.size (), 1) + be (25, 1) + be (wire, 2) + be (sequence, 8) + id + be (length, 2);
    };
    Data explicit_part = be (sequence ^ 0x5555, 8), iv (suite.iv_size, 0x1f);

    if (suite.form == TL_SUITE_AEAD && suite.fixed_iv_size == 4)
      return explicit_part
             + seal_aead (suite.cipher, suite.tag_size, data_of (own.key), data_of (own.iv) + explicit_part,
                          additional (plain.size ()), plain);
    if (suite.form == TL_SUITE_AEAD)
      return seal_aead (suite.cipher, suite.tag_size, data_of (own.key), nonce_of (data_of (own.iv), sequence),
                        additional (plain.size ()), plain);
    if (suite.form == TL_SUITE_STREAM) /* only of those that do not encrypt */
      return plain + hmac_of (suite.mac, data_of (own.mac_key), additional (plain.size ()) + plain);
    if (!encrypt_then_mac)
      return seal_cbc (suite.cipher, data_of (own.key), iv,
                       plain + hmac_of (suite.mac, data_of (own.mac_key), additional (plain.size ()) + plain));
    Data sealed = seal_cbc (suite.cipher, data_of (own.key), iv, plain);
    return sealed + hmac_of (suite.mac, data_of (own.mac_key), additional (sealed.size ()) + sealed);
  }

  static Data
  nonce_of (Data iv, guint64 sequence)
  {
    for (guint i = 0; i < 8; i++)
      iv[iv.size () - 1 - i] ^= (guint8) (sequence >> 8 * i);
    return iv;
  }
};

/* Seals as TLS 1.3 does (RFC 9846 section 5.2), and DTLS 1.3 (RFC 9147 section 4), with a traffic secret. */
struct Sealer13
{
  TlSuite suite;
  bool dtls;
  TlSecret secret;

  Sealer13 (guint16 code, bool is_dtls, const Data &traffic_secret) : dtls (is_dtls), secret (secret_of (traffic_secret))
  {
    tl_suite (code, &suite);
  }

  Data
  expand (const char *label, gsize size) const
  {
    Data out (size);
    tl_hkdf_expand_label (suite.hash, dtls, tl_secret_bytes (&secret), label, tl_bytes (nullptr, 0), out.data (), size);
    return out;
  }

  /* The secret behind a KeyUpdate. */
  Sealer13
  next (guint16 code) const
  {
    return Sealer13 (code, dtls, expand ("traffic upd", secret.length));
  }

  Data
  seal (guint8 type, guint64 sequence, const Data &header, const Data &content, gsize padding = 0) const
  {
    return seal_aead (suite.cipher, suite.tag_size, expand ("key", suite.key_size),
                      Sealer12::nonce_of (expand ("iv", suite.iv_size), sequence), header,
                      content + be (type, 1) + Data (padding, 0));
  }

  /* The payload of a record of TLS. */
  Data
  seal_tls (guint8 type, guint64 sequence, const Data &content, gsize padding = 0) const
  {
    gsize length = content.size () + 1 + padding + suite.tag_size;
    return seal (type, sequence, be (23, 1) + be (0x0303, 2) + be (length, 2), content, padding);
  }

  /* A whole ciphertext of DTLS 1.3: the number in its header, of one byte or two, is hidden as RFC 9147 section 4.2.3 says. */
  Data
  seal_dtls (guint8 type, guint epoch, guint64 sequence, const Data &content, gsize number_size = 2, const Data &id = {},
             bool with_length = true) const
  {
    guint8 flags = (guint8) (0x20 | (id.empty () ? 0 : 0x10) | (number_size == 2 ? 0x08 : 0) | (with_length ? 0x04 : 0) | (epoch & 3));
    gsize length = content.size () + 1 + suite.tag_size;
    Data header = be (flags, 1) + id + be (sequence & (number_size == 2 ? 0xffff : 0xff), (guint) number_size)
                  + (with_length ? be (length, 2) : Data {});
    Data sealed = seal (type, sequence, header, content);
    Data mask = mask_of (Data (sealed.begin (), sealed.begin () + 16));
    for (gsize i = 0; i < number_size; i++)
      header[1 + id.size () + i] ^= mask[i];
    return header + sealed;
  }

  Data
  mask_of (const Data &sample) const
  {
    Data key = expand ("sn", suite.key_size), mask (16), zeros (16, 0);
    gnutls_cipher_hd_t handle;
    gnutls_datum_t key_datum = datum_of (key);
    if (suite.cipher == GNUTLS_CIPHER_CHACHA20_POLY1305)
      {
        gnutls_datum_t iv = datum_of (sample);
        gnutls_cipher_init (&handle, GNUTLS_CIPHER_CHACHA20_32, &key_datum, &iv);
        gnutls_cipher_encrypt2 (handle, zeros.data (), 16, mask.data (), 16);
      }
    else
      {
        gnutls_datum_t iv = datum_of (zeros);
        gnutls_cipher_init (&handle, key.size () == 16 ? GNUTLS_CIPHER_AES_128_CBC : GNUTLS_CIPHER_AES_256_CBC, &key_datum, &iv);
        gnutls_cipher_encrypt2 (handle, sample.data (), 16, mask.data (), 16);
      }
    gnutls_cipher_deinit (handle);
    return mask;
  }
};
