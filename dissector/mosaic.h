/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A range of bytes put together from pieces that come in any order, repeated and overlapping: the fragments of a
 * DTLS message (RFC 9147 section 5.5), the CRYPTO frames of QUIC (RFC 9000 section 19.6). The first copy of a byte
 * counts, as for a stream of TCP.
 */
#pragma once

#include "pieces.h"

G_BEGIN_DECLS

/**
 * TlMosaic:
 * @start: offset of the first byte that is kept; what lies before it was discarded
 * @ahead: bytes that wait behind a hole
 * @conflicting: a piece brought other bytes than those that were kept
 *
 * All zero is empty and begins at offset 0. What it holds is in proportion to the bytes that came, whatever their
 * offsets claim, and adding n bytes takes time in proportion to n, in whatever pieces and order they come.
 */
typedef struct
{
  guint64 start;
  gsize ahead;
  bool conflicting;

  /* Private. */
  GByteArray *bytes;  /* without a hole from @start on, which is @passed behind their beginning; NULL: none */
  GArray *origins;    /* TlStepOrigin of @bytes, @first_origin of which are passed */
  gsize passed;
  guint first_origin;
  GPtrArray *pages;   /* behind the first hole, in order, of which @first_page are gone; NULL nearly always */
  guint first_page;
  gsize pages_size;
} TlMosaic;

/* Adds the bytes of @chunk, the first of which stands at @offset. Bytes that are @limit or more behind the start are
 * not kept; @limit is 1 GiB at most. False when there were such bytes. */
bool tl_mosaic_add (TlMosaic *self, guint64 offset, const TlChunk *chunk, gsize limit);

/* How many bytes have come without a hole from the start on. */
static inline gsize
tl_mosaic_contiguous (const TlMosaic *self)
{
  return self->bytes ? self->bytes->len - self->passed : 0;
}

/* The bytes without a hole from the start on; borrowed until the next change. */
TlChunk tl_mosaic_chunk (const TlMosaic *self, gint64 time);

/* Lets the first @n bytes go, or as many as there are without a hole: the start moves on. */
void tl_mosaic_discard (TlMosaic *self, gsize n);

/* Gives the first hole up, and what stands before it: the start moves to the first byte behind it. Returns how many
 * bytes were missing; 0 where nothing waits behind a hole. */
guint64 tl_mosaic_pass_hole (TlMosaic *self);

/* Bytes of memory that it holds, about. */
gsize tl_mosaic_size (const TlMosaic *self);

/* Frees what it holds. Then it is all zero: empty. */
void tl_mosaic_clear (TlMosaic *self);

G_END_DECLS
