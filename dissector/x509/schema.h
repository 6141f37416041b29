/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the elements of DER are called, as tables that look like the ASN.1.
 */
#pragma once

#include "../fields.h"
#include "der.h"

G_BEGIN_DECLS

typedef struct TlDerType TlDerType;

/* How a constructed element is read. */
typedef enum
{
  TL_DER_TYPE_FIELDS, /* SEQUENCE: the fields in their order, each at most once */
  TL_DER_TYPE_SIGNED, /* the same; how it is signed is said by its second field, not its first */
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
  TL_DER_TEXT_ADDRESS,
  TL_DER_TEXT_ADDRESS_FAMILY, /* which one the addresses behind it are of */
  TL_DER_TEXT_ADDRESS_PREFIX, /* the first bits of an address (RFC 3779 section 2.1.1) */
  TL_DER_TEXT_ADDRESS_LAST,   /* the same, where the bits that are left out are ones */
  TL_DER_TEXT_TLS_EXTENSION,  /* a number that is a TLS extension */
  TL_DER_TEXT_STRING          /* octets that are text */
} TlDerText;

/* What stands in an OCTET STRING or BIT STRING. */
typedef enum
{
  TL_DER_INSIDE_NOTHING,
  TL_DER_INSIDE_EXTENSION, /* by the OID of the extension */
  TL_DER_INSIDE_KEY,       /* by the OID of the key */
  TL_DER_INSIDE_SIGNATURE, /* ECDSA and DSA: two numbers */
  TL_DER_INSIDE_RESPONSE,  /* by the OID of the kind of OCSP response */
  TL_DER_INSIDE_SCT_LIST   /* no DER: SignedCertificateTimestampList, RFC 6962 section 3.3 */
} TlDerInside;

/* What the type of an element depends on: the OID beside it. */
typedef enum
{
  TL_DER_BY_NOTHING,
  TL_DER_BY_ALGORITHM,
  TL_DER_BY_QUALIFIER,
  TL_DER_BY_STATEMENT,
  TL_DER_BY_NAME
} TlDerBy;

/* The names of the values of a number, or of the bits of a string, from 0 on. NULL for one without a name. */
typedef struct
{
  const char *const *names;
  gsize n_names;
} TlDerNames;

typedef struct
{
  const char *name;      /* the identifier in the RFC; of the type, where the RFC gives none */
  guint8 identifier;     /* what it begins with; 0: anything */
  guint8 as;             /* implicitly tagged: the universal type it is; 0: what its tag says */
  guint8 text;           /* TlDerText */
  guint8 inside;         /* TlDerInside */
  guint8 by;             /* TlDerBy */
  const TlDerType *type; /* of a constructed one; NULL: nothing is known */
  const TlDerNames *names;
  const char *says;      /* the text, where it is always the same: the alternative that was chosen */
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

/* BasicOCSPResponse: the response of the kind @oid; NULL for another one. */
const TlDerField *tl_der_response (const char *oid);

/* What stands beside the OID @oid in an element that begins with @identifier; NULL where nothing is known. */
const TlDerField *tl_der_chosen (TlDerBy by, const char *oid, guint8 identifier);

/* What the bytes of a field of a TLS message are, which is said by their first one where there is a choice; NULL where they are
 * no DER, or no such one. Of TL_HOLDS_EXTENSION_VALUE, that is said by an OID instead: tl_der_extension(). */
const TlDerField *tl_der_held (TlHolds holds, TlBytes bytes);

/* Every field that one of these may return, for tests: ends with NULL. */
const TlDerField *const *tl_der_all_fields (void);

G_END_DECLS
