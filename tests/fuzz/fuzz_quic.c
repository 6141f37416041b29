/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Fuzzes what stands behind the protection of QUIC's packets, where changed bytes alone never get: the input is a talk
 * of datagrams, each with a byte that says what it is, a byte of connection ids and a length of two bytes. Its frames are
 * put into an Initial packet that is protected as it should be, or it is a datagram as it stands.
 */
#include "check.h"

#include "quic/protection.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

enum
{
  FROM_SERVER = 0x01,
  IS_PLAIN = 0x02,   /* a datagram as it stands */
  VERSIONS = 0x1c,   /* which of the versions */
  IP_AND_UDP = 28,
  MAX_PAYLOAD = 1400,
  LARGEST = MAX_PAYLOAD + 100
};

static const guint32 versions[] = { 1, TL_QUIC_VERSION_2, 0x54303531, 0xff000016, 0xff00001d, 0xfaceb001, 0x1a2a3a4a, 0xff00001b };
static const guint8 ids[4][8] = { { 0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08 }, "22222222", "33333333", "44444444" };

static void
put_id (GByteArray *out, guint choice)
{
  guint length = choice & 4 ? 0 : 8;

  put_uint (out, length, 1);
  g_byte_array_append (out, ids[choice & 3], length);
}

/* Puts @frames behind the header in @out, and protects both (RFC 9001 section 5). */
static void
protect (GByteArray *out, guint64 number, TlBytes frames, const TlQuicKeys *keys)
{
  guint8 sealed[MAX_PAYLOAD + 4 + TL_QUIC_TAG], padded[MAX_PAYLOAD + 4] = { 0 }, nonce[TL_QUIC_IV], mask[16], zeros[16] = { 0 };
  gnutls_datum_t key = { (unsigned char *) keys->key, TL_QUIC_KEY };
  gnutls_datum_t header_key = { (unsigned char *) keys->header_key, TL_QUIC_KEY };
  gnutls_datum_t iv = { zeros, sizeof zeros };
  gsize n = MAX (frames.length, 4), size = sizeof sealed;
  gnutls_aead_cipher_hd_t aead;
  gnutls_cipher_hd_t block;
  guint at;

  memcpy (padded, frames.data, frames.length);
  put_uint (out, 0x4000 | (4 + n + TL_QUIC_TAG), 2);
  at = out->len;
  put_uint (out, number, 4);
  memcpy (nonce, keys->iv, sizeof nonce);
  for (guint i = 0; i < 4; i++)
    nonce[TL_QUIC_IV - 1 - i] ^= (guint8) (number >> (8 * i));
  check (gnutls_aead_cipher_init (&aead, GNUTLS_CIPHER_AES_128_GCM, &key) == 0, "there is AES-GCM");
  gnutls_aead_cipher_encrypt (aead, nonce, sizeof nonce, out->data, out->len, TL_QUIC_TAG, padded, n, sealed, &size);
  gnutls_aead_cipher_deinit (aead);
  check (gnutls_cipher_init (&block, GNUTLS_CIPHER_AES_128_CBC, &header_key, &iv) == 0, "there is AES");
  gnutls_cipher_encrypt2 (block, sealed, sizeof mask, mask, sizeof mask);
  gnutls_cipher_deinit (block);
  out->data[0] ^= mask[0] & 0x0f;
  for (guint i = 0; i < 4; i++)
    out->data[at + i] ^= mask[1 + i];
  g_byte_array_append (out, sealed, (guint) size);
}

static void
put_initial (GByteArray *out, guint8 kind, guint8 choice, guint64 number, TlBytes frames)
{
  const TlQuicVersion *candidates[TL_QUIC_CANDIDATES];
  guint32 version = versions[(kind & VERSIONS) >> 2];
  guint8 *id = (guint8 *) ids[kind & FROM_SERVER ? 0 : choice & 3];
  TlQuicKeys keys;

  tl_quic_version_candidates (version, candidates);
  put_uint (out, candidates[0]->types_turned ? 0xd3 : 0xc3, 1);
  put_uint (out, version, 4);
  put_id (out, choice & 7);
  put_id (out, choice >> 3 & 7);
  put_uint (out, 0, 1);
  tl_quic_initial_keys (candidates[0], tl_bytes (id, 8), kind & FROM_SERVER ? TL_QUIC_FROM_SERVER : TL_QUIC_FROM_CLIENT, &keys);
  protect (out, number, frames, &keys);
}

static void
send_datagram (TlTracker *tracker, guint8 kind, guint64 number, const GByteArray *payload)
{
  g_autoptr (GByteArray) packet = g_byte_array_new ();
  bool from_server = kind & FROM_SERVER;
  TlPacket told = { .number = number, .time = (gint64) number * 1000, .link_type = 101 };

  put_uint (packet, 0x4500, 2);
  put_uint (packet, IP_AND_UDP + payload->len, 2);
  put_uint (packet, 0x0000000040110000, 8);
  put_uint (packet, from_server ? 0xc0000202 : 0xc0000201, 4);
  put_uint (packet, from_server ? 0xc0000201 : 0xc0000202, 4);
  put_uint (packet, from_server ? 443 : 50000, 2);
  put_uint (packet, from_server ? 50000 : 443, 2);
  put_uint (packet, 8 + payload->len, 2);
  put_uint (packet, 0, 2);
  g_byte_array_append (packet, payload->data, payload->len);
  told.data = packet->data;
  told.captured = told.length = packet->len;
  tl_tracker_add (tracker, &told);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (TlTracker) tracker = tl_tracker_new (TL_TRACKER_STEPS | TL_TRACKER_GROWTH, look_at_complete_cb, NULL);
  TlBytes rest = tl_bytes (data, size), frames;
  guint8 kind, choice;

  for (guint64 number = 1;
       tl_bytes_u8 (&rest, &kind) && tl_bytes_u8 (&rest, &choice) && tl_bytes_prefixed (&rest, 2, &frames); number++)
    {
      g_autoptr (GByteArray) payload = g_byte_array_sized_new (LARGEST);

      if (frames.length > MAX_PAYLOAD)
        break;
      if (kind & IS_PLAIN)
        g_byte_array_append (payload, frames.data, (guint) frames.length);
      else
        put_initial (payload, kind, choice, number, frames);
      send_datagram (tracker, kind, number, payload);
      if (number % 8 == 0)
        tl_tracker_publish (tracker);
    }
  tl_tracker_publish (tracker);
  tl_tracker_finish (tracker);
  return 0;
}
