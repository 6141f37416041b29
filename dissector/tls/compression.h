/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Compressed certificates, opened: RFC 8879.
 */
#pragma once

#include "../fields.h"

G_BEGIN_DECLS

typedef enum
{
  TL_DECOMPRESSED,
  TL_DECOMPRESSION_UNKNOWN,   /* the algorithm is none of RFC 8879 section 7.3 */
  TL_DECOMPRESSION_TRUNCATED, /* the compressed bytes end too early */
  TL_DECOMPRESSION_DAMAGED,   /* they are not what the algorithm makes */
  TL_DECOMPRESSION_TRAILING,  /* bytes follow the end of what is compressed */
  TL_DECOMPRESSION_TOO_LONG,  /* there is more in them than was declared */
  TL_DECOMPRESSION_TOO_SHORT, /* there is less in them */
  TL_DECOMPRESSION_TOO_LARGE  /* TL_LIMIT_DECOMPRESSED */
} TlDecompression;

/* What a CompressedCertificate says of what it holds. */
typedef struct
{
  guint16 algorithm; /* CertificateCompressionAlgorithm */
  gsize length;      /* uncompressed_length */
} TlCompressed;

/* Remembers @found if it is one of these: to be told of every leaf before the one that holds the message. */
void tl_compressed_see (TlCompressed *self, const TlFound *found);

/* Decompresses @bytes; of what is damaged or does not fit, as much as came out and was declared. Free with g_bytes_unref(). */
GBytes *tl_compressed_open (const TlCompressed *self, TlBytes bytes, TlDecompression *verdict);

/* Why the verdict is not TL_DECOMPRESSED, as a translated sentence; @got bytes came out. NULL where it is. Free with g_free(). */
char *tl_compressed_fault (const TlCompressed *self, TlDecompression verdict, gsize got);

/* The context in which what comes out is walked, the body of a Certificate message, where @context is that of the message
 * around it. */
TlContext tl_compressed_context (const TlContext *context);

G_END_DECLS
