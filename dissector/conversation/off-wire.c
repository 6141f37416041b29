/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The steps that are not on the wire. Each follows from a message that is in the capture, and stands beside
 * it: nothing is told of a handshake that is not there.
 */
#include "off-wire.h"

#include "off-wire-hello.h"
#include "off-wire-refusal.h"

#include <glib/gi18n-lib.h>

enum
{
  MAX_OFF_WIRE = 48 /* a capture can repeat its messages as often as it likes */
};

/* What was seen so far, and what one side still has to do with it. */
typedef struct
{
  const TlConversation *conversation;
  GPtrArray *steps;
  bool offers_psk;       /* the last ClientHello does */
  bool wants_group;      /* a HelloRetryRequest asked for another key share */
  bool cookie;           /* the client was sent back with a cookie, and not with more */
  bool token;            /* the same with a token of QUIC */
  bool answered;         /* a ServerHello was sent */
  bool keys_exchanged;   /* TLS 1.2 and older: ClientKeyExchange, or resumption */
  bool early_keys;       /* TLS 1.3 */
  bool application_keys; /* TLS 1.3 */
  int index;             /* the step that is being visited */
  int signs[2];          /* the step in which this side has signed: its share, or the handshake; -1: none */
  int certificate[2];    /* of this side, not checked yet by the other one; -1: none */
  int finished[2];       /* the same */
  int last_keyed[2];     /* the last step of this side that shows that it has keys; -1: none */
  int last_data[2];      /* the last step of this side with data of the application; -1: none */
  int gives_up;          /* the sealed step that probably is the alert; -1: none */
} Story;

/* Takes @text over. @about: the step on the wire that it belongs to. */
static void
add_about (Story *self, int about, int after, TlSide side, TlOffWireKind kind, char *text, const char *value)
{
  TlOffWire *step;

  if (self->steps->len >= MAX_OFF_WIRE)
    {
      g_free (text);
      return;
    }
  step = g_new (TlOffWire, 1);
  *step = (TlOffWire){
    .kind = kind, .after = after, .about = about, .side = side, .text = text, .value = g_strdup (value)
  };
  g_ptr_array_add (self->steps, step);
}

/* The same for the step that is being visited. */
static void
add (Story *self, int after, TlSide side, TlOffWireKind kind, char *text, const char *value)
{
  add_about (self, self->index, after, side, kind, text, value);
}

/* Only who goes on with keys is known to have derived them: the other side may have refused, or its packets
 * are not in the capture. */
static bool
has_keys (const Story *self, TlSide side, int index)
{
  return self->last_keyed[side] > index;
}

static void
add_keys (Story *self, int after, bool client, bool server, TlOffWireKind kind, const char *text, const char *value)
{
  if (client)
    add (self, after, TL_SIDE_CLIENT, kind, g_strdup (text), value);
  if (client && server)
    add (self, after, TL_SIDE_SERVER, kind, g_strdup (_ ("derives the same keys")), _ ("same keys"));
  else if (server)
    add (self, after, TL_SIDE_SERVER, kind, g_strdup (text), value);
}

static TlKeyExchange
key_exchange_of (const TlStep *step)
{
  const TlCipherSuiteInfo *suite
      = step->context.version ? tl_cipher_suite_info (step->context.cipher_suite) : NULL;

  return suite ? suite->key_exchange : TL_KEY_EXCHANGE_UNKNOWN;
}

static void
before_client_hello (Story *self, int index, const TlStep *step)
{
  g_auto (TlOffWireHello) hello = { 0 };

  tl_off_wire_hello_read (step, &hello);
  if (self->cookie) /* all else stays: RFC 6347 section 4.2.1, RFC 9846 section 4.2.2 */
    add (self, index - 1, TL_SIDE_CLIENT, TL_OFF_WIRE_REPEATED, g_strdup (_ ("repeats its ClientHello with the cookie")),
         _ ("cookie"));
  else if (self->token) /* the same message: RFC 9000 section 17.2.5.3 */
    add (self, index - 1, TL_SIDE_CLIENT, TL_OFF_WIRE_REPEATED, g_strdup (_ ("repeats its ClientHello with the token")),
         _ ("token"));
  else if (hello.n_groups == 0)
    add (self, index - 1, TL_SIDE_CLIENT, TL_OFF_WIRE_RANDOM, g_strdup (_ ("makes the client random")), _ ("client random"));
  else if (self->wants_group)
    add (self, index - 1, TL_SIDE_CLIENT, TL_OFF_WIRE_KEY_SHARE,
         g_strdup_printf (_ ("makes a new key share: %s"), hello.groups->str), hello.groups->str);
  else
    add (self, index - 1, TL_SIDE_CLIENT, TL_OFF_WIRE_KEY_SHARE,
         g_strdup_printf (ngettext ("makes a key share: %s", "makes key shares: %s", hello.n_groups),
                          hello.groups->str),
         hello.groups->str);
  if (hello.pre_shared_key && !self->token) /* RFC 9846 section 4.3.11.2 */
    add (self, index - 1, TL_SIDE_CLIENT, TL_OFF_WIRE_BINDER, g_strdup (_ ("proves its pre-shared key with a binder")),
         _ ("binder"));
  self->offers_psk = hello.pre_shared_key;
  self->cookie = self->token = self->wants_group = self->keys_exchanged = false;
  self->signs[TL_SIDE_CLIENT] = self->signs[TL_SIDE_SERVER] = -1;
}

/* Of a session that goes on, version and cipher suite are those of before (RFC 5246 section 7.4.1.3). */
static void
before_choice (Story *self, int index, const TlOffWireHello *hello)
{
  g_autofree char *choice = tl_off_wire_hello_choice (hello);
  bool resumed = !self->answered && self->conversation->resumed == TL_YES;

  if (*choice == '\0')
    return;
  if (resumed && !tl_version_is_13 (hello->version))
    add (self, index - 1, TL_SIDE_SERVER, TL_OFF_WIRE_CHOICE, g_strdup_printf (_ ("takes up the earlier session: %s"), choice),
         choice);
  else
    add (self, index - 1, TL_SIDE_SERVER, TL_OFF_WIRE_CHOICE, g_strdup_printf (_ ("chooses %s"), choice), choice);
}

/* RFC 9846 sections 4.3.8, 4.3.11 and 7.1. */
static void
around_server_hello (Story *self, int index, const TlStep *step)
{
  g_auto (TlOffWireHello) hello = { 0 };
  const char *psk = _ ("pre-shared key");
  const char *secret = _ ("shared secret");
  bool client = has_keys (self, TL_SIDE_CLIENT, index);
  bool is_13;

  tl_off_wire_hello_read (step, &hello);
  is_13 = tl_version_is_13 (hello.version);
  if (hello.pre_shared_key)
    add (self, index - 1, TL_SIDE_SERVER, TL_OFF_WIRE_BINDER, g_strdup (_ ("checks the binder, accepts the pre-shared key")),
         psk);
  else if (self->offers_psk && is_13)
    add (self, index - 1, TL_SIDE_SERVER, TL_OFF_WIRE_BINDER, g_strdup (_ ("does not use the pre-shared key")), psk);
  before_choice (self, index, &hello);
  if (is_13 && hello.n_groups > 0)
    add (self, index - 1, TL_SIDE_SERVER, TL_OFF_WIRE_SHARED_SECRET, g_strdup (_ ("makes its key share, computes the shared secret")),
         secret);
  if (is_13 && hello.n_groups > 0 && client)
    add (self, index, TL_SIDE_CLIENT, TL_OFF_WIRE_SHARED_SECRET, g_strdup (_ ("computes the same shared secret")), secret);
  if (is_13)
    add_keys (self, index, client, has_keys (self, TL_SIDE_SERVER, index), TL_OFF_WIRE_HANDSHAKE_KEYS, _ ("derives the handshake keys"),
              _ ("handshake keys"));
  self->answered = true;
}

static void
before_hello_retry_request (Story *self, int index, const TlStep *step)
{
  g_auto (TlOffWireHello) hello = { 0 };

  tl_off_wire_hello_read (step, &hello);
  self->wants_group = hello.n_groups > 0;
  self->cookie = !self->wants_group;
  if (hello.n_groups > 0)
    add (self, index - 1, TL_SIDE_SERVER, TL_OFF_WIRE_CHOICE,
         g_strdup_printf (_ ("wants a key share of another group: %s"), hello.groups->str),
         hello.groups->str);
  if (hello.cookie) /* RFC 9846 section 4.3.2 */
    add (self, index - 1, TL_SIDE_SERVER, TL_OFF_WIRE_COOKIE, g_strdup (_ ("puts what it must remember into a cookie")),
         _ ("cookie"));
}

/* TLS 1.2 and older: RFC 5246 section 7.4.3, RFC 8422 section 5.4, RFC 5054 section 2.5. */
static void
before_server_key_exchange (Story *self, int index, const TlStep *step)
{
  const char *group = self->conversation->group >= 0
                          ? tl_registry_name (TL_REGISTRY_GROUP, (guint32) self->conversation->group)
                          : NULL;

  switch (key_exchange_of (step))
    {
    case TL_KEY_EXCHANGE_DHE:
    case TL_KEY_EXCHANGE_ECDHE:
    case TL_KEY_EXCHANGE_SM2DHE:
    case TL_KEY_EXCHANGE_SRP_SIGNED:
      self->signs[TL_SIDE_SERVER] = index;
      if (group)
        add (self, index - 1, TL_SIDE_SERVER, TL_OFF_WIRE_KEY_SHARE,
             g_strdup_printf (_ ("makes a key share and signs it: %s"), group), group);
      else
        add (self, index - 1, TL_SIDE_SERVER, TL_OFF_WIRE_KEY_SHARE, g_strdup (_ ("makes a key share and signs it")),
             _ ("key share"));
      break;
    case TL_KEY_EXCHANGE_DH_ANON:
    case TL_KEY_EXCHANGE_ECDH_ANON:
    case TL_KEY_EXCHANGE_DHE_PSK:
    case TL_KEY_EXCHANGE_ECDHE_PSK:
    case TL_KEY_EXCHANGE_SRP:
      add (self, index - 1, TL_SIDE_SERVER, TL_OFF_WIRE_KEY_SHARE, g_strdup (_ ("makes a key share")), _ ("key share"));
      break;
    default:
      break;
    }
}

/* How the client comes to the premaster secret. NULL where that is not known. */
static const char *
premaster_text (TlKeyExchange key_exchange)
{
  switch (key_exchange)
    {
    case TL_KEY_EXCHANGE_RSA:
    case TL_KEY_EXCHANGE_RSA_PSK:
    case TL_KEY_EXCHANGE_GOST:
    case TL_KEY_EXCHANGE_SM2:
      return _ ("makes the premaster secret, locks it with the server's key");
    case TL_KEY_EXCHANGE_DH:
    case TL_KEY_EXCHANGE_DHE:
    case TL_KEY_EXCHANGE_DH_ANON:
    case TL_KEY_EXCHANGE_DHE_PSK:
    case TL_KEY_EXCHANGE_ECDH:
    case TL_KEY_EXCHANGE_ECDHE:
    case TL_KEY_EXCHANGE_ECDH_ANON:
    case TL_KEY_EXCHANGE_ECDHE_PSK:
    case TL_KEY_EXCHANGE_SM2DHE:
      return _ ("makes a key share, computes the premaster secret");
    case TL_KEY_EXCHANGE_PSK: /* RFC 4279 section 2 */
      return _ ("makes the premaster secret from the pre-shared key");
    case TL_KEY_EXCHANGE_SRP: /* RFC 5054 section 2.6 */
    case TL_KEY_EXCHANGE_SRP_SIGNED:
    case TL_KEY_EXCHANGE_ECCPWD: /* RFC 8492 section 4 */
    case TL_KEY_EXCHANGE_ECJPAKE:
      return _ ("computes the premaster secret from the password");
    default:
      return NULL;
    }
}

/* Whether the premaster secret itself is sent, under the server's key. */
static bool
sends_premaster (TlKeyExchange key_exchange)
{
  return key_exchange == TL_KEY_EXCHANGE_RSA || key_exchange == TL_KEY_EXCHANGE_RSA_PSK
         || key_exchange == TL_KEY_EXCHANGE_GOST || key_exchange == TL_KEY_EXCHANGE_SM2;
}

/* TLS 1.2 and older: RFC 5246 sections 7.4.7, 8.1 and 6.3. */
static void
around_client_key_exchange (Story *self, int index, const TlStep *step)
{
  const char *premaster = _ ("premaster secret");
  TlKeyExchange key_exchange = key_exchange_of (step);
  const char *text = premaster_text (key_exchange);
  bool server = has_keys (self, TL_SIDE_SERVER, index);

  self->keys_exchanged = true;
  if (text != NULL)
    add (self, index - 1, TL_SIDE_CLIENT, TL_OFF_WIRE_PREMASTER, g_strdup (text), premaster);
  if (text != NULL && server)
    add (self, index, TL_SIDE_SERVER, TL_OFF_WIRE_PREMASTER,
         g_strdup (sends_premaster (key_exchange) ? _ ("opens the premaster secret with its private key")
                                                  : _ ("computes the same premaster secret")),
         premaster);
  add_keys (self, index, has_keys (self, TL_SIDE_CLIENT, index), server, TL_OFF_WIRE_SESSION_KEYS,
            _ ("derives the session keys"),
            _ ("session keys"));
}

/* The server's ChangeCipherSpec without a key exchange before it: a session goes on (RFC 5246 section 7.3).
 */
static void
before_change_cipher_spec (Story *self, int index, const TlStep *step)
{
  if (self->keys_exchanged || tl_version_is_13 (step->context.version) || step->context.version == 0
      || step->from != TL_SIDE_SERVER || self->conversation->resumed != TL_YES)
    return;
  self->keys_exchanged = true;
  add_keys (self, index - 1, has_keys (self, TL_SIDE_CLIENT, index), true,
            TL_OFF_WIRE_SESSION_KEYS, _ ("derives new keys from the earlier session"), _ ("earlier session"));
}

static void
before_checked_certificate (Story *self, int index, TlSide side, TlSide other)
{
  int about = self->signs[other] >= 0 ? self->signs[other] : self->certificate[other];
  const char *text;

  if (side == TL_SIDE_SERVER && self->signs[TL_SIDE_CLIENT] >= 0)
    text = _ ("checks the client's certificate and the signature");
  else if (side == TL_SIDE_SERVER)
    text = _ ("checks the client's certificate");
  else if (self->signs[TL_SIDE_SERVER] >= 0)
    text = _ ("checks the certificate and the signature");
  else
    text = _ ("checks the certificate");
  add_about (self, about, index - 1, side, TL_OFF_WIRE_CHECKS_CERTIFICATE, g_strdup (text), _ ("certificate"));
}

/* What the sender of a step did with what it was sent before. Of who sends an alert, it is not known how far
 * it came: only what the alert says, if it can be read. */
static void
before_answer (Story *self, int index, const TlStep *step)
{
  TlSide other = step->from == TL_SIDE_CLIENT ? TL_SIDE_SERVER : TL_SIDE_CLIENT;
  bool closes = step->type == TL_STEP_ALERT || step->type == TL_STEP_CONNECTION_CLOSE;
  const char *value = NULL;
  const char *refusal = closes && !step->sealed && step->alert_level > 0
                            ? tl_off_wire_refusal (step->alert_description, &value)
                            : NULL;

  if (refusal != NULL)
    add (self, index - 1, step->from, TL_OFF_WIRE_END, g_strdup (refusal), value);
  else if (index == self->gives_up) /* only its place and size speak */
    add (self, index - 1, step->from, TL_OFF_WIRE_END, g_strdup (_ ("gives up, as it seems")), _ ("gives up"));
  else if (!closes)
    {
      if (self->certificate[other] >= 0)
        before_checked_certificate (self, index, step->from, other);
      if (self->finished[other] >= 0)
        add_about (self, self->finished[other], index - 1, step->from, TL_OFF_WIRE_CHECKS_FINISHED,
                   g_strdup (_ ("checks the Finished")), "Finished");
    }
  self->certificate[other] = self->finished[other] = -1;
}

/* TLS 1.3: data before the ServerHello is sealed with keys of the earlier session, the first record that is
 * no longer part of the handshake with those of this one (RFC 9846 section 7.1). */
static void
before_application_data (Story *self, int index, const TlStep *step)
{
  bool established = self->conversation->outcome == TL_OUTCOME_ESTABLISHED;

  if (!tl_version_is_13 (self->conversation->version))
    return;
  if (!self->answered || step->quic_packet == TL_QUIC_ZERO_RTT)
    {
      if (!self->early_keys && self->offers_psk && step->from == TL_SIDE_CLIENT)
        add (self, index - 1, TL_SIDE_CLIENT, TL_OFF_WIRE_EARLY_KEYS,
             g_strdup (_ ("derives the early keys from its pre-shared key")), _ ("early keys"));
      self->early_keys = true;
      return;
    }
  if (self->application_keys)
    return;
  self->application_keys = true;
  add_keys (self, index - 1, established || self->last_data[TL_SIDE_CLIENT] >= index,
            established || self->last_data[TL_SIDE_SERVER] >= index, TL_OFF_WIRE_APPLICATION_KEYS,
            _ ("derives the application keys"),
            _ ("application keys"));
}

/* An empty Certificate says that there is none: msg_type, length, and in TLS 1.3 a context (RFC 9846
 * section 4.5.1). */
static bool
has_certificate (const TlStep *step)
{
  return step->length > 4 + 1 + 3 + 3;
}

/* RFC 9846 section 4.5.3, RFC 5246 section 7.4.9. */
static void
before_finished (Story *self, int index, const TlStep *step)
{
  add (self, index - 1, step->from, TL_OFF_WIRE_FINISHED, g_strdup (_ ("computes its Finished")), "Finished");
  self->finished[step->from] = index;
}

static void
visit_message (Story *self, int index, const TlStep *step)
{
  switch (step->context.message)
    {
    case TL_MESSAGE_CLIENT_HELLO:
      before_client_hello (self, index, step);
      break;
    case TL_MESSAGE_SERVER_HELLO:
      around_server_hello (self, index, step);
      break;
    case TL_MESSAGE_HELLO_RETRY_REQUEST:
      before_hello_retry_request (self, index, step);
      break;
    case TL_MESSAGE_HELLO_VERIFY_REQUEST: /* RFC 6347 section 4.2.1 */
      add (self, index - 1, TL_SIDE_SERVER, TL_OFF_WIRE_COOKIE, g_strdup (_ ("makes a cookie, forgets the client")),
           _ ("cookie"));
      self->cookie = true;
      break;
    case TL_MESSAGE_CERTIFICATE:
    case TL_MESSAGE_COMPRESSED_CERTIFICATE:
      self->certificate[step->from] = has_certificate (step) ? index : -1;
      break;
    case TL_MESSAGE_SERVER_KEY_EXCHANGE:
      before_server_key_exchange (self, index, step);
      break;
    case TL_MESSAGE_CERTIFICATE_VERIFY:
      self->signs[step->from] = index;
      add (self, index - 1, step->from, TL_OFF_WIRE_SIGNATURE, g_strdup (_ ("signs the handshake so far")), _ ("signs"));
      break;
    case TL_MESSAGE_CLIENT_KEY_EXCHANGE:
      around_client_key_exchange (self, index, step);
      break;
    case TL_MESSAGE_NEW_SESSION_TICKET:
      before_application_data (self, index, step);
      add (self, index - 1, TL_SIDE_SERVER, TL_OFF_WIRE_TICKET, g_strdup (_ ("makes a ticket to resume the session with")),
           _ ("ticket"));
      break;
    case TL_MESSAGE_FINISHED:
      before_finished (self, index, step);
      break;
    default:
      break;
    }
}

/* RFC 5246 section 7.4.9: the first handshake message after ChangeCipherSpec is Finished. */
static bool
is_sealed_finished (const TlConversation *conversation, int index)
{
  const TlStep *step = conversation->steps[index];

  for (int i = index - 1; i >= 0; i--)
    if (conversation->steps[i]->from == step->from)
      return conversation->steps[i]->type == TL_STEP_CHANGE_CIPHER_SPEC;
  return false;
}

static void
visit (Story *self, int index)
{
  const TlStep *step = self->conversation->steps[index];

  self->index = index;
  if (step->retransmission) /* what went with it was done when it was sent first */
    return;
  if (step->type != TL_STEP_PRELUDE)
    before_answer (self, index, step);
  switch (step->type)
    {
    case TL_STEP_HANDSHAKE:
      if (!step->sealed)
        visit_message (self, index, step);
      else if (is_sealed_finished (self->conversation, index))
        before_finished (self, index, step);
      break;
    case TL_STEP_TLS12_CID: /* the first one, of which the type is hidden: RFC 9146 section 3 */
      if (is_sealed_finished (self->conversation, index))
        before_finished (self, index, step);
      break;
    case TL_STEP_CHANGE_CIPHER_SPEC:
      before_change_cipher_spec (self, index, step);
      break;
    case TL_STEP_APPLICATION_DATA:
      if (!step->in_handshake)
        before_application_data (self, index, step);
      break;
    case TL_STEP_VERSION_NEGOTIATION: /* RFC 9000 section 6.1 */
      add (self, index - 1, TL_SIDE_SERVER, TL_OFF_WIRE_END, g_strdup (_ ("does not speak this version of QUIC")),
           _ ("version"));
      break;
    case TL_STEP_RETRY: /* RFC 9000 section 8.1.2 */
      add (self, index - 1, TL_SIDE_SERVER, TL_OFF_WIRE_COOKIE, g_strdup (_ ("makes a token for the client's address")),
           _ ("token"));
      self->token = true;
      break;
    default:
      break;
    }
}

/* How it ended, where no message says it: a reset, a close, silence. */
static void
after_all (Story *self)
{
  int last = (int) self->conversation->n_steps - 1;

  if (!self->conversation->complete || last < 0)
    return;
  self->index = last;
  switch (self->conversation->outcome)
    {
    case TL_OUTCOME_RESET_BY_CLIENT:
      add (self, last, TL_SIDE_CLIENT, TL_OFF_WIRE_END, g_strdup (_ ("resets the connection")), _ ("resets"));
      break;
    case TL_OUTCOME_RESET_BY_SERVER:
      add (self, last, TL_SIDE_SERVER, TL_OFF_WIRE_END, g_strdup (_ ("resets the connection")), _ ("resets"));
      break;
    case TL_OUTCOME_CLOSED_BY_CLIENT:
      add (self, last, TL_SIDE_CLIENT, TL_OFF_WIRE_END, g_strdup (_ ("closes the connection")), _ ("closes"));
      break;
    case TL_OUTCOME_CLOSED_BY_SERVER:
      add (self, last, TL_SIDE_SERVER, TL_OFF_WIRE_END, g_strdup (_ ("closes the connection")), _ ("closes"));
      break;
    case TL_OUTCOME_NO_SERVER_HELLO:
      add (self, last, TL_SIDE_SERVER, TL_OFF_WIRE_END, g_strdup (_ ("sends no answer")), _ ("no answer"));
      break;
    default:
      break;
    }
}

/* Whether @step was sent with keys that were made in this handshake. */
static bool
is_keyed (const TlConversation *conversation, const TlStep *step)
{
  if (step->type == TL_STEP_CHANGE_CIPHER_SPEC) /* in TLS 1.3 it means nothing: RFC 9846 appendix E.4 */
    return !tl_version_is_13 (conversation->version);
  return (step->sealed || step->decrypted) && step->quic_packet != TL_QUIC_ZERO_RTT;
}

static void
look_ahead (Story *self)
{
  const TlConversation *conversation = self->conversation;

  self->gives_up = -1;
  for (int side = TL_SIDE_CLIENT; side <= TL_SIDE_SERVER; side++)
    {
      self->last_keyed[side] = self->last_data[side] = -1;
      self->signs[side] = self->certificate[side] = self->finished[side] = -1;
    }
  for (int i = 0; i < (int) conversation->n_steps; i++)
    {
      const TlStep *step = conversation->steps[i];

      if (step->retransmission)
        continue;
      if (is_keyed (conversation, step))
        self->last_keyed[step->from] = i;
      if (step->type == TL_STEP_APPLICATION_DATA && !step->in_handshake
          && step->quic_packet != TL_QUIC_ZERO_RTT)
        self->last_data[step->from] = i;
      if (conversation->complete && conversation->outcome == TL_OUTCOME_ALERT_LIKELY && step->sealed
          && step->from == conversation->stopped_by)
        self->gives_up = i;
    }
}

GPtrArray *
tl_off_wire_steps (const TlConversation *conversation)
{
  Story story = { .conversation = conversation,
                  .steps = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_off_wire_free) };

  look_ahead (&story);
  for (guint i = 0; i < conversation->n_steps; i++)
    visit (&story, (int) i);
  after_all (&story);
  return story.steps;
}
