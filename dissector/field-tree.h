/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The fields of one message as rows, for whoever shows them: the tree, the hex view, text and JSON.
 */
#pragma once

#include "fields.h"

G_BEGIN_DECLS

/**
 * TlRow:
 * @name: the identifier of the RFC; not to be freed, lives as long as the tree
 * @offset: from the first byte of the message
 * @length: its length prefix (or, for DER, its tag and length bytes) included
 * @prefix: how many bytes of @length are that prefix
 * @depth: 0 for the fields of the message itself
 * @n_below: how many of the following rows are below this one
 * @has_value: whether @value is a number
 * @value: the number
 * @text: what a person reads, valid UTF-8 and safe to show; may be NULL
 * @fault: why the bytes do not fit
 * @field: the table line the row came from; NULL for rows inside a certificate
 */
typedef struct
{
  const char *name;
  const TlField *field;
  char *text;
  guint64 value;
  guint32 offset;
  guint32 length;
  guint32 n_below;
  guint8 prefix;
  guint8 depth;
  guint8 has_value;
  guint8 fault; /* TlFault */
} TlRow;

/**
 * TlFieldTree:
 *
 * The rows of one message in the order of its bytes. Immutable and reference-counted.
 */
typedef struct
{
  TlRow *rows;
  guint n_rows;
  const guint8 *bytes; /* the message; n_bytes of them */
  gsize n_bytes;
  /*< private >*/
  GBytes *owner;
  GStringChunk *names;
} TlFieldTree;

TlFieldTree *tl_field_tree_ref (TlFieldTree *self);
void tl_field_tree_unref (TlFieldTree *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlFieldTree, tl_field_tree_unref)

/* The innermost row that covers byte @offset, or -1. A byte of a prefix belongs to the row that has it. */
int tl_field_tree_row_at (const TlFieldTree *self, gsize offset);

/* The row that @row is directly below, or -1. */
int tl_field_tree_parent (const TlFieldTree *self, guint row);

/* Rows are made one after the other, in the order of the bytes. */
typedef struct TlFieldTreeBuilder TlFieldTreeBuilder;

/* @bytes is the whole message; the tree keeps a reference. */
TlFieldTreeBuilder *tl_field_tree_builder_new (GBytes *bytes);

/* Appends a row one level below the row last opened. @name is copied unless it is a table's. @text is taken over.
 * Returns its index, or -1 when TL_LIMIT_ROWS is reached: then the last row of each depth stands for the rest, and says
 * TL_FAULT_TOO_MANY. */
int tl_field_tree_builder_leaf (TlFieldTreeBuilder *self, const TlRow *row);
int tl_field_tree_builder_open (TlFieldTreeBuilder *self, const TlRow *row);
void tl_field_tree_builder_close (TlFieldTreeBuilder *self);

/* The same for a row whose length was not known when it was opened: it ends at @end, an offset in the message. */
void tl_field_tree_builder_close_at (TlFieldTreeBuilder *self, gsize end);

/* A copy of @name that lives as long as the tree, for rows whose name no table holds. */
const char *tl_field_tree_builder_name (TlFieldTreeBuilder *self, const char *name);

/* Frees the builder and returns the tree. */
TlFieldTree *tl_field_tree_builder_end (TlFieldTreeBuilder *self);

/* A row for what the walker found. The text is that of the registry or of the table's show. */
TlRow tl_row_from_found (const TlFound *found);

G_END_DECLS
