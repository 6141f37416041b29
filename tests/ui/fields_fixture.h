/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A field tree made by hand, for tests of what shows it.
 */
#pragma once

#include "dissector.h"

#include <memory>

struct FieldTreeUnref
{
  void operator() (TlFieldTree *tree) const
  {
    tl_field_tree_unref (tree);
  }
};
using Fields = std::unique_ptr<TlFieldTree, FieldTreeUnref>;

/* 0 version (0-1), 1 list (2-9) of: 2 first (3-5) of: 3 inner (4-5); 4 second (6-9, truncated); 5 last
 * (10-11) */
inline Fields
fixture_fields ()
{
  static const guint8 data[12] = { 3, 3, 7, 2, 'h', 'i', 0, 0, 0, 0, 9, 9 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, sizeof data);
  TlFieldTreeBuilder *builder = tl_field_tree_builder_new (bytes);
  auto row = [] (const char *name, guint32 offset, guint32 length, const char *text,
                 TlFault fault = TL_FAULT_NONE) {
    TlRow made = {};
    made.name = name;
    made.offset = offset;
    made.length = length;
    made.text = g_strdup (text);
    made.fault = static_cast<guint8> (fault);
    return made;
  };
  TlRow rows[] = { row ("version", 0, 2, "TLS 1.2"),
                   row ("list", 2, 8, "2 elements"),
                   row ("first", 3, 3, nullptr),
                   row ("inner", 4, 2, "hi"),
                   row ("second", 6, 4, "0000", TL_FAULT_TRUNCATED),
                   row ("last", 10, 2, "0909") };

  tl_field_tree_builder_leaf (builder, &rows[0]);
  tl_field_tree_builder_open (builder, &rows[1]);
  tl_field_tree_builder_open (builder, &rows[2]);
  tl_field_tree_builder_leaf (builder, &rows[3]);
  tl_field_tree_builder_close (builder);
  tl_field_tree_builder_leaf (builder, &rows[4]);
  tl_field_tree_builder_close (builder);
  tl_field_tree_builder_leaf (builder, &rows[5]);
  return Fields (tl_field_tree_builder_end (builder));
}
