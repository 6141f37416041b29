/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Through whose eyes a conversation is seen, and what those see of it.
 */
#pragma once

#include "workings.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TlLensBar:
 *
 * A switch with one toggle for each lens, and a sentence on what can be seen through the chosen one. The toggles are for the action
 * win.lens, whose state is the word of a lens.
 */
#define TL_TYPE_LENS_BAR (tl_lens_bar_get_type ())
G_DECLARE_FINAL_TYPE (TlLensBar, tl_lens_bar, TL, LENS_BAR, GtkWidget)

/* Says what @lens shows of @conversation, which was read through it; hides itself where @lens is TL_N_LENSES: no keys, nothing to choose.
 * NULL: no conversation; NULL as @workings: they are still computed. */
void tl_lens_bar_show (TlLensBar *self, TlLens lens, const TlConversation *conversation, const TlWorkings *workings);

/* Whether there is little room: then the sentence has one line, and is unfolded by a button. */
void tl_lens_bar_set_narrow (TlLensBar *self, gboolean narrow);

G_END_DECLS
