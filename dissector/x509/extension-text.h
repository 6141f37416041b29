/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the extensions of a certificate say, in a line each.
 */
#pragma once

#include "schema.h"

G_BEGIN_DECLS

/* What the extension @oid says in @value, the content of its extnValue; safe to show, and cut. NULL where it
 * could not be decoded. What nothing here explains is shown in hex. Free with g_free(). */
char *tl_extension_text (const char *oid, TlBytes value);

/* Extensions that RFC 5280 does not define: extension-other.c. */
char *tl_extension_sct_list (TlBytes value);
char *tl_extension_features (TlBytes value);
char *tl_extension_netscape_cert_type (TlBytes value);
char *tl_extension_string (TlBytes value);
char *tl_extension_template (TlBytes value);
char *tl_extension_null (TlBytes value);

/* The leaves of the rows of @value, which is what @field says: "currency EUR, amount 100". NULL where it does not fit. */
char *tl_extension_rows (const TlDerField *field, TlBytes value);

/* The names of the bits that are set in the BIT STRING @value; bit 0 is names[0]. NULL where it is none. */
char *tl_extension_bits (TlBytes value, const char *const *names, gsize n_names);

G_END_DECLS
