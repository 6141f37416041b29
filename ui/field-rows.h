/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The rows of a message as list models, for the tree of fields.
 */
#pragma once

#include "dissector.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One row of a field tree, for the time that somebody looks at it. */
#define TL_TYPE_FIELD_ITEM (tl_field_item_get_type ())
G_DECLARE_FINAL_TYPE (TlFieldItem, tl_field_item, TL, FIELD_ITEM, GObject)

guint tl_field_item_get_index (TlFieldItem *self);
const TlRow *tl_field_item_get_row (TlFieldItem *self);

/* See field-text.h. */
const char *tl_field_item_get_name (TlFieldItem *self);
char *tl_field_item_dup_value (TlFieldItem *self);

/* A sentence on why the bytes do not fit; NULL when they do. */
const char *tl_field_item_get_fault_text (TlFieldItem *self);

/* "name: value", with bytes and fault, for a screen reader. Free with g_free(). */
char *tl_field_item_dup_label (TlFieldItem *self);

/* The rows directly below the row @parent (-1: those of the message itself), as TlFieldItem. */
#define TL_TYPE_FIELD_ROWS (tl_field_rows_get_type ())
G_DECLARE_FINAL_TYPE (TlFieldRows, tl_field_rows, TL, FIELD_ROWS, GObject)

TlFieldRows *tl_field_rows_new (TlFieldTree *tree, int parent);

/* Where the row @row stands in @self, or GTK_INVALID_LIST_POSITION. */
guint tl_field_rows_find (TlFieldRows *self, guint row);

/* The rows of @tree as a tree that opens as it is looked at: of GtkTreeListRow. */
GtkTreeListModel *tl_field_rows_new_tree (TlFieldTree *tree);

/* Opens @model down to the row @row of @tree and returns the position of that row, or
 * GTK_INVALID_LIST_POSITION. */
guint tl_field_rows_reveal (GtkTreeListModel *model, const TlFieldTree *tree, guint row);

G_END_DECLS
