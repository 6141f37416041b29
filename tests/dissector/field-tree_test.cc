/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Rows, and what a tree and a hex view ask of them.
 */
#include "field-tree.h"
#include "limits.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

static TlRow
row (const char *name, guint32 offset, guint32 length, guint8 prefix = 0)
{
  TlRow self = {};
  self.name = name;
  self.offset = offset;
  self.length = length;
  self.prefix = prefix;
  return self;
}

/* a[0+2] list[2+6, prefix 2]{ x[4+2] y[6+2] } z[8+1] */
static TlFieldTree *
make_tree ()
{
  g_autoptr (GBytes) bytes = g_bytes_new ("123456789", 9);
  TlFieldTreeBuilder *builder = tl_field_tree_builder_new (bytes);
  TlRow a = row ("a", 0, 2), list = row ("list", 2, 6, 2), x = row ("x", 4, 2), y = row ("y", 6, 2), z = row ("z", 8, 1);

  tl_field_tree_builder_leaf (builder, &a);
  tl_field_tree_builder_open (builder, &list);
  tl_field_tree_builder_leaf (builder, &x);
  tl_field_tree_builder_leaf (builder, &y);
  tl_field_tree_builder_close (builder);
  tl_field_tree_builder_leaf (builder, &z);
  return tl_field_tree_builder_end (builder);
}

TEST (FieldTree, KnowsDepthAndWhatIsBelow)
{
  g_autoptr (TlFieldTree) tree = make_tree ();

  ASSERT_EQ (tree->n_rows, 5u);
  EXPECT_EQ (tree->rows[1].n_below, 2u);
  EXPECT_EQ (tree->rows[1].depth, 0);
  EXPECT_EQ (tree->rows[2].depth, 1);
  EXPECT_EQ (tree->rows[4].n_below, 0u);
  EXPECT_EQ (tree->n_bytes, 9u);
}

TEST (FieldTree, FindsTheInnermostRowOfAByte)
{
  g_autoptr (TlFieldTree) tree = make_tree ();
  const int expected[] = { 0, 0, 1, 1, 2, 2, 3, 3, 4 };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    EXPECT_EQ (tl_field_tree_row_at (tree, 0, i), expected[i]) << i;
  EXPECT_EQ (tl_field_tree_row_at (tree, 0, 9), -1);
}

TEST (FieldTree, FindsParents)
{
  g_autoptr (TlFieldTree) tree = make_tree ();
  const int expected[] = { -1, -1, 1, 1, -1 };

  for (guint i = 0; i < tree->n_rows; i++)
    EXPECT_EQ (tl_field_tree_parent (tree, i), expected[i]) << i;
}

TEST (FieldTree, CapsRowsAndStillCoversTheBytes)
{
  for (guint n : { (guint) TL_LIMIT_ROWS - 1, (guint) TL_LIMIT_ROWS, (guint) TL_LIMIT_ROWS + 1, (guint) TL_LIMIT_ROWS + 9 })
    {
      g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (n), n);
      TlFieldTreeBuilder *builder = tl_field_tree_builder_new (bytes);
      g_autoptr (TlFieldTree) tree = NULL;

      for (guint i = 0; i < n; i++)
        {
          TlRow leaf = row ("leaf", i, 1);
          tl_field_tree_builder_leaf (builder, &leaf);
        }
      tree = tl_field_tree_builder_end (builder);
      const TlRow *last = &tree->rows[tree->n_rows - 1];
      EXPECT_LE (tree->n_rows, (guint) TL_LIMIT_ROWS);
      EXPECT_EQ (last->offset + last->length, n);
      EXPECT_EQ (last->fault == TL_FAULT_TOO_MANY, n > TL_LIMIT_ROWS);
    }
}

/* What is not kept is covered where it belongs: no row is longer than the row it is below. */
TEST (FieldTree, CapsRowsInsideTheirParents)
{
  const guint n = TL_LIMIT_ROWS + 10;
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (n + 20), n + 20);
  TlFieldTreeBuilder *builder = tl_field_tree_builder_new (bytes);
  TlRow outer = row ("outer", 0, n + 10), inner = row ("inner", 0, n), after = row ("after", n, 10),
        end = row ("end", n + 10, 10);
  g_autoptr (TlFieldTree) tree = NULL;

  tl_field_tree_builder_open (builder, &outer);
  tl_field_tree_builder_open (builder, &inner);
  for (guint i = 0; i < n; i++)
    {
      TlRow leaf = row ("leaf", i, 1);
      tl_field_tree_builder_leaf (builder, &leaf);
    }
  tl_field_tree_builder_close (builder);
  EXPECT_EQ (tl_field_tree_builder_leaf (builder, &after), -1);
  tl_field_tree_builder_close (builder);
  EXPECT_EQ (tl_field_tree_builder_leaf (builder, &end), -1);
  tree = tl_field_tree_builder_end (builder);

  const TlRow *rows = tree->rows, *last = &rows[TL_LIMIT_ROWS - 1];
  ASSERT_EQ (tree->n_rows, (guint) TL_LIMIT_ROWS + 2);
  EXPECT_EQ (last->offset + last->length, n); /* the rest of inner */
  EXPECT_EQ (last->fault, TL_FAULT_TOO_MANY);
  EXPECT_EQ (rows[1].n_below, TL_LIMIT_ROWS - 2u);
  EXPECT_EQ (last[1].offset, n); /* after */
  EXPECT_EQ (last[1].length, 10u);
  EXPECT_EQ (last[1].depth, 1);
  EXPECT_EQ (last[1].fault, TL_FAULT_TOO_MANY);
  EXPECT_EQ (rows[0].n_below, TL_LIMIT_ROWS - 0u);
  EXPECT_EQ (last[2].offset, n + 10); /* end */
  EXPECT_EQ (last[2].depth, 0);
}

/* RFC 8701 section 2 */
TEST (FieldTree, NamesGreaseAmongProtocols)
{
  static const TlField name = TL_BYTES_PREFIX ("protocol_name", 1, .tag = TL_TAG_PROTOCOL_NAME, .show = TL_SHOW_TEXT);
  static const TlField other = TL_BYTES_PREFIX ("host_name", 1, .show = TL_SHOW_TEXT);
  for (const auto &[text, expected] : { std::pair ("\x3a\x3a", "GREASE"), std::pair ("h2", "h2"), std::pair (":::", ":::") })
    {
      TlFound found = {};
      found.field = &name;
      found.content = tl_bytes (text, strlen (text));
      TlRow row = tl_row_from_found (&found);
      EXPECT_STREQ (row.text, expected);
      g_free (row.text);
      found.field = &other;
      row = tl_row_from_found (&found);
      EXPECT_STRNE (row.text, "GREASE");
      g_free (row.text);
    }
}

TEST (FieldTree, ClosesWhatWasLeftOpen)
{
  g_autoptr (GBytes) bytes = g_bytes_new ("12", 2);
  TlFieldTreeBuilder *builder = tl_field_tree_builder_new (bytes);
  TlRow outer = row ("outer", 0, 2), inner = row ("inner", 0, 2);
  g_autoptr (TlFieldTree) tree = NULL;

  tl_field_tree_builder_open (builder, &outer);
  tl_field_tree_builder_leaf (builder, &inner);
  tree = tl_field_tree_builder_end (builder);
  EXPECT_EQ (tree->rows[0].n_below, 1u);
}

/* a[0+2] sealed[2+4, prefix 1] holding { x[0+1] deep[1+2, prefix 1] holding { y[0+3] } z[3+1] } end[6+1] */
static TlFieldTree *
make_opened_tree ()
{
  g_autoptr (GBytes) bytes = g_bytes_new ("1234567", 7), inner = g_bytes_new ("abcd", 4), innermost = g_bytes_new ("ABC", 3);
  TlFieldTreeBuilder *builder = tl_field_tree_builder_new (bytes);
  TlRow a = row ("a", 0, 2), sealed = row ("sealed", 2, 4, 1), x = row ("x", 0, 1), deep = row ("deep", 1, 2, 1),
        y = row ("y", 0, 3), z = row ("z", 3, 1), end = row ("end", 6, 1);

  tl_field_tree_builder_leaf (builder, &a);
  EXPECT_EQ (tl_field_tree_builder_open_space (builder, &sealed, inner, "certificate"), 1);
  tl_field_tree_builder_leaf (builder, &x);
  EXPECT_EQ (tl_field_tree_builder_open_space (builder, &deep, innermost, NULL), 3);
  tl_field_tree_builder_leaf (builder, &y);
  tl_field_tree_builder_close (builder);
  tl_field_tree_builder_leaf (builder, &z);
  tl_field_tree_builder_close (builder);
  tl_field_tree_builder_leaf (builder, &end);
  return tl_field_tree_builder_end (builder);
}

TEST (FieldTree, HasSpacesOfItsOwnForWhatIsOpened)
{
  g_autoptr (TlFieldTree) tree = make_opened_tree ();
  const guint spaces[] = { 0, 0, 1, 1, 2, 1, 0 }, opened[] = { 0, 1, 0, 2, 0, 0, 0 };

  ASSERT_EQ (tree->n_rows, G_N_ELEMENTS (spaces));
  ASSERT_EQ (tree->n_spaces, 3u);
  for (guint i = 0; i < tree->n_rows; i++)
    {
      EXPECT_EQ (tree->rows[i].space, spaces[i]) << i;
      EXPECT_EQ (tl_field_tree_opened (tree, i), opened[i]) << i;
      EXPECT_TRUE (tl_field_tree_is_leaf (tree, i)) << i;
    }
  EXPECT_EQ (tree->spaces[1].n_bytes, 4u);
  EXPECT_EQ (tree->spaces[1].row, 1u);
  EXPECT_STREQ (tree->spaces[1].place, "certificate");
  EXPECT_EQ (tree->spaces[2].row, 3u);
  EXPECT_EQ (tree->rows[1].n_below, 4u);
  EXPECT_EQ (tl_field_tree_parent (tree, 4), 3);
  EXPECT_EQ (tl_field_tree_parent (tree, 5), 1);
}

TEST (FieldTree, FindsTheRowsOfASpace)
{
  g_autoptr (TlFieldTree) tree = make_opened_tree ();
  const int message[] = { 0, 0, 1, 1, 1, 1, 6, -1 }, inner[] = { 2, 3, 3, 5, -1 }, innermost[] = { 4, 4, 4, -1 };

  for (gsize i = 0; i < G_N_ELEMENTS (message); i++)
    EXPECT_EQ (tl_field_tree_row_at (tree, 0, i), message[i]) << i;
  for (gsize i = 0; i < G_N_ELEMENTS (inner); i++)
    EXPECT_EQ (tl_field_tree_row_at (tree, 1, i), inner[i]) << i;
  for (gsize i = 0; i < G_N_ELEMENTS (innermost); i++)
    EXPECT_EQ (tl_field_tree_row_at (tree, 2, i), innermost[i]) << i;
}

TEST (FieldTree, GivesTheContentOfARowInItsSpace)
{
  g_autoptr (TlFieldTree) tree = make_opened_tree ();
  const std::string expected[] = { "12", "456", "a", "c", "ABC", "d", "7" };

  for (guint i = 0; i < tree->n_rows; i++)
    {
      TlBytes content = tl_field_tree_content (tree, i);
      EXPECT_EQ (std::string (reinterpret_cast<const char *> (content.data), content.length), expected[i]);
    }
}

/* A row may be about more than the capture has, or nothing. */
TEST (FieldTree, GivesTheContentThatIsThere)
{
  g_autoptr (GBytes) bytes = g_bytes_new ("1234", 4);
  TlFieldTreeBuilder *builder = tl_field_tree_builder_new (bytes);
  TlRow rows[] = { row ("part", 0, 9, 2), row ("missing", 4, 3), row ("empty", 4, 0), row ("prefix", 2, 2, 2), row ("far", 9, 3) };
  for (TlRow &each : rows)
    tl_field_tree_builder_leaf (builder, &each);
  g_autoptr (TlFieldTree) tree = tl_field_tree_builder_end (builder);

  EXPECT_EQ (tl_field_tree_content (tree, 0).length, 2u);
  for (guint i = 1; i < tree->n_rows; i++)
    EXPECT_EQ (tl_field_tree_content (tree, i).length, 0u) << i;
}

TEST (FieldTree, CapsSpaces)
{
  for (guint n : { TL_LIMIT_SPACES - 1u, TL_LIMIT_SPACES + 0u, TL_LIMIT_SPACES + 1u })
    {
      g_autofree char *data = (char *) g_malloc0 (n);
      g_autoptr (GBytes) bytes = g_bytes_new (data, n), held = g_bytes_new ("x", 1);
      TlFieldTreeBuilder *builder = tl_field_tree_builder_new (bytes);

      for (guint i = 0; i < n; i++)
        {
          TlRow sealed = row ("sealed", i, 1), x = row ("x", 0, 1);
          if (tl_field_tree_builder_open_space (builder, &sealed, held, NULL) < 0)
            continue;
          tl_field_tree_builder_leaf (builder, &x);
          tl_field_tree_builder_close (builder);
        }
      g_autoptr (TlFieldTree) tree = tl_field_tree_builder_end (builder);
      EXPECT_EQ (tree->n_spaces, 1 + MIN (n, (guint) TL_LIMIT_SPACES));
      EXPECT_EQ (tree->rows[tree->n_rows - 1].fault == TL_FAULT_TOO_MANY, n > TL_LIMIT_SPACES);
      EXPECT_EQ (tree->rows[tree->n_rows - 1].offset == n - 1, n > TL_LIMIT_SPACES);
    }
}

/* Spaces within spaces end too. */
TEST (FieldTree, CapsSpacesInSpaces)
{
  g_autoptr (GBytes) bytes = g_bytes_new ("x", 1);
  TlFieldTreeBuilder *builder = tl_field_tree_builder_new (bytes);
  TlRow sealed = row ("sealed", 0, 1);
  guint depth = 0;

  for (guint i = 0; i < 40; i++) /* and half of all that may be open is */
    tl_field_tree_builder_open (builder, &sealed);
  while (depth < 200 && tl_field_tree_builder_open_space (builder, &sealed, bytes, NULL) >= 0)
    depth++;
  g_autoptr (TlFieldTree) tree = tl_field_tree_builder_end (builder);
  EXPECT_GT (depth, 2u);
  EXPECT_LE (depth, (guint) TL_LIMIT_SPACES);
  EXPECT_EQ (tree->n_spaces, depth + 1);
  EXPECT_EQ (tree->rows[tree->n_rows - 1].fault, TL_FAULT_TOO_MANY);
}

/* The bytes of each space that are not covered exactly once by leaves and prefixes. */
static guint
count_uncovered (const TlFieldTree *tree)
{
  guint wrong = 0;

  for (guint space = 0; space < tree->n_spaces; space++)
    {
      std::vector<guint> seen (tree->spaces[space].n_bytes);

      for (guint i = 0; i < tree->n_rows; i++)
        if (tree->rows[i].space == space)
          for (gsize n = tl_field_tree_is_leaf (tree, i) ? tree->rows[i].length : tree->rows[i].prefix; n > 0; n--)
            seen.at (tree->rows[i].offset + n - 1)++;
      for (guint n : seen)
        wrong += n != 1;
    }
  return wrong;
}

/* Wherever the last row that is kept stands, both spaces are covered. */
TEST (FieldTree, CapsRowsInASpace)
{
  for (guint before = TL_LIMIT_ROWS - 13; before < TL_LIMIT_ROWS + 3; before++)
    {
      g_autofree char *data = (char *) g_malloc0 (before + 8);
      g_autoptr (GBytes) bytes = g_bytes_new (data, before + 8), held = g_bytes_new ("12345678", 8);
      TlFieldTreeBuilder *builder = tl_field_tree_builder_new (bytes);
      TlRow outer = row ("outer", before, 6, 1), sealed = row ("sealed", before + 1, 4), group = row ("group", 0, 6, 2);

      for (guint i = 0; i < before; i++)
        {
          TlRow leaf = row ("leaf", i, 1);
          tl_field_tree_builder_leaf (builder, &leaf);
        }
      tl_field_tree_builder_open (builder, &outer);
      if (tl_field_tree_builder_open_space (builder, &sealed, held, NULL) >= 0)
        {
          tl_field_tree_builder_open (builder, &group);
          for (guint i = 2; i < 6; i++)
            {
              TlRow leaf = row ("leaf", i, 1);
              tl_field_tree_builder_leaf (builder, &leaf);
            }
          tl_field_tree_builder_close (builder);
          for (guint i = 6; i < 8; i++)
            {
              TlRow leaf = row ("leaf", i, 1);
              tl_field_tree_builder_leaf (builder, &leaf);
            }
          tl_field_tree_builder_close (builder);
        }
      TlRow part = row ("part", before + 5, 1);
      tl_field_tree_builder_leaf (builder, &part);
      tl_field_tree_builder_close (builder);
      for (guint i = before + 6; i < before + 8; i++)
        {
          TlRow leaf = row ("leaf", i, 1);
          tl_field_tree_builder_leaf (builder, &leaf);
        }
      g_autoptr (TlFieldTree) tree = tl_field_tree_builder_end (builder);
      EXPECT_EQ (count_uncovered (tree), 0u) << before;
      EXPECT_LE (tree->n_rows, TL_LIMIT_ROWS + 6u) << before;
      EXPECT_EQ (tree->n_spaces > 1, before < TL_LIMIT_ROWS - 2u) << before;
      guint faults = 0;
      for (guint i = 0; i < tree->n_rows; i++)
        faults += tree->rows[i].fault == TL_FAULT_TOO_MANY;
      EXPECT_EQ (faults > 0, before + 12 > TL_LIMIT_ROWS) << before; /* all that is appended */
    }
}
