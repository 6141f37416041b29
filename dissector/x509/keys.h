/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Public keys and signature algorithms.
 */
#pragma once

#include "asn1.h"

G_BEGIN_DECLS

typedef struct
{
  char *algorithm; /* by the name of its OID */
  char *curve;     /* NULL where there is none */
  int bits;        /* 0 where it does not apply, or could not be told */
} TlKey;

/* The SubjectPublicKeyInfo at @path of @asn1. Free the members. */
void tl_key_read (const TlAsn1 *asn1, const char *path, TlKey *out);

/* The AlgorithmIdentifier that @tlv is, with what its parameters say: "id-RSASSA-PSS (sha256)",
 * "id-ecPublicKey (secp256r1)". */
char *tl_algorithm_text (TlBytes algorithm);

G_END_DECLS
