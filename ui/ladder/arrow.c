/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One step of the ladder. Who sent it is told by direction and colour, whether it was sealed by the line and
 * a padlock, an alert by a sign and colour before its name, what is wrong with it by a sign behind it.
 */
#include "arrow.h"

#include <adwaita.h>

#include "../compat.h"
#include "arrow-paint.h"
#include "format.h"

#include <glib/gi18n-lib.h>

struct _TlArrow
{
  GtkWidget parent_instance;

  TlArrowPlace place;
  guint index;
  char *title;
  char *facts;
  char *size; /* beside the facts, and never cut */
  char *time;
  const char *icons[2]; /* names; NULL: none */
  TlArrowFindings findings;
  TlRect finding_area; /* of their sign, where it was painted last */
  TlTristate proof;    /* whether what it proves holds; TL_UNKNOWN: not checked, or it proves nothing */
  TlRect proof_area;
  gboolean covered;
  gboolean sealed_on_wire;
  gboolean selected;
  double progress;

  PangoLayout *title_layout; /* made when they are needed */
  PangoLayout *facts_layout;
  PangoLayout *size_layout;
  PangoLayout *time_layout;
};

G_DEFINE_FINAL_TYPE (TlArrow, tl_arrow, GTK_TYPE_WIDGET)

#define DIM 0.72 /* of small text: 5 to 1 against the background */

static void
clear_layouts (TlArrow *self)
{
  g_clear_object (&self->title_layout);
  g_clear_object (&self->facts_layout);
  g_clear_object (&self->size_layout);
  g_clear_object (&self->time_layout);
}

static PangoLayout *
make_layout (TlArrow *self, const char *text, PangoAttribute *attribute)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, attribute);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  return layout;
}

static int
icons_width (TlArrow *self, const TlStrokes *strokes)
{
  int n = (self->icons[0] != NULL) + (self->icons[1] != NULL);

  return n * (int) (strokes->icon + strokes->gap);
}

/* A note is told in the details only: nothing is wrong. */
static bool
is_marked (TlArrow *self)
{
  return self->findings.counts[TL_SEVERITY_ERROR] > 0 || self->findings.counts[TL_SEVERITY_WARNING] > 0;
}

/* The signs behind the name: whether the proof holds, and of the findings. */
static int
marks_width (TlArrow *self, const TlStrokes *strokes)
{
  int n = (self->proof != TL_UNKNOWN) + is_marked (self);

  return n * (int) (strokes->icon + strokes->gap);
}

static void
fit_layout (PangoLayout *layout, int width)
{
  pango_layout_set_width (layout, MAX (width, 0) * PANGO_SCALE);
}

static const char *
proof_text (TlArrow *self)
{
  if (self->proof == TL_UNKNOWN)
    return NULL;
  /* Translators: of a signature or a Finished. */
  return self->proof == TL_YES ? _ ("verified") : _ ("does not verify");
}

/* What is wrong is said in words, too. */
static char *
facts_text (TlArrow *self)
{
  return self->proof == TL_NO ? g_strconcat (proof_text (self), " · ", self->facts, NULL) : g_strdup (self->facts);
}

static void
ensure_layouts (TlArrow *self, const TlStrokes *strokes)
{
  int span = ABS (self->place.receiver_x - self->place.sender_x);
  int size;

  if (self->title_layout == NULL)
    self->title_layout = make_layout (self, self->title, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  if (self->facts_layout == NULL)
    {
      g_autofree char *facts = facts_text (self);

      self->facts_layout = make_layout (self, facts, pango_attr_scale_new (PANGO_SCALE_SMALL));
    }
  if (self->size_layout == NULL)
    {
      self->size_layout = make_layout (self, self->size, pango_attr_scale_new (PANGO_SCALE_SMALL));
      pango_layout_set_auto_dir (self->size_layout, FALSE); /* its separator stands towards the facts */
    }
  if (self->time_layout == NULL && self->time != NULL)
    self->time_layout = make_layout (self, self->time, pango_attr_scale_new (PANGO_SCALE_SMALL));
  fit_layout (self->title_layout, span - 2 * (int) strokes->head_length - icons_width (self, strokes)
                                      - marks_width (self, strokes));
  pango_layout_get_pixel_size (self->size_layout, &size, NULL);
  fit_layout (self->facts_layout, span - 2 * (int) strokes->head_length - size);
}

static TlRect
append_mark (TlArrow *self, GtkSnapshot *snapshot, const char *icon, const char *color_name, float x, float y, float size)
{
  GdkRGBA color;

  tl_compat_lookup_color (GTK_WIDGET (self), color_name, &color);
  tl_paint_icon (snapshot, GTK_WIDGET (self), icon, &color, x, y, size);
  return (TlRect){ (int) x, (int) y, (int) size, (int) size };
}

/* From @x on, in the direction of the language. */
static void
append_marks (TlArrow *self, GtkSnapshot *snapshot, float x, float y, const TlStrokes *strokes, bool rtl)
{
  float step = strokes->icon + strokes->gap;
  bool error = self->findings.counts[TL_SEVERITY_ERROR] > 0;

  if (rtl && is_marked (self) && self->proof != TL_UNKNOWN)
    x += step; /* the first one stands next to the name */
  if (self->proof != TL_UNKNOWN)
    {
      bool holds = self->proof == TL_YES;

      self->proof_area = append_mark (self, snapshot, holds ? "tl-holds-symbolic" : "tl-fails-symbolic",
                                      holds ? "success_color" : "error_color", x, y, strokes->icon);
      x += rtl ? -step : step;
    }
  if (is_marked (self))
    self->finding_area
        = append_mark (self, snapshot, tl_severity_icon_name (error ? TL_SEVERITY_ERROR : TL_SEVERITY_WARNING),
                       error ? "error_color" : "warning_color", x, y, strokes->icon);
}

/* Icons and name, centred between the lifelines, and the signs behind it. */
static void
append_title (TlArrow *self, GtkSnapshot *snapshot, const GdkRGBA *color, const TlStrokes *strokes)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  float middle = (float) (self->place.sender_x + self->place.receiver_x) / 2;
  float y = (float) self->place.row.title_y;
  float icons = (float) icons_width (self, strokes);
  float marks = (float) marks_width (self, strokes);
  PangoRectangle extents;
  float x, icon_y;

  pango_layout_get_pixel_extents (self->title_layout, NULL, &extents);
  x = roundf (middle - ((float) extents.width + icons + marks) / 2);
  icon_y = roundf (y + ((float) extents.height - strokes->icon) / 2);
  append_marks (self, snapshot, rtl ? x : x + icons + (float) extents.width + strokes->gap, icon_y, strokes, rtl);
  if (rtl)
    {
      x += marks;
      tl_paint_layout (snapshot, self->title_layout, color, x - (float) extents.x, y);
    }
  for (guint i = 0; i < G_N_ELEMENTS (self->icons) && self->icons[i]; i++)
    tl_paint_icon (snapshot, GTK_WIDGET (self), self->icons[i], color,
                   rtl ? x + (float) extents.width + strokes->gap + (float) i * (strokes->icon + strokes->gap)
                       : x + (float) i * (strokes->icon + strokes->gap),
                   icon_y, strokes->icon);
  if (!rtl)
    tl_paint_layout (snapshot, self->title_layout, color, x + icons - (float) extents.x, y);
}

/* Facts, then the size, centred together. */
static void
append_facts (TlArrow *self, GtkSnapshot *snapshot, const GdkRGBA *color)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  float middle = (float) (self->place.sender_x + self->place.receiver_x) / 2;
  float y = (float) self->place.row.facts_y;
  PangoRectangle facts, size, ink;
  float x;

  pango_layout_get_pixel_extents (self->facts_layout, &ink, &facts);
  if (!rtl && pango_layout_is_ellipsized (self->facts_layout)) /* what was cut left room: close it up */
    facts.width = ink.x - facts.x + ink.width;
  pango_layout_get_pixel_extents (self->size_layout, NULL, &size);
  x = roundf (middle - (float) (facts.width + size.width) / 2);
  tl_paint_layout (snapshot, self->facts_layout, color, x + (float) ((rtl ? size.width : 0) - facts.x), y);
  tl_paint_layout (snapshot, self->size_layout, color, x + (float) ((rtl ? 0 : facts.width) - size.x), y);
}

static void
append_time (TlArrow *self, GtkSnapshot *snapshot, const GdkRGBA *color)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const TlRect *gutter = &self->place.gutter;
  int width, height;

  pango_layout_get_pixel_size (self->time_layout, &width, &height);
  tl_paint_layout (snapshot, self->time_layout, color,
                   (float) (rtl ? gutter->x : gutter->x + gutter->width - width),
                   roundf ((float) self->place.row.line_y - (float) height / 2));
}

static void
append_arrow (TlArrow *self, GtkSnapshot *snapshot, const GdkRGBA *color, const TlStrokes *strokes)
{
  bool to_the_right = self->place.receiver_x > self->place.sender_x;
  float sign = to_the_right ? 1 : -1;
  float from = (float) self->place.sender_x;
  float to = (float) self->place.receiver_x - sign; /* beside the lifeline */
  float tip = from + (to - from) * (float) adw_easing_ease (ADW_EASE_OUT_CUBIC, self->progress);
  float y = (float) self->place.row.line_y;

  tl_paint_line (snapshot, color, from, tip - sign * strokes->head_length, y, strokes, self->sealed_on_wire);
  tl_paint_head (snapshot, color, tip, y, to_the_right, strokes);
}

static void
tl_arrow_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TlArrow *self = TL_ARROW (widget);
  TlStrokes strokes = tl_strokes_for_title (self->place.row.line_y - self->place.row.title_y);
  GdkRGBA color, dim;

  if (self->progress <= 0 || self->title == NULL)
    return;
  ensure_layouts (self, &strokes);
  tl_compat_get_color (widget, &color);
  tl_compat_get_color (gtk_widget_get_parent (widget), &dim);
  if (!adw_style_manager_get_high_contrast (adw_style_manager_get_default ()))
    dim.alpha *= (float) DIM;
  append_arrow (self, snapshot, &color, &strokes);
  if (self->progress < 1)
    gtk_snapshot_push_opacity (snapshot, MIN (self->progress * 2, 1));
  append_title (self, snapshot, &color, &strokes);
  append_facts (self, snapshot, &dim);
  if (self->time_layout && self->place.gutter.width > 0)
    append_time (self, snapshot, &dim);
  if (self->progress < 1)
    gtk_snapshot_pop (snapshot);
}

static void
tl_arrow_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (tl_arrow_parent_class)->css_changed (widget, change);
  clear_layouts (TL_ARROW (widget));
  gtk_widget_queue_draw (widget);
}

static void
tl_arrow_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (tl_arrow_parent_class)->system_setting_changed (widget, setting);
  clear_layouts (TL_ARROW (widget));
}

static void
tl_arrow_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (tl_arrow_parent_class)->direction_changed (widget, previous);
  clear_layouts (TL_ARROW (widget));
}

static bool
is_over (const TlRect *area, int x, int y)
{
  int slack = area->width / 4;

  return x >= area->x - slack && x < area->x + area->width + slack && y >= area->y - slack
         && y < area->y + area->height + slack;
}

/* What the signs say, for who does not see them. */
static void
describe (TlArrow *self)
{
  g_autofree char *findings = is_marked (self) ? tl_severity_counts_text (self->findings.counts) : NULL;
  const char *parts[4] = { NULL };
  g_autofree char *text = NULL;
  guint n = 0;

  if (self->proof != TL_UNKNOWN)
    parts[n++] = proof_text (self);
  if (findings != NULL)
    parts[n++] = findings;
  if (self->covered)
    parts[n++] = _ ("goes into the hash of the chosen secret");
  text = g_strjoinv (", ", (char **) parts);
  if (n > 0)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

/* What does not fit is told when it is asked for, and so is what the sign means. */
static gboolean
tl_arrow_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  TlArrow *self = TL_ARROW (widget);
  g_autofree char *text = NULL;

  if (!keyboard && self->proof != TL_UNKNOWN && is_over (&self->proof_area, x, y))
    {
      gtk_tooltip_set_text (tooltip, proof_text (self));
      return TRUE;
    }
  if (!keyboard && is_marked (self) && is_over (&self->finding_area, x, y))
    {
      text = tl_severity_counts_text (self->findings.counts);
      gtk_tooltip_set_text (tooltip, text);
      return TRUE;
    }
  if (self->title_layout == NULL || self->facts_layout == NULL)
    return FALSE;
  if (!pango_layout_is_ellipsized (self->title_layout) && !pango_layout_is_ellipsized (self->facts_layout))
    return FALSE;
  text = g_strdup_printf ("%s\n%s%s", self->title, self->facts, self->size);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
activate_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "ladder.activate", "i", (int) TL_ARROW (widget)->index);
}

static void
tl_arrow_finalize (GObject *object)
{
  TlArrow *self = TL_ARROW (object);

  clear_layouts (self);
  g_free (self->title);
  g_free (self->facts);
  g_free (self->size);
  g_free (self->time);
  G_OBJECT_CLASS (tl_arrow_parent_class)->finalize (object);
}

static void
tl_arrow_class_init (TlArrowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = tl_arrow_finalize;
  widget_class->snapshot = tl_arrow_snapshot;
  widget_class->css_changed = tl_arrow_css_changed;
  widget_class->system_setting_changed = tl_arrow_system_setting_changed;
  widget_class->direction_changed = tl_arrow_direction_changed;
  widget_class->query_tooltip = tl_arrow_query_tooltip;

  gtk_widget_class_set_css_name (widget_class, "arrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_widget_class_install_action (widget_class, "arrow.activate", NULL, activate_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "arrow.activate", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, 0, "arrow.activate", NULL);
}

static void
tl_arrow_init (TlArrow *self)
{
  self->progress = 1;
  self->proof = TL_UNKNOWN;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, FALSE, -1);
}

/* The class whose colour it has, and the signs before its name. */
static void
choose_signs (TlArrow *self, const TlConversation *conversation, const TlStep *step)
{
  GtkWidget *widget = GTK_WIDGET (self);
  guint n = 0;

  gtk_widget_remove_css_class (widget, "client");
  gtk_widget_remove_css_class (widget, "server");
  gtk_widget_remove_css_class (widget, "alert");
  if (tl_step_is_fatal (conversation, step))
    gtk_widget_add_css_class (widget, "alert");
  else
    gtk_widget_add_css_class (widget, step->from == TL_SIDE_CLIENT ? "client" : "server");
  self->icons[0] = self->icons[1] = NULL;
  if (step->sealed)
    self->icons[n++] = "tl-sealed-symbolic";
  else if (step->decrypted)
    self->icons[n++] = "tl-opened-symbolic";
  if (step->type == TL_STEP_ALERT || step->type == TL_STEP_CONNECTION_CLOSE)
    self->icons[n++] = "tl-alert-symbolic";
}

/* "ClientHello, client to server, 0.2 ms, 331 bytes, example.test · TLS 1.3" */
static void
speak (TlArrow *self, const TlConversation *conversation, const TlStep *step)
{
  g_autofree char *elapsed = tl_format_elapsed (step->time - conversation->start);
  g_autofree char *size = g_format_size (step->length);
  g_autofree char *said = NULL;
  g_autofree char *label = NULL;

  /* Translators: what a screen reader says of an arrow: name, direction, time, size. */
  said = g_strdup_printf (step->from == TL_SIDE_CLIENT ? _ ("%s, client to server, %s, %s")
                                                       : _ ("%s, server to client, %s, %s"),
                          self->title, elapsed, size);
  label = step->decrypted ? g_strdup_printf (_ ("%s, opened with a key"), said) : g_steal_pointer (&said);
  if (*self->facts)
    {
      g_autofree char *rest = g_steal_pointer (&label);

      label = g_strconcat (rest, ", ", self->facts, NULL);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

GtkWidget *
tl_arrow_new (void)
{
  return g_object_new (TL_TYPE_ARROW, NULL);
}

void
tl_arrow_set_step (TlArrow *self, const TlConversation *conversation, guint index)
{
  const TlStep *step = conversation->steps[index];
  g_autofree char *facts = tl_step_facts (conversation, index);
  g_autofree char *size = g_format_size (step->length);

  g_free (self->title);
  g_free (self->facts);
  g_free (self->size);
  self->index = index;
  self->title = tl_step_title (conversation, index);
  self->size = *facts ? g_strconcat (" · ", size, NULL) : g_strdup (size);
  self->facts = g_steal_pointer (&facts);
  self->sealed_on_wire = step->sealed || step->decrypted;
  choose_signs (self, conversation, step);
  tl_arrow_set_findings (self, &(TlArrowFindings){ 0 });
  tl_arrow_set_proof (self, TL_UNKNOWN);
  tl_arrow_set_covered (self, FALSE);
  speak (self, conversation, step);
  tl_arrow_set_n_steps (self, conversation->n_steps);
  clear_layouts (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
tl_arrow_set_findings (TlArrow *self, const TlArrowFindings *findings)
{
  if (memcmp (&self->findings, findings, sizeof *findings) == 0)
    return;
  self->findings = *findings;
  describe (self);
  clear_layouts (self); /* the sign takes room from the name */
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
tl_arrow_set_proof (TlArrow *self, TlTristate holds)
{
  if (self->proof == holds)
    return;
  self->proof = holds;
  describe (self);
  clear_layouts (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
tl_arrow_set_covered (TlArrow *self, gboolean covered)
{
  if (self->covered == covered)
    return;
  self->covered = covered;
  if (covered)
    gtk_widget_add_css_class (GTK_WIDGET (self), "covered");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "covered");
  describe (self);
}

void
tl_arrow_set_n_steps (TlArrow *self, guint n_steps)
{
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_POS_IN_SET,
                                  (int) self->index + 1, GTK_ACCESSIBLE_RELATION_SET_SIZE, (int) n_steps, -1);
}

guint
tl_arrow_get_index (TlArrow *self)
{
  return self->index;
}

void
tl_arrow_set_time (TlArrow *self, const char *time)
{
  if (g_strcmp0 (self->time, time) == 0)
    return;
  g_free (self->time);
  self->time = g_strdup (time);
  g_clear_object (&self->time_layout);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
tl_arrow_set_place (TlArrow *self, const TlArrowPlace *place)
{
  if (memcmp (&self->place, place, sizeof *place) == 0)
    return;
  self->place = *place;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

double
tl_arrow_get_progress (TlArrow *self)
{
  return self->progress;
}

void
tl_arrow_set_progress (TlArrow *self, double progress)
{
  if (self->progress == progress)
    return;
  self->progress = progress;
  gtk_widget_set_can_target (GTK_WIDGET (self),
                             progress > 0); /* no light under the pointer where nothing is */
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
tl_arrow_get_selected (TlArrow *self)
{
  return self->selected;
}

void
tl_arrow_set_selected (TlArrow *self, gboolean selected)
{
  if (self->selected == selected)
    return;
  self->selected = selected;
  if (selected)
    gtk_widget_set_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
}
