/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * For tests: a client that encrypts its ClientHello, and a server that takes it (RFC 9849), written a second time: HKDF by HMAC, the
 * Diffie-Hellman from the client's side.
 */
#pragma once

#include "talk.h"

#include <gnutls/crypto.h>
#include <nettle/curve25519.h>

namespace ech
{

static inline TlBytes
view (const Data &data)
{
  return tl_bytes (data.data (), data.size ());
}

static inline Data
hmac (const Data &key, const Data &text)
{
  Data out (32);
  gnutls_hmac_fast (GNUTLS_MAC_SHA256, key.data (), key.size (), text.data (), text.size (), out.data ());
  return out;
}

static inline Data
sha256 (const Data &text)
{
  Data out (32);
  gnutls_hash_fast (GNUTLS_DIG_SHA256, text.data (), text.size (), out.data ());
  return out;
}

static inline Data
extract (const Data &salt, const Data &input)
{
  return hmac (salt.empty () ? Data (32, 0) : salt, input);
}

static inline Data
expand (const Data &secret, const Data &info, gsize n)
{
  Data out, block;
  for (guint8 i = 1; out.size () < n; i++)
    {
      block = hmac (secret, block + info + be (i, 1));
      out = out + block;
    }
  out.resize (n);
  return out;
}

/* RFC 9846 section 7.1 */
static inline Data
expand_label (const Data &secret, const std::string &label, const Data &context, gsize n, const char *prefix = "tls13 ")
{
  return expand (secret, be (n, 2) + prefixed (1, bytes_of (prefix + label)) + prefixed (1, context), n);
}

static inline Data
public_half (const Data &private_key)
{
  Data out (32);
  nettle_curve25519_mul_g (out.data (), private_key.data ());
  return out;
}

static const Data server_key (32, 0x5e), client_key (32, 0xc7);

/* RFC 9849 section 4 */
static inline Data
config (guint8 id = 42, const Data &key = server_key, const Data &suites = be (0x00010001, 4) + be (0x00010003, 4))
{
  Data contents = be (id, 1) + be (0x0020, 2) + prefixed (2, public_half (key)) + prefixed (2, suites) + be (32, 1)
                  + prefixed (1, bytes_of ("public.example")) + be (0, 2);
  return be (0xfe0d, 2) + prefixed (2, contents);
}

static inline Data
list (const Data &configs)
{
  return prefixed (2, configs);
}

/* A sender's context (RFC 9180). */
struct Sender
{
  Data enc = public_half (client_key), shared_secret, key, nonce;
  guint16 aead;
  guint64 sequence = 0;

  explicit Sender (const Data &a_config = config (), const Data &receiver = public_half (server_key), guint16 an_aead = 1)
      : aead (an_aead)
  {
    Data dh (32), kem = bytes_of ("KEM") + be (0x0020, 2), hpke = bytes_of ("HPKE") + be (0x00200001, 4) + be (aead, 2);
    nettle_curve25519_mul (dh.data (), client_key.data (), receiver.data ());
    Data prk = extract ({}, bytes_of ("HPKE-v1") + kem + bytes_of ("eae_prk") + dh);
    shared_secret = expand (prk, be (32, 2) + bytes_of ("HPKE-v1") + kem + bytes_of ("shared_secret") + enc + receiver, 32);
    Data info = bytes_of ("tls ech") + Data{ 0 } + a_config;
    Data context = Data{ 0 } + extract ({}, bytes_of ("HPKE-v1") + hpke + bytes_of ("psk_id_hash"))
                   + extract ({}, bytes_of ("HPKE-v1") + hpke + bytes_of ("info_hash") + info);
    Data secret = extract (shared_secret, bytes_of ("HPKE-v1") + hpke + bytes_of ("secret"));
    gsize size = aead == 1 ? 16 : 32;
    key = expand (secret, be (size, 2) + bytes_of ("HPKE-v1") + hpke + bytes_of ("key") + context, size);
    nonce = expand (secret, be (12, 2) + bytes_of ("HPKE-v1") + hpke + bytes_of ("base_nonce") + context, 12);
  }

  Data
  seal (const Data &additional, const Data &text)
  {
    gnutls_aead_cipher_hd_t cipher;
    gnutls_datum_t datum = { key.data (), (unsigned) key.size () };
    Data out (text.size () + 16), own = nonce, number = be (sequence++, 8);
    size_t n = out.size ();
    for (gsize i = 0; i < 8; i++)
      own[4 + i] ^= number[i];
    gnutls_aead_cipher_init (&cipher, key.size () == 16 ? GNUTLS_CIPHER_AES_128_GCM : GNUTLS_CIPHER_CHACHA20_POLY1305, &datum);
    gnutls_aead_cipher_encrypt (cipher, own.data (), own.size (), additional.data (), additional.size (), 16, text.data (),
                                text.size (), out.data (), &n);
    gnutls_aead_cipher_deinit (cipher);
    return out;
  }
};

/* The body of a ClientHello. */
static inline Data
body (guint8 random, const Data &session_id, const Data &extensions, bool dtls = false)
{
  return be (dtls ? 0xfefd : 0x0303, 2) + Data (32, random) + prefixed (1, session_id) + (dtls ? Data{ 0 } : Data ())
         + prefixed (2, be (0x1301, 2)) + Data{ 1, 0 } + prefixed (2, extensions);
}

static inline Data
server_name (const std::string &name)
{
  return extension (0, prefixed (2, be (0, 1) + prefixed (2, bytes_of (name))));
}

static inline Data
key_share (guint8 byte = 7)
{
  return extension (51, prefixed (2, be (29, 2) + prefixed (2, Data (32, byte))));
}

static inline Data
versions (bool dtls = false)
{
  return extension (43, prefixed (1, be (dtls ? 0xfefc : 0x0304, 2)));
}

static const Data inner_type = extension (0xfe0d, { 1 });

static inline Data
outer_extensions (const std::vector<guint16> &types)
{
  Data names;
  for (guint16 type : types)
    names = names + be (type, 2);
  return extension (0xfd00, prefixed (1, names));
}

/* What the inner hello says of its own, but for what it takes from the outer one. */
static const Data inner_own = server_name ("secret.example") + outer_extensions ({ 43, 51 }) + inner_type;

/* The same when it is put together. */
static inline Data
inner_message (const Data &session_id, guint8 share = 7, const Data &more = {}, bool dtls = false)
{
  return message (1, body (0x1a, session_id,
                           server_name ("secret.example") + versions (dtls) + key_share (share) + inner_type + more, dtls));
}

static const Data session_id (32, 0x5d);

/* A hello that carries @encoded. */
static inline Data
outer_message (Sender &sender, const Data &encoded, guint8 id = 42, guint8 share = 7, bool dtls = false)
{
  Data enc = sender.sequence == 0 ? sender.enc : Data ();
  auto with = [&] (const Data &payload) {
    return body (0xc1, dtls ? Data () : session_id,
                 server_name ("public.example")
                     + extension (0xfe0d, Data{ 0 } + be (1, 2) + be (sender.aead, 2) + be (id, 1) + prefixed (2, enc)
                                              + prefixed (2, payload))
                     + versions (dtls) + extension (10, prefixed (2, be (29, 2))) + key_share (share),
                 dtls);
  };
  return message (1, with (sender.seal (with (Data (encoded.size () + 16, 0)), encoded)));
}

static inline Data
encoded_hello (const Data &extensions = inner_own, const Data &padding = Data (9, 0), bool dtls = false)
{
  return body (0x1a, {}, extensions, dtls) + padding;
}

/* A ServerHello whose random ends with @confirmation. */
static inline Data
answer (const Data &confirmation, const Data &sid = session_id, bool dtls = false)
{
  return message (2, be (dtls ? 0xfefd : 0x0303, 2) + Data (24, 0x51) + confirmation + prefixed (1, sid) + be (0x1301, 2)
                         + be (0, 1)
                         + prefixed (2, extension (43, be (dtls ? 0xfefc : 0x0304, 2))
                                            + extension (51, be (29, 2) + prefixed (2, Data (32, 9)))));
}

/* RFC 9849 section 7.2 */
static inline Data
confirm (const Data &transcript, const std::string &label = "ech accept confirmation", const char *prefix = "tls13 ")
{
  return expand_label (extract (Data (32, 0), Data (32, 0x1a)), label, sha256 (transcript), 8, prefix);
}

static inline Data
retry (const Data &more)
{
  static const guint8 random[] = { 0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c,
                                   0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb,
                                   0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c };
  return message (2, be (0x0303, 2) + Data (random, random + 32) + prefixed (1, session_id) + be (0x1301, 2) + be (0, 1)
                         + prefixed (2, extension (43, be (0x0304, 2)) + extension (51, be (29, 2)) + more));
}

/* RFC 9846 section 4.1 */
static inline Data
hash_of (const Data &first)
{
  return Data{ 254, 0, 0, 32 } + sha256 (first);
}

} // namespace ech
