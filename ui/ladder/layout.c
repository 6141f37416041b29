/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Where everything of the ladder stands. Lengths are multiples of the width of a character, so that large
 * text has large distances.
 */
#include "layout.h"

enum
{
  MAX_CHARS = 112, /* wider than this the eye loses the line from the name to the time */
  MIN_CHARS = 24,
  GUTTER_CHARS = 36, /* narrower than this, times are left to the details */
  MAX_MARGIN = 8,    /* what a row reaches beyond the lifelines, in characters … */
  MARGIN_CHARS = 62, /* … where there is more room than this */
  BRACKET_CHARS = 48 /* narrower than this, round trips are not bracketed */
};

typedef struct
{
  const TlConversation *conversation;
  const GPtrArray *off_wire;
  const TlLadderMetrics *metrics;
  TlLadderLayout *layout;
  int inset; /* of the boxes, from the edge of the rows */
  guint next_box;
  bool boxed; /* off-wire steps stand below the last row */
  int y;
} Builder;

static TlRect
row_area (const TlLadderLayout *layout, int margin)
{
  return (TlRect){ .x = layout->client_x - margin,
                   .width = layout->server_x - layout->client_x + 2 * margin };
}

/* The columns: times, lifelines with a margin, round trips. Returns the margin. */
static int
place_columns (TlLadderLayout *layout, const TlLadderMetrics *metrics)
{
  int unit = metrics->char_width;
  int content = CLAMP (layout->width, tl_ladder_layout_min_width (metrics), MAX_CHARS * unit);
  int left = MAX ((layout->width - content) / 2, 0);
  int margin = CLAMP ((content - MARGIN_CHARS * unit) / 5, unit * 3 / 2, MAX_MARGIN * unit);
  int bracket = content >= BRACKET_CHARS * unit ? metrics->facts_height + unit * 2 : 0;

  layout->gutter = (TlRect){ .x = left + unit };
  if (content >= GUTTER_CHARS * unit)
    layout->gutter.width = metrics->time_width;
  layout->brackets = (TlRect){ .x = left + content - unit / 2 - bracket, .width = bracket };
  layout->client_x = layout->gutter.x + layout->gutter.width + unit + margin;
  layout->server_x = layout->brackets.x - unit / 2 - margin;
  return margin;
}

/* What does not fit in @width takes more lines. */
static int
box_height (const TlLadderMetrics *metrics, guint box, int width)
{
  if (metrics->box_height == NULL || width >= metrics->box_widths[box])
    return metrics->box_heights[box];
  return metrics->box_height (box, width, metrics->user_data);
}

/* The off-wire steps that stand below @after share a line where they are on different sides and fit. */
static void
place_boxes (Builder *builder, int after, TlRect area)
{
  const TlLadderMetrics *metrics = builder->metrics;
  TlLadderLayout *layout = builder->layout;
  int gap = metrics->char_width * 3 / 4;
  int left = area.x + builder->inset;
  int room = area.width - 2 * builder->inset;
  int taken = 0;  /* by the box on the other side of the same line */
  int height = 0; /* of the line */
  TlSide taken_side = TL_SIDE_CLIENT;

  builder->boxed = false;
  for (; builder->next_box < layout->n_boxes; builder->next_box++)
    {
      const TlOffWire *step = g_ptr_array_index (builder->off_wire, builder->next_box);
      int width = MIN (metrics->box_widths[builder->next_box], room);
      int lines;

      if (step->after != after)
        break;
      lines = box_height (metrics, builder->next_box, width);
      if (!builder->boxed)
        builder->y += gap;
      else if (taken_side == step->side || taken + metrics->char_width + width > room)
        {
          builder->y += height + gap;
          taken = height = 0;
        }
      layout->boxes[builder->next_box]
          = (TlRect){ .x = step->side == TL_SIDE_CLIENT ? left : left + room - width,
                      .y = builder->y,
                      .width = width,
                      .height = lines };
      height = MAX (height, lines);
      taken = taken > 0 ? room : width;
      taken_side = step->side;
      builder->boxed = true;
    }
  if (builder->boxed)
    builder->y += height + gap;
}

static void
place_row (Builder *builder, guint index, TlRect area)
{
  const TlLadderMetrics *metrics = builder->metrics;
  TlLadderRow *row = &builder->layout->rows[index];
  int pad = MAX (metrics->char_width / 2, 3);

  row->title_y = pad;
  row->line_y = row->title_y + metrics->title_height + metrics->char_width * 5 / 8;
  row->facts_y = row->line_y + metrics->char_width * 5 / 8;
  row->area = area;
  row->area.y = builder->y;
  row->area.height = row->facts_y + metrics->facts_height + pad;
  builder->y += row->area.height;
}

/* A turn of the conversation gets a gap, unless an off-wire step makes one. */
static bool
is_turn (const Builder *builder, guint index)
{
  TlStep **steps = builder->conversation->steps;

  return index > 0 && !builder->boxed && steps[index]->from != steps[index - 1]->from;
}

static void
place_rows (Builder *builder, TlRect area)
{
  TlLadderLayout *layout = builder->layout;
  int unit = builder->metrics->char_width;

  builder->y = unit;
  place_boxes (builder, -1, area);
  for (guint i = 0; i < layout->n_rows; i++)
    {
      if (is_turn (builder, i))
        builder->y += unit;
      place_row (builder, i, area);
      place_boxes (builder, (int) i, area);
    }
  layout->height = builder->y + unit * 2;
}

static void
end_round_trip (Builder *builder, GArray *trips, TlRoundTrip *trip, gint64 asked, gint64 answered)
{
  const TlLadderRow *rows = builder->layout->rows;

  /* A capture made of several can have its answer before its question: then the times tell nothing. */
  trip->duration = answered - asked;
  if (trip->duration <= 0)
    return;
  trip->top = rows[trip->first].area.y + rows[trip->first].line_y;
  trip->bottom = rows[trip->last].area.y + rows[trip->last].line_y;
  g_array_append_val (trips, *trip);
}

/* A round trip is a flight of the client and the flight of the server that answers it. */
static void
find_round_trips (Builder *builder)
{
  TlStep **steps = builder->conversation->steps;
  g_autoptr (GArray) trips = g_array_new (FALSE, FALSE, sizeof (TlRoundTrip));
  TlRoundTrip trip = { 0 };
  bool asking = false;
  bool answering = false;
  bool repeated = false; /* it cannot be told which of the questions was answered */
  gint64 asked = 0;
  gint64 answered = 0;

  for (guint i = 0; i < builder->layout->n_rows; i++)
    {
      if (!tl_step_in_handshake (steps[i]))
        continue;
      if (steps[i]->from == TL_SIDE_CLIENT)
        {
          if (answering && !repeated)
            end_round_trip (builder, trips, &trip, asked, answered);
          if (answering || !asking)
            {
              trip.first = i;
              repeated = false;
            }
          repeated |= steps[i]->retransmission;
          asking = true;
          answering = false;
          asked = steps[i]->time;
        }
      else if (asking)
        {
          if (!answering)
            answered = steps[i]->time;
          answering = true;
          trip.last = i;
        }
    }
  if (answering && !repeated)
    end_round_trip (builder, trips, &trip, asked, answered);
  builder->layout->n_round_trips = trips->len;
  builder->layout->round_trips = (TlRoundTrip *) (void *) g_array_free (g_steal_pointer (&trips), FALSE);
}

TlLadderLayout *
tl_ladder_layout_new (const TlConversation *conversation,
                      const GPtrArray *off_wire,
                      int width,
                      const TlLadderMetrics *metrics)
{
  TlLadderLayout *layout = g_new0 (TlLadderLayout, 1);
  Builder builder
      = { .conversation = conversation, .off_wire = off_wire, .metrics = metrics, .layout = layout };
  TlRect area;
  int margin;

  layout->width = width;
  layout->n_rows = conversation ? conversation->n_steps : 0;
  layout->rows = g_new0 (TlLadderRow, layout->n_rows);
  layout->n_boxes = off_wire ? off_wire->len : 0;
  layout->boxes = g_new0 (TlRect, layout->n_boxes);
  margin = place_columns (layout, metrics);
  builder.inset = margin / 4;
  area = row_area (layout, margin);
  place_rows (&builder, area);
  if (conversation)
    find_round_trips (&builder);
  layout->gutter.height = layout->brackets.height = layout->height;
  return layout;
}

void
tl_ladder_layout_free (TlLadderLayout *self)
{
  g_free (self->rows);
  g_free (self->boxes);
  g_free (self->round_trips);
  g_free (self);
}

int
tl_ladder_layout_min_width (const TlLadderMetrics *metrics)
{
  return MIN_CHARS * metrics->char_width;
}

int
tl_ladder_layout_row_at (const TlLadderLayout *self, int y)
{
  guint low = 0;
  guint high = self->n_rows;
  int above;

  /* The first row that ends below @y. */
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (self->rows[middle].area.y + self->rows[middle].area.height > y)
        high = middle;
      else
        low = middle + 1;
    }
  if (low == self->n_rows)
    return (int) self->n_rows - 1;
  if (low == 0 || y >= self->rows[low].area.y)
    return (int) low;
  above = self->rows[low - 1].area.y + self->rows[low - 1].area.height;
  return y - above < self->rows[low].area.y - y ? (int) low - 1 : (int) low;
}

double
tl_ladder_layout_scroll_to (const TlLadderLayout *self, guint row, double value, double page)
{
  const TlRect *area = &self->rows[row].area;
  int top = row == 0 ? 0 : MAX (area->y - area->height, 0);
  int bottom = row + 1 == self->n_rows ? self->height : MIN (area->y + area->height * 2, self->height);

  if (bottom - top > page)
    {
      top = area->y;
      bottom = area->y + area->height;
    }
  if (top < value)
    return top;
  return bottom > value + page ? bottom - page : value;
}

double
tl_ladder_layout_scroll_to_box (const TlLadderLayout *self, guint box, double value, double page)
{
  const TlRect *rect = &self->boxes[box];
  int top = MAX (rect->y - rect->height, 0);
  int bottom = MIN (rect->y + 2 * rect->height, self->height);

  if (top < value)
    return top;
  return bottom > value + page ? bottom - page : value;
}

void
tl_ladder_layout_place_cards (const TlLadderLayout *self, const int widths[2], TlRect places[2])
{
  const int edge = 6;
  const int gap = 8;
  int room = MAX (self->width - 2 * edge - gap, 0);
  int client = MIN (widths[0], MAX (room - widths[1], room / 2));
  int server = MIN (widths[1], room - client);
  int last = self->width - edge - server;
  int client_x = CLAMP (self->client_x - client / 2, edge, MAX (last - gap - client, edge));
  int server_x
      = CLAMP (self->server_x - server / 2, client_x + client + gap, MAX (last, client_x + client + gap));

  places[0] = (TlRect){ .x = client_x, .width = client };
  places[1] = (TlRect){ .x = server_x, .width = server };
}

TlRect
tl_rect_mirror (TlRect rect, int width)
{
  rect.x = width - rect.x - rect.width;
  return rect;
}
