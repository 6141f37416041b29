/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * For tests: seals records, as the RFCs say, so that there is something to open.
 */
#pragma once

#include "data.h"
#include "secrets/kdf.h"
#include "secrets/protection.h"

#include <gcrypt.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

/* The sender of records under the same keys. */
struct Sealer
{
  TlSuite suite = {};
  guint16 version = 0x0303;
  bool encrypt_then_mac = false;
  bool tls13 = false;
  TlWriteKeys keys = {};
  Data chain; /* CBC before TLS 1.1: the last block of the record before */
  gnutls_cipher_hd_t stream = nullptr;
  guint64 sequence = 0;
  gsize padding = 0; /* CBC: whole blocks of it beyond what is needed; TLS 1.3: zeros */
  int wrong_padding = -1; /* CBC: which byte of it is wrong, counted from the end */

  Sealer (guint16 code, guint16 a_version, bool etm = false) : version (a_version), encrypt_then_mac (etm)
  {
    g_assert (tl_suite (code, &suite));
    tls13 = version == 0x0304;
    keys.key.length = suite.key_size;
    keys.mac_key.length = suite.mac_size;
    keys.iv.length = tls13                                                ? suite.iv_size
                     : suite.form == TL_SUITE_AEAD                        ? suite.fixed_iv_size
                     : suite.form == TL_SUITE_BLOCK && version < 0x0302 ? suite.iv_size
                                                                          : 0;
    for (guint i = 0; i < TL_SECRET_SIZE; i++)
      {
        keys.key.bytes[i] = (guint8) (i * 7 + 1);
        keys.iv.bytes[i] = (guint8) (i * 11 + 2);
        keys.mac_key.bytes[i] = (guint8) (i * 13 + 3);
      }
    chain = Data (keys.iv.bytes, keys.iv.bytes + keys.iv.length);
  }

  ~Sealer ()
  {
    if (stream)
      gnutls_cipher_deinit (stream);
  }

  Sealer (const Sealer &) = delete;

  gnutls_datum_t
  key ()
  {
    return { keys.key.bytes, (unsigned) keys.key.length };
  }

  Data
  additional (guint8 type, gsize length, const Data &connection_id) const
  {
    if (!connection_id.empty ())
      return Data (8, 0xff) + be (25, 1) + be (connection_id.size (), 1) + be (25, 1) + be (0xfefd, 2) + be (sequence, 8)
             + connection_id + be (length, 2);
    return be (sequence, 8) + be (type, 1) + (version > 0x0300 ? be (version, 2) : Data{}) + be (length, 2);
  }

  Data
  hash (const Data &text) const
  {
    Data out (suite.mac_size);
    g_assert (tl_hash (suite.mac, tl_bytes (text.data (), text.size ()), out.data ()));
    return out;
  }

  Data
  mac (guint8 type, const Data &content, const Data &connection_id) const
  {
    Data text = additional (type, content.size (), connection_id) + content, out (suite.mac_size);
    Data mac_key (keys.mac_key.bytes, keys.mac_key.bytes + keys.mac_key.length);

    if (suite.mac_size == 0)
      return {};
    if (version == 0x0300) /* RFC 6101 section 5.2.3.1 */
      {
        gsize n = suite.mac == GNUTLS_DIG_MD5 ? 48 : 40;
        return hash (mac_key + Data (n, 0x5c) + hash (mac_key + Data (n, 0x36) + text));
      }
    gnutls_hmac_fast ((gnutls_mac_algorithm_t) suite.mac, mac_key.data (), mac_key.size (), text.data (), text.size (),
                      out.data ());
    return out;
  }

  Data
  encrypt_stream (Data data)
  {
    gnutls_datum_t k = key ();

    if (suite.cipher == GNUTLS_CIPHER_NULL)
      return data;
    if (stream == nullptr)
      g_assert (gnutls_cipher_init (&stream, suite.cipher, &k, nullptr) == 0);
    gnutls_cipher_encrypt (stream, data.data (), data.size ());
    return data;
  }

  void
  encrypt_modern (Data &data, Data &iv)
  {
    gnutls_cipher_hd_t cipher;
    gnutls_datum_t k = key (), iv_datum = { iv.data (), (unsigned) iv.size () };

    g_assert (gnutls_cipher_init (&cipher, suite.cipher, &k, &iv_datum) == 0);
    gnutls_cipher_encrypt (cipher, data.data (), data.size ());
    gnutls_cipher_deinit (cipher);
  }

  void
  encrypt_old (Data &data, const Data &iv)
  {
    const int algorithm = suite.old_cipher == TL_OLD_CIPHER_RC2    ? GCRY_CIPHER_RFC2268_128
                          : suite.old_cipher == TL_OLD_CIPHER_IDEA ? GCRY_CIPHER_IDEA
                                                                   : GCRY_CIPHER_SEED;
    gcry_cipher_hd_t cipher;

    g_assert (gcry_cipher_open (&cipher, algorithm, GCRY_CIPHER_MODE_CBC, 0) == 0);
    g_assert (gcry_cipher_setkey (cipher, keys.key.bytes, keys.key.length) == 0);
    g_assert (gcry_cipher_setiv (cipher, iv.data (), iv.size ()) == 0);
    g_assert (gcry_cipher_encrypt (cipher, data.data (), data.size (), nullptr, 0) == 0);
    gcry_cipher_close (cipher);
  }

  Data
  encrypt_block (Data data)
  {
    Data iv = version >= 0x0302 ? Data (suite.iv_size, 0x77) : chain;
    gsize block = suite.iv_size, n = block - (data.size () + 1) % block;
    n = n % block + padding * block;
    data = data + Data (n + 1, (guint8) n);
    if (wrong_padding >= 0)
      data[data.size () - 1 - (gsize) wrong_padding] ^= 1;
    if (suite.old_cipher != TL_OLD_CIPHER_NONE)
      encrypt_old (data, iv);
    else
      encrypt_modern (data, iv);
    chain = Data (data.end () - (long) block, data.end ());
    return version >= 0x0302 ? iv + data : data;
  }

  Data
  encrypt_aead (const Data &data, const Data &nonce, const Data &authenticated)
  {
    gnutls_aead_cipher_hd_t cipher;
    gnutls_datum_t k = key ();
    Data out (data.size () + suite.tag_size);
    gsize n = out.size ();

    g_assert (gnutls_aead_cipher_init (&cipher, suite.cipher, &k) == 0);
    g_assert (gnutls_aead_cipher_encrypt (cipher, nonce.data (), nonce.size (), authenticated.data (), authenticated.size (),
                                          suite.tag_size, data.data (), data.size (), out.data (), &n)
              == 0);
    gnutls_aead_cipher_deinit (cipher);
    return out;
  }

  Data
  seal_aead (guint8 type, const Data &content, const Data &connection_id)
  {
    Data nonce (keys.iv.bytes, keys.iv.bytes + keys.iv.length), number = be (sequence, 8);

    if (!tls13 && suite.fixed_iv_size < suite.iv_size) /* RFC 5288 section 3 */
      return number + encrypt_aead (content, nonce + number, additional (type, content.size (), connection_id));
    for (guint i = 0; i < 8; i++)
      nonce[nonce.size () - 8 + i] ^= number[i];
    if (!tls13)
      return encrypt_aead (content, nonce, additional (type, content.size (), connection_id));
    Data inner = content + be (type, 1) + Data (padding, 0);
    return encrypt_aead (inner, nonce, be (23, 1) + be (0x0303, 2) + be (inner.size () + suite.tag_size, 2));
  }

  /* The payload of the next record, with @content of @type. */
  Data
  seal (guint8 type, const Data &content, const Data &connection_id = {})
  {
    Data inside = connection_id.empty () ? content : content + be (type, 1) + Data (padding, 0), out;

    if (suite.form == TL_SUITE_AEAD)
      out = seal_aead (type, tls13 ? content : inside, connection_id);
    else if (suite.form == TL_SUITE_STREAM)
      out = encrypt_stream (inside + mac (type, inside, connection_id));
    else if (!encrypt_then_mac)
      out = encrypt_block (inside + mac (type, inside, connection_id));
    else
      {
        out = encrypt_block (inside);
        out = out + mac (type, out, connection_id);
      }
    sequence++;
    return out;
  }
};
