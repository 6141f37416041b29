/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How the ladder scrolls to a step.
 */
#pragma once

#include <adwaita.h>

#include "layout.h"

G_BEGIN_DECLS

/**
 * TlLadderScroll:
 * @ladder: borrowed, and so is
 * @scroller
 * @animation: NULL: it has not moved yet
 * @wanted_y: where a step has to stand, once its place is known; NAN: anywhere
 */
typedef struct
{
  GtkWidget *ladder;
  GtkScrolledWindow *scroller;
  AdwAnimation *animation;
  double wanted_y;
} TlLadderScroll;

void tl_ladder_scroll_init (TlLadderScroll *self, GtkWidget *ladder, GtkScrolledWindow *scroller);
void tl_ladder_scroll_clear (TlLadderScroll *self);

/* Moves until the off-wire step @box of @layout can be seen, or where there is none the row @row; NULL, or what is not there: nothing happens. */
void tl_ladder_scroll_to (TlLadderScroll *self, const TlLadderLayout *layout, int row, int box);

/* Moves to the end; and whether that is in sight, or soon will be. */
void tl_ladder_scroll_to_end (TlLadderScroll *self);
bool tl_ladder_scroll_is_at_end (const TlLadderScroll *self);

/* Whether it stands where it was moved to from here, or is on its way there, or at the top or the end: nobody has scrolled to read something. */
bool tl_ladder_scroll_is_untouched (const TlLadderScroll *self);

/* Puts it where it is wanted, if anywhere, without moving: during an allocation, so that nothing else is seen. */
void tl_ladder_scroll_put (TlLadderScroll *self, const TlLadderLayout *layout, int row);

/* Where it stands, in pixels from the top of what can be seen; NAN where it cannot be seen. */
double tl_ladder_scroll_get_y (const TlLadderScroll *self, const TlLadderLayout *layout, int row);

G_END_DECLS
