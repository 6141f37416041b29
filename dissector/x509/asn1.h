/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * libtasn1 with the types of pkix.asn: what it has decoded is looked up by path, and told as the bytes it
 * stands in.
 */
#pragma once

#include <libtasn1.h>

#include "der.h"

G_BEGIN_DECLS

typedef struct
{
  asn1_node node; /* NULL: not decoded */
  TlBytes der;
} TlAsn1;

/* Decodes @der as @type ("PKIX.Name"), after a scan of its own. On failure there is nothing to clear; @why,
 * which may be NULL, says then where libtasn1 found that it does not fit. */
bool tl_asn1_decode (TlAsn1 *self, const char *type, TlBytes der, char **why);
void tl_asn1_clear (TlAsn1 *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TlAsn1, tl_asn1_clear)

/* The element at the path, "" for all. False where it is optional and not there. */
bool tl_asn1_find (const TlAsn1 *self, TlTlv *out, const char *path, ...) G_GNUC_PRINTF (3, 4);

/* How many elements the SEQUENCE OF or SET OF at @path has. */
guint tl_asn1_count (const TlAsn1 *self, const char *path);

/* The number at @path; false where there is none, or it is negative, or has more than 31 bits. */
bool tl_asn1_number (const TlAsn1 *self, const char *path, guint *out);

/* The object identifier that @tlv is, as "1.2.840"; false where it is none. */
#define TL_OID_SIZE 256
bool tl_asn1_oid (const TlTlv *tlv, char out[TL_OID_SIZE]);

/* Its name, or where it has none the numbers, or where it is none its bytes in hex. Free with g_free(). */
char *tl_asn1_oid_text (const TlTlv *tlv);

G_END_DECLS
