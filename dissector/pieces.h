/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Bytes together with the packets they came in.
 */
#pragma once

#include "bytes.h"

G_BEGIN_DECLS

/* From @offset on, bytes were carried by @packet (until the next origin's offset). */
typedef struct
{
  guint64 packet;
  guint32 offset;
} TlStepOrigin;

/* Borrowed bytes and their origins, the first of which says where they begin. @time is of the packet that completed them. */
typedef struct
{
  TlBytes bytes;
  const TlStepOrigin *origins; /* offsets count from the byte at -@skip */
  guint n_origins;
  guint32 skip;
  gint64 time;
} TlChunk;

/* Bytes that are being put together from several chunks. All zero is empty. */
typedef struct
{
  GByteArray *bytes;
  GArray *origins; /* TlStepOrigin */
} TlPieces;

/* A chunk that is in one packet. @origin is filled, and must live as long as the chunk. */
TlChunk tl_chunk_from_packet (TlBytes bytes, guint64 packet, gint64 time, TlStepOrigin *origin);

/* The @length bytes of @self from @offset on, which must be inside. */
TlChunk tl_chunk_slice (const TlChunk *self, gsize offset, gsize length);

/* The origins of @self alone, with offsets from its own first byte: @n of them, at most @max. Free with g_free(). */
TlStepOrigin *tl_chunk_dup_origins (const TlChunk *self, guint max, guint *n);

void tl_pieces_append (TlPieces *self, const TlChunk *chunk);
TlChunk tl_pieces_chunk (const TlPieces *self, gint64 time);

/* What has come so far, with @part; where that is @last and nothing came before it, it is not copied. Borrowed, until
 * tl_pieces_clear(). */
static inline TlChunk
tl_pieces_join (TlPieces *self, const TlChunk *part, bool last)
{
  if (last && self->bytes == NULL)
    return *part;
  tl_pieces_append (self, part);
  return tl_pieces_chunk (self, part->time);
}

static inline gsize
tl_pieces_length (const TlPieces *self)
{
  return self->bytes ? self->bytes->len : 0;
}
/* Bytes of memory that they take, about: arrays grow by doubling. */
static inline gsize
tl_pieces_size (const TlPieces *self)
{
  return self->bytes ? 2 * (self->bytes->len + self->origins->len * sizeof (TlStepOrigin)) : 0;
}

void tl_pieces_clear (TlPieces *self);

G_END_DECLS
