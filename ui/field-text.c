/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the tree of fields says of a row: its name, and what is in it even while it is closed.
 */
#include "field-text.h"

#include <glib/gi18n-lib.h>

#define MAX_HEX   24 /* bytes that are shown of a value */
#define MAX_NAMED 3  /* elements that are named while their list is closed */

static bool
is_extension (const TlRow *row)
{
  return row->n_below > 0 && row->text != NULL && g_str_equal (row->name, "extension");
}

/* The number by which the extension or name is known says nothing that its name does not. */
static bool
is_type (const TlRow *row)
{
  return row->field != NULL
         && (row->field->tag == TL_TAG_EXTENSION_TYPE || row->field->tag == TL_TAG_NAME_TYPE);
}

static char *
bytes_text (guint n)
{
  return g_strdup_printf (ngettext ("%u byte", "%u bytes", n), n);
}

/* What is registered is known by its name, and found in the registry by its number. */
static char *
number_text (const TlRow *row)
{
  if (row->text == NULL)
    return g_strdup_printf ("%" G_GUINT64_FORMAT, row->value);
  if (row->field == NULL || row->field->registry == 0)
    return g_strdup (row->text);
  if (row->length == 1)
    return g_strdup_printf ("%s (%" G_GUINT64_FORMAT ")", row->text, row->value);
  return g_strdup_printf ("%s (0x%0*" G_GINT64_MODIFIER "x)", row->text, (int) row->length * 2, row->value);
}

static char *
leaf_text (const TlFieldTree *tree, guint index)
{
  const TlRow *row = &tree->rows[index];
  guint n = row->length - MIN (row->prefix, row->length);
  TlBytes content = tl_field_tree_content (tree, index);

  if (row->has_value)
    return number_text (row);
  if (row->text != NULL)
    return g_strdup (row->text);
  if (n == 0)
    return g_strdup (_ ("empty"));
  if (content.length < n) /* the capture does not have them */
    return bytes_text (n);
  return tl_display_hex (content, MAX_HEX);
}

/* As one of several in a line. */
static char *
short_text (const TlFieldTree *tree, guint index)
{
  const TlRow *row = &tree->rows[index];

  if (row->text != NULL)
    return g_strdup (row->text);
  return row->has_value ? leaf_text (tree, index) : bytes_text (row->length - MIN (row->prefix, row->length));
}

typedef struct
{
  guint n; /* direct children that say something */
  guint first[MAX_NAMED];
  bool leaves; /* none of them has others below it */
} Children;

static Children
look_below (const TlFieldTree *tree, guint index)
{
  Children children = { .leaves = true };
  guint end = index + tree->rows[index].n_below;

  for (guint i = index + 1; i <= end; i += 1 + tree->rows[i].n_below)
    {
      if (is_type (&tree->rows[i]))
        continue;
      if (children.n < MAX_NAMED)
        children.first[children.n] = i;
      children.n++;
      children.leaves = children.leaves && tree->rows[i].n_below == 0;
    }
  return children;
}

static char *
named_text (const TlFieldTree *tree, const Children *children)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (children->n, MAX_NAMED); i++)
    {
      g_autofree char *one = short_text (tree, children->first[i]);

      g_string_append_printf (text, i == 0 ? "%s" : ", %s", one);
    }
  if (children->n > MAX_NAMED)
    /* Translators: how many elements a list has, and the first of them. */
    return g_strdup_printf (_ ("%u: %s, …"), children->n, text->str);
  return g_strdup (text->str);
}

const char *
tl_field_name (const TlFieldTree *tree, guint row)
{
  return is_extension (&tree->rows[row]) ? tree->rows[row].text : tree->rows[row].name;
}

char *
tl_field_value (const TlFieldTree *tree, guint row)
{
  const TlRow *whole = &tree->rows[row];
  Children children;
  g_autofree char *size = NULL;

  if (whole->n_below == 0)
    return leaf_text (tree, row);
  if (whole->text != NULL && !is_type (whole + 1))
    return g_strdup (whole->text);
  children = look_below (tree, row);
  if (children.n == 1)
    return tl_field_value (tree, children.first[0]); /* as deep as TL_LIMIT_DEPTH lets a tree be */
  if (children.n > 0 && children.leaves)
    return named_text (tree, &children);
  size = bytes_text (whole->length);
  return g_strdup_printf (ngettext ("%u element · %s", "%u elements · %s", children.n), children.n, size);
}

const char *
tl_field_fault (const TlFieldTree *tree, guint row)
{
  switch (tree->rows[row].fault)
    {
    case TL_FAULT_NONE:
      return NULL;
    case TL_FAULT_TRUNCATED:
      return _ ("cut short: the bytes end before the field does");
    case TL_FAULT_TRAILING:
      return _ ("bytes are left over after the last field");
    case TL_FAULT_TOO_MANY:
      return _ ("too many: the rest was not read");
    case TL_FAULT_TOO_DEEP:
      return _ ("nested too deeply: what is inside was not read");
    case TL_FAULT_INVALID:
    case TL_N_FAULTS:
    default:
      return _ ("this value cannot stand here");
    }
}
