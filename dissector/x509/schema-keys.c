/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The tables of keys: their parameters, the keys themselves, signatures, and keys that are sent encrypted.
 */
#include "schema-parts.h"

/* clang-format off */

/* RFC 8017 appendix A.2.1, and A.2.3 */
FIELDS (algorithm_box, ALGORITHM ("AlgorithmIdentifier"));
FIELDS (integer_box, { .name = "INTEGER", .identifier = TL_DER_INTEGER });
FIELDS (pss,
  { .name = "hashAlgorithm", .identifier = BOX (0), .type = &algorithm_box },
  { .name = "maskGenAlgorithm", .identifier = BOX (1), .type = &algorithm_box },
  { .name = "saltLength", .identifier = BOX (2), .type = &integer_box },
  { .name = "trailerField", .identifier = BOX (3), .type = &integer_box });
FIELDS (oaep,
  { .name = "hashAlgorithm", .identifier = BOX (0), .type = &algorithm_box },
  { .name = "maskGenAlgorithm", .identifier = BOX (1), .type = &algorithm_box },
  { .name = "pSourceAlgorithm", .identifier = BOX (2), .type = &algorithm_box });

/* RFC 3279 section 2.3.2, and 2.3.3; PKCS #3 section 9 */
FIELDS (dsa,
  { .name = "p", .identifier = TL_DER_INTEGER },
  { .name = "q", .identifier = TL_DER_INTEGER },
  { .name = "g", .identifier = TL_DER_INTEGER });
FIELDS (dh_validation,
  { .name = "seed", .identifier = TL_DER_BIT_STRING },
  { .name = "pgenCounter", .identifier = TL_DER_INTEGER });
FIELDS (dh,
  { .name = "p", .identifier = TL_DER_INTEGER },
  { .name = "g", .identifier = TL_DER_INTEGER },
  { .name = "q", .identifier = TL_DER_INTEGER },
  { .name = "j", .identifier = TL_DER_INTEGER },
  { .name = "validationParms", .identifier = SEQUENCE, .type = &dh_validation });
FIELDS (dh_pkcs3,
  { .name = "prime", .identifier = TL_DER_INTEGER },
  { .name = "base", .identifier = TL_DER_INTEGER },
  { .name = "privateValueLength", .identifier = TL_DER_INTEGER });

/* RFC 3279 section 2.3.5 */
FIELDS (field_id,
  { .name = "fieldType", .identifier = TL_DER_OID },
  { .name = "parameters", .identifier = 0, .by = TL_DER_BY_ALGORITHM });
FIELDS (pentanomial,
  { .name = "k1", .identifier = TL_DER_INTEGER },
  { .name = "k2", .identifier = TL_DER_INTEGER },
  { .name = "k3", .identifier = TL_DER_INTEGER });
FIELDS (characteristic_two,
  { .name = "m", .identifier = TL_DER_INTEGER },
  { .name = "basis", .identifier = TL_DER_OID },
  { .name = "parameters", .identifier = 0, .by = TL_DER_BY_ALGORITHM });
FIELDS (curve,
  { .name = "a", .identifier = TL_DER_OCTET_STRING },
  { .name = "b", .identifier = TL_DER_OCTET_STRING },
  { .name = "seed", .identifier = TL_DER_BIT_STRING });
FIELDS (ec,
  { .name = "version", .identifier = TL_DER_INTEGER },
  { .name = "fieldID", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &field_id },
  { .name = "curve", .identifier = SEQUENCE, .type = &curve },
  { .name = "base", .identifier = TL_DER_OCTET_STRING },
  { .name = "order", .identifier = TL_DER_INTEGER },
  { .name = "cofactor", .identifier = TL_DER_INTEGER },
  ALGORITHM ("hash"));

/* RFC 4491 section 2.3.2, RFC 9215 section 4.1 */
FIELDS (gost,
  { .name = "publicKeyParamSet", .identifier = TL_DER_OID },
  { .name = "digestParamSet", .identifier = TL_DER_OID },
  { .name = "encryptionParamSet", .identifier = TL_DER_OID });

/* The names of rows are those of the fields that hold them. */
static const TlDerLine parameters[] = {
  { "1.2.840.113549.1.1.10", { .name = "parameters", .identifier = SEQUENCE, .type = &pss } },
  { "1.2.840.113549.1.1.7", { .name = "parameters", .identifier = SEQUENCE, .type = &oaep } },
  { "1.2.840.113549.1.1.8", ALGORITHM ("parameters") },
  { "1.2.840.113549.1.3.1", { .name = "parameters", .identifier = SEQUENCE, .type = &dh_pkcs3 } },
  { "1.2.840.10040.4.1", { .name = "parameters", .identifier = SEQUENCE, .type = &dsa } },
  { "1.2.840.10046.2.1", { .name = "parameters", .identifier = SEQUENCE, .type = &dh } },
  { "1.2.840.10045.2.1", { .name = "parameters", .identifier = SEQUENCE, .type = &ec } },
  { "1.3.132.1.12", { .name = "parameters", .identifier = SEQUENCE, .type = &ec } },
  { "1.3.132.1.13", { .name = "parameters", .identifier = SEQUENCE, .type = &ec } },
  { "1.2.840.10045.1.2", { .name = "parameters", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &characteristic_two } },
  { "1.2.840.10045.1.2.3.3", { .name = "parameters", .identifier = SEQUENCE, .type = &pentanomial } },
  { "1.2.643.2.2.19", { .name = "parameters", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &gost } },
  { "1.2.643.2.2.20", { .name = "parameters", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &gost } },
  { "1.2.643.2.2.98", { .name = "parameters", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &gost } },
  { "1.2.643.7.1.1.1.1", { .name = "parameters", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &gost } },
  { "1.2.643.7.1.1.1.2", { .name = "parameters", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &gost } },
};

/* RFC 8017 appendix A.1.1 */
FIELDS (rsa_public_key,
  { .name = "modulus", .identifier = TL_DER_INTEGER },
  { .name = "publicExponent", .identifier = TL_DER_INTEGER });

/* RFC 3279 section 2.3, RFC 4491 section 2.3, RFC 9215 section 4.1 */
static const TlDerLine keys[] = {
  { "1.2.840.113549.1.1.1", { .name = "RSAPublicKey", .identifier = SEQUENCE, .type = &rsa_public_key } },
  { "1.2.840.113549.1.1.7", { .name = "RSAPublicKey", .identifier = SEQUENCE, .type = &rsa_public_key } },
  { "1.2.840.113549.1.1.10", { .name = "RSAPublicKey", .identifier = SEQUENCE, .type = &rsa_public_key } },
  { "1.2.840.113549.1.3.1", { .name = "DHPublicKey", .identifier = TL_DER_INTEGER } },
  { "1.2.840.10040.4.1", { .name = "DSAPublicKey", .identifier = TL_DER_INTEGER } },
  { "1.2.840.10046.2.1", { .name = "DHPublicKey", .identifier = TL_DER_INTEGER } },
  { "1.2.643.2.2.19", { .name = "GostR3410-2001-PublicKey", .identifier = TL_DER_OCTET_STRING } },
  { "1.2.643.2.2.20", { .name = "GostR3410-94-PublicKey", .identifier = TL_DER_OCTET_STRING } },
  { "1.2.643.2.2.98", { .name = "GostR3410-2001-PublicKey", .identifier = TL_DER_OCTET_STRING } },
  { "1.2.643.7.1.1.1.1", { .name = "GostR3410-2012-256-PublicKey", .identifier = TL_DER_OCTET_STRING } },
  { "1.2.643.7.1.1.1.2", { .name = "GostR3410-2012-512-PublicKey", .identifier = TL_DER_OCTET_STRING } },
};

/* RFC 3279 section 2.2.2, and 2.2.3; RFC 5758; SM2 has the same two numbers (GM/T 0009-2012) */
FIELDS (two_numbers,
  { .name = "r", .identifier = TL_DER_INTEGER },
  { .name = "s", .identifier = TL_DER_INTEGER });

#define ECDSA { .name = "Ecdsa-Sig-Value", .identifier = SEQUENCE, .type = &two_numbers }
#define DSA   { .name = "Dss-Sig-Value", .identifier = SEQUENCE, .type = &two_numbers }

const TlDerField tl_der_ecdsa_signature = ECDSA;

static const TlDerLine signatures[] = {
  { "1.2.840.10045.4.1", ECDSA },
  { "1.2.840.10045.4.2", ECDSA },
  { "1.2.840.10045.4.3", ECDSA },
  { "1.2.840.10045.4.3.1", ECDSA },
  { "1.2.840.10045.4.3.2", ECDSA },
  { "1.2.840.10045.4.3.3", ECDSA },
  { "1.2.840.10045.4.3.4", ECDSA },
  { "2.16.840.1.101.3.4.3.9", ECDSA },
  { "2.16.840.1.101.3.4.3.10", ECDSA },
  { "2.16.840.1.101.3.4.3.11", ECDSA },
  { "2.16.840.1.101.3.4.3.12", ECDSA },
  { "1.3.6.1.5.5.7.6.32", ECDSA },
  { "1.3.6.1.5.5.7.6.33", ECDSA },
  { "1.2.156.10197.1.501", ECDSA },
  { "1.2.840.10040.4.3", DSA },
  { "1.3.14.3.2.27", DSA },
  { "2.16.840.1.101.3.4.3.1", DSA },
  { "2.16.840.1.101.3.4.3.2", DSA },
  { "2.16.840.1.101.3.4.3.3", DSA },
  { "2.16.840.1.101.3.4.3.4", DSA },
  { "2.16.840.1.101.3.4.3.5", DSA },
  { "2.16.840.1.101.3.4.3.6", DSA },
  { "2.16.840.1.101.3.4.3.7", DSA },
  { "2.16.840.1.101.3.4.3.8", DSA },
};

/* RFC 9189 section 4.2.4.1 */
FIELDS (gost_key_transport,
  { .name = "keyExp", .identifier = TL_DER_OCTET_STRING },
  PUBLIC_KEY ("ephemeralPublicKey"),
  { .name = "ukm", .identifier = TL_DER_OCTET_STRING });

const TlDerField tl_der_gost_key_transport = { .name = "GostKeyTransport", .identifier = SEQUENCE, .type = &gost_key_transport };

/* RFC 9189 section 4.2.4.2, RFC 4357 section 6.1; implementations before it may put proxy keys behind the blob */
FIELDS (gost_encrypted_key,
  { .name = "encryptedKey", .identifier = TL_DER_OCTET_STRING },
  { .name = "maskKey", .identifier = TAG (0), .as = TL_DER_OCTET_STRING },
  { .name = "macKey", .identifier = TL_DER_OCTET_STRING });
FIELDS (gost_transport_parameters,
  { .name = "encryptionParamSet", .identifier = TL_DER_OID },
  { .name = "ephemeralPublicKey", .identifier = BOX (0), .text = TL_DER_TEXT_OID, .type = &tl_der_public_key_type },
  { .name = "ukm", .identifier = TL_DER_OCTET_STRING });
FIELDS (gost_r3410_key_transport,
  { .name = "sessionEncryptedKey", .identifier = SEQUENCE, .type = &gost_encrypted_key },
  { .name = "transportParameters", .identifier = BOX (0), .text = TL_DER_TEXT_OID, .type = &gost_transport_parameters });
FIELDS (gost_key_blob,
  { .name = "keyBlob", .identifier = SEQUENCE, .type = &gost_r3410_key_transport },
  { .name = "proxyKeyBlobs", .identifier = SEQUENCE });

const TlDerField tl_der_gost_key_blob = { .name = "TLSGostKeyTransportBlob", .identifier = SEQUENCE, .type = &gost_key_blob };

/* clang-format on */

const TlDerTable tl_der_parameter_table = { parameters, G_N_ELEMENTS (parameters) };
const TlDerTable tl_der_key_table = { keys, G_N_ELEMENTS (keys) };
const TlDerTable tl_der_signature_table = { signatures, G_N_ELEMENTS (signatures) };
