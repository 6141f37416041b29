/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * DER (X.690) as tag, length and content; and the scan that refuses what would be expensive to decode.
 */
#pragma once

#include "../bytes.h"

G_BEGIN_DECLS

/* Identifier octets, X.690 section 8.1.2, and X.680 section 8.6 for the universal ones. */
enum
{
  TL_DER_BOOLEAN = 0x01,
  TL_DER_INTEGER = 0x02,
  TL_DER_BIT_STRING = 0x03,
  TL_DER_OCTET_STRING = 0x04,
  TL_DER_NULL = 0x05,
  TL_DER_OID = 0x06,
  TL_DER_ENUMERATED = 0x0a,
  TL_DER_UTF8_STRING = 0x0c,
  TL_DER_NUMERIC_STRING = 0x12,
  TL_DER_PRINTABLE_STRING = 0x13,
  TL_DER_TELETEX_STRING = 0x14,
  TL_DER_VIDEOTEX_STRING = 0x15,
  TL_DER_IA5_STRING = 0x16,
  TL_DER_UTC_TIME = 0x17,
  TL_DER_GENERALIZED_TIME = 0x18,
  TL_DER_GRAPHIC_STRING = 0x19,
  TL_DER_VISIBLE_STRING = 0x1a,
  TL_DER_GENERAL_STRING = 0x1b,
  TL_DER_UNIVERSAL_STRING = 0x1c,
  TL_DER_BMP_STRING = 0x1e,
  TL_DER_SEQUENCE = 0x30,
  TL_DER_SET = 0x31,
  TL_DER_CONSTRUCTED = 0x20,
  TL_DER_APPLICATION_CONSTRUCTED = 0x60,
  TL_DER_CONTEXT = 0x80, /* [0], primitive */
  TL_DER_CONTEXT_CONSTRUCTED = 0xa0
};

/**
 * TlTlv:
 * @identifier: the first identifier octet
 * @header: how many bytes identifier and length have
 * @content: the bytes of the content that are there
 * @claimed: how many the length says there are
 * @whole: header and content
 */
typedef struct
{
  guint8 identifier;
  guint8 header;
  gsize claimed;
  TlBytes content;
  TlBytes whole;
} TlTlv;

/* Reads the next element, all of it. Fails on an indefinite length and one that leaves @bytes. */
bool tl_der_read (TlBytes *bytes, TlTlv *out);

/* The same for an element that may be cut short: then content has fewer than @claimed bytes. */
bool tl_der_read_partial (TlBytes *bytes, TlTlv *out);

/* Reads the beginning of a constructed element of indefinite length (X.690 section 8.1.3.6), which goes on to a mark in @bytes:
 * only identifier and length are taken, and content is empty. */
bool tl_der_read_indefinite (TlBytes *bytes, TlTlv *out);

/* Reads @bytes as one element, of @identifier (0 for any), without anything behind it. */
bool tl_der_only (TlBytes bytes, guint8 identifier, TlTlv *out);

typedef enum
{
  TL_DER_SOUND,
  TL_DER_EMPTY,
  TL_DER_TRUNCATED,         /* the first element claims @count bytes */
  TL_DER_TRAILING,          /* sound, but @count bytes follow the first element */
  TL_DER_DAMAGED,           /* at byte @count is no element */
  TL_DER_TOO_LARGE,         /* @count bytes: TL_LIMIT_DER */
  TL_DER_TOO_DEEP,          /* TL_LIMIT_DER_DEPTH */
  TL_DER_TOO_MANY_ELEMENTS, /* @count: TL_LIMIT_DER_ELEMENTS */
  TL_DER_TOO_MANY_RDNS,     /* @count: TL_LIMIT_DER_RDNS */
  TL_DER_TOO_MANY_SIBLINGS  /* @count: TL_LIMIT_DER_SIBLINGS */
} TlDerVerdict;

typedef struct
{
  TlDerVerdict verdict;
  gsize count;
  gsize length; /* of the first element, when the verdict is TL_DER_SOUND or TL_DER_TRAILING */
} TlDerScan;

/* Goes over @der once, in linear time, and says whether it may be given to libtasn1. */
TlDerScan tl_der_scan (TlBytes der);

/* Whether @bytes are one element of DER, as far as they were scanned: what is in it may be too much for libtasn1. */
bool tl_der_is_element (TlBytes bytes);

/* Why it may not, as a translated sentence; NULL for what is sound. */
char *tl_der_scan_fault (const TlDerScan *self, gsize size);

G_END_DECLS
