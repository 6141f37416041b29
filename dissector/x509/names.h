/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Distinguished names (RFC 4514) and the other kinds of name in a certificate (RFC 5280 section 4.2.1.6).
 */
#pragma once

#include "asn1.h"
#include "certificate.h"

G_BEGIN_DECLS

/* The Name that stands at @path, as a string of RFC 4514 that is also safe to show: what is not is written as hex pairs.
 * @common_name, which may be NULL, gets its most specific common name or NULL. */
char *tl_name_text_at (const TlAsn1 *asn1, const char *path, char **common_name);

/* The Name that @name is; NULL where it could not be decoded. */
char *tl_name_text (TlBytes name);

/* The same for a RelativeDistinguishedName, and an AttributeTypeAndValue. */
char *tl_rdn_text (TlBytes rdn);
char *tl_attribute_text (TlBytes attribute);

/* A GeneralName: name is its kind, "DNS". NULL where it could not be decoded. */
TlNamedValue *tl_general_name_new (const TlTlv *tlv);

/* "DNS:example.org", or NULL. */
char *tl_general_name_text (const TlTlv *tlv);

/* The GeneralNames that stand at @path: "DNS:example.org, IP:192.0.2.1". */
char *tl_general_names_text (const TlAsn1 *asn1, const char *path);

void tl_named_value_free (gpointer self);

G_END_DECLS
