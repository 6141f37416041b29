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

G_END_DECLS
