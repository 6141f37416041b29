/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Numbered messages of one direction, put back in order.
 */
#pragma once

#include "../pieces.h"

G_BEGIN_DECLS

/* All zero stands before the first message. */
typedef struct
{
  guint32 next;     /* number of the message that comes next, once it has begun */
  guint8 begun;
  GPtrArray *ahead; /* messages that came before their turn; NULL nearly always */
  gsize held;       /* their bytes */
} TlOrder;

/* Told of each message in its turn; @lost says that some before it are missing. */
typedef void (*TlOrderFunc) (gpointer user_data, const TlChunk *message, bool lost);

/* The first message has the number @next. */
void tl_order_begin (TlOrder *self, guint32 next);

/* Takes the message with @number, of which only the lowest @bits (16 or 32) are known, and tells of what has come into order.
 * One that was told before is let pass. An order that has not begun begins here. */
void tl_order_add (TlOrder *self, guint32 number, guint bits, const TlChunk *message, TlOrderFunc func, gpointer user_data);

/* Nothing more will come: tells of what waits. */
void tl_order_flush (TlOrder *self, TlOrderFunc func, gpointer user_data);

/* Bytes of memory that what waits takes, about. */
gsize tl_order_size (const TlOrder *self);

void tl_order_clear (TlOrder *self);

G_END_DECLS
