/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The ladder. Two states: all steps are shown and one is selected; or some have happened and the rest is
 * hidden, while it plays and until the end is reached. In both, the position is behind the selected step.
 */
#include "ladder-parts.h"

#include "actor-cards.h"
#include "canvas.h"
#include "ladder-actions.h"
#include "off-wire-box.h"

#include <glib/gi18n-lib.h>

#define RESOURCES "/io/github/tls_ladder/TlsLadder/"

enum
{
  SHADE = 8 /* pixels under the cards where something is scrolled away */
};

G_DEFINE_FINAL_TYPE (TlLadder, tl_ladder, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_SELECTED_STEP,
  PROP_SELECTED_BOX,
  PROP_PLAYING,
  PROP_POSITION,
  PROP_SPEED,
  PROP_N_STEPS,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

enum
{
  STEP_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GtkAdjustment *
get_vadjustment (TlLadder *self)
{
  return gtk_scrolled_window_get_vadjustment (self->scroller);
}

static void
scroll_to_selected (TlLadder *self)
{
  tl_ladder_scroll_to (&self->scroll, tl_canvas_get_layout (TL_CANVAS (self->canvas)), self->selected, self->selected_box);
}

/* In the next frame: what scrolls must not be told to while places are given out. */
static gboolean
scroll_to_end_cb (GtkWidget *widget, GdkFrameClock *clock G_GNUC_UNUSED, gpointer user_data G_GNUC_UNUSED)
{
  tl_ladder_scroll_to_end (&TL_LADDER (widget)->scroll);
  return G_SOURCE_REMOVE;
}

static bool
has_focus (TlLadder *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

/* What is told about. */
static GtkWidget *
get_selected_child (TlLadder *self)
{
  TlCanvas *canvas = TL_CANVAS (self->canvas);

  if (self->selected_box >= 0)
    return tl_canvas_get_box (canvas, (guint) self->selected_box);
  return self->selected < 0 ? NULL : GTK_WIDGET (tl_canvas_get_arrow (canvas, (guint) self->selected));
}

/* The focus goes with the selection, unless it is somewhere else altogether. */
static void
focus_selected (TlLadder *self)
{
  GtkWidget *child = get_selected_child (self);

  if (child == NULL || !has_focus (self))
    return;
  gtk_widget_set_child_visible (child, TRUE);
  gtk_widget_grab_focus (child);
}

static void
mark_selected (TlLadder *self, gboolean selected)
{
  GtkWidget *child = get_selected_child (self);

  if (child != NULL && TL_IS_ARROW (child))
    tl_arrow_set_selected (TL_ARROW (child), selected);
  else if (child != NULL)
    tl_off_wire_box_set_selected (TL_OFF_WIRE_BOX (child), selected);
}

void
tl_ladder_select (TlLadder *self, int step, int box)
{
  bool other_step = self->selected != step;
  bool other_box = self->selected_box != box;

  if (!other_step && !other_box)
    return;
  mark_selected (self, FALSE);
  self->selected = step;
  self->selected_box = box;
  mark_selected (self, TRUE);
  focus_selected (self);
  scroll_to_selected (self);
  if (other_step)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SELECTED_STEP]);
  if (other_box)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SELECTED_BOX]);
}

static void
scrolled_cb (TlLadder *self)
{
  GtkAdjustment *adjustment = get_vadjustment (self);
  int top = (int) gtk_adjustment_get_value (adjustment);

  tl_canvas_set_visible_range (TL_CANVAS (self->canvas), top,
                               top + (int) gtk_adjustment_get_page_size (adjustment));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
pressed_cb (TlLadder *self, int n_press, double x, double y)
{
  const TlLadderLayout *layout = tl_canvas_get_layout (TL_CANVAS (self->canvas));
  int row = layout ? tl_ladder_layout_row_at (layout, (int) y) : -1;

  if (row < 0 || n_press != 1 || y < layout->rows[row].area.y
      || y >= layout->rows[row].area.y + layout->rows[row].area.height
      || tl_arrow_get_progress (tl_canvas_get_arrow (TL_CANVAS (self->canvas), (guint) row)) <= 0)
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "ladder.activate", "i", row);
}

static bool
is_same (const TlConversation *a, const TlConversation *b)
{
  return a && b && a->number == b->number && a->start == b->start && a->n_steps <= b->n_steps
         && tl_endpoint_equal (&a->client, &b->client) && tl_endpoint_equal (&a->server, &b->server);
}

static void
tl_ladder_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TlLadder *self = TL_LADDER (object);

  switch (prop_id)
    {
    case PROP_SELECTED_STEP:
      g_value_set_int (value, self->selected);
      break;
    case PROP_SELECTED_BOX:
      g_value_set_int (value, self->selected_box);
      break;
    case PROP_PLAYING:
      g_value_set_boolean (value, tl_ladder_get_playing (self));
      break;
    case PROP_POSITION:
      g_value_set_double (value, tl_ladder_get_position (self));
      break;
    case PROP_SPEED:
      g_value_set_double (value, tl_ladder_get_speed (self));
      break;
    case PROP_N_STEPS:
      g_value_set_uint (value, tl_ladder_get_n_steps (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tl_ladder_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TlLadder *self = TL_LADDER (object);

  switch (prop_id)
    {
    case PROP_SELECTED_STEP:
      tl_ladder_set_selected_step (self, g_value_get_int (value));
      break;
    case PROP_SELECTED_BOX:
      tl_ladder_set_selected_box (self, g_value_get_int (value));
      break;
    case PROP_PLAYING:
      if (g_value_get_boolean (value))
        tl_ladder_play (self);
      else
        tl_ladder_pause (self);
      break;
    case PROP_POSITION:
      tl_ladder_set_position (self, g_value_get_double (value));
      break;
    case PROP_SPEED:
      tl_ladder_set_speed (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static int
cards_height (TlLadder *self)
{
  int height;

  gtk_widget_measure (self->cards, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  return height;
}

static void
tl_ladder_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  TlLadder *self = TL_LADDER (widget);

  gtk_widget_measure (GTK_WIDGET (self->scroller), orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  *minimum += cards_height (self);
  *natural = MAX (*natural + cards_height (self), *minimum);
}

static void
tl_ladder_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TlLadder *self = TL_LADDER (widget);
  int cards = MIN (cards_height (self), height);
  const TlLadderLayout *layout;

  gtk_widget_size_allocate (GTK_WIDGET (self->scroller), &(GtkAllocation){ 0, cards, width, height - cards },
                            -1);
  layout = tl_canvas_get_layout (TL_CANVAS (self->canvas));
  if (layout == NULL)
    return;
  tl_actor_cards_follow (TL_ACTOR_CARDS (self->cards), layout);
  gtk_widget_size_allocate (self->cards, &(GtkAllocation){ 0, 0, width, cards }, -1);
  tl_ladder_scroll_put (&self->scroll, layout, self->selected);
  scrolled_cb (self);
  if (self->must_follow)
    gtk_widget_add_tick_callback (widget, scroll_to_end_cb, NULL, NULL);
  else if (self->must_scroll)
    scroll_to_selected (self);
  self->must_scroll = self->must_follow = FALSE;
}

static void
tl_ladder_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TlLadder *self = TL_LADDER (widget);
  double value = gtk_adjustment_get_value (get_vadjustment (self));
  graphene_rect_t bounds;
  float strength = (float) CLAMP (value / SHADE, 0, 1);

  gtk_widget_snapshot_child (widget, GTK_WIDGET (self->scroller), snapshot);
  if (value > 0 && self->conversation
      && gtk_widget_compute_bounds (GTK_WIDGET (self->scroller), widget, &bounds))
    {
      const GskColorStop stops[] = { { 0, { 0, 0, 0, 0.14f * strength } }, { 1, { 0, 0, 0, 0 } } };

      bounds.size.height = SHADE;
      gtk_snapshot_append_linear_gradient (snapshot, &bounds, &GRAPHENE_POINT_INIT (0, bounds.origin.y),
                                           &GRAPHENE_POINT_INIT (0, bounds.origin.y + SHADE), stops,
                                           G_N_ELEMENTS (stops));
    }
  gtk_widget_snapshot_child (widget, self->cards, snapshot);
}

/* Tab enters at the selected step, and leaves: the steps are for the arrow keys. */
static gboolean
tl_ladder_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return !has_focus (TL_LADDER (widget)) && gtk_widget_grab_focus (widget);
}

static gboolean
tl_ladder_grab_focus (GtkWidget *widget)
{
  TlLadder *self = TL_LADDER (widget);
  GtkWidget *child = get_selected_child (self);

  if (tl_ladder_get_n_steps (self) == 0)
    return FALSE;
  if (child == NULL)
    child = GTK_WIDGET (tl_canvas_get_arrow (TL_CANVAS (self->canvas), 0));
  gtk_widget_set_child_visible (child, TRUE);
  return gtk_widget_grab_focus (child);
}

static void
tl_ladder_dispose (GObject *object)
{
  TlLadder *self = TL_LADDER (object);

  tl_ladder_scroll_clear (&self->scroll);
  g_clear_object (&self->player);
  g_clear_pointer (&self->conversation, tl_conversation_unref);
  g_clear_pointer (&self->cards, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), TL_TYPE_LADDER);
  G_OBJECT_CLASS (tl_ladder_parent_class)->dispose (object);
}

static void
add_properties (GObjectClass *object_class)
{
  GParamFlags reads = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GParamFlags both = reads | G_PARAM_WRITABLE;

  props[PROP_SELECTED_STEP] = g_param_spec_int ("selected-step", NULL, NULL, -1, G_MAXINT, -1, both);
  props[PROP_SELECTED_BOX] = g_param_spec_int ("selected-box", NULL, NULL, -1, G_MAXINT, -1, both);
  props[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, both);
  props[PROP_POSITION] = g_param_spec_double ("position", NULL, NULL, 0, G_MAXDOUBLE, 0, both);
  props[PROP_SPEED] = g_param_spec_double ("speed", NULL, NULL, 0.01, 100, 1, both);
  props[PROP_N_STEPS] = g_param_spec_uint ("n-steps", NULL, NULL, 0, G_MAXUINT, 0, reads);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
add_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (TL_TYPE_CANVAS);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCES "ladder.ui");
  gtk_widget_class_bind_template_child (widget_class, TlLadder, scroller);
  gtk_widget_class_bind_template_child (widget_class, TlLadder, canvas);
}

static void
tl_ladder_class_init (TlLadderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tl_ladder_get_property;
  object_class->set_property = tl_ladder_set_property;
  object_class->dispose = tl_ladder_dispose;
  widget_class->measure = tl_ladder_measure;
  widget_class->size_allocate = tl_ladder_size_allocate;
  widget_class->snapshot = tl_ladder_snapshot;
  widget_class->focus = tl_ladder_focus;
  widget_class->grab_focus = tl_ladder_grab_focus;
  add_properties (object_class);
  signals[STEP_ACTIVATED] = g_signal_new ("step-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  add_template (widget_class);
  gtk_widget_class_set_css_name (widget_class, "ladder");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  tl_ladder_class_add_actions (widget_class);
  /* An AdwApplication adds it by itself; a test has none. */
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    RESOURCES "icons");
}

static void
tl_ladder_init (TlLadder *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->selected = self->selected_box = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  tl_ladder_scroll_init (&self->scroll, GTK_WIDGET (self), self->scroller);
  self->cards = tl_actor_cards_new ();
  gtk_widget_insert_before (self->cards, GTK_WIDGET (self), GTK_WIDGET (self->scroller));
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Ladder"), -1);
  tl_ladder_init_player (self);
  g_signal_connect_swapped (get_vadjustment (self), "value-changed", G_CALLBACK (scrolled_cb), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (self->canvas, GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
tl_ladder_new (void)
{
  return g_object_new (TL_TYPE_LADDER, NULL);
}

void
tl_ladder_set_conversation (TlLadder *self, TlConversation *conversation)
{
  bool same = is_same (self->conversation, conversation);
  TlConversation *old = self->conversation;
  guint n_steps = conversation ? conversation->n_steps : 0;
  guint kept;
  bool follow = self->following && conversation && !conversation->complete && !self->revealing
                && (!same || tl_ladder_scroll_is_at_end (&self->scroll));

  if (old == conversation)
    return;
  if (!same)
    {
      tl_player_pause (self->player);
      tl_ladder_select (self, -1, -1);
      self->revealing = FALSE;
    }
  self->conversation = conversation ? tl_conversation_ref (conversation) : NULL;
  g_clear_pointer (&old, tl_conversation_unref);
  kept = tl_canvas_set_conversation (TL_CANVAS (self->canvas), conversation, same);
  if (self->selected_box >= (int) kept) /* it is gone, and what stands there now is another one */
    {
      self->selected_box = -1;
      mark_selected (self, TRUE);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SELECTED_BOX]);
    }
  tl_actor_cards_set_conversation (TL_ACTOR_CARDS (self->cards), conversation);
  tl_player_set_n_steps (self->player, n_steps);
  if (!same)
    gtk_adjustment_set_value (get_vadjustment (self), 0);
  if (!same || self->selected < 0)
    tl_ladder_set_selected_step (self, n_steps > 0 ? 0 : -1);
  tl_ladder_show_position (self);
  self->must_scroll = !same;
  self->must_follow |= follow;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_STEPS]);
}

void
tl_ladder_set_following (TlLadder *self, gboolean following)
{
  self->following = following;
}

gboolean
tl_ladder_is_untouched (TlLadder *self)
{
  return self->selected <= 0 && self->selected_box < 0 && !self->revealing && !tl_ladder_get_playing (self)
         && tl_ladder_scroll_is_untouched (&self->scroll);
}

void
tl_ladder_set_findings (TlLadder *self, const GPtrArray *findings)
{
  tl_canvas_set_findings (TL_CANVAS (self->canvas), findings);
}

void
tl_ladder_set_workings (TlLadder *self, const TlWorkings *workings)
{
  tl_canvas_set_workings (TL_CANVAS (self->canvas), workings);
}

void
tl_ladder_set_covered (TlLadder *self, const GArray *steps)
{
  tl_canvas_set_covered (TL_CANVAS (self->canvas), steps);
}

const GPtrArray *
tl_ladder_get_off_wire (TlLadder *self)
{
  return tl_canvas_get_off_wire (TL_CANVAS (self->canvas));
}

int
tl_ladder_get_selected_step (TlLadder *self)
{
  return self->selected;
}

void
tl_ladder_set_selected_step (TlLadder *self, int step)
{
  step = CLAMP (step, -1, (int) tl_ladder_get_n_steps (self) - 1);
  self->selecting = TRUE;
  tl_player_set_position (self->player, step + 1);
  tl_ladder_show_position (self);
  self->selecting = FALSE;
  tl_ladder_select (self, step, -1);
}

int
tl_ladder_get_selected_box (TlLadder *self)
{
  return self->selected_box;
}

void
tl_ladder_set_selected_box (TlLadder *self, int box)
{
  const GPtrArray *off_wire = tl_ladder_get_off_wire (self);
  int n = off_wire == NULL ? 0 : (int) off_wire->len;

  tl_ladder_select (self, self->selected, CLAMP (box, -1, n - 1));
}

double
tl_ladder_get_selected_y (TlLadder *self)
{
  return tl_ladder_scroll_get_y (&self->scroll, tl_canvas_get_layout (TL_CANVAS (self->canvas)), self->selected);
}

void
tl_ladder_select_at (TlLadder *self, int step, double y)
{
  tl_ladder_set_selected_step (self, step);
  self->scroll.wanted_y = y;
  self->must_scroll = TRUE;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
tl_ladder_set_lens (TlLadder *self, TlLens lens)
{
  tl_canvas_set_lens (TL_CANVAS (self->canvas), lens);
}

guint
tl_ladder_get_n_steps (TlLadder *self)
{
  return self->conversation ? self->conversation->n_steps : 0;
}
