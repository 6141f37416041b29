/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Which steps are proofs.
 */
#include "proof-parts.h"

void
tl_proof_free (TlProof *self)
{
  g_free (self->text);
  g_clear_pointer (&self->covered, g_bytes_unref);
  g_free (self->covers);
  g_clear_pointer (&self->found, g_bytes_unref);
  g_clear_pointer (&self->computed, g_bytes_unref);
  g_clear_pointer (&self->key, g_bytes_unref);
  tl_forget_text (self->recipe); /* the key stands in it */
  g_free (self);
}

TlProof *
tl_proof_of_step (const TlConversation *conversation, guint index)
{
  const TlStep *step = conversation->steps[index];
  g_autoptr (TlProof) proof = NULL;

  if (step->type != TL_STEP_HANDSHAKE || step->sealed || step->retransmission || step->truncated || step->bytes == NULL
      || g_bytes_get_size (step->bytes) < TL_HANDSHAKE_HEADER)
    return NULL;
  proof = g_new0 (TlProof, 1);
  proof->holds = TL_UNKNOWN;
  switch (step->context.message)
    {
    case TL_MESSAGE_FINISHED:
      tl_prove_finished (proof, conversation, index);
      break;
    case TL_MESSAGE_CLIENT_HELLO:
      tl_prove_binder (proof, conversation, index);
      break;
    case TL_MESSAGE_CERTIFICATE_VERIFY:
    case TL_MESSAGE_SERVER_KEY_EXCHANGE:
      tl_prove_signature (proof, conversation, index);
      break;
    default:
      break;
    }
  return proof->text ? g_steal_pointer (&proof) : NULL;
}
