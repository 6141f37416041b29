/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The extensions: one table and one line for each.
 */
#pragma once

#include "../fields.h"

G_BEGIN_DECLS

/* What stands in extension_data, by extension_type and message. */
extern const TlChoice tl_extension_choice;

/* extensions<0..2^16-1> of a message: a list behind a length of two bytes. */
extern const TlField tl_extension[];

/* SignedCertificateTimestampList, RFC 6962 section 3.3: stands in certificates and OCSP responses too. */
extern const TlField tl_sct_list_fields[];

G_END_DECLS
