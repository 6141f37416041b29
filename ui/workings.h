/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What follows from the messages of a conversation and from the keys that were given: its secrets, and whether its proofs hold. It
 * takes a while to compute, and is not done where the window waits for it.
 */
#pragma once

#include "dissector.h"

G_BEGIN_DECLS

/**
 * TlWorkings:
 * @off_wire: TlOffWire, as tl_off_wire_steps() lists them
 * @derivations: TlDerivation, as tl_conversation_derivations() lists them
 * @proofs: TlProof of each step, NULL where it is none; of no more than TL_LIMIT_PROOFS
 *
 * Immutable, reference-counted.
 */
typedef struct
{
  GPtrArray *off_wire;
  GPtrArray *derivations;
  GPtrArray *proofs;
} TlWorkings;

/* All of it at once, for who can wait. */
TlWorkings *tl_workings_new (const TlConversation *conversation);
TlWorkings *tl_workings_ref (TlWorkings *self);
void tl_workings_unref (TlWorkings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlWorkings, tl_workings_unref)

/* Computes it on another thread; @callback takes it with tl_workings_check_finish(). */
void tl_workings_check (gpointer source, TlConversation *conversation, GCancellable *cancellable, GAsyncReadyCallback callback);
TlWorkings *tl_workings_check_finish (GAsyncResult *result);

/* What proof the step @step is; NULL: none. */
const TlProof *tl_workings_get_proof (const TlWorkings *self, int step);

/* What came out of the step @index of @off_wire in short: "c hs traffic" and "4f3a…c201"; NULL as @value where the keys do
 * not tell it. False where nothing is worth saying. Free both with g_free(). */
bool tl_workings_note (const TlWorkings *self, guint index, char **name, char **value);

/* The first and the last bytes of @bytes in hexadecimal. Free with g_free(). */
char *tl_short_value_text (GBytes *bytes);

G_END_DECLS
