/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The card above a lifeline: who it is, and where.
 */
#pragma once

#include <gtk/gtk.h>

#include "dissector.h"

G_BEGIN_DECLS

#define TL_TYPE_ACTOR_CARD (tl_actor_card_get_type ())
G_DECLARE_FINAL_TYPE (TlActorCard, tl_actor_card, TL, ACTOR_CARD, GtkWidget)

GtkWidget *tl_actor_card_new (TlSide side);

/* Shows that side of @conversation; hides the card when it is NULL. */
void tl_actor_card_set_conversation (TlActorCard *self, const TlConversation *conversation);

G_END_DECLS
