/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Numbered messages of one direction, put back in order. Few wait, so they stand in a list.
 */
#include "order.h"

#include "../limits.h"

typedef struct
{
  guint32 number;
  gint64 time;
  TlPieces pieces;
} Waiting;

static void
waiting_free (gpointer data)
{
  Waiting *self = data;

  tl_pieces_clear (&self->pieces);
  g_free (self);
}

void
tl_order_begin (TlOrder *self, guint32 next)
{
  self->next = next;
  self->begun = true;
}

/* How far @number is ahead of the next; negative for one that was told before. */
static gint32
distance (const TlOrder *self, guint32 number, guint bits)
{
  guint32 ahead = number - self->next;

  return bits == 16 ? (gint16) (ahead & 0xffff) : (gint32) ahead;
}

static int
index_of_next (const TlOrder *self)
{
  for (guint i = 0; self->ahead && i < self->ahead->len; i++)
    if (((const Waiting *) g_ptr_array_index (self->ahead, i))->number == self->next)
      return (int) i;
  return -1;
}

/* Tells of the messages that wait and whose turn has come. */
static void
tell_waiting (TlOrder *self, bool lost, TlOrderFunc func, gpointer user_data)
{
  for (int i; (i = index_of_next (self)) >= 0; lost = false)
    {
      Waiting *waiting = g_ptr_array_steal_index (self->ahead, (guint) i);
      TlChunk chunk = tl_pieces_chunk (&waiting->pieces, waiting->time);

      self->held -= chunk.bytes.length;
      self->next++;
      func (user_data, &chunk, lost);
      waiting_free (waiting);
    }
}

/* Those before the first one that waits will not come. */
static void
give_up_hole (TlOrder *self, TlOrderFunc func, gpointer user_data)
{
  gint32 nearest = G_MAXINT32;

  for (guint i = 0; i < self->ahead->len; i++)
    nearest = MIN (nearest, distance (self, ((const Waiting *) g_ptr_array_index (self->ahead, i))->number, 32));
  self->next += (guint32) nearest;
  tell_waiting (self, true, func, user_data);
}

static bool
is_waiting (const TlOrder *self, guint32 number)
{
  for (guint i = 0; self->ahead && i < self->ahead->len; i++)
    if (((const Waiting *) g_ptr_array_index (self->ahead, i))->number == number)
      return true;
  return false;
}

static void
wait (TlOrder *self, guint32 number, const TlChunk *message)
{
  Waiting *waiting;

  if (is_waiting (self, number))
    return;
  if (self->ahead == NULL)
    self->ahead = g_ptr_array_new_with_free_func (waiting_free);
  waiting = g_new0 (Waiting, 1);
  waiting->number = number;
  waiting->time = message->time;
  tl_pieces_append (&waiting->pieces, message);
  self->held += message->bytes.length;
  g_ptr_array_add (self->ahead, waiting);
}

void
tl_order_add (TlOrder *self, guint32 number, guint bits, const TlChunk *message, TlOrderFunc func, gpointer user_data)
{
  gint32 ahead;

  if (!self->begun)
    tl_order_begin (self, number);
  ahead = distance (self, number, bits);
  if (ahead < 0)
    return;
  if (ahead > 0)
    {
      wait (self, self->next + (guint32) ahead, message);
      if (self->ahead->len > TL_LIMIT_CARRIED_AHEAD)
        give_up_hole (self, func, user_data);
      return;
    }
  self->next++;
  func (user_data, message, false);
  tell_waiting (self, false, func, user_data);
}

void
tl_order_flush (TlOrder *self, TlOrderFunc func, gpointer user_data)
{
  while (self->ahead && self->ahead->len > 0)
    give_up_hole (self, func, user_data);
}

gsize
tl_order_size (const TlOrder *self)
{
  guint n = self->ahead ? self->ahead->len : 0;

  return n * (sizeof (Waiting) + sizeof (gpointer) + 128) + 2 * self->held; /* arrays grow by doubling */
}

void
tl_order_clear (TlOrder *self)
{
  g_clear_pointer (&self->ahead, g_ptr_array_unref);
  self->held = 0;
}
