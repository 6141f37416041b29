/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Rows, made one after the other, and the questions that a tree and a hex view ask of them.
 */
#include "field-tree.h"

#include "display.h"
#include "limits.h"

/* How deep the rows of one space are. */
#define SPACE_DEPTH (TL_LIMIT_DEPTH + TL_LIMIT_DER_DEPTH + 8)

struct TlFieldTreeBuilder
{
  TlFieldTree *tree;
  GArray *rows;   /* TlRow */
  GArray *spaces; /* TlSpace */
  guint space;    /* that rows are appended to */
  guint open[3 * SPACE_DEPTH];
  guint n_open;
  guint n_refused;   /* opened after the cap was reached: their closes do not count */
  gsize refused_end; /* where the rows that were not kept end, in the space that rows are appended to */
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
  g_free (self->spaces);
  g_clear_pointer (&self->names, g_string_chunk_free);
  g_clear_pointer (&self->owners, g_ptr_array_unref);
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
tl_field_tree_row_at (const TlFieldTree *self, guint space, gsize offset)
{
  int found = -1;
  guint i = space == 0 ? 0 : self->spaces[space].row + 1;
  guint end = space == 0 ? self->n_rows : i + self->rows[i - 1].n_below;

  while (i < end)
    {
      const TlRow *row = &self->rows[i];
      bool inside = row->space == space && offset >= row->offset && offset - row->offset < row->length;

      if (inside)
        found = (int) i;
      i += inside ? 1 : row->n_below + 1;
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

guint
tl_field_tree_opened (const TlFieldTree *self, guint row)
{
  const TlRow *rows = self->rows;

  return rows[row].n_below > 0 && rows[row + 1].space != rows[row].space ? rows[row + 1].space : 0;
}

bool
tl_field_tree_is_leaf (const TlFieldTree *self, guint row)
{
  return self->rows[row].n_below == 0 || tl_field_tree_opened (self, row) > 0;
}

TlBytes
tl_field_tree_content (const TlFieldTree *self, guint index)
{
  const TlRow *row = &self->rows[index];
  const TlSpace *space = &self->spaces[row->space];
  TlBytes bytes = tl_bytes (space->bytes, space->n_bytes);
  TlBytes content = { 0 };

  if (row->length > row->prefix && tl_bytes_skip (&bytes, (gsize) row->offset + row->prefix))
    tl_bytes_take (&bytes, MIN (bytes.length, (gsize) row->length - row->prefix), &content);
  return content;
}

/* Makes @bytes the space that rows are appended to. */
static void
enter_space (TlFieldTreeBuilder *self, GBytes *bytes, guint row, const char *place)
{
  TlSpace space = { .row = row, .place = place };

  space.bytes = g_bytes_get_data (bytes, &space.n_bytes);
  g_ptr_array_add (self->tree->owners, g_bytes_ref (bytes));
  self->space = self->spaces->len;
  g_array_append_val (self->spaces, space);
}

TlFieldTreeBuilder *
tl_field_tree_builder_new (GBytes *bytes)
{
  TlFieldTreeBuilder *self = g_new0 (TlFieldTreeBuilder, 1);

  self->tree = g_atomic_rc_box_new0 (TlFieldTree);
  self->tree->owners = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->rows = g_array_new (FALSE, FALSE, sizeof (TlRow));
  self->spaces = g_array_new (FALSE, FALSE, sizeof (TlSpace));
  enter_space (self, bytes, 0, NULL);
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

/* The last row of the space that rows are appended to, NULL where it has none; what it holds may follow it. */
static TlRow *
last_of_space (TlFieldTreeBuilder *self)
{
  for (guint i = self->rows->len; i > 0; i--)
    {
      TlRow *row = &g_array_index (self->rows, TlRow, i - 1);

      if (row->space == self->space)
        return row;
      if (i - 1 == g_array_index (self->spaces, TlSpace, self->space).row)
        break;
    }
  return NULL;
}

/* The rows that were not kept leave bytes up to @end uncovered: one row of this depth stands for them, in the place of the last
 * that was kept, or after it. So there are rows beyond the cap, but no more than one for each depth. */
static void
cover_refused (TlFieldTreeBuilder *self, guint depth, gsize end)
{
  TlRow *last = last_of_space (self);
  gsize covered = last ? (gsize) last->offset + last->length : 0;
  TlRow rest = { .name = tl_field_unknown.name,
                 .field = &tl_field_unknown,
                 .depth = (guint8) depth,
                 .fault = TL_FAULT_TOO_MANY,
                 .space = (guint8) self->space };

  if (covered >= end)
    return;
  if (last && last->depth == depth && last == &g_array_index (self->rows, TlRow, self->rows->len - 1))
    {
      rest.offset = last->offset;
      rest.length = (guint32) (end - rest.offset);
      clear_row (last);
      *last = rest;
      return;
    }
  rest.offset = (guint32) covered;
  rest.length = (guint32) (end - covered);
  g_array_append_val (self->rows, rest);
}

int
tl_field_tree_builder_leaf (TlFieldTreeBuilder *self, const TlRow *row)
{
  TlRow copy = *row;

  if (self->rows->len >= TL_LIMIT_ROWS)
    return refuse (self, row);
  copy.depth = (guint8) self->n_open;
  copy.space = (guint8) self->space;
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

int
tl_field_tree_builder_open_space (TlFieldTreeBuilder *self, const TlRow *row, GBytes *bytes, const char *place)
{
  TlRow copy = *row;
  int index;

  if (self->spaces->len > TL_LIMIT_SPACES || self->n_open + SPACE_DEPTH >= G_N_ELEMENTS (self->open)
      || self->n_refused > 0 || self->rows->len + 1 >= TL_LIMIT_ROWS)
    {
      if (copy.fault == TL_FAULT_NONE)
        copy.fault = TL_FAULT_TOO_MANY;
      tl_field_tree_builder_leaf (self, &copy);
      return -1;
    }
  index = tl_field_tree_builder_open (self, row);
  enter_space (self, bytes, (guint) index, place);
  return index;
}

/* A group is called by the number it begins with: an extension by its type, a key share by its group. */
static void
title_group (TlRow *row, const TlRow *first)
{
  if (row->text == NULL && row->n_below > 0 && row->field && row->field->kind == TL_FIELD_GROUP
      && !(row->field->flags & TL_FIELD_UNNAMED) && first->field
      && first->field->registry != TL_REGISTRY_NONE)
    row->text = g_strdup (first->text);
}

/* Goes back to the space that the row @opened, which holds the present one, is about. What it holds is covered to its end. */
static void
leave_space (TlFieldTreeBuilder *self, guint opened)
{
  if (self->refused_end > 0)
    cover_refused (self, self->n_open + 1, g_array_index (self->spaces, TlSpace, self->space).n_bytes);
  self->refused_end = 0;
  self->space = g_array_index (self->rows, TlRow, opened).space;
}

/* What is below the row @index, last opened, is covered to its end. */
static void
finish_parts (TlFieldTreeBuilder *self, guint index)
{
  TlRow *row = &g_array_index (self->rows, TlRow, index);

  if (self->refused_end > 0 && index == self->rows->len - 1)
    row->fault = TL_FAULT_TOO_MANY;
  else if (self->refused_end > 0)
    cover_refused (self, self->n_open + 1, (gsize) row->offset + row->length);
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
  if (row->space != self->space)
    leave_space (self, index);
  else
    {
      if (end > 0)
        row->length = (guint32) (end - row->offset);
      finish_parts (self, index);
    }
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
  tree->n_spaces = self->spaces->len;
  tree->spaces = (TlSpace *) (gpointer) g_array_free (self->spaces, FALSE);
  tree->bytes = tree->spaces[0].bytes;
  tree->n_bytes = tree->spaces[0].n_bytes;
  g_free (self);
  return tree;
}

/* "2026-01-31T12:34:56.789Z" */
static char *
milliseconds_text (guint64 milliseconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc ((gint64) (milliseconds / 1000));
  g_autofree char *seconds = time ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%S") : NULL;

  return seconds ? g_strdup_printf ("%s.%03uZ", seconds, (guint) (milliseconds % 1000)) : NULL;
}

static char *
number_text (const TlFound *found)
{
  const TlField *field = found->field;
  g_autoptr (GDateTime) time = NULL;

  if (field->registry != TL_REGISTRY_NONE)
    return g_strdup (tl_registry_name (field->registry, found->value));
  switch ((TlShow) field->show)
    {
    case TL_SHOW_HEX:
      return g_strdup_printf ("0x%0*" G_GINT64_MODIFIER "x", 2 * (int) found->length, found->value);
    case TL_SHOW_SECONDS:
      return g_strdup_printf ("%" G_GUINT64_FORMAT " s", found->value);
    case TL_SHOW_MILLISECONDS:
      return g_strdup_printf ("%" G_GUINT64_FORMAT " ms", found->value);
    case TL_SHOW_UNIX_TIME:
      time = g_date_time_new_from_unix_utc ((gint64) found->value);
      return time ? g_date_time_format_iso8601 (time) : NULL;
    case TL_SHOW_UNIX_MILLISECONDS:
      return milliseconds_text (found->value);
    case TL_SHOW_DEFAULT:
    case TL_SHOW_TEXT:
    default:
      return NULL;
    }
}

static char *
bytes_text (const TlFound *found)
{
  if (found->field->tag == TL_TAG_PROTOCOL_NAME && tl_registry_is_grease_name (found->content))
    return g_strdup ("GREASE");
  return tl_display_text (found->content, TL_LIMIT_TEXT_ROW);
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

  if ((found->field->kind == TL_FIELD_UINT || found->field->kind == TL_FIELD_VARINT) && found->fault == TL_FAULT_NONE)
    {
      row.has_value = TRUE;
      row.value = found->value;
      row.text = number_text (found);
    }
  else if (found->field->kind == TL_FIELD_BYTES && found->field->show == TL_SHOW_TEXT)
    row.text = bytes_text (found);
  return row;
}
