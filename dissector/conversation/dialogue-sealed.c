/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation in the making, its sealed records: opened where a key was given for them, and told like those in clear.
 */
#include "dialogue-parts.h"

#include "../secrets/door.h"
#include "exchange.h"
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
see_client_hello (TlDialogue *self, guint16 kind, TlBytes message)
{
  TlContext context = self->context;
  guint8 random[TL_RANDOM_SIZE];
  TlHello hello;

  context.message = kind;
  tl_hello_read (message, &context, &hello);
  tl_opener_client_hello (self->opener, tl_bytes (random, tl_hello_random (&hello, random) ? sizeof random : 0),
                          hello.session_id, hello.ticket, hello.early_data);
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
  if (tl_dialogue_may_be_hidden (self))
    tl_opener_expect_hidden (self->opener);
}

/* RFC 5077: what a later conversation resumes this one with. */
static void
see_ticket (TlDialogue *self, TlBytes message)
{
  TlContext context = self->context;

  context.message = TL_MESSAGE_NEW_SESSION_TICKET;
  if (!tl_version_is_13 (context.version))
    tl_opener_new_session_ticket (self->opener, tl_new_session_ticket_read (message, &context, NULL));
}

void
tl_dialogue_tell_opener (TlDialogue *self, guint direction, guint16 kind, TlBytes message)
{
  guint sender = sender_of (self, direction);

  if (self->opener == NULL && !self->quic)
    begin_opening (self);
  if (self->opener && kind == TL_MESSAGE_CLIENT_KEY_EXCHANGE)
    tl_opener_expect_new_secret (self->opener);
  tl_dialogue_see_exchange (self, direction, kind, message); /* first: the opener looks for the secrets that follow from it */
  if (self->quic)
    {
      tl_dialogue_tell_quic_opener (self, kind, message);
      return;
    }
  switch (kind)
    {
    case TL_MESSAGE_CLIENT_HELLO:
      see_client_hello (self, kind, tl_dialogue_hello_for_keys (self, message));
      break;
    case TL_MESSAGE_SSLV2_CLIENT_HELLO:
      see_client_hello (self, kind, message);
      break;
    case TL_MESSAGE_SERVER_HELLO:
      if (self->ech_verdict == TL_ECH_TAKEN)
        see_client_hello (self, TL_MESSAGE_CLIENT_HELLO, tl_dialogue_hello_for_keys (self, message));
      see_server_hello (self, message);
      break;
    case TL_MESSAGE_NEW_SESSION_TICKET:
      see_ticket (self, message);
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
  if (result == TL_OPEN_NO_SECRET)
    self->model.hidden_search_cut
        = self->quic ? tl_dialogue_quic_hidden_is_cut (self) : tl_opener_hidden_is_cut (self->opener);
  if (result == TL_OPEN_OPENED)
    {
      self->model.n_opened++;
      from->opened = true;
      tl_dialogue_see_ech_secrets (self);
    }
  else if (self->model.n_not_opened++ == 0)
    {
      self->model.not_opened = result;
      self->model.not_opened_of = tl_dialogue_side (self, direction);
      self->model.first_not_opened = from->protected_records;
    }
}

/* Whether the record at hand is protected: DTLS says it by the epoch (RFC 6347 section 4.1). In TLS 1.3 it says that it is
 * application data (RFC 9846 section 5.2). */
static bool
is_protected (const TlDialogue *self, guint direction)
{
  const TlDatagrams *datagrams = self->directions[direction].datagrams;

  if (datagrams)
    return datagrams->header.unified || datagrams->header.epoch > 0;
  if (tl_version_is_13 (self->context.version)) /* a HelloRetryRequest says so, too */
    return self->header.type == TL_RECORD_APPLICATION_DATA;
  return self->directions[direction].change_cipher_spec || self->header.type == TL_RECORD_APPLICATION_DATA;
}

/* Opens the ciphertext of DTLS 1.3 at hand. @header is filled in. */
static TlOpenResult
open_ciphertext (
    TlDialogue *self, guint direction, TlUnifiedHeader *header, TlSealedRecord *record, TlOpenedRecord *opened)
{
  const TlDtlsHeader *dtls = &self->directions[direction].datagrams->header;

  header->bytes = dtls->bytes;
  header->epoch = dtls->epoch;
  header->number = 1 + (gsize) dtls->connection_id;
  header->number_size = dtls->bytes.length > 0 && dtls->bytes.data[0] & TL_DTLS_LONG_NUMBER ? 2 : 1;
  return tl_opener_open_unified (self->opener, sender_of (self, direction), header, record, opened);
}

/* RFC 9146 section 4: the connection id stands between sequence number and length. */
static TlBytes
connection_id_of (const TlDtlsHeader *header)
{
  TlBytes rest = header->bytes, id = { 0 };

  if (header->type != TL_DTLS_CONNECTION_ID || !tl_bytes_skip (&rest, 1 + 2 + 8)
      || !tl_bytes_take (&rest, header->connection_id, &id))
    return (TlBytes) { 0 };
  return id;
}

/* What was in the record at hand, which @payload is of, is told like what is in clear. */
static void
add_opened (TlDialogue *self, guint direction, const TlChunk *payload, const TlSealedRecord *record, TlOpenedRecord *opened)
{
  TlChunk content = *payload;
  guint8 type = opened->type;

  content.skip += (guint32) opened->before;
  self->door = tl_door_new (record, opened);
  content.bytes = tl_bytes (g_bytes_get_data (self->door->opened.plaintext, NULL), self->door->opened.content);
  tl_dialogue_add_content (self, direction, type, &content);
  g_clear_pointer (&self->door, tl_door_unref);
}

/* The record at hand, of DTLS. */
static bool
open_datagram_record (TlDialogue *self, guint direction, const TlChunk *payload)
{
  TlDatagrams *datagrams = self->directions[direction].datagrams;
  const TlDtlsHeader *dtls = &datagrams->header;
  TlSealedRecord record = { .type = dtls->type,
                            .version = dtls->version,
                            .sequence = (guint64) dtls->epoch << 48 | dtls->sequence,
                            .header = dtls->bytes,
                            .connection_id = connection_id_of (dtls),
                            .payload = payload->bytes };
  g_auto (TlOpenedRecord) opened = { 0 };
  TlUnifiedHeader header;
  TlOpenResult result = dtls->unified
                            ? open_ciphertext (self, direction, &header, &record, &opened)
                            : tl_opener_open (self->opener, sender_of (self, direction), &record, &opened);

  tl_dialogue_note_opening (self, direction, result);
  tl_dialogue_see_opened (self, direction, result == TL_OPEN_OPENED ? opened.type : dtls->type, payload->time);
  if (result != TL_OPEN_OPENED)
    return false;
  if (!dtls->unified)
    self->header.type = opened.type; /* with a connection id, it was not told */
  datagrams->repeating = false;
  add_opened (self, direction, payload, &record, &opened);
  return true;
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

  if (!is_protected (self, direction))
    return false;
  if (self->opener == NULL)
    begin_opening (self);
  if (self->context.dtls)
    return open_datagram_record (self, direction, payload);
  result = tl_opener_open (self->opener, sender_of (self, direction), &record, &opened);
  tl_dialogue_note_opening (self, direction, result);
  if (result != TL_OPEN_OPENED)
    return false;
  add_opened (self, direction, payload, &record, &opened);
  return true;
}
