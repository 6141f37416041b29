/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation in the making, its messages: what a hello settles, and what the others add to it.
 */
#include "dialogue-parts.h"

#include "../display.h"
#include "../limits.h"
#include "hello.h"
#include "steps.h"

void
tl_dialogue_know_client (TlDialogue *self, guint client)
{
  if (self->client_known)
    return;
  self->client_known = true;
  if (self->client == client)
    return;
  tl_dialogue_swap_sides (self);
  self->client = client;
}

void
tl_dialogue_remember_session_id (TlDialogue *self, TlBytes session_id)
{
  if (session_id.length == 0 || session_id.length > sizeof self->client_session_id)
    return;
  memcpy (self->client_session_id, session_id.data, session_id.length);
  self->n_client_session_id = (guint8) session_id.length;
}

static char *
text_of (TlBytes bytes)
{
  return bytes.data ? tl_display_text (bytes, TL_LIMIT_TEXT_CELL) : NULL;
}

/* The records of @direction carry connection ids of @length bytes, as the other side wants it (RFC 9146
 * section 3). */
static void
use_connection_id (TlDialogue *self, guint direction, guint8 length)
{
  if (self->directions[direction].datagrams)
    self->directions[direction].datagrams->connection_id = length;
}

static void
read_client_hello (TlDialogue *self, guint direction, const TlChunk *message, bool whole)
{
  TlContext context = self->context;
  TlHello hello;

  if (self->client_hello) /* after HelloRetryRequest, or a renegotiation: the first one counts */
    return;
  context.message = TL_MESSAGE_CLIENT_HELLO;
  tl_hello_read (message->bytes, &context, &hello);
  tl_dialogue_know_client (self, direction);
  self->client_hello = true;
  self->client_hello_whole = whole;
  self->ech_offered = hello.encrypted_client_hello;
  if (hello.random.length == sizeof self->client_random)
    memcpy (self->client_random, hello.random.data, sizeof self->client_random);
  self->offered_psk_age = hello.pre_shared_key && hello.ticket_age;
  tl_dialogue_remember_session_id (self, hello.session_id);
  self->model.offered_version = tl_hello_version (&hello, whole);
  self->model.server_name = text_of (hello.host_name);
  use_connection_id (self, 1 - direction, hello.connection_id);
}

/* Whether the ServerHello resumes a session: TLS 1.3 says it with a pre-shared key, which is a ticket's when
 * it has an age (RFC 9846 section 4.3.11); TLS 1.2 with the session id of the client (RFC 5246
 * section 7.4.1.3), until what follows tells. */
static TlTristate
resumes (const TlDialogue *self, const TlHello *hello)
{
  gsize length = self->n_client_session_id;

  if (tl_version_is_13 (self->context.version))
    return !hello->pre_shared_key ? TL_NO : self->offered_psk_age ? TL_YES : TL_UNKNOWN;
  if (!self->client_hello)
    return TL_UNKNOWN;
  return length > 0 && length == hello->session_id.length
                 && memcmp (self->client_session_id, hello->session_id.data, length) == 0
             ? TL_YES
             : TL_NO;
}

/* A server that took an encrypted ClientHello says so in a HelloRetryRequest, though nobody else can check it, and speaks no
 * version before TLS 1.3 (RFC 9849 sections 6.1.4 and 6.1.5). */
static void
see_ech_answer (TlDialogue *self, guint16 kind, const TlHello *hello, bool whole)
{
  if (kind == TL_MESSAGE_HELLO_RETRY_REQUEST)
    self->ech_refused = whole && !hello->encrypted_client_hello;
  else if (self->context.version != 0 && !tl_version_is_13 (self->context.version))
    self->ech_refused = true;
}

/* RFC 7250: chosen in the ServerHello, or in EncryptedExtensions. */
static void
see_certificate_types (TlDialogue *self, const TlHello *hello)
{
  self->context.certificate_type = hello->server_certificate_type;
  self->client_certificate_type = hello->client_certificate_type;
}

/* Keys for the next time are for a client whose encrypted ClientHello was not taken (RFC 9849 section 7.1). */
static void
read_encrypted_extensions (TlDialogue *self, guint direction, const TlChunk *message)
{
  TlContext context = self->context;
  TlHello hello;

  context.message = TL_MESSAGE_ENCRYPTED_EXTENSIONS;
  tl_hello_read (message->bytes, &context, &hello);
  if (direction == self->client) /* of application settings */
    return;
  see_certificate_types (self, &hello);
  if (hello.encrypted_client_hello)
    self->ech_refused = true;
}

static void
read_server_hello (TlDialogue *self, guint direction, guint16 kind, const TlChunk *message, bool whole)
{
  TlContext context = self->context;
  TlHello hello;

  context.message = kind;
  tl_hello_read (message->bytes, &context, &hello);
  tl_dialogue_know_client (self, 1 - direction);
  self->context.version = tl_hello_version (&hello, whole);
  self->context.cipher_suite = (guint16) hello.cipher_suite;
  see_certificate_types (self, &hello);
  if (self->server_hello)
    return;
  self->model.version = self->context.version;
  self->model.cipher_suite = hello.cipher_suite;
  see_ech_answer (self, kind, &hello, whole);
  if (kind == TL_MESSAGE_HELLO_RETRY_REQUEST)
    return;
  self->server_hello = true;
  if (hello.has_connection_id)
    use_connection_id (self, 1 - direction, hello.connection_id);
  else
    use_connection_id (self, direction, 0);
  self->model.group = hello.group;
  self->model.alpn = text_of (hello.protocol);
  self->model.resumed = whole ? resumes (self, &hello) : TL_UNKNOWN;
}

/* TLS 1.2 and older: the first message after ServerHello tells a full handshake from an abbreviated one,
 * whatever the session ids said (RFC 5077 section 3.1; RFC 5246 section 7.3). */
void
tl_dialogue_see_server_answer (TlDialogue *self, bool resumed)
{
  if (!self->server_hello || self->server_answered || tl_version_is_13 (self->context.version))
    return;
  if (self->context.version == 0
      && resumed) /* what would tell in TLS 1.2 stands in a TLS 1.3 handshake too */
    return;
  self->server_answered = true;
  self->model.resumed = resumed ? TL_YES : TL_NO;
}

static void
read_server_key_exchange (TlDialogue *self, const TlChunk *message)
{
  TlContext context = self->context;

  if (self->model.group >= 0)
    return;
  context.message = TL_MESSAGE_SERVER_KEY_EXCHANGE;
  self->model.group = tl_server_key_exchange_group (message->bytes, &context);
}

static void
read_message (TlDialogue *self, guint direction, guint16 kind, const TlChunk *message, bool whole)
{
  switch (kind)
    {
    case TL_MESSAGE_CLIENT_HELLO:
      read_client_hello (self, direction, message, whole);
      break;
    case TL_MESSAGE_SERVER_HELLO:
    case TL_MESSAGE_HELLO_RETRY_REQUEST:
      read_server_hello (self, direction, kind, message, whole);
      break;
    case TL_MESSAGE_ENCRYPTED_EXTENSIONS:
      read_encrypted_extensions (self, direction, message);
      break;
    case TL_MESSAGE_SERVER_KEY_EXCHANGE:
      read_server_key_exchange (self, message);
      tl_dialogue_see_server_answer (self, false);
      break;
    case TL_MESSAGE_CERTIFICATE:
    case TL_MESSAGE_SERVER_HELLO_DONE:
      tl_dialogue_see_server_answer (self, false);
      break;
    case TL_MESSAGE_NEW_SESSION_TICKET:
      tl_dialogue_see_server_answer (self, true);
      break;
    default:
      break;
    }
}

/* TLS 1.3 has no renegotiation, and its hellos are never sealed: one that is, settles nothing. */
static bool
is_hello_out_of_place (const TlDialogue *self, guint16 kind)
{
  return self->door && tl_version_is_13 (self->context.version)
         && (kind == TL_MESSAGE_CLIENT_HELLO || kind == TL_MESSAGE_SERVER_HELLO || kind == TL_MESSAGE_HELLO_RETRY_REQUEST);
}

void
tl_dialogue_add_message (
    TlDialogue *self, guint direction, const TlChunk *message, guint64 length, guint32 n_records)
{
  guint16 kind = tl_message_of (message->bytes);
  TlStepData data = { .type = TL_STEP_HANDSHAKE,
                      .direction = direction,
                      .message = kind,
                      .length = length,
                      .n_records = n_records,
                      .chunk = message,
                      .time = message->time };
  g_autoptr (TlInnerHello) inner = NULL;
  bool whole = message->bytes.length == length;

  if (is_hello_out_of_place (self, kind))
    {
      tl_dialogue_append_step (self, &data);
      return;
    }
  read_message (self, direction, kind, message, whole);
  if (kind == TL_MESSAGE_FINISHED)
    self->directions[direction].finished = true;
  if (self->keyring && whole)
    data.inner = inner = tl_dialogue_see_ech (self, kind, message->bytes);
  if (self->keyring)
    tl_dialogue_tell_opener (self, direction, kind, message->bytes);
  tl_dialogue_append_step (self, &data);
}

/* The step of which @message is the same once more; NULL where it has changed. */
static const TlStep *
find_original (const TlDialogue *self, TlSide side, TlBytes message)
{
  for (guint i = self->steps ? self->steps->len : 0; i > 0; i--)
    {
      const TlStep *step = g_ptr_array_index (self->steps, i - 1);

      if (step->type == TL_STEP_HANDSHAKE && step->from == side && step->bytes && !step->sealed
          && g_bytes_get_size (step->bytes) == message.length
          && memcmp (g_bytes_get_data (step->bytes, NULL), message.data, message.length) == 0)
        return step;
    }
  return NULL;
}

void
tl_dialogue_repeat_message (
    TlDialogue *self, guint direction, const TlChunk *message, guint64 length, guint32 n_records)
{
  const TlStep *original = self->n_repeats < TL_LIMIT_REPEATS
                               ? find_original (self, tl_dialogue_side (self, direction), message->bytes)
                               : NULL;
  TlStepData data = { .type = TL_STEP_HANDSHAKE,
                      .direction = direction,
                      .message = tl_message_of (message->bytes),
                      .length = length,
                      .n_records = n_records,
                      .retransmission = true,
                      .inner = original ? original->inner : NULL,
                      .original = original,
                      .chunk = message,
                      .time = message->time };

  tl_dialogue_append_step (self, &data);
}
