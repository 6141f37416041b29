/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The conversations of a capture, and the search over them.
 */
#pragma once

#include "dissector.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TlConversationList:
 *
 * Properties: selected (TlConversationItem, read-only), search-mode (boolean).
 */
#define TL_TYPE_CONVERSATION_LIST (tl_conversation_list_get_type ())
G_DECLARE_FINAL_TYPE (TlConversationList, tl_conversation_list, TL, CONVERSATION_LIST, AdwBin)

GtkWidget *tl_conversation_list_new (void);

/* Shows the TlConversationItems of @model (NULL: none) and selects the first. */
void tl_conversation_list_set_model (TlConversationList *self, GListModel *model);

/* The same for another reading of the same capture: what is searched for stays. */
void tl_conversation_list_exchange_model (TlConversationList *self, GListModel *model);

/* Selects the item at @position of the model, and scrolls there; nothing happens while the search hides it. */
void tl_conversation_list_reveal (TlConversationList *self, guint position);

TlConversationItem *tl_conversation_list_get_selected (TlConversationList *self);

/* Selects what stands at @position among what the search leaves. */
void tl_conversation_list_select (TlConversationList *self, guint position);

/* Conversations came, as GListModel::items-changed has it: selects the last of them, where the last of the others was selected, or there were none. Whoever
 * has chosen another one stays there, and so does who searches; of many at once, none. */
void tl_conversation_list_follow (TlConversationList *self, guint position, guint removed, guint added);

/* How many the search leaves. */
guint tl_conversation_list_get_n_shown (TlConversationList *self);

/* Opens the search with @text in it; "" shows everything again. */
void tl_conversation_list_search (TlConversationList *self, const char *text);

G_END_DECLS
