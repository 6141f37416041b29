/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Where everything of the ladder stands: a pure function of the steps, the width and the size of the text.
 */
#pragma once

#include "dissector.h"

G_BEGIN_DECLS

typedef struct
{
  int x;
  int y;
  int width;
  int height;
} TlRect;

/**
 * TlLadderMetrics:
 * @title_height: a line of the bold name
 * @facts_height: a line of the small text
 * @char_width: about the width of a character: the unit of all that stands aside
 * @time_width: the widest time of the gutter
 * @box_widths: what each off-wire step would like to be wide, in their order
 * @box_heights: how high it is then
 * @box_height: how high the one at @box is in less width; NULL: as high
 * @user_data: for @box_height
 *
 * The size of the text: what differs between screens and people.
 */
typedef struct
{
  int title_height;
  int facts_height;
  int char_width;
  int time_width;
  const int *box_widths;
  const int *box_heights;
  int (*box_height) (guint box, int width, gpointer user_data);
  gpointer user_data;
} TlLadderMetrics;

/**
 * TlLadderRow:
 * @area: what lights up when the row is selected; times stand outside, before it
 * @line_y: the middle of the line, from the top of @area
 * @title_y: where the name begins, from the top of @area
 * @facts_y: where the facts begin, from the top of @area
 */
typedef struct
{
  TlRect area;
  int line_y;
  int title_y;
  int facts_y;
} TlLadderRow;

/**
 * TlRoundTrip:
 * @first: the first step of the client's flight
 * @last: the last step of the server's answer
 * @duration: from the end of the one to the beginning of the other, nanoseconds
 * @top: from here …
 * @bottom: … to here
 */
typedef struct
{
  guint first;
  guint last;
  gint64 duration;
  int top;
  int bottom;
} TlRoundTrip;

/**
 * TlLadderLayout:
 *
 * Left to right; who draws for a language that runs the other way turns it round with tl_rect_mirror().
 */
typedef struct
{
  int width;
  int height;
  int client_x; /* the lifelines */
  int server_x;
  TlRect gutter;     /* times end at its right edge */
  TlRect brackets;   /* round trips; no width where there is no room */
  TlLadderRow *rows; /* one for each step */
  guint n_rows;
  TlRect *boxes; /* one for each off-wire step */
  guint n_boxes;
  TlRoundTrip *round_trips;
  guint n_round_trips;
} TlLadderLayout;

/* The layout in @width pixels. Never fails: in less than it needs, things come to lie on top of each other.
 */
TlLadderLayout *tl_ladder_layout_new (const TlConversation *conversation,
                                      const GPtrArray *off_wire,
                                      int width,
                                      const TlLadderMetrics *metrics);
void tl_ladder_layout_free (TlLadderLayout *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlLadderLayout, tl_ladder_layout_free)

/* The least width in which everything can be told apart. */
int tl_ladder_layout_min_width (const TlLadderMetrics *metrics);

/* The row at @y: the nearest one, if @y is not in one; -1 without rows. */
int tl_ladder_layout_row_at (const TlLadderLayout *self, int y);

/* Where to scroll, from @value with @page in sight, so that @row can be seen with what stands around it. */
double tl_ladder_layout_scroll_to (const TlLadderLayout *self, guint row, double value, double page);

/* The same for an off-wire step. */
double tl_ladder_layout_scroll_to_box (const TlLadderLayout *self, guint box, double value, double page);

/* Where the cards of client and server stand that would like to be @widths wide: on their lifelines, within
 * the width, and beside each other. */
void tl_ladder_layout_place_cards (const TlLadderLayout *self, const int widths[2], TlRect places[2]);

/* @rect as it stands when left and right are exchanged in @width. */
TlRect tl_rect_mirror (TlRect rect, int width);

G_END_DECLS
