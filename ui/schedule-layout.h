/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Where the secrets of a conversation stand in their diagram: a pure function of the derivations and a width.
 */
#pragma once

#include "dissector.h"
#include "ladder/layout.h"

G_BEGIN_DECLS

/* What is of the client stands at the left, of the server at the right, what both have in the middle. */
typedef enum
{
  TL_SCHEDULE_CLIENT,
  TL_SCHEDULE_BOTH,
  TL_SCHEDULE_SERVER
} TlScheduleColumn;

/**
 * TlScheduleLayout:
 * @narrow: there is no room for columns: all stand below each other
 * @boxes: one for each derivation
 * @columns: the column of each, also where it is @narrow
 */
typedef struct
{
  int width;
  int height;
  bool narrow;
  guint n_boxes;
  TlRect *boxes;
  TlScheduleColumn *columns;
} TlScheduleLayout;

/* @derivations as tl_conversation_derivations() lists them. @box_width is the least width of a box, @box_height the height of all. */
TlScheduleLayout *tl_schedule_layout_new (const GPtrArray *derivations, int width, int box_width, int box_height);
void tl_schedule_layout_free (TlScheduleLayout *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlScheduleLayout, tl_schedule_layout_free)

/* The least width for boxes that are at least @box_width wide. */
int tl_schedule_layout_min_width (int box_width);

/* Whose secret it is. */
TlScheduleColumn tl_schedule_column (const TlDerivation *derivation);

G_END_DECLS
