/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Puts one direction of a TCP connection back in order (RFC 9293 section 3.10.7.4).
 *
 * The first copy of a byte counts, as for most receivers. Bytes that are in order are handed on where they
 * lie; only what comes ahead of a hole is copied. What was handed on is not kept, so that a retransmission
 * can only be compared with bytes that still wait.
 */
#include "stream.h"
#include "../limits.h"

#define LONGEST                                                                                              \
  (1u << 30) /* longer pieces could not be told from older ones: half the space of sequence numbers */

/**
 * Piece:
 * @sequence: where it stands
 * @length: bytes, of which there is at least one
 * @captured: whether the capture recorded them: then they are at @bytes
 * @packet, @came: where they came from
 */
typedef struct
{
  guint32 sequence;
  guint32 length;
  bool captured;
  guint64 packet;
  gint64 came;
  guint8 bytes[];
} Piece;

/* The pieces that wait, in the order of sequence; they never overlap. From @first on, @n of them. A sorted
 * array: found by halving, whatever order somebody sends them in. */
struct TlHeld
{
  guint first;
  guint n;
  guint capacity;
  Piece **pieces;
};

/* What a segment brings, or what is left of it. @data is NULL for bytes that were not captured. */
typedef struct
{
  guint32 sequence;
  guint32 length;
  const guint8 *data;
} Part;

/* Whom the bytes go to, and with which packet they came. */
typedef struct
{
  TlStream *stream;
  TlOrigin origin;
  const TlStreamSink *sink;
  gpointer user_data;
} Delivery;

static void
part_skip (Part *part, guint32 length)
{
  part->sequence += length;
  part->length -= length;
  if (part->data != NULL)
    part->data += length;
}

static Piece *
held_get (const struct TlHeld *held, guint i)
{
  return held->pieces[held->first + i];
}

static void
held_insert (TlStream *self, guint i, const Part *part, guint32 length, TlOrigin origin)
{
  struct TlHeld *held = self->held;
  Piece *piece = g_malloc (sizeof (Piece) + (part->data != NULL ? length : 0));

  piece->sequence = part->sequence;
  piece->length = length;
  piece->captured = part->data != NULL;
  piece->packet = origin.packet;
  piece->came = origin.came;
  if (piece->captured)
    {
      memcpy (piece->bytes, part->data, length);
      self->held_bytes += length;
    }

  if (held->first + held->n == held->capacity)
    {
      memmove (held->pieces, held->pieces + held->first, held->n * sizeof *held->pieces);
      held->first = 0;
      if (held->n >= held->capacity / 2)
        {
          held->capacity *= 2;
          held->pieces = g_renew (Piece *, held->pieces, held->capacity);
        }
    }
  memmove (held->pieces + held->first + i + 1, held->pieces + held->first + i,
           (held->n - i) * sizeof *held->pieces);
  held->pieces[held->first + i] = piece;
  held->n++;
}

static Piece *
held_take_first (TlStream *self)
{
  struct TlHeld *held = self->held;
  Piece *piece = held->pieces[held->first++];

  held->n--;
  if (piece->captured)
    self->held_bytes -= piece->length;
  if (held->n == 0)
    tl_stream_clear (self);
  return piece;
}

/* The first piece that ends after @sequence. All pieces lie ahead of next, so the distance from there is
 * their order. */
static guint
held_find (const TlStream *self, guint32 sequence)
{
  guint low = 0, high = self->held->n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const Piece *piece = held_get (self->held, middle);

      if (piece->sequence + piece->length - self->next <= sequence - self->next)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
check_end (TlStream *self)
{
  if (self->end_known && self->next == self->end)
    {
      self->ended = true;
      tl_stream_clear (self);
    }
}

/* The next @length bytes are there, or lost when @data is NULL. Nothing comes after the FIN. */
static void
deliver (const Delivery *to, const guint8 *data, guint32 length, guint64 packet)
{
  TlStream *self = to->stream;
  TlOrigin origin = { packet, to->origin.time, to->origin.came };

  if (self->end_known)
    length = MIN (length, self->end - self->next);
  if (length == 0)
    return;
  self->next += length;
  if (data != NULL)
    to->sink->data (to->user_data, tl_bytes (data, length), origin);
  else
    {
      self->lost = true;
      to->sink->gap (to->user_data, length, origin);
    }
}

/* Hands on the pieces that have come into order. */
static void
deliver_held (const Delivery *to)
{
  TlStream *self = to->stream;

  while (self->held != NULL && held_get (self->held, 0)->sequence == self->next)
    {
      g_autofree Piece *piece = held_take_first (self);

      deliver (to, piece->captured ? piece->bytes : NULL, piece->length, piece->packet);
      check_end (self);
    }
}

/* Both bring the byte at the beginning of @part: do they agree as far as both go? Returns how far that is. */
static guint32
compare_overlap (TlStream *self, const Piece *piece, const Part *part)
{
  guint32 offset = part->sequence - piece->sequence;
  guint32 length = MIN (piece->length - offset, part->length);

  if (piece->captured && part->data != NULL && memcmp (piece->bytes + offset, part->data, length) != 0)
    self->conflicting = true;
  return length;
}

/* @part begins at next: hands it on, and what waited behind it. */
static void
add_in_order (const Delivery *to, Part part)
{
  TlStream *self = to->stream;

  while (part.length > 0 && !self->ended)
    {
      guint32 length = part.length;

      if (self->held != NULL)
        {
          Piece *piece = held_get (self->held, 0);

          if (piece->sequence == self->next)
            {
              length = compare_overlap (self, piece, &part);
              /* It goes on behind the part, which is done. */
              if (length < piece->length)
                break;
              held_take_first (self);
              deliver (to, piece->captured ? piece->bytes : NULL, piece->length, piece->packet);
              g_free (piece);
              part_skip (&part, length);
              check_end (self);
              continue;
            }
          length = MIN (length, piece->sequence - self->next);
        }
      deliver (to, part.data, length, to->origin.packet);
      part_skip (&part, length);
      check_end (self);
    }
  deliver_held (to);
  self->hole_since = to->origin.came;
}

/* @part begins ahead of next: keeps what of it is new. */
static void
add_ahead (const Delivery *to, Part part)
{
  TlStream *self = to->stream;
  guint i;

  if (part.length == 0)
    return;
  if (self->held == NULL)
    {
      self->held = g_new0 (struct TlHeld, 1);
      self->held->capacity = 16;
      self->held->pieces = g_new (Piece *, self->held->capacity);
      self->hole_since = to->origin.came;
    }

  i = held_find (self, part.sequence);
  while (part.length > 0)
    {
      const Piece *piece = i < self->held->n ? held_get (self->held, i) : NULL;
      guint32 length = part.length;

      if (piece != NULL && part.sequence - piece->sequence < piece->length)
        length = compare_overlap (self, piece, &part);
      else
        {
          if (piece != NULL)
            length = MIN (length, piece->sequence - part.sequence);
          held_insert (self, i, &part, length, to->origin);
        }
      part_skip (&part, length);
      i++;
    }
}

/* What lies before @part was handed on already. */
static void
add_part (const Delivery *to, Part part)
{
  TlStream *self = to->stream;
  guint32 behind = self->next - part.sequence;

  if (behind < 1u << 31)
    {
      part_skip (&part, MIN (behind, part.length));
      if (part.length > 0)
        add_in_order (to, part);
    }
  else
    add_ahead (to, part);
}

/* The bytes of the first hole are lost: goes on behind them. */
static void
give_up_hole (const Delivery *to)
{
  TlStream *self = to->stream;
  guint32 until = self->held != NULL ? held_get (self->held, 0)->sequence : self->end;

  deliver (to, NULL, until - self->next, to->origin.packet);
  check_end (self);
  deliver_held (to);
  if (self->held != NULL)
    self->hole_since = MAX (self->hole_since, held_get (self->held, 0)->came);
}

/* Whether what comes next has not come for too long. */
static bool
has_waited (const TlStream *self, gint64 now)
{
  bool received = self->acknowledged_known && self->acknowledged != self->next && self->acknowledged - self->next < 1u << 31;

  return now - self->hole_since > (received ? TL_LIMIT_HOLE_ACKNOWLEDGED : TL_LIMIT_HOLE_TIME);
}

static bool
hole_is_hopeless (const TlStream *self, gint64 now)
{
  const Piece *first = held_get (self->held, 0);
  const Piece *last = held_get (self->held, self->held->n - 1);

  return self->held_bytes > TL_LIMIT_OUT_OF_ORDER || self->held->n > TL_LIMIT_OUT_OF_ORDER_SEGMENTS
         || last->sequence + last->length - first->sequence > TL_LIMIT_HOLE_BYTES
         || has_waited (self, now);
}

/* RFC 9293 section 3.10.7.4, eighth: the FIN stands after the last byte. One that lies behind is of another
 * time. */
static void
note_end (TlStream *self, guint32 end)
{
  if (end - self->next >= 1u << 31)
    return;
  self->end = end;
  self->end_known = true;
  check_end (self);
}

void
tl_stream_begin (TlStream *self, guint32 next)
{
  tl_stream_clear (self);
  self->next = self->first = next;
  self->begun = true;
}

void
tl_stream_add (TlStream *self,
               guint32 sequence,
               TlBytes bytes,
               guint32 missing,
               bool fin,
               TlOrigin origin,
               const TlStreamSink *sink,
               gpointer user_data)
{
  Delivery to = { self, origin, sink, user_data };
  guint32 length = (guint32) MIN (bytes.length, LONGEST / 2);

  if (G_UNLIKELY (!self->begun))
    tl_stream_begin (self, sequence);
  if (G_LIKELY (sequence == self->next && missing == 0 && self->held == NULL && !self->end_known && !fin))
    {
      self->next += length;
      if (length > 0)
        sink->data (user_data, tl_bytes (bytes.data, length), origin);
      return;
    }
  if (self->ended)
    return;

  missing = MIN (missing, LONGEST / 2);
  if (fin && !self->end_known && self->held == NULL)
    self->hole_since = origin.came;
  if (fin)
    note_end (self, sequence + length + missing);
  if (length > 0 && !self->ended)
    add_part (&to, (Part){ sequence, length, bytes.data });
  if (missing > 0 && !self->ended)
    add_part (&to, (Part){ sequence + length, missing, NULL });
  while (self->held != NULL && hole_is_hopeless (self, origin.came))
    give_up_hole (&to);
}

void
tl_stream_acknowledge (TlStream *self, guint32 next)
{
  self->acknowledged = next;
  self->acknowledged_known = true;
}

bool
tl_stream_waits (const TlStream *self)
{
  return self->held != NULL || (self->end_known && !self->ended);
}

void
tl_stream_pass_time (TlStream *self, TlOrigin origin, const TlStreamSink *sink, gpointer user_data)
{
  Delivery to = { self, origin, sink, user_data };

  while (self->held != NULL && hole_is_hopeless (self, origin.came))
    give_up_hole (&to);
  if (self->held == NULL && tl_stream_waits (self) && has_waited (self, origin.came))
    give_up_hole (&to);
}

void
tl_stream_flush (TlStream *self, TlOrigin origin, const TlStreamSink *sink, gpointer user_data)
{
  Delivery to = { self, origin, sink, user_data };

  while (self->held != NULL)
    give_up_hole (&to);
  if (self->end_known && !self->ended)
    give_up_hole (&to);
}

gsize
tl_stream_size (const TlStream *self)
{
  if (self->held == NULL)
    return 0;
  return sizeof *self->held + self->held->capacity * sizeof (Piece *) + self->held->n * sizeof (Piece) + self->held_bytes;
}

void
tl_stream_clear (TlStream *self)
{
  struct TlHeld *held = g_steal_pointer (&self->held);

  if (held == NULL)
    return;
  for (guint i = 0; i < held->n; i++)
    g_free (held_get (held, i));
  g_free (held->pieces);
  g_free (held);
  self->held_bytes = 0;
}
