/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The bytes of a message: offsets, hex and ASCII, with the bytes of one field lit up.
 */
#include "hex-view.h"

#include "compat.h"
#include "hex-lines.h"
#include "hex-paint.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_SPOKEN_BYTES 16
#define NATURAL_LINES    12
#define LEADING          4 /* pixels between lines */

struct _TlHexView
{
  GtkWidget parent_instance;

  GBytes *bytes;
  gsize offset;
  gsize length;
  gsize cursor;

  GtkAdjustment *hadjustment;
  GtkAdjustment *vadjustment;
  GtkScrollablePolicy hscroll_policy;
  GtkScrollablePolicy vscroll_policy;
  gboolean scroll_pending; /* to the selection, once the size is known */

  TlHexLines *lines;
  guint columns;
  double char_width;
  int line_height;
  GtkWidget *menu;
};

enum
{
  PROP_0,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY
};

enum
{
  BYTE_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (TlHexView,
                               tl_hex_view,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static gsize
n_bytes (TlHexView *self)
{
  return self->bytes == NULL ? 0 : g_bytes_get_size (self->bytes);
}

static TlHexLayout
get_layout (TlHexView *self)
{
  return (TlHexLayout){ n_bytes (self), self->columns };
}

static void
measure_font (TlHexView *self)
{
  g_autoptr (PangoLayout) layout = NULL;
  int width, height;

  if (self->line_height != 0)
    return;
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "00000000000000000000");
  pango_layout_get_size (layout, &width, &height);
  self->char_width = (double) width / PANGO_SCALE / 20;
  self->line_height = height / PANGO_SCALE + LEADING;
}

static guint
columns_for_width (TlHexView *self, int width)
{
  return tl_hex_layout_fit (n_bytes (self), width / self->char_width);
}

/* Scrolling */

static double
scroll_value (TlHexView *self)
{
  return self->vadjustment == NULL ? 0 : gtk_adjustment_get_value (self->vadjustment);
}

static void
scroll_to (TlHexView *self, gsize offset, gsize length)
{
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  double first = (double) (offset / self->columns) * self->line_height;
  double end = (double) ((offset + MAX (length, 1) - 1) / self->columns + 1) * self->line_height;
  double value = scroll_value (self);

  if (self->vadjustment == NULL || height <= 0)
    return;
  if (first >= value && end <= value + height)
    return;
  /* What is lit up goes to the middle; of what is higher than the view, the beginning is shown. */
  if (end - first > height)
    value = first;
  else
    value = (first + end - height) / 2;
  gtk_adjustment_set_value (self->vadjustment, floor (value / self->line_height + 0.5) * self->line_height);
}

static void
configure_adjustments (TlHexView *self, int width, int height)
{
  TlHexLayout hex = get_layout (self);
  double upper = MAX ((double) tl_hex_layout_n_lines (&hex) * self->line_height, height);

  if (self->hadjustment != NULL)
    gtk_adjustment_configure (self->hadjustment, 0, 0, width, 1, width, width);
  if (self->vadjustment != NULL)
    gtk_adjustment_configure (self->vadjustment, CLAMP (scroll_value (self), 0, upper - height), 0, upper,
                              self->line_height, MAX (height - self->line_height, self->line_height), height);
}

static void
value_changed_cb (TlHexView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drop_adjustment (TlHexView *self, GtkAdjustment **where)
{
  if (*where != NULL)
    g_signal_handlers_disconnect_by_func (*where, value_changed_cb, self);
  g_clear_object (where);
}

static void
set_adjustment (TlHexView *self, GtkAdjustment **where, GtkAdjustment *adjustment)
{
  if (adjustment != NULL && adjustment == *where)
    return;
  drop_adjustment (self, where);
  if (adjustment == NULL)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  *where = g_object_ref_sink (adjustment);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (value_changed_cb), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* What a screen reader says */

static char *
dup_hex (TlHexView *self, gsize first, gsize n)
{
  const guint8 *data = n > 0 ? g_bytes_get_data (self->bytes, NULL) : NULL;

  return tl_hex_dup (tl_bytes (data == NULL ? NULL : data + first, n));
}

static void
update_label (TlHexView *self)
{
  g_autofree char *text = NULL;

  if (n_bytes (self) == 0)
    text = g_strdup (_ ("Bytes: none"));
  else if (self->length == 0)
    text = g_strdup_printf (_ ("Bytes: %zu in all, none chosen"), n_bytes (self));
  else
    {
      g_autofree char *hex = dup_hex (self, self->offset, MIN (self->length, MAX_SPOKEN_BYTES));

      text = g_strdup_printf (_ ("Bytes %zu to %zu of %zu: %s%s"), self->offset,
                              self->offset + self->length - 1, n_bytes (self), hex,
                              self->length > MAX_SPOKEN_BYTES ? " …" : "");
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/* Drawing */

static void
tl_hex_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TlHexView *self = TL_HEX_VIEW (widget);
  int height = gtk_widget_get_height (widget);
  double value = scroll_value (self);
  TlHexMetrics metrics = { get_layout (self), self->char_width, self->line_height };
  gsize first = (gsize) (value / self->line_height);
  gsize last
      = MIN (tl_hex_layout_n_lines (&metrics.layout), (gsize) ((value + height) / self->line_height) + 1);
  GdkRGBA color, highlight, ring;

  tl_compat_get_color (widget, &color);
  tl_compat_lookup_color (widget, "accent_bg_color", &highlight);
  tl_compat_lookup_color (widget, "accent_color", &ring);
  highlight.alpha *= 0.30f;
  for (gsize line = first; line < last; line++)
    {
      double y = (double) line * self->line_height - value;

      tl_hex_paint_range (snapshot, &metrics, &highlight, self->offset, self->length, line, y);
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, (float) (y + LEADING / 2)));
      gtk_snapshot_append_layout (
          snapshot, tl_hex_lines_get (self->lines, widget, self->bytes, &metrics.layout, line), &color);
      gtk_snapshot_restore (snapshot);
      if (gtk_widget_has_focus (widget) && self->cursor / self->columns == line)
        tl_hex_paint_cursor (snapshot, &metrics, &ring, self->cursor, y);
    }
}

static int
width_of (TlHexView *self, guint columns)
{
  TlHexLayout hex = { n_bytes (self), columns };

  return (int) ceil (tl_hex_layout_width (&hex) * self->char_width);
}

static void
tl_hex_view_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline G_GNUC_UNUSED,
                     int *natural_baseline G_GNUC_UNUSED)
{
  TlHexView *self = TL_HEX_VIEW (widget);

  measure_font (self);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = width_of (self, 4);
      *natural = width_of (self, 8);
    }
  else
    {
      guint columns = for_size < 0 ? 8 : columns_for_width (self, for_size);
      gsize lines = (n_bytes (self) + columns - 1) / columns;

      *minimum = self->line_height;
      *natural = (int) CLAMP (lines, 1, NATURAL_LINES) * self->line_height;
    }
}

static void
tl_hex_view_size_allocate (GtkWidget *widget, int width, int height, int baseline G_GNUC_UNUSED)
{
  TlHexView *self = TL_HEX_VIEW (widget);
  guint columns;

  measure_font (self);
  columns = columns_for_width (self, width);
  if (columns != self->columns)
    {
      self->columns = columns;
      tl_hex_lines_forget (self->lines);
      self->scroll_pending = TRUE;
    }
  configure_adjustments (self, width, height);
  if (self->scroll_pending)
    {
      self->scroll_pending = FALSE;
      scroll_to (self, self->offset, self->length);
    }
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

/* Input */

static void
pressed_cb (TlHexView *self, int n_press G_GNUC_UNUSED, double x, double y)
{
  TlHexLayout hex = get_layout (self);
  gsize line = (gsize) MAX (0, (y + scroll_value (self)) / self->line_height);
  gsize offset;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (tl_hex_layout_byte_at (&hex, x / self->char_width, line, &offset))
    tl_hex_view_move_to (self, offset);
}

static void
show_menu (TlHexView *self, double x, double y)
{
  if (self->menu == NULL)
    {
      g_autoptr (GMenu) menu = g_menu_new ();

      g_menu_append (menu, _ ("_Copy as Hex"), "hex.copy");
      self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
menu_pressed_cb (TlHexView *self, int n_press G_GNUC_UNUSED, double x, double y)
{
  show_menu (self, x, y);
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *arguments G_GNUC_UNUSED, gpointer user_data G_GNUC_UNUSED)
{
  TlHexView *self = TL_HEX_VIEW (widget);
  TlHexLayout hex = get_layout (self);

  show_menu (self, tl_hex_layout_hex (&hex, (guint) (self->cursor % self->columns)) * self->char_width,
             (double) (self->cursor / self->columns + 1) * self->line_height - scroll_value (self));
  return TRUE;
}

static gboolean
move_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data G_GNUC_UNUSED)
{
  TlHexView *self = TL_HEX_VIEW (widget);
  TlHexLayout hex = get_layout (self);
  gsize page = (gsize) MAX (1, gtk_widget_get_height (widget) / self->line_height - 1);
  int move, direction;
  gsize to;

  g_variant_get (arguments, "(ii)", &move, &direction);
  if (!tl_hex_layout_move (&hex, self->cursor, (TlHexMove) move, direction, page, &to))
    return FALSE;
  tl_hex_view_move_to (self, to);
  return TRUE;
}

static void
copy_cb (GtkWidget *widget, const char *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  g_autofree char *hex = tl_hex_view_dup_hex (TL_HEX_VIEW (widget));

  tl_compat_copy_text (widget, hex);
}

/* Overrides */

static void
font_changed (TlHexView *self)
{
  self->line_height = 0;
  tl_hex_lines_forget (self->lines);
  measure_font (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
tl_hex_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (tl_hex_view_parent_class)->css_changed (widget, change);
  font_changed (TL_HEX_VIEW (widget));
}

static void
tl_hex_view_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (tl_hex_view_parent_class)->system_setting_changed (widget, setting);
  font_changed (TL_HEX_VIEW (widget));
}

static void
tl_hex_view_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  TlHexView *self = TL_HEX_VIEW (object);

  switch (property)
    {
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->hadjustment);
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->vadjustment);
      break;
    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, (int) self->hscroll_policy);
      break;
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, (int) self->vscroll_policy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
tl_hex_view_set_property (GObject *object, guint property, const GValue *value, GParamSpec *pspec)
{
  TlHexView *self = TL_HEX_VIEW (object);

  switch (property)
    {
    case PROP_HADJUSTMENT:
      set_adjustment (self, &self->hadjustment, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, &self->vadjustment, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
      self->hscroll_policy = (GtkScrollablePolicy) g_value_get_enum (value);
      break;
    case PROP_VSCROLL_POLICY:
      self->vscroll_policy = (GtkScrollablePolicy) g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
tl_hex_view_dispose (GObject *object)
{
  TlHexView *self = TL_HEX_VIEW (object);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  drop_adjustment (self, &self->hadjustment);
  drop_adjustment (self, &self->vadjustment);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  G_OBJECT_CLASS (tl_hex_view_parent_class)->dispose (object);
}

static void
tl_hex_view_finalize (GObject *object)
{
  tl_hex_lines_free (TL_HEX_VIEW (object)->lines);
  G_OBJECT_CLASS (tl_hex_view_parent_class)->finalize (object);
}

static void
add_move (
    GtkWidgetClass *klass, guint key, guint keypad, GdkModifierType modifiers, TlHexMove move, int direction)
{
  gtk_widget_class_add_binding (klass, key, modifiers, move_cb, "(ii)", (int) move, direction);
  gtk_widget_class_add_binding (klass, keypad, modifiers, move_cb, "(ii)", (int) move, direction);
}

static void
tl_hex_view_class_init (TlHexViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tl_hex_view_get_property;
  object_class->set_property = tl_hex_view_set_property;
  object_class->dispose = tl_hex_view_dispose;
  object_class->finalize = tl_hex_view_finalize;
  widget_class->snapshot = tl_hex_view_snapshot;
  widget_class->measure = tl_hex_view_measure;
  widget_class->size_allocate = tl_hex_view_size_allocate;
  widget_class->css_changed = tl_hex_view_css_changed;
  widget_class->system_setting_changed = tl_hex_view_system_setting_changed;

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
  signals[BYTE_CHOSEN] = g_signal_new ("byte-chosen", TL_TYPE_HEX_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  add_move (widget_class, GDK_KEY_Left, GDK_KEY_KP_Left, 0, TL_HEX_MOVE_BYTE, -1);
  add_move (widget_class, GDK_KEY_Right, GDK_KEY_KP_Right, 0, TL_HEX_MOVE_BYTE, 1);
  add_move (widget_class, GDK_KEY_Up, GDK_KEY_KP_Up, 0, TL_HEX_MOVE_LINE, -1);
  add_move (widget_class, GDK_KEY_Down, GDK_KEY_KP_Down, 0, TL_HEX_MOVE_LINE, 1);
  add_move (widget_class, GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, 0, TL_HEX_MOVE_PAGE, -1);
  add_move (widget_class, GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, 0, TL_HEX_MOVE_PAGE, 1);
  add_move (widget_class, GDK_KEY_Home, GDK_KEY_KP_Home, 0, TL_HEX_MOVE_LINE_END, -1);
  add_move (widget_class, GDK_KEY_End, GDK_KEY_KP_End, 0, TL_HEX_MOVE_LINE_END, 1);
  add_move (widget_class, GDK_KEY_Home, GDK_KEY_KP_Home, GDK_CONTROL_MASK, TL_HEX_MOVE_END, -1);
  add_move (widget_class, GDK_KEY_End, GDK_KEY_KP_End, GDK_CONTROL_MASK, TL_HEX_MOVE_END, 1);
  gtk_widget_class_install_action (widget_class, "hex.copy", NULL, copy_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "hex.copy", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);

  gtk_widget_class_set_css_name (widget_class, "hexview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tl_hex_view_init (TlHexView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *menu_click = gtk_gesture_click_new ();

  self->columns = 8;
  self->lines = tl_hex_lines_new ();
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (GTK_WIDGET (self), "monospace");
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR); /* bytes have one order in every language */

  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu_click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (menu_click, "pressed", G_CALLBACK (menu_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (menu_click));
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (gtk_widget_queue_draw), NULL);
  update_label (self);
}

GtkWidget *
tl_hex_view_new (void)
{
  return g_object_new (TL_TYPE_HEX_VIEW, NULL);
}

void
tl_hex_view_set_bytes (TlHexView *self, GBytes *bytes)
{
  if (bytes != NULL)
    g_bytes_ref (bytes);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->bytes = bytes;
  self->offset = self->length = self->cursor = 0;
  self->scroll_pending = TRUE;
  tl_hex_lines_forget (self->lines);
  update_label (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
tl_hex_view_select (TlHexView *self, gsize offset, gsize length)
{
  offset = MIN (offset, n_bytes (self));
  length = MIN (length, n_bytes (self) - offset);
  self->offset = offset;
  self->length = length;
  if (length > 0 && (self->cursor < offset || self->cursor >= offset + length))
    self->cursor = offset;
  update_label (self);
  if (self->line_height > 0 && !self->scroll_pending)
    scroll_to (self, self->cursor == offset ? offset : self->cursor, self->cursor == offset ? length : 1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gsize
tl_hex_view_get_offset (TlHexView *self)
{
  return self->offset;
}

gsize
tl_hex_view_get_length (TlHexView *self)
{
  return self->length;
}

gsize
tl_hex_view_get_cursor (TlHexView *self)
{
  return self->cursor;
}

void
tl_hex_view_move_to (TlHexView *self, gsize offset)
{
  if (offset >= n_bytes (self))
    return;
  self->cursor = offset;
  if (self->line_height > 0)
    scroll_to (self, offset, 1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[BYTE_CHOSEN], 0, (guint) offset);
}

guint
tl_hex_view_get_columns (TlHexView *self)
{
  return self->columns;
}

char *
tl_hex_view_dup_hex (TlHexView *self)
{
  return self->length > 0 ? dup_hex (self, self->offset, self->length) : dup_hex (self, 0, n_bytes (self));
}
