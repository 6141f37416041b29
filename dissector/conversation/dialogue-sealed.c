/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation in the making, its sealed records: opened where a key was given for them, and told like those in clear.
 */
#include "dialogue-parts.h"

#include "../secrets/door.h"
#include "hello.h"

static guint
sender_of (const TlDialogue *self, guint direction)
{
  return tl_dialogue_side (self, direction) == TL_SIDE_CLIENT ? TL_SENDER_CLIENT : TL_SENDER_SERVER;
}

static void
begin_opening (TlDialogue *self)
{
  self->opener = tl_opener_new (self->keyring, self->context.dtls);
  self->size += tl_opener_size (self->opener);
}

static void
see_client_hello (TlDialogue *self, TlBytes message)
{
  TlContext context = self->context;
  TlHello hello;

  context.message = TL_MESSAGE_CLIENT_HELLO;
  tl_hello_read (message, &context, &hello);
  tl_opener_client_hello (self->opener, hello.random, hello.session_id, hello.ticket, hello.early_data);
}

static void
see_server_hello (TlDialogue *self, TlBytes message)
{
  TlContext context = self->context;
  TlHello hello;

  context.message = TL_MESSAGE_SERVER_HELLO;
  tl_hello_read (message, &context, &hello);
  tl_opener_server_hello (self->opener,
                          &(TlOpenerServerHello){ .version = tl_version_for_keys (self->context.version),
                                                  .cipher_suite = self->context.cipher_suite,
                                                  .random = hello.random,
                                                  .session_id = hello.session_id,
                                                  .extended_main_secret = hello.extended_main_secret,
                                                  .encrypt_then_mac = hello.encrypt_then_mac });
}

void
tl_dialogue_tell_opener (TlDialogue *self, guint direction, guint16 kind, TlBytes message)
{
  guint sender = sender_of (self, direction);

  if (self->quic)
    {
      tl_dialogue_tell_quic_opener (self, kind, message);
      return;
    }
  if (self->opener == NULL)
    begin_opening (self);
  switch (kind)
    {
    case TL_MESSAGE_CLIENT_HELLO:
      see_client_hello (self, message);
      break;
    case TL_MESSAGE_SERVER_HELLO:
      see_server_hello (self, message);
      break;
    case TL_MESSAGE_FINISHED:
      tl_opener_finished (self->opener, sender);
      break;
    case TL_MESSAGE_END_OF_EARLY_DATA:
      tl_opener_end_of_early_data (self->opener);
      break;
    case TL_MESSAGE_KEY_UPDATE:
      tl_opener_key_update (self->opener, sender);
      break;
    default:
      break;
    }
}

void
tl_dialogue_open_after (TlDialogue *self, guint direction)
{
  if (self->opener == NULL)
    begin_opening (self);
  tl_opener_change_cipher_spec (self->opener, sender_of (self, direction));
}

void
tl_dialogue_lose_records (TlDialogue *self, guint direction)
{
  tl_opener_lost (self->opener, sender_of (self, direction));
}

void
tl_dialogue_note_opening (TlDialogue *self, guint direction, TlOpenResult result)
{
  TlDirection *from = &self->directions[direction];

  from->protected_records++;
  if (result == TL_OPEN_OPENED)
    {
      self->model.n_opened++;
      from->opened = true;
    }
  else if (self->model.n_not_opened++ == 0)
    {
      self->model.not_opened = result;
      self->model.not_opened_of = tl_dialogue_side (self, direction);
      self->model.first_not_opened = from->protected_records;
    }
}

/* Whether a record of the type at hand is protected: in TLS 1.3 it says that it is application data (RFC 9846 section 5.2). */
static bool
is_protected (const TlDialogue *self, guint direction)
{
  if (tl_version_is_13 (self->context.version) && self->server_hello)
    return self->header.type == TL_RECORD_APPLICATION_DATA;
  return self->directions[direction].change_cipher_spec || self->header.type == TL_RECORD_APPLICATION_DATA;
}

bool
tl_dialogue_open_record (TlDialogue *self, guint direction, const TlChunk *payload)
{
  guint8 head[TL_RECORD_HEADER] = { self->header.type, (guint8) (self->header.version >> 8), (guint8) self->header.version,
                                    (guint8) (self->header.length >> 8), (guint8) self->header.length };
  TlSealedRecord record = { .type = self->header.type,
                            .version = self->header.version,
                            .header = tl_bytes (head, sizeof head),
                            .payload = payload->bytes };
  g_auto (TlOpenedRecord) opened = { 0 };
  TlOpenResult result;
  TlChunk content = *payload;
  guint8 type;

  if (!is_protected (self, direction))
    return false;
  if (self->opener == NULL)
    begin_opening (self);
  result = tl_opener_open (self->opener, sender_of (self, direction), &record, &opened);
  tl_dialogue_note_opening (self, direction, result);
  if (result != TL_OPEN_OPENED)
    return false;
  content.skip += (guint32) opened.before;
  type = opened.type;
  self->door = tl_door_new (&record, &opened);
  content.bytes = tl_bytes (g_bytes_get_data (self->door->opened.plaintext, NULL), self->door->opened.content);
  tl_dialogue_add_content (self, direction, type, &content);
  g_clear_pointer (&self->door, tl_door_unref);
  return true;
}
