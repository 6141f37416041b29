/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Messages and what stands in their leaves, as rows.
 */
#pragma once

#include "certificates.h"

#include "explain/explain.h"
#include "tls/messages.h"
#include "x509/row-sink.h"
#include "x509/rows.h"

/* The rows of the whole handshake message @message. */
static inline Tree
held_rows (const std::vector<guint8> &message, const TlContext &context)
{
  GBytes *bytes = g_bytes_new (message.data (), message.size ());
  TlFieldTreeBuilder *builder = tl_field_tree_builder_new (bytes);
  TlRowSink sink;
  gsize size;
  auto data = g_bytes_get_data (bytes, &size);

  tl_row_sink_init (&sink, builder, &context);
  tl_message_walk (tl_bytes (data, size), &context, &sink.sink);
  g_bytes_unref (bytes);
  return Tree (tl_field_tree_builder_end (builder), tl_field_tree_unref);
}

/* The rows of @der alone. */
static inline Tree
der_rows (const TlDerField *field, const std::string &der)
{
  GBytes *bytes = g_bytes_new (der.data (), der.size ());
  TlFieldTreeBuilder *builder = tl_field_tree_builder_new (bytes);
  gsize size;
  auto data = g_bytes_get_data (bytes, &size);

  tl_der_append_rows (field, tl_bytes (data, size), 0, builder);
  g_bytes_unref (bytes);
  return Tree (tl_field_tree_builder_end (builder), tl_field_tree_unref);
}

/* Whether leaves and prefixes cover each byte of each space once. */
static inline bool
all_covered (const TlFieldTree *tree)
{
  for (guint space = 0; space < tree->n_spaces; space++)
    {
      std::vector<int> seen (tree->spaces[space].n_bytes);

      for (guint i = 0; i < tree->n_rows; i++)
        if (tree->rows[i].space == space)
          for (gsize n = tl_field_tree_is_leaf (tree, i) ? tree->rows[i].length : tree->rows[i].prefix; n > 0; n--)
            if (tree->rows[i].offset + n > seen.size () || seen[tree->rows[i].offset + n - 1]++ > 0)
              return false;
      for (int n : seen)
        if (n != 1)
          return false;
    }
  return true;
}

/* The first row of the name. */
static inline guint
row_named (const TlFieldTree *tree, const std::string &name)
{
  for (guint i = 0; i < tree->n_rows; i++)
    if (name == tree->rows[i].name)
      return i;
  ADD_FAILURE () << "no row " << name;
  return 0;
}
