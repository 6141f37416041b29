/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Rows for what the walker finds, down to what stands in its leaves: DER, and what was compressed or encrypted.
 */
#pragma once

#include "../field-tree.h"
#include "../tls/compression.h"

G_BEGIN_DECLS

/**
 * TlRowSink:
 *
 * A sink that appends a row to a builder for each field. Whatever a field holds (TlField.holds) becomes rows below it.
 */
typedef struct
{
  TlSink sink;
  /*< private >*/
  TlFieldTreeBuilder *builder;
  const TlContext *context;
  guint n_certificates;
  TlCompressed compressed;
  GBytes *inner_hello; /* borrowed; NULL: not known */
  gint32 scheme; /* the last SignatureScheme read, -1: none */
  char oid[256]; /* the last OID read, "" for none */
} TlRowSink;

/* @builder and @context must live as long as @self. */
void tl_row_sink_init (TlRowSink *self, TlFieldTreeBuilder *builder, const TlContext *context);

/* @encoded is what stands encrypted in the extension encrypted_client_hello: an EncodedClientHelloInner. It must live as long as @self. */
void tl_row_sink_set_inner_hello (TlRowSink *self, GBytes *encoded);

G_END_DECLS
