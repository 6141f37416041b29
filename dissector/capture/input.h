/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The bytes of a file or of standard input, unpacked when they are compressed with gzip.
 */
#pragma once

#include "../errors.h"
#include "../limits.h"

#include <stdbool.h>
#include <stdio.h>

G_BEGIN_DECLS

typedef struct TlInput TlInput;

/* How the bytes ended, when they did not end well. */
typedef enum
{
  TL_INPUT_WELL,
  TL_INPUT_CUT,     /* in the middle of a compressed stream */
  TL_INPUT_DAMAGED, /* what follows cannot be unpacked */
  TL_INPUT_FAILED   /* the system cannot read on: see tl_input_errno() */
} TlInputState;

/* Opens @path, "-" for standard input, and looks at its first bytes. Fails with TL_ERROR_OPEN or
 * TL_ERROR_EMPTY. */
TlInput *tl_input_open (const char *path, GError **error);
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

/* The name of the file, for messages. */
const char *tl_input_name (const TlInput *self);

/* How much of the file was read, 0 to 1; -1 where its size is not known. */
double tl_input_progress (const TlInput *self);

G_END_DECLS
