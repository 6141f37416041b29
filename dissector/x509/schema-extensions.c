/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The tables of extensions: RFC 5280 section 4.2, and those that are defined elsewhere.
 */
#include "schema-parts.h"

/* clang-format off */

/* Section 4.2.1.1 */
FIELDS (authority_key_identifier,
  { .name = "keyIdentifier", .identifier = TAG (0), .as = TL_DER_OCTET_STRING },
  { .name = "authorityCertIssuer", .identifier = BOX (1), .type = &tl_der_general_names_type },
  { .name = "authorityCertSerialNumber", .identifier = TAG (2), .as = TL_DER_INTEGER });

/* X.509 (1996): the issuer is a Name alone */
FIELDS (authority_key_identifier_1996,
  { .name = "keyIdentifier", .identifier = TAG (0), .as = TL_DER_OCTET_STRING },
  { .name = "authorityCertIssuer", .identifier = BOX (1), .type = &tl_der_directory_name_type },
  { .name = "authorityCertSerialNumber", .identifier = TAG (2), .as = TL_DER_INTEGER });

/* Section 4.2.1.3 */
NAMES (key_usages, "digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement", "keyCertSign",
       "cRLSign", "encipherOnly", "decipherOnly");

/* RFC 3280 section 4.2.1.4 */
FIELDS (private_key_usage_period,
  { .name = "notBefore", .identifier = TAG (0), .as = TL_DER_GENERALIZED_TIME },
  { .name = "notAfter", .identifier = TAG (1), .as = TL_DER_GENERALIZED_TIME });

/* Section 4.2.1.4, and 4.2.1.5 */
OF (notice_numbers, { .name = "INTEGER", .identifier = TL_DER_INTEGER });
FIELDS (notice_reference,
  { .name = "organization", .identifier = 0 },
  { .name = "noticeNumbers", .identifier = SEQUENCE, .type = &notice_numbers });
FIELDS (user_notice,
  { .name = "noticeRef", .identifier = SEQUENCE, .type = &notice_reference },
  { .name = "explicitText", .identifier = 0 });
FIELDS (policy_qualifier,
  { .name = "policyQualifierId", .identifier = TL_DER_OID },
  { .name = "qualifier", .identifier = 0, .by = TL_DER_BY_QUALIFIER });
OF (policy_qualifiers, { .name = "PolicyQualifierInfo", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &policy_qualifier });
FIELDS (policy,
  { .name = "policyIdentifier", .identifier = TL_DER_OID },
  { .name = "policyQualifiers", .identifier = SEQUENCE, .type = &policy_qualifiers });
OF (policies, { .name = "PolicyInformation", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &policy });
FIELDS (policy_mapping,
  { .name = "issuerDomainPolicy", .identifier = TL_DER_OID },
  { .name = "subjectDomainPolicy", .identifier = TL_DER_OID });
OF (policy_mappings, { .name = "PolicyMapping", .identifier = SEQUENCE, .type = &policy_mapping });

static const TlDerLine qualifiers[] = {
  { "1.3.6.1.5.5.7.2.1", { .name = "qualifier", .identifier = TL_DER_IA5_STRING } },
  { "1.3.6.1.5.5.7.2.2", { .name = "qualifier", .identifier = SEQUENCE, .type = &user_notice } },
};

/* Section 4.2.1.8 */
OF (attribute_values, { .name = "AttributeValue", .identifier = 0 });
FIELDS (attribute,
  { .name = "type", .identifier = TL_DER_OID },
  { .name = "values", .identifier = SET, .type = &attribute_values });
OF (attributes, { .name = "Attribute", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &attribute });

/* Section 4.2.1.9 */
FIELDS (basic_constraints,
  { .name = "cA", .identifier = TL_DER_BOOLEAN },
  { .name = "pathLenConstraint", .identifier = TL_DER_INTEGER });

/* Section 4.2.1.10: base is a GeneralName, whose own name says more */
FIELDS (subtree, GENERAL_NAMES,
  { .name = "minimum", .identifier = TAG (0), .as = TL_DER_INTEGER },
  { .name = "maximum", .identifier = TAG (1), .as = TL_DER_INTEGER });
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
NAMES (reason_flags, "unused", "keyCompromise", "cACompromise", "affiliationChanged", "superseded", "cessationOfOperation",
       "certificateHold", "privilegeWithdrawn", "aACompromise");
CHOICE (distribution_point_name,
  { .name = "fullName", .identifier = BOX (0), .type = &tl_der_general_names_type },
  { .name = "nameRelativeToCRLIssuer", .identifier = BOX (1), .type = &tl_der_rdn_type });
FIELDS (distribution_point,
  { .name = "distributionPoint", .identifier = BOX (0), .type = &distribution_point_name },
  { .name = "reasons", .identifier = TAG (1), .as = TL_DER_BIT_STRING, .names = &reason_flags },
  { .name = "cRLIssuer", .identifier = BOX (2), .type = &tl_der_general_names_type });
OF (distribution_points, { .name = "DistributionPoint", .identifier = SEQUENCE, .type = &distribution_point });

/* Section 4.2.2.1: accessLocation is a GeneralName, whose own name says more */
FIELDS (access_description,
  { .name = "accessMethod", .identifier = TL_DER_OID },
  GENERAL_NAMES);
OF (access_descriptions, { .name = "AccessDescription", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &access_description });

/* RFC 7633 section 4.1 */
OF (features, { .name = "feature", .identifier = TL_DER_INTEGER, .text = TL_DER_TEXT_TLS_EXTENSION });

/* RFC 3820 section 3.8 */
FIELDS (proxy_policy,
  { .name = "policyLanguage", .identifier = TL_DER_OID },
  { .name = "policy", .identifier = TL_DER_OCTET_STRING });
FIELDS (proxy_cert_info,
  { .name = "pCPathLenConstraint", .identifier = TL_DER_INTEGER },
  { .name = "proxyPolicy", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &proxy_policy });

/* RFC 3779 section 2.2.3 */
FIELDS (address_range,
  { .name = "min", .identifier = TL_DER_BIT_STRING, .text = TL_DER_TEXT_ADDRESS_PREFIX },
  { .name = "max", .identifier = TL_DER_BIT_STRING, .text = TL_DER_TEXT_ADDRESS_LAST });
CHOICE (addresses,
  { .name = "addressPrefix", .identifier = TL_DER_BIT_STRING, .text = TL_DER_TEXT_ADDRESS_PREFIX },
  { .name = "addressRange", .identifier = SEQUENCE, .type = &address_range });
FIELDS (address_family,
  { .name = "addressFamily", .identifier = TL_DER_OCTET_STRING, .text = TL_DER_TEXT_ADDRESS_FAMILY },
  { .name = "inherit", .identifier = TL_DER_NULL },
  { .name = "addressesOrRanges", .identifier = SEQUENCE, .type = &addresses });
OF (address_families, { .name = "IPAddressFamily", .identifier = SEQUENCE, .type = &address_family });

/* RFC 3779 section 3.2.3 */
FIELDS (as_range,
  { .name = "min", .identifier = TL_DER_INTEGER },
  { .name = "max", .identifier = TL_DER_INTEGER });
CHOICE (as_ids,
  { .name = "id", .identifier = TL_DER_INTEGER },
  { .name = "range", .identifier = SEQUENCE, .type = &as_range });
CHOICE (as_choice,
  { .name = "inherit", .identifier = TL_DER_NULL },
  { .name = "asIdsOrRanges", .identifier = SEQUENCE, .type = &as_ids });
FIELDS (as_identifiers,
  { .name = "asnum", .identifier = BOX (0), .type = &as_choice },
  { .name = "rdi", .identifier = BOX (1), .type = &as_choice });

/* RFC 8226 section 9 */
FIELDS (number_range,
  { .name = "start", .identifier = TL_DER_IA5_STRING },
  { .name = "count", .identifier = TL_DER_INTEGER });
FIELDS (number_box, { .name = "IA5String", .identifier = TL_DER_IA5_STRING });
FIELDS (number_range_box, { .name = "TelephoneNumberRange", .identifier = SEQUENCE, .type = &number_range });
CHOICE (number_entries,
  { .name = "spc", .identifier = BOX (0), .type = &number_box },
  { .name = "range", .identifier = BOX (1), .type = &number_range_box },
  { .name = "one", .identifier = BOX (2), .type = &number_box });

/* RFC 9763 section 4.1 */
FIELDS (related_certificate,
  ALGORITHM ("hashAlgorithm"),
  { .name = "hashValue", .identifier = TL_DER_OCTET_STRING });

/* RFC 8551 section 2.5.2 */
FIELDS (capability,
  { .name = "capabilityID", .identifier = TL_DER_OID },
  { .name = "parameters", .identifier = 0 });
OF (capabilities, { .name = "SMIMECapability", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &capability });

/* CA/Browser Forum, EV Guidelines section 7.1.2.2 */
FIELDS (organization_identifier,
  { .name = "registrationSchemeIdentifier", .identifier = TL_DER_PRINTABLE_STRING },
  { .name = "registrationCountry", .identifier = TL_DER_PRINTABLE_STRING },
  { .name = "registrationStateOrProvince", .identifier = TAG (0), .as = TL_DER_PRINTABLE_STRING },
  { .name = "registrationReference", .identifier = TL_DER_UTF8_STRING });

/* Microsoft [MS-WCCE] section 2.2.2.7.7 */
FIELDS (template,
  { .name = "templateID", .identifier = TL_DER_OID },
  { .name = "templateMajorVersion", .identifier = TL_DER_INTEGER },
  { .name = "templateMinorVersion", .identifier = TL_DER_INTEGER });

/* Netscape */
NAMES (netscape_types, "SSL client", "SSL server", "S/MIME", "object signing", "reserved", "SSL CA", "S/MIME CA", "object signing CA");

/* Entrust */
NAMES (entrust_flags, "keyUpdateAllowed", "newExtensions", "pKIXCertificate");
FIELDS (entrust_version,
  { .name = "entrustVers", .identifier = TL_DER_GENERAL_STRING },
  { .name = "entrustInfoFlags", .identifier = TL_DER_BIT_STRING, .names = &entrust_flags });

/* RFC 6960 section 4.4: what stands in an OCSP response */
FIELDS (string_box, { .name = "IA5String", .identifier = TL_DER_IA5_STRING });
FIELDS (integer_box, { .name = "INTEGER", .identifier = TL_DER_INTEGER });
FIELDS (time_box, { .name = "GeneralizedTime", .identifier = TL_DER_GENERALIZED_TIME });
FIELDS (crl_id,
  { .name = "crlUrl", .identifier = BOX (0), .type = &string_box },
  { .name = "crlNum", .identifier = BOX (1), .type = &integer_box },
  { .name = "crlTime", .identifier = BOX (2), .type = &time_box });
OF (response_types, { .name = "OBJECT IDENTIFIER", .identifier = TL_DER_OID });
FIELDS (service_locator,
  NAME ("issuer"),
  { .name = "locator", .identifier = SEQUENCE, .type = &access_descriptions });
FIELDS (preferred_algorithm,
  ALGORITHM ("sigIdentifier"),
  ALGORITHM ("certIdentifier"));
OF (preferred_algorithms, { .name = "PreferredSignatureAlgorithm", .identifier = SEQUENCE, .type = &preferred_algorithm });

static const TlDerLine extensions[] = {
  { "2.5.29.1", { .name = "AuthorityKeyIdentifier", .identifier = SEQUENCE, .type = &authority_key_identifier_1996 } },
  { "2.5.29.9", { .name = "SubjectDirectoryAttributes", .identifier = SEQUENCE, .type = &attributes } },
  { "2.5.29.14", { .name = "SubjectKeyIdentifier", .identifier = TL_DER_OCTET_STRING } },
  { "2.5.29.15", { .name = "KeyUsage", .identifier = TL_DER_BIT_STRING, .names = &key_usages } },
  { "2.5.29.16", { .name = "PrivateKeyUsagePeriod", .identifier = SEQUENCE, .type = &private_key_usage_period } },
  { "2.5.29.17", { .name = "SubjectAltName", .identifier = SEQUENCE, .type = &tl_der_general_names_type } },
  { "2.5.29.18", { .name = "IssuerAltName", .identifier = SEQUENCE, .type = &tl_der_general_names_type } },
  { "2.5.29.19", { .name = "BasicConstraints", .identifier = SEQUENCE, .type = &basic_constraints } },
  { "2.5.29.21", { .name = "CRLReason", .identifier = TL_DER_ENUMERATED, .names = &tl_der_reasons } },
  { "2.5.29.23", { .name = "HoldInstructionCode", .identifier = TL_DER_OID } },
  { "2.5.29.24", { .name = "InvalidityDate", .identifier = TL_DER_GENERALIZED_TIME } },
  { "2.5.29.29", { .name = "CertificateIssuer", .identifier = SEQUENCE, .type = &tl_der_general_names_type } },
  { "2.5.29.30", { .name = "NameConstraints", .identifier = SEQUENCE, .type = &name_constraints } },
  { "2.5.29.31", { .name = "CRLDistributionPoints", .identifier = SEQUENCE, .type = &distribution_points } },
  { "2.5.29.32", { .name = "CertificatePolicies", .identifier = SEQUENCE, .type = &policies } },
  { "2.5.29.33", { .name = "PolicyMappings", .identifier = SEQUENCE, .type = &policy_mappings } },
  { "2.5.29.35", { .name = "AuthorityKeyIdentifier", .identifier = SEQUENCE, .type = &authority_key_identifier } },
  { "2.5.29.36", { .name = "PolicyConstraints", .identifier = SEQUENCE, .type = &policy_constraints } },
  { "2.5.29.37", { .name = "ExtKeyUsageSyntax", .identifier = SEQUENCE, .type = &key_purposes } },
  { "2.5.29.46", { .name = "FreshestCRL", .identifier = SEQUENCE, .type = &distribution_points } },
  { "2.5.29.54", { .name = "InhibitAnyPolicy", .identifier = TL_DER_INTEGER } },
  { "2.5.29.56", { .name = "NoRevAvail", .identifier = TL_DER_NULL } },
  { "2.5.29.72", PUBLIC_KEY ("SubjectAltPublicKeyInfo") },
  { "2.5.29.73", ALGORITHM ("AltSignatureAlgorithm") },
  { "2.5.29.74", { .name = "AltSignatureValue", .identifier = TL_DER_BIT_STRING } },
  { "1.3.6.1.5.5.7.1.1", { .name = "AuthorityInfoAccessSyntax", .identifier = SEQUENCE, .type = &access_descriptions } },
  { "1.3.6.1.5.5.7.1.2", { .name = "BiometricSyntax", .identifier = SEQUENCE, .type = &tl_der_biometric_type } },
  { "1.3.6.1.5.5.7.1.3", { .name = "QCStatements", .identifier = SEQUENCE, .type = &tl_der_qc_statements_type } },
  { "1.3.6.1.5.5.7.1.7", { .name = "IPAddrBlocks", .identifier = SEQUENCE, .type = &address_families } },
  { "1.3.6.1.5.5.7.1.8", { .name = "ASIdentifiers", .identifier = SEQUENCE, .type = &as_identifiers } },
  { "1.3.6.1.5.5.7.1.11", { .name = "SubjectInfoAccessSyntax", .identifier = SEQUENCE, .type = &access_descriptions } },
  { "1.3.6.1.5.5.7.1.12", { .name = "LogotypeExtn", .identifier = SEQUENCE, .type = &tl_der_logotype_type } },
  { "1.3.6.1.5.5.7.1.14", { .name = "ProxyCertInfoExtension", .identifier = SEQUENCE, .type = &proxy_cert_info } },
  { "1.3.6.1.5.5.7.1.24", { .name = "Features", .identifier = SEQUENCE, .type = &features } },
  { "1.3.6.1.5.5.7.1.26", { .name = "TNAuthorizationList", .identifier = SEQUENCE, .type = &number_entries } },
  { "1.3.6.1.5.5.7.1.28", { .name = "IPAddrBlocks", .identifier = SEQUENCE, .type = &address_families } },
  { "1.3.6.1.5.5.7.1.29", { .name = "ASIdentifiers", .identifier = SEQUENCE, .type = &as_identifiers } },
  { "1.3.6.1.5.5.7.1.31", { .name = "Authorization", .identifier = TL_DER_OCTET_STRING } },
  { "1.3.6.1.5.5.7.1.36", { .name = "RelatedCertificate", .identifier = SEQUENCE, .type = &related_certificate } },
  { "1.3.6.1.5.5.7.48.1.2", { .name = "Nonce", .identifier = TL_DER_OCTET_STRING } },
  { "1.3.6.1.5.5.7.48.1.3", { .name = "CrlID", .identifier = SEQUENCE, .type = &crl_id } },
  { "1.3.6.1.5.5.7.48.1.4", { .name = "AcceptableResponses", .identifier = SEQUENCE, .type = &response_types } },
  { "1.3.6.1.5.5.7.48.1.5", { .name = "NoCheck", .identifier = TL_DER_NULL } },
  { "1.3.6.1.5.5.7.48.1.6", { .name = "ArchiveCutoff", .identifier = TL_DER_GENERALIZED_TIME } },
  { "1.3.6.1.5.5.7.48.1.7", { .name = "ServiceLocator", .identifier = SEQUENCE, .type = &service_locator } },
  { "1.3.6.1.5.5.7.48.1.8", { .name = "PreferredSignatureAlgorithms", .identifier = SEQUENCE, .type = &preferred_algorithms } },
  { "1.3.6.1.5.5.7.48.1.9", { .name = "ExtendedRevoke", .identifier = TL_DER_NULL } },
  { "1.3.6.1.4.1.11129.2.4.2", { .name = "SignedCertificateTimestampList", .identifier = TL_DER_OCTET_STRING, .inside = TL_DER_INSIDE_SCT_LIST } },
  { "1.3.6.1.4.1.11129.2.4.3", { .name = "PrecertificatePoison", .identifier = TL_DER_NULL } },
  { "1.3.6.1.4.1.11129.2.4.5", { .name = "SignedCertificateTimestampList", .identifier = TL_DER_OCTET_STRING, .inside = TL_DER_INSIDE_SCT_LIST } },
  { "1.3.6.1.4.1.44363.44", { .name = "DelegationUsage", .identifier = TL_DER_NULL } },
  { "1.3.6.1.4.1.311.20.2", { .name = "CertificateTemplateName", .identifier = 0 } },
  { "1.3.6.1.4.1.311.21.1", { .name = "CAVersion", .identifier = TL_DER_INTEGER } },
  { "1.3.6.1.4.1.311.21.2", { .name = "PreviousCertHash", .identifier = TL_DER_OCTET_STRING } },
  { "1.3.6.1.4.1.311.21.7", { .name = "CertificateTemplate", .identifier = SEQUENCE, .type = &template } },
  { "1.3.6.1.4.1.311.21.10", { .name = "ApplicationCertPolicies", .identifier = SEQUENCE, .type = &policies } },
  { "1.3.6.1.4.1.311.21.11", { .name = "ApplicationPolicyMappings", .identifier = SEQUENCE, .type = &policy_mappings } },
  { "1.3.6.1.4.1.311.25.2", { .name = "NtdsCaSecurity", .identifier = SEQUENCE, .type = &tl_der_general_names_type } },
  { "1.2.840.113533.7.65.0", { .name = "EntrustVersInfo", .identifier = SEQUENCE, .type = &entrust_version } },
  { "1.2.840.113549.1.9.15", { .name = "SMIMECapabilities", .identifier = SEQUENCE, .type = &capabilities } },
  { "2.16.840.1.113730.1.1", { .name = "NetscapeCertType", .identifier = TL_DER_BIT_STRING, .names = &netscape_types } },
  { "2.16.840.1.113730.1.2", { .name = "NetscapeBaseUrl", .identifier = 0 } },
  { "2.16.840.1.113730.1.3", { .name = "NetscapeRevocationUrl", .identifier = 0 } },
  { "2.16.840.1.113730.1.4", { .name = "NetscapeCaRevocationUrl", .identifier = 0 } },
  { "2.16.840.1.113730.1.7", { .name = "NetscapeRenewalUrl", .identifier = 0 } },
  { "2.16.840.1.113730.1.8", { .name = "NetscapeCaPolicyUrl", .identifier = 0 } },
  { "2.16.840.1.113730.1.12", { .name = "NetscapeSslServerName", .identifier = 0 } },
  { "2.16.840.1.113730.1.13", { .name = "NetscapeComment", .identifier = 0 } },
  { "2.23.140.3.1", { .name = "CABFOrganizationIdentifier", .identifier = SEQUENCE, .type = &organization_identifier } },
};

/* clang-format on */

const TlDerTable tl_der_extension_table = { extensions, G_N_ELEMENTS (extensions) };
const TlDerTable tl_der_qualifier_table = { qualifiers, G_N_ELEMENTS (qualifiers) };
