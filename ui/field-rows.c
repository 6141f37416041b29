/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The rows of a message as list models, for the tree of fields.
 */
#include "field-rows.h"

#include "field-text.h"

#include <glib/gi18n-lib.h>

struct _TlFieldItem
{
  GObject parent_instance;

  TlFieldTree *tree;
  guint index;
};

G_DEFINE_FINAL_TYPE (TlFieldItem, tl_field_item, G_TYPE_OBJECT)

struct _TlFieldRows
{
  GObject parent_instance;

  TlFieldTree *tree;
  GArray *indices; /* guint: the rows of the tree that are in this list, ascending */
};

static void tl_field_rows_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TlFieldRows,
                               tl_field_rows,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, tl_field_rows_model_init))

static void
tl_field_item_finalize (GObject *object)
{
  TlFieldItem *self = TL_FIELD_ITEM (object);

  tl_field_tree_unref (self->tree);
  G_OBJECT_CLASS (tl_field_item_parent_class)->finalize (object);
}

static void
tl_field_item_class_init (TlFieldItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tl_field_item_finalize;
}

static void
tl_field_item_init (TlFieldItem *self G_GNUC_UNUSED)
{
}

static TlFieldItem *
field_item_new (TlFieldTree *tree, guint index)
{
  TlFieldItem *self = g_object_new (TL_TYPE_FIELD_ITEM, NULL);

  self->tree = tl_field_tree_ref (tree);
  self->index = index;
  return self;
}

guint
tl_field_item_get_index (TlFieldItem *self)
{
  return self->index;
}

const TlRow *
tl_field_item_get_row (TlFieldItem *self)
{
  return &self->tree->rows[self->index];
}

const char *
tl_field_item_get_name (TlFieldItem *self)
{
  return tl_field_name (self->tree, self->index);
}

char *
tl_field_item_dup_value (TlFieldItem *self)
{
  return tl_field_value (self->tree, self->index);
}

const char *
tl_field_item_get_fault_text (TlFieldItem *self)
{
  return tl_field_fault (self->tree, self->index);
}

char *
tl_field_item_dup_label (TlFieldItem *self)
{
  const TlRow *row = tl_field_item_get_row (self);
  const char *fault = tl_field_item_get_fault_text (self);
  g_autofree char *value = tl_field_item_dup_value (self);
  GString *label = g_string_new (tl_field_item_get_name (self));

  g_string_append_printf (label, ": %s, ", value);
  g_string_append_printf (label, ngettext ("%u byte", "%u bytes", row->length), row->length);
  if (fault != NULL)
    g_string_append_printf (label, ", %s", fault);
  return g_string_free (label, FALSE);
}

static GType
tl_field_rows_get_item_type (GListModel *model G_GNUC_UNUSED)
{
  return TL_TYPE_FIELD_ITEM;
}

static guint
tl_field_rows_get_n_items (GListModel *model)
{
  return TL_FIELD_ROWS (model)->indices->len;
}

static gpointer
tl_field_rows_get_item (GListModel *model, guint position)
{
  TlFieldRows *self = TL_FIELD_ROWS (model);

  if (position >= self->indices->len)
    return NULL;
  return field_item_new (self->tree, g_array_index (self->indices, guint, position));
}

static void
tl_field_rows_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tl_field_rows_get_item_type;
  iface->get_n_items = tl_field_rows_get_n_items;
  iface->get_item = tl_field_rows_get_item;
}

static void
tl_field_rows_finalize (GObject *object)
{
  TlFieldRows *self = TL_FIELD_ROWS (object);

  tl_field_tree_unref (self->tree);
  g_array_unref (self->indices);
  G_OBJECT_CLASS (tl_field_rows_parent_class)->finalize (object);
}

static void
tl_field_rows_class_init (TlFieldRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tl_field_rows_finalize;
}

static void
tl_field_rows_init (TlFieldRows *self)
{
  self->indices = g_array_new (FALSE, FALSE, sizeof (guint));
}

TlFieldRows *
tl_field_rows_new (TlFieldTree *tree, int parent)
{
  TlFieldRows *self = g_object_new (TL_TYPE_FIELD_ROWS, NULL);
  guint first = parent < 0 ? 0 : (guint) parent + 1;
  guint end = parent < 0 ? tree->n_rows : first + tree->rows[parent].n_below;

  self->tree = tl_field_tree_ref (tree);
  for (guint i = first; i < end; i += 1 + tree->rows[i].n_below)
    g_array_append_val (self->indices, i);
  return self;
}

guint
tl_field_rows_find (TlFieldRows *self, guint row)
{
  guint low = 0;
  guint high = self->indices->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      guint index = g_array_index (self->indices, guint, middle);

      if (index == row)
        return middle;
      if (index < row)
        low = middle + 1;
      else
        high = middle;
    }
  return GTK_INVALID_LIST_POSITION;
}

static GListModel *
create_children_cb (gpointer item, gpointer user_data G_GNUC_UNUSED)
{
  TlFieldItem *field = item;

  if (tl_field_item_get_row (field)->n_below == 0)
    return NULL;
  return G_LIST_MODEL (tl_field_rows_new (field->tree, (int) field->index));
}

GtkTreeListModel *
tl_field_rows_new_tree (TlFieldTree *tree)
{
  return gtk_tree_list_model_new (G_LIST_MODEL (tl_field_rows_new (tree, -1)), FALSE, FALSE,
                                  create_children_cb, NULL, NULL);
}

guint
tl_field_rows_reveal (GtkTreeListModel *model, const TlFieldTree *tree, guint row)
{
  int parent = tl_field_tree_parent (tree, row);
  g_autoptr (GtkTreeListRow) found = NULL;

  if (parent < 0)
    {
      TlFieldRows *rows = TL_FIELD_ROWS (gtk_tree_list_model_get_model (model));
      guint position = tl_field_rows_find (rows, row);

      found = position == GTK_INVALID_LIST_POSITION ? NULL
                                                    : gtk_tree_list_model_get_child_row (model, position);
    }
  else
    {
      guint above
          = tl_field_rows_reveal (model, tree, (guint) parent); /* as deep as TL_LIMIT_DEPTH lets a tree be */
      g_autoptr (GtkTreeListRow) opened
          = above == GTK_INVALID_LIST_POSITION ? NULL : gtk_tree_list_model_get_row (model, above);

      if (opened == NULL)
        return GTK_INVALID_LIST_POSITION;
      gtk_tree_list_row_set_expanded (opened, TRUE);
      if (gtk_tree_list_row_get_children (opened) == NULL)
        return GTK_INVALID_LIST_POSITION;
      found = gtk_tree_list_row_get_child_row (
          opened, tl_field_rows_find (TL_FIELD_ROWS (gtk_tree_list_row_get_children (opened)), row));
    }
  return found == NULL ? GTK_INVALID_LIST_POSITION : gtk_tree_list_row_get_position (found);
}
