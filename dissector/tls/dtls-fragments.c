/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Handshake messages from DTLS fragments (RFC 9147 section 5.5): in any order, repeated, overlapping. Nothing
 * is allocated from a claimed length; a message is put together when every byte of it has come.
 */
#include "dtls.h"

#include "../limits.h"

enum
{
  HEADER = 4 /* msg_type and length, as in TLS: what stands before a message that is told */
};

/* Some bytes of a message. */
typedef struct
{
  guint32 offset;
  GBytes *bytes;
  guint64 packet;
} Fragment;

typedef struct
{
  guint16 sequence; /* message_seq */
  guint8 type;
  guint32 length;
  GArray *fragments; /* Fragment, in the order of offset */
  gint64 time;       /* of the latest */
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

static void
fragment_clear (gpointer data)
{
  Fragment *fragment = data;
  g_bytes_unref (fragment->bytes);
}

static void
message_free (gpointer data)
{
  Message *message = data;
  g_array_unref (message->fragments);
  g_free (message);
}

/* Takes the next fragment off @rest. */
static bool
next_fragment (TlChunk *rest, Incoming *incoming)
{
  TlBytes bytes = rest->bytes;
  guint64 length, sequence, offset, fragment;
  gsize header;

  if (!tl_bytes_u8 (&bytes, &incoming->type) || !tl_bytes_uint (&bytes, 3, &length)
      || !tl_bytes_uint (&bytes, 2, &sequence) || !tl_bytes_uint (&bytes, 3, &offset)
      || !tl_bytes_uint (&bytes, 3, &fragment) || fragment > bytes.length || offset + fragment > length)
    return false;
  header = rest->bytes.length - bytes.length;
  incoming->length = (guint32) length;
  incoming->sequence = (guint16) sequence;
  incoming->offset = (guint32) offset;
  incoming->chunk = tl_chunk_slice (rest, header, (gsize) fragment);
  *rest = tl_chunk_slice (rest, header + (gsize) fragment, bytes.length - (gsize) fragment);
  return true;
}

static Message *
find_message (const TlDtlsReader *self, guint16 sequence)
{
  for (guint i = 0; self->waiting && i < self->waiting->len; i++)
    {
      Message *message = g_ptr_array_index (self->waiting, i);
      if (message->sequence == sequence)
        return message;
    }
  return NULL;
}

/* The message that @incoming belongs to; NULL where it is past, too far ahead, or contradicts what came
 * before. */
static Message *
message_of (TlDtlsReader *self, const Incoming *incoming)
{
  Message *message = find_message (self, incoming->sequence);

  if (message)
    return message->type == incoming->type && message->length == incoming->length ? message : NULL;
  if (incoming->sequence < self->next || incoming->sequence - self->next >= TL_LIMIT_DTLS_AHEAD)
    return NULL;
  message = g_new0 (Message, 1);
  message->sequence = incoming->sequence;
  message->type = incoming->type;
  message->length = incoming->length;
  message->fragments = g_array_new (FALSE, FALSE, sizeof (Fragment));
  g_array_set_clear_func (message->fragments, fragment_clear);
  if (self->waiting == NULL)
    self->waiting = g_ptr_array_new_with_free_func (message_free);
  g_ptr_array_add (self->waiting, message);
  return message;
}

static void
add_fragment (Message *message, const Incoming *incoming)
{
  Fragment fragment = { .offset = incoming->offset, .packet = incoming->chunk.origins[0].packet };
  guint at = message->fragments->len;

  message->time = MAX (message->time, incoming->chunk.time);
  if (message->fragments->len >= TL_LIMIT_DTLS_FRAGMENTS || incoming->offset >= TL_LIMIT_MESSAGE)
    return;
  while (at > 0 && g_array_index (message->fragments, Fragment, at - 1).offset > incoming->offset)
    at--;
  if (at > 0)
    {
      const Fragment *before = &g_array_index (message->fragments, Fragment, at - 1);
      if (before->offset + g_bytes_get_size (before->bytes) >= incoming->offset + incoming->chunk.bytes.length
          && incoming->chunk.bytes.length > 0)
        return; /* nothing new */
    }
  fragment.bytes = g_bytes_new (incoming->chunk.bytes.data, incoming->chunk.bytes.length);
  g_array_insert_val (message->fragments, at, fragment);
}

/* How many bytes from the beginning on have come without a gap. */
static guint32
covered (const Message *message)
{
  guint32 end = 0;

  for (guint i = 0; i < message->fragments->len; i++)
    {
      const Fragment *fragment = &g_array_index (message->fragments, Fragment, i);
      if (fragment->offset > end)
        break;
      end = MAX (end, fragment->offset + (guint32) g_bytes_get_size (fragment->bytes));
    }
  return end;
}

/* Puts the header and the bytes without a gap together. */
static void
assemble (const Message *message, TlPieces *whole)
{
  guint8 header[HEADER] = { message->type, (guint8) (message->length >> 16), (guint8) (message->length >> 8),
                            (guint8) message->length };
  const Fragment *first
      = message->fragments->len > 0 ? &g_array_index (message->fragments, Fragment, 0) : NULL;
  TlStepOrigin origin;
  TlChunk chunk = tl_chunk_from_packet (tl_bytes (header, HEADER), first ? first->packet : 0, 0, &origin);
  guint32 end = 0;

  tl_pieces_append (whole, &chunk);
  for (guint i = 0; i < message->fragments->len; i++)
    {
      const Fragment *fragment = &g_array_index (message->fragments, Fragment, i);
      gsize size;
      const void *data = g_bytes_get_data (fragment->bytes, &size);
      TlBytes bytes = tl_bytes (data, size);

      if (fragment->offset > end)
        break;
      if (!tl_bytes_skip (&bytes, end - fragment->offset) || bytes.length == 0)
        continue;
      end += (guint32) bytes.length;
      chunk = tl_chunk_from_packet (bytes, fragment->packet, 0, &origin);
      tl_pieces_append (whole, &chunk);
    }
}

static void
tell (TlDtlsReader *self, Message *message, gint64 time, TlDtlsFunc func, gpointer user_data)
{
  TlPieces whole = { 0 };
  TlChunk chunk;

  assemble (message, &whole);
  chunk = tl_pieces_chunk (&whole, time);
  self->next = (guint16) (message->sequence + 1);
  func (user_data, &chunk, (guint64) message->length + HEADER, message->fragments->len);
  tl_pieces_clear (&whole);
  g_ptr_array_remove_fast (self->waiting, message);
}

static void
tell_whole (TlDtlsReader *self, gint64 time, TlDtlsFunc func, gpointer user_data)
{
  Message *message;

  while ((message = find_message (self, self->next))
         && covered (message) >= MIN (message->length, TL_LIMIT_MESSAGE) && message->fragments->len > 0)
    tell (self, message, time, func, user_data);
}

void
tl_dtls_reader_add (TlDtlsReader *self, const TlChunk *payload, TlDtlsFunc func, gpointer user_data)
{
  TlChunk rest = *payload;
  Incoming incoming;

  while (rest.bytes.length > 0 && next_fragment (&rest, &incoming))
    {
      Message *message = message_of (self, &incoming);

      if (message)
        add_fragment (message, &incoming);
      tell_whole (self, payload->time, func, user_data);
    }
}

void
tl_dtls_reader_flush (TlDtlsReader *self, gint64 time, TlDtlsFunc func, gpointer user_data)
{
  while (self->waiting && self->waiting->len > 0)
    {
      Message *first = g_ptr_array_index (self->waiting, 0);

      for (guint i = 1; i < self->waiting->len; i++)
        {
          Message *message = g_ptr_array_index (self->waiting, i);
          if (message->sequence < first->sequence)
            first = message;
        }
      tell (self, first, time, func, user_data);
    }
}

void
tl_dtls_reader_clear (TlDtlsReader *self)
{
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
}
