/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How one secret is made: what goes in, what is done with it, what comes out.
 */
#pragma once

#include "dissector.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A card on entry @index of @derivations, from tl_conversation_derivations(), unfolded where it is @open. Its button activates
 * conversation.secret with @index. */
GtkWidget *tl_derivation_card_new (GPtrArray *derivations, guint index, gboolean open);

G_END_DECLS
