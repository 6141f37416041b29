/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How the tables are written, for the files that have them, and what they share.
 */
#pragma once

#include "schema.h"

G_BEGIN_DECLS

#define SEQUENCE TL_DER_SEQUENCE
#define SET      TL_DER_SET
#define TAG(n)   (TL_DER_CONTEXT | (n))
#define BOX(n)   (TL_DER_CONTEXT_CONSTRUCTED | (n))

#define TYPE(id, kind_, ...) \
  static const TlDerField id##_fields[] = { __VA_ARGS__ }; \
  static const TlDerType id = { kind_, id##_fields, G_N_ELEMENTS (id##_fields) }
#define FIELDS(id, ...) TYPE (id, TL_DER_TYPE_FIELDS, __VA_ARGS__)
#define SIGNED(id, ...) TYPE (id, TL_DER_TYPE_SIGNED, __VA_ARGS__)
#define OF(id, ...)     TYPE (id, TL_DER_TYPE_OF, __VA_ARGS__)
#define CHOICE(id, ...) TYPE (id, TL_DER_TYPE_CHOICE, __VA_ARGS__)
#define SHARED(id, kind_, ...) /* for other files */ \
  static const TlDerField id##_fields[] = { __VA_ARGS__ }; \
  const TlDerType tl_der_##id##_type = { kind_, id##_fields, G_N_ELEMENTS (id##_fields) }
#define NAMES(id, ...) \
  static const char *const id##_list[] = { __VA_ARGS__ }; \
  static const TlDerNames id = { id##_list, G_N_ELEMENTS (id##_list) }

#define SHARED_NAMES(id, ...) \
  static const char *const id##_list[] = { __VA_ARGS__ }; \
  const TlDerNames tl_der_##id = { id##_list, G_N_ELEMENTS (id##_list) }

/* Fields that are the same wherever they stand, but for their name. */
#define ALGORITHM(name_) \
  { .name = (name_), .identifier = SEQUENCE, .text = TL_DER_TEXT_ALGORITHM, .type = &tl_der_algorithm_type }
#define NAME(name_) \
  { .name = (name_), .identifier = SEQUENCE, .text = TL_DER_TEXT_NAME, .type = &tl_der_name_type }
#define PUBLIC_KEY(name_) \
  { .name = (name_), .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &tl_der_public_key_type }

/* GeneralName, RFC 5280 section 4.2.1.6: one of these fields */
#define GENERAL_NAMES \
  { .name = "otherName", .identifier = BOX (0), .text = TL_DER_TEXT_GENERAL_NAME, .type = &tl_der_other_name_type }, \
  { .name = "rfc822Name", .identifier = TAG (1), .as = TL_DER_IA5_STRING }, \
  { .name = "dNSName", .identifier = TAG (2), .as = TL_DER_IA5_STRING }, \
  { .name = "x400Address", .identifier = BOX (3) }, \
  { .name = "directoryName", .identifier = BOX (4), .type = &tl_der_directory_name_type }, \
  { .name = "ediPartyName", .identifier = BOX (5), .type = &tl_der_edi_party_name_type }, \
  { .name = "uniformResourceIdentifier", .identifier = TAG (6), .as = TL_DER_IA5_STRING }, \
  { .name = "iPAddress", .identifier = TAG (7), .text = TL_DER_TEXT_ADDRESS }, \
  { .name = "registeredID", .identifier = TAG (8), .as = TL_DER_OID }

/* A line of a table that is looked up by an OID. */
typedef struct
{
  const char *oid;
  TlDerField field;
} TlDerLine;

/* A table of such lines. */
typedef struct
{
  const TlDerLine *lines;
  gsize n_lines;
} TlDerTable;

/* The line of @oid whose field begins with @identifier, or with anything; 0: the first. */
const TlDerField *tl_der_find (const TlDerTable *table, const char *oid, guint8 identifier);

extern const TlDerType tl_der_algorithm_type;
extern const TlDerType tl_der_rdn_type;
extern const TlDerType tl_der_name_type;
extern const TlDerType tl_der_public_key_type;
extern const TlDerType tl_der_extension_list_type;
extern const TlDerType tl_der_other_name_type;
extern const TlDerType tl_der_directory_name_type;
extern const TlDerType tl_der_edi_party_name_type;
extern const TlDerType tl_der_general_names_type;
extern const TlDerType tl_der_certificate_type;
extern const TlDerType tl_der_biometric_type;
extern const TlDerType tl_der_qc_statements_type;
extern const TlDerType tl_der_logotype_type;
extern const TlDerNames tl_der_reasons; /* CRLReason */

extern const TlDerTable tl_der_extension_table;  /* schema-extensions.c */
extern const TlDerTable tl_der_qualifier_table;
extern const TlDerTable tl_der_statement_table;  /* schema-statements.c */
extern const TlDerTable tl_der_other_name_table; /* schema-names.c */
extern const TlDerTable tl_der_parameter_table;  /* schema-keys.c */
extern const TlDerTable tl_der_key_table;
extern const TlDerTable tl_der_signature_table;
extern const TlDerTable tl_der_response_table;   /* schema-ocsp.c */
extern const TlDerField tl_der_name;             /* what stands alone in a field of a message */
extern const TlDerField tl_der_public_key;
extern const TlDerField tl_der_ecdsa_signature;
extern const TlDerField tl_der_gost_key_transport;
extern const TlDerField tl_der_gost_key_blob;
extern const TlDerField tl_der_kerberos_ticket;
extern const TlDerField tl_der_kerberos_data;
extern const TlDerField tl_der_ocsp_response;
extern const TlDerField tl_der_responder_by_name;
extern const TlDerField tl_der_responder_by_key;
extern const TlDerField tl_der_extensions;

G_END_DECLS
