/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What an arrow is painted of. There are no paths in the oldest GTK we know: a line is rectangles, its head a
 * rectangle on its corner, cut in half.
 */
#pragma once

#include <gtk/gtk.h>

#include <stdbool.h>

G_BEGIN_DECLS

/* The sizes of what is painted, in pixels. */
typedef struct
{
  float thickness;
  float head_length;
  float head_half; /* of its height */
  float dash;
  float icon;
  float gap; /* between icons and text */
} TlStrokes;

/* The sizes that go with a name that stands @height above its line. */
TlStrokes tl_strokes_for_title (int height);

/* A line from @x1 to @x2, or dashes of one. */
void tl_paint_line (GtkSnapshot *snapshot,
                    const GdkRGBA *color,
                    float x1,
                    float x2,
                    float y,
                    const TlStrokes *strokes,
                    bool dashed);

/* A head whose point is at @tip. */
void tl_paint_head (GtkSnapshot *snapshot,
                    const GdkRGBA *color,
                    float tip,
                    float y,
                    bool to_the_right,
                    const TlStrokes *strokes);

void tl_paint_layout (GtkSnapshot *snapshot, PangoLayout *layout, const GdkRGBA *color, float x, float y);

/* The symbolic icon @name as @widget would show it, in @color. */
void tl_paint_icon (GtkSnapshot *snapshot,
                    GtkWidget *widget,
                    const char *name,
                    const GdkRGBA *color,
                    float x,
                    float y,
                    float size);

G_END_DECLS
