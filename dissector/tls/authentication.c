/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The tables of the messages that authenticate: certificates, what is asked of them, signatures, Finished.
 */
#include "tables.h"

#include "extensions.h"

const TlField tl_empty_fields[] = { { 0 } };

/* RFC 9846 section 4.3.3 */
const TlField tl_signature_scheme[] = {
  TL_UINT ("signature_scheme", 2, .registry = TL_REGISTRY_SIGNATURE_SCHEME),
  { 0 },
};

/* RFC 9846 section 4.3.4: a Name in DER */
const TlField tl_distinguished_name[] = {
  TL_BYTES_PREFIX ("distinguished_name", 2, .holds = TL_HOLDS_NAME),
  { 0 },
};

/* RFC 5246 section 7.4.2: ASN.1Cert */
const TlField tl_cert_data[] = {
  TL_BYTES_PREFIX ("cert_data", 3, .tag = TL_TAG_CERTIFICATE, .holds = TL_HOLDS_CERTIFICATE),
  { 0 },
};

/* RFC 5246 section 7.4.2 */
const TlField tl_certificate_fields[] = {
  TL_LIST ("certificate_list", 3, tl_cert_data),
  { 0 },
};

/* RFC 7250 section 3: the key alone, without a certificate around it */
const TlField tl_certificate_raw_fields[] = {
  TL_BYTES_PREFIX ("asn1_subject_public_key_info", 3, .holds = TL_HOLDS_PUBLIC_KEY),
  { 0 },
};

/* RFC 6091 section 3.3 */
static const TlField openpgp_empty_cert[] = {
  TL_BYTES_PREFIX ("openpgp_certificate", 3),
  { 0 },
};

static const TlField openpgp_subkey_cert[] = {
  TL_BYTES_PREFIX ("openpgp_key_id", 1),
  TL_BYTES_PREFIX ("openpgp_certificate", 3),
  { 0 },
};

static const TlField openpgp_fingerprint[] = {
  TL_BYTES_PREFIX ("openpgp_key_id", 1),
  TL_BYTES_PREFIX ("openpgp_fingerprint", 1),
  { 0 },
};

static const TlCase openpgp_cases[] = {
  { 1, 0, openpgp_empty_cert },
  { 2, 0, openpgp_subkey_cert },
  { 3, 0, openpgp_fingerprint },
};

static const TlChoice openpgp_choice = { TL_TAG_SELECTOR, openpgp_cases, G_N_ELEMENTS (openpgp_cases) };

const TlField tl_certificate_openpgp_fields[] = {
  TL_UINT ("descriptor_type", 1, .tag = TL_TAG_SELECTOR),
  TL_CHOICE ("descriptor", 0, &openpgp_choice),
  { 0 },
};

/* RFC 9846 section 4.5.1: CertificateEntry */
static const TlField certificate_entry_fields[] = {
  TL_BYTES_PREFIX ("cert_data", 3, .tag = TL_TAG_CERTIFICATE, .holds = TL_HOLDS_CERTIFICATE),
  TL_LIST ("extensions", 2, tl_extension),
  { 0 },
};

static const TlField certificate_entry[] = {
  TL_GROUP ("certificate_entry", certificate_entry_fields),
  { 0 },
};

static const TlField raw_entry_fields[] = {
  TL_BYTES_PREFIX ("asn1_subject_public_key_info", 3, .holds = TL_HOLDS_PUBLIC_KEY),
  TL_LIST ("extensions", 2, tl_extension),
  { 0 },
};

static const TlField raw_entry[] = {
  TL_GROUP ("certificate_entry", raw_entry_fields),
  { 0 },
};

/* RFC 9846 section 4.5.1 */
const TlField tl_certificate13_fields[] = {
  TL_BYTES_PREFIX ("certificate_request_context", 1),
  TL_LIST ("certificate_list", 3, certificate_entry),
  { 0 },
};

/* RFC 9846 section 4.5.1, with a raw public key (RFC 7250) */
const TlField tl_certificate13_raw_fields[] = {
  TL_BYTES_PREFIX ("certificate_request_context", 1),
  TL_LIST ("certificate_list", 3, raw_entry),
  { 0 },
};

/* RFC 8902 section 3: a certificate of IEEE 1609.2, which is no X.509 */
static const TlField ieee1609_entry_fields[] = {
  TL_BYTES_PREFIX ("ieee1609_cert_data", 3),
  TL_LIST ("extensions", 2, tl_extension),
  { 0 },
};

static const TlField ieee1609_entry[] = {
  TL_GROUP ("certificate_entry", ieee1609_entry_fields),
  { 0 },
};

const TlField tl_certificate13_1609_fields[] = {
  TL_BYTES_PREFIX ("certificate_request_context", 1),
  TL_LIST ("certificate_list", 3, ieee1609_entry),
  { 0 },
};

/* RFC 7924 sections 4.1 and 4.2: in place of a certificate, or a request for one, that the client has kept */
const TlField tl_cached_fields[] = {
  TL_BYTES_PREFIX ("hash_value", 1),
  { 0 },
};

/* RFC 8879 section 4 */
const TlField tl_compressed_certificate_fields[] = {
  TL_UINT ("algorithm", 2, .registry = TL_REGISTRY_CERTIFICATE_COMPRESSION),
  TL_UINT ("uncompressed_length", 3, .tag = TL_TAG_UNCOMPRESSED_LENGTH),
  TL_BYTES_PREFIX ("compressed_certificate_message", 3, .holds = TL_HOLDS_COMPRESSED_CERTIFICATE),
  { 0 },
};

static const TlField client_certificate_type[] = {
  TL_UINT ("client_certificate_type", 1, .registry = TL_REGISTRY_CLIENT_CERTIFICATE_TYPE),
  { 0 },
};

/* RFC 5246 section 7.4.4 */
const TlField tl_certificate_request_fields[] = {
  TL_LIST ("certificate_types", 1, client_certificate_type),
  TL_LIST ("supported_signature_algorithms", 2, tl_signature_scheme),
  TL_LIST ("certificate_authorities", 2, tl_distinguished_name),
  { 0 },
};

/* RFC 4346 section 7.4.4 */
const TlField tl_certificate_request_old_fields[] = {
  TL_LIST ("certificate_types", 1, client_certificate_type),
  TL_LIST ("certificate_authorities", 2, tl_distinguished_name),
  { 0 },
};

/* RFC 9846 section 4.4.2; RFC 9261 section 4 for the ClientCertificateRequest */
const TlField tl_certificate_request13_fields[] = {
  TL_BYTES_PREFIX ("certificate_request_context", 1),
  TL_LIST ("extensions", 2, tl_extension),
  { 0 },
};

/* RFC 9846 section 4.5.2; RFC 5246 section 7.4.8 */
const TlField tl_certificate_verify_fields[] = {
  TL_UINT ("algorithm", 2, .tag = TL_TAG_SIGNATURE_SCHEME, .registry = TL_REGISTRY_SIGNATURE_SCHEME),
  TL_BYTES_PREFIX ("signature", 2, .holds = TL_HOLDS_SIGNATURE),
  { 0 },
};

/* RFC 4346 section 7.4.8 */
const TlField tl_certificate_verify_old_fields[] = {
  TL_BYTES_PREFIX ("signature", 2, .holds = TL_HOLDS_SIGNATURE),
  { 0 },
};

/* RFC 6066 section 8 */
static const TlField ocsp_status[] = {
  TL_BYTES_PREFIX ("ocsp_response", 3, .holds = TL_HOLDS_OCSP_RESPONSE),
  { 0 },
};

/* RFC 6961 section 2.2: one for each certificate of the chain, empty where there is none */
static const TlField ocsp_multi_status[] = {
  TL_LIST ("ocsp_response_list", 3, ocsp_status),
  { 0 },
};

static const TlCase status_cases[] = {
  { 1, 0, ocsp_status },
  { 2, 0, ocsp_multi_status },
};

static const TlChoice status_choice
    = { TL_TAG_CERTIFICATE_STATUS_TYPE, status_cases, G_N_ELEMENTS (status_cases) };

/* RFC 6066 section 8: CertificateStatus, a message of its own and, in TLS 1.3, an extension */
const TlField tl_certificate_status_fields[] = {
  TL_UINT ("status_type",
           1,
           .tag = TL_TAG_CERTIFICATE_STATUS_TYPE,
           .registry = TL_REGISTRY_CERTIFICATE_STATUS_TYPE),
  TL_CHOICE ("response", 0, &status_choice),
  { 0 },
};

static const TlField url_and_hash_fields[] = {
  TL_BYTES_PREFIX ("url", 2, .show = TL_SHOW_TEXT),
  TL_UINT ("padding", 1),
  TL_BYTES_FIXED ("sha1_hash", 20),
  { 0 },
};

static const TlField url_and_hash[] = {
  TL_GROUP ("url_and_hash", url_and_hash_fields),
  { 0 },
};

/* RFC 6066 section 5 */
const TlField tl_certificate_url_fields[] = {
  TL_UINT ("type", 1, .registry = TL_REGISTRY_CERT_CHAIN_TYPE),
  TL_LIST ("url_and_hash_list", 2, url_and_hash),
  { 0 },
};

/* RFC 9846 section 4.5.3; RFC 5246 section 7.4.9 */
const TlField tl_finished_fields[] = {
  TL_BYTES_REST ("verify_data"),
  { 0 },
};

/* RFC 6101 section 5.6.9 */
const TlField tl_finished_ssl3_fields[] = {
  TL_BYTES_FIXED ("md5_hash", 16),
  TL_BYTES_FIXED ("sha_hash", 20),
  { 0 },
};
