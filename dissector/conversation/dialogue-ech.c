/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation in the making, its encrypted ClientHello: opened where a key was given for it, and whether the server took it. If it
 * did, the handshake is that of the inner hello, and so are its secrets (RFC 9849 section 6.1.5, RFC 9850 section 2.1).
 */
#include "dialogue-parts.h"

#include "../display.h"
#include "../limits.h"
#include "hello.h"

static bool
has_ech (TlDialogue *self, TlBytes message)
{
  TlContext context = self->context;
  TlHello hello;

  context.message = TL_MESSAGE_CLIENT_HELLO;
  tl_hello_read (message, &context, &hello);
  return hello.encrypted_client_hello;
}

static void
read_inner (const TlDialogue *self, TlHello *hello)
{
  TlContext context = self->context;

  context.message = TL_MESSAGE_CLIENT_HELLO;
  tl_hello_read (tl_bytes_of (self->inner->message), &context, hello);
}

static TlInnerHello *
see_client_hello (TlDialogue *self, TlBytes message)
{
  TlInnerHello *inner;
  TlHello hello;

  if (self->ech == NULL && !has_ech (self, message))
    return NULL;
  if (self->ech == NULL)
    self->ech = tl_ech_opener_new (self->keyring, self->context.dtls);
  else
    self->size -= tl_ech_opener_size (self->ech);
  inner = tl_ech_opener_client_hello (self->ech, message);
  self->size += tl_ech_opener_size (self->ech);
  self->model.ech_opening = tl_ech_opener_opening (self->ech);
  if (inner == NULL && self->ech_verdict == TL_ECH_TAKEN) /* the second one, damaged */
    return NULL;
  g_clear_pointer (&self->inner, tl_inner_hello_unref);
  g_clear_pointer (&self->model.inner_server_name, g_free);
  if (inner == NULL || inner->message == NULL)
    return inner;
  self->inner = tl_inner_hello_ref (inner);
  read_inner (self, &hello);
  self->model.inner_server_name = hello.host_name.data ? tl_display_text (hello.host_name, TL_LIMIT_TEXT_CELL) : NULL;
  return inner;
}

/* The tickets of the outer hello are made up (section 6.1.2). */
static void
judge_resumption (TlDialogue *self)
{
  TlHello hello;

  read_inner (self, &hello);
  self->offered_psk_age = hello.pre_shared_key && hello.ticket_age;
  if (self->model.resumed != TL_NO)
    self->model.resumed = self->offered_psk_age ? TL_YES : TL_UNKNOWN;
}

static void
see_server_hello (TlDialogue *self, TlBytes message, bool retry)
{
  TlSuite suite;

  if (self->inner == NULL || !tl_version_is_13 (self->context.version))
    return;
  tl_suite (self->context.cipher_suite, &suite);
  self->size -= tl_ech_opener_size (self->ech);
  self->ech_verdict = (guint8) tl_ech_opener_server_hello (self->ech, message, retry, suite.hash);
  self->size += tl_ech_opener_size (self->ech);
  if (self->ech_verdict == TL_ECH_TAKEN && !retry)
    judge_resumption (self);
}

TlInnerHello *
tl_dialogue_see_ech (TlDialogue *self, guint16 kind, TlBytes message)
{
  if (kind == TL_MESSAGE_CLIENT_HELLO && !self->server_hello)
    return see_client_hello (self, message);
  if (self->ech && (kind == TL_MESSAGE_SERVER_HELLO || kind == TL_MESSAGE_HELLO_RETRY_REQUEST))
    see_server_hello (self, message, kind == TL_MESSAGE_HELLO_RETRY_REQUEST);
  return NULL;
}

/* Data may be sent before the server has answered: whichever hello has a secret for it. */
static bool
begins_with_early_data (const TlDialogue *self)
{
  TlSecret secret = { 0 };
  TlHello hello;
  bool found;

  read_inner (self, &hello);
  found = hello.early_data
          && tl_keyring_find_secret (self->keyring, TL_KEYLOG_CLIENT_EARLY_TRAFFIC_SECRET, hello.random, &secret);
  tl_secret_clear (&secret);
  return found;
}

bool
tl_dialogue_may_be_hidden (const TlDialogue *self)
{
  return self->ech_offered && self->server_hello && self->ech_verdict == TL_ECH_UNDECIDED && !self->ech_refused
         && tl_version_is_13 (self->context.version);
}

/* RFC 9850 section 2.1: if the server took the inner hello, they go by the random of that, else by the outer one. */
void
tl_dialogue_see_ech_secrets (TlDialogue *self)
{
  const guint8 *random;

  if (!tl_dialogue_may_be_hidden (self))
    return;
  random = self->quic ? tl_dialogue_quic_hidden_random (self) : tl_opener_hidden_random (self->opener);
  if (random == NULL)
    {
      self->ech_refused = true;
      return;
    }
  self->ech_verdict = TL_ECH_TAKEN;
  self->model.inner_random_known = true;
  memcpy (self->model.inner_random, random, TL_RANDOM_SIZE);
}

TlBytes
tl_dialogue_hello_for_keys (const TlDialogue *self, TlBytes outer)
{
  if (self->inner
      && (self->ech_verdict == TL_ECH_TAKEN || (self->ech_verdict == TL_ECH_UNDECIDED && begins_with_early_data (self))))
    return tl_bytes_of (self->inner->message);
  return outer;
}
