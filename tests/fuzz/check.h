/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What must hold whatever the bytes are, and looking at all there is to see of a conversation.
 */
#pragma once

#include "dissector.h"

G_BEGIN_DECLS

/* The entry point of a harness, as libFuzzer calls it. */
int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

/* Ends the program with a message, when @holds is false: that is what the fuzzer looks for. */
void check (bool holds, const char *message);

/* A set of bytes of a message, each of which must be claimed once. */
typedef struct
{
  guint8 *claimed;
  gsize n;
} Claims;

void claims_init (Claims *self, gsize n);
void claims_add (Claims *self, gsize offset, gsize length);
void claims_check_all_and_clear (Claims *self);

/* The leaves, and the prefixes of what has children, cover every byte of a message of @length bytes once;
 * children are inside their parents; all text is valid UTF-8. Only the last row may be about bytes that the
 * capture does not have. */
void check_tree (const TlFieldTree *tree, gsize length);

/* Looks at step @step in every way a person can. */
void look_at_step (const TlConversation *conversation, guint step);

/* The same for the whole conversation. */
void look_at (const TlConversation *conversation);

/* A TlTrackerFunc: the same for each conversation that is complete. */
void look_at_complete_cb (TlConversation *conversation, gpointer user_data);

/* Appends @value as @size bytes, the highest first. */
void put_uint (GByteArray *out, guint64 value, guint size);

G_END_DECLS
