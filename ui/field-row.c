/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One field in the tree of a message: its name, its value, and what is wrong with it.
 */
#include "field-row.h"

#include "field-rows.h"

struct _TlFieldRow
{
  GtkWidget parent_instance;

  GtkTreeListRow *row;
  GtkWidget *expander;
  GtkWidget *name;
  GtkWidget *fault;
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
  gtk_widget_set_tooltip_text (self->value, *value == '\0' ? NULL : value);
  gtk_widget_set_visible (self->fault, fault != NULL);
  if (fault != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "fault");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "fault");
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
  properties[PROP_ROW]
      = g_param_spec_object ("row", NULL, NULL, GTK_TYPE_TREE_LIST_ROW,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tls_ladder/TlsLadder/field-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TlFieldRow, expander);
  gtk_widget_class_bind_template_child (widget_class, TlFieldRow, name);
  gtk_widget_class_bind_template_child (widget_class, TlFieldRow, fault);
  gtk_widget_class_bind_template_child (widget_class, TlFieldRow, value);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "fieldrow");
}

static void
tl_field_row_init (TlFieldRow *self)
{
  GtkLayoutManager *layout;

  gtk_widget_init_template (GTK_WIDGET (self));
  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_box_layout_set_homogeneous (GTK_BOX_LAYOUT (layout),
                                  TRUE); /* values stand below each other at every depth */
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 8);
}
