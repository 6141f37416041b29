/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Premaster secrets, from whatever tells them.
 */
#include "premaster.h"

#include "../registries/registries.h"

enum
{
  RSA_NAME = 8 /* bytes of an encrypted premaster secret by which a key log names it */
};

void
tl_premaster_clear (TlPremaster *self)
{
  tl_forget (self, sizeof *self);
}

/* A client writes the version that it offered into the secret; some of old wrote the one that was agreed on. */
static bool
is_rolled_back (const guint8 *premaster, const TlExchanged *exchange)
{
  guint16 version = (guint16) (premaster[0] << 8 | premaster[1]);

  return version != exchange->offered && version != exchange->version;
}

static bool
open_encrypted (TlKeyring *keyring, const TlExchanged *exchange, guint8 secret[TL_RSA_PREMASTER_SIZE], bool *rolled_back)
{
  if (exchange->encrypted.data == NULL || !tl_keyring_open (keyring, exchange->key_id, exchange->encrypted, secret))
    return false;
  *rolled_back = is_rolled_back (secret, exchange);
  return true;
}

static void
append (TlPremaster *self, TlBytes part)
{
  self->bytes[self->length++] = (guint8) (part.length >> 8);
  self->bytes[self->length++] = (guint8) part.length;
  memcpy (self->bytes + self->length, part.data, part.length);
  self->length += part.length;
}

/* RFC 4279 section 2: as many zeros as the key is long, and the key; section 4: what was encrypted, and the key. Shares of
 * Diffie-Hellman would go in place of the zeros, and nobody gives their secret. */
static bool
make_from_psk (TlPremaster *self, TlKeyring *keyring, const TlExchanged *exchange, bool encrypted)
{
  guint8 key[TL_PSK_SIZE], other[TL_PSK_SIZE] = { 0 };
  gsize n = tl_keyring_find_psk (keyring, exchange->psk_identity, key);
  bool done = n > 0 && (!encrypted || open_encrypted (keyring, exchange, other, &self->rolled_back));

  if (done)
    {
      append (self, tl_bytes (other, encrypted ? TL_RSA_PREMASTER_SIZE : n));
      append (self, tl_bytes (key, n));
      self->source = encrypted ? TL_PREMASTER_OPENED_PSK : TL_PREMASTER_PSK;
    }
  tl_forget (key, sizeof key);
  tl_forget (other, sizeof other);
  return done;
}

static bool
open_rsa (TlPremaster *self, TlKeyring *keyring, const TlExchanged *exchange)
{
  if (!open_encrypted (keyring, exchange, self->bytes, &self->rolled_back))
    return false;
  self->length = TL_RSA_PREMASTER_SIZE;
  self->source = TL_PREMASTER_OPENED;
  return true;
}

static bool
find_logged (TlPremaster *self, TlKeyring *keyring, const TlExchanged *exchange)
{
  TlBytes name = exchange->encrypted;

  name.length = MIN (name.length, RSA_NAME);
  if (name.length == RSA_NAME)
    self->length = tl_keyring_find (keyring, TL_KEYLOG_RSA, name, self->bytes, sizeof self->bytes);
  if (self->length == 0)
    self->length = tl_keyring_find (keyring, TL_KEYLOG_PMS_CLIENT_RANDOM, exchange->client_random, self->bytes,
                                    sizeof self->bytes);
  self->source = self->length > 0 ? TL_PREMASTER_LOGGED : TL_PREMASTER_NONE;
  return self->length > 0;
}

bool
tl_premaster_find (TlPremaster *self, TlKeyring *keyring, const TlExchanged *exchange)
{
  const TlCipherSuiteInfo *info = tl_cipher_suite_info (exchange->cipher_suite);

  *self = (TlPremaster){ 0 };
  switch (info ? info->key_exchange : TL_KEY_EXCHANGE_UNKNOWN)
    {
    case TL_KEY_EXCHANGE_RSA:
      if (open_rsa (self, keyring, exchange))
        return true;
      break;
    case TL_KEY_EXCHANGE_PSK:
      if (make_from_psk (self, keyring, exchange, false))
        return true;
      break;
    case TL_KEY_EXCHANGE_RSA_PSK:
      if (make_from_psk (self, keyring, exchange, true))
        return true;
      break;
    default:
      break;
    }
  return find_logged (self, keyring, exchange);
}
