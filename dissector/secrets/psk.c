/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The key schedule of TLS 1.3, as far as it begins with a pre-shared key.
 */
#include "psk.h"

static const TlBytes nothing = { NULL, 0 };

/* The key of the ticket @identity, which goes by its hash: it may be of any length. */
static bool
find_ticket (TlKeyring *keyring, TlBytes identity, TlSecret *key)
{
  guint8 name[TL_KEYLOG_NAME_SIZE];

  return identity.length > 0 && tl_hash (GNUTLS_DIG_SHA256, identity, name)
         && tl_keyring_find_secret (keyring, TL_KEYLOG_TICKET_PSK, tl_bytes (name, sizeof name), key);
}

bool
tl_psk_is_own (TlKeyring *keyring, TlBytes identity, bool *ticket)
{
  g_auto (TlSecret) key = { 0 };

  *ticket = false;
  if (tl_keyring_has_psk (keyring, identity))
    return true;
  *ticket = find_ticket (keyring, identity, &key);
  return *ticket;
}

gsize
tl_psk_find (TlKeyring *keyring, TlBytes identity, guint8 key[TL_PSK_SIZE])
{
  g_auto (TlSecret) of_ticket = { 0 };

  if (tl_keyring_has_psk (keyring, identity) || !find_ticket (keyring, identity, &of_ticket))
    return tl_keyring_find_psk (keyring, identity, key);
  memcpy (key, of_ticket.bytes, of_ticket.length);
  return of_ticket.length;
}

void
tl_psk_learn_ticket (TlKeyring *keyring,
                     gnutls_digest_algorithm_t hash,
                     bool dtls,
                     const TlSecret *resumption_secret,
                     TlBytes nonce,
                     TlBytes ticket)
{
  g_auto (TlSecret) key = { .length = tl_hash_size (hash) };
  guint8 name[TL_KEYLOG_NAME_SIZE];

  if (ticket.length > 0 && tl_hash (GNUTLS_DIG_SHA256, ticket, name)
      && tl_hkdf_expand_label (hash, dtls, tl_secret_bytes (resumption_secret), "resumption", nonce, key.bytes, key.length))
    tl_keyring_learn (keyring, TL_KEYLOG_TICKET_PSK, tl_bytes (name, sizeof name), &key);
}

gnutls_digest_algorithm_t
tl_psk_hash (gsize binder_length)
{
  switch (binder_length)
    {
    case 32:
      return GNUTLS_DIG_SHA256;
    case 48:
      return GNUTLS_DIG_SHA384;
    default:
      return GNUTLS_DIG_UNKNOWN;
    }
}

bool
tl_psk_early_secret (gnutls_digest_algorithm_t hash, TlBytes key, TlSecret *early_secret)
{
  return tl_hkdf_extract (hash, nothing, key, early_secret);
}

/* Derive-Secret over no messages. */
static bool
derive_without_messages (
    gnutls_digest_algorithm_t hash, bool dtls, const TlSecret *secret, const char *label, TlSecret *out)
{
  guint8 empty[TL_SECRET_SIZE];

  return tl_hash (hash, tl_bytes ("", 0), empty)
         && tl_derive_secret (hash, dtls, secret, label, tl_bytes (empty, tl_hash_size (hash)), out);
}

bool
tl_psk_binder (gnutls_digest_algorithm_t hash,
               bool dtls,
               const TlSecret *early_secret,
               TlPskKind kind,
               TlBytes messages,
               TlSecret *finished_key,
               TlSecret *binder)
{
  static const char *const labels[TL_N_PSK_KINDS] = { "ext binder", "res binder", "imp binder" };
  g_auto (TlSecret) binder_key = { 0 };
  guint8 digest[TL_SECRET_SIZE];

  binder->length = tl_hash_size (hash);
  return derive_without_messages (hash, dtls, early_secret, labels[kind], &binder_key)
         && tl_derive_secret (hash, dtls, &binder_key, "finished", nothing, finished_key) && tl_hash (hash, messages, digest)
         && tl_hmac (hash, tl_secret_bytes (finished_key), tl_bytes (digest, binder->length), binder->bytes);
}

bool
tl_psk_verify (gnutls_digest_algorithm_t hash,
               bool dtls,
               const TlSecret *early_secret,
               TlBytes messages,
               TlBytes binder,
               TlPskKind *kind)
{
  for (guint i = 0; i < TL_N_PSK_KINDS; i++)
    {
      g_auto (TlSecret) key = { 0 };
      TlSecret computed = { 0 };

      *kind = (TlPskKind) i;
      if (tl_psk_binder (hash, dtls, early_secret, *kind, messages, &key, &computed) && computed.length == binder.length
          && memcmp (computed.bytes, binder.data, binder.length) == 0)
        return true;
    }
  return false;
}

bool
tl_psk_next_secret (gnutls_digest_algorithm_t hash, bool dtls, const TlSecret *secret, TlBytes input, TlSecret *next)
{
  static const guint8 zeros[TL_SECRET_SIZE];
  g_auto (TlSecret) salt = { 0 };

  if (input.data == NULL)
    input = tl_bytes (zeros, tl_hash_size (hash));
  return derive_without_messages (hash, dtls, secret, "derived", &salt)
         && tl_hkdf_extract (hash, tl_secret_bytes (&salt), input, next);
}
