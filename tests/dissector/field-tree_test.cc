/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Rows, and what a tree and a hex view ask of them.
 */
#include "field-tree.h"
#include "limits.h"

#include <gtest/gtest.h>

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
    EXPECT_EQ (tl_field_tree_row_at (tree, i), expected[i]) << i;
  EXPECT_EQ (tl_field_tree_row_at (tree, 9), -1);
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
