/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Initial keys, header protection and packet protection.
 */
#include "protection.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

enum
{
  SECRET = 32, /* of SHA-256 */
  SAMPLE = 16,
  MAX_NUMBER = 4 /* bytes of a packet number */
};

/* HKDF-Expand-Label of RFC 9846 section 7.1, without a context. */
static void
expand_label (const guint8 secret[SECRET], const char *prefix, const char *label, guint8 *out, gsize length)
{
  g_autoptr (GByteArray) info = g_byte_array_new ();
  g_autofree char *whole = g_strconcat ("tls13 ", prefix, label, NULL);
  guint8 head[] = { 0, (guint8) length, (guint8) strlen (whole) };
  gnutls_datum_t key = { (unsigned char *) secret, SECRET };
  gnutls_datum_t data;

  g_byte_array_append (info, head, sizeof head);
  g_byte_array_append (info, (const guint8 *) whole, (guint) strlen (whole));
  g_byte_array_append (info, (const guint8 *) "", 1);
  data = (gnutls_datum_t){ info->data, info->len };
  if (gnutls_hkdf_expand (GNUTLS_MAC_SHA256, &key, &data, out, length) < 0)
    memset (out, 0, length);
}

void
tl_quic_initial_keys (const TlQuicVersion *version, TlBytes destination, TlQuicSender sender, TlQuicKeys *keys)
{
  gnutls_datum_t salt = { (unsigned char *) version->salt, TL_QUIC_SALT };
  gnutls_datum_t key = { (unsigned char *) destination.data, (unsigned int) destination.length };
  guint8 initial[SECRET] = { 0 }, secret[SECRET];

  gnutls_hkdf_extract (GNUTLS_MAC_SHA256, &key, &salt, initial);
  expand_label (initial, "", sender == TL_QUIC_FROM_CLIENT ? "client in" : "server in", secret, SECRET);
  expand_label (secret, version->label, "key", keys->key, TL_QUIC_KEY);
  expand_label (secret, version->label, "iv", keys->iv, TL_QUIC_IV);
  expand_label (secret, version->label, "hp", keys->header_key, TL_QUIC_KEY);
}

/* RFC 9001 section 5.4.3: AES in ECB mode, which for a single block is CBC with an IV of zeros. */
static bool
header_mask (const TlQuicKeys *keys, TlBytes sample, guint8 mask[SAMPLE])
{
  guint8 zeros[SAMPLE] = { 0 };
  gnutls_datum_t key = { (unsigned char *) keys->header_key, TL_QUIC_KEY };
  gnutls_datum_t iv = { zeros, sizeof zeros };
  gnutls_cipher_hd_t cipher;
  bool done;

  if (gnutls_cipher_init (&cipher, GNUTLS_CIPHER_AES_128_CBC, &key, &iv) < 0)
    return false;
  done = gnutls_cipher_encrypt2 (cipher, sample.data, SAMPLE, mask, SAMPLE) >= 0;
  gnutls_cipher_deinit (cipher);
  return done;
}

/* RFC 9000 appendix A.3: the number nearest to the one expected, of which the @size lowest bytes are @low. */
static guint64
decode_number (guint64 expected, guint64 low, gsize size)
{
  guint64 window = G_GUINT64_CONSTANT (1) << (8 * size);
  guint64 candidate = (expected & ~(window - 1)) | low;

  if (candidate + window / 2 <= expected && candidate < (G_GUINT64_CONSTANT (1) << 62) - window)
    return candidate + window;
  if (candidate > expected + window / 2 && candidate >= window)
    return candidate - window;
  return candidate;
}

bool
tl_quic_sample (const TlQuicPacket *packet, TlBytes *sample)
{
  TlBytes bytes = packet->bytes;

  return packet->missing == 0 && packet->protected_at > 0 && tl_bytes_skip (&bytes, packet->protected_at + MAX_NUMBER)
         && tl_bytes_take (&bytes, SAMPLE, sample);
}

GByteArray *
tl_quic_open_header (const TlQuicPacket *packet, const guint8 mask[TL_QUIC_MASK], guint64 expected, guint64 *number)
{
  GByteArray *header = g_byte_array_sized_new ((guint) packet->protected_at + MAX_NUMBER);
  guint64 low = 0;
  gsize size;

  g_byte_array_append (header, packet->bytes.data, (guint) packet->protected_at + MAX_NUMBER);
  header->data[0] ^= mask[0] & (packet->type == TL_QUIC_ONE_RTT ? 0x1f : 0x0f);
  size = (gsize) (header->data[0] & 3) + 1;
  for (gsize i = 0; i < size; i++)
    {
      header->data[packet->protected_at + i] ^= mask[1 + i];
      low = low << 8 | header->data[packet->protected_at + i];
    }
  g_byte_array_set_size (header, (guint) (packet->protected_at + size));
  *number = decode_number (expected, low, size);
  return header;
}

static bool
decrypt (const guint8 *key,
         const guint8 *iv,
         guint64 number,
         TlBytes header,
         TlBytes sealed,
         guint8 *out)
{
  gnutls_datum_t datum = { (unsigned char *) key, TL_QUIC_KEY };
  gsize length = sealed.length - TL_QUIC_TAG;
  gnutls_aead_cipher_hd_t cipher;
  guint8 nonce[TL_QUIC_IV];
  bool opened;

  memcpy (nonce, iv, sizeof nonce);
  for (guint i = 0; i < 8; i++)
    nonce[TL_QUIC_IV - 1 - i] ^= (guint8) (number >> (8 * i));
  if (gnutls_aead_cipher_init (&cipher, GNUTLS_CIPHER_AES_128_GCM, &datum) < 0)
    return false;
  opened = gnutls_aead_cipher_decrypt (cipher, nonce, sizeof nonce, header.data, header.length, TL_QUIC_TAG,
                                       sealed.data, sealed.length, out, &length)
           >= 0;
  gnutls_aead_cipher_deinit (cipher);
  return opened;
}

GByteArray *
tl_quic_open (const TlQuicKeys *keys, const TlQuicPacket *packet, guint64 expected, guint64 *number)
{
  g_autoptr (GByteArray) header = NULL;
  g_autoptr (GByteArray) frames = NULL;
  TlBytes sealed = packet->bytes, sample;
  guint8 mask[SAMPLE];

  if (!tl_quic_sample (packet, &sample) || !header_mask (keys, sample, mask))
    return NULL;
  header = tl_quic_open_header (packet, mask, expected, number);
  if (!tl_bytes_skip (&sealed, header->len) || sealed.length < TL_QUIC_TAG)
    return NULL;
  frames = g_byte_array_sized_new ((guint) sealed.length);
  g_byte_array_set_size (frames, (guint) (sealed.length - TL_QUIC_TAG));
  if (!decrypt (keys->key, keys->iv, *number, tl_bytes (header->data, header->len), sealed, frames->data))
    return NULL;
  return g_steal_pointer (&frames);
}

/* Drafts before 25: the packet says which Initial it answers. */
static bool
names_original (const TlQuicPacket *retry, TlBytes original)
{
  TlBytes rest = retry->bytes, named;

  return tl_bytes_skip (&rest, 1 + 4 + 1 + retry->destination.length + 1 + retry->source.length)
         && tl_bytes_prefixed (&rest, 1, &named) && named.length == original.length
         && memcmp (named.data, original.data, original.length) == 0;
}

bool
tl_quic_retry_is_genuine (const TlQuicPacket *retry, TlBytes original)
{
  g_autoptr (GByteArray) pseudo = NULL;
  TlBytes rest = retry->bytes, packet;
  guint8 length = (guint8) original.length;
  guint8 nothing;

  if (retry->type != TL_QUIC_RETRY || original.length > TL_QUIC_CONNECTION_ID)
    return false;
  if (retry->kind->retry_key == NULL)
    return names_original (retry, original);
  if (rest.length < TL_QUIC_TAG || !tl_bytes_take (&rest, rest.length - TL_QUIC_TAG, &packet))
    return false;
  pseudo = g_byte_array_new ();
  g_byte_array_append (pseudo, &length, 1);
  g_byte_array_append (pseudo, original.data, length);
  g_byte_array_append (pseudo, packet.data, (guint) packet.length);
  return decrypt (retry->kind->retry_key, retry->kind->retry_nonce, 0, tl_bytes (pseudo->data, pseudo->len), rest,
                  &nothing);
}
