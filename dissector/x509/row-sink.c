/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A field that holds something is opened where it stands, with the numbers that were read before it.
 */
#include "row-sink.h"

#include "../limits.h"
#include "../tls/messages.h"
#include "certificate.h"

static void
append_leaf (TlRowSink *self, const TlFound *found)
{
  TlRow row = tl_row_from_found (found);

  tl_field_tree_builder_leaf (self->builder, &row);
}

static void
append_certificate (TlRowSink *self, const TlFound *found)
{
  TlRow row = tl_row_from_found (found);

  tl_field_tree_builder_open (self->builder, &row);
  tl_certificate_append_rows (found->content, found->offset + found->prefix, self->builder);
  tl_field_tree_builder_close (self->builder);
}

/* In the words of the row: whatever came out is shown, and why it is not all. */
static TlFault
decompression_fault (TlDecompression verdict)
{
  switch (verdict)
    {
    case TL_DECOMPRESSION_TRUNCATED:
      return TL_FAULT_TRUNCATED;
    case TL_DECOMPRESSION_TRAILING:
      return TL_FAULT_TRAILING;
    case TL_DECOMPRESSION_TOO_LARGE:
      return TL_FAULT_TOO_MANY;
    case TL_DECOMPRESSION_DAMAGED:
    case TL_DECOMPRESSION_TOO_LONG:
    case TL_DECOMPRESSION_TOO_SHORT:
      return TL_FAULT_INVALID;
    case TL_DECOMPRESSED:
    case TL_DECOMPRESSION_UNKNOWN:
    default:
      return TL_FAULT_NONE;
    }
}

static void
append_compressed (TlRowSink *self, const TlFound *found)
{
  TlDecompression verdict;
  g_autoptr (GBytes) bytes = tl_compressed_open (&self->compressed, found->content, &verdict);
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);
  TlContext context = tl_compressed_context (self->context);
  TlRow row = tl_row_from_found (found);
  TlRowSink inner;

  row.text = tl_compressed_fault (&self->compressed, verdict, length);
  if (row.fault == TL_FAULT_NONE)
    row.fault = (guint8) decompression_fault (verdict);
  if (length == 0)
    {
      tl_field_tree_builder_leaf (self->builder, &row);
      return;
    }
  if (tl_field_tree_builder_open_space (self->builder, &row, bytes, tl_message_name (context.message)) < 0)
    return;
  tl_row_sink_init (&inner, self->builder, &context);
  tl_message_walk_body (tl_bytes (data, length), &context, &inner.sink);
  tl_field_tree_builder_close (self->builder);
}

static void
leaf (TlSink *sink, const TlFound *found)
{
  TlRowSink *self = (TlRowSink *) sink;

  tl_compressed_see (&self->compressed, found);
  switch (found->content.length > 0 ? (TlHolds) found->field->holds : TL_HOLDS_NOTHING)
    {
    case TL_HOLDS_CERTIFICATE:
      if (++self->n_certificates > TL_LIMIT_CERTIFICATES)
        append_leaf (self, found);
      else
        append_certificate (self, found);
      break;
    case TL_HOLDS_COMPRESSED_CERTIFICATE:
      append_compressed (self, found);
      break;
    case TL_HOLDS_NOTHING:
    case TL_N_HOLDS:
    default:
      append_leaf (self, found);
      break;
    }
}

static void
open_group (TlSink *sink, const TlFound *found)
{
  TlRow row = tl_row_from_found (found);

  tl_field_tree_builder_open (((TlRowSink *) sink)->builder, &row);
}

static void
close_group (TlSink *sink, const TlFound *found)
{
  tl_field_tree_builder_close_at (((TlRowSink *) sink)->builder, found->offset + found->length);
}

void
tl_row_sink_init (TlRowSink *self, TlFieldTreeBuilder *builder, const TlContext *context)
{
  *self = (TlRowSink){ .sink = { leaf, open_group, close_group }, .builder = builder, .context = context };
}
