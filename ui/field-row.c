/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One field in the tree of a message: its name, its value, and what is wrong with it.
 */
#include "field-row.h"

#include "field-rows.h"

#define NAME_SHARE 0.44 /* of the width, as long as that leaves enough of the name: values stand below each other */
#define NAME_MOST  0.75 /* of the width, deep inside, where the value gives way */
#define NAME_CHARS 14   /* of a name that are always seen */
#define GAP        8

struct _TlFieldRow
{
  GtkWidget parent_instance;

  GtkTreeListRow *row;
  GtkWidget *expander;
  GtkWidget *name;
  GtkWidget *fault;
  GtkWidget *value_box;
  GtkWidget *value;
};

enum
{
  PROP_0,
  PROP_ROW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TlFieldRow, tl_field_row, GTK_TYPE_WIDGET)

/* The item of the list is made by GTK and has no name of its own: it is announced by what we give it. */
static void
name_list_item (GtkWidget *widget, const char *label)
{
  GtkWidget *list_item = gtk_widget_get_parent (widget);

  if (list_item != NULL && label != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (list_item), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static TlFieldItem *
get_item (TlFieldRow *self)
{
  return self->row == NULL ? NULL : TL_FIELD_ITEM (gtk_tree_list_row_get_item (self->row));
}

static void
update (TlFieldRow *self)
{
  g_autoptr (TlFieldItem) item = get_item (self);
  const char *fault = item == NULL ? NULL : tl_field_item_get_fault_text (item);
  g_autofree char *text = item == NULL ? g_strdup ("") : tl_field_item_dup_value (item);
  g_autofree char *value = NULL;

  if (fault != NULL)
    value = *text == '\0' ? g_strdup (fault) : g_strdup_printf ("%s · %s", text, fault);
  else
    value = g_strdup (text);
  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (self->expander), self->row);
  gtk_label_set_text (GTK_LABEL (self->name), item == NULL ? "" : tl_field_item_get_name (item));
  gtk_label_set_text (GTK_LABEL (self->value), value);
  gtk_widget_set_visible (self->fault, fault != NULL);
  if (fault != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "fault");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "fault");
}

/* Made when it is asked for: to set the text of a tooltip asks the display where the pointer is. */
static gboolean
query_tooltip_cb (GtkLabel *value, int x G_GNUC_UNUSED, int y G_GNUC_UNUSED, gboolean keyboard G_GNUC_UNUSED, GtkTooltip *tooltip)
{
  const char *text = gtk_label_get_text (value);

  gtk_tooltip_set_text (tooltip, text);
  return *text != '\0';
}

static void
update_accessible (TlFieldRow *self)
{
  g_autoptr (TlFieldItem) item = get_item (self);
  g_autofree char *label = item == NULL ? NULL : tl_field_item_dup_label (item);

  name_list_item (GTK_WIDGET (self), label);
}

static void
tl_field_row_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tl_field_row_parent_class)->root (widget);
  update_accessible (TL_FIELD_ROW (widget));
}

static void
tl_field_row_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size G_GNUC_UNUSED,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline G_GNUC_UNUSED,
                      int *natural_baseline G_GNUC_UNUSED)
{
  TlFieldRow *self = TL_FIELD_ROW (widget);
  int name_minimum, name_natural, value_minimum, value_natural;

  gtk_widget_measure (self->expander, orientation, -1, &name_minimum, &name_natural, NULL, NULL);
  gtk_widget_measure (self->value_box, orientation, -1, &value_minimum, &value_natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = name_minimum + GAP + value_minimum;
      *natural = name_natural + GAP + value_natural;
    }
  else
    {
      *minimum = MAX (name_minimum, value_minimum);
      *natural = MAX (name_natural, value_natural);
    }
}

/* What @chars characters take at least, and not more than the name has. */
static int
name_width (TlFieldRow *self, int chars)
{
  PangoFontMetrics *metrics = pango_context_get_metrics (gtk_widget_get_pango_context (self->name), NULL, NULL);
  int width = PANGO_PIXELS_CEIL (chars * pango_font_metrics_get_approximate_char_width (metrics));
  int natural;

  pango_font_metrics_unref (metrics);
  gtk_widget_measure (self->name, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return MIN (width, natural);
}

/* The indentation, and enough of the name to tell it from others. */
static int
least_name (TlFieldRow *self)
{
  int minimum, label;

  gtk_widget_measure (self->expander, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_measure (self->name, GTK_ORIENTATION_HORIZONTAL, -1, &label, NULL, NULL, NULL);
  return minimum - label + MAX (label, name_width (self, NAME_CHARS));
}

static void
tl_field_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TlFieldRow *self = TL_FIELD_ROW (widget);
  bool rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int name_minimum, value_minimum, name, value;

  gtk_widget_measure (self->expander, GTK_ORIENTATION_HORIZONTAL, -1, &name_minimum, NULL, NULL, NULL);
  gtk_widget_measure (self->value_box, GTK_ORIENTATION_HORIZONTAL, -1, &value_minimum, NULL, NULL, NULL);
  name = MAX ((int) (width * NAME_SHARE) - GAP, MIN (least_name (self), (int) (width * NAME_MOST) - GAP));
  name = MAX (name_minimum, MIN (name, width - value_minimum - GAP));
  value = MAX (value_minimum, width - name - GAP);
  gtk_widget_size_allocate (self->expander, &(GtkAllocation){ rtl ? width - name : 0, 0, name, height },
                            baseline);
  gtk_widget_size_allocate (self->value_box, &(GtkAllocation){ rtl ? 0 : name + GAP, 0, value, height },
                            baseline);
}

static void
tl_field_row_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  if (property == PROP_ROW)
    g_value_set_object (value, TL_FIELD_ROW (object)->row);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
}

static void
tl_field_row_set_property (GObject *object, guint property, const GValue *value, GParamSpec *pspec)
{
  TlFieldRow *self = TL_FIELD_ROW (object);

  if (property != PROP_ROW)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
      return;
    }
  if (g_set_object (&self->row, g_value_get_object (value)))
    {
      update (self);
      update_accessible (self);
      g_object_notify_by_pspec (object, pspec);
    }
}

static void
tl_field_row_dispose (GObject *object)
{
  TlFieldRow *self = TL_FIELD_ROW (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->row);
  G_OBJECT_CLASS (tl_field_row_parent_class)->dispose (object);
}

static void
tl_field_row_class_init (TlFieldRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tl_field_row_get_property;
  object_class->set_property = tl_field_row_set_property;
  object_class->dispose = tl_field_row_dispose;
  widget_class->root = tl_field_row_root;
  widget_class->measure = tl_field_row_measure;
  widget_class->size_allocate = tl_field_row_size_allocate;
  properties[PROP_ROW]
      = g_param_spec_object ("row", NULL, NULL, GTK_TYPE_TREE_LIST_ROW,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tls_ladder/TlsLadder/field-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TlFieldRow, expander);
  gtk_widget_class_bind_template_child (widget_class, TlFieldRow, name);
  gtk_widget_class_bind_template_child (widget_class, TlFieldRow, fault);
  gtk_widget_class_bind_template_child (widget_class, TlFieldRow, value_box);
  gtk_widget_class_bind_template_child (widget_class, TlFieldRow, value);
  gtk_widget_class_bind_template_callback (widget_class, query_tooltip_cb);
  gtk_widget_class_set_css_name (widget_class, "fieldrow");
}

static void
tl_field_row_init (TlFieldRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
