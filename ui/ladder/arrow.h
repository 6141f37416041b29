/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One step of the ladder: paints itself, grows, and speaks.
 */
#pragma once

#include <gtk/gtk.h>

#include "../finding-text.h"
#include "layout.h"

G_BEGIN_DECLS

#define TL_TYPE_ARROW (tl_arrow_get_type ())
G_DECLARE_FINAL_TYPE (TlArrow, tl_arrow, TL, ARROW, GtkWidget)

/**
 * TlArrowPlace:
 * @row: from the layout
 * @sender_x: where the line begins, from the left of the arrow's area; it may be right of @receiver_x
 * @receiver_x: where it ends
 * @gutter: the column of times, from the left of the arrow's area
 */
typedef struct
{
  TlLadderRow row;
  int sender_x;
  int receiver_x;
  TlRect gutter;
} TlArrowPlace;

/* How many findings there are about a step, by severity. */
typedef struct
{
  guint counts[TL_N_SEVERITIES];
} TlArrowFindings;

GtkWidget *tl_arrow_new (void);

/* Shows the step @index of @conversation. */
void tl_arrow_set_step (TlArrow *self, const TlConversation *conversation, guint index);

/* Shows a sign where something is wrong with the step; a note gets none. Another step has no findings until
 * it is told of them. */
void tl_arrow_set_findings (TlArrow *self, const TlArrowFindings *findings);

/* Shows whether the proof that the step is holds; TL_UNKNOWN: that is not known, or it is none. */
void tl_arrow_set_proof (TlArrow *self, TlTristate holds);

/* Marks it as one of the messages that go into the hash of the chosen secret. */
void tl_arrow_set_covered (TlArrow *self, gboolean covered);

/* How many steps there are beside it, for a screen reader. */
void tl_arrow_set_n_steps (TlArrow *self, guint n_steps);

/* The index of its step. */
guint tl_arrow_get_index (TlArrow *self);

/* The time in the gutter; NULL where the row above says the same. */
void tl_arrow_set_time (TlArrow *self, const char *time);

/* Where to paint, within and beside the area that the ladder allocates. */
void tl_arrow_set_place (TlArrow *self, const TlArrowPlace *place);

/* How far it has come: 0 not sent yet, 1 arrived. */
double tl_arrow_get_progress (TlArrow *self);
void tl_arrow_set_progress (TlArrow *self, double progress);

gboolean tl_arrow_get_selected (TlArrow *self);
void tl_arrow_set_selected (TlArrow *self, gboolean selected);

G_END_DECLS
