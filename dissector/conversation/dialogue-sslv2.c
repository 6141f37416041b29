/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation in the making, in SSL 2.0 (draft-hickman-netscape-ssl-00): its records, and what can be told of those that are
 * encrypted from their place and their length.
 */
#include "dialogue-parts.h"

#include "../limits.h"
#include "hello.h"
#include "steps.h"

enum
{
  SSLV2 = 0x0002,
  MAC = 16,              /* MD5, with every cipher kind there is (section 4.1.1) */
  ERROR_LENGTH = 1 + 2,  /* section 5.7.1 */
  FINISHED_LENGTH = 1 + 16 /* SERVER-FINISHED with its session id (section 5.6.3, appendix C.7) */
};

/* What a callback of the reader needs. */
typedef struct
{
  TlDialogue *dialogue;
  guint direction;
} Where;

static void
read_client_hello (TlDialogue *self, guint direction, TlBytes message)
{
  TlHello hello;

  tl_hello_read (message, &self->context, &hello);
  tl_dialogue_know_client (self, direction);
  if (self->client_hello)
    return;
  self->client_hello = true;
  tl_dialogue_remember_session_id (self, hello.session_id);
  self->model.offered_version = tl_hello_version (&hello, true);
}

/* Section 5.6.1: SESSION-ID-HIT, behind the type of the message, says that a session is resumed. */
static void
read_server_hello (TlDialogue *self, guint direction, TlBytes message)
{
  TlHello hello;
  guint8 hit = 0;

  tl_hello_read (message, &self->context, &hello);
  tl_dialogue_know_client (self, 1 - direction);
  if (self->server_hello)
    return;
  self->server_hello = true;
  self->context.version = self->model.version = hello.legacy_version;
  if (tl_bytes_skip (&message, 1) && tl_bytes_u8 (&message, &hit))
    self->model.resumed = hit ? TL_YES : TL_NO;
}

/* Section 5.5.2: it is the client that chooses, among what the server has left of its offer. */
static void
read_client_master_key (TlDialogue *self, TlBytes message)
{
  TlHello hello;

  tl_hello_read (message, &self->context, &hello);
  if (self->model.cipher_suite < 0)
    self->model.cipher_suite = hello.cipher_suite;
}

/* Section 5.3: an error before there are keys ends the conversation. */
static void
read_error (TlDialogue *self, guint direction, TlBytes message)
{
  guint16 code;

  if (self->alert_by >= 0 || !tl_bytes_skip (&message, 1) || !tl_bytes_u16 (&message, &code))
    return;
  self->alert_by = (gint8) direction;
  self->alert = (guint8) code;
  self->model.sslv2_error = true;
}

static void
read_message (TlDialogue *self, guint direction, guint16 kind, TlBytes message)
{
  switch (kind)
    {
    case TL_MESSAGE_SSLV2_CLIENT_HELLO:
      read_client_hello (self, direction, message);
      break;
    case TL_MESSAGE_SSLV2_SERVER_HELLO:
      read_server_hello (self, direction, message);
      break;
    case TL_MESSAGE_SSLV2_CLIENT_MASTER_KEY:
      read_client_master_key (self, message);
      break;
    case TL_MESSAGE_SSLV2_ERROR:
      read_error (self, direction, message);
      break;
    default:
      break;
    }
}

static void
add_message (TlDialogue *self, guint direction, guint16 kind, const TlChunk *payload, guint64 length)
{
  TlStepData data = { .type = TL_STEP_HANDSHAKE,
                      .direction = direction,
                      .message = kind,
                      .length = length,
                      .n_records = 1,
                      .chunk = payload,
                      .time = payload->time };

  self->context.sslv2 = true;
  read_message (self, direction, kind, payload->bytes);
  if (self->keyring && kind == TL_MESSAGE_SSLV2_CLIENT_HELLO) /* it may open a later version */
    tl_dialogue_tell_opener (self, direction, kind, payload->bytes);
  tl_dialogue_append_step (self, &data);
  self->context.sslv2 = false;
}

/* How many bytes the message in a sealed record has: without MAC and padding. */
static guint
sealed_length (const TlSslv2Header *header)
{
  return header->length >= MAC + header->padding ? (guint) header->length - MAC - header->padding : 0;
}

/* A sealed record of the handshake. The client's first is CLIENT-FINISHED, and after a REQUEST-CERTIFICATE its next is
 * CLIENT-CERTIFICATE; the server's first is SERVER-VERIFY, and SERVER-FINISHED its last (section 5.2). */
static void
see_sealed_handshake (TlDialogue *self, guint direction, const TlSslv2Header *header)
{
  TlDirection *from = &self->directions[direction];

  from->sealed_records++;
  from->change_cipher_spec = true; /* it has no message for that */
  if (sealed_length (header) == ERROR_LENGTH && self->sealed_alert_by < 0)
    self->sealed_alert_by = (gint8) direction;
  else if (direction == self->client)
    from->sealed_handshake = true;
  else if (from->sealed_records > 1 && sealed_length (header) == FINISHED_LENGTH)
    from->sealed_handshake = from->handshake_over = true;
}

static bool
is_in_handshake (const TlDialogue *self, guint direction)
{
  const TlDirection *from = &self->directions[direction];

  if (direction != self->client)
    return !from->handshake_over && from->sealed_records < TL_LIMIT_SEALED_STEPS;
  if (from->sealed_records == 0)
    return true;
  /* SERVER-VERIFY and REQUEST-CERTIFICATE came, and no SERVER-FINISHED yet */
  return from->sealed_records == 1 && self->directions[1 - direction].sealed_records > 1
         && !self->directions[1 - direction].handshake_over;
}

static void
add_sealed (TlDialogue *self,
            guint direction,
            const TlSslv2Header *header,
            const TlChunk *payload,
            guint64 packet,
            gint64 time)
{
  TlStepData data = { .type = payload ? TL_STEP_HANDSHAKE : TL_STEP_APPLICATION_DATA,
                      .direction = direction,
                      .message = TL_MESSAGE_NONE,
                      .length = header->length,
                      .n_records = 1,
                      .sealed = true,
                      .in_handshake = payload != NULL,
                      .chunk = payload,
                      .packet = packet,
                      .time = time };

  if (payload)
    {
      see_sealed_handshake (self, direction, header);
      tl_dialogue_append_step (self, &data);
    }
  else
    tl_dialogue_append_application_data (self, &data);
}

/* Whether the next record of this direction is wanted: all before the end of the handshake. */
static bool
begin_cb (gpointer user_data, const TlSslv2Header *header G_GNUC_UNUSED)
{
  const Where *where = user_data;

  return is_in_handshake (where->dialogue, where->direction);
}

static void
record_cb (gpointer user_data, const TlSslv2Header *header, const TlChunk *payload, guint64 packet, gint64 time)
{
  const Where *where = user_data;
  TlDialogue *self = where->dialogue;
  guint16 kind = payload && self->directions[where->direction].sealed_records == 0 && header->padding == 0
                     ? tl_sslv2_message_of (payload->bytes)
                     : TL_MESSAGE_NONE;

  self->header = (TlRecordHeader) { .type = TL_RECORD_HANDSHAKE, .version = SSLV2, .length = header->length };
  if (kind != TL_MESSAGE_NONE)
    add_message (self, where->direction, kind, payload, header->length);
  else
    add_sealed (self, where->direction, header, payload, packet, time);
}

static const TlSslv2Sink sink = { begin_cb, record_cb };

void
tl_dialogue_add_sslv2 (TlDialogue *self, guint direction, TlBytes *bytes, guint64 packet, gint64 time)
{
  TlDirection *from = &self->directions[direction];
  Where where = { self, direction };

  if (!tl_sslv2_reader_add (from->sslv2, bytes, packet, time, &sink, &where))
    g_clear_pointer (&from->sslv2, tl_sslv2_reader_free);
}

void
tl_dialogue_flush_sslv2 (TlDialogue *self, guint direction, gint64 time)
{
  TlDirection *from = &self->directions[direction];
  TlChunk part;
  guint8 type;

  if (from->sslv2->payload.bytes == NULL || from->sealed_records > 0)
    return;
  part = tl_pieces_chunk (&from->sslv2->payload, time);
  type = part.bytes.data[0];
  if (tl_message_name ((guint16) (0x200 | type)))
    add_message (self, direction, (guint16) (0x200 | type), &part, from->sslv2->header.length);
}
