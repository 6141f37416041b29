/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One conversation: how it ended, its ladder and the details of one step.
 */
#pragma once

#include "step-place.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_CONVERSATION_VIEW (tl_conversation_view_get_type ())
G_DECLARE_FINAL_TYPE (TlConversationView, tl_conversation_view, TL, CONVERSATION_VIEW, AdwBin)

/* Shows @item, and follows it while its conversation grows; NULL shows nothing. To grab the focus means the
 * ladder: then space and arrows work. */
void tl_conversation_view_set_item (TlConversationView *self, TlConversationItem *item);

/* Whether packets come just now: then the end of a ladder that grows stays in sight, unless somebody has scrolled away from it. */
void tl_conversation_view_set_following (TlConversationView *self, gboolean following);

/* Whether nobody works with what is shown: another conversation may take its place. */
bool tl_conversation_view_is_untouched (TlConversationView *self);

/* The item that is shown, or NULL. */
TlConversationItem *tl_conversation_view_get_item (TlConversationView *self);

/* Goes to the step @step, with the focus. */
void tl_conversation_view_select_step (TlConversationView *self, int step);

/* Opens the window of its secrets, at the secret @secret; -1: at whichever there is most to tell of. */
void tl_conversation_view_show_secrets (TlConversationView *self, int secret);

/* Where the step that is told about is on the wire, and on the screen: see tl_ladder_get_selected_y(). False where there is none. */
bool tl_conversation_view_get_place (TlConversationView *self, TlStepPlace *place, double *y);

/* Goes to the step that is at @place, or nearest to it, which may be of another reading of the same capture, and lets it stand at @y. */
void tl_conversation_view_go_to (TlConversationView *self, const TlStepPlace *place, double y);

/* Through whose eyes what is shown is seen; TL_N_LENSES: nobody's in particular. */
void tl_conversation_view_set_lens (TlConversationView *self, TlLens lens);

G_END_DECLS
