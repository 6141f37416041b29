/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What an arrow is painted of.
 */
#include "arrow-paint.h"

#include <math.h>

TlStrokes
tl_strokes_for_title (int height)
{
  float title = (float) height * 0.8f;

  return (TlStrokes){ .thickness = roundf (MAX (title / 9, 2)),
                      .head_length = roundf (MAX (title * 0.6f, 9)),
                      .head_half = roundf (MAX (title * 0.36f, 6)),
                      .dash = roundf (MAX (title * 0.4f, 6)),
                      .icon = roundf (MAX (title * 0.85f, 12)),
                      .gap = roundf (MAX (title * 0.25f, 4)) };
}

void
tl_paint_line (GtkSnapshot *snapshot,
               const GdkRGBA *color,
               float x1,
               float x2,
               float y,
               const TlStrokes *strokes,
               bool dashed)
{
  float left = MIN (x1, x2);
  float width = ABS (x2 - x1);
  float top = y - strokes->thickness / 2;
  graphene_rect_t line = GRAPHENE_RECT_INIT (left, top, width, strokes->thickness);

  if (width <= 0)
    return;
  if (!dashed)
    {
      gtk_snapshot_append_color (snapshot, color, &line);
      return;
    }
  gtk_snapshot_push_repeat (
      snapshot, &line, &GRAPHENE_RECT_INIT (left, top, roundf (strokes->dash * 1.6f), strokes->thickness));
  gtk_snapshot_append_color (snapshot, color,
                             &GRAPHENE_RECT_INIT (left, top, strokes->dash, strokes->thickness));
  gtk_snapshot_pop (snapshot);
}

/* Half of a square that stands on its corner. */
void
tl_paint_head (GtkSnapshot *snapshot,
               const GdkRGBA *color,
               float tip,
               float y,
               bool to_the_right,
               const TlStrokes *strokes)
{
  float length = strokes->head_length;
  float half = strokes->head_half;
  float side = (float) G_SQRT2;

  gtk_snapshot_push_clip (
      snapshot, &GRAPHENE_RECT_INIT (to_the_right ? tip - length : tip, y - half, length, 2 * half));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (to_the_right ? tip - length : tip + length, y));
  gtk_snapshot_scale (snapshot, length, half);
  gtk_snapshot_rotate (snapshot, 45);
  gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT (-side / 2, -side / 2, side, side));
  gtk_snapshot_restore (snapshot);
  gtk_snapshot_pop (snapshot);
}

void
tl_paint_layout (GtkSnapshot *snapshot, PangoLayout *layout, const GdkRGBA *color, float x, float y)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

void
tl_paint_icon (GtkSnapshot *snapshot,
               GtkWidget *widget,
               const char *name,
               const GdkRGBA *color,
               float x,
               float y,
               float size)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  g_autoptr (GtkIconPaintable) icon
      = gtk_icon_theme_lookup_icon (theme, name, NULL, (int) size, gtk_widget_get_scale_factor (widget),
                                    gtk_widget_get_direction (widget), GTK_ICON_LOOKUP_FORCE_SYMBOLIC);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, size, size, color, 1);
  gtk_snapshot_restore (snapshot);
}
