/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A field that holds something is opened where it stands, with the numbers that were read before it.
 */
#include "row-sink.h"

#include "../limits.h"
#include "../tls/messages.h"
#include "asn1.h"
#include "certificate.h"
#include "rows.h"

static void
append_leaf (TlRowSink *self, const TlFound *found)
{
  TlRow row = tl_row_from_found (found);

  tl_field_tree_builder_leaf (self->builder, &row);
}

/* @what NULL: DER of which nothing is known. */
static void
append_der (TlRowSink *self, const TlFound *found, const TlDerField *what)
{
  TlRow row = tl_row_from_found (found);

  if (tl_field_tree_builder_open (self->builder, &row) >= 0)
    tl_der_append_rows (what, found->content, found->offset + found->prefix, self->builder);
  tl_field_tree_builder_close (self->builder);
}

/* RFC 8422 section 5.4, RFC 5246 section 4.7, RFC 8734, RFC 8998: the signatures of ECDSA, DSA and SM2 are two numbers in DER. */
static bool
signs_in_der (guint16 scheme)
{
  guint8 hash = (guint8) (scheme >> 8), signature = (guint8) scheme;

  if (hash <= 6)
    return signature == 2 || signature == 3;
  return scheme == 0x0708 || (scheme >= 0x081a && scheme <= 0x081c);
}

/* Before TLS 1.2 no scheme is said: then the bytes are asked, and those of RSA cannot look like this. */
static bool
is_two_numbers (TlBytes bytes)
{
  TlTlv outer, number;

  return tl_der_only (bytes, TL_DER_SEQUENCE, &outer) && tl_der_read (&outer.content, &number)
         && number.identifier == TL_DER_INTEGER && tl_der_only (outer.content, TL_DER_INTEGER, &number);
}

static void
append_signature (TlRowSink *self, const TlFound *found)
{
  bool in_der
      = self->scheme < 0 ? is_two_numbers (found->content) : signs_in_der ((guint16) self->scheme);

  if (in_der)
    append_der (self, found, tl_der_held (TL_HOLDS_SIGNATURE, found->content));
  else
    append_leaf (self, found);
}

static void
append_oid (TlRowSink *self, const TlFound *found)
{
  TlTlv tlv;

  *self->oid = '\0';
  if (!tl_der_only (found->content, TL_DER_OID, &tlv))
    {
      append_leaf (self, found);
      return;
    }
  if (!tl_asn1_oid (&tlv, self->oid))
    *self->oid = '\0';
  append_der (self, found, NULL);
}

static void
append_extension_value (TlRowSink *self, const TlFound *found)
{
  const TlDerField *what = tl_der_extension (self->oid);

  if (what == NULL && !tl_der_is_element (found->content))
    append_leaf (self, found);
  else
    append_der (self, found, what);
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

/* What was encrypted is known to whoever makes the rows, or not at all. */
static void
append_inner_hello (TlRowSink *self, const TlFound *found)
{
  GBytes *encoded = self->inner_hello;
  TlRow row = tl_row_from_found (found);
  TlRowSink inner;

  if (encoded == NULL || found->fault != TL_FAULT_NONE)
    {
      tl_field_tree_builder_leaf (self->builder, &row);
      return;
    }
  if (tl_field_tree_builder_open_space (self->builder, &row, encoded, tl_message_name (TL_MESSAGE_CLIENT_HELLO)) < 0)
    return;
  tl_row_sink_init (&inner, self->builder, self->context);
  tl_encoded_client_hello_walk (tl_bytes_of (encoded), self->context, &inner.sink);
  tl_field_tree_builder_close (self->builder);
}

static void
append_held (TlRowSink *self, const TlFound *found)
{
  TlHolds holds = (TlHolds) found->field->holds;

  switch (holds)
    {
    case TL_HOLDS_CERTIFICATE:
      if (++self->n_certificates > TL_LIMIT_CERTIFICATES)
        append_leaf (self, found);
      else
        append_der (self, found, tl_der_held (holds, found->content));
      break;
    case TL_HOLDS_COMPRESSED_CERTIFICATE:
      append_compressed (self, found);
      break;
    case TL_HOLDS_ENCRYPTED_CLIENT_HELLO:
      append_inner_hello (self, found);
      break;
    case TL_HOLDS_SIGNATURE:
      append_signature (self, found);
      break;
    case TL_HOLDS_OID:
      append_oid (self, found);
      break;
    case TL_HOLDS_EXTENSION_VALUE:
      append_extension_value (self, found);
      break;
    case TL_HOLDS_PUBLIC_KEY:
    case TL_HOLDS_NAME:
    case TL_HOLDS_OCSP_RESPONSE:
    case TL_HOLDS_RESPONDER_ID:
    case TL_HOLDS_EXTENSIONS:
      append_der (self, found, tl_der_held (holds, found->content));
      break;
    case TL_HOLDS_GOST_KEY_TRANSPORT: /* old implementations may send these in a form of their own */
    case TL_HOLDS_KERBEROS_TICKET:
    case TL_HOLDS_KERBEROS_DATA:
      if (tl_der_is_element (found->content))
        append_der (self, found, tl_der_held (holds, found->content));
      else
        append_leaf (self, found);
      break;
    case TL_HOLDS_NOTHING:
    case TL_N_HOLDS:
    default:
      append_leaf (self, found);
      break;
    }
}

static void
leaf (TlSink *sink, const TlFound *found)
{
  TlRowSink *self = (TlRowSink *) sink;

  tl_compressed_see (&self->compressed, found);
  if (found->field->registry == TL_REGISTRY_SIGNATURE_SCHEME && found->fault == TL_FAULT_NONE)
    self->scheme = (gint32) found->value;
  if (found->content.length > 0)
    append_held (self, found);
  else
    append_leaf (self, found);
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
  *self = (TlRowSink){ .sink = { leaf, open_group, close_group }, .builder = builder, .context = context, .scheme = -1 };
}

void
tl_row_sink_set_inner_hello (TlRowSink *self, GBytes *encoded)
{
  self->inner_hello = encoded;
}
