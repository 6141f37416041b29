/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What follows from the messages of a conversation and from the keys that were given.
 */
#include "workings.h"

#include "value-row.h"

enum
{
  SHOWN_FIRST = 2, /* bytes of a value in short … */
  SHOWN_LAST = 2,
  SHOWN_WHOLE = 6  /* … where it is longer than this */
};

static void
proof_free (gpointer proof)
{
  if (proof != NULL)
    tl_proof_free (proof);
}

/* Without what is not shown: a transcript may be long, and a key need not lie about. */
static TlProof *
lighten (TlProof *proof)
{
  if (proof == NULL)
    return NULL;
  g_clear_pointer (&proof->covered, g_bytes_unref);
  g_clear_pointer (&proof->key, g_bytes_unref);
  g_clear_pointer (&proof->recipe, tl_forget_text);
  return proof;
}

/* Of what nobody waits for any more, the rest is left out. */
static TlWorkings *
compute (const TlConversation *conversation, GCancellable *cancellable)
{
  TlWorkings *self = g_atomic_rc_box_new0 (TlWorkings);
  guint n = 0;

  self->off_wire = tl_off_wire_steps (conversation);
  self->derivations = tl_conversation_derivations (conversation);
  self->proofs = g_ptr_array_new_with_free_func (proof_free);
  for (guint i = 0; i < conversation->n_steps && !g_cancellable_is_cancelled (cancellable); i++)
    {
      TlProof *proof = n < TL_LIMIT_PROOFS ? lighten (tl_proof_of_step (conversation, i)) : NULL;

      n += proof != NULL;
      g_ptr_array_add (self->proofs, proof);
    }
  return self;
}

TlWorkings *
tl_workings_new (const TlConversation *conversation)
{
  return compute (conversation, NULL);
}

TlWorkings *
tl_workings_ref (TlWorkings *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  TlWorkings *self = data;

  g_ptr_array_unref (self->off_wire);
  g_ptr_array_unref (self->derivations);
  g_ptr_array_unref (self->proofs);
}

void
tl_workings_unref (TlWorkings *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static void
check_thread (GTask *task, gpointer source G_GNUC_UNUSED, gpointer conversation, GCancellable *cancellable)
{
  g_task_return_pointer (task, compute (conversation, cancellable), (GDestroyNotify) tl_workings_unref);
}

void
tl_workings_check (gpointer source, TlConversation *conversation, GCancellable *cancellable, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, NULL);

  g_task_set_task_data (task, tl_conversation_ref (conversation), (GDestroyNotify) tl_conversation_unref);
  g_task_run_in_thread (task, check_thread);
}

TlWorkings *
tl_workings_check_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

const TlProof *
tl_workings_get_proof (const TlWorkings *self, int step)
{
  return step < 0 || (guint) step >= self->proofs->len ? NULL : g_ptr_array_index (self->proofs, (guint) step);
}

char *
tl_short_value_text (GBytes *bytes)
{
  char *digits = tl_value_dup_hex (bytes);
  gsize n = g_bytes_get_size (bytes);
  char *text;

  if (n <= SHOWN_WHOLE)
    return digits;
  text = g_strdup_printf ("%.*s…%s", 2 * SHOWN_FIRST, digits, digits + 2 * (n - SHOWN_LAST));
  tl_forget_text (digits);
  return text;
}

/* "c hs traffic" is shorter than the name of the secret, and stands in the RFC, too. */
static const char *
short_name (const TlDerivation *derivation)
{
  bool traffic = derivation->label != NULL && (g_str_has_prefix (derivation->label, "c ") || g_str_has_prefix (derivation->label, "s "));

  return traffic ? derivation->label : derivation->name;
}

bool
tl_workings_note (const TlWorkings *self, guint index, char **name, char **value)
{
  const TlOffWire *step = g_ptr_array_index (self->off_wire, index);
  int result = tl_off_wire_result (self->off_wire, index, self->derivations);
  const TlProof *proof = step->kind == TL_OFF_WIRE_FINISHED ? tl_workings_get_proof (self, step->about) : NULL;
  const TlDerivation *derivation;

  if (proof != NULL && proof->computed != NULL)
    {
      *name = g_strdup ("verify_data");
      *value = tl_short_value_text (proof->computed);
      return true;
    }
  if (result < 0 || !tl_derivations_told (self->derivations))
    return false;
  derivation = g_ptr_array_index (self->derivations, (guint) result);
  *name = g_strdup (short_name (derivation));
  *value = derivation->value == NULL ? NULL : tl_short_value_text (derivation->value);
  return true;
}
