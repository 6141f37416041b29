/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What a step proves, checked again: whether it holds, over which messages, with which values, and how to do it by hand.
 */
#pragma once

#include "dissector.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_PROOF_CARD (tl_proof_card_get_type ())
G_DECLARE_FINAL_TYPE (TlProofCard, tl_proof_card, TL, PROOF_CARD, AdwBin)

/* Checks the step @step of @conversation, on a thread of its own, and shows the result; hides itself where the step proves
 * nothing, and where @conversation is NULL. */
void tl_proof_card_set_step (TlProofCard *self, TlConversation *conversation, guint step);

/* The proof that is shown; NULL for none, or none yet. */
const TlProof *tl_proof_card_get_proof (TlProofCard *self);

/* Whether its values are unfolded. */
void tl_proof_card_set_unfolded (TlProofCard *self, gboolean unfolded);

G_END_DECLS
