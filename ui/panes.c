/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Two panes beside each other where there is room, one below the other where there is not.
 */
#include "panes.h"

#define COMFORTABLE_WIDTH 780 /* pixels: narrower than that, two panes are a squeeze */
#define MIN_HEIGHT        160
#define END_SHARE         0.40 /* of the width */
#define END_MIN_WIDTH     380
#define END_MAX_WIDTH     600
#define HANDLE            24   /* pixels that stay of the second, to draw it up by */
#define START_SHARE       0.66 /* of the height, when stacked */

struct _TlPanes
{
  GtkWidget parent_instance;

  GtkWidget *paned;
  gboolean stacked;
  gboolean placed; /* the divider stands where we, or somebody, put it */
  int position;    /* where we put it */
  guint restack;   /* idle source */
};

enum
{
  PROP_0,
  PROP_START_CHILD,
  PROP_END_CHILD,
  PROP_STACKED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TlPanes, tl_panes, GTK_TYPE_WIDGET)

static int
min_width (GtkWidget *child)
{
  int minimum = 0;

  if (child != NULL)
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* Below this width, the panes are stacked. Grows with the text. */
static int
threshold (TlPanes *self)
{
  GtkPaned *paned = GTK_PANED (self->paned);

  return MAX (COMFORTABLE_WIDTH, min_width (gtk_paned_get_start_child (paned))
                                     + min_width (gtk_paned_get_end_child (paned)) + 8);
}

/* What the first pane needs, when they are stacked. */
static int
least_height (TlPanes *self, int width)
{
  GtkWidget *child = gtk_paned_get_start_child (GTK_PANED (self->paned));
  int least = 0;

  if (child != NULL)
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);
  return least;
}

/* Where the divider is to stand. Where it is too low for both, the first is worth more. */
static int
wanted_position (TlPanes *self, int width, int height)
{
  if (self->stacked)
    return MAX ((int) (height * START_SHARE), MIN (least_height (self, width), height - HANDLE));
  return width - CLAMP ((int) (width * END_SHARE), END_MIN_WIDTH, END_MAX_WIDTH);
}

static void
place_divider (TlPanes *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (width <= 0 || height <= 0)
    return;
  self->position = wanted_position (self, width, height);
  gtk_paned_set_position (GTK_PANED (self->paned), self->position);
  self->placed = TRUE;
}

static gboolean
restack_cb (gpointer user_data)
{
  TlPanes *self = user_data;
  GtkPaned *paned = GTK_PANED (self->paned);
  gboolean stacked = gtk_widget_get_width (GTK_WIDGET (self)) < threshold (self);

  self->restack = 0;
  if (stacked != self->stacked)
    {
      self->stacked = stacked;
      gtk_orientable_set_orientation (GTK_ORIENTABLE (paned),
                                      stacked ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
      gtk_paned_set_shrink_start_child (paned, stacked);
      gtk_paned_set_shrink_end_child (paned, stacked);
      self->placed = FALSE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STACKED]);
    }
  if (!self->placed)
    place_divider (self);
  return G_SOURCE_REMOVE;
}

static void
tl_panes_measure (GtkWidget *widget,
                  GtkOrientation orientation,
                  int for_size G_GNUC_UNUSED,
                  int *minimum,
                  int *natural,
                  int *minimum_baseline G_GNUC_UNUSED,
                  int *natural_baseline G_GNUC_UNUSED)
{
  TlPanes *self = TL_PANES (widget);
  GtkPaned *paned = GTK_PANED (self->paned);

  gtk_widget_measure (self->paned, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum
        = MAX (min_width (gtk_paned_get_start_child (paned)), min_width (gtk_paned_get_end_child (paned)));
  else
    *minimum = MIN_HEIGHT;
  *natural = MAX (*natural, *minimum);
}

static void
queue_restack (TlPanes *self)
{
  if (self->restack == 0)
    self->restack = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, restack_cb, self, NULL);
}

/* The orientation cannot change while sizes are given out: until the next turn of the main loop the panes may
 * be cut off. */
static void
tl_panes_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TlPanes *self = TL_PANES (widget);
  bool ours = gtk_paned_get_position (GTK_PANED (self->paned)) == self->position;
  int min, min_height;

  if (!self->placed || (width < threshold (self)) != self->stacked)
    queue_restack (self);
  gtk_widget_measure (self->paned, GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);
  width = MAX (width, min);
  gtk_widget_measure (self->paned, GTK_ORIENTATION_VERTICAL, width, &min_height, NULL, NULL, NULL);
  gtk_widget_allocate (self->paned, width, MAX (height, min_height), baseline, NULL);
  if (!ours) /* where somebody has put it, it stays */
    return;
  /* GtkPaned keeps shares: of the width, when the orientation has changed, and of less than the first needs, in a lower window. */
  self->position = gtk_paned_get_position (GTK_PANED (self->paned));
  if (!self->stacked || self->position == wanted_position (self, width, height))
    return;
  self->placed = FALSE;
  queue_restack (self);
}

static void
tl_panes_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  TlPanes *self = TL_PANES (object);

  if (property == PROP_START_CHILD)
    g_value_set_object (value, gtk_paned_get_start_child (GTK_PANED (self->paned)));
  else if (property == PROP_END_CHILD)
    g_value_set_object (value, gtk_paned_get_end_child (GTK_PANED (self->paned)));
  else if (property == PROP_STACKED)
    g_value_set_boolean (value, self->stacked);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
}

static void
tl_panes_set_property (GObject *object, guint property, const GValue *value, GParamSpec *pspec)
{
  TlPanes *self = TL_PANES (object);

  if (property == PROP_START_CHILD)
    tl_panes_set_start_child (self, g_value_get_object (value));
  else if (property == PROP_END_CHILD)
    tl_panes_set_end_child (self, g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
}

static void
tl_panes_dispose (GObject *object)
{
  TlPanes *self = TL_PANES (object);

  g_clear_handle_id (&self->restack, g_source_remove);
  g_clear_pointer (&self->paned, gtk_widget_unparent);
  G_OBJECT_CLASS (tl_panes_parent_class)->dispose (object);
}

static void
tl_panes_class_init (TlPanesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = tl_panes_get_property;
  object_class->set_property = tl_panes_set_property;
  object_class->dispose = tl_panes_dispose;
  widget_class->measure = tl_panes_measure;
  widget_class->size_allocate = tl_panes_size_allocate;
  properties[PROP_START_CHILD] = g_param_spec_object ("start-child", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_END_CHILD] = g_param_spec_object ("end-child", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_STACKED] = g_param_spec_boolean (
      "stacked", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "panes");
}

static void
tl_panes_init (TlPanes *self)
{
  self->paned = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);
  gtk_paned_set_shrink_start_child (GTK_PANED (self->paned), FALSE);
  gtk_paned_set_shrink_end_child (GTK_PANED (self->paned), FALSE);
  gtk_widget_set_parent (self->paned, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
tl_panes_new (void)
{
  return g_object_new (TL_TYPE_PANES, NULL);
}

void
tl_panes_set_start_child (TlPanes *self, GtkWidget *child)
{
  gtk_paned_set_start_child (GTK_PANED (self->paned), child);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_START_CHILD]);
}

void
tl_panes_set_end_child (TlPanes *self, GtkWidget *child)
{
  gtk_paned_set_end_child (GTK_PANED (self->paned), child);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_END_CHILD]);
}

gboolean
tl_panes_get_stacked (TlPanes *self)
{
  return self->stacked;
}
