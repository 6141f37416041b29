/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Bars that move to the left, as high as the traffic of half a second. Rectangles: they are drawn again twice a second for each interface.
 */
#include "sparkline.h"

#include "compat.h"

#include <glib/gi18n-lib.h>

enum
{
  N_BARS = 40,
  BAR = 3, /* pixels */
  GAP = 1,
  HEIGHT = 28,
  LEAST = 1024 /* bytes that fill the height at least: a single packet is no mountain */
};

struct _TlSparkline
{
  GtkWidget parent_instance;

  guint64 bars[N_BARS]; /* the latest is the last */
  guint64 total;
  gboolean begun;
};

G_DEFINE_FINAL_TYPE (TlSparkline, tl_sparkline, GTK_TYPE_WIDGET)

static guint64
highest (TlSparkline *self)
{
  guint64 most = LEAST;

  for (guint i = 0; i < N_BARS; i++)
    most = MAX (most, self->bars[i]);
  return most;
}

static void
tl_sparkline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TlSparkline *self = TL_SPARKLINE (widget);
  float height = (float) gtk_widget_get_height (widget);
  float width = (float) gtk_widget_get_width (widget);
  double most = (double) highest (self);
  GdkRGBA color;

  tl_compat_get_color (widget, &color);
  for (guint i = 0; i < N_BARS; i++)
    {
      float x = width - (float) ((N_BARS - i) * (BAR + GAP));
      float bar = self->bars[i] == 0 ? 1 : MAX ((float) ((double) self->bars[i] / most) * height, 2);
      GdkRGBA shade = color;

      shade.alpha *= self->bars[i] == 0 ? 0.25f : 0.75f;
      if (x >= 0)
        gtk_snapshot_append_color (snapshot, &shade, &GRAPHENE_RECT_INIT (x, height - bar, BAR, bar));
    }
}

static void
tl_sparkline_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  bool horizontal = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = horizontal ? N_BARS / 3 * (BAR + GAP) : HEIGHT;
  *natural = horizontal ? N_BARS * (BAR + GAP) : HEIGHT;
}

static void
tl_sparkline_class_init (TlSparklineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = tl_sparkline_snapshot;
  widget_class->measure = tl_sparkline_measure;
  gtk_widget_class_set_css_name (widget_class, "sparkline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tl_sparkline_init (TlSparkline *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Traffic"), -1);
}

GtkWidget *
tl_sparkline_new (void)
{
  return g_object_new (TL_TYPE_SPARKLINE, NULL);
}

void
tl_sparkline_add (TlSparkline *self, guint64 total)
{
  for (guint i = 0; i + 1 < N_BARS; i++)
    self->bars[i] = self->bars[i + 1];
  /* Counters begin anew where an interface does. */
  self->bars[N_BARS - 1] = self->begun && total >= self->total ? total - self->total : 0;
  self->total = total;
  self->begun = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

guint64
tl_sparkline_get_last (TlSparkline *self)
{
  return self->bars[N_BARS - 1];
}
