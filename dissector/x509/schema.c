/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The tables of a certificate: RFC 5280 section 4.1. And which table is the one that is wanted.
 */
#include "schema-parts.h"

/* clang-format off */

/* RFC 5280 section 4.1.1.2 */
SHARED (algorithm, TL_DER_TYPE_FIELDS,
  { .name = "algorithm", .identifier = TL_DER_OID },
  { .name = "parameters", .identifier = 0, .by = TL_DER_BY_ALGORITHM });

/* Section 4.1.2.4 */
FIELDS (attribute,
  { .name = "type", .identifier = TL_DER_OID },
  { .name = "value", .identifier = 0 });

SHARED (rdn, TL_DER_TYPE_OF,
  { .name = "AttributeTypeAndValue", .identifier = SEQUENCE, .text = TL_DER_TEXT_ATTRIBUTE, .type = &attribute });

SHARED (name, TL_DER_TYPE_OF,
  { .name = "RelativeDistinguishedName", .identifier = SET, .text = TL_DER_TEXT_RDN, .type = &tl_der_rdn_type });
const TlDerField tl_der_name = NAME ("Name");

/* Section 4.1.2.5 */
FIELDS (validity,
  { .name = "notBefore", .identifier = 0 },
  { .name = "notAfter", .identifier = 0 });

/* Section 4.1.2.7 */
SHARED (public_key, TL_DER_TYPE_FIELDS,
  ALGORITHM ("algorithm"),
  { .name = "subjectPublicKey", .identifier = TL_DER_BIT_STRING, .inside = TL_DER_INSIDE_KEY });
const TlDerField tl_der_public_key = PUBLIC_KEY ("SubjectPublicKeyInfo");

/* Section 4.1.2.9 */
FIELDS (extension,
  { .name = "extnID", .identifier = TL_DER_OID },
  { .name = "critical", .identifier = TL_DER_BOOLEAN },
  { .name = "extnValue", .identifier = TL_DER_OCTET_STRING, .text = TL_DER_TEXT_EXTENSION, .inside = TL_DER_INSIDE_EXTENSION });

SHARED (extension_list, TL_DER_TYPE_OF,
  { .name = "Extension", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &extension });
const TlDerField tl_der_extensions = { .name = "Extensions", .identifier = SEQUENCE, .type = &tl_der_extension_list_type };

FIELDS (extensions_box, { .name = "Extensions", .identifier = SEQUENCE, .type = &tl_der_extension_list_type });

/* Section 4.1.2.1 */
NAMES (versions, "v1", "v2", "v3");
FIELDS (version_box, { .name = "Version", .identifier = TL_DER_INTEGER, .names = &versions });

/* Section 4.1 */
FIELDS (tbs_certificate,
  { .name = "version", .identifier = BOX (0), .type = &version_box },
  { .name = "serialNumber", .identifier = TL_DER_INTEGER },
  ALGORITHM ("signature"),
  NAME ("issuer"),
  { .name = "validity", .identifier = SEQUENCE, .type = &validity },
  NAME ("subject"),
  PUBLIC_KEY ("subjectPublicKeyInfo"),
  { .name = "issuerUniqueID", .identifier = TAG (1), .as = TL_DER_BIT_STRING },
  { .name = "subjectUniqueID", .identifier = TAG (2), .as = TL_DER_BIT_STRING },
  { .name = "extensions", .identifier = BOX (3), .type = &extensions_box });
SHARED (certificate, TL_DER_TYPE_SIGNED,
  { .name = "tbsCertificate", .identifier = SEQUENCE, .type = &tbs_certificate },
  ALGORITHM ("signatureAlgorithm"),
  { .name = "signatureValue", .identifier = TL_DER_BIT_STRING, .inside = TL_DER_INSIDE_SIGNATURE });

const TlDerField tl_der_certificate = { .name = "Certificate", .identifier = SEQUENCE, .type = &tl_der_certificate_type };

/* clang-format on */

static const TlDerTable *const by_tables[] = {
  [TL_DER_BY_ALGORITHM] = &tl_der_parameter_table,
  [TL_DER_BY_QUALIFIER] = &tl_der_qualifier_table,
  [TL_DER_BY_STATEMENT] = &tl_der_statement_table,
  [TL_DER_BY_NAME] = &tl_der_other_name_table,
};

static const TlDerField *const roots[] = {
  &tl_der_certificate,         &tl_der_name,          &tl_der_public_key,        &tl_der_ecdsa_signature,
  &tl_der_gost_key_transport,  &tl_der_gost_key_blob, &tl_der_kerberos_ticket,   &tl_der_kerberos_data,
  &tl_der_ocsp_response,       &tl_der_extensions,    &tl_der_responder_by_name, &tl_der_responder_by_key,
};

const TlDerField *
tl_der_find (const TlDerTable *table, const char *oid, guint8 identifier)
{
  for (gsize i = 0; i < table->n_lines; i++)
    {
      const TlDerField *field = &table->lines[i].field;

      if (strcmp (table->lines[i].oid, oid) == 0
          && (identifier == 0 || field->identifier == 0 || field->identifier == identifier))
        return field;
    }
  return NULL;
}

const TlDerField *
tl_der_extension (const char *oid)
{
  return tl_der_find (&tl_der_extension_table, oid, 0);
}

const TlDerField *
tl_der_key (const char *oid)
{
  return tl_der_find (&tl_der_key_table, oid, 0);
}

const TlDerField *
tl_der_signature (const char *oid)
{
  return tl_der_find (&tl_der_signature_table, oid, 0);
}

const TlDerField *
tl_der_response (const char *oid)
{
  return tl_der_find (&tl_der_response_table, oid, 0);
}

const TlDerField *
tl_der_chosen (TlDerBy by, const char *oid, guint8 identifier)
{
  return by == TL_DER_BY_NOTHING ? NULL : tl_der_find (by_tables[by], oid, identifier);
}

/* RFC 9189 section 4.2.4: both kinds of structure are a SEQUENCE; one begins with a SEQUENCE of its own, the key blob. */
static const TlDerField *
gost_structure (TlBytes bytes)
{
  TlTlv outer, first;

  if (tl_der_read_partial (&bytes, &outer) && tl_der_read_partial (&outer.content, &first)
      && first.identifier == SEQUENCE)
    return &tl_der_gost_key_blob;
  return &tl_der_gost_key_transport;
}

/* RFC 6960 section 4.2.1 */
static const TlDerField *
responder_id (TlBytes bytes)
{
  return bytes.data[0] == tl_der_responder_by_key.identifier ? &tl_der_responder_by_key : &tl_der_responder_by_name;
}

const TlDerField *
tl_der_held (TlHolds holds, TlBytes bytes)
{
  if (bytes.length == 0)
    return NULL;
  switch (holds)
    {
    case TL_HOLDS_CERTIFICATE:
      return &tl_der_certificate;
    case TL_HOLDS_PUBLIC_KEY:
      return &tl_der_public_key;
    case TL_HOLDS_NAME:
      return &tl_der_name;
    case TL_HOLDS_SIGNATURE:
      return &tl_der_ecdsa_signature;
    case TL_HOLDS_OCSP_RESPONSE:
      return &tl_der_ocsp_response;
    case TL_HOLDS_RESPONDER_ID:
      return responder_id (bytes);
    case TL_HOLDS_EXTENSIONS:
      return &tl_der_extensions;
    case TL_HOLDS_GOST_KEY_TRANSPORT:
      return gost_structure (bytes);
    case TL_HOLDS_KERBEROS_TICKET:
      return &tl_der_kerberos_ticket;
    case TL_HOLDS_KERBEROS_DATA:
      return &tl_der_kerberos_data;
    case TL_HOLDS_NOTHING:
    case TL_HOLDS_COMPRESSED_CERTIFICATE:
    case TL_HOLDS_OID:
    case TL_HOLDS_EXTENSION_VALUE:
    case TL_N_HOLDS:
    default:
      return NULL;
    }
}

const TlDerField *const *
tl_der_all_fields (void)
{
  static const TlDerTable *const tables[]
      = { &tl_der_extension_table, &tl_der_qualifier_table, &tl_der_statement_table, &tl_der_other_name_table,
          &tl_der_parameter_table, &tl_der_key_table,       &tl_der_signature_table, &tl_der_response_table };
  static const TlDerField *all[512];
  static gsize made = 0;

  if (g_once_init_enter (&made))
    {
      gsize n = 0;

      for (; n < G_N_ELEMENTS (roots); n++)
        all[n] = roots[n];
      for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
        for (gsize j = 0; j < tables[i]->n_lines && n + 1 < G_N_ELEMENTS (all); j++)
          all[n++] = &tables[i]->lines[j].field;
      all[n] = NULL;
      g_once_init_leave (&made, 1);
    }
  return all;
}
