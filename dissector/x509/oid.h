/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * OIDs and their names.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The name of the object identifier @oid ("1.2.840.113549.1.1.11" is "sha256WithRSAEncryption"), or NULL. */
const char *tl_oid_name (const char *oid);

G_END_DECLS
