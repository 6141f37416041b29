/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The tables: RFC 5280 section 4.1 and 4.2, with what stands in its OCTET STRINGs and BIT STRINGs.
 */
#include "schema.h"

#define SEQUENCE TL_DER_SEQUENCE
#define TAG(n)   (TL_DER_CONTEXT | (n))
#define BOX(n)   (TL_DER_CONTEXT_CONSTRUCTED | (n))

/* clang-format off */
#define TYPE(id, kind_, ...) \
  static const TlDerField id##_fields[] = { __VA_ARGS__ }; \
  static const TlDerType id = { kind_, id##_fields, G_N_ELEMENTS (id##_fields) }
#define FIELDS(id, ...) TYPE (id, TL_DER_TYPE_FIELDS, __VA_ARGS__)
#define OF(id, ...)     TYPE (id, TL_DER_TYPE_OF, __VA_ARGS__)
#define CHOICE(id, ...) TYPE (id, TL_DER_TYPE_CHOICE, __VA_ARGS__)

/* Section 4.1.1.2 */
FIELDS (algorithm_identifier,
  { .name = "algorithm", .identifier = TL_DER_OID },
  { .name = "parameters", .identifier = 0 });

/* Section 4.1.2.4 */
FIELDS (attribute,
  { .name = "type", .identifier = TL_DER_OID },
  { .name = "value", .identifier = 0 });
OF (rdn, { .name = "AttributeTypeAndValue", .identifier = SEQUENCE, .text = TL_DER_TEXT_ATTRIBUTE, .type = &attribute });
OF (name, { .name = "RelativeDistinguishedName", .identifier = TL_DER_SET, .text = TL_DER_TEXT_RDN, .type = &rdn });

/* Section 4.1.2.5 */
FIELDS (validity,
  { .name = "notBefore", .identifier = 0 },
  { .name = "notAfter", .identifier = 0 });

/* Section 4.1.2.7 */
FIELDS (public_key_info,
  { .name = "algorithm", .identifier = SEQUENCE, .text = TL_DER_TEXT_ALGORITHM, .type = &algorithm_identifier },
  { .name = "subjectPublicKey", .identifier = TL_DER_BIT_STRING, .inside = TL_DER_INSIDE_KEY });

/* Section 4.1.2.9 */
FIELDS (extension,
  { .name = "extnID", .identifier = TL_DER_OID },
  { .name = "critical", .identifier = TL_DER_BOOLEAN },
  { .name = "extnValue", .identifier = TL_DER_OCTET_STRING, .text = TL_DER_TEXT_EXTENSION, .inside = TL_DER_INSIDE_EXTENSION });
OF (extension_list, { .name = "Extension", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &extension });
FIELDS (extensions_box, { .name = "Extensions", .identifier = SEQUENCE, .type = &extension_list });
FIELDS (version_box, { .name = "Version", .identifier = TL_DER_INTEGER });

/* Section 4.1 */
FIELDS (tbs_certificate,
  { .name = "version", .identifier = BOX (0), .type = &version_box },
  { .name = "serialNumber", .identifier = TL_DER_INTEGER },
  { .name = "signature", .identifier = SEQUENCE, .text = TL_DER_TEXT_ALGORITHM, .type = &algorithm_identifier },
  { .name = "issuer", .identifier = SEQUENCE, .text = TL_DER_TEXT_NAME, .type = &name },
  { .name = "validity", .identifier = SEQUENCE, .type = &validity },
  { .name = "subject", .identifier = SEQUENCE, .text = TL_DER_TEXT_NAME, .type = &name },
  { .name = "subjectPublicKeyInfo", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &public_key_info },
  { .name = "issuerUniqueID", .identifier = TAG (1), .as = TL_DER_BIT_STRING },
  { .name = "subjectUniqueID", .identifier = TAG (2), .as = TL_DER_BIT_STRING },
  { .name = "extensions", .identifier = BOX (3), .type = &extensions_box });
FIELDS (certificate,
  { .name = "tbsCertificate", .identifier = SEQUENCE, .type = &tbs_certificate },
  { .name = "signatureAlgorithm", .identifier = SEQUENCE, .text = TL_DER_TEXT_ALGORITHM, .type = &algorithm_identifier },
  { .name = "signatureValue", .identifier = TL_DER_BIT_STRING, .inside = TL_DER_INSIDE_SIGNATURE });

/* Section 4.2.1.6 */
FIELDS (name_box, { .name = "Name", .identifier = SEQUENCE, .text = TL_DER_TEXT_NAME, .type = &name });
FIELDS (other_name,
  { .name = "type-id", .identifier = TL_DER_OID },
  { .name = "value", .identifier = BOX (0) });
#define GENERAL_NAMES \
  { .name = "otherName", .identifier = BOX (0), .text = TL_DER_TEXT_GENERAL_NAME, .type = &other_name }, \
  { .name = "rfc822Name", .identifier = TAG (1), .as = TL_DER_IA5_STRING }, \
  { .name = "dNSName", .identifier = TAG (2), .as = TL_DER_IA5_STRING }, \
  { .name = "x400Address", .identifier = BOX (3) }, \
  { .name = "directoryName", .identifier = BOX (4), .type = &name_box }, \
  { .name = "ediPartyName", .identifier = BOX (5) }, \
  { .name = "uniformResourceIdentifier", .identifier = TAG (6), .as = TL_DER_IA5_STRING }, \
  { .name = "iPAddress", .identifier = TAG (7), .text = TL_DER_TEXT_ADDRESS }, \
  { .name = "registeredID", .identifier = TAG (8), .as = TL_DER_OID }
CHOICE (general_names, GENERAL_NAMES);

/* Section 4.2.1.1 */
FIELDS (authority_key_identifier,
  { .name = "keyIdentifier", .identifier = TAG (0), .as = TL_DER_OCTET_STRING },
  { .name = "authorityCertIssuer", .identifier = BOX (1), .type = &general_names },
  { .name = "authorityCertSerialNumber", .identifier = TAG (2), .as = TL_DER_INTEGER });

/* Section 4.2.1.4, and 4.2.1.5 */
FIELDS (policy_qualifier,
  { .name = "policyQualifierId", .identifier = TL_DER_OID },
  { .name = "qualifier", .identifier = 0 });
OF (policy_qualifiers, { .name = "PolicyQualifierInfo", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &policy_qualifier });
FIELDS (policy,
  { .name = "policyIdentifier", .identifier = TL_DER_OID },
  { .name = "policyQualifiers", .identifier = SEQUENCE, .type = &policy_qualifiers });
OF (policies, { .name = "PolicyInformation", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &policy });
FIELDS (policy_mapping,
  { .name = "issuerDomainPolicy", .identifier = TL_DER_OID },
  { .name = "subjectDomainPolicy", .identifier = TL_DER_OID });
OF (policy_mappings, { .name = "PolicyMapping", .identifier = SEQUENCE, .type = &policy_mapping });

/* Section 4.2.1.9 */
FIELDS (basic_constraints,
  { .name = "cA", .identifier = TL_DER_BOOLEAN },
  { .name = "pathLenConstraint", .identifier = TL_DER_INTEGER });

/* Section 4.2.1.10: base has one of the tags of GeneralName, minimum and maximum come after it with two of the same tags */
CHOICE (subtree, GENERAL_NAMES,
  { .name = "minimum", .identifier = TAG (0), .as = TL_DER_INTEGER });
OF (subtrees, { .name = "GeneralSubtree", .identifier = SEQUENCE, .type = &subtree });
FIELDS (name_constraints,
  { .name = "permittedSubtrees", .identifier = BOX (0), .type = &subtrees },
  { .name = "excludedSubtrees", .identifier = BOX (1), .type = &subtrees });

/* Section 4.2.1.11 */
FIELDS (policy_constraints,
  { .name = "requireExplicitPolicy", .identifier = TAG (0), .as = TL_DER_INTEGER },
  { .name = "inhibitPolicyMapping", .identifier = TAG (1), .as = TL_DER_INTEGER });

/* Section 4.2.1.12 */
OF (key_purposes, { .name = "KeyPurposeId", .identifier = TL_DER_OID });

/* Section 4.2.1.13 */
CHOICE (distribution_point_name,
  { .name = "fullName", .identifier = BOX (0), .type = &general_names },
  { .name = "nameRelativeToCRLIssuer", .identifier = BOX (1), .type = &rdn });
FIELDS (distribution_point,
  { .name = "distributionPoint", .identifier = BOX (0), .type = &distribution_point_name },
  { .name = "reasons", .identifier = TAG (1), .as = TL_DER_BIT_STRING },
  { .name = "cRLIssuer", .identifier = BOX (2), .type = &general_names });
OF (distribution_points, { .name = "DistributionPoint", .identifier = SEQUENCE, .type = &distribution_point });

/* Section 4.2.2.1: accessLocation is a GeneralName, whose own name says more */
CHOICE (access_description,
  { .name = "accessMethod", .identifier = TL_DER_OID },
  GENERAL_NAMES);
OF (access_descriptions, { .name = "AccessDescription", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &access_description });

/* RFC 7633, RFC 3739, and the template of Microsoft */
OF (features, { .name = "feature", .identifier = TL_DER_INTEGER });
FIELDS (statement,
  { .name = "statementId", .identifier = TL_DER_OID },
  { .name = "statementInfo", .identifier = 0 });
OF (statements, { .name = "QCStatement", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &statement });
FIELDS (template,
  { .name = "templateID", .identifier = TL_DER_OID },
  { .name = "templateMajorVersion", .identifier = TL_DER_INTEGER },
  { .name = "templateMinorVersion", .identifier = TL_DER_INTEGER });

/* RFC 8017 appendix A.1.1, RFC 3279 section 2.2.2 and 2.2.3 */
FIELDS (rsa_public_key,
  { .name = "modulus", .identifier = TL_DER_INTEGER },
  { .name = "publicExponent", .identifier = TL_DER_INTEGER });
FIELDS (two_numbers,
  { .name = "r", .identifier = TL_DER_INTEGER },
  { .name = "s", .identifier = TL_DER_INTEGER });

const TlDerField tl_der_certificate = { .name = "Certificate", .identifier = SEQUENCE, .type = &certificate };

typedef struct
{
  const char *oid;
  TlDerField field;
} Inside;

static const Inside extensions[] = {
  { "2.5.29.14", { .name = "SubjectKeyIdentifier", .identifier = TL_DER_OCTET_STRING } },
  { "2.5.29.15", { .name = "KeyUsage", .identifier = TL_DER_BIT_STRING, .text = TL_DER_TEXT_KEY_USAGE } },
  { "2.5.29.17", { .name = "SubjectAltName", .identifier = SEQUENCE, .type = &general_names } },
  { "2.5.29.18", { .name = "IssuerAltName", .identifier = SEQUENCE, .type = &general_names } },
  { "2.5.29.19", { .name = "BasicConstraints", .identifier = SEQUENCE, .type = &basic_constraints } },
  { "2.5.29.30", { .name = "NameConstraints", .identifier = SEQUENCE, .type = &name_constraints } },
  { "2.5.29.31", { .name = "CRLDistributionPoints", .identifier = SEQUENCE, .type = &distribution_points } },
  { "2.5.29.32", { .name = "CertificatePolicies", .identifier = SEQUENCE, .type = &policies } },
  { "2.5.29.33", { .name = "PolicyMappings", .identifier = SEQUENCE, .type = &policy_mappings } },
  { "2.5.29.35", { .name = "AuthorityKeyIdentifier", .identifier = SEQUENCE, .type = &authority_key_identifier } },
  { "2.5.29.36", { .name = "PolicyConstraints", .identifier = SEQUENCE, .type = &policy_constraints } },
  { "2.5.29.37", { .name = "ExtKeyUsageSyntax", .identifier = SEQUENCE, .type = &key_purposes } },
  { "2.5.29.46", { .name = "FreshestCRL", .identifier = SEQUENCE, .type = &distribution_points } },
  { "2.5.29.54", { .name = "InhibitAnyPolicy", .identifier = TL_DER_INTEGER } },
  { "1.3.6.1.5.5.7.1.1", { .name = "AuthorityInfoAccessSyntax", .identifier = SEQUENCE, .type = &access_descriptions } },
  { "1.3.6.1.5.5.7.1.3", { .name = "QCStatements", .identifier = SEQUENCE, .type = &statements } },
  { "1.3.6.1.5.5.7.1.11", { .name = "SubjectInfoAccessSyntax", .identifier = SEQUENCE, .type = &access_descriptions } },
  { "1.3.6.1.5.5.7.1.24", { .name = "Features", .identifier = SEQUENCE, .type = &features } },
  { "1.3.6.1.4.1.11129.2.4.2", { .name = "SignedCertificateTimestampList", .identifier = TL_DER_OCTET_STRING } },
  { "1.3.6.1.4.1.311.21.7", { .name = "CertificateTemplate", .identifier = SEQUENCE, .type = &template } },
  { "1.3.6.1.4.1.311.21.10", { .name = "ApplicationCertPolicies", .identifier = SEQUENCE, .type = &policies } },
};

static const Inside keys[] = {
  { "1.2.840.113549.1.1.1", { .name = "RSAPublicKey", .identifier = SEQUENCE, .type = &rsa_public_key } },
  { "1.2.840.113549.1.1.10", { .name = "RSAPublicKey", .identifier = SEQUENCE, .type = &rsa_public_key } },
  { "1.2.840.10040.4.1", { .name = "DSAPublicKey", .identifier = TL_DER_INTEGER } },
  { "1.2.840.10046.2.1", { .name = "DHPublicKey", .identifier = TL_DER_INTEGER } },
  { "1.2.643.2.2.19", { .name = "GostR3410-2001-PublicKey", .identifier = TL_DER_OCTET_STRING } },
  { "1.2.643.7.1.1.1.1", { .name = "GostR3410-2012-256-PublicKey", .identifier = TL_DER_OCTET_STRING } },
  { "1.2.643.7.1.1.1.2", { .name = "GostR3410-2012-512-PublicKey", .identifier = TL_DER_OCTET_STRING } },
};
/* clang-format on */

static const TlDerField ecdsa_signature
    = { .name = "Ecdsa-Sig-Value", .identifier = SEQUENCE, .type = &two_numbers };
static const TlDerField dsa_signature
    = { .name = "Dss-Sig-Value", .identifier = SEQUENCE, .type = &two_numbers };

static const TlDerField *
find (const Inside *table, gsize n, const char *oid)
{
  for (gsize i = 0; i < n; i++)
    if (strcmp (table[i].oid, oid) == 0)
      return &table[i].field;
  return NULL;
}

const TlDerField *
tl_der_extension (const char *oid)
{
  return find (extensions, G_N_ELEMENTS (extensions), oid);
}

const TlDerField *
tl_der_key (const char *oid)
{
  return find (keys, G_N_ELEMENTS (keys), oid);
}

/* RFC 3279 section 2.2.2 and 2.2.3, RFC 5758. */
const TlDerField *
tl_der_signature (const char *oid)
{
  if (g_str_has_prefix (oid, "1.2.840.10045.4.") || strcmp (oid, "1.2.156.10197.1.501") == 0)
    return &ecdsa_signature;
  if (g_str_has_prefix (oid, "1.2.840.10040.4.") || strcmp (oid, "2.16.840.1.101.3.4.3.1") == 0
      || strcmp (oid, "2.16.840.1.101.3.4.3.2") == 0)
    return &dsa_signature;
  return NULL;
}
