/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What carriers have in common that number their messages: put in order, they are a stream of TLS in each direction.
 */
#include "carrier-kind.h"

static void
message_cb (gpointer user_data, const TlChunk *message, bool lost)
{
  const TlCarried *carried = user_data;

  if (lost)
    carried->sink->gap (carried->user_data, carried->direction, message->time);
  if (message->bytes.length > 0)
    carried->sink->bytes (carried->user_data, carried->direction, message);
}

void
tl_numbered_add (gpointer state, guint32 number, guint bits, const TlChunk *message, const TlCarried *carried)
{
  TlNumbered *self = state;
  TlCarried own = *carried;

  tl_order_add (&self->orders[carried->direction], number, bits, message, message_cb, &own);
}

void
tl_numbered_flush (gpointer state, const TlCarried *carried)
{
  TlNumbered *self = state;
  TlCarried own = *carried;

  tl_order_flush (&self->orders[carried->direction], message_cb, &own);
}

gsize
tl_numbered_size (gconstpointer state)
{
  const TlNumbered *self = state;

  return tl_order_size (&self->orders[0]) + tl_order_size (&self->orders[1]);
}

void
tl_numbered_free (gpointer state)
{
  TlNumbered *self = state;

  for (guint i = 0; i < 2; i++)
    tl_order_clear (&self->orders[i]);
  g_free (self);
}
