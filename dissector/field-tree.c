/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Rows, made one after the other, and the questions that a tree and a hex view ask of them.
 */
#include "field-tree.h"

#include "display.h"
#include "limits.h"

struct TlFieldTreeBuilder
{
  TlFieldTree *tree;
  GArray *rows; /* TlRow */
  guint open[TL_LIMIT_DEPTH + TL_LIMIT_DER_DEPTH + 8];
  guint n_open;
  guint n_refused;   /* opened after the cap was reached: their closes do not count */
  gsize refused_end; /* where the rows that were not kept end */
};

static void
clear_row (gpointer data)
{
  TlRow *row = data;
  g_free (row->text);
}

static void
tree_free (gpointer data)
{
  TlFieldTree *self = data;

  for (guint i = 0; i < self->n_rows; i++)
    clear_row (&self->rows[i]);
  g_free (self->rows);
  g_clear_pointer (&self->names, g_string_chunk_free);
  g_clear_pointer (&self->owner, g_bytes_unref);
}

TlFieldTree *
tl_field_tree_ref (TlFieldTree *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
tl_field_tree_unref (TlFieldTree *self)
{
  g_atomic_rc_box_release_full (self, tree_free);
}

int
tl_field_tree_row_at (const TlFieldTree *self, gsize offset)
{
  int found = -1;
  guint i = 0;

  while (i < self->n_rows)
    {
      const TlRow *row = &self->rows[i];
      bool inside = offset >= row->offset && offset - row->offset < row->length;

      if (inside)
        found = (int) i;
      if (inside || row->n_below == 0)
        i++;
      else
        i += row->n_below + 1;
    }
  return found;
}

int
tl_field_tree_parent (const TlFieldTree *self, guint row)
{
  guint8 depth = self->rows[row].depth;

  for (int i = (int) row - 1; i >= 0; i--)
    if (self->rows[i].depth < depth)
      return i;
  return -1;
}

TlFieldTreeBuilder *
tl_field_tree_builder_new (GBytes *bytes)
{
  TlFieldTreeBuilder *self = g_new0 (TlFieldTreeBuilder, 1);

  self->tree = g_atomic_rc_box_new0 (TlFieldTree);
  self->tree->owner = g_bytes_ref (bytes);
  self->tree->bytes = g_bytes_get_data (bytes, &self->tree->n_bytes);
  self->rows = g_array_new (FALSE, FALSE, sizeof (TlRow));
  return self;
}

const char *
tl_field_tree_builder_name (TlFieldTreeBuilder *self, const char *name)
{
  if (self->tree->names == NULL)
    self->tree->names = g_string_chunk_new (1024);
  return g_string_chunk_insert_const (self->tree->names, name);
}

/* A row that is not kept: cover_refused() says so. */
static int
refuse (TlFieldTreeBuilder *self, const TlRow *row)
{
  gsize end = (gsize) row->offset + row->length;

  g_free (row->text);
  self->refused_end = MAX (self->refused_end, end);
  return -1;
}

/* The rows that were not kept leave bytes up to @end uncovered: one row of this depth stands for them, in the place of the last
 * that was kept, or after it. So there are rows beyond the cap, but no more than one for each depth. */
static void
cover_refused (TlFieldTreeBuilder *self, guint depth, gsize end)
{
  TlRow *last = &g_array_index (self->rows, TlRow, self->rows->len - 1);
  gsize covered = (gsize) last->offset + last->length;
  TlRow rest = { .name = tl_field_unknown.name,
                 .field = &tl_field_unknown,
                 .depth = (guint8) depth,
                 .fault = TL_FAULT_TOO_MANY };

  if (covered >= end)
    return;
  rest.offset = last->depth == depth ? last->offset : (guint32) covered;
  rest.length = (guint32) (end - rest.offset);
  if (last->depth != depth)
    {
      g_array_append_val (self->rows, rest);
      return;
    }
  clear_row (last);
  *last = rest;
}

int
tl_field_tree_builder_leaf (TlFieldTreeBuilder *self, const TlRow *row)
{
  TlRow copy = *row;

  if (self->rows->len >= TL_LIMIT_ROWS)
    return refuse (self, row);
  copy.depth = (guint8) self->n_open;
  copy.n_below = 0;
  g_array_append_val (self->rows, copy);
  return (int) self->rows->len - 1;
}

int
tl_field_tree_builder_open (TlFieldTreeBuilder *self, const TlRow *row)
{
  int index = -1;

  if (self->n_open < G_N_ELEMENTS (self->open) && self->n_refused == 0)
    index = tl_field_tree_builder_leaf (self, row);
  else
    refuse (self, row);
  if (index < 0)
    self->n_refused++;
  else
    self->open[self->n_open++] = (guint) index;
  return index;
}

/* A group is called by the number it begins with: an extension by its type, a key share by its group. */
static void
title_group (TlRow *row, const TlRow *first)
{
  if (row->text == NULL && row->n_below > 0 && row->field && row->field->kind == TL_FIELD_GROUP && first->field
      && first->field->registry != TL_REGISTRY_NONE)
    row->text = g_strdup (first->text);
}

/* Closes the row last opened, which ends at @end; 0: where it said. */
static void
close_row (TlFieldTreeBuilder *self, gsize end)
{
  TlRow *row;
  guint index;

  if (self->n_refused > 0)
    {
      self->n_refused--;
      return;
    }
  g_return_if_fail (self->n_open > 0);
  index = self->open[--self->n_open];
  row = &g_array_index (self->rows, TlRow, index);
  if (end > 0)
    row->length = (guint32) (end - row->offset);
  if (self->refused_end > 0 && index == self->rows->len - 1)
    row->fault = TL_FAULT_TOO_MANY;
  else if (self->refused_end > 0)
    cover_refused (self, self->n_open + 1, (gsize) row->offset + row->length);
  row = &g_array_index (self->rows, TlRow, index);
  row->n_below = self->rows->len - 1 - index;
  title_group (row, row + 1);
}

void
tl_field_tree_builder_close (TlFieldTreeBuilder *self)
{
  close_row (self, 0);
}

void
tl_field_tree_builder_close_at (TlFieldTreeBuilder *self, gsize end)
{
  close_row (self, end);
}

TlFieldTree *
tl_field_tree_builder_end (TlFieldTreeBuilder *self)
{
  TlFieldTree *tree = self->tree;

  while (self->n_open > 0 || self->n_refused > 0)
    tl_field_tree_builder_close (self);
  if (self->refused_end > 0)
    cover_refused (self, 0, self->refused_end);
  tree->n_rows = self->rows->len;
  tree->rows = (TlRow *) (gpointer) g_array_free (self->rows, FALSE);
  g_free (self);
  return tree;
}

static char *
number_text (const TlFound *found)
{
  const TlField *field = found->field;
  g_autoptr (GDateTime) time = NULL;

  if (field->registry != TL_REGISTRY_NONE)
    return g_strdup (tl_registry_name (field->registry, (guint32) found->value));
  switch ((TlShow) field->show)
    {
    case TL_SHOW_HEX:
      return g_strdup_printf ("0x%0*" G_GINT64_MODIFIER "x", 2 * field->size, found->value);
    case TL_SHOW_SECONDS:
      return g_strdup_printf ("%" G_GUINT64_FORMAT " s", found->value);
    case TL_SHOW_UNIX_TIME:
      time = g_date_time_new_from_unix_utc ((gint64) found->value);
      return time ? g_date_time_format_iso8601 (time) : NULL;
    case TL_SHOW_DEFAULT:
    case TL_SHOW_TEXT:
    default:
      return NULL;
    }
}

TlRow
tl_row_from_found (const TlFound *found)
{
  TlRow row = { .name = found->field->name,
                .field = found->field,
                .offset = (guint32) found->offset,
                .length = (guint32) found->length,
                .prefix = found->prefix,
                .fault = (guint8) found->fault };

  if (found->field->kind == TL_FIELD_UINT && found->fault == TL_FAULT_NONE)
    {
      row.has_value = TRUE;
      row.value = found->value;
      row.text = number_text (found);
    }
  else if (found->field->kind == TL_FIELD_BYTES && found->field->show == TL_SHOW_TEXT)
    row.text = tl_display_text (found->content, TL_LIMIT_TEXT_ROW);
  return row;
}
