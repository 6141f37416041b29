/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Handshake messages from DTLS fragments (RFC 9147 section 5.5): in any order, repeated, overlapping. Nothing
 * is allocated from a claimed length; a message is put together when every byte of it has come.
 */
#include "dtls.h"

#include "../limits.h"
#include "handshake.h"

enum
{
  CLIENT_HELLO = 1 /* RFC 9846 section 4 */
};

/**
 * Message:
 * @told: it was whole, or will not become so
 * @again: what comes now was told before
 * @n_records: that it stands in so far
 * @packet: that brought the first of them
 * @seal: of the last of them
 */
typedef struct
{
  guint16 sequence; /* message_seq */
  guint8 type;
  bool told;
  bool again;
  guint32 length;
  guint32 n_records;
  guint64 packet;
  TlDtlsSeal seal;
  TlMosaic body;
} Message;

/* A fragment as it stands in a record. */
typedef struct
{
  guint8 type;
  guint32 length;
  guint16 sequence;
  guint32 offset;
  TlChunk chunk;
} Incoming;

/* Whom messages are told to. */
typedef struct
{
  TlDtlsReader *reader;
  gint64 time;
  TlDtlsFunc func;
  gpointer user_data;
} Listener;

static void
message_free (gpointer data)
{
  Message *message = data;
  tl_mosaic_clear (&message->body);
  g_free (message);
}

static gsize
message_size (const Message *message)
{
  return sizeof *message + sizeof message + tl_mosaic_size (&message->body) + message->seal.size;
}

/* Takes the next fragment off @rest. The last one may be @cut: then less of it is there than it says. */
static bool
next_fragment (TlChunk *rest, bool cut, Incoming *incoming)
{
  TlBytes bytes = rest->bytes;
  guint64 length, sequence, offset, fragment;
  gsize header;

  if (!tl_bytes_u8 (&bytes, &incoming->type) || !tl_bytes_uint (&bytes, 3, &length)
      || !tl_bytes_uint (&bytes, 2, &sequence) || !tl_bytes_uint (&bytes, 3, &offset)
      || !tl_bytes_uint (&bytes, 3, &fragment) || offset + fragment > length)
    return false;
  if (cut)
    fragment = MIN (fragment, bytes.length);
  if (fragment > bytes.length)
    return false;
  header = rest->bytes.length - bytes.length;
  incoming->length = (guint32) length;
  incoming->sequence = (guint16) sequence;
  incoming->offset = (guint32) offset;
  incoming->chunk = tl_chunk_slice (rest, header, (gsize) fragment);
  *rest = tl_chunk_slice (rest, header + (gsize) fragment, bytes.length - (gsize) fragment);
  return true;
}

/* The message of that number, and where it stands or should stand: they are in the order of their numbers. */
static Message *
find_message (const TlDtlsReader *self, guint32 sequence, guint *place)
{
  guint i = self->messages ? self->messages->len : 0;

  while (i > 0)
    {
      Message *message = g_ptr_array_index (self->messages, i - 1);

      if (message->sequence == sequence)
        {
          *place = i - 1;
          return message;
        }
      if (message->sequence < sequence)
        break;
      i--;
    }
  *place = i;
  return NULL;
}

static void
let_seal_go (TlDtlsReader *self, TlDtlsSeal *seal)
{
  if (seal->data)
    self->let_seal_go (seal->data);
  *seal = (TlDtlsSeal) { 0 };
}

/* Those that were told long ago are forgotten. */
static void
forget_oldest (TlDtlsReader *self)
{
  Message *first = g_ptr_array_index (self->messages, 0);

  if (!first->told || self->messages->len < TL_LIMIT_DTLS_AHEAD + TL_LIMIT_DTLS_BEHIND)
    return;
  self->size -= message_size (first);
  let_seal_go (self, &first->seal);
  g_ptr_array_remove_index (self->messages, 0);
}

static Message *
new_message (TlDtlsReader *self, const Incoming *incoming, guint place)
{
  Message *message = g_new0 (Message, 1);

  message->sequence = incoming->sequence;
  message->type = incoming->type;
  message->length = incoming->length;
  if (self->messages == NULL)
    self->messages = g_ptr_array_new_with_free_func (message_free);
  g_ptr_array_insert (self->messages, (int) place, message);
  self->size += message_size (message);
  self->n_waiting++;
  self->answering |= message->type != CLIENT_HELLO;
  return message;
}

/* @message has the seal of the last of its records. */
static void
change_seal (TlDtlsReader *self, Message *message, TlDtlsSeal seal)
{
  self->size -= message_size (message);
  let_seal_go (self, &message->seal);
  if (seal.data)
    message->seal = (TlDtlsSeal) { self->keep_seal (seal.data), seal.size };
  self->size += message_size (message);
}

/* Lets go what has come of @message. */
static void
empty (TlDtlsReader *self, Message *message)
{
  self->size -= message_size (message);
  let_seal_go (self, &message->seal);
  tl_mosaic_clear (&message->body);
  self->size += message_size (message);
  message->n_records = 0;
}

/* Under a number that was told comes another message: the sender does not count as RFC 6347 section 4.2.2 wants
 * it, or has forgotten what it said. */
static void
replace (TlDtlsReader *self, Message *message, const Incoming *incoming)
{
  empty (self, message);
  message->type = incoming->type;
  message->length = incoming->length;
  message->again = false;
}

/* The message that @incoming belongs to; NULL where it was forgotten, is too far ahead, or contradicts what waits
 * for the rest. */
static Message *
message_of (TlDtlsReader *self, const Incoming *incoming)
{
  guint place;
  Message *message = find_message (self, incoming->sequence, &place);

  if (self->messages == NULL && incoming->sequence >= TL_LIMIT_DTLS_AHEAD)
    self->next = incoming->sequence; /* the capture begins in the middle */
  if (message == NULL)
    return incoming->sequence >= self->next && incoming->sequence - self->next < TL_LIMIT_DTLS_AHEAD
               ? new_message (self, incoming, place)
               : NULL;
  if (message->type == incoming->type && message->length == incoming->length)
    return message;
  if (message->told)
    replace (self, message, incoming);
  else
    self->conflicting = true;
  return message->told ? message : NULL;
}

/* Puts the header and the bytes without a hole together. */
static TlChunk
assemble (const Message *message, gint64 time, TlPieces *whole)
{
  guint8 header[TL_HANDSHAKE_HEADER] = { message->type, (guint8) (message->length >> 16),
                                         (guint8) (message->length >> 8), (guint8) message->length };
  TlChunk body = tl_mosaic_chunk (&message->body, time);
  TlStepOrigin origin;
  TlChunk chunk = tl_chunk_from_packet (tl_bytes (header, TL_HANDSHAKE_HEADER),
                                        body.n_origins > 0 ? body.origins[0].packet : message->packet, 0, &origin);

  tl_pieces_append (whole, &chunk);
  if (body.bytes.length > 0)
    tl_pieces_append (whole, &body);
  return tl_pieces_chunk (whole, time);
}

/* Tells of @message, as far as it is there. */
static void
tell (const Listener *to, Message *message)
{
  TlDtlsReader *self = to->reader;
  TlPieces whole = { 0 };
  TlChunk chunk = assemble (message, to->time, &whole);
  TlDtlsSeal seal = message->seal;
  TlDtlsMessage told = { .chunk = &chunk,
                         .length = (guint64) message->length + TL_HANDSHAKE_HEADER,
                         .n_records = message->n_records,
                         .sequence = message->sequence,
                         .seal = seal.data,
                         .again = message->again,
                         .gap = !message->told && message->sequence != self->next };

  self->conflicting |= message->body.conflicting;
  self->size -= seal.size;
  message->seal = (TlDtlsSeal) { 0 };
  empty (self, message);
  if (!message->told)
    {
      self->next = (guint32) message->sequence + 1;
      self->n_waiting--;
    }
  message->told = message->again = true;
  to->func (to->user_data, &told);
  let_seal_go (self, &seal);
  tl_pieces_clear (&whole);
}

static bool
is_whole (const Message *message)
{
  return message->n_records > 0
         && tl_mosaic_contiguous (&message->body) >= MIN (message->length, TL_LIMIT_MESSAGE);
}

/* Tells of the messages that are whole and in turn. */
static void
tell_whole (const Listener *to)
{
  TlDtlsReader *self = to->reader;
  Message *message;
  guint place;

  while ((message = find_message (self, self->next, &place)) && is_whole (message))
    tell (to, message);
}

static void
add_fragment (const Listener *to, Message *message, const Incoming *incoming, TlDtlsSeal seal)
{
  TlDtlsReader *self = to->reader;

  if (message->told && self->size > TL_LIMIT_HANDSHAKE && message->n_records > 0)
    return; /* what is sent again is not worth more memory */
  if (message->n_records == 0)
    message->packet = incoming->chunk.origins[0].packet;
  message->n_records++;
  change_seal (self, message, seal);
  self->size -= message_size (message);
  tl_mosaic_add (&message->body, incoming->offset, &incoming->chunk, TL_LIMIT_MESSAGE);
  self->size += message_size (message);
  if (message->told && is_whole (message))
    tell (to, message);
}

/* Each handshake counts its messages from 0 (RFC 6347 section 4.2.2). One that begins in a later epoch is a
 * renegotiation. */
static void
begin_anew (const Listener *to, guint16 epoch)
{
  TlDtlsReader *self = to->reader;

  tl_dtls_reader_flush (self, to->time, to->func, to->user_data);
  tl_dtls_reader_clear (self);
  self->epoch = epoch;
}

void
tl_dtls_reader_add (TlDtlsReader *self,
                    const TlChunk *payload,
                    guint16 epoch,
                    bool cut,
                    TlDtlsSeal seal,
                    TlDtlsFunc func,
                    gpointer user_data)
{
  Listener to = { self, payload->time, func, user_data };
  TlChunk rest = *payload;
  Incoming incoming;

  if (epoch < self->epoch)
    return;
  while (rest.bytes.length > 0 && next_fragment (&rest, cut, &incoming))
    {
      Message *message;

      if (epoch > self->epoch && incoming.sequence == 0 && self->next > 0)
        begin_anew (&to, epoch);
      message = message_of (self, &incoming);
      if (message)
        add_fragment (&to, message, &incoming, seal);
      tell_whole (&to);
      if (self->messages)
        forget_oldest (self);
    }
}

void
tl_dtls_reader_flush (TlDtlsReader *self, gint64 time, TlDtlsFunc func, gpointer user_data)
{
  Listener to = { self, time, func, user_data };

  for (guint i = 0; self->n_waiting > 0 && i < self->messages->len; i++)
    {
      Message *message = g_ptr_array_index (self->messages, i);

      if (!message->told)
        tell (&to, message);
    }
}

void
tl_dtls_reader_clear (TlDtlsReader *self)
{
  for (guint i = 0; self->messages && i < self->messages->len; i++)
    let_seal_go (self, &((Message *) g_ptr_array_index (self->messages, i))->seal);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  *self = (TlDtlsReader) { .keep_seal = self->keep_seal,
                           .let_seal_go = self->let_seal_go,
                           .epoch = self->epoch,
                           .conflicting = self->conflicting };
}

void
tl_dtls_append_unfragmented (GByteArray *out, TlBytes message, guint16 sequence)
{
  const guint8 *m = message.data;
  guint8 header[] = { m[0], m[1], m[2], m[3], (guint8) (sequence >> 8), (guint8) sequence, 0, 0, 0, m[1], m[2], m[3] };

  g_byte_array_append (out, header, sizeof header);
  g_byte_array_append (out, m + TL_HANDSHAKE_HEADER, (guint) (message.length - TL_HANDSHAKE_HEADER));
}
