/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The bytes of a file or of a pipe, unpacked when they are compressed with gzip, waited for when they are still to come.
 */
#pragma once

#include "../errors.h"
#include "../limits.h"
#include "source.h"

#include <stdio.h>

G_BEGIN_DECLS

typedef struct TlInput TlInput;

/* How the bytes ended, when they did not end well. */
typedef enum
{
  TL_INPUT_WELL,
  TL_INPUT_CUT,     /* in the middle of a compressed stream */
  TL_INPUT_DAMAGED, /* what follows cannot be unpacked */
  TL_INPUT_FAILED,  /* the system cannot read on: see tl_input_errno() */
  TL_INPUT_SHRUNK,  /* a file that was followed has become shorter */
  TL_INPUT_ANEW,    /* the next who writes to a FIFO that is followed has begun another capture */
  TL_INPUT_STOPPED  /* whoever waited did not want to wait longer: not a fault */
} TlInputState;

/* Opens @source and looks at its first bytes. Fails with TL_ERROR_OPEN, TL_ERROR_EMPTY or TL_ERROR_CANCELLED. */
TlInput *tl_input_open (const TlSource *source, GError **error);
void tl_input_free (TlInput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlInput, tl_input_free)

/* Up to @size of the next unpacked bytes, as soon as there are some; 0 when there are no more. */
gsize tl_input_read (TlInput *self, guint8 *bytes, gsize size);

/* A stream of the unpacked bytes, with a large buffer. Closed with fclose(), before @self is freed. One at
 * most. */
FILE *tl_input_stream (TlInput *self);

/* The first unpacked bytes, at most @size: how many there are. Before the stream is read. */
gsize tl_input_peek (TlInput *self, guint8 *bytes, gsize size);

TlInputState tl_input_state (const TlInput *self);
int tl_input_errno (const TlInput *self);

/* TL_ERROR_CANCELLED: nothing that could be shown had come when it was stopped. */
void tl_input_set_stopped_error (GError **error);

/* The name of the file, for messages. */
const char *tl_input_name (const TlInput *self);

/* How much of the file was read, 0 to 1; -1 where its size is not known. */
double tl_input_progress (const TlInput *self);

G_END_DECLS
