/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Handshake messages from the payloads of records (RFC 9846 section 5.1). Nothing is allocated from a claimed length.
 */
#include "handshake.h"

#include "../limits.h"
#include "../registries/registries.h"

/* What the header of a message says it is long, itself included. False while the header is not whole. */
static bool
claimed_length (TlBytes bytes, guint64 *length)
{
  if (!tl_bytes_skip (&bytes, 1) || !tl_bytes_uint (&bytes, 3, length))
    return false;
  *length += TL_HANDSHAKE_HEADER;
  return true;
}

/* Whether these bytes can begin a message. Behind one that lies about its length come others that only seem to: no kind that is
 * known, and longer than any. They are told as far as their record goes, so that the next one is read. */
static bool
can_begin (TlBytes bytes)
{
  guint64 length;

  return bytes.length < TL_HANDSHAKE_HEADER || tl_registry_name (TL_REGISTRY_HANDSHAKE_TYPE, bytes.data[0])
         || !claimed_length (bytes, &length) || length <= TL_LIMIT_MESSAGE;
}

/* The same behind bytes that are missing, where it may as well be the middle of a message, or sealed: with a counter that begins at
 * 0 (RFC 5288 section 3). */
static bool
begins_for_sure (TlBytes bytes)
{
  guint64 length;

  return claimed_length (bytes, &length) && length <= TL_LIMIT_MESSAGE && bytes.data[0] != 0
         && tl_registry_name (TL_REGISTRY_HANDSHAKE_TYPE, bytes.data[0]);
}

static void
tell (TlHandshakeReader *self, gint64 time, guint64 length, TlHandshakeFunc func, gpointer user_data)
{
  TlPieces message = self->message;
  TlChunk chunk = tl_pieces_chunk (&message, time);
  guint32 n_records = self->n_records;

  self->message = (TlPieces) { 0 };
  self->dropped = 0;
  self->n_records = 0;
  self->holed = false;
  func (user_data, &chunk, length, n_records);
  tl_pieces_clear (&message);
}

/* Takes up to @wanted bytes of @payload for the message that has begun, and keeps those within the cap. */
static void
take (TlHandshakeReader *self, TlChunk *payload, guint64 wanted)
{
  gsize n = (gsize) MIN (wanted, payload->bytes.length);
  gsize have = tl_pieces_length (&self->message);
  gsize room = have < TL_LIMIT_MESSAGE && !self->holed ? TL_LIMIT_MESSAGE - have : 0;
  TlChunk part = tl_chunk_slice (payload, 0, MIN (n, room));

  if (part.bytes.length > 0)
    tl_pieces_append (&self->message, &part);
  self->dropped += n - part.bytes.length;
  *payload = tl_chunk_slice (payload, n, payload->bytes.length - n);
}

/* Goes on with the message that has begun. True when it is whole. */
static bool
go_on (TlHandshakeReader *self, TlChunk *payload, guint64 *length)
{
  TlChunk so_far;

  if (tl_pieces_length (&self->message) < TL_HANDSHAKE_HEADER)
    take (self, payload, TL_HANDSHAKE_HEADER - tl_pieces_length (&self->message));
  so_far = tl_pieces_chunk (&self->message, 0);
  if (!claimed_length (so_far.bytes, length))
    return false;
  take (self, payload, *length - so_far.bytes.length - self->dropped);
  return tl_pieces_length (&self->message) + self->dropped == *length;
}

void
tl_handshake_reader_add (TlHandshakeReader *self, const TlChunk *payload, TlHandshakeFunc func, gpointer user_data)
{
  TlChunk rest = *payload;

  if (self->unsynced && !begins_for_sure (rest.bytes))
    return;
  self->unsynced = false;
  if (rest.bytes.length > 0 && self->message.bytes)
    self->n_records++;
  while (rest.bytes.length > 0)
    {
      guint64 length = 0;

      if (self->message.bytes == NULL && claimed_length (rest.bytes, &length) && length <= rest.bytes.length)
        {
          TlChunk whole = tl_chunk_slice (&rest, 0, (gsize) length);
          rest = tl_chunk_slice (&rest, (gsize) length, rest.bytes.length - (gsize) length);
          func (user_data, &whole, length, 1);
          continue;
        }
      if (self->message.bytes == NULL)
        {
          TlChunk first = tl_chunk_slice (&rest, 0, 1);
          tl_pieces_append (&self->message, &first);
          rest = tl_chunk_slice (&rest, 1, rest.bytes.length - 1);
          self->n_records = 1;
        }
      if (go_on (self, &rest, &length))
        tell (self, payload->time, length, func, user_data);
    }
  if (self->message.bytes && !can_begin (tl_pieces_chunk (&self->message, payload->time).bytes))
    tl_handshake_reader_flush (self, payload->time, func, user_data);
}

void
tl_handshake_reader_flush (TlHandshakeReader *self, gint64 time, TlHandshakeFunc func, gpointer user_data)
{
  guint64 length;

  if (self->message.bytes == NULL)
    return;
  if (!claimed_length (tl_pieces_chunk (&self->message, time).bytes, &length))
    length = TL_HANDSHAKE_HEADER; /* that much is missing at least */
  tell (self, time, length, func, user_data);
}

bool
tl_handshake_reader_lose (TlHandshakeReader *self, guint64 length, gint64 time, TlHandshakeFunc func, gpointer user_data)
{
  guint64 have = tl_pieces_length (&self->message) + self->dropped;
  guint64 whole = 0;

  if (self->message.bytes == NULL || !claimed_length (tl_pieces_chunk (&self->message, time).bytes, &whole)
      || length > whole - have)
    {
      tl_handshake_reader_flush (self, time, func, user_data);
      self->unsynced = true;
      return false;
    }
  self->dropped += length;
  self->holed = true;
  if (have + length == whole)
    tell (self, time, whole, func, user_data);
  return true;
}

void
tl_handshake_reader_clear (TlHandshakeReader *self)
{
  tl_pieces_clear (&self->message);
}
