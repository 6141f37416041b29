/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Where the secrets of a conversation stand: from top to bottom in the order in which they are made, what follows from a secret
 * beside or below it.
 */
#include "schedule-layout.h"

enum
{
  MARGIN = 18,
  GUTTER = 44, /* between the columns: lines go there */
  INDENT = 22, /* of keys below the secret that they are made from */
  GAP = 8,
  STAGE = 30   /* between what is made from each other, where a line is seen */
};

TlScheduleColumn
tl_schedule_column (const TlDerivation *derivation)
{
  if (g_str_has_prefix (derivation->name, "client_") || g_str_has_prefix (derivation->name, "final_client_"))
    return TL_SCHEDULE_CLIENT;
  /* nothing of the server comes that early: there is room beside the early secret */
  if (g_str_has_prefix (derivation->name, "server_") || g_str_has_prefix (derivation->name, "final_server_")
      || g_str_equal (derivation->name, "early_exporter_secret"))
    return TL_SCHEDULE_SERVER;
  return TL_SCHEDULE_BOTH;
}

int
tl_schedule_layout_min_width (int box_width)
{
  return box_width + 2 * INDENT + 2 * MARGIN;
}

static const TlDerivation *
get (const GPtrArray *derivations, guint index)
{
  return g_ptr_array_index (derivations, index);
}

/* Whether the input behind @index goes into the next secret together with it: then both share a row. */
static bool
is_pair (const GPtrArray *derivations, guint index)
{
  return index + 2 < derivations->len && get (derivations, index + 1)->kind == TL_DERIVATION_INPUT
         && get (derivations, index + 2)->from[0] == (int) index && get (derivations, index + 2)->from[1] == (int) index + 1;
}

static void
stack (TlScheduleLayout *self, const GPtrArray *derivations, int box_height)
{
  int y = MARGIN;

  for (guint i = 0; i < self->n_boxes; i++)
    {
      const TlDerivation *derivation = get (derivations, i);
      bool side = self->columns[i] != TL_SCHEDULE_BOTH;
      int indent = side && derivation->kind == TL_DERIVATION_KEY ? 2 * INDENT : side ? INDENT : 0;

      self->boxes[i] = (TlRect){ MARGIN + indent, y, self->width - 2 * MARGIN - indent, box_height };
      y += box_height + GAP;
    }
  self->height = y - GAP + MARGIN;
}

static int
parent_top (const TlScheduleLayout *self, const TlDerivation *derivation)
{
  return derivation->from[0] < 0 ? 0 : self->boxes[derivation->from[0]].y;
}

static void
spread (TlScheduleLayout *self, const GPtrArray *derivations, int box_height)
{
  int column_width = (self->width - 2 * MARGIN - 2 * GUTTER) / 3;
  int bottom[3] = { MARGIN, MARGIN, MARGIN }; /* of each column, with the gap below */

  for (guint i = 0; i < self->n_boxes; i++)
    {
      const TlDerivation *derivation = get (derivations, i);
      TlScheduleColumn column = self->columns[i];
      int x = MARGIN + (int) column * (column_width + GUTTER);
      bool key = derivation->kind == TL_DERIVATION_KEY && derivation->from[0] >= 0
                 && self->columns[derivation->from[0]] == column;
      int y = bottom[column];

      if (column == TL_SCHEDULE_BOTH && is_pair (derivations, i))
        {
          int half = (column_width - GAP) / 2;

          self->boxes[i] = (TlRect){ x, y, half, box_height };
          self->boxes[i + 1] = (TlRect){ x + column_width - half, y, half, box_height };
          bottom[column] = y + box_height + STAGE;
          i++;
          continue;
        }
      if (column == TL_SCHEDULE_BOTH) /* what is made from it begins beside it */
        y = MAX (y, derivation->kind == TL_DERIVATION_SECRET && derivation->from[1] >= 0 ? MAX (bottom[0], bottom[2]) : 0);
      else if (!key)
        y = MAX (y, parent_top (self, derivation));
      self->boxes[i] = (TlRect){ key ? x + INDENT : x, y, key ? column_width - INDENT : column_width, box_height };
      bottom[column] = y + box_height + (column == TL_SCHEDULE_BOTH ? STAGE : GAP);
    }
  self->height = MAX (MAX (bottom[0] - GAP, bottom[2] - GAP), bottom[1] - STAGE) + MARGIN;
}

TlScheduleLayout *
tl_schedule_layout_new (const GPtrArray *derivations, int width, int box_width, int box_height)
{
  TlScheduleLayout *self = g_new0 (TlScheduleLayout, 1);

  self->width = width;
  self->n_boxes = derivations->len;
  self->boxes = g_new0 (TlRect, derivations->len);
  self->columns = g_new0 (TlScheduleColumn, derivations->len);
  self->narrow = width < 3 * (2 * box_width + GAP) + 2 * GUTTER + 2 * MARGIN; /* some share a column */
  for (guint i = 0; i < self->n_boxes; i++)
    self->columns[i] = tl_schedule_column (get (derivations, i));
  if (self->narrow)
    stack (self, derivations, box_height);
  else
    spread (self, derivations, box_height);
  return self;
}

void
tl_schedule_layout_free (TlScheduleLayout *self)
{
  g_free (self->boxes);
  g_free (self->columns);
  g_free (self);
}
