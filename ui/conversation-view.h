/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One conversation: how it ended, its ladder and the details of one step.
 */
#pragma once

#include "dissector.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_CONVERSATION_VIEW (tl_conversation_view_get_type ())
G_DECLARE_FINAL_TYPE (TlConversationView, tl_conversation_view, TL, CONVERSATION_VIEW, AdwBin)

/* Shows @item, and follows it while its conversation grows; NULL shows nothing. To grab the focus means the
 * ladder: then space and arrows work. */
void tl_conversation_view_set_item (TlConversationView *self, TlConversationItem *item);

/* The item that is shown, or NULL. */
TlConversationItem *tl_conversation_view_get_item (TlConversationView *self);

/* Goes to the step @step, with the focus. */
void tl_conversation_view_select_step (TlConversationView *self, int step);

/* The step that is told about, or NULL. Free with tl_step_unref(). */
TlStep *tl_conversation_view_ref_step (TlConversationView *self);

/* Goes to the step that was on the wire where @step was, which may be of another reading of the same capture: what was one
 * sealed record there may be several messages here. */
void tl_conversation_view_show_step_like (TlConversationView *self, const TlStep *step);

G_END_DECLS
