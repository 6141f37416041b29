/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What scrolls in the ladder. The layout is made for the width; arrows and off-wire steps are children, so
 * that a screen reader finds them; lifelines and round trips are painted.
 */
#include "canvas.h"

#include <adwaita.h>

#include "../compat.h"
#include "format.h"
#include "ladder-actions.h"
#include "off-wire-box.h"
#include "off-wire-lens.h"
#include "round-trips.h"

#include <glib/gi18n-lib.h>

enum
{
  NEAR_ROWS
  = 48 /* rows outside the visible range that are mapped: so scrolling and short ladders need no thought */
};

#define BOX_TIME   0.25 /* of the time of a step: off-wire steps appear */
#define ARROW_TIME 0.85 /* until then its arrow has arrived; the rest is for reading */

struct _TlCanvas
{
  GtkWidget parent_instance;

  TlConversation *conversation;
  GPtrArray *arrows;   /* TlArrow */
  GPtrArray *off_wire; /* TlOffWire */
  GPtrArray *boxes;    /* GtkWidget, one for each of them */
  GPtrArray *labels;   /* PangoLayout, one for each round trip; made when they are drawn */
  TlLens lens;
  TlLadderLayout *layout;
  TlLadderMetrics metrics;
  int *box_widths;
  int *box_heights;
  gboolean metrics_known;
  int layout_height; /* of the height asked for last, at layout_width */
  int layout_width;
  double extent;
  int top;
  int bottom;
};

G_DEFINE_FINAL_TYPE (TlCanvas, tl_canvas, GTK_TYPE_WIDGET)

static bool
is_rtl (TlCanvas *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

static TlRect
turn (TlCanvas *self, TlRect rect)
{
  return is_rtl (self) ? tl_rect_mirror (rect, self->layout->width) : rect;
}

static int
turn_x (TlCanvas *self, int x)
{
  return is_rtl (self) ? self->layout->width - x : x;
}

/* The times that are worth showing, and the width of the widest. */
static int
set_times (TlCanvas *self)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  g_autofree char *above = NULL;
  int widest = 0;

  pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  for (guint i = 0; i < self->arrows->len; i++)
    {
      g_autofree char *time
          = tl_format_elapsed (self->conversation->steps[i]->time - self->conversation->start);
      int width;

      if (g_strcmp0 (time, above) == 0)
        {
          tl_arrow_set_time (g_ptr_array_index (self->arrows, i), NULL);
          continue;
        }
      tl_arrow_set_time (g_ptr_array_index (self->arrows, i), time);
      pango_layout_set_text (layout, time, -1);
      pango_layout_get_pixel_size (layout, &width, NULL);
      widest = MAX (widest, width);
      g_free (g_steal_pointer (&above));
      above = g_steal_pointer (&time);
    }
  return widest;
}

static int
measure_box (guint box, int width, gpointer user_data)
{
  TlCanvas *self = user_data;
  int height;

  gtk_widget_measure (g_ptr_array_index (self->boxes, box), GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  return height;
}

static void
measure_boxes (TlCanvas *self)
{
  guint n = MAX (self->boxes->len, 1);

  self->box_widths = g_renew (int, self->box_widths, n);
  self->box_heights = g_renew (int, self->box_heights, n);
  for (guint i = 0; i < self->boxes->len; i++)
    {
      GtkWidget *box = g_ptr_array_index (self->boxes, i);

      gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &self->box_widths[i], NULL, NULL);
      self->box_heights[i] = measure_box (i, self->box_widths[i], self);
    }
  self->metrics.box_widths = self->box_widths;
  self->metrics.box_heights = self->box_heights;
  self->metrics.box_height = measure_box;
  self->metrics.user_data = self;
}

static void
ensure_metrics (TlCanvas *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics;
  int height;

  if (self->metrics_known)
    return;
  metrics = pango_context_get_metrics (context, NULL, NULL);
  height = pango_font_metrics_get_ascent (metrics) + pango_font_metrics_get_descent (metrics);
  self->metrics.title_height = PANGO_PIXELS_CEIL (height);
  self->metrics.facts_height = PANGO_PIXELS_CEIL ((int) (height * PANGO_SCALE_SMALL));
  self->metrics.char_width
      = MAX (PANGO_PIXELS_CEIL (pango_font_metrics_get_approximate_char_width (metrics)), 4);
  pango_font_metrics_unref (metrics);
  self->metrics.time_width = set_times (self);
  measure_boxes (self);
  self->metrics_known = TRUE;
}

static TlLadderLayout *
make_layout (TlCanvas *self, int width)
{
  ensure_metrics (self);
  return tl_ladder_layout_new (self->conversation, self->off_wire, width, &self->metrics);
}

static void
forget_layout (TlCanvas *self)
{
  self->metrics_known = FALSE;
  self->layout_width = -1;
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
map_near_rows (TlCanvas *self)
{
  int first, last;

  if (self->layout == NULL || self->layout->n_rows != self->arrows->len)
    return;
  first = tl_ladder_layout_row_at (self->layout, self->top) - NEAR_ROWS;
  last = tl_ladder_layout_row_at (self->layout, self->bottom) + NEAR_ROWS;
  for (int i = 0; i < (int) self->arrows->len; i++)
    gtk_widget_set_child_visible (g_ptr_array_index (self->arrows, i), i >= first && i <= last);
}

/* How far the arrow of a step is when the step is @fraction over. */
static double
arrow_progress (double fraction)
{
  return CLAMP ((fraction - BOX_TIME) / (ARROW_TIME - BOX_TIME), 0, 1);
}

static void
show_extent (TlCanvas *self)
{
  guint n_steps = self->arrows->len;

  for (guint i = 0; i < n_steps; i++)
    tl_arrow_set_progress (g_ptr_array_index (self->arrows, i), arrow_progress (self->extent - i));
  for (guint i = 0; i < self->boxes->len; i++)
    {
      const TlOffWire *step = g_ptr_array_index (self->off_wire, i);
      double opacity = (self->extent - (step->after + 1)) / BOX_TIME;

      if (step->after + 1 >= (int) n_steps) /* after all of them: with the end of the last */
        opacity = (self->extent - step->after - ARROW_TIME) / (1 - ARROW_TIME);
      gtk_widget_set_opacity (g_ptr_array_index (self->boxes, i), CLAMP (opacity, 0, 1));
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
tl_canvas_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  TlCanvas *self = TL_CANVAS (widget);

  ensure_metrics (self);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = tl_ladder_layout_min_width (&self->metrics);
      *natural = MAX (*minimum, 80 * self->metrics.char_width);
      return;
    }
  if (for_size < 0)
    for_size = tl_ladder_layout_min_width (&self->metrics);
  if (self->layout_width != for_size)
    {
      g_autoptr (TlLadderLayout) layout = make_layout (self, for_size);

      self->layout_width = for_size;
      self->layout_height = layout->height;
    }
  *minimum = *natural = self->layout_height;
}

static void
place_arrow (TlCanvas *self, guint index)
{
  TlArrow *arrow = g_ptr_array_index (self->arrows, index);
  const TlLadderLayout *layout = self->layout;
  TlArrowPlace place;
  TlRect area = turn (self, layout->rows[index].area);
  bool from_client = self->conversation->steps[index]->from == TL_SIDE_CLIENT;

  memset (&place, 0, sizeof place); /* it is compared as bytes */
  place.row = layout->rows[index];
  place.sender_x = turn_x (self, from_client ? layout->client_x : layout->server_x) - area.x;
  place.receiver_x = turn_x (self, from_client ? layout->server_x : layout->client_x) - area.x;
  place.gutter = turn (self, layout->gutter);
  place.gutter.x -= area.x;
  tl_arrow_set_place (arrow, &place);
  gtk_widget_size_allocate (GTK_WIDGET (arrow), &(GtkAllocation){ area.x, area.y, area.width, area.height },
                            -1);
}

static void
tl_canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TlCanvas *self = TL_CANVAS (widget);

  g_clear_pointer (&self->layout, tl_ladder_layout_free);
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  self->layout = make_layout (self, width);
  map_near_rows (self);
  for (guint i = 0; i < self->arrows->len; i++)
    place_arrow (self, i);
  for (guint i = 0; i < self->boxes->len; i++)
    {
      GtkWidget *box = g_ptr_array_index (self->boxes, i);
      TlRect rect = turn (self, self->layout->boxes[i]);
      int minimum;

      gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      gtk_widget_size_allocate (
          box, &(GtkAllocation){ rect.x, rect.y, MAX (rect.width, minimum), rect.height }, -1);
    }
}

static void
append_lifelines (TlCanvas *self, GtkSnapshot *snapshot, const GdkRGBA *color)
{
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self));

  gtk_snapshot_append_color (
      snapshot, color, &GRAPHENE_RECT_INIT ((float) turn_x (self, self->layout->client_x) - 1, 0, 2, height));
  gtk_snapshot_append_color (
      snapshot, color, &GRAPHENE_RECT_INIT ((float) turn_x (self, self->layout->server_x) - 1, 0, 2, height));
}

static void
append_round_trips (TlCanvas *self, GtkSnapshot *snapshot, const GdkRGBA *line, const GdkRGBA *text)
{
  const TlLadderLayout *layout = self->layout;
  TlRect column = turn (self, layout->brackets);

  if (column.width <= 0)
    return;
  if (self->labels == NULL)
    self->labels = tl_round_trip_labels (GTK_WIDGET (self), layout);
  for (guint i = 0; i < layout->n_round_trips; i++)
    {
      const TlRoundTrip *trip = &layout->round_trips[i];
      double opacity = arrow_progress (self->extent - trip->last);

      if (trip->bottom < self->top || trip->top > self->bottom || opacity <= 0)
        continue;
      gtk_snapshot_push_opacity (snapshot, opacity);
      tl_paint_round_trip (snapshot, trip, g_ptr_array_index (self->labels, i), column, self->metrics.char_width,
                           is_rtl (self), line, text);
      gtk_snapshot_pop (snapshot);
    }
}

static void
tl_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TlCanvas *self = TL_CANVAS (widget);
  bool high_contrast = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
  GdkRGBA line, text;

  if (self->conversation == NULL || self->layout == NULL)
    return;
  tl_compat_get_color (widget, &text);
  line = text;
  line.alpha *= high_contrast ? 0.45f : 0.18f;
  text.alpha *= high_contrast ? 1 : 0.72f;
  append_lifelines (self, snapshot, &line);
  append_round_trips (self, snapshot, &line, &text);
  GTK_WIDGET_CLASS (tl_canvas_parent_class)->snapshot (widget, snapshot);
}

static GtkSizeRequestMode
tl_canvas_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Whoever moves the focus to an arrow or to a box means it. */
static void
tl_canvas_set_focus_child (GtkWidget *widget, GtkWidget *child)
{
  GTK_WIDGET_CLASS (tl_canvas_parent_class)->set_focus_child (widget, child);
  if (child != NULL && TL_IS_ARROW (child))
    gtk_widget_activate_action (widget, "ladder.select", "i", (int) tl_arrow_get_index (TL_ARROW (child)));
  if (child != NULL && TL_IS_OFF_WIRE_BOX (child))
    gtk_widget_activate_action (widget, "ladder.select-box", "i", (int) tl_off_wire_box_get_index (TL_OFF_WIRE_BOX (child)));
}

static void
tl_canvas_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (tl_canvas_parent_class)->css_changed (widget, change);
  forget_layout (TL_CANVAS (widget));
}

static void
tl_canvas_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (tl_canvas_parent_class)->system_setting_changed (widget, setting);
  forget_layout (TL_CANVAS (widget));
}

static void
tl_canvas_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (tl_canvas_parent_class)->direction_changed (widget, previous);
  forget_layout (TL_CANVAS (widget));
}

static void
tl_canvas_dispose (GObject *object)
{
  TlCanvas *self = TL_CANVAS (object);

  tl_canvas_set_conversation (self, NULL, FALSE);
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  g_clear_pointer (&self->layout, tl_ladder_layout_free);
  G_OBJECT_CLASS (tl_canvas_parent_class)->dispose (object);
}

static void
tl_canvas_finalize (GObject *object)
{
  TlCanvas *self = TL_CANVAS (object);

  g_ptr_array_unref (self->arrows);
  g_ptr_array_unref (self->boxes);
  g_free (self->box_widths);
  g_free (self->box_heights);
  G_OBJECT_CLASS (tl_canvas_parent_class)->finalize (object);
}

static void
tl_canvas_class_init (TlCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tl_canvas_dispose;
  object_class->finalize = tl_canvas_finalize;
  widget_class->measure = tl_canvas_measure;
  widget_class->size_allocate = tl_canvas_size_allocate;
  widget_class->snapshot = tl_canvas_snapshot;
  widget_class->get_request_mode = tl_canvas_get_request_mode;
  widget_class->set_focus_child = tl_canvas_set_focus_child;
  widget_class->css_changed = tl_canvas_css_changed;
  widget_class->system_setting_changed = tl_canvas_system_setting_changed;
  widget_class->direction_changed = tl_canvas_direction_changed;

  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  tl_ladder_class_add_keys (widget_class);
}

static void
tl_canvas_init (TlCanvas *self)
{
  self->arrows = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  self->boxes = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  self->layout_width = -1;
  self->lens = TL_N_LENSES;
  self->bottom = G_MAXINT;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Steps of the conversation"), -1);
}

/* Whether the step @index looks in @conversation as it did in @old. */
static bool
is_same_step (const TlConversation *old, const TlConversation *conversation, guint index)
{
  return old && index < old->n_steps && old->steps[index] == conversation->steps[index]
         && old->outcome == conversation->outcome && old->version == conversation->version
         && old->group == conversation->group && old->start == conversation->start;
}

/* Arrows stay where the step is the same: so do focus and selection. */
static void
update_arrows (TlCanvas *self, const TlConversation *old, const TlConversation *conversation)
{
  guint n_steps = conversation ? conversation->n_steps : 0;

  if (self->arrows->len > n_steps)
    g_ptr_array_set_size (self->arrows, (int) n_steps);
  for (guint i = 0; i < n_steps; i++)
    {
      if (i >= self->arrows->len)
        {
          GtkWidget *arrow = tl_arrow_new ();

          gtk_widget_set_parent (arrow, GTK_WIDGET (self));
          g_ptr_array_add (self->arrows, arrow);
        }
      if (is_same_step (old, conversation, i))
        tl_arrow_set_n_steps (g_ptr_array_index (self->arrows, i), n_steps);
      else
        tl_arrow_set_step (g_ptr_array_index (self->arrows, i), conversation, i);
    }
}

/* Off-wire steps stand among the arrows, for who reads one after the other. Boxes stay where the step is the same, like arrows. */
static guint
update_boxes (TlCanvas *self)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->off_wire);
  guint kept = 0;

  if (self->conversation != NULL)
    self->off_wire = tl_off_wire_steps (self->conversation);
  while (old != NULL && self->off_wire != NULL && kept < old->len && kept < self->off_wire->len
         && tl_off_wire_equal (old->pdata[kept], self->off_wire->pdata[kept]))
    kept++;
  g_ptr_array_set_size (self->boxes, (int) kept);
  for (guint i = kept; self->off_wire != NULL && i < self->off_wire->len; i++)
    {
      const TlOffWire *step = g_ptr_array_index (self->off_wire, i);
      GtkWidget *box = tl_off_wire_box_new (step, i);
      guint next = (guint) (step->after + 1);

      tl_off_wire_box_set_lens (box, step, self->lens);
      gtk_widget_insert_before (box, GTK_WIDGET (self),
                                next < self->arrows->len ? g_ptr_array_index (self->arrows, next) : NULL);
      g_ptr_array_add (self->boxes, box);
    }
  return kept;
}

GtkWidget *
tl_canvas_new (void)
{
  return g_object_new (TL_TYPE_CANVAS, NULL);
}

guint
tl_canvas_set_conversation (TlCanvas *self, TlConversation *conversation, gboolean same)
{
  g_autoptr (TlConversation) old = g_steal_pointer (&self->conversation);
  guint kept;

  self->conversation = conversation ? tl_conversation_ref (conversation) : NULL;
  if (!same)
    g_clear_pointer (&self->off_wire, g_ptr_array_unref);
  update_arrows (self, old, conversation);
  kept = update_boxes (self);
  g_clear_pointer (&self->layout, tl_ladder_layout_free);
  forget_layout (self);
  show_extent (self);
  return kept;
}

void
tl_canvas_set_findings (TlCanvas *self, const GPtrArray *findings)
{
  g_autofree TlArrowFindings *of_steps = g_new0 (TlArrowFindings, MAX (self->arrows->len, 1));

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const TlFinding *finding = g_ptr_array_index (findings, i);

      if (finding->step >= 0 && (guint) finding->step < self->arrows->len)
        of_steps[finding->step].counts[finding->severity]++;
    }
  for (guint i = 0; i < self->arrows->len; i++)
    tl_arrow_set_findings (g_ptr_array_index (self->arrows, i), &of_steps[i]);
}

void
tl_canvas_set_lens (TlCanvas *self, TlLens lens)
{
  self->lens = lens;
  for (guint i = 0; i < self->boxes->len; i++)
    tl_off_wire_box_set_lens (g_ptr_array_index (self->boxes, i), g_ptr_array_index (self->off_wire, i), lens);
}

/* A step that was checked is the same in a longer conversation. */
static void
show_notes (TlCanvas *self, const TlWorkings *workings)
{
  bool same = workings != NULL && workings->off_wire->len == self->boxes->len;

  for (guint i = 0; i < self->boxes->len; i++)
    {
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (same)
        tl_workings_note (workings, i, &name, &value);
      tl_off_wire_box_set_note (g_ptr_array_index (self->boxes, i), name, value);
    }
}

void
tl_canvas_set_workings (TlCanvas *self, const TlWorkings *workings)
{
  for (guint i = 0; i < self->arrows->len; i++)
    {
      const TlProof *proof = workings == NULL ? NULL : tl_workings_get_proof (workings, (int) i);

      tl_arrow_set_proof (g_ptr_array_index (self->arrows, i), proof == NULL ? TL_UNKNOWN : proof->holds);
    }
  show_notes (self, workings);
  forget_layout (self);
}

void
tl_canvas_set_covered (TlCanvas *self, const GArray *steps)
{
  for (guint i = 0; i < self->arrows->len; i++)
    tl_arrow_set_covered (g_ptr_array_index (self->arrows, i), FALSE);
  for (guint i = 0; steps != NULL && i < steps->len; i++)
    if (g_array_index (steps, guint, i) < self->arrows->len)
      tl_arrow_set_covered (g_ptr_array_index (self->arrows, g_array_index (steps, guint, i)), TRUE);
}

const GPtrArray *
tl_canvas_get_off_wire (TlCanvas *self)
{
  return self->off_wire;
}

GtkWidget *
tl_canvas_get_box (TlCanvas *self, guint index)
{
  return g_ptr_array_index (self->boxes, index);
}

TlArrow *
tl_canvas_get_arrow (TlCanvas *self, guint index)
{
  return g_ptr_array_index (self->arrows, index);
}

const TlLadderLayout *
tl_canvas_get_layout (TlCanvas *self)
{
  return self->layout;
}

void
tl_canvas_set_extent (TlCanvas *self, double extent)
{
  self->extent = extent;
  show_extent (self);
}

void
tl_canvas_set_step_progress (TlCanvas *self, guint index, double progress)
{
  tl_arrow_set_progress (g_ptr_array_index (self->arrows, index), progress);
}

void
tl_canvas_set_visible_range (TlCanvas *self, int top, int bottom)
{
  self->top = top;
  self->bottom = bottom;
  map_near_rows (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
