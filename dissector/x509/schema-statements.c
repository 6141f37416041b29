/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The tables of what a certificate states of its owner: RFC 3739 and ETSI EN 319 412-5, logotypes (RFC 9399).
 */
#include "schema-parts.h"

/* clang-format off */

/* RFC 3739 section 3.2.5: what kind it is, is said by a number or an OID */
NAMES (biometric_types, "picture", "handwritten-signature");
FIELDS (biometric_data,
  { .name = "typeOfBiometricData", .identifier = TL_DER_INTEGER, .names = &biometric_types },
  { .name = "typeOfBiometricData", .identifier = TL_DER_OID },
  ALGORITHM ("hashAlgorithm"),
  { .name = "biometricDataHash", .identifier = TL_DER_OCTET_STRING },
  { .name = "sourceDataUri", .identifier = TL_DER_IA5_STRING });
SHARED (biometric, TL_DER_TYPE_OF, { .name = "BiometricData", .identifier = SEQUENCE, .type = &biometric_data });

/* RFC 3739 section 3.2.6 */
FIELDS (statement,
  { .name = "statementId", .identifier = TL_DER_OID },
  { .name = "statementInfo", .identifier = 0, .by = TL_DER_BY_STATEMENT });
SHARED (qc_statements, TL_DER_TYPE_OF, { .name = "QCStatement", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &statement });
FIELDS (semantics,
  { .name = "semanticsIdentifier", .identifier = TL_DER_OID },
  { .name = "nameRegistrationAuthorities", .identifier = SEQUENCE, .type = &tl_der_general_names_type });

/* EN 319 412-5 section 4.3.2: the number of a currency, or its letters */
FIELDS (monetary_value,
  { .name = "currency", .identifier = TL_DER_INTEGER },
  { .name = "currency", .identifier = TL_DER_PRINTABLE_STRING },
  { .name = "amount", .identifier = TL_DER_INTEGER },
  { .name = "exponent", .identifier = TL_DER_INTEGER });

/* EN 319 412-5 section 4.3.4, 4.2.3 and 4.2.4 */
FIELDS (pds_location,
  { .name = "url", .identifier = TL_DER_IA5_STRING },
  { .name = "language", .identifier = TL_DER_PRINTABLE_STRING });
OF (pds_locations, { .name = "PdsLocation", .identifier = SEQUENCE, .type = &pds_location });
OF (qc_types, { .name = "QcType", .identifier = TL_DER_OID });
OF (country_codes, { .name = "CountryCode", .identifier = TL_DER_PRINTABLE_STRING });

/* TS 119 495 section 5.1 */
FIELDS (psp_role,
  { .name = "roleOfPspOid", .identifier = TL_DER_OID },
  { .name = "roleOfPspName", .identifier = TL_DER_UTF8_STRING });
OF (psp_roles, { .name = "RoleOfPSP", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &psp_role });
FIELDS (psd2,
  { .name = "rolesOfPSP", .identifier = SEQUENCE, .type = &psp_roles },
  { .name = "nCAName", .identifier = TL_DER_UTF8_STRING },
  { .name = "nCAId", .identifier = TL_DER_UTF8_STRING });

static const TlDerLine statements[] = {
  { "1.3.6.1.5.5.7.11.1", { .name = "statementInfo", .identifier = SEQUENCE, .type = &semantics } },
  { "1.3.6.1.5.5.7.11.2", { .name = "statementInfo", .identifier = SEQUENCE, .type = &semantics } },
  { "0.4.0.1862.1.2", { .name = "statementInfo", .identifier = SEQUENCE, .type = &monetary_value } },
  { "0.4.0.1862.1.5", { .name = "statementInfo", .identifier = SEQUENCE, .type = &pds_locations } },
  { "0.4.0.1862.1.6", { .name = "statementInfo", .identifier = SEQUENCE, .type = &qc_types } },
  { "0.4.0.1862.1.7", { .name = "statementInfo", .identifier = SEQUENCE, .type = &country_codes } },
  { "0.4.0.19495.2", { .name = "statementInfo", .identifier = SEQUENCE, .type = &psd2 } },
};

/* RFC 9399 section 4.1 */
FIELDS (hash_and_value,
  ALGORITHM ("hashAlg"),
  { .name = "hashValue", .identifier = TL_DER_OCTET_STRING });
OF (hashes, { .name = "HashAlgAndValue", .identifier = SEQUENCE, .type = &hash_and_value });
OF (addresses, { .name = "IA5String", .identifier = TL_DER_IA5_STRING });
FIELDS (logotype_details,
  { .name = "mediaType", .identifier = TL_DER_IA5_STRING },
  { .name = "logotypeHash", .identifier = SEQUENCE, .type = &hashes },
  { .name = "logotypeURI", .identifier = SEQUENCE, .type = &addresses });
NAMES (image_types, "grayScale", "color");
FIELDS (image_info,
  { .name = "type", .identifier = TAG (0), .as = TL_DER_INTEGER, .names = &image_types },
  { .name = "fileSize", .identifier = TL_DER_INTEGER },
  { .name = "xSize", .identifier = TL_DER_INTEGER },
  { .name = "ySize", .identifier = TL_DER_INTEGER },
  { .name = "numBits", .identifier = TAG (1), .as = TL_DER_INTEGER },
  { .name = "tableSize", .identifier = TAG (2), .as = TL_DER_INTEGER },
  { .name = "language", .identifier = TAG (4), .as = TL_DER_IA5_STRING });
FIELDS (image,
  { .name = "imageDetails", .identifier = SEQUENCE, .type = &logotype_details },
  { .name = "imageInfo", .identifier = SEQUENCE, .type = &image_info });
OF (images, { .name = "LogotypeImage", .identifier = SEQUENCE, .type = &image });
FIELDS (audio_info,
  { .name = "fileSize", .identifier = TL_DER_INTEGER },
  { .name = "playTime", .identifier = TL_DER_INTEGER },
  { .name = "channels", .identifier = TL_DER_INTEGER },
  { .name = "sampleRate", .identifier = TAG (3), .as = TL_DER_INTEGER },
  { .name = "language", .identifier = TAG (4), .as = TL_DER_IA5_STRING });
FIELDS (audio,
  { .name = "audioDetails", .identifier = SEQUENCE, .type = &logotype_details },
  { .name = "audioInfo", .identifier = SEQUENCE, .type = &audio_info });
OF (audios, { .name = "LogotypeAudio", .identifier = SEQUENCE, .type = &audio });
FIELDS (logotype_data,
  { .name = "image", .identifier = SEQUENCE, .type = &images },
  { .name = "audio", .identifier = BOX (1), .type = &audios });
FIELDS (logotype_reference,
  { .name = "refStructHash", .identifier = SEQUENCE, .type = &hashes },
  { .name = "refStructURI", .identifier = SEQUENCE, .type = &addresses });
CHOICE (logotype_info,
  { .name = "direct", .identifier = BOX (0), .type = &logotype_data },
  { .name = "indirect", .identifier = BOX (1), .type = &logotype_reference });
FIELDS (logotype_infos_box, { .name = "SEQUENCE", .identifier = SEQUENCE, .type = &logotype_info });
FIELDS (other_logotype,
  { .name = "logotypeType", .identifier = TL_DER_OID },
  { .name = "direct", .identifier = BOX (0), .type = &logotype_data },
  { .name = "indirect", .identifier = BOX (1), .type = &logotype_reference });
OF (other_logotypes, { .name = "OtherLogotypeInfo", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &other_logotype });
FIELDS (other_logotypes_box, { .name = "SEQUENCE", .identifier = SEQUENCE, .type = &other_logotypes });
SHARED (logotype, TL_DER_TYPE_FIELDS,
  { .name = "communityLogos", .identifier = BOX (0), .type = &logotype_infos_box },
  { .name = "issuerLogo", .identifier = BOX (1), .type = &logotype_info },
  { .name = "subjectLogo", .identifier = BOX (2), .type = &logotype_info },
  { .name = "otherLogos", .identifier = BOX (3), .type = &other_logotypes_box });

/* clang-format on */

const TlDerTable tl_der_statement_table = { statements, G_N_ELEMENTS (statements) };
