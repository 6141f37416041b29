/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The cards of client and server beside each other, each on its lifeline.
 */
#pragma once

#include <gtk/gtk.h>

#include "layout.h"

G_BEGIN_DECLS

#define TL_TYPE_ACTOR_CARDS (tl_actor_cards_get_type ())
G_DECLARE_FINAL_TYPE (TlActorCards, tl_actor_cards, TL, ACTOR_CARDS, GtkWidget)

GtkWidget *tl_actor_cards_new (void);

/* Shows both sides of @conversation; hides the cards when it is NULL. */
void tl_actor_cards_set_conversation (TlActorCards *self, const TlConversation *conversation);

/* Lets the cards stand on the lifelines of @layout, which is as wide as the widget is going to be. */
void tl_actor_cards_follow (TlActorCards *self, const TlLadderLayout *layout);

G_END_DECLS
