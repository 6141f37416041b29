/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The brackets beside the ladder: what is one round trip, and how long it takes.
 */
#pragma once

#include "layout.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The words beside each round trip of @layout, PangoLayout, as long as they fit. */
GPtrArray *tl_round_trip_labels (GtkWidget *widget, const TlLadderLayout *layout);

/* Paints the bracket of @trip into @column, @depth wide and open towards the lifelines, with @label along it. */
void tl_paint_round_trip (GtkSnapshot *snapshot,
                          const TlRoundTrip *trip,
                          PangoLayout *label,
                          TlRect column,
                          int depth,
                          bool rtl,
                          const GdkRGBA *line,
                          const GdkRGBA *text);

G_END_DECLS
