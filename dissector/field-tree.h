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
 * @offset: from the first byte of its space: of the message, or of what was opened
 * @length: its length prefix (or, for DER, its tag and length bytes) included
 * @prefix: how many bytes of @length are that prefix
 * @depth: 0 for the fields of the message itself
 * @n_below: how many of the following rows are below this one: its parts, or where they are of another space, what it holds
 * @space: the bytes it is about: an index of TlFieldTree.spaces
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
  guint8 space;
} TlRow;

/**
 * TlSpace:
 * @bytes: @n_bytes of them, from offset 0 on
 * @row: the row that holds it; that row is a leaf of its own space. Of the message: 0
 * @place: the name of the message whose table its rows come from, as tl_message_name() has it; NULL: that of the step
 *
 * Bytes that rows are about: the message, or what a field of it holds once it was opened (decompressed, decrypted).
 */
typedef struct
{
  const guint8 *bytes;
  gsize n_bytes;
  guint row;
  const char *place;
} TlSpace;

/**
 * TlFieldTree:
 *
 * The rows of one message in the order of its bytes. The leaves of a space and the prefixes of its other rows cover each of
 * its bytes exactly once. Immutable and reference-counted.
 */
typedef struct
{
  TlRow *rows;
  guint n_rows;
  TlSpace *spaces; /* the first is the message */
  guint n_spaces;
  const guint8 *bytes; /* the message; n_bytes of them */
  gsize n_bytes;
  /*< private >*/
  GPtrArray *owners; /* GBytes, of each space */
  GStringChunk *names;
} TlFieldTree;

TlFieldTree *tl_field_tree_ref (TlFieldTree *self);
void tl_field_tree_unref (TlFieldTree *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlFieldTree, tl_field_tree_unref)

/* The innermost row that covers byte @offset of @space, or -1. A byte of a prefix belongs to the row that has it. */
int tl_field_tree_row_at (const TlFieldTree *self, guint space, gsize offset);

/* The row that @row is directly below, or -1. */
int tl_field_tree_parent (const TlFieldTree *self, guint row);

/* The space that @row holds, 0 when it holds none. */
guint tl_field_tree_opened (const TlFieldTree *self, guint row);

/* Whether @row has no parts: it may still hold a space. */
bool tl_field_tree_is_leaf (const TlFieldTree *self, guint row);

/* The bytes of @row without its prefix, as far as they are there: a message may claim more than the capture has. */
TlBytes tl_field_tree_content (const TlFieldTree *self, guint row);

/* Rows are made one after the other, in the order of the bytes. */
typedef struct TlFieldTreeBuilder TlFieldTreeBuilder;

/* @bytes is the whole message; the tree keeps a reference. */
TlFieldTreeBuilder *tl_field_tree_builder_new (GBytes *bytes);

/* Appends a row one level below the row last opened. @name is copied unless it is a table's. @text is taken over.
 * Returns its index, or -1 when TL_LIMIT_ROWS is reached: then the last row of each depth stands for the rest, and says
 * TL_FAULT_TOO_MANY. */
int tl_field_tree_builder_leaf (TlFieldTreeBuilder *self, const TlRow *row);
int tl_field_tree_builder_open (TlFieldTreeBuilder *self, const TlRow *row);

/* Opens @row, a leaf that holds @bytes, until the next close: the rows below it are about these, whose first has offset 0.
 * @place: see TlSpace. Returns -1 when TL_LIMIT_SPACES or TL_LIMIT_ROWS is reached: then there is nothing to close, and nothing may
 * be appended to it. */
int tl_field_tree_builder_open_space (TlFieldTreeBuilder *self, const TlRow *row, GBytes *bytes, const char *place);

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
