/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One sentence on how a conversation ended, above its ladder.
 */
#pragma once

#include "dissector.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TL_TYPE_OUTCOME_BAR (tl_outcome_bar_get_type ())
G_DECLARE_FINAL_TYPE (TlOutcomeBar, tl_outcome_bar, TL, OUTCOME_BAR, GtkWidget)

/* Says how @conversation ended, or how it stands, and how many @findings there are (NULL: none).
 * Signal: "step-chosen" (int step): somebody wants to see the step that a finding is about. */
void tl_outcome_bar_set_conversation (TlOutcomeBar *self, TlConversation *conversation, GPtrArray *findings);

G_END_DECLS
