/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What scrolls in the ladder: the lifelines, the arrows, the off-wire steps and the round trips.
 */
#pragma once

#include <gtk/gtk.h>

#include "../workings.h"
#include "arrow.h"
#include "layout.h"

G_BEGIN_DECLS

#define TL_TYPE_CANVAS (tl_canvas_get_type ())
G_DECLARE_FINAL_TYPE (TlCanvas, tl_canvas, TL, CANVAS, GtkWidget)

GtkWidget *tl_canvas_new (void);

/* Shows @conversation; arrows of steps that were shown before stay, and where it is the @same conversation, grown, the boxes of
 * off-wire steps, too. Returns how many of those did. */
guint tl_canvas_set_conversation (TlCanvas *self, TlConversation *conversation, gboolean same);

/* Marks the steps about which @findings has a warning or an error; NULL for none. */
void tl_canvas_set_findings (TlCanvas *self, const GPtrArray *findings);

/* What @lens cannot see of what is done between messages is faded; TL_N_LENSES: nothing is. */
void tl_canvas_set_lens (TlCanvas *self, TlLens lens);

/* Marks the steps whose proof holds or does not, and says in the off-wire steps what came out of them; NULL: neither. */
void tl_canvas_set_workings (TlCanvas *self, const TlWorkings *workings);

/* Marks the steps @steps, guint, that go into a hash; NULL for none. */
void tl_canvas_set_covered (TlCanvas *self, const GArray *steps);

/* TlOffWire; NULL where there is no conversation. */
const GPtrArray *tl_canvas_get_off_wire (TlCanvas *self);

/* The box of an off-wire step, which must be there. */
GtkWidget *tl_canvas_get_box (TlCanvas *self, guint index);

/* The arrow of a step, which must be there. */
TlArrow *tl_canvas_get_arrow (TlCanvas *self, guint index);

/* The layout of the last allocation; NULL before. Valid until the next one. */
const TlLadderLayout *tl_canvas_get_layout (TlCanvas *self);

/* How much has happened: 1.5 is the first step and half of the second. */
void tl_canvas_set_extent (TlCanvas *self, double extent);

/* Lets the step @index alone look as if it were @progress on its way. */
void tl_canvas_set_step_progress (TlCanvas *self, guint index, double progress);

/* Only what is near the part from @top to @bottom has to be drawn. */
void tl_canvas_set_visible_range (TlCanvas *self, int top, int bottom);

G_END_DECLS
