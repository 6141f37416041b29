/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The secrets of a conversation as a diagram. Each is a button, so that keys and screen readers find it; the lines between
 * them are painted.
 */
#include "schedule.h"

#include "compat.h"
#include "ladder/arrow-paint.h"
#include "schedule-layout.h"
#include "value-row.h"

#include <glib/gi18n-lib.h>

enum
{
  SHOWN = 4,       /* bytes of a value: as many as fit half a box */
  LEAST_CHARS = 12 /* in the width of a box */
};

struct _TlSchedule
{
  GtkWidget parent_instance;

  GPtrArray *derivations;
  GPtrArray *boxes; /* GtkToggleButton, one for each */
  TlScheduleLayout *layout;
  guint revealing; /* the chosen one is brought into view as soon as it has its place */
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TlSchedule, tl_schedule, GTK_TYPE_WIDGET)

static const TlDerivation *
get (TlSchedule *self, guint index)
{
  return g_ptr_array_index (self->derivations, index);
}

/* The sign of how a value is known, and its word. */
static const char *
source_icon (const TlDerivation *derivation)
{
  switch (derivation->source)
    {
    case TL_DERIVATION_GIVEN:
    case TL_DERIVATION_RESUMED:
    case TL_DERIVATION_FROM_PSK:
    case TL_DERIVATION_PSK:
      return "dialog-password-symbolic";
    case TL_DERIVATION_COMPUTED:
      return "tl-does-symbolic";
    case TL_DERIVATION_OPENED:
    case TL_DERIVATION_ROLLED_BACK:
      return "tl-opened-symbolic";
    case TL_DERIVATION_NOT_TOLD:
      break;
    }
  return "tl-sealed-symbolic";
}

static char *
operation_text (const TlDerivation *derivation)
{
  if (derivation->operation == NULL)
    return g_strdup (_ ("input"));
  if (derivation->length > 0) /* Translators: a part of the key block, from its byte %zu to its byte %zu */
    return g_strdup_printf (_ ("bytes %zu to %zu"), derivation->offset, derivation->offset + derivation->length - 1);
  if (derivation->label == NULL)
    return g_strdup (derivation->operation);
  return g_strdup_printf ("%s · %s", derivation->operation, derivation->label);
}

static char *
value_text (const TlDerivation *derivation)
{
  g_autofree char *digits = NULL;

  if (derivation->value == NULL)
    return g_strdup (_ ("not told"));
  digits = tl_value_dup_hex (derivation->value);
  return strlen (digits) <= 2 * SHOWN ? g_steal_pointer (&digits) : g_strdup_printf ("%.*s…", 2 * SHOWN, digits);
}

static GtkWidget *
line (const char *text, const char *css_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_MIDDLE,
                                   "width-chars", LEAST_CHARS, "hexpand", TRUE, NULL);

  gtk_widget_add_css_class (label, css_class);
  return label;
}

/* It is short already: cut again, it would be two ends with a hole. */
static GtkWidget *
make_value (const char *text, bool told)
{
  GtkWidget *label = line (text, told ? "monospace" : "untold");

  if (told)
    g_object_set (label, "ellipsize", PANGO_ELLIPSIZE_NONE, "width-chars", -1, NULL);
  return label;
}

/* "client_write_key, HKDF-Expand-Label · key, from client_handshake_traffic_secret: 0a1b…" */
static void
speak (TlSchedule *self, GtkWidget *box, const TlDerivation *derivation, const char *operation, const char *value)
{
  const char *parent = derivation->from[0] < 0 ? NULL : get (self, (guint) derivation->from[0])->name;
  g_autofree char *text
      = parent == NULL ? g_strdup_printf ("%s, %s: %s", derivation->name, operation, value)
                       /* Translators: the name of a secret, how it is made, what it is made from, its value. */
                       : g_strdup_printf (_ ("%s, %s, from %s: %s"), derivation->name, operation, parent, value);
  g_autofree char *source = tl_derivation_source_text (derivation);

  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, source, -1);
  gtk_widget_set_tooltip_text (box, derivation->name);
}

static void
toggled_cb (TlSchedule *self, GtkToggleButton *box)
{
  guint index;

  if (gtk_toggle_button_get_active (box) && g_ptr_array_find (self->boxes, box, &index))
    g_signal_emit (self, signals[CHOSEN], 0, (int) index);
}

static GtkWidget *
make_box (TlSchedule *self, guint index)
{
  const TlDerivation *derivation = get (self, index);
  static const char *const sides[] = { "client", "both", "server" };
  GtkWidget *box = gtk_toggle_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *value_line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *operation = operation_text (derivation);
  g_autofree char *value = value_text (derivation);

  gtk_box_append (GTK_BOX (content), line (derivation->name, "secret-name"));
  gtk_box_append (GTK_BOX (content), line (operation, "secret-operation"));
  gtk_box_append (GTK_BOX (value_line), gtk_image_new_from_icon_name (source_icon (derivation)));
  gtk_box_append (GTK_BOX (value_line), make_value (value, derivation->value != NULL));
  gtk_box_append (GTK_BOX (content), value_line);
  gtk_button_set_child (GTK_BUTTON (box), content);
  gtk_widget_add_css_class (box, "secret");
  gtk_widget_add_css_class (box, sides[tl_schedule_column (derivation)]);
  speak (self, box, derivation, operation, value);
  if (index > 0)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (box), g_ptr_array_index (self->boxes, 0));
  g_signal_connect_swapped (box, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  return box;
}

/* Lines */

static void
paint_rect (GtkSnapshot *snapshot, const GdkRGBA *color, int x1, int y1, int x2, int y2)
{
  gtk_snapshot_append_color (snapshot, color,
                             &GRAPHENE_RECT_INIT ((float) MIN (x1, x2) - 1, (float) MIN (y1, y2) - 1,
                                                  (float) ABS (x2 - x1) + 2, (float) ABS (y2 - y1) + 2));
}

/* From the lower edge of @from to the upper one of @to. */
static void
paint_down (GtkSnapshot *snapshot, const GdkRGBA *color, const TlRect *from, const TlRect *to)
{
  int x1 = from->x + from->width / 2, y1 = from->y + from->height;
  int x2 = to->x + to->width / 2, y2 = to->y;
  int turn = y2 - 18;

  paint_rect (snapshot, color, x1, y1, x1, turn);
  paint_rect (snapshot, color, x1, turn, x2, turn);
  paint_rect (snapshot, color, x2, turn, x2, y2 - 7);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x2, (float) y2 - 1));
  gtk_snapshot_rotate (snapshot, 90);
  tl_paint_head (snapshot, color, 0, 0, true, &(TlStrokes){ .head_length = 8, .head_half = 5 });
  gtk_snapshot_restore (snapshot);
}

/* From below the left edge of @from to the left one of @to, which is indented. */
static void
paint_indented (GtkSnapshot *snapshot, const GdkRGBA *color, const TlRect *from, const TlRect *to)
{
  int x = from->x + 8, y = to->y + to->height / 2;

  paint_rect (snapshot, color, x, from->y + from->height, x, y);
  paint_rect (snapshot, color, x, y, to->x, y);
}

/* From the edge of @from to that of @to in the column beside it. */
static void
paint_aside (GtkSnapshot *snapshot, const GdkRGBA *color, const TlRect *from, const TlRect *to)
{
  bool right = to->x > from->x;
  int x1 = right ? from->x + from->width : from->x, y1 = from->y + from->height / 2;
  int x2 = right ? to->x : to->x + to->width, y2 = to->y + to->height / 2;
  int turn = (x1 + x2) / 2;

  paint_rect (snapshot, color, x1, y1, turn, y1);
  paint_rect (snapshot, color, turn, y1, turn, y2);
  paint_rect (snapshot, color, turn, y2, right ? x2 - 7 : x2 + 7, y2);
  tl_paint_head (snapshot, color, (float) (right ? x2 - 1 : x2 + 1), (float) y2, right,
                 &(TlStrokes){ .head_length = 8, .head_half = 5 });
}

static void
paint_link (TlSchedule *self, GtkSnapshot *snapshot, const GdkRGBA *color, guint from, guint to)
{
  const TlScheduleLayout *layout = self->layout;
  const TlRect *a = &layout->boxes[from], *b = &layout->boxes[to];

  if (layout->narrow)
    {
      if (b->x > a->x)
        paint_indented (snapshot, color, a, b);
    }
  else if (layout->columns[from] != layout->columns[to])
    paint_aside (snapshot, color, a, b);
  else if (layout->columns[to] != TL_SCHEDULE_BOTH)
    paint_indented (snapshot, color, a, b);
  else
    paint_down (snapshot, color, a, b);
}

static void
tl_schedule_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TlSchedule *self = TL_SCHEDULE (widget);
  GdkRGBA color;

  if (self->layout == NULL || self->layout->n_boxes != self->boxes->len)
    return;
  tl_compat_get_color (widget, &color);
  color = (GdkRGBA){ color.red, color.green, color.blue, 1 }; /* lines that meet must not add up */
  gtk_snapshot_push_opacity (snapshot, 0.4);
  for (guint i = 0; i < self->boxes->len; i++)
    for (guint j = 0; j < 2; j++)
      if (get (self, i)->from[j] >= 0)
        paint_link (self, snapshot, &color, (guint) get (self, i)->from[j], i);
  gtk_snapshot_pop (snapshot);
  GTK_WIDGET_CLASS (tl_schedule_parent_class)->snapshot (widget, snapshot);
}

/* Sizes */

static void
measure_boxes (TlSchedule *self, int *width, int *height)
{
  *width = *height = 0;
  for (guint i = 0; i < self->boxes->len; i++)
    {
      GtkWidget *box = g_ptr_array_index (self->boxes, i);
      int w, h;

      gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &w, NULL, NULL, NULL);
      gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, -1, &h, NULL, NULL, NULL);
      *width = MAX (*width, w);
      *height = MAX (*height, h);
    }
}

static TlScheduleLayout *
make_layout (TlSchedule *self, int width)
{
  int box_width, box_height;

  measure_boxes (self, &box_width, &box_height);
  return tl_schedule_layout_new (self->derivations, width, box_width, box_height);
}

static GtkSizeRequestMode
tl_schedule_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tl_schedule_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  TlSchedule *self = TL_SCHEDULE (widget);
  g_autoptr (TlScheduleLayout) layout = NULL;
  int box_width, box_height;

  measure_boxes (self, &box_width, &box_height);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = tl_schedule_layout_min_width (box_width);
      *natural = MAX (*minimum, 4 * box_width);
      return;
    }
  layout = make_layout (self, for_size < 0 ? tl_schedule_layout_min_width (box_width) : for_size);
  *minimum = *natural = layout->height;
}

/* Where the focus is, the view goes. */
static gboolean
reveal_cb (gpointer user_data)
{
  TlSchedule *self = user_data;

  self->revealing = 0;
  for (guint i = 0; i < self->boxes->len; i++)
    if (gtk_toggle_button_get_active (g_ptr_array_index (self->boxes, i)))
      gtk_widget_grab_focus (g_ptr_array_index (self->boxes, i));
  return G_SOURCE_REMOVE;
}

static void
tl_schedule_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TlSchedule *self = TL_SCHEDULE (widget);

  g_clear_pointer (&self->layout, tl_schedule_layout_free);
  self->layout = make_layout (self, width);
  for (guint i = 0; i < self->boxes->len; i++)
    {
      const TlRect *rect = &self->layout->boxes[i];
      int minimum;

      gtk_widget_measure (g_ptr_array_index (self->boxes, i), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      gtk_widget_size_allocate (g_ptr_array_index (self->boxes, i),
                                &(GtkAllocation){ rect->x, rect->y, MAX (rect->width, minimum), rect->height }, -1);
    }
}

static void
clear (TlSchedule *self)
{
  g_clear_pointer (&self->layout, tl_schedule_layout_free);
  for (guint i = 0; i < self->boxes->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->boxes, i));
  g_ptr_array_set_size (self->boxes, 0);
  g_ptr_array_unref (self->derivations);
  self->derivations = g_ptr_array_new ();
}

static void
tl_schedule_dispose (GObject *object)
{
  g_clear_handle_id (&TL_SCHEDULE (object)->revealing, g_source_remove);
  clear (TL_SCHEDULE (object));
  G_OBJECT_CLASS (tl_schedule_parent_class)->dispose (object);
}

static void
tl_schedule_finalize (GObject *object)
{
  TlSchedule *self = TL_SCHEDULE (object);

  g_ptr_array_unref (self->boxes);
  g_ptr_array_unref (self->derivations);
  G_OBJECT_CLASS (tl_schedule_parent_class)->finalize (object);
}

static void
tl_schedule_class_init (TlScheduleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tl_schedule_dispose;
  object_class->finalize = tl_schedule_finalize;
  widget_class->snapshot = tl_schedule_snapshot;
  widget_class->get_request_mode = tl_schedule_get_request_mode;
  widget_class->measure = tl_schedule_measure;
  widget_class->size_allocate = tl_schedule_size_allocate;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_css_name (widget_class, "schedule");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tl_schedule_init (TlSchedule *self)
{
  self->boxes = g_ptr_array_new ();
  self->derivations = g_ptr_array_new ();
}

GtkWidget *
tl_schedule_new (void)
{
  return g_object_new (TL_TYPE_SCHEDULE, NULL);
}

void
tl_schedule_set (TlSchedule *self, GPtrArray *derivations)
{
  clear (self);
  g_ptr_array_unref (self->derivations);
  self->derivations = g_ptr_array_ref (derivations);
  for (guint i = 0; i < derivations->len; i++)
    g_ptr_array_add (self->boxes, make_box (self, i));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
tl_schedule_select (TlSchedule *self, guint index)
{
  if (index >= self->boxes->len)
    return;
  gtk_toggle_button_set_active (g_ptr_array_index (self->boxes, index), TRUE);
  if (self->revealing == 0)
    self->revealing = g_idle_add_full (GTK_PRIORITY_RESIZE + 15, reveal_cb, self, NULL); /* behind the next layout */
}
