/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation in the making, with a pre-shared key of TLS 1.3 that was given: where its binder is right, the secrets that follow
 * from it and from the messages are computed (RFC 9846 section 7.1), and lie on the keyring as if a key log had them. Without
 * (EC)DHE those are all of them, with it only that of early data.
 */
#include "dialogue-parts.h"

#include "../secrets/psk.h"
#include "exchange.h"
#include "hello.h"

/* A key whose binder is right. */
typedef struct
{
  gnutls_digest_algorithm_t hash; /* GNUTLS_DIG_UNKNOWN: there is none */
  TlSecret early_secret;
} Known;

struct TlPskSchedule
{
  Known known[TL_LIMIT_OFFERED_PSKS]; /* in the order of the offer */
  gnutls_digest_algorithm_t hash;
  TlSecret handshake_secret;          /* empty until the server took a key alone */
  TlSecret main_secret;               /* empty until its Finished */
  TlSecret resumption_secret;         /* empty until the client's */
};

void
tl_psk_schedule_free (TlPskSchedule *self)
{
  tl_forget (self, sizeof *self);
  g_free (self);
}

gsize
tl_psk_schedule_size (void)
{
  return sizeof (TlPskSchedule);
}

/* What is covered: @before, and of @message what stands before its binders. */
static GByteArray *
join (TlBytes before, TlBytes message, gsize n)
{
  GByteArray *all = g_byte_array_new ();

  g_byte_array_append (all, before.data, (guint) before.length);
  g_byte_array_append (all, message.data, (guint) n);
  return all;
}

/* Whether a key that was given made the binder of @psk. One that is everybody's need not be that of a ticket: then nothing is
 * said. */
static TlPskState
try_key (TlDialogue *self, const TlOfferedPsk *psk, TlBytes messages, Known *known)
{
  gnutls_digest_algorithm_t hash = tl_psk_hash (psk->binder.length);
  guint8 key[TL_PSK_SIZE];
  gsize n = tl_psk_find (self->keyring, psk->identity, key);
  bool ticket, own = tl_psk_is_own (self->keyring, psk->identity, &ticket);
  TlPskState state = psk->age != 0 && !own ? TL_PSK_NOT_GIVEN : TL_PSK_WRONG;
  TlPskKind kind;

  if (n == 0)
    return TL_PSK_NOT_GIVEN;
  if (hash != GNUTLS_DIG_UNKNOWN && tl_psk_early_secret (hash, tl_bytes (key, n), &known->early_secret)
      && tl_psk_verify (hash, self->context.dtls, &known->early_secret, messages, psk->binder, &kind))
    {
      known->hash = hash;
      state = TL_PSK_RIGHT;
    }
  tl_forget (key, sizeof key);
  return state;
}

static void
learn (TlDialogue *self,
       gnutls_digest_algorithm_t hash,
       const TlSecret *from,
       const char *label,
       TlBytes messages,
       TlKeylogLabel name)
{
  g_auto (TlSecret) secret = { 0 };
  guint8 digest[TL_SECRET_SIZE];

  if (tl_hash (hash, messages, digest)
      && tl_derive_secret (hash, self->context.dtls, from, label, tl_bytes (digest, tl_hash_size (hash)), &secret))
    tl_keyring_learn (self->keyring, name, tl_bytes (self->client_random, sizeof self->client_random), &secret);
}

/* RFC 9846 section 4.3.10: early data is sealed with the first key that is offered. */
static void
learn_early (TlDialogue *self, const Known *first, TlBytes before, TlBytes message)
{
  g_autoptr (GByteArray) messages = NULL;

  if (first->hash == GNUTLS_DIG_UNKNOWN)
    return;
  messages = join (before, message, message.length);
  learn (self, first->hash, &first->early_secret, "c e traffic", tl_bytes (messages->data, messages->len),
         TL_KEYLOG_CLIENT_EARLY_TRAFFIC_SECRET);
}

TlPskSchedule *
tl_dialogue_begin_psk (TlDialogue *self, TlBytes message, TlBytes before)
{
  TlContext context = self->context;
  g_autoptr (GByteArray) messages = NULL;
  TlPskSchedule *schedule;
  TlOfferedPsks offered;
  TlHello hello;

  context.message = TL_MESSAGE_CLIENT_HELLO;
  tl_offered_psks_read (message, &context, &offered);
  if (offered.n == 0 || offered.truncated == 0 || tl_keyring_n_psks (self->keyring) == 0)
    return NULL;
  self->model.psk = TL_PSK_NOT_OFFERED;
  schedule = g_new0 (TlPskSchedule, 1);
  messages = join (before, message, offered.truncated);
  for (guint i = 0; i < offered.n; i++)
    self->model.psk = MAX (self->model.psk, try_key (self, &offered.psks[i], tl_bytes (messages->data, messages->len),
                                                     &schedule->known[i]));
  tl_hello_read (message, &context, &hello);
  if (hello.early_data)
    learn_early (self, &schedule->known[0], before, message);
  return schedule;
}

static void
enter_handshake (TlDialogue *self, TlPskSchedule *schedule, const Known *known, TlBytes messages)
{
  if (!tl_psk_next_secret (known->hash, self->context.dtls, &known->early_secret, tl_bytes (NULL, 0),
                           &schedule->handshake_secret))
    {
      tl_secret_clear (&schedule->handshake_secret);
      return;
    }
  schedule->hash = known->hash;
  self->model.psk = TL_PSK_TAKEN;
  learn (self, known->hash, &schedule->handshake_secret, "c hs traffic", messages, TL_KEYLOG_CLIENT_HANDSHAKE_TRAFFIC_SECRET);
  learn (self, known->hash, &schedule->handshake_secret, "s hs traffic", messages, TL_KEYLOG_SERVER_HANDSHAKE_TRAFFIC_SECRET);
}

void
tl_dialogue_take_psk (TlDialogue *self, TlPskSchedule *schedule, TlBytes message, TlBytes messages)
{
  TlContext context = self->context;
  const Known *known;
  TlHello hello;

  context.message = TL_MESSAGE_SERVER_HELLO;
  tl_hello_read (message, &context, &hello);
  if (!tl_version_is_13 (context.version) || hello.selected_identity < 0
      || hello.selected_identity >= TL_LIMIT_OFFERED_PSKS)
    return;
  known = &schedule->known[hello.selected_identity];
  if (known->hash == GNUTLS_DIG_UNKNOWN) /* another one may be right, which is of no use then */
    self->model.psk = self->model.psk == TL_PSK_WRONG ? TL_PSK_WRONG : TL_PSK_NOT_GIVEN;
  else if (hello.group >= 0)
    self->model.psk = TL_PSK_TAKEN_DHE;
  else
    enter_handshake (self, schedule, known, messages);
}

bool
tl_dialogue_end_psk (TlDialogue *self, TlPskSchedule *schedule, TlBytes messages)
{
  TlSecret *main_secret = &schedule->main_secret;

  if (schedule->handshake_secret.length == 0)
    return false;
  if (!tl_psk_next_secret (schedule->hash, self->context.dtls, &schedule->handshake_secret, tl_bytes (NULL, 0), main_secret))
    {
      tl_secret_clear (main_secret);
      return false;
    }
  learn (self, schedule->hash, main_secret, "c ap traffic", messages, TL_KEYLOG_CLIENT_TRAFFIC_SECRET_0);
  learn (self, schedule->hash, main_secret, "s ap traffic", messages, TL_KEYLOG_SERVER_TRAFFIC_SECRET_0);
  return true;
}

void
tl_dialogue_close_psk (TlDialogue *self, TlPskSchedule *schedule, TlBytes messages)
{
  guint8 digest[TL_SECRET_SIZE];

  if (schedule->main_secret.length == 0 || !tl_hash (schedule->hash, messages, digest)
      || !tl_derive_secret (schedule->hash, self->context.dtls, &schedule->main_secret, "res master",
                            tl_bytes (digest, tl_hash_size (schedule->hash)), &schedule->resumption_secret))
    tl_secret_clear (&schedule->resumption_secret);
}

void
tl_dialogue_see_psk_ticket (TlDialogue *self, TlPskSchedule *schedule, TlBytes message)
{
  TlContext context = self->context;
  TlBytes nonce = { 0 }, ticket;

  context.message = TL_MESSAGE_NEW_SESSION_TICKET;
  ticket = tl_new_session_ticket_read (message, &context, &nonce);
  if (schedule->resumption_secret.length > 0)
    tl_psk_learn_ticket (self->keyring, schedule->hash, self->context.dtls, &schedule->resumption_secret, nonce, ticket);
}
