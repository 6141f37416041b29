/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What a session does with its items. For session.c alone; what others know of them stands in session.h.
 */
#pragma once

#include "session.h"

G_BEGIN_DECLS

/* There is a later snapshot. */
void tl_conversation_item_set (TlConversationItem *self, TlConversation *conversation);

/* @gone is called when nobody has the item any more; NULL: never. */
void tl_conversation_item_watch (TlConversationItem *self, void (*gone) (TlConversationItem *item, gpointer user_data), gpointer user_data);

G_END_DECLS
