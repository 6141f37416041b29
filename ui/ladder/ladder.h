/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The ladder: a conversation between the lifelines of client and server, to be read, walked through and
 * played.
 */
#pragma once

#include <gtk/gtk.h>

#include "../workings.h"
#include "dissector.h"

G_BEGIN_DECLS

#define TL_TYPE_LADDER (tl_ladder_get_type ())
G_DECLARE_FINAL_TYPE (TlLadder, tl_ladder, TL, LADDER, GtkWidget)

/* Properties: "selected-step", "selected-box", "position", "speed", "playing", "n-steps", as below.
 * Signal: "step-activated" (int step): the user chose a step by click, Enter or assistive technology. */
GtkWidget *tl_ladder_new (void);

/* Shows @conversation; NULL clears. Selection and position stay when it is the same conversation, grown. */
void tl_ladder_set_conversation (TlLadder *self, TlConversation *conversation);

/* Whether the end of a conversation that grows stays in sight, unless somebody has scrolled away from it. */
void tl_ladder_set_following (TlLadder *self, gboolean following);

/* Whether nobody has chosen a step, plays it, or has scrolled to its middle: then another conversation may take its place. */
gboolean tl_ladder_is_untouched (TlLadder *self);

/* Marks the steps about which @findings has a warning or an error; NULL for none. For the conversation that
 * is shown: asked for again after each tl_ladder_set_conversation(). */
void tl_ladder_set_findings (TlLadder *self, const GPtrArray *findings);

/* Marks the steps whose proof holds or does not, and says what came out of those that are not on the wire; NULL: neither. For the
 * conversation that is shown. */
void tl_ladder_set_workings (TlLadder *self, const TlWorkings *workings);

/* Marks the steps @steps, guint, as those that go into a hash; NULL for none. */
void tl_ladder_set_covered (TlLadder *self, const GArray *steps);

/* The step that is told about: -1 for none. */
int tl_ladder_get_selected_step (TlLadder *self);
void tl_ladder_set_selected_step (TlLadder *self, int step);

/* The steps that are not on the wire, TlOffWire; NULL where nothing is shown. Which of them is told about in place of the selected
 * step: -1 for none. To select a step ends that. */
const GPtrArray *tl_ladder_get_off_wire (TlLadder *self);
int tl_ladder_get_selected_box (TlLadder *self);
void tl_ladder_set_selected_box (TlLadder *self, int box);

/* Where the selected step stands, in pixels from the top of what can be seen of the steps; NAN where it cannot be seen. */
double tl_ladder_get_selected_y (TlLadder *self);

/* Selects @step, and scrolls so that it stands at @y, as above, without moving there; NAN: where it can be seen. */
void tl_ladder_select_at (TlLadder *self, int step, double y);

/* Who looks at it: what these cannot see of what the two sides do between messages is faded. TL_N_LENSES: nobody in particular. */
void tl_ladder_set_lens (TlLadder *self, TlLens lens);

guint tl_ladder_get_n_steps (TlLadder *self);

/* Plays from where it stands, or from the first step when it stands at the end. While it plays, only what has
 * happened is shown. */
gboolean tl_ladder_get_playing (TlLadder *self);
void tl_ladder_play (TlLadder *self);
void tl_ladder_pause (TlLadder *self);

/* 0 before the first step, n-steps after the last. Setting it shows only what has happened by then. */
double tl_ladder_get_position (TlLadder *self);
void tl_ladder_set_position (TlLadder *self, double position);

/* 1: as fast as a lecture goes. */
double tl_ladder_get_speed (TlLadder *self);
void tl_ladder_set_speed (TlLadder *self, double speed);

void tl_ladder_next (TlLadder *self);
void tl_ladder_previous (TlLadder *self);
void tl_ladder_first (TlLadder *self);
void tl_ladder_last (TlLadder *self);

/* Whether only what has happened is shown. */
gboolean tl_ladder_get_revealing (TlLadder *self);

/* Shows all steps again, after some were hidden by playing. Returns whether some were. */
gboolean tl_ladder_show_all (TlLadder *self);

G_END_DECLS
