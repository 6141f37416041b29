/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation in the making: records and messages of both directions become steps and what was negotiated.
 */
#include "dialogue-parts.h"

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
      g_clear_pointer (&self->directions[i].message_door, tl_door_unref);
      g_clear_pointer (&self->directions[i].datagrams, tl_datagrams_free);
      tl_sslv2_reader_free (self->directions[i].sslv2);
    }
  g_clear_pointer (&self->quic, tl_quic_connection_free);
  g_clear_pointer (&self->steps, g_ptr_array_unref);
  g_clear_pointer (&self->opener, tl_opener_free);
  g_clear_pointer (&self->quic_sealed, tl_quic_sealed_free);
  g_clear_pointer (&self->ech, tl_ech_opener_free);
  g_clear_pointer (&self->inner, tl_inner_hello_unref);
  g_clear_pointer (&self->underway, tl_underway_free);
  g_clear_pointer (&self->keyring, tl_keyring_unref);
  g_free (self->model.server_name);
  g_free (self->model.inner_server_name);
  g_free (self->model.alpn);
  g_free (self);
}

void
tl_dialogue_set_keyring (TlDialogue *self, TlKeyring *keyring)
{
  self->keyring = tl_keyring_ref (keyring);
}

static void
prelude_cb (gpointer user_data, const TlPreludeStep *said)
{
  TlDialogue *self = user_data;
  TlStepData data = { .type = TL_STEP_PRELUDE,
                      .direction = said->direction,
                      .message = TL_MESSAGE_NONE,
                      .length = said->chunk.bytes.length,
                      .chunk = &said->chunk,
                      .only_origins = true,
                      .time = said->chunk.time };
  TlStep *step = tl_dialogue_append_step (self, &data);

  if (step == NULL)
    return;
  step->text = g_strdup (said->text);
  step->prelude = (guint8) said->protocol;
  step->marks = said->marks;
  self->size += strlen (said->text);
}

void
tl_dialogue_add_prelude (TlDialogue *self, TlPrelude *prelude)
{
  tl_prelude_take (prelude, prelude_cb, self);
  self->model.upgraded_from = tl_prelude_upgraded_from (prelude);
  self->model.prelude_left_out = tl_prelude_left_out (prelude);
  self->model.lost_bytes |= tl_prelude_lost (prelude);
}

static void
message_cb (gpointer user_data, const TlChunk *message, guint64 length, guint32 n_records)
{
  const Where *where = user_data;

  tl_dialogue_add_message (where->dialogue, where->direction, message, length, n_records);
}

/* Whether the record at hand stands in an epoch after the first: what does is encrypted (RFC 6347 section 4.1). */
static bool
is_in_later_epoch (const TlDialogue *self, guint direction)
{
  const TlDatagrams *datagrams = self->directions[direction].datagrams;

  return datagrams && datagrams->epoch > 0;
}

static bool
may_be_sealed (const TlDialogue *self, guint direction)
{
  const TlDirection *from = &self->directions[direction];

  return (from->change_cipher_spec || from->midstream) && !tl_version_is_13 (self->context.version);
}

/* Whether a handshake or alert record of this direction is sealed: after ChangeCipherSpec, except in TLS 1.3, where that means
 * nothing (RFC 9846 appendix E.4). While no version is known, a record that holds exactly one message of a known kind is in clear. */
static bool
is_sealed (const TlDialogue *self, guint direction, const TlChunk *payload)
{
  TlBytes bytes = payload->bytes;
  guint64 length;

  if (self->door)
    return false;
  if (self->context.dtls)
    return is_in_later_epoch (self, direction);
  if (!may_be_sealed (self, direction))
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

/* Whether the end of the record at hand is missing. */
static bool
record_is_cut (const TlDialogue *self, guint direction)
{
  const TlDirection *from = &self->directions[direction];

  return from->datagrams ? from->datagrams->cut : from->cut;
}

static void
append_record (TlDialogue *self, guint direction, TlStepType type, const TlChunk *payload, bool sealed)
{
  const TlDatagrams *datagrams = self->directions[direction].datagrams;
  TlStepData data = { .type = type,
                      .direction = direction,
                      .message = TL_MESSAGE_NONE,
                      .length = record_is_cut (self, direction) ? self->header.length : payload->bytes.length,
                      .n_records = 1,
                      .sealed = sealed,
                      .in_handshake = self->header.type == TL_DTLS_CONNECTION_ID,
                      .retransmission = datagrams && datagrams->repeating,
                      .chunk = payload,
                      .time = payload->time };

  tl_dialogue_append_step (self, &data);
}

static void
let_door_go (TlDialogue *self, guint direction)
{
  TlDirection *from = &self->directions[direction];

  if (from->message_door)
    self->size -= tl_door_size (from->message_door);
  g_clear_pointer (&from->message_door, tl_door_unref);
}

/* The next message may have begun in the record at hand, and never be brought to its end. */
static void
keep_door (TlDialogue *self, guint direction)
{
  let_door_go (self, direction);
  if (self->door == NULL)
    return;
  self->directions[direction].message_door = tl_door_ref (self->door);
  self->size += tl_door_size (self->door);
}

static void
handshake_record (TlDialogue *self, guint direction, const TlChunk *payload)
{
  Where where = { self, direction };
  bool sealed = is_sealed (self, direction, payload);
  TlChunk clear;

  if (sealed || self->door)
    self->directions[direction].sealed_handshake = true;
  if (sealed && !take_mac_off (self, payload, &clear))
    append_record (self, direction, TL_STEP_HANDSHAKE, payload, true);
  else if (self->context.dtls)
    tl_dialogue_add_fragments (self, direction, sealed ? &clear : payload);
  else
    {
      tl_handshake_reader_add (&self->directions[direction].handshake, sealed ? &clear : payload, message_cb, &where);
      keep_door (self, direction);
    }
}

/* The message that has begun ends here: it shows the door of its own record, not of the one at hand. */
static void
flush_message (TlDialogue *self, guint direction, gint64 time)
{
  Where where = { self, direction };
  TlDoor *door = self->door;

  self->door = self->directions[direction].message_door;
  tl_handshake_reader_flush (&self->directions[direction].handshake, time, message_cb, &where);
  self->door = door;
  let_door_go (self, direction);
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
  bool protected = self->context.dtls ? is_in_later_epoch (self, direction) : may_be_sealed (self, direction);
  bool sealed = protected && self->header.length > 2 && self->door == NULL;
  TlChunk clear;

  if (!sealed || take_mac_off (self, payload, &clear))
    {
      alert_in_clear (self, direction, sealed ? &clear : payload);
      return;
    }
  if (self->sealed_alert_by < 0)
    self->sealed_alert_by = (gint8) direction;
  append_record (self, direction, TL_STEP_ALERT, payload, true);
}

/* In a renegotiation the keys of the handshake before still protect it (RFC 5246 section 7.1): then it is longer than its one
 * byte. */
static void
change_cipher_spec_record (TlDialogue *self, guint direction, const TlChunk *payload)
{
  TlDirection *from = &self->directions[direction];
  bool protected = self->context.dtls ? is_in_later_epoch (self, direction)
                                      : from->change_cipher_spec && !tl_version_is_13 (self->context.version);
  bool sealed = protected && self->header.length > 1 && self->door == NULL;
  TlChunk clear;

  if (direction != self->client)
    tl_dialogue_see_server_answer (self, true);
  if (!sealed || take_mac_off (self, payload, &clear))
    append_record (self, direction, TL_STEP_CHANGE_CIPHER_SPEC, sealed ? &clear : payload, false);
  else
    append_record (self, direction, TL_STEP_CHANGE_CIPHER_SPEC, payload, true);
  from->change_cipher_spec = true;
  if (self->keyring)
    tl_dialogue_open_after (self, direction);
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
                      .sealed = self->door == NULL && mac_behind_clear (self) < 0,
                      .packet = packet,
                      .time = time };

  if (payload && self->door == NULL && is_in_handshake (self, direction))
    {
      data.in_handshake = true;
      data.chunk = payload;
      see_sealed_record (self, direction, self->header.length);
      tl_dialogue_append_step (self, &data);
      return;
    }
  if (self->door == NULL)
    see_sealed_record (self, direction, self->header.length);
  if (self->door || !tl_version_is_13 (self->context.version) || self->header.length > TL_ALERT_SIZE)
    self->directions[direction].sent_data = true;
  tl_dialogue_append_application_data (self, &data);
}

/* Of a kind that is none of the handshake's. Under tls12_cid, the kind is hidden behind what it holds (RFC 9146 section 4). */
static void
other_record (TlDialogue *self, guint direction, TlStepType type, const TlChunk *content)
{
  bool sealed = self->door == NULL
                && (self->context.dtls ? is_in_later_epoch (self, direction) : self->directions[direction].change_cipher_spec);
  bool stays = sealed && self->header.type == TL_DTLS_CONNECTION_ID;
  TlChunk clear;

  if (sealed && !stays && take_mac_off (self, content, &clear))
    append_record (self, direction, type, &clear, false);
  else
    append_record (self, direction, type, content, sealed);
}

bool
tl_dialogue_wants (const TlDialogue *self, guint direction, guint8 type)
{
  return type != TL_RECORD_APPLICATION_DATA || self->keyring || is_in_handshake (self, direction);
}

static bool
begin_cb (gpointer user_data, const TlRecordHeader *header)
{
  const Where *where = user_data;

  return tl_dialogue_wants (where->dialogue, where->direction, header->type);
}

static void
add_content (TlDialogue *self, guint direction, guint8 type, const TlChunk *content, guint64 packet, gint64 time)
{
  if (type != TL_RECORD_HANDSHAKE) /* a message may not be interrupted (RFC 9846 section 5.1): one that is, ends here */
    flush_message (self, direction, time);
  switch (type)
    {
    case TL_RECORD_HANDSHAKE:
      handshake_record (self, direction, content);
      break;
    case TL_RECORD_ALERT:
      alert_record (self, direction, content);
      break;
    case TL_RECORD_CHANGE_CIPHER_SPEC:
      change_cipher_spec_record (self, direction, content);
      break;
    case TL_RECORD_APPLICATION_DATA:
      application_data_record (self, direction, content, packet, time);
      break;
    default:
      other_record (self, direction, (TlStepType) type, content);
    }
}

void
tl_dialogue_add_content (TlDialogue *self, guint direction, guint8 type, const TlChunk *content)
{
  if (self->header.type == TL_RECORD_APPLICATION_DATA)
    see_sealed_record (self, direction, self->header.length);
  add_content (self, direction, type, content, content->origins[0].packet, content->time);
}

void
tl_dialogue_add_record (TlDialogue *self,
                        guint direction,
                        const TlRecordHeader *header,
                        const TlChunk *payload,
                        guint64 packet,
                        gint64 time)
{
  self->header = *header;
  self->directions[direction].alert_last
      = header->type == TL_RECORD_ALERT
        || (tl_version_is_13 (self->context.version) && header->type == TL_RECORD_APPLICATION_DATA && header->length <= TL_ALERT_SIZE);
  if (self->keyring == NULL || payload == NULL || record_is_cut (self, direction)
      || !tl_dialogue_open_record (self, direction, payload))
    add_content (self, direction, header->type, payload, packet, time);
}

static void
record_cb (gpointer user_data, const TlRecordHeader *header, const TlChunk *payload, guint64 packet, gint64 time)
{
  const Where *where = user_data;

  tl_dialogue_add_record (where->dialogue, where->direction, header, payload, packet, time);
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
  if (!from->begun && tl_sslv2_is_possible (bytes))
    from->sslv2 = g_new0 (TlSslv2Reader, 1);
  from->begun = true;
  if (from->sslv2)
    tl_dialogue_add_sslv2 (self, direction, &bytes, packet, time);
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
  flush_message (self, direction, time);
  if (from->sslv2)
    tl_dialogue_flush_sslv2 (self, direction, time);
  if (from->datagrams)
    tl_dialogue_flush_datagrams (self, direction, time);
}

/* Bytes are missing within a record: where the next one begins is known all the same. Of handshake messages in clear, the one that
 * they belong to is told as far as it goes, and the next ones are read. */
static void
lose_within_record (TlDialogue *self, guint direction, guint32 length, gint64 time)
{
  TlDirection *from = &self->directions[direction];
  TlChunk part = tl_pieces_chunk (&from->records.payload, time);
  Where where = { self, direction };
  bool passing = true;

  self->header = from->records.header;
  from->lost = true;
  if (self->opener)
    tl_dialogue_lose_records (self, direction);
  if (self->header.type == TL_RECORD_HANDSHAKE && !is_sealed (self, direction, &part))
    {
      if (part.bytes.length > 0)
        tl_handshake_reader_add (&from->handshake, &part, message_cb, &where);
      passing = !tl_handshake_reader_lose (&from->handshake, length, time, message_cb, &where);
    }
  else
    {
      from->cut = true;
      if (part.bytes.length > 0)
        tl_dialogue_add_record (self, direction, &from->records.header, &part, 0, time);
      tl_handshake_reader_lose (&from->handshake, length, time, message_cb, &where);
      from->cut = false;
    }
  tl_record_reader_lose (&from->records, length, passing);
}

void
tl_dialogue_gap (TlDialogue *self, guint direction, guint64 length, gint64 time)
{
  TlDirection *from = &self->directions[direction];
  Where where = { self, direction };

  self->model.lost_bytes = true;
  self->grown = true;
  if (from->records.remaining >= length && !from->records.wanted)
    {
      from->records.remaining -= (guint32) length; /* inside application data: nothing that we read is missing */
      return;
    }
  if (from->records.remaining >= length)
    {
      lose_within_record (self, direction, (guint32) length, time);
      return;
    }
  from->lost = true;
  if (self->opener)
    tl_dialogue_lose_records (self, direction);
  flush_direction (self, direction, time);
  tl_handshake_reader_lose (&from->handshake, length, time, message_cb, &where);
  tl_record_reader_clear (&from->records);
  from->records = (TlRecordReader) { 0 };
  g_clear_pointer (&from->sslv2, tl_sslv2_reader_free);
  from->unsynced = true;
}

void
tl_dialogue_end (TlDialogue *self, gint64 time)
{
  if (self->quic)
    tl_dialogue_flush_quic (self, time);
  for (guint i = 0; i < 2; i++)
    {
      flush_direction (self, i, time);
      tl_record_reader_clear (&self->directions[i].records);
    }
}

gsize
tl_dialogue_size (const TlDialogue *self)
{
  gsize size = self->size + (self->quic ? tl_quic_connection_size (self->quic) : 0)
               + (self->quic_sealed ? tl_quic_sealed_size (self->quic_sealed) : 0);

  for (guint i = 0; i < 2; i++)
    {
      const TlDirection *from = &self->directions[i];

      size += tl_pieces_size (&from->records.payload) + tl_pieces_size (&from->handshake.message);
      size += from->sslv2 ? tl_sslv2_reader_size (from->sslv2) : 0;
      size += from->datagrams ? tl_datagrams_size (from->datagrams) : 0;
    }
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
  copy->inner_server_name = g_strdup (self->model.inner_server_name);
  copy->keyring = self->keyring ? tl_keyring_ref (self->keyring) : NULL;
  copy->n_steps = n_steps;
  copy->steps = g_new (TlStep *, MAX (n_steps, 1));
  for (guint i = 0; i < n_steps; i++)
    copy->steps[i] = tl_step_ref (g_ptr_array_index (self->steps, i));
  self->own_run[0] = self->own_run[1] = NULL;
  self->grown = false;
  return copy;
}
