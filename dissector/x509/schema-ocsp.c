/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The tables of OCSP responses: RFC 6960 section 4.2.
 */
#include "schema-parts.h"

/* clang-format off */

/* Section 4.2.1 */
FIELDS (extensions_box, { .name = "Extensions", .identifier = SEQUENCE, .type = &tl_der_extension_list_type });
FIELDS (time_box, { .name = "GeneralizedTime", .identifier = TL_DER_GENERALIZED_TIME });
FIELDS (name_box, NAME ("Name"));
FIELDS (key_hash_box, { .name = "KeyHash", .identifier = TL_DER_OCTET_STRING });

#define BY_NAME { .name = "responderID", .identifier = BOX (1), .type = &name_box }
#define BY_KEY  { .name = "responderID", .identifier = BOX (2), .type = &key_hash_box }

const TlDerField tl_der_responder_by_name = BY_NAME;
const TlDerField tl_der_responder_by_key = BY_KEY;

/* Section 4.1.1 */
FIELDS (cert_id,
  ALGORITHM ("hashAlgorithm"),
  { .name = "issuerNameHash", .identifier = TL_DER_OCTET_STRING },
  { .name = "issuerKeyHash", .identifier = TL_DER_OCTET_STRING },
  { .name = "serialNumber", .identifier = TL_DER_INTEGER });

/* RFC 5280 section 5.3.1 */
SHARED_NAMES (reasons, "unspecified", "keyCompromise", "cACompromise", "affiliationChanged", "superseded", "cessationOfOperation",
              "certificateHold", NULL, "removeFromCRL", "privilegeWithdrawn", "aACompromise");
FIELDS (reason_box, { .name = "CRLReason", .identifier = TL_DER_ENUMERATED, .names = &tl_der_reasons });

FIELDS (revoked_info,
  { .name = "revocationTime", .identifier = TL_DER_GENERALIZED_TIME },
  { .name = "revocationReason", .identifier = BOX (0), .type = &reason_box });
FIELDS (single_response,
  { .name = "certID", .identifier = SEQUENCE, .type = &cert_id },
  { .name = "certStatus", .identifier = TAG (0), .says = "good" },
  { .name = "certStatus", .identifier = BOX (1), .says = "revoked", .type = &revoked_info },
  { .name = "certStatus", .identifier = TAG (2), .says = "unknown" },
  { .name = "thisUpdate", .identifier = TL_DER_GENERALIZED_TIME },
  { .name = "nextUpdate", .identifier = BOX (0), .type = &time_box },
  { .name = "singleExtensions", .identifier = BOX (1), .type = &extensions_box });
OF (responses, { .name = "SingleResponse", .identifier = SEQUENCE, .type = &single_response });

NAMES (versions, "v1");
FIELDS (version_box, { .name = "Version", .identifier = TL_DER_INTEGER, .names = &versions });
FIELDS (response_data,
  { .name = "version", .identifier = BOX (0), .type = &version_box },
  BY_NAME,
  BY_KEY,
  { .name = "producedAt", .identifier = TL_DER_GENERALIZED_TIME },
  { .name = "responses", .identifier = SEQUENCE, .type = &responses },
  { .name = "responseExtensions", .identifier = BOX (1), .type = &extensions_box });

OF (certificates, { .name = "Certificate", .identifier = SEQUENCE, .type = &tl_der_certificate_type });
FIELDS (certificates_box, { .name = "SEQUENCE", .identifier = SEQUENCE, .type = &certificates });
SIGNED (basic_response,
  { .name = "tbsResponseData", .identifier = SEQUENCE, .type = &response_data },
  ALGORITHM ("signatureAlgorithm"),
  { .name = "signature", .identifier = TL_DER_BIT_STRING, .inside = TL_DER_INSIDE_SIGNATURE },
  { .name = "certs", .identifier = BOX (0), .type = &certificates_box });

static const TlDerLine basic_responses[] = {
  { "1.3.6.1.5.5.7.48.1.1", { .name = "BasicOCSPResponse", .identifier = SEQUENCE, .type = &basic_response } },
};

NAMES (statuses, "successful", "malformedRequest", "internalError", "tryLater", NULL, "sigRequired", "unauthorized");
FIELDS (response_bytes,
  { .name = "responseType", .identifier = TL_DER_OID },
  { .name = "response", .identifier = TL_DER_OCTET_STRING, .inside = TL_DER_INSIDE_RESPONSE });
FIELDS (response_bytes_box, { .name = "ResponseBytes", .identifier = SEQUENCE, .text = TL_DER_TEXT_OID, .type = &response_bytes });
FIELDS (ocsp_response,
  { .name = "responseStatus", .identifier = TL_DER_ENUMERATED, .names = &statuses },
  { .name = "responseBytes", .identifier = BOX (0), .type = &response_bytes_box });

const TlDerField tl_der_ocsp_response = { .name = "OCSPResponse", .identifier = SEQUENCE, .type = &ocsp_response };

/* clang-format on */

const TlDerTable tl_der_response_table = { basic_responses, G_N_ELEMENTS (basic_responses) };
