/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the list models over a field tree.
 */
#include "field-rows.h"
#include "fields_fixture.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

static std::vector<std::string>
names (GListModel *model)
{
  std::vector<std::string> all;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GtkTreeListRow) row = GTK_TREE_LIST_ROW (g_list_model_get_item (model, i));
      g_autoptr (TlFieldItem) item = TL_FIELD_ITEM (gtk_tree_list_row_get_item (row));
      all.push_back (tl_field_item_get_row (item)->name);
    }
  return all;
}

TEST (FieldRows, ShowTheRowsOfTheMessageFirst)
{
  Fields fields = fixture_fields ();
  g_autoptr (GtkTreeListModel) model = tl_field_rows_new_tree (fields.get ());

  EXPECT_EQ ((std::vector<std::string>{ "version", "list", "last" }), names (G_LIST_MODEL (model)));
}

TEST (FieldRows, OpenDownToARow)
{
  Fields fields = fixture_fields ();
  g_autoptr (GtkTreeListModel) model = tl_field_rows_new_tree (fields.get ());

  EXPECT_EQ (3u, tl_field_rows_reveal (model, fields.get (), 3));
  EXPECT_EQ ((std::vector<std::string>{ "version", "list", "first", "inner", "second", "last" }),
             names (G_LIST_MODEL (model)));
  EXPECT_EQ (5u, tl_field_rows_reveal (model, fields.get (), 5));
}

TEST (FieldRows, FindTheirRowsAndNoOthers)
{
  Fields fields = fixture_fields ();
  g_autoptr (TlFieldRows) rows = tl_field_rows_new (fields.get (), 1);

  EXPECT_EQ (2u, g_list_model_get_n_items (G_LIST_MODEL (rows)));
  EXPECT_EQ (0u, tl_field_rows_find (rows, 2));
  EXPECT_EQ (1u, tl_field_rows_find (rows, 4));
  EXPECT_EQ (GTK_INVALID_LIST_POSITION, tl_field_rows_find (rows, 3)) << "one level further down";
  EXPECT_EQ (GTK_INVALID_LIST_POSITION, tl_field_rows_find (rows, 5)) << "beside the list";
  EXPECT_EQ (nullptr, g_list_model_get_item (G_LIST_MODEL (rows), 2));
}

TEST (FieldRows, SayWhatTheyAreAndWhatIsWrong)
{
  Fields fields = fixture_fields ();
  g_autoptr (TlFieldRows) rows = tl_field_rows_new (fields.get (), 1);
  g_autoptr (TlFieldItem) first = TL_FIELD_ITEM (g_list_model_get_item (G_LIST_MODEL (rows), 0));
  g_autoptr (TlFieldItem) second = TL_FIELD_ITEM (g_list_model_get_item (G_LIST_MODEL (rows), 1));
  g_autofree char *first_label = tl_field_item_dup_label (first);
  g_autofree char *second_label = tl_field_item_dup_label (second);

  EXPECT_STREQ ("first: hi, 3 bytes", first_label);
  EXPECT_EQ (nullptr, tl_field_item_get_fault_text (first));
  EXPECT_STREQ ("second: 0000, 4 bytes, cut short: the bytes end before the field does", second_label);
}
