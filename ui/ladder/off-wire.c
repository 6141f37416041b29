/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The steps that are not on the wire. Each follows from a message that is in the capture, and stands beside
 * it: nothing is told of a handshake that is not there.
 */
#include "off-wire.h"

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
  bool retried;          /* a HelloRetryRequest asked for another key share */
  bool cookie;           /* the client was sent back with a cookie, and not with more */
  bool keys_exchanged;   /* TLS 1.2 and older: ClientKeyExchange, or resumption */
  bool application_keys; /* TLS 1.3 */
  bool signed_share;     /* the server's ServerKeyExchange or CertificateVerify has a signature */
  bool certificate[2];   /* of this side, not checked yet by the other one */
  bool finished[2];      /* the same */
} Story;

/* The numbers of a message that matter here. */
typedef struct
{
  TlSink sink;
  GString *groups;
  guint n_groups;
  guint16 version;
  gint32 cipher_suite;
  bool pre_shared_key;
} Numbers;

static void
numbers_leaf (TlSink *sink, const TlFound *found)
{
  Numbers *self = (Numbers *) sink;
  const char *name;

  switch (found->field->tag)
    {
    case TL_TAG_KEY_SHARE_GROUP:
      name = tl_registry_name (TL_REGISTRY_GROUP, (guint32) found->value);
      if (name == NULL || tl_registry_is_grease (TL_REGISTRY_GROUP, (guint32) found->value)
          || self->n_groups > 3)
        break;
      g_string_append_printf (self->groups, "%s%s", self->n_groups > 0 ? ", " : "", name);
      self->n_groups++;
      break;
    case TL_TAG_LEGACY_VERSION:
      if (self->version == 0)
        self->version = (guint16) found->value;
      break;
    case TL_TAG_SUPPORTED_VERSION:
      self->version = (guint16) found->value;
      break;
    case TL_TAG_CIPHER_SUITE:
      self->cipher_suite = (gint32) found->value;
      break;
    case TL_TAG_PSK_IDENTITY:
    case TL_TAG_SELECTED_IDENTITY:
      self->pre_shared_key = true;
      break;
    default:
      break;
    }
}

static void
read_numbers (const TlStep *step, Numbers *numbers)
{
  gsize length = 0;
  const void *data = step->bytes ? g_bytes_get_data (step->bytes, &length) : NULL;

  *numbers = (Numbers){ .sink = { .leaf = numbers_leaf }, .groups = g_string_new (NULL), .cipher_suite = -1 };
  if (length > 0)
    tl_message_walk (tl_bytes (data, length), &step->context, &numbers->sink);
}

static void
numbers_clear (Numbers *numbers)
{
  g_string_free (numbers->groups, TRUE);
}

static bool
is_tls13 (guint16 version)
{
  return version == 0x0304 || version == 0xfefc || version >> 8 == 0x7f; /* DTLS 1.3; drafts */
}

/* Takes @text over. */
static void
add (Story *self, int after, TlSide side, char *text, const char *value)
{
  TlOffWire *step;

  if (self->steps->len >= MAX_OFF_WIRE)
    {
      g_free (text);
      return;
    }
  step = g_new (TlOffWire, 1);
  *step = (TlOffWire){ .after = after, .side = side, .text = text, .value = g_strdup (value) };
  g_ptr_array_add (self->steps, step);
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
  Numbers numbers;

  read_numbers (step, &numbers);
  if (self->cookie) /* all else stays: RFC 6347 section 4.2.1, RFC 9846 section 4.2.2 */
    add (self, index - 1, TL_SIDE_CLIENT, g_strdup (_ ("repeats its ClientHello with the cookie")), _ ("cookie"));
  else if (numbers.n_groups == 0)
    add (self, index - 1, TL_SIDE_CLIENT, g_strdup (_ ("makes the client random")), _ ("client random"));
  else if (self->retried)
    add (self, index - 1, TL_SIDE_CLIENT,
         g_strdup_printf (_ ("makes a new key share: %s"), numbers.groups->str), numbers.groups->str);
  else
    add (self, index - 1, TL_SIDE_CLIENT,
         g_strdup_printf (ngettext ("makes a key share: %s", "makes key shares: %s", numbers.n_groups),
                          numbers.groups->str),
         numbers.groups->str);
  if (numbers.pre_shared_key) /* RFC 9846 section 4.3.11.2 */
    add (self, index - 1, TL_SIDE_CLIENT, g_strdup (_ ("proves its pre-shared key with a binder")),
         _ ("binder"));
  self->cookie = false;
  numbers_clear (&numbers);
}

static char *
choice_text (const Numbers *numbers)
{
  const TlCipherSuiteInfo *suite
      = numbers->cipher_suite >= 0 ? tl_cipher_suite_info ((guint32) numbers->cipher_suite) : NULL;
  const char *version = tl_registry_name (TL_REGISTRY_VERSION, numbers->version);
  const char *cipher = suite && suite->cipher
                           ? suite->cipher
                           : tl_registry_name (TL_REGISTRY_CIPHER_SUITE, (guint32) numbers->cipher_suite);
  GString *out = g_string_new (version);

  if (cipher)
    g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", cipher);
  if (numbers->n_groups > 0)
    g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", numbers->groups->str);
  return g_string_free (out, FALSE);
}

static void
around_server_hello (Story *self, int index, const TlStep *step)
{
  g_autofree char *choice = NULL;
  Numbers numbers;

  read_numbers (step, &numbers);
  if (numbers.pre_shared_key)
    add (self, index - 1, TL_SIDE_SERVER, g_strdup (_ ("accepts the pre-shared key")), _ ("pre-shared key"));
  choice = choice_text (&numbers);
  if (*choice)
    add (self, index - 1, TL_SIDE_SERVER, g_strdup_printf (_ ("chooses %s"), choice), choice);
  if (is_tls13 (numbers.version)) /* RFC 9846 section 7.1 */
    {
      add (self, index, TL_SIDE_CLIENT, g_strdup (_ ("derives the handshake keys")), _ ("handshake keys"));
      add (self, index, TL_SIDE_SERVER, g_strdup (_ ("derives the same keys")), _ ("same keys"));
    }
  numbers_clear (&numbers);
}

static void
before_hello_retry_request (Story *self, int index, const TlStep *step)
{
  Numbers numbers;

  read_numbers (step, &numbers);
  self->retried = numbers.n_groups > 0;
  self->cookie = !self->retried;
  if (numbers.n_groups > 0)
    add (self, index - 1, TL_SIDE_SERVER,
         g_strdup_printf (_ ("wants a key share of another group: %s"), numbers.groups->str),
         numbers.groups->str);
  numbers_clear (&numbers);
}

/* TLS 1.2 and older: RFC 5246 section 7.4.3, RFC 8422 section 5.4. */
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
      self->signed_share = true;
      if (group)
        add (self, index - 1, TL_SIDE_SERVER,
             g_strdup_printf (_ ("makes a key share and signs it: %s"), group), group);
      else
        add (self, index - 1, TL_SIDE_SERVER, g_strdup (_ ("makes a key share and signs it")),
             _ ("key share"));
      break;
    case TL_KEY_EXCHANGE_DH_ANON:
    case TL_KEY_EXCHANGE_ECDH_ANON:
    case TL_KEY_EXCHANGE_DHE_PSK:
    case TL_KEY_EXCHANGE_ECDHE_PSK:
      add (self, index - 1, TL_SIDE_SERVER, g_strdup (_ ("makes a key share")), _ ("key share"));
      break;
    default:
      break;
    }
}

/* TLS 1.2 and older: RFC 5246 sections 7.4.7, 8.1 and 6.3. */
static void
around_client_key_exchange (Story *self, int index, const TlStep *step)
{
  const char *premaster = _ ("premaster secret");
  const char *keys = _ ("session keys");

  self->keys_exchanged = true;
  switch (key_exchange_of (step))
    {
    case TL_KEY_EXCHANGE_RSA:
    case TL_KEY_EXCHANGE_RSA_PSK:
      add (self, index - 1, TL_SIDE_CLIENT,
           g_strdup (_ ("makes the premaster secret, locks it with the server's key")), premaster);
      add (self, index, TL_SIDE_SERVER, g_strdup (_ ("opens the premaster secret with its private key")),
           premaster);
      break;
    case TL_KEY_EXCHANGE_DHE:
    case TL_KEY_EXCHANGE_ECDHE:
    case TL_KEY_EXCHANGE_DH_ANON:
    case TL_KEY_EXCHANGE_ECDH_ANON:
    case TL_KEY_EXCHANGE_DHE_PSK:
    case TL_KEY_EXCHANGE_ECDHE_PSK:
      add (self, index - 1, TL_SIDE_CLIENT, g_strdup (_ ("makes a key share, computes the premaster secret")),
           premaster);
      add (self, index, TL_SIDE_SERVER, g_strdup (_ ("computes the same premaster secret")), premaster);
      break;
    default:
      break;
    }
  add (self, index, TL_SIDE_CLIENT, g_strdup (_ ("derives the session keys")), keys);
  add (self, index, TL_SIDE_SERVER, g_strdup (_ ("derives the same keys")), _ ("same keys"));
}

/* The server's ChangeCipherSpec without a key exchange before it: a session goes on (RFC 5246 section 7.3).
 */
static void
before_change_cipher_spec (Story *self, int index, const TlStep *step)
{
  if (self->keys_exchanged || is_tls13 (step->context.version) || step->context.version == 0
      || step->from != TL_SIDE_SERVER || self->conversation->resumed != TL_YES)
    return;
  self->keys_exchanged = true;
  add (self, index - 1, TL_SIDE_CLIENT, g_strdup (_ ("derives new keys from the earlier session")),
       _ ("earlier session"));
  add (self, index - 1, TL_SIDE_SERVER, g_strdup (_ ("derives the same keys")), _ ("same keys"));
}

/* RFC 9846 section 6.2: the alerts that speak of a certificate. */
static bool
refuses_certificate (const TlStep *step)
{
  return step->type == TL_STEP_ALERT && !step->sealed
         && ((step->alert_description >= 42 && step->alert_description <= 46)
             || step->alert_description == 48);
}

static void
before_checked_certificate (Story *self, int index, const TlStep *step)
{
  TlSide side = step->from;
  const char *value = _ ("certificate");

  if (refuses_certificate (step))
    add (self, index - 1, side, g_strdup (_ ("does not accept the certificate")), value);
  else if (side == TL_SIDE_SERVER)
    add (self, index - 1, side, g_strdup (_ ("checks the client's certificate")), value);
  else if (self->signed_share)
    add (self, index - 1, side, g_strdup (_ ("checks the certificate and the signature")), value);
  else
    add (self, index - 1, side, g_strdup (_ ("checks the certificate")), value);
}

/* What the sender of a step did with what it was sent before. */
static void
before_answer (Story *self, int index, const TlStep *step)
{
  TlSide other = step->from == TL_SIDE_CLIENT ? TL_SIDE_SERVER : TL_SIDE_CLIENT;

  if (self->certificate[other])
    before_checked_certificate (self, index, step);
  if (self->finished[other] && step->type != TL_STEP_ALERT)
    add (self, index - 1, step->from, g_strdup (_ ("checks the Finished")), "Finished");
  self->certificate[other] = self->finished[other] = false;
}

/* TLS 1.3: the first record that is no longer part of the handshake (RFC 9846 section 7.1). */
static void
before_application_data (Story *self, int index)
{
  if (self->application_keys || !is_tls13 (self->conversation->version))
    return;
  self->application_keys = true;
  add (self, index - 1, TL_SIDE_CLIENT, g_strdup (_ ("derives the application keys")),
       _ ("application keys"));
  add (self, index - 1, TL_SIDE_SERVER, g_strdup (_ ("derives the same keys")), _ ("same keys"));
}

/* An empty Certificate says that there is none: msg_type, length, and in TLS 1.3 a context (RFC 9846
 * section 4.5.1). */
static bool
has_certificate (const TlStep *step)
{
  return step->length > 4 + 1 + 3 + 3;
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
      add (self, index - 1, TL_SIDE_SERVER, g_strdup (_ ("makes a cookie, forgets the client")),
           _ ("cookie"));
      self->cookie = true;
      break;
    case TL_MESSAGE_CERTIFICATE:
    case TL_MESSAGE_COMPRESSED_CERTIFICATE:
      self->certificate[step->from] = has_certificate (step);
      break;
    case TL_MESSAGE_SERVER_KEY_EXCHANGE:
      before_server_key_exchange (self, index, step);
      break;
    case TL_MESSAGE_CERTIFICATE_VERIFY:
      self->signed_share |= step->from == TL_SIDE_SERVER;
      add (self, index - 1, step->from, g_strdup (_ ("signs the handshake so far")), _ ("signs"));
      break;
    case TL_MESSAGE_CLIENT_KEY_EXCHANGE:
      around_client_key_exchange (self, index, step);
      break;
    case TL_MESSAGE_NEW_SESSION_TICKET:
      add (self, index - 1, TL_SIDE_SERVER, g_strdup (_ ("seals the session into a ticket")), _ ("ticket"));
      break;
    case TL_MESSAGE_FINISHED:
      self->finished[step->from] = true;
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
        self->finished[step->from] = true;
      break;
    case TL_STEP_TLS12_CID: /* the first one, of which the type is hidden: RFC 9146 section 3 */
      self->finished[step->from] = is_sealed_finished (self->conversation, index);
      break;
    case TL_STEP_CHANGE_CIPHER_SPEC:
      before_change_cipher_spec (self, index, step);
      break;
    case TL_STEP_APPLICATION_DATA:
      if (!step->in_handshake && step->quic_packet != TL_QUIC_ZERO_RTT)
        before_application_data (self, index);
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
  switch (self->conversation->outcome)
    {
    case TL_OUTCOME_RESET_BY_CLIENT:
      add (self, last, TL_SIDE_CLIENT, g_strdup (_ ("resets the connection")), _ ("resets"));
      break;
    case TL_OUTCOME_RESET_BY_SERVER:
      add (self, last, TL_SIDE_SERVER, g_strdup (_ ("resets the connection")), _ ("resets"));
      break;
    case TL_OUTCOME_CLOSED_BY_CLIENT:
      add (self, last, TL_SIDE_CLIENT, g_strdup (_ ("closes the connection")), _ ("closes"));
      break;
    case TL_OUTCOME_CLOSED_BY_SERVER:
      add (self, last, TL_SIDE_SERVER, g_strdup (_ ("closes the connection")), _ ("closes"));
      break;
    case TL_OUTCOME_ALERT_LIKELY: /* sealed: only place and size speak */
      add (self, last, self->conversation->stopped_by, g_strdup (_ ("gives up, as it seems")),
           _ ("gives up"));
      break;
    case TL_OUTCOME_NO_SERVER_HELLO:
      add (self, last, TL_SIDE_SERVER, g_strdup (_ ("sends no answer")), _ ("no answer"));
      break;
    default:
      break;
    }
}

void
tl_off_wire_free (TlOffWire *self)
{
  g_free (self->text);
  g_free (self->value);
  g_free (self);
}

GPtrArray *
tl_off_wire_steps (const TlConversation *conversation)
{
  Story story = { .conversation = conversation,
                  .steps = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_off_wire_free) };

  for (guint i = 0; i < conversation->n_steps; i++)
    visit (&story, (int) i);
  after_all (&story);
  return story.steps;
}

bool
tl_step_in_handshake (const TlStep *step)
{
  switch (step->type)
    {
    case TL_STEP_HANDSHAKE: /* what TLS 1.3 sends afterwards is none of it: RFC 9846 section 4.7 */
      return !(is_tls13 (step->context.version)
               && (step->context.message == TL_MESSAGE_NEW_SESSION_TICKET
                   || step->context.message == TL_MESSAGE_KEY_UPDATE));
    case TL_STEP_CHANGE_CIPHER_SPEC:
    case TL_STEP_VERSION_NEGOTIATION:
    case TL_STEP_RETRY:
    case TL_STEP_CONNECTION_CLOSE:
      return true;
    case TL_STEP_ALERT:
      return step->in_handshake || (!step->sealed && !step->decrypted);
    default:
      return step->in_handshake;
    }
}

bool
tl_conversation_is_tls13 (const TlConversation *conversation)
{
  return is_tls13 (conversation->version);
}
