/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What plays a ladder.
 */
#include "transport-bar.h"

#include "../compat.h"

#include <glib/gi18n-lib.h>

enum
{
  TICK_WIDTH = 2,
  TICK_HEIGHT = 12,
  TICK_DISTANCE = 7 /* pixels: nearer to each other they would be a grey bar */
};

struct _TlTransportBar
{
  GtkWidget parent_instance;

  GtkWidget *previous;
  GtkWidget *play;
  GtkWidget *next;
  GtkScale *scrubber;
  GtkAdjustment *adjustment;
  GtkLabel *count;
  GtkMenuButton *speed;
  GtkLabel *speed_label;

  TlLadder *ladder;
  GSimpleAction *speed_action;
  gboolean following; /* the scrubber is moved by the ladder */
};

G_DEFINE_FINAL_TYPE (TlTransportBar, tl_transport_bar, GTK_TYPE_WIDGET)

/* As many steps as have happened, one that is on its way included. */
static int
get_count (TlTransportBar *self)
{
  return (int) ceil (tl_ladder_get_position (self->ladder) - 1e-9);
}

static void
position_cb (TlTransportBar *self)
{
  guint n_steps = tl_ladder_get_n_steps (self->ladder);
  int count = get_count (self);
  /* Translators: how many steps have happened, of how many. */
  g_autofree char *text = g_strdup_printf (_ ("%d / %u"), count, n_steps);
  g_autofree char *spoken = g_strdup_printf (_ ("Step %d of %u"), count, n_steps);

  self->following = TRUE;
  gtk_adjustment_set_value (self->adjustment, tl_ladder_get_position (self->ladder));
  self->following = FALSE;
  if (g_strcmp0 (gtk_label_get_text (self->count), text) == 0)
    return;
  gtk_label_set_text (self->count, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scrubber), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, spoken,
                                  -1);
  gtk_widget_set_sensitive (self->previous, count > 1);
  gtk_widget_set_sensitive (self->next, n_steps > 0 && count < (int) n_steps);
}

static void
n_steps_cb (TlTransportBar *self)
{
  guint n_steps = tl_ladder_get_n_steps (self->ladder);
  g_autofree char *widest = g_strdup_printf (_ ("%d / %u"), (int) n_steps, n_steps);

  self->following = TRUE;
  gtk_adjustment_set_upper (self->adjustment, n_steps);
  self->following = FALSE;
  gtk_label_set_width_chars (self->count, (int) g_utf8_strlen (widest, -1));
  gtk_widget_set_sensitive (GTK_WIDGET (self), n_steps > 0);
  gtk_label_set_text (self->count, "");
  position_cb (self);
}

static void
playing_cb (TlTransportBar *self)
{
  gboolean playing = tl_ladder_get_playing (self->ladder);
  const char *label = playing ? _ ("Pause") : _ ("Play");

  gtk_button_set_icon_name (GTK_BUTTON (self->play),
                            playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (self->play, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
speed_cb (TlTransportBar *self)
{
  double speed = tl_ladder_get_speed (self->ladder);
  g_autofree char *text = g_strdup_printf ("%g×", speed);
  g_autofree char *spoken = g_strdup_printf (_ ("Speed: %s"), text);

  gtk_label_set_text (self->speed_label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->speed), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_simple_action_set_state (self->speed_action, g_variant_new_double (speed));
}

static void
scrubbed_cb (TlTransportBar *self)
{
  if (!self->following)
    tl_ladder_set_position (self->ladder, gtk_adjustment_get_value (self->adjustment));
}

static void
previous_cb (TlTransportBar *self)
{
  tl_ladder_previous (self->ladder);
}

static void
play_cb (TlTransportBar *self)
{
  if (tl_ladder_get_playing (self->ladder))
    tl_ladder_pause (self->ladder);
  else
    tl_ladder_play (self->ladder);
}

static void
next_cb (TlTransportBar *self)
{
  tl_ladder_next (self->ladder);
}

static void
speed_chosen_cb (TlTransportBar *self, GVariant *value)
{
  tl_ladder_set_speed (self->ladder, g_variant_get_double (value));
}

/* A tick on the scrubber for each step: it stands where the knob is when the step has happened. */
static void
append_ticks (TlTransportBar *self, GtkSnapshot *snapshot)
{
  guint n_steps = tl_ladder_get_n_steps (self->ladder);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GdkRectangle trough;
  GdkRGBA color;
  double x, y;

  gtk_range_get_range_rect (GTK_RANGE (self->scrubber), &trough);
  if (n_steps == 0 || trough.width / (int) n_steps < TICK_DISTANCE
      || !gtk_widget_translate_coordinates (GTK_WIDGET (self->scrubber), GTK_WIDGET (self), trough.x,
                                            trough.y + trough.height / 2.0, &x, &y))
    return;
  tl_compat_get_color (GTK_WIDGET (self), &color);
  color.alpha *= 0.3f;
  for (guint i = 1; i <= n_steps; i++)
    {
      double at = (double) trough.width * i / n_steps;

      gtk_snapshot_append_color (
          snapshot, &color,
          &GRAPHENE_RECT_INIT ((float) round (x + (rtl ? trough.width - at : at)) - TICK_WIDTH / 2,
                               (float) round (y) - TICK_HEIGHT / 2, TICK_WIDTH, TICK_HEIGHT));
    }
}

static void
tl_transport_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  append_ticks (TL_TRANSPORT_BAR (widget), snapshot);
  GTK_WIDGET_CLASS (tl_transport_bar_parent_class)->snapshot (widget, snapshot);
}

static void
tl_transport_bar_dispose (GObject *object)
{
  TlTransportBar *self = TL_TRANSPORT_BAR (object);

  g_clear_object (&self->ladder);
  g_clear_object (&self->speed_action);
  gtk_widget_dispose_template (GTK_WIDGET (self), TL_TYPE_TRANSPORT_BAR);
  G_OBJECT_CLASS (tl_transport_bar_parent_class)->dispose (object);
}

static void
tl_transport_bar_class_init (TlTransportBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_transport_bar_dispose;
  widget_class->snapshot = tl_transport_bar_snapshot;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tls_ladder/TlsLadder/transport-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TlTransportBar, previous);
  gtk_widget_class_bind_template_child (widget_class, TlTransportBar, play);
  gtk_widget_class_bind_template_child (widget_class, TlTransportBar, next);
  gtk_widget_class_bind_template_child (widget_class, TlTransportBar, scrubber);
  gtk_widget_class_bind_template_child (widget_class, TlTransportBar, adjustment);
  gtk_widget_class_bind_template_child (widget_class, TlTransportBar, count);
  gtk_widget_class_bind_template_child (widget_class, TlTransportBar, speed);
  gtk_widget_class_bind_template_child (widget_class, TlTransportBar, speed_label);
  gtk_widget_class_bind_template_callback (widget_class, scrubbed_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, play_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_set_css_name (widget_class, "transportbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TOOLBAR);
}

static void
tl_transport_bar_init (TlTransportBar *self)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Playback"), -1);
  /* Numbers run from left to right in every language. */
  gtk_widget_set_direction (GTK_WIDGET (self->count), GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (GTK_WIDGET (self->speed_label), GTK_TEXT_DIR_LTR);
  self->speed_action
      = g_simple_action_new_stateful ("speed", G_VARIANT_TYPE_DOUBLE, g_variant_new_double (1));
  g_signal_connect_swapped (self->speed_action, "change-state", G_CALLBACK (speed_chosen_cb), self);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (self->speed_action));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "transport", G_ACTION_GROUP (group));
}

GtkWidget *
tl_transport_bar_new (TlLadder *ladder)
{
  TlTransportBar *self = g_object_new (TL_TYPE_TRANSPORT_BAR, NULL);

  self->ladder = g_object_ref (ladder);
  g_signal_connect_object (ladder, "notify::position", G_CALLBACK (position_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (ladder, "notify::n-steps", G_CALLBACK (n_steps_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (ladder, "notify::playing", G_CALLBACK (playing_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (ladder, "notify::speed", G_CALLBACK (speed_cb), self, G_CONNECT_SWAPPED);
  n_steps_cb (self);
  playing_cb (self);
  speed_cb (self);
  return GTK_WIDGET (self);
}
