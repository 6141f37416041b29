/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Bytes together with the packets they came in.
 */
#include "pieces.h"

#include "limits.h"

TlChunk
tl_chunk_from_packet (TlBytes bytes, guint64 packet, gint64 time, TlStepOrigin *origin)
{
  origin->packet = packet;
  origin->offset = 0;
  return (TlChunk) { .bytes = bytes, .origins = origin, .n_origins = 1, .time = time };
}

/* How many of the @n @origins begin before @offset: by halving, since each may be of one byte. */
static guint
count_before (const TlStepOrigin *origins, guint n, guint64 offset)
{
  guint low = 0, high = n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (origins[middle].offset < offset)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

TlChunk
tl_chunk_slice (const TlChunk *self, gsize offset, gsize length)
{
  TlChunk slice = *self;
  TlBytes rest = self->bytes;

  tl_bytes_skip (&rest, offset);
  tl_bytes_take (&rest, length, &slice.bytes);
  slice.skip += (guint32) offset;
  if (slice.n_origins > 1)
    {
      guint passed = count_before (slice.origins + 1, slice.n_origins - 1, (guint64) slice.skip + 1);

      slice.origins += passed;
      slice.n_origins -= passed;
      slice.n_origins = 1 + count_before (slice.origins + 1, slice.n_origins - 1, (guint64) slice.skip + length);
    }
  return slice;
}

TlStepOrigin *
tl_chunk_dup_origins (const TlChunk *self, guint max, guint *n)
{
  guint count = MIN (self->n_origins, max);
  TlStepOrigin *origins = g_new (TlStepOrigin, count);

  for (guint i = 0; i < count; i++)
    {
      origins[i] = self->origins[i];
      origins[i].offset = origins[i].offset > self->skip ? origins[i].offset - self->skip : 0;
    }
  *n = count;
  return origins;
}

void
tl_pieces_append (TlPieces *self, const TlChunk *chunk)
{
  guint32 at = (guint32) tl_pieces_length (self);

  if (self->bytes == NULL)
    {
      self->bytes = g_byte_array_new ();
      self->origins = g_array_new (FALSE, FALSE, sizeof (TlStepOrigin));
    }
  g_byte_array_append (self->bytes, chunk->bytes.data, (guint) chunk->bytes.length);
  for (guint i = 0; i < chunk->n_origins; i++)
    {
      guint32 offset = chunk->origins[i].offset > chunk->skip ? chunk->origins[i].offset - chunk->skip : 0;
      TlStepOrigin origin = { .packet = chunk->origins[i].packet, .offset = at + offset };
      const TlStepOrigin *last = self->origins->len > 0
                                     ? &g_array_index (self->origins, TlStepOrigin, self->origins->len - 1)
                                     : NULL;

      if ((last == NULL || last->packet != origin.packet) && self->origins->len < TL_LIMIT_ORIGINS)
        g_array_append_val (self->origins, origin);
    }
}

TlChunk
tl_pieces_chunk (const TlPieces *self, gint64 time)
{
  return (TlChunk) { .bytes = tl_bytes (self->bytes->data, self->bytes->len),
                     .origins = (const TlStepOrigin *) (gconstpointer) self->origins->data,
                     .n_origins = self->origins->len,
                     .time = time };
}

void
tl_pieces_clear (TlPieces *self)
{
  g_clear_pointer (&self->bytes, g_byte_array_unref);
  g_clear_pointer (&self->origins, g_array_unref);
}
