/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation in the making, over UDP: the records of a datagram (RFC 9147, RFC 6347), put in order as far as
 * their numbers and the rules of the handshake tell it.
 */
#include "dialogue-parts.h"

#include "../limits.h"

/* A record that came before those that it follows; with keys, the bytes of its header too. */
typedef struct
{
  TlDtlsHeader header;
  guint8 *head;
  TlPieces payload;
} Held;

/* What a callback of the reader of fragments needs. */
typedef struct
{
  TlDialogue *dialogue;
  guint direction;
} Where;

static void
held_free (gpointer data)
{
  Held *held = data;

  tl_pieces_clear (&held->payload);
  g_free (held->head);
  g_free (held);
}

static gsize
held_size (const Held *held)
{
  return sizeof *held + 2 * sizeof (gpointer) + tl_pieces_size (&held->payload) + held->header.bytes.length;
}

void
tl_datagrams_free (TlDatagrams *self)
{
  tl_dtls_replay_clear (&self->replay);
  tl_dtls_reader_clear (&self->fragments);
  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_free (self);
}

gsize
tl_datagrams_size (const TlDatagrams *self)
{
  return sizeof *self + tl_dtls_replay_size (&self->replay) + self->fragments.size + self->held_size;
}

void
tl_dialogue_begin_datagrams (TlDialogue *self)
{
  self->model.transport = TL_TRANSPORT_UDP;
  self->model.protocol = TL_PROTOCOL_DTLS;
  self->context.dtls = true;
  for (guint i = 0; i < 2; i++)
    {
      TlDatagrams *datagrams = g_new0 (TlDatagrams, 1);

      datagrams->fragments.keep_seal = (gpointer (*) (gpointer)) tl_door_ref;
      datagrams->fragments.let_seal_go = (void (*) (gpointer)) tl_door_unref;
      self->directions[i].datagrams = datagrams;
    }
}

static void
note_loss (TlDialogue *self, guint direction)
{
  self->directions[direction].lost = true;
  self->model.lost_bytes = true;
}

/* The snap length has cut a record: of application data, nothing that we read is missing. */
static void
note_cut (TlDialogue *self, guint direction, const TlDtlsHeader *header)
{
  self->model.lost_bytes = true;
  if (header->type != TL_RECORD_APPLICATION_DATA)
    note_loss (self, direction);
}

/* Messages may wait for others: each is told with what its own record was opened to. */
static void
tell (const Where *where, const TlDtlsMessage *message)
{
  TlDialogue *self = where->dialogue;
  TlDoor *door = self->door;

  self->door = message->seal;
  self->message_seq = message->sequence;
  if (message->again)
    tl_dialogue_repeat_message (self, where->direction, message->chunk, message->length, message->n_records);
  else
    tl_dialogue_add_message (self, where->direction, message->chunk, message->length, message->n_records);
  self->message_seq = 0;
  self->door = door;
}

/* A message of which the rest will not come, or one that waited behind it. */
static void
given_up_cb (gpointer user_data, const TlDtlsMessage *message)
{
  const Where *where = user_data;

  if (message->gap)
    note_loss (where->dialogue, where->direction);
  tell (where, message);
}

static void give_up_waiting (TlDialogue *self, guint direction, gint64 time);

static void
message_cb (gpointer user_data, const TlDtlsMessage *message)
{
  const Where *where = user_data;
  TlDialogue *self = where->dialogue;

  if (message->again)
    {
      tell (where, message);
      return;
    }
  if (tl_message_of (message->chunk->bytes) != TL_MESSAGE_CLIENT_HELLO)
    give_up_waiting (self, 1 - where->direction, message->chunk->time);
  given_up_cb (user_data, message);
}

void
tl_dialogue_add_fragments (TlDialogue *self, guint direction, const TlChunk *payload)
{
  TlDatagrams *datagrams = self->directions[direction].datagrams;
  TlDtlsSeal seal = { self->door, self->door ? tl_door_size (self->door) : 0 };
  Where where = { self, direction };

  tl_dtls_reader_add (&datagrams->fragments, payload, datagrams->epoch, datagrams->cut, seal, message_cb, &where);
  if (datagrams->fragments.answering)
    give_up_waiting (self, 1 - direction, payload->time);
  datagrams->fragments.answering = false;
  self->model.conflicting_bytes |= datagrams->fragments.conflicting;
}

/* A handshake record that is not in clear, as far as its header tells. With connection ids it does not tell the type of
 * what is in it (RFC 9146 section 3): the first one after ChangeCipherSpec must be. */
static bool
is_sealed_handshake (const TlDialogue *self, guint direction, const TlDtlsHeader *header)
{
  const TlDirection *from = &self->directions[direction];

  return header->epoch > 0 && !header->unified
         && (header->type == TL_RECORD_HANDSHAKE
             || (header->type == TL_DTLS_CONNECTION_ID && from->change_cipher_spec
                 && (!from->sealed_handshake || from->datagrams->repeats_flight)));
}

/* Flights are repeated as a whole (RFC 6347 section 4.2.4), ChangeCipherSpec and the sealed Finished too. */
static bool
is_repeating (TlDialogue *self, guint direction, const TlDtlsHeader *header)
{
  const TlDirection *from = &self->directions[direction];
  TlDatagrams *datagrams = from->datagrams;

  if (header->type == TL_RECORD_CHANGE_CIPHER_SPEC)
    {
      datagrams->repeats_flight = from->change_cipher_spec && header->epoch == datagrams->cipher_spec_epoch;
      datagrams->cipher_spec_epoch = header->epoch;
      return datagrams->repeats_flight;
    }
  if (!is_sealed_handshake (self, direction, header))
    return false;
  if (datagrams->finished_length == 0)
    datagrams->finished_length = header->length;
  if (!datagrams->repeats_flight || header->length != datagrams->finished_length)
    return false;
  datagrams->repeats_flight = false;
  return true;
}

/* The record of a type that carries a connection id is sealed: it counts as application data, but for the Finished. */
static guint8
type_of_record (TlDialogue *self, guint direction, const TlDtlsHeader *header)
{
  if (header->type != TL_DTLS_CONNECTION_ID)
    return header->type;
  if (!self->directions[direction].datagrams->repeating && !is_sealed_handshake (self, direction, header))
    return TL_RECORD_APPLICATION_DATA;
  self->directions[direction].sealed_handshake = true;
  return TL_DTLS_CONNECTION_ID;
}

static void
read_record (TlDialogue *self, guint direction, const TlDtlsHeader *dtls, const TlChunk *payload)
{
  TlDatagrams *datagrams = self->directions[direction].datagrams;
  TlRecordHeader header = { .version = dtls->version, .length = dtls->length };
  TlRecordHeader outer = self->header; /* of a record of the other side, which this one has waited for */
  TlDoor *door = g_steal_pointer (&self->door);

  datagrams->header = *dtls;
  datagrams->epoch = dtls->unified ? 0 : dtls->epoch;
  datagrams->cut = payload->bytes.length < dtls->length;
  datagrams->repeating = is_repeating (self, direction, dtls);
  header.type = type_of_record (self, direction, dtls);
  if (!dtls->unified)
    datagrams->begun_epoch = MAX (datagrams->begun_epoch, dtls->epoch);
  tl_dialogue_add_record (self, direction, &header,
                          tl_dialogue_wants (self, direction, header.type) ? payload : NULL,
                          payload->origins[0].packet, payload->time);
  self->header = outer;
  self->door = door;
}

/* With keys, fragments of sealed messages are put in order by their reader too. Only what seals them must come first. */
static bool
must_wait_for_hello (const TlDialogue *self, guint direction)
{
  if (self->client_known && direction != self->client)
    return !self->server_hello;
  return !self->client_hello && self->directions[direction].datagrams->fragments.n_waiting > 0;
}

/* Whether a record came before others that it follows. Fragments of messages are put in order by their reader; a
 * later epoch begins with the Finished, which follows ChangeCipherSpec (RFC 6347 section 4.2.4). */
static bool
must_wait (const TlDialogue *self, guint direction, const TlDtlsHeader *header)
{
  const TlDirection *from = &self->directions[direction];
  const TlDatagrams *datagrams = from->datagrams;

  if (header->unified)
    return self->keyring ? must_wait_for_hello (self, direction) : datagrams->fragments.n_waiting > 0;
  if (header->epoch > 0)
    return header->epoch > datagrams->begun_epoch
           && !(from->change_cipher_spec && is_sealed_handshake (self, direction, header));
  if (header->type == TL_RECORD_HANDSHAKE || header->type == TL_DTLS_ACK)
    return false;
  return datagrams->fragments.n_waiting > 0 || tl_dtls_replay_has_gap (&datagrams->replay)
         || (header->type == TL_RECORD_CHANGE_CIPHER_SPEC && datagrams->replay.count == 1);
}

/* Ciphertexts of DTLS 1.3 hide their numbers: they stay as they came, behind all others. */
static bool
is_before (const TlDtlsHeader *one, const TlDtlsHeader *other)
{
  if (one->unified || other->unified)
    return !one->unified && other->unified;
  return one->epoch != other->epoch ? one->epoch < other->epoch : one->sequence < other->sequence;
}

static void
release_first (TlDialogue *self, guint direction, gint64 time)
{
  TlDatagrams *datagrams = self->directions[direction].datagrams;
  Held *held = g_ptr_array_steal_index (datagrams->held, 0);
  TlChunk payload = tl_pieces_chunk (&held->payload, time);

  datagrams->held_size -= held_size (held);
  if (datagrams->held->len == 0)
    g_clear_pointer (&datagrams->held, g_ptr_array_unref);
  read_record (self, direction, &held->header, &payload);
  held_free (held);
}

static void
release_ready (TlDialogue *self, guint direction, gint64 time)
{
  const TlDatagrams *datagrams = self->directions[direction].datagrams;

  while (datagrams->held)
    {
      const Held *first = g_ptr_array_index (datagrams->held, 0);

      if (must_wait (self, direction, &first->header))
        break;
      release_first (self, direction, time);
    }
}

static void
release_all (TlDialogue *self, guint direction, gint64 time)
{
  while (self->directions[direction].datagrams->held)
    release_first (self, direction, time);
}

/* The other side answers what it was sent: what is not there by now was lost on the way into the capture. */
static void
give_up_waiting (TlDialogue *self, guint direction, gint64 time)
{
  TlDatagrams *datagrams = self->directions[direction].datagrams;
  Where where = { self, direction };

  if (datagrams->fragments.n_waiting > 0)
    {
      note_loss (self, direction);
      tl_dtls_reader_flush (&datagrams->fragments, time, given_up_cb, &where);
    }
  release_all (self, direction, time);
}

/* Whether a record says something new, and so answers what the other side has sent. Of messages, their reader knows it;
 * and who repeats a flight has got no answer itself. */
static bool
is_answer (const TlDialogue *self, guint direction, const TlDtlsHeader *header)
{
  const TlDirection *from = &self->directions[direction];

  switch (header->type)
    {
    case TL_RECORD_HANDSHAKE:
      return header->epoch > 0 && !from->sealed_handshake;
    case TL_RECORD_CHANGE_CIPHER_SPEC:
      return !from->change_cipher_spec || header->epoch != from->datagrams->cipher_spec_epoch;
    case TL_DTLS_ACK:
      return false;
    default:
      return true;
    }
}

void
tl_dialogue_see_opened (TlDialogue *self, guint direction, guint8 type, gint64 time)
{
  if (self->directions[direction].datagrams->header.unified && type != TL_RECORD_HANDSHAKE && type != TL_DTLS_ACK)
    give_up_waiting (self, 1 - direction, time);
}

static void
hold (TlDialogue *self, guint direction, const TlDtlsHeader *header, const TlChunk *payload)
{
  TlDatagrams *datagrams = self->directions[direction].datagrams;
  Held *held = g_new0 (Held, 1);
  gsize wanted = tl_dialogue_wants (self, direction, header->type) ? payload->bytes.length : 0;
  TlChunk kept = tl_chunk_slice (payload, 0, wanted);
  guint at;

  held->header = *header;
  if (self->keyring)
    held->head = g_memdup2 (header->bytes.data, header->bytes.length);
  held->header.bytes = tl_bytes (held->head, held->head ? header->bytes.length : 0);
  tl_pieces_append (&held->payload, &kept);
  if (datagrams->held == NULL)
    datagrams->held = g_ptr_array_new_with_free_func (held_free);
  for (at = datagrams->held->len; at > 0; at--)
    if (!is_before (header, &((const Held *) g_ptr_array_index (datagrams->held, at - 1))->header))
      break;
  g_ptr_array_insert (datagrams->held, (int) at, held);
  datagrams->held_size += held_size (held);
  if (datagrams->held->len >= TL_LIMIT_DTLS_HELD)
    give_up_waiting (self, direction, payload->time);
}

static void
add_record (TlDialogue *self, guint direction, const TlDtlsHeader *header, const TlChunk *payload)
{
  if (!tl_dtls_replay_check (&self->directions[direction].datagrams->replay, header, payload->bytes))
    return;
  if (!(self->keyring && header->unified) && is_answer (self, direction, header))
    give_up_waiting (self, 1 - direction, payload->time);
  if (must_wait (self, direction, header))
    {
      hold (self, direction, header, payload);
      return;
    }
  read_record (self, direction, header, payload);
  release_ready (self, direction, payload->time);
}

void
tl_dialogue_add_datagram (TlDialogue *self, guint direction, const TlChunk *datagram, bool cut)
{
  TlDirection *from = &self->directions[direction];
  TlBytes rest = datagram->bytes;
  TlDtlsHeader header;
  TlBytes payload;

  from->spoke = true;
  while (rest.length > 0 && tl_dtls_next_record (&rest, from->datagrams->connection_id, cut, &header, &payload))
    {
      TlChunk chunk = tl_chunk_slice (datagram, (gsize) (payload.data - datagram->bytes.data), payload.length);

      if (payload.length < header.length)
        note_cut (self, direction, &header);
      add_record (self, direction, &header, &chunk);
    }
}

void
tl_dialogue_flush_datagrams (TlDialogue *self, guint direction, gint64 time)
{
  Where where = { self, direction };

  tl_dtls_reader_flush (&self->directions[direction].datagrams->fragments, time, given_up_cb, &where);
  release_all (self, direction, time);
}
