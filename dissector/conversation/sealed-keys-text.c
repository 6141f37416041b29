/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Why a private key or a pre-shared key that was given does not open a conversation, as a sentence.
 */
#include "sealed-text.h"

#include "../display.h"
#include "exchange.h"
#include "hello.h"

#include <glib/gi18n-lib.h>

enum
{
  SHOWN_OF_IDENTITY = 32
};

static const TlStep *
find_step (const TlConversation *self, guint16 message, TlSide side)
{
  for (guint i = 0; i < self->n_steps; i++)
    {
      const TlStep *step = self->steps[i];

      if (step->type == TL_STEP_HANDSHAKE && !step->sealed && step->bytes != NULL && step->from == side
          && step->context.message == message)
        return step;
    }
  return NULL;
}

static TlKeyExchange
key_exchange_of (const TlConversation *self)
{
  const TlCipherSuiteInfo *info = self->cipher_suite < 0 ? NULL : tl_cipher_suite_info ((guint32) self->cipher_suite);

  return info ? info->key_exchange : TL_KEY_EXCHANGE_UNKNOWN;
}

/* The identity that the ClientKeyExchange of TLS 1.2 and older names; data is NULL where there is none. */
static TlBytes
identity_of (const TlConversation *self)
{
  const TlStep *step = find_step (self, TL_MESSAGE_CLIENT_KEY_EXCHANGE, TL_SIDE_CLIENT);
  TlClientKeyExchange said = { 0 };

  if (step)
    tl_client_key_exchange_read (tl_bytes_of (step->bytes), &step->context, &said);
  return said.psk_identity;
}

/* What the last ClientHello of TLS 1.3 offers: the first that was given, or else the first. */
static TlOfferedPsk
offered_psk (const TlConversation *self)
{
  TlOfferedPsks offered = { 0 };

  for (guint i = self->n_steps; i > 0 && offered.n == 0; i--)
    {
      const TlStep *step = self->steps[i - 1];

      if (step->type == TL_STEP_HANDSHAKE && step->bytes != NULL && step->context.message == TL_MESSAGE_CLIENT_HELLO)
        tl_offered_psks_read (tl_bytes_of (step->bytes), &step->context, &offered);
    }
  for (guint i = 0; i < offered.n; i++)
    if (tl_keyring_has_psk (self->keyring, offered.psks[i].identity))
      return offered.psks[i];
  return offered.psks[0];
}

/* Whether the ServerHello of TLS 1.3 took what was offered. */
static bool
took_psk (const TlConversation *self)
{
  const TlStep *step = find_step (self, TL_MESSAGE_SERVER_HELLO, TL_SIDE_SERVER);
  TlHello hello = { .selected_identity = -1 };

  if (step)
    tl_hello_read (tl_bytes_of (step->bytes), &step->context, &hello);
  return hello.selected_identity >= 0;
}

static char *
diffie_hellman_text (const TlConversation *self)
{
  if (self->n_opened > 0)
    return g_strdup (_ ("Some of it stays sealed: the pre-shared key that was given opens early data. The other secrets are made "
                        "of it together with Diffie-Hellman, and only a key log has them."));
  return g_strdup (_ ("It stays sealed: the pre-shared key that was given is right, but the secrets are made of it together with "
                      "Diffie-Hellman, and only a key log has them."));
}

static char *
not_given_text (TlBytes identity)
{
  g_autofree char *name = tl_display_text (identity, SHOWN_OF_IDENTITY);

  return g_strdup_printf (_ ("It stays sealed: no pre-shared key was given for “%s”, which is what the client has."), name);
}

static char *
psk_13_text (const TlConversation *self)
{
  TlOfferedPsk psk = offered_psk (self);
  g_autofree char *name = tl_display_text (psk.identity, SHOWN_OF_IDENTITY);

  if (!took_psk (self) && self->psk != TL_PSK_RIGHT)
    return NULL;
  switch (self->psk)
    {
    case TL_PSK_NOT_GIVEN: /* nobody has the key of a ticket to give */
      return psk.age == 0 ? not_given_text (psk.identity) : NULL;
    case TL_PSK_WRONG:
      return g_strdup_printf (_ ("It stays sealed: the pre-shared key that was given for “%s” is not the one that the client has. "
                                 "Its binder does not verify."),
                              name);
    case TL_PSK_RIGHT:
      return g_strdup_printf (_ ("It stays sealed: the pre-shared key that was given for “%s” is right, but the server did not take "
                                 "it."),
                              name);
    case TL_PSK_TAKEN_DHE:
      return diffie_hellman_text (self);
    case TL_PSK_TAKEN:
    case TL_PSK_NOT_OFFERED:
    default:
      return NULL;
    }
}

static char *
psk_text (const TlConversation *self)
{
  TlBytes identity;
  guint8 key[TL_PSK_SIZE];
  bool given;

  if (tl_version_is_13 (self->version))
    return psk_13_text (self);
  identity = identity_of (self);
  if (identity.data == NULL)
    return NULL;
  given = tl_keyring_find_psk (self->keyring, identity, key) > 0;
  tl_forget (key, sizeof key);
  if (!given)
    return not_given_text (identity);
  switch (key_exchange_of (self))
    {
    case TL_KEY_EXCHANGE_DHE_PSK:
    case TL_KEY_EXCHANGE_ECDHE_PSK:
      return diffie_hellman_text (self);
    default:
      return NULL;
    }
}

/* Whether the certificate of the server has a key that was given; TL_UNKNOWN where it was not seen. */
static TlTristate
is_key_of_server (const TlConversation *self)
{
  const TlStep *step = find_step (self, TL_MESSAGE_CERTIFICATE, TL_SIDE_SERVER);
  g_autoptr (GBytes) certificate = NULL;
  guint8 id[TL_KEY_ID_SIZE];
  bool raw = false;

  if (step)
    certificate = tl_certificate_first (tl_bytes_of (step->bytes), &step->context, &raw);
  if (certificate == NULL || raw || !tl_certificate_key_id (tl_bytes_of (certificate), id))
    return TL_UNKNOWN;
  return tl_keyring_has_key (self->keyring, id) ? TL_YES : TL_NO;
}

static char *
private_key_text (const TlConversation *self)
{
  TlKeyExchange exchange = key_exchange_of (self);

  if (tl_version_is_13 (self->version) && tl_keyring_n_secrets (self->keyring) > 0)
    return NULL;
  if (tl_version_is_13 (self->version))
    return g_strdup (_ ("It stays sealed: since TLS 1.3 no private key of a server opens what was recorded. Only a key log does."));
  switch (is_key_of_server (self))
    {
    case TL_NO:
      return g_strdup (_ ("It stays sealed: the private key that was given does not belong to the certificate of this server."));
    case TL_YES:
      if (exchange == TL_KEY_EXCHANGE_RSA || exchange == TL_KEY_EXCHANGE_RSA_PSK)
        return g_strdup (_ ("It stays sealed: the private key that was given belongs to this server, but what else the secrets are "
                            "made of is missing from the capture, or was damaged."));
      return g_strdup (_ ("It stays sealed: the private key that was given belongs to this server, but it only signed the key "
                          "exchange. That is forward secrecy: only a key log opens it."));
    case TL_UNKNOWN:
    default:
      return NULL;
    }
}

char *
tl_sealed_keys_text (const TlConversation *self)
{
  char *text = NULL;

  if (tl_keyring_n_psks (self->keyring) > 0)
    text = psk_text (self);
  if (text == NULL && self->n_opened == 0 && tl_keyring_n_keys (self->keyring) > 0)
    text = private_key_text (self);
  return text;
}

char *
tl_sealed_wrong_psk_text (const TlConversation *self)
{
  TlBytes identity = key_exchange_of (self) == TL_KEY_EXCHANGE_PSK && tl_keyring_n_psks (self->keyring) > 0
                         ? identity_of (self)
                         : tl_bytes (NULL, 0);
  g_autofree char *name = identity.data ? tl_display_text (identity, SHOWN_OF_IDENTITY) : NULL;

  return name == NULL ? NULL
                      : g_strdup_printf (_ ("It stays sealed: with the pre-shared key that was given for “%s”, not even the first "
                                            "record verifies. It is not the one that the client has, or the record was damaged."),
                                         name);
}
