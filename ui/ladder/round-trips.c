/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The brackets beside the ladder.
 */
#include "round-trips.h"

#include "format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static PangoLayout *
make_label (GtkWidget *widget, const TlLadderLayout *layout, guint index)
{
  const TlRoundTrip *trip = &layout->round_trips[index];
  g_autofree char *duration = tl_format_elapsed (trip->duration);
  g_autofree char *text = NULL;
  PangoLayout *label;
  PangoAttrList *attributes = pango_attr_list_new ();
  int width;

  /* Translators: beside the ladder, along a bracket. */
  text = layout->n_round_trips == 1 ? g_strdup_printf (_ ("1 round trip · %s"), duration)
                                    : g_strdup_printf (_ ("Round trip %u · %s"), index + 1, duration);
  label = gtk_widget_create_pango_layout (widget, text);
  pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
  pango_layout_set_attributes (label, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_get_pixel_size (label, &width, NULL);
  if (width > trip->bottom - trip->top)
    pango_layout_set_text (label, duration, -1);
  return label;
}

GPtrArray *
tl_round_trip_labels (GtkWidget *widget, const TlLadderLayout *layout)
{
  GPtrArray *labels = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < layout->n_round_trips; i++)
    g_ptr_array_add (labels, make_label (widget, layout, i));
  return labels;
}

void
tl_paint_round_trip (GtkSnapshot *snapshot,
                     const TlRoundTrip *trip,
                     PangoLayout *label,
                     TlRect column,
                     int depth,
                     bool rtl,
                     const GdkRGBA *line,
                     const GdkRGBA *text)
{
  float height = (float) (trip->bottom - trip->top);
  float x = (float) (rtl ? column.x + column.width - depth : column.x);
  GskRoundedRect outline;
  int width, label_height;

  gsk_rounded_rect_init (
      &outline, &GRAPHENE_RECT_INIT (x, (float) trip->top, (float) depth, height),
      &GRAPHENE_SIZE_INIT (rtl ? 6 : 0, rtl ? 6 : 0), &GRAPHENE_SIZE_INIT (rtl ? 0 : 6, rtl ? 0 : 6),
      &GRAPHENE_SIZE_INIT (rtl ? 0 : 6, rtl ? 0 : 6), &GRAPHENE_SIZE_INIT (rtl ? 6 : 0, rtl ? 6 : 0));
  gtk_snapshot_append_border (snapshot, &outline, (float[]){ 2, rtl ? 0 : 2, 2, rtl ? 2 : 0 },
                              (GdkRGBA[]){ *line, *line, *line, *line });
  pango_layout_get_pixel_size (label, &width, &label_height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT (rtl ? x - 4 - (float) label_height : x + (float) depth + 4 + (float) label_height,
                                      roundf ((float) trip->top + (height - (float) width) / 2)));
  if (rtl)
    {
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, (float) width));
      gtk_snapshot_rotate (snapshot, -90);
    }
  else
    gtk_snapshot_rotate (snapshot, 90);
  gtk_snapshot_append_layout (snapshot, label, text);
  gtk_snapshot_restore (snapshot);
}
