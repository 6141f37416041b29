/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * For tests: makes packets of QUIC, protected as RFC 9001 section 5 says.
 */
#pragma once

#include "data.h"
#include "quic/frames.h"
#include "quic/protection.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

static inline Data
varint (guint64 value)
{
  if (value < 0x40)
    return { (guint8) value };
  if (value < 0x4000)
    return { (guint8) (0x40 | value >> 8), (guint8) value };
  if (value < 0x40000000)
    return { (guint8) (0x80 | value >> 24), (guint8) (value >> 16), (guint8) (value >> 8), (guint8) value };
  Data bytes;
  for (int i = 7; i >= 0; i--)
    bytes.push_back ((guint8) (value >> (8 * i)));
  bytes[0] |= 0xc0;
  return bytes;
}

static inline TlBytes
view_of (const Data &data)
{
  return tl_bytes (data.data (), data.size ());
}

static inline Data
crypto_frame (guint64 offset, const Data &data)
{
  return Data ({ TL_QUIC_CRYPTO }) + varint (offset) + varint (data.size ()) + data;
}

static inline Data
close_frame (guint64 error, const char *reason = "")
{
  return Data ({ TL_QUIC_CONNECTION_CLOSE }) + varint (error) + varint (0) + varint (strlen (reason)) + bytes_of (std::string (reason));
}

/* What stands before the token or the length of a long header. */
static inline Data
long_header (guint8 first, guint32 version, const Data &destination, const Data &source)
{
  return Data ({ first, (guint8) (version >> 24), (guint8) (version >> 16), (guint8) (version >> 8), (guint8) version,
                   (guint8) destination.size () })
         + destination + Data ({ (guint8) source.size () }) + source;
}

/* One connection, as both sides of it make its packets. */
struct QuicMaker
{
  guint32 version = TL_QUIC_VERSION_1;
  Data original = hexed ("8394c8f03e515708"); /* the keys come from it */
  Data client_id = {};
  Data server_id = hexed ("f067a5502a4262b5");

  static Data
  hexed (const char *text)
  {
    Data bytes;
    for (; text[0] && text[1]; text += 2)
      bytes.push_back ((guint8) (g_ascii_xdigit_value (text[0]) << 4 | g_ascii_xdigit_value (text[1])));
    return bytes;
  }

  guint8
  first (TlQuicPacketType type) const
  {
    const TlQuicVersion *kind = tl_quic_version (version);
    guint number = type == TL_QUIC_INITIAL     ? 0
                   : type == TL_QUIC_ZERO_RTT  ? 1
                   : type == TL_QUIC_HANDSHAKE ? 2
                                               : 3;
    return (guint8) (0xc0 | ((number + (kind && kind->types_turned ? 1 : 0)) & 3) << 4);
  }

  /* An Initial packet with @frames, padded with PADDING frames to @size bytes. */
  Data
  initial (bool from_client,
           guint32 number,
           Data frames,
           const Data &destination,
           const Data &source,
           gsize size = 0,
           const Data &token = {}) const
  {
    TlQuicKeys keys;
    const TlQuicVersion *candidates[TL_QUIC_CANDIDATES];
    g_assert_cmpuint (tl_quic_version_candidates (version, candidates), >, 0);
    tl_quic_initial_keys (candidates[0], view_of (original), from_client ? TL_QUIC_FROM_CLIENT : TL_QUIC_FROM_SERVER,
                          &keys);
    Data head = long_header ((guint8) (first (TL_QUIC_INITIAL) | 3), version, destination, source)
                  + varint (token.size ()) + token;
    while (head.size () + 2 + 4 + frames.size () + TL_QUIC_TAG < size || frames.size () < 4)
      frames.push_back (0);
    gsize length = 4 + frames.size () + TL_QUIC_TAG;
    head = head + Data ({ (guint8) (0x40 | length >> 8), (guint8) length });
    gsize at = head.size ();
    head = head
           + Data ({ (guint8) (number >> 24), (guint8) (number >> 16), (guint8) (number >> 8), (guint8) number });
    return protect (keys, head, at, number, frames);
  }

  Data
  client_initial (guint32 number, const Data &frames, gsize size = TL_QUIC_INITIAL_DATAGRAM) const
  {
    return initial (true, number, frames, original, client_id, size);
  }

  Data
  server_initial (guint32 number, const Data &frames) const
  {
    return initial (false, number, frames, client_id, server_id);
  }

  /* A packet that nobody without keys can open: its payload is @size bytes of @filler. */
  Data
  sealed (TlQuicPacketType type, bool from_client, gsize size, guint8 filler = 0xee) const
  {
    Data payload (size, filler);
    if (type == TL_QUIC_ONE_RTT)
      return Data ({ 0x45 }) + (from_client ? server_id : client_id) + payload;
    return long_header ((guint8) (first (type) | 0x0d), version,
                        from_client ? (type == TL_QUIC_ZERO_RTT ? original : server_id) : client_id,
                        from_client ? client_id : server_id)
           + varint (size) + payload;
  }

  /* A Retry packet with the right tag. */
  Data
  retry (const Data &new_id, const Data &token) const
  {
    const TlQuicVersion *kind = tl_quic_version (version);
    Data packet = long_header ((guint8) (first (TL_QUIC_RETRY) | 0x0f), version, client_id, new_id) + token;
    Data pseudo = Data ({ (guint8) original.size () }) + original + packet;
    gnutls_datum_t key = { (unsigned char *) kind->retry_key, TL_QUIC_KEY };
    gnutls_aead_cipher_hd_t cipher;
    guint8 tag[TL_QUIC_TAG];
    gsize size = sizeof tag;
    g_assert_cmpint (gnutls_aead_cipher_init (&cipher, GNUTLS_CIPHER_AES_128_GCM, &key), ==, 0);
    gnutls_aead_cipher_encrypt (cipher, kind->retry_nonce, TL_QUIC_IV, pseudo.data (), pseudo.size (), TL_QUIC_TAG, "", 0,
                                tag, &size);
    gnutls_aead_cipher_deinit (cipher);
    return packet + Data (tag, tag + sizeof tag);
  }

  static Data
  protect (const TlQuicKeys &keys, Data head, gsize at, guint64 number, const Data &frames)
  {
    gnutls_datum_t key = { (unsigned char *) keys.key, TL_QUIC_KEY };
    gnutls_aead_cipher_hd_t aead;
    guint8 nonce[TL_QUIC_IV];
    Data sealed (frames.size () + TL_QUIC_TAG);
    gsize size = sealed.size ();
    memcpy (nonce, keys.iv, sizeof nonce);
    for (int i = 0; i < 8; i++)
      nonce[TL_QUIC_IV - 1 - i] ^= (guint8) (number >> (8 * i));
    g_assert_cmpint (gnutls_aead_cipher_init (&aead, GNUTLS_CIPHER_AES_128_GCM, &key), ==, 0);
    gnutls_aead_cipher_encrypt (aead, nonce, sizeof nonce, head.data (), head.size (), TL_QUIC_TAG, frames.data (),
                                frames.size (), sealed.data (), &size);
    gnutls_aead_cipher_deinit (aead);

    guint8 zeros[16] = { 0 }, mask[16];
    gnutls_datum_t header_key = { (unsigned char *) keys.header_key, TL_QUIC_KEY };
    gnutls_datum_t iv = { zeros, sizeof zeros };
    gnutls_cipher_hd_t block;
    gsize n = head.size () - at;
    g_assert_cmpint (gnutls_cipher_init (&block, GNUTLS_CIPHER_AES_128_CBC, &header_key, &iv), ==, 0);
    gnutls_cipher_encrypt2 (block, sealed.data () + 4 - n, 16, mask, sizeof mask);
    gnutls_cipher_deinit (block);
    head[0] ^= mask[0] & (head[0] & 0x80 ? 0x0f : 0x1f);
    for (gsize i = 0; i < n; i++)
      head[at + i] ^= mask[1 + i];
    return head + sealed;
  }
};
