/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The snapshot of a conversation: its memory, and its simple questions.
 */
#include "conversation.h"

#include "../tls/messages.h"
#include "hello.h"

static void
conversation_clear (gpointer data)
{
  TlConversation *self = data;

  for (guint i = 0; i < self->n_steps; i++)
    tl_step_unref (self->steps[i]);
  g_free (self->steps);
  g_free (self->server_name);
  g_free (self->alpn);
  g_free (self->inner_server_name);
  g_free (self->client_randoms);
  g_clear_pointer (&self->keyring, tl_keyring_unref);
}

TlConversation *
tl_conversation_ref (TlConversation *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
tl_conversation_unref (TlConversation *self)
{
  g_atomic_rc_box_release_full (self, conversation_clear);
}

const char *
tl_outcome_id (TlOutcome outcome)
{
  static const char *const ids[TL_N_OUTCOMES] = {
    [TL_OUTCOME_INCOMPLETE] = "incomplete",
    [TL_OUTCOME_ESTABLISHED] = "established",
    [TL_OUTCOME_ALERT] = "alert",
    [TL_OUTCOME_ALERT_LIKELY] = "alert_likely",
    [TL_OUTCOME_RESET_BY_CLIENT] = "reset_by_client",
    [TL_OUTCOME_RESET_BY_SERVER] = "reset_by_server",
    [TL_OUTCOME_CLOSED_BY_CLIENT] = "closed_by_client",
    [TL_OUTCOME_CLOSED_BY_SERVER] = "closed_by_server",
    [TL_OUTCOME_NO_SERVER_HELLO] = "no_server_hello",
    [TL_OUTCOME_ONE_SIDED] = "one_sided",
    [TL_OUTCOME_UNREADABLE] = "unreadable",
  };

  return ids[outcome];
}

const char *
tl_step_type_id (TlStepType type)
{
  switch (type)
    {
    case TL_STEP_PRELUDE:
      return "prelude";
    case TL_STEP_CHANGE_CIPHER_SPEC:
      return "change_cipher_spec";
    case TL_STEP_ALERT:
      return "alert";
    case TL_STEP_HEARTBEAT:
      return "heartbeat";
    case TL_STEP_TLS12_CID:
      return "tls12_cid";
    case TL_STEP_ACK:
      return "ack";
    case TL_STEP_RETURN_ROUTABILITY_CHECK:
      return "return_routability_check";
    case TL_STEP_VERSION_NEGOTIATION:
      return "version_negotiation";
    case TL_STEP_RETRY:
      return "retry";
    case TL_STEP_CONNECTION_CLOSE:
      return "connection_close";
    case TL_STEP_APPLICATION_DATA:
      return "application_data";
    case TL_STEP_HANDSHAKE:
    default:
      return "handshake";
    }
}

bool
tl_conversation_failed (const TlConversation *self)
{
  switch (self->outcome)
    {
    case TL_OUTCOME_ALERT:
    case TL_OUTCOME_ALERT_LIKELY:
    case TL_OUTCOME_RESET_BY_CLIENT:
    case TL_OUTCOME_RESET_BY_SERVER:
    case TL_OUTCOME_CLOSED_BY_CLIENT:
    case TL_OUTCOME_CLOSED_BY_SERVER:
    case TL_OUTCOME_NO_SERVER_HELLO:
      return true;
    case TL_OUTCOME_INCOMPLETE:
    case TL_OUTCOME_ESTABLISHED:
    case TL_OUTCOME_ONE_SIDED:
    case TL_OUTCOME_UNREADABLE:
    case TL_N_OUTCOMES:
    default:
      return false;
    }
}

const char *
tl_conversation_version_name (const TlConversation *self)
{
  return self->version ? tl_registry_name (TL_REGISTRY_VERSION, self->version) : NULL;
}

const char *
tl_conversation_quic_name (const TlConversation *self)
{
  const char *name;

  if (self->quic_version == 0)
    return NULL;
  name = tl_quic_version_is_reserved (self->quic_version) ? NULL
                                                          : tl_registry_name (TL_REGISTRY_QUIC_VERSION, self->quic_version);
  return name ? name : "QUIC";
}

const char *
tl_conversation_protocol_name (const TlConversation *self)
{
  const char *quic = tl_conversation_quic_name (self);

  return quic ? quic : tl_conversation_version_name (self);
}

/* A block of memory has a header, and its size is a multiple of sixteen bytes. */
static gsize
size_of_text (const char *text)
{
  return text ? strlen (text) + 24 : 0;
}

/* The random of the ClientHello @message, NULL: none. Behind a HelloRetryRequest comes another, with the same. */
static void
add_random (GByteArray *randoms, GBytes *message, const TlContext *context)
{
  guint8 random[TL_RANDOM_SIZE];
  TlHello hello;

  if (message == NULL)
    return;
  tl_hello_read (tl_bytes_of (message), context, &hello);
  if (!tl_hello_random (&hello, random))
    return;
  for (guint i = 0; i < randoms->len; i += TL_RANDOM_SIZE)
    if (memcmp (randoms->data + i, random, TL_RANDOM_SIZE) == 0)
      return;
  g_byte_array_append (randoms, random, TL_RANDOM_SIZE);
}

static bool
is_client_hello (const TlStep *step)
{
  return step->type == TL_STEP_HANDSHAKE && !step->sealed
         && (step->context.message == TL_MESSAGE_CLIENT_HELLO || step->context.message == TL_MESSAGE_SSLV2_CLIENT_HELLO);
}

GByteArray *
tl_conversation_dup_client_randoms (const TlConversation *self)
{
  GByteArray *randoms = g_byte_array_new ();

  if (self->n_client_randoms > 0)
    g_byte_array_append (randoms, self->client_randoms, self->n_client_randoms * TL_RANDOM_SIZE);
  else if (self->inner_random_known)
    g_byte_array_append (randoms, self->inner_random, TL_RANDOM_SIZE);
  for (guint i = 0; i < self->n_steps; i++)
    {
      const TlStep *step = self->steps[i];

      if (!is_client_hello (step))
        continue;
      add_random (randoms, step->bytes, &step->context);
      if (step->inner)
        add_random (randoms, step->inner->message, &step->context);
    }
  return randoms;
}

TlConversation *
tl_conversation_without_steps (const TlConversation *self)
{
  TlConversation *copy = g_atomic_rc_box_new0 (TlConversation);
  g_autoptr (GByteArray) randoms = tl_conversation_dup_client_randoms (self);

  *copy = *self;
  copy->server_name = g_strdup (self->server_name);
  copy->alpn = g_strdup (self->alpn);
  copy->inner_server_name = g_strdup (self->inner_server_name);
  copy->keyring = self->keyring ? tl_keyring_ref (self->keyring) : NULL;
  copy->n_client_randoms = randoms->len / TL_RANDOM_SIZE;
  copy->client_randoms = randoms->len > 0 ? g_memdup2 (randoms->data, randoms->len) : NULL;
  copy->steps = NULL;
  copy->n_steps = 0;
  copy->evicted = true;
  return copy;
}

gsize
tl_conversation_size (const TlConversation *self)
{
  gsize size = sizeof *self + 32 + self->n_steps * sizeof (TlStep *);

  size += size_of_text (self->server_name) + size_of_text (self->alpn) + size_of_text (self->inner_server_name);
  size += self->n_client_randoms > 0 ? self->n_client_randoms * TL_RANDOM_SIZE + 16 : 0;
  for (guint i = 0; i < self->n_steps; i++)
    {
      const TlStep *step = self->steps[i];
      size += sizeof *step + 64 + step->n_origins * sizeof (TlStepOrigin);
      size += step->bytes ? g_bytes_get_size (step->bytes) : 0;
      size += step->door ? tl_door_size (step->door) : 0;
      size += step->text ? strlen (step->text) : 0;
    }
  return size;
}

bool
tl_step_is_fatal (const TlConversation *self, const TlStep *step)
{
  if (step->type == TL_STEP_CONNECTION_CLOSE)
    return step->alert_level == 2;
  if (step->type != TL_STEP_ALERT)
    return false;
  if (step->sealed)
    return self->outcome == TL_OUTCOME_ALERT_LIKELY && step->from == self->stopped_by;
  if (tl_version_is_13 (self->version))
    return step->alert_description != 0 && step->alert_description != 90; /* close_notify, user_canceled */
  return step->alert_level == 2;
}

const char *
tl_conversation_host (const TlConversation *self)
{
  return self->ech == TL_ECH_ACCEPTED ? self->inner_server_name : self->server_name;
}

TlBytes
tl_step_said (const TlConversation *self, guint index)
{
  const TlStep *step = self->steps[index];

  if (step->type != TL_STEP_HANDSHAKE || step->sealed || step->context.message != TL_MESSAGE_CLIENT_HELLO
      || self->ech != TL_ECH_ACCEPTED)
    return tl_bytes_of (step->bytes);
  return step->inner ? tl_bytes_of (step->inner->message) : tl_bytes (NULL, 0);
}

bool
tl_step_in_handshake (const TlStep *step)
{
  switch (step->type)
    {
    case TL_STEP_HANDSHAKE: /* what TLS 1.3 sends afterwards is none of it: RFC 9846 section 4.7 */
      return !(tl_version_is_13 (step->context.version)
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
  return tl_version_is_13 (conversation->version);
}
