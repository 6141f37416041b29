/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * DER as rows.
 */
#pragma once

#include "../field-tree.h"
#include "schema.h"

G_BEGIN_DECLS

/* Appends the structure of @der, which stands at @offset in its space, below the row last opened: a row for each TLV, by the
 * names of @field and what is in it, and of the ASN.1 type where these have none; every byte is covered once. @field NULL:
 * nothing is known of it. Whatever is not DER is a leaf `unknown`, with a fault. */
void tl_der_append_rows (const TlDerField *field, TlBytes der, gsize offset, TlFieldTreeBuilder *builder);

G_END_DECLS
