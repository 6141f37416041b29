/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Extensions of which there is no more to say than their rows do: the leaves, in a line.
 */
#include "../limits.h"
#include "../display.h"
#include "extension-text.h"
#include "rows.h"
#include "values.h"

/* What is only a type of ASN.1 says nothing that its value does not. */
static bool
is_only_a_type (const char *name)
{
  return g_ascii_isupper (*name) || *name == '[';
}

static char *
value_text (const TlFieldTree *tree, guint index)
{
  const TlRow *row = &tree->rows[index];

  if (row->text)
    return g_strdup (row->text);
  return tl_display_hex (tl_field_tree_content (tree, index), TL_LIMIT_TEXT_CELL);
}

/* A row whose text is that of its first part, which then need not be said again. */
static bool
is_named_by_its_first_part (const TlFieldTree *tree, guint index)
{
  const TlRow *row = &tree->rows[index], *first = row + 1;

  return row->n_below > 0 && row->text && first->text && strcmp (row->text, first->text) == 0;
}

static char *
leaf_text (const TlFieldTree *tree, guint index)
{
  const char *name = tree->rows[index].name;
  g_autofree char *value = value_text (tree, index);

  return is_only_a_type (name) || index == 0 ? g_steal_pointer (&value) : g_strdup_printf ("%s %s", name, value);
}

static char *
tree_text (const TlFieldTree *tree)
{
  GString *list = g_string_new (NULL);
  guint named = 0;

  for (guint i = 0; i < tree->n_rows && list->len < TL_LIMIT_TEXT_ROW; i++)
    {
      if (is_named_by_its_first_part (tree, i))
        {
          tl_text_append (list, g_strdup (tree->rows[i].text));
          named = i + 1;
        }
      else if (tree->rows[i].n_below == 0 && i != named)
        tl_text_append (list, leaf_text (tree, i));
    }
  return tl_text_cut (list);
}

static bool
fits (const TlFieldTree *tree)
{
  for (guint i = 0; i < tree->n_rows; i++)
    if (tree->rows[i].fault != TL_FAULT_NONE)
      return false;
  return tree->n_rows > 0;
}

char *
tl_extension_rows (const TlDerField *field, TlBytes value)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (value.data, value.length);
  TlFieldTreeBuilder *builder = tl_field_tree_builder_new (bytes);
  g_autoptr (TlFieldTree) tree = NULL;

  tl_der_append_rows (field, value, 0, builder);
  tree = tl_field_tree_builder_end (builder);
  return fits (tree) ? tree_text (tree) : NULL;
}
