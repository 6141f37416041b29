/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What is painted behind and around bytes: the range that is lit up, and the cursor.
 */
#pragma once

#include "hex-layout.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where characters stand, in pixels. */
typedef struct
{
  TlHexLayout layout;
  double char_width;
  int line_height;
} TlHexMetrics;

/* Lights up what the line @line, which begins at @y, has of the @length bytes from @offset on: hex and ASCII.
 */
void tl_hex_paint_range (GtkSnapshot *snapshot,
                         const TlHexMetrics *metrics,
                         const GdkRGBA *color,
                         gsize offset,
                         gsize length,
                         gsize line,
                         double y);

/* Frames the byte @offset, in a line that begins at @y. */
void tl_hex_paint_cursor (
    GtkSnapshot *snapshot, const TlHexMetrics *metrics, const GdkRGBA *color, gsize offset, double y);

G_END_DECLS
