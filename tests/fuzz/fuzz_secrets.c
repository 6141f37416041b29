/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Fuzzes key logs and what they open: the input is a key log with a length of two bytes, and then a talk over TCP, each
 * turn a byte that says what it is, a length of two bytes, and bytes as they stand. Changed bytes alone never get behind
 * the protection: a turn may be what is to be sealed, in a record of TLS 1.3 with the secrets of the key log.
 */
#include "check.h"

#include "secrets/protection.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

enum
{
  FROM_SERVER = 0x01,
  IS_SEALED = 0x02,
  IS_APPLICATION = 0x04, /* sealed with the secrets for application data, not those of the handshake */
  IS_LOST = 0x08,        /* counted, and not sent */
  IS_ALERT = 0x10,       /* of what is sealed */
  HEADERS = 40,
  LARGEST = 16384 + 256,
  RANDOM_OFFSET = 5 + 4 + 2,
  RANDOM = 32,
  TAG = 16,
  AES_128_GCM = 0x1301,
  AES_256_GCM = 0x1302
};

typedef struct
{
  TlTracker *tracker;
  TlKeyring *keyring;
  guint8 random[RANDOM]; /* of the first ClientHello */
  bool random_known;
  guint32 next[2];
  guint64 sealed[2][2];  /* records, by who and with which secrets */
  guint64 number;
} Talk;

static void
send_segment (Talk *self, guint who, TlBytes payload)
{
  g_autoptr (GByteArray) packet = g_byte_array_new ();
  TlPacket told = { .number = ++self->number, .time = (gint64) self->number * 1000, .link_type = 101 };

  put_uint (packet, 0x4500, 2);
  put_uint (packet, HEADERS + payload.length, 2);
  put_uint (packet, 0x0000000040060000, 8);
  put_uint (packet, 0xc0000201 + who, 4);
  put_uint (packet, 0xc0000202 - who, 4);
  put_uint (packet, who ? 443 : 50000, 2);
  put_uint (packet, who ? 50000 : 443, 2);
  put_uint (packet, self->next[who], 4);
  put_uint (packet, self->next[1 - who], 4);
  put_uint (packet, 0x5010ffff, 4);
  put_uint (packet, 0, 4);
  g_byte_array_append (packet, payload.data, (guint) payload.length);
  told.data = packet->data;
  told.captured = told.length = packet->len;
  tl_tracker_add (self->tracker, &told);
}

/* Puts @content into a record, as RFC 9846 section 5.2 says. False where the key log has no secret for it. */
static bool
seal (Talk *self, guint8 kind, TlBytes content, GByteArray *out)
{
  static const TlKeylogLabel labels[2][2]
      = { { TL_KEYLOG_CLIENT_HANDSHAKE_TRAFFIC_SECRET, TL_KEYLOG_SERVER_HANDSHAKE_TRAFFIC_SECRET },
          { TL_KEYLOG_CLIENT_TRAFFIC_SECRET_0, TL_KEYLOG_SERVER_TRAFFIC_SECRET_0 } };
  guint who = kind & FROM_SERVER, phase = kind & IS_APPLICATION ? 1 : 0;
  g_autoptr (TlProtection) protection = NULL;
  g_autofree guint8 *inner = g_malloc (content.length + 1), *sealed = g_malloc (content.length + 1 + TAG);
  guint8 header[5] = { 23, 3, 3 }, nonce[TL_NONCE_SIZE];
  gsize n = content.length + 1 + TAG;
  gnutls_aead_cipher_hd_t cipher;
  gnutls_datum_t key;
  TlSecret secret;
  TlSuite suite;

  if (!self->random_known
      || !tl_keyring_find_secret (self->keyring, labels[phase][who], tl_bytes (self->random, RANDOM), &secret))
    return false;
  check (tl_suite (secret.length == 48 ? AES_256_GCM : AES_128_GCM, &suite), "there is AES-GCM");
  protection = tl_protection_new_13 (&suite, false, "key", "iv", NULL, &secret);
  check (protection != NULL, "there is AES-GCM");
  key = (gnutls_datum_t){ (unsigned char *) tl_protection_key (protection)->bytes, (unsigned) suite.key_size };
  memcpy (nonce, tl_protection_iv (protection)->bytes, suite.iv_size);
  for (guint i = 0; i < 8; i++)
    nonce[suite.iv_size - 1 - i] ^= (guint8) (self->sealed[who][phase] >> 8 * i);
  self->sealed[who][phase]++;
  if (content.length > 0)
    memcpy (inner, content.data, content.length);
  inner[content.length] = kind & IS_ALERT ? 21 : 22;
  header[3] = (guint8) (n >> 8);
  header[4] = (guint8) n;
  check (gnutls_aead_cipher_init (&cipher, suite.cipher, &key) == 0, "there is AES-GCM");
  gnutls_aead_cipher_encrypt (cipher, nonce, suite.iv_size, header, sizeof header, TAG, inner, content.length + 1, sealed, &n);
  gnutls_aead_cipher_deinit (cipher);
  g_byte_array_append (out, header, sizeof header);
  g_byte_array_append (out, sealed, (guint) n);
  return true;
}

static void
take_turn (Talk *self, guint8 kind, TlBytes content)
{
  g_autoptr (GByteArray) record = g_byte_array_new ();
  guint who = kind & FROM_SERVER;
  TlBytes payload = content;

  if (kind & IS_SEALED)
    {
      if (!seal (self, kind, content, record))
        return;
      payload = tl_bytes (record->data, record->len);
    }
  else if (who == 0 && !self->random_known && content.length >= RANDOM_OFFSET + RANDOM)
    {
      memcpy (self->random, content.data + RANDOM_OFFSET, RANDOM);
      self->random_known = true;
    }
  if (!(kind & IS_LOST))
    send_segment (self, who, payload);
  self->next[who] += (guint32) payload.length;
  if (self->number % 8 == 0)
    tl_tracker_publish (self->tracker);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (TlTracker) tracker = tl_tracker_new (TL_TRACKER_STEPS | TL_TRACKER_GROWTH, look_at_complete_cb, NULL);
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  Talk talk = { .tracker = tracker, .keyring = keyring, .next = { 1000, 2000 } };
  TlBytes rest = tl_bytes (data, size), content;
  TlKeylogReport report = { 0 };
  guint8 kind;

  if (!tl_bytes_prefixed (&rest, 2, &content))
    return 0;
  tl_keyring_add_keylog (keyring, content, &report);
  check (report.secrets + report.unknown + report.damaged <= report.lines, "a line is one thing");
  check (tl_keyring_n_secrets (keyring) <= report.secrets, "no secret comes from nowhere");
  g_free (tl_keylog_report_text (&report, "keys"));
  tl_keyring_add_psk (keyring, tl_bytes (NULL, 0), tl_bytes ("everybody's", 11));
  tl_tracker_set_keyring (tracker, keyring);
  while (tl_bytes_u8 (&rest, &kind) && tl_bytes_prefixed (&rest, 2, &content) && content.length <= LARGEST)
    take_turn (&talk, kind, content);
  tl_tracker_publish (tracker);
  tl_tracker_finish (tracker);
  return 0;
}
