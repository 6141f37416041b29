/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the elements of a certificate are called, as tables that look like the ASN.1.
 */
#pragma once

#include "der.h"

G_BEGIN_DECLS

typedef struct TlDerType TlDerType;

/* How a constructed element is read. */
typedef enum
{
  TL_DER_TYPE_FIELDS, /* SEQUENCE: the fields in their order, each at most once */
  TL_DER_TYPE_OF,     /* SEQUENCE OF, SET OF: the one field again and again */
  TL_DER_TYPE_CHOICE  /* the field with the element's tag, again and again: GeneralNames */
} TlDerTypeKind;

/* What text a row gets. */
typedef enum
{
  TL_DER_TEXT_PLAIN, /* a primitive by its type, a constructed one none */
  TL_DER_TEXT_NAME,
  TL_DER_TEXT_RDN,
  TL_DER_TEXT_ATTRIBUTE,
  TL_DER_TEXT_ALGORITHM,
  TL_DER_TEXT_OID,       /* of the OID inside */
  TL_DER_TEXT_EXTENSION, /* what the extension says */
  TL_DER_TEXT_GENERAL_NAME,
  TL_DER_TEXT_KEY_USAGE,
  TL_DER_TEXT_ADDRESS
} TlDerText;

/* What stands in an OCTET STRING or BIT STRING. */
typedef enum
{
  TL_DER_INSIDE_NOTHING,
  TL_DER_INSIDE_EXTENSION, /* by the OID of the extension */
  TL_DER_INSIDE_KEY,       /* by the OID of the key */
  TL_DER_INSIDE_SIGNATURE  /* ECDSA and DSA: two numbers */
} TlDerInside;

typedef struct
{
  const char *name;      /* the identifier in the RFC; of the type, where the RFC gives none */
  guint8 identifier;     /* what it begins with; 0: anything */
  guint8 as;             /* implicitly tagged: the universal type it is; 0: what its tag says */
  guint8 text;           /* TlDerText */
  guint8 inside;         /* TlDerInside */
  const TlDerType *type; /* of a constructed one; NULL: nothing is known */
} TlDerField;

struct TlDerType
{
  TlDerTypeKind kind;
  const TlDerField *fields;
  gsize n_fields;
};

/* Certificate itself. */
extern const TlDerField tl_der_certificate;

/* What the extension @oid holds; NULL where nothing is known. */
const TlDerField *tl_der_extension (const char *oid);

/* What the key of the algorithm @oid is; NULL where it is no DER. */
const TlDerField *tl_der_key (const char *oid);

/* Ecdsa-Sig-Value, and Dss-Sig-Value: the signature of the algorithm @oid; NULL where it is no DER. */
const TlDerField *tl_der_signature (const char *oid);

G_END_DECLS
