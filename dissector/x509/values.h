/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Single values of a certificate as text that is safe to show. All results are freed with g_free().
 */
#pragma once

#include "der.h"

G_BEGIN_DECLS

/* The characters of a string of any ASN.1 type, as UTF-8; bytes that are none in their encoding stay as they
 * are, so that the result is not safe to show. NULL where @tlv is no string. */
GString *tl_der_characters (const TlTlv *tlv);

/* A string of any ASN.1 type; NULL where @tlv is none. */
char *tl_string_text (const TlTlv *tlv, gsize max_characters);

/* A UTCTime or GeneralizedTime in RFC 3339, UTC; @seconds since 1970. NULL where @tlv is neither. */
char *tl_time_text (const TlTlv *tlv, gint64 *seconds);

/* The address of an iPAddress name: 4 or 16 octets; with a mask, 8 or 32 (RFC 5280 section 4.2.1.10). */
char *tl_ip_text (TlBytes octets);

/* A number in decimal where it is small, else the octets in hex. */
char *tl_integer_text (TlBytes octets);

/* The number, when it is not negative and has at most 63 bits. */
bool tl_integer_value (TlBytes octets, guint64 *out);

/* Cuts @text, which is safe to show, after TL_LIMIT_TEXT_ROW characters, and takes it over. */
char *tl_text_cut (GString *text);

/* Adds @item, which it takes over, to a list separated by ", ". NULL is left out. */
void tl_text_append (GString *list, char *item);

G_END_DECLS
