/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the tree of fields says of a row: its name, and what is in it even while it is closed.
 */
#pragma once

#include "dissector.h"

G_BEGIN_DECLS

/* The name of the row @row: an extension goes by the name of its type. */
const char *tl_field_name (const TlFieldTree *tree, guint row);

/* The value of the row @row; of a row with others below it, what matters of them. Free with g_free(). */
char *tl_field_value (const TlFieldTree *tree, guint row);

/* Why the bytes of @row do not fit, in words; NULL when they do. */
const char *tl_field_fault (const TlFieldTree *tree, guint row);

G_END_DECLS
