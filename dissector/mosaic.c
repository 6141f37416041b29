/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A range of bytes put together from pieces that come in any order.
 *
 * What stands without a hole lies in one array, at whose end it grows. What waits behind a hole lies in pages of
 * PAGE bytes, each with a bit for every byte that is there: a page is found by halving, and within a page nothing
 * takes longer than a page is long. So holes cost nothing, and the order of the pieces no more than moving the
 * pointers to the pages behind a new one.
 */
#include "mosaic.h"

enum
{
  PAGE = 64 /* as many as there are bits in Page.present */
};

/**
 * Page:
 * @place: offset of its first byte, in pages
 * @present: the lowest bit stands for the first byte
 * @origins: in order; each holds up to the next one, or to the next hole
 */
typedef struct
{
  guint64 place;
  guint64 present;
  TlStepOrigin *origins;
  guint8 n_origins;
  guint8 capacity; /* for origins */
  guint8 bytes[PAGE];
} Page;

static void
page_free (Page *page)
{
  g_free (page->origins);
  g_free (page);
}

static gsize
page_size (const Page *page)
{
  return sizeof *page + sizeof (Page *) + page->capacity * sizeof (TlStepOrigin);
}

static bool
page_has (const Page *page, guint at)
{
  return page->present >> at & 1;
}

/* Where what is at @at, bytes or a hole, ends: at most @end. */
static guint
page_run (const Page *page, guint at, guint end)
{
  bool there = page_has (page, at);

  while (at < end && page_has (page, at) == there)
    at++;
  return at;
}

/* The bits of the bytes from @begin to @end. */
static guint64
bits (guint begin, guint end)
{
  guint64 up_to_end = end < PAGE ? (G_GUINT64_CONSTANT (1) << end) - 1 : G_MAXUINT64;

  return up_to_end & ~((G_GUINT64_CONSTANT (1) << begin) - 1);
}

/* What will be put at @at came in @packet. */
static void
page_add_origin (Page *page, guint at, guint64 packet)
{
  guint i = page->n_origins;

  while (i > 0 && page->origins[i - 1].offset > at)
    i--;
  if (at > 0 && page_has (page, at - 1) && page->origins[i - 1].packet == packet)
    return;
  if (page->n_origins == page->capacity)
    {
      page->capacity = page->capacity > 0 ? (guint8) (2 * page->capacity) : 1;
      page->origins = g_renew (TlStepOrigin, page->origins, page->capacity);
    }
  memmove (page->origins + i + 1, page->origins + i, (page->n_origins - i) * sizeof *page->origins);
  page->origins[i] = (TlStepOrigin) { .packet = packet, .offset = at };
  page->n_origins++;
}

/* Puts @bytes, which fit, at @at. Returns how many of them are new. */
static guint
page_put (TlMosaic *self, Page *page, guint at, TlBytes bytes, guint64 packet)
{
  guint end = at + (guint) bytes.length, n = 0;

  while (at < end)
    {
      guint run = page_run (page, at, end) - at;
      TlBytes part = { 0 };

      tl_bytes_take (&bytes, run, &part);
      if (page_has (page, at))
        self->conflicting |= memcmp (page->bytes + at, part.data, run) != 0;
      else
        {
          page_add_origin (page, at, packet);
          memcpy (page->bytes + at, part.data, run);
          page->present |= bits (at, at + run);
          n += run;
        }
      at += run;
    }
  return n;
}

/* The page at @place, which is made where there is none. */
static Page *
find_page (TlMosaic *self, guint64 place)
{
  guint low = self->first_page, high;
  Page *page;

  if (self->pages == NULL)
    self->pages = g_ptr_array_new ();
  high = self->pages->len;
  if (high > low && ((Page *) g_ptr_array_index (self->pages, high - 1))->place < place)
    low = high; /* behind all others, as nearly always */
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      page = g_ptr_array_index (self->pages, middle);
      if (page->place == place)
        return page;
      if (page->place < place)
        low = middle + 1;
      else
        high = middle;
    }
  page = g_new (Page, 1);
  page->place = place;
  page->present = 0;
  page->origins = NULL;
  page->n_origins = page->capacity = 0;
  g_ptr_array_insert (self->pages, (int) low, page);
  self->pages_size += page_size (page);
  return page;
}

static void
drop_pages (TlMosaic *self)
{
  for (guint i = self->first_page; self->pages && i < self->pages->len; i++)
    page_free (g_ptr_array_index (self->pages, i));
  g_clear_pointer (&self->pages, g_ptr_array_unref);
  self->first_page = 0;
  self->pages_size = 0;
  self->ahead = 0;
}

static Page *
first_page (const TlMosaic *self)
{
  return self->pages ? g_ptr_array_index (self->pages, self->first_page) : NULL;
}

static void
drop_first_page (TlMosaic *self)
{
  Page *page = first_page (self);

  self->pages_size -= page_size (page);
  page_free (page);
  self->first_page++;
  if (self->first_page == self->pages->len)
    drop_pages (self);
  else if (self->first_page > self->pages->len / 2)
    {
      g_ptr_array_remove_range (self->pages, 0, self->first_page);
      self->first_page = 0;
    }
}

/* Behind the last byte before the first hole. */
static guint64
contiguous_end (const TlMosaic *self)
{
  return self->start + tl_mosaic_contiguous (self);
}

static void
append (TlMosaic *self, TlBytes bytes, guint64 packet)
{
  TlStepOrigin origin = { .packet = packet };

  if (self->bytes == NULL)
    {
      self->bytes = g_byte_array_new ();
      self->origins = g_array_new (FALSE, FALSE, sizeof (TlStepOrigin));
    }
  origin.offset = self->bytes->len;
  g_byte_array_append (self->bytes, bytes.data, (guint) bytes.length);
  if (self->origins->len == 0
      || g_array_index (self->origins, TlStepOrigin, self->origins->len - 1).packet != packet)
    g_array_append_val (self->origins, origin);
}

/* Appends the bytes of @page from @begin to @end, with the packets they came in. */
static void
append_from_page (TlMosaic *self, const Page *page, guint begin, guint end)
{
  for (guint i = 0; i < page->n_origins; i++)
    {
      guint from = MAX (page->origins[i].offset, begin);
      guint to = i + 1 < page->n_origins ? MIN (page->origins[i + 1].offset, end) : end;

      if (from < to)
        append (self, tl_bytes (page->bytes + from, to - from), page->origins[i].packet);
    }
}

/* Moves what has come to stand without a hole out of its pages. */
static void
absorb (TlMosaic *self)
{
  Page *page;

  while ((page = first_page (self)))
    {
      guint64 end = contiguous_end (self);
      guint at = (guint) (end % PAGE), to;

      if (page->place != end / PAGE || !page_has (page, at))
        break;
      to = page_run (page, at, PAGE);
      append_from_page (self, page, at, to);
      page->present &= ~bits (at, to);
      self->ahead -= to - at;
      if (page->present == 0)
        drop_first_page (self);
    }
}

static void
put_ahead (TlMosaic *self, guint64 offset, TlBytes bytes, guint64 packet)
{
  while (bytes.length > 0)
    {
      Page *page = find_page (self, offset / PAGE);
      guint at = (guint) (offset % PAGE);
      TlBytes part;

      tl_bytes_take (&bytes, MIN (bytes.length, (gsize) PAGE - at), &part);
      self->pages_size -= page_size (page);
      self->ahead += page_put (self, page, at, part, packet);
      self->pages_size += page_size (page);
      offset += part.length;
    }
}

/* What of @bytes stands where bytes were kept: the first ones count. */
static void
pass_over_kept (TlMosaic *self, guint64 *offset, TlBytes *bytes)
{
  guint64 end = contiguous_end (self);
  TlBytes kept, again;

  if (*offset >= end)
    return;
  kept = tl_mosaic_chunk (self, 0).bytes;
  tl_bytes_skip (&kept, (gsize) (*offset - self->start));
  tl_bytes_take (bytes, MIN (bytes->length, kept.length), &again);
  self->conflicting |= !tl_bytes_begin_with (kept, again.data, again.length);
  *offset += again.length;
}

/* How far behind the last byte before the first hole the next byte waits. */
static guint64
hole_length (const TlMosaic *self)
{
  const Page *page = first_page (self);

  if (page == NULL)
    return G_MAXUINT64;
  return page->place * PAGE + (page_has (page, 0) ? 0 : page_run (page, 0, PAGE)) - contiguous_end (self);
}

/* Adds bytes that all came in @packet. */
static void
add_from_packet (TlMosaic *self, guint64 offset, TlBytes bytes, guint64 packet)
{
  for (pass_over_kept (self, &offset, &bytes); bytes.length > 0; pass_over_kept (self, &offset, &bytes))
    {
      TlBytes part;

      if (offset > contiguous_end (self))
        {
          put_ahead (self, offset, bytes, packet);
          break;
        }
      tl_bytes_take (&bytes, (gsize) MIN (bytes.length, hole_length (self)), &part);
      offset += part.length;
      append (self, part, packet);
      absorb (self);
    }
}

/* Takes what of @chunk lies behind the start and within @limit. False when some of it lies beyond. */
static bool
cut_to_limits (const TlMosaic *self, guint64 *offset, TlChunk *chunk, gsize limit)
{
  gsize length = chunk->bytes.length;
  gsize before = (gsize) MIN (self->start > *offset ? self->start - *offset : 0, length);
  guint64 distance;
  gsize room;

  *chunk = tl_chunk_slice (chunk, before, length - before);
  *offset += before;
  length -= before;
  if (length == 0)
    return true;
  distance = *offset - self->start;
  room = distance < limit ? limit - (gsize) distance : 0;
  *chunk = tl_chunk_slice (chunk, 0, MIN (length, room));
  return length <= room;
}

bool
tl_mosaic_add (TlMosaic *self, guint64 offset, const TlChunk *chunk, gsize limit)
{
  TlChunk rest = *chunk;
  bool whole = cut_to_limits (self, &offset, &rest, limit);

  while (rest.bytes.length > 0)
    {
      gsize length = rest.bytes.length;
      gsize n = rest.n_origins > 1 ? MIN (rest.origins[1].offset - rest.skip, length) : length;

      add_from_packet (self, offset, tl_chunk_slice (&rest, 0, n).bytes, rest.origins[0].packet);
      rest = tl_chunk_slice (&rest, n, length - n);
      offset += n;
    }
  return whole;
}

TlChunk
tl_mosaic_chunk (const TlMosaic *self, gint64 time)
{
  if (self->bytes == NULL)
    return (TlChunk) { .time = time };
  return (TlChunk) { .bytes = tl_bytes (self->bytes->data + self->passed, self->bytes->len - self->passed),
                     .origins = &g_array_index (self->origins, TlStepOrigin, self->first_origin),
                     .n_origins = self->origins->len - self->first_origin,
                     .skip = (guint32) self->passed,
                     .time = time };
}

static void
drop_contiguous (TlMosaic *self)
{
  g_clear_pointer (&self->bytes, g_byte_array_unref);
  g_clear_pointer (&self->origins, g_array_unref);
  self->passed = 0;
  self->first_origin = 0;
}

/* Frees what was passed, once it is more than what is left: so each byte is moved once at most. */
static void
free_passed (TlMosaic *self)
{
  if (self->passed <= self->bytes->len / 2)
    return;
  g_byte_array_remove_range (self->bytes, 0, (guint) self->passed);
  g_array_remove_range (self->origins, 0, self->first_origin);
  for (guint i = 0; i < self->origins->len; i++)
    {
      TlStepOrigin *origin = &g_array_index (self->origins, TlStepOrigin, i);
      origin->offset -= MIN (origin->offset, (guint32) self->passed);
    }
  self->passed = 0;
  self->first_origin = 0;
}

void
tl_mosaic_discard (TlMosaic *self, gsize n)
{
  n = MIN (n, tl_mosaic_contiguous (self));
  self->start += n;
  if (n == tl_mosaic_contiguous (self))
    {
      drop_contiguous (self);
      return;
    }
  self->passed += n;
  while (self->first_origin + 1 < self->origins->len
         && g_array_index (self->origins, TlStepOrigin, self->first_origin + 1).offset <= self->passed)
    self->first_origin++;
  free_passed (self);
}

guint64
tl_mosaic_pass_hole (TlMosaic *self)
{
  guint64 missing = hole_length (self);

  if (self->pages == NULL)
    return 0;
  self->start = contiguous_end (self) + missing;
  drop_contiguous (self);
  absorb (self);
  return missing;
}

gsize
tl_mosaic_size (const TlMosaic *self)
{
  gsize size = self->pages_size;

  if (self->bytes)
    size += 2 * (self->bytes->len + self->origins->len * sizeof (TlStepOrigin)); /* arrays grow by doubling */
  return size;
}

void
tl_mosaic_clear (TlMosaic *self)
{
  drop_contiguous (self);
  drop_pages (self);
  *self = (TlMosaic) { 0 };
}
