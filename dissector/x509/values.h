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

/* The first bits of an address as a BIT STRING has them (RFC 3779 section 2.1.1), @family 1 for IPv4, 2 for IPv6:
 * "192.0.2.0/24"; as the @last address of a range the bits that are left out are ones, and no length is said. NULL where they
 * are none. */
char *tl_ip_bits_text (TlBytes bits, guint family, bool last);

/* The names of the bits that are set in @bits, the content of a BIT STRING; bit 0 is names[0]. NULL where it is none. */
char *tl_bits_text (TlBytes bits, const char *const *names, gsize n_names);

/* A number in decimal where it is small; else the octets in hex, behind a minus those of its negative. */
char *tl_integer_text (TlBytes octets);

/* The number, when it is not negative and has at most 63 bits. */
bool tl_integer_value (TlBytes octets, guint64 *out);

/* Cuts @text, which is safe to show, after TL_LIMIT_TEXT_ROW characters, and takes it over. */
char *tl_text_cut (GString *text);

/* Adds @item, which it takes over, to a list separated by ", ". NULL is left out. */
void tl_text_append (GString *list, char *item);

G_END_DECLS
