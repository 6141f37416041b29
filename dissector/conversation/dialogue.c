/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation in the making: records and messages of both directions become steps and what was negotiated.
 */
#include "dialogue.h"

#include "../display.h"
#include "../limits.h"
#include "hello.h"
#include "steps.h"

enum
{
  MAX_CLIENT_FLIGHT = 8 /* sealed records of the client's that can belong to its part of a TLS 1.3 handshake */
};

/* What a callback of the readers needs. */
typedef struct
{
  TlDialogue *dialogue;
  guint direction;
} Where;

TlDialogue *
tl_dialogue_new (guint64 number, const TlEndpoint ends[2], guint client, gint64 start, bool keep_steps)
{
  TlDialogue *self = g_new0 (TlDialogue, 1);

  self->model.number = number;
  self->model.client = ends[client];
  self->model.server = ends[1 - client];
  self->model.start = self->model.last = start;
  self->model.cipher_suite = self->model.group = -1;
  self->model.resumed = TL_UNKNOWN;
  self->client = client;
  self->closed_by = self->reset_by = self->alert_by = self->sealed_alert_by = -1;
  self->context.message = TL_MESSAGE_NONE;
  self->size = sizeof (TlDialogue);
  if (keep_steps)
    self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_step_unref);
  return self;
}

void
tl_dialogue_free (TlDialogue *self)
{
  for (guint i = 0; i < 2; i++)
    {
      tl_record_reader_clear (&self->directions[i].records);
      tl_handshake_reader_clear (&self->directions[i].handshake);
    }
  g_clear_pointer (&self->steps, g_ptr_array_unref);
  g_clear_pointer (&self->client_session_id, g_bytes_unref);
  g_free (self->model.server_name);
  g_free (self->model.alpn);
  g_free (self);
}

void
tl_dialogue_add_prelude (TlDialogue *self, const TlPrelude *prelude)
{
  const GPtrArray *lines = tl_prelude_lines (prelude);

  self->model.upgraded_from = tl_prelude_protocol (prelude);
  for (guint i = 0; i < lines->len; i++)
    {
      const TlPreludeLine *line = g_ptr_array_index (lines, i);
      TlStepData data = { .type = TL_STEP_PRELUDE,
                          .direction = line->direction,
                          .message = TL_MESSAGE_NONE,
                          .length = line->length,
                          .packet = line->packet,
                          .time = line->time };
      TlStep *step = tl_dialogue_append_step (self, &data);

      if (step == NULL)
        continue;
      step->text = g_strdup (line->text);
      self->size += strlen (line->text);
    }
}

/* A hello says which side is the client's. */
static void
know_client (TlDialogue *self, guint client)
{
  if (self->client_known)
    return;
  self->client_known = true;
  if (self->client == client)
    return;
  tl_dialogue_swap_sides (self);
  self->client = client;
}

static char *
text_of (TlBytes bytes)
{
  return bytes.data ? tl_display_text (bytes, TL_LIMIT_TEXT_CELL) : NULL;
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
  know_client (self, direction);
  self->client_hello = true;
  self->offered_psk_age = hello.pre_shared_key && hello.ticket_age;
  self->client_session_id = g_bytes_new (hello.session_id.data, hello.session_id.length);
  self->model.offered_version = tl_hello_version (&hello, whole);
  self->model.server_name = text_of (hello.host_name);
}

/* Whether the ServerHello resumes a session: TLS 1.3 says it with a pre-shared key, which is a ticket's when it has an age
 * (RFC 9846 section 4.3.11); TLS 1.2 with the session id of the client (RFC 5246 section 7.4.1.3), until what follows tells. */
static TlTristate
resumes (const TlDialogue *self, const TlHello *hello)
{
  gsize length = 0;
  const void *offered = self->client_session_id ? g_bytes_get_data (self->client_session_id, &length) : NULL;

  if (tl_version_is_13 (self->context.version))
    return !hello->pre_shared_key ? TL_NO : self->offered_psk_age ? TL_YES : TL_UNKNOWN;
  if (offered == NULL)
    return TL_UNKNOWN;
  return length > 0 && length == hello->session_id.length && memcmp (offered, hello->session_id.data, length) == 0
             ? TL_YES
             : TL_NO;
}

static void
read_server_hello (TlDialogue *self, guint direction, guint16 kind, const TlChunk *message, bool whole)
{
  TlContext context = self->context;
  TlHello hello;

  context.message = kind;
  tl_hello_read (message->bytes, &context, &hello);
  know_client (self, 1 - direction);
  self->context.version = tl_hello_version (&hello, whole);
  self->context.cipher_suite = (guint16) hello.cipher_suite;
  self->context.certificate_type = hello.server_certificate_type;
  if (self->server_hello)
    return;
  self->model.version = self->context.version;
  self->model.cipher_suite = hello.cipher_suite;
  if (kind == TL_MESSAGE_HELLO_RETRY_REQUEST)
    return;
  self->server_hello = true;
  self->model.group = hello.group;
  self->model.alpn = text_of (hello.protocol);
  self->model.resumed = whole ? resumes (self, &hello) : TL_UNKNOWN;
}

/* TLS 1.2 and older: the first message after ServerHello tells a full handshake from an abbreviated one, whatever the
 * session ids said (RFC 5077 section 3.1; RFC 5246 section 7.3). */
static void
see_server_answer (TlDialogue *self, bool resumed)
{
  if (!self->server_hello || self->server_answered || tl_version_is_13 (self->context.version))
    return;
  if (self->context.version == 0 && resumed) /* what would tell in TLS 1.2 stands in a TLS 1.3 handshake too */
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
    case TL_MESSAGE_SERVER_KEY_EXCHANGE:
      read_server_key_exchange (self, message);
      see_server_answer (self, false);
      break;
    case TL_MESSAGE_CERTIFICATE:
    case TL_MESSAGE_SERVER_HELLO_DONE:
      see_server_answer (self, false);
      break;
    case TL_MESSAGE_NEW_SESSION_TICKET:
      see_server_answer (self, true);
      break;
    default:
      break;
    }
}

static void
message_cb (gpointer user_data, const TlChunk *message, guint64 length, guint32 n_records)
{
  const Where *where = user_data;
  TlDialogue *self = where->dialogue;
  guint16 kind = tl_message_of (message->bytes);
  TlStepData data = { .type = TL_STEP_HANDSHAKE,
                      .direction = where->direction,
                      .message = kind,
                      .length = length,
                      .n_records = n_records,
                      .chunk = message,
                      .time = message->time };

  read_message (self, where->direction, kind, message, message->bytes.length == length);
  tl_dialogue_append_step (self, &data);
}

/* Whether a handshake or alert record of this direction is sealed: after ChangeCipherSpec, except in TLS 1.3, where that means
 * nothing (RFC 9846 appendix E.4). While no version is known, a record that holds exactly one message of a known kind is in clear. */
static bool
is_sealed (const TlDialogue *self, guint direction, const TlChunk *payload)
{
  TlBytes bytes = payload->bytes;
  guint64 length;

  if (!self->directions[direction].change_cipher_spec || tl_version_is_13 (self->context.version))
    return false;
  if (self->context.version != 0)
    return true;
  return !(tl_message_name (tl_message_of (bytes)) && tl_bytes_skip (&bytes, 1)
           && tl_bytes_uint (&bytes, 3, &length) && length == bytes.length);
}

/* How many bytes of MAC stand behind what is in clear all the same, under a cipher suite that does not encrypt (RFC 5246
 * section 6.2.3.1); -1 where it does. */
static int
mac_behind_clear (const TlDialogue *self)
{
  static const struct
  {
    const char *hash;
    int length;
  } macs[] = { { "MD5", 16 }, { "SHA1", 20 }, { "SHA256", 32 }, { "SHA384", 48 } };
  const TlCipherSuiteInfo *suite = tl_cipher_suite_info (self->context.cipher_suite);

  if (self->context.version == 0 || tl_version_is_13 (self->context.version) || suite == NULL
      || g_strcmp0 (suite->cipher, "NULL") != 0)
    return -1;
  for (guint i = 0; i < G_N_ELEMENTS (macs); i++)
    if (g_strcmp0 (suite->hash, macs[i].hash) == 0)
      return macs[i].length;
  return 0;
}

/* @payload without the MAC, where nothing but that protects it. */
static bool
take_mac_off (const TlDialogue *self, const TlChunk *payload, TlChunk *clear)
{
  TlBytes rest = payload->bytes;
  int mac = mac_behind_clear (self);

  *clear = *payload;
  return mac >= 0 && rest.length >= (gsize) mac
         && tl_bytes_take (&rest, rest.length - (gsize) mac, &clear->bytes);
}

static void
append_record (TlDialogue *self, guint direction, const TlChunk *payload, bool sealed)
{
  TlStepData data = { .type = (TlStepType) self->header.type,
                      .direction = direction,
                      .message = TL_MESSAGE_NONE,
                      .length = payload->bytes.length,
                      .n_records = 1,
                      .sealed = sealed,
                      .chunk = payload,
                      .time = payload->time };

  tl_dialogue_append_step (self, &data);
}

static void
handshake_record (TlDialogue *self, guint direction, const TlChunk *payload)
{
  Where where = { self, direction };
  bool sealed = is_sealed (self, direction, payload);
  TlChunk clear;

  if (sealed)
    self->directions[direction].sealed_handshake = true;
  if (sealed && !take_mac_off (self, payload, &clear))
    append_record (self, direction, payload, true);
  else
    tl_handshake_reader_add (&self->directions[direction].handshake, sealed ? &clear : payload, message_cb, &where);
}

/* An alert that ends the conversation: level fatal, and in TLS 1.3 all but the closing ones (RFC 9846 section 6). */
static bool
alert_is_fatal (const TlDialogue *self, guint8 level, guint8 description)
{
  if (tl_version_is_13 (self->context.version))
    return description != 0 && description != 90; /* close_notify, user_canceled */
  return level == 2;
}

static void
alert_in_clear (TlDialogue *self, guint direction, const TlChunk *payload)
{
  TlBytes bytes = payload->bytes;
  TlStepData data = { .type = TL_STEP_ALERT,
                      .direction = direction,
                      .message = TL_MESSAGE_NONE,
                      .length = bytes.length,
                      .n_records = 1,
                      .chunk = payload,
                      .time = payload->time };
  guint8 level = 0, description = 0;
  TlStep *step = tl_dialogue_append_step (self, &data);

  if (!tl_bytes_u8 (&bytes, &level) || !tl_bytes_u8 (&bytes, &description))
    return;
  if (step)
    {
      step->alert_level = level;
      step->alert_description = description;
    }
  if (self->alert_by < 0 && alert_is_fatal (self, level, description))
    {
      self->alert_by = (gint8) direction;
      self->alert = description;
    }
}

static void
alert_record (TlDialogue *self, guint direction, const TlChunk *payload)
{
  const TlDirection *from = &self->directions[direction];
  bool sealed = from->change_cipher_spec && !tl_version_is_13 (self->context.version) && payload->bytes.length > 2;
  TlChunk clear;

  if (!sealed || take_mac_off (self, payload, &clear))
    {
      alert_in_clear (self, direction, sealed ? &clear : payload);
      return;
    }
  if (self->sealed_alert_by < 0)
    self->sealed_alert_by = (gint8) direction;
  append_record (self, direction, payload, true);
}

static void
change_cipher_spec_record (TlDialogue *self, guint direction, const TlChunk *payload)
{
  if (direction != self->client)
    see_server_answer (self, true);
  append_record (self, direction, payload, false);
  self->directions[direction].change_cipher_spec = true;
}

/* TLS 1.3: whether a sealed record belongs to the handshake, as far as its place and size tell. The server's do until the client answers;
 * the client's up to the one that has the size of its Finished (RFC 9846 section 4.5.3). */
static bool
is_in_handshake (const TlDialogue *self, guint direction)
{
  return tl_version_is_13 (self->context.version) && self->server_hello
         && !self->directions[direction].handshake_over;
}

static void
see_sealed_record (TlDialogue *self, guint direction, guint32 length)
{
  TlDirection *from = &self->directions[direction];
  const TlCipherSuiteInfo *suite = tl_cipher_suite_info (self->context.cipher_suite);
  guint32 hash = suite && g_strcmp0 (suite->hash, "SHA384") == 0 ? 48 : 32;

  if (!tl_version_is_13 (self->context.version) || !self->server_hello)
    return;
  from->sealed_records++;
  if (from->sealed_records == 1)
    from->first_sealed_length = length;
  if (direction == self->client)
    {
      self->directions[1 - direction].handshake_over = true;
      if (length == 4 + hash + 1 + 16 || from->sealed_records >= MAX_CLIENT_FLIGHT)
        from->handshake_over = true;
    }
  else if (self->directions[1 - direction].sealed_records > 0)
    self->directions[1 - direction].handshake_over = true;
  if (from->sealed_records >= TL_LIMIT_SEALED_STEPS)
    from->handshake_over = true;
}

static void
application_data_record (TlDialogue *self, guint direction, const TlChunk *payload, guint64 packet, gint64 time)
{
  TlStepData data = { .type = TL_STEP_APPLICATION_DATA,
                      .direction = direction,
                      .message = TL_MESSAGE_NONE,
                      .length = self->header.length,
                      .n_records = 1,
                      .sealed = mac_behind_clear (self) < 0,
                      .packet = packet,
                      .time = time };

  if (payload)
    {
      data.in_handshake = true;
      data.chunk = payload;
      see_sealed_record (self, direction, self->header.length);
      tl_dialogue_append_step (self, &data);
      return;
    }
  see_sealed_record (self, direction, self->header.length);
  tl_dialogue_append_application_data (self, &data);
}

/* Application data is only counted, except what can be the sealed part of a handshake. */
static bool
begin_cb (gpointer user_data, const TlRecordHeader *header)
{
  const Where *where = user_data;

  return header->type != TL_RECORD_APPLICATION_DATA || is_in_handshake (where->dialogue, where->direction);
}

static void
record_cb (gpointer user_data, const TlRecordHeader *header, const TlChunk *payload, guint64 packet, gint64 time)
{
  const Where *where = user_data;
  TlDialogue *self = where->dialogue;

  self->header = *header;
  if (header->type != TL_RECORD_HANDSHAKE) /* a message may not be interrupted (RFC 9846 section 5.1): one that is, ends here */
    tl_handshake_reader_flush (&self->directions[where->direction].handshake, time, message_cb, (gpointer) where);
  switch (header->type)
    {
    case TL_RECORD_HANDSHAKE:
      handshake_record (self, where->direction, payload);
      break;
    case TL_RECORD_ALERT:
      alert_record (self, where->direction, payload);
      break;
    case TL_RECORD_CHANGE_CIPHER_SPEC:
      change_cipher_spec_record (self, where->direction, payload);
      break;
    case TL_RECORD_APPLICATION_DATA:
      application_data_record (self, where->direction, payload, packet, time);
      break;
    default:
      append_record (self, where->direction, payload, self->directions[where->direction].change_cipher_spec);
    }
}

static void
broken_cb (gpointer user_data, gint64 time G_GNUC_UNUSED)
{
  const Where *where = user_data;
  TlDirection *from = &where->dialogue->directions[where->direction];

  from->lost = true;
  from->not_tls = true;
}

static const TlRecordSink record_sink = { begin_cb, record_cb, broken_cb };

void
tl_dialogue_add (TlDialogue *self, guint direction, TlBytes bytes, guint64 packet, gint64 time)
{
  TlDirection *from = &self->directions[direction];
  Where where = { self, direction };

  from->spoke = true;
  if (from->unsynced && tl_record_sniff (bytes) != TL_SNIFF_YES)
    return;
  from->unsynced = false;
  tl_record_reader_add (&from->records, bytes, packet, time, &record_sink, &where);
}

static void
flush_direction (TlDialogue *self, guint direction, gint64 time)
{
  TlDirection *from = &self->directions[direction];
  Where where = { self, direction };

  if (from->records.header.type == TL_RECORD_HANDSHAKE && from->records.payload.bytes
      && !from->change_cipher_spec)
    {
      TlChunk part = tl_pieces_chunk (&from->records.payload, time);
      tl_handshake_reader_add (&from->handshake, &part, message_cb, &where);
    }
  tl_handshake_reader_flush (&from->handshake, time, message_cb, &where);
}

void
tl_dialogue_gap (TlDialogue *self, guint direction, guint64 length, gint64 time)
{
  TlDirection *from = &self->directions[direction];

  self->model.lost_bytes = true;
  self->grown = true;
  if (from->records.remaining >= length && !from->records.wanted)
    {
      from->records.remaining -= (guint32) length; /* inside application data: nothing that we read is missing */
      return;
    }
  from->lost = true;
  flush_direction (self, direction, time);
  tl_record_reader_clear (&from->records);
  from->records = (TlRecordReader) { 0 };
  from->unsynced = true;
}

void
tl_dialogue_end (TlDialogue *self, gint64 time)
{
  for (guint i = 0; i < 2; i++)
    {
      flush_direction (self, i, time);
      tl_record_reader_clear (&self->directions[i].records);
    }
}

gsize
tl_dialogue_size (const TlDialogue *self)
{
  gsize size = self->size;

  for (guint i = 0; i < 2; i++)
    size += tl_pieces_size (&self->directions[i].records.payload) + tl_pieces_size (&self->directions[i].handshake.message);
  return size;
}

TlConversation *
tl_dialogue_snapshot (TlDialogue *self, bool complete)
{
  TlConversation *copy = g_atomic_rc_box_new0 (TlConversation);
  guint n_steps = self->steps ? self->steps->len : 0;

  tl_dialogue_judge (self, complete);
  *copy = self->model;
  copy->complete = complete;
  copy->server_name = g_strdup (self->model.server_name);
  copy->alpn = g_strdup (self->model.alpn);
  copy->n_steps = n_steps;
  copy->steps = g_new (TlStep *, MAX (n_steps, 1));
  for (guint i = 0; i < n_steps; i++)
    copy->steps[i] = tl_step_ref (g_ptr_array_index (self->steps, i));
  self->own_run[0] = self->own_run[1] = NULL;
  self->grown = false;
  return copy;
}
