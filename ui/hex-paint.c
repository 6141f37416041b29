/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What is painted behind and around bytes: the range that is lit up, and the cursor.
 */
#include "hex-paint.h"

#define MARGIN 2 /* pixels beside the characters */
#define RADIUS 3

static graphene_rect_t
characters (const TlHexMetrics *metrics, guint from, guint to, double y)
{
  return GRAPHENE_RECT_INIT ((float) (from * metrics->char_width - MARGIN), (float) y,
                             (float) ((to - from) * metrics->char_width + 2 * MARGIN),
                             (float) metrics->line_height);
}

static void
light_up (GtkSnapshot *snapshot, const GdkRGBA *color, graphene_rect_t rect)
{
  GskRoundedRect rounded;

  gsk_rounded_rect_init_from_rect (&rounded, &rect, RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  gtk_snapshot_append_color (snapshot, color, &rect);
  gtk_snapshot_pop (snapshot);
}

void
tl_hex_paint_range (GtkSnapshot *snapshot,
                    const TlHexMetrics *metrics,
                    const GdkRGBA *color,
                    gsize offset,
                    gsize length,
                    gsize line,
                    double y)
{
  const TlHexLayout *layout = &metrics->layout;
  gsize first = MAX (offset, line * layout->columns);
  gsize end = MIN (offset + length, (line + 1) * layout->columns);
  guint from, to;

  if (end <= first)
    return;
  from = (guint) (first % layout->columns);
  to = (guint) ((end - 1) % layout->columns);
  light_up (snapshot, color,
            characters (metrics, tl_hex_layout_hex (layout, from), tl_hex_layout_hex (layout, to) + 2, y));
  light_up (
      snapshot, color,
      characters (metrics, tl_hex_layout_ascii (layout, from), tl_hex_layout_ascii (layout, to) + 1, y));
}

void
tl_hex_paint_cursor (
    GtkSnapshot *snapshot, const TlHexMetrics *metrics, const GdkRGBA *color, gsize offset, double y)
{
  guint column = tl_hex_layout_hex (&metrics->layout, (guint) (offset % metrics->layout.columns));
  graphene_rect_t rect = characters (metrics, column, column + 2, y);
  const float widths[4] = { 2, 2, 2, 2 };
  const GdkRGBA colors[4] = { *color, *color, *color, *color };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &rect, RADIUS);
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
}
