/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The extensions: one line for each, with its table for each message that may carry it. The tables of those
 * that came before TLS 1.3 stand here too.
 */
#include "extensions.h"

#include "messages.h"
#include "tables.h"

/* What a server answers with, in TLS 1.2 and in TLS 1.3. */
#define IN_ANSWER (TL_IN_SERVER_HELLO | TL_IN_ENCRYPTED_EXTENSIONS)

/* RFC 6066 section 3 */
static const TlField host_name[] = {
  TL_BYTES_PREFIX ("host_name", 2, .tag = TL_TAG_HOST_NAME, .show = TL_SHOW_TEXT),
  { 0 },
};

static const TlCase name_cases[] = {
  { 0, 0, host_name },
};

static const TlChoice name_choice = { TL_TAG_NAME_TYPE, name_cases, G_N_ELEMENTS (name_cases) };

static const TlField server_name_fields[] = {
  TL_UINT ("name_type", 1, .tag = TL_TAG_NAME_TYPE, .registry = TL_REGISTRY_NAME_TYPE),
  TL_CHOICE ("name", 0, &name_choice),
  { 0 },
};

static const TlField server_name[] = {
  TL_GROUP ("server_name", server_name_fields),
  { 0 },
};

static const TlField server_name_list[] = {
  TL_LIST ("server_name_list", 2, server_name),
  { 0 },
};

/* An answer is empty (RFC 6066 section 3), but servers have been seen that repeat the name. */
static const TlField server_name_answer[] = {
  TL_LIST ("server_name_list", 2, server_name, .flags = TL_FIELD_OPTIONAL),
  { 0 },
};

/* RFC 6066 section 4 */
static const TlField max_fragment_length[] = {
  TL_UINT ("max_fragment_length", 1, .registry = TL_REGISTRY_MAX_FRAGMENT_LENGTH),
  { 0 },
};

/* RFC 6066 section 6 */
static const TlField key_sha1_hash[] = {
  TL_BYTES_FIXED ("key_sha1_hash", 20),
  { 0 },
};

static const TlField cert_sha1_hash[] = {
  TL_BYTES_FIXED ("cert_sha1_hash", 20),
  { 0 },
};

static const TlCase authority_cases[] = {
  { 0, 0, tl_empty_fields },
  { 1, 0, key_sha1_hash },
  { 2, 0, tl_distinguished_name },
  { 3, 0, cert_sha1_hash },
};

static const TlChoice authority_choice = { TL_TAG_SELECTOR, authority_cases, G_N_ELEMENTS (authority_cases) };

static const TlField trusted_authority_fields[] = {
  TL_UINT ("identifier_type", 1, .tag = TL_TAG_SELECTOR, .registry = TL_REGISTRY_TRUSTED_AUTHORITY_TYPE),
  TL_CHOICE ("identifier", 0, &authority_choice),
  { 0 },
};

static const TlField trusted_authority[] = {
  TL_GROUP ("trusted_authority", trusted_authority_fields),
  { 0 },
};

static const TlField trusted_authorities[] = {
  TL_LIST ("trusted_authorities_list", 2, trusted_authority),
  { 0 },
};

/* RFC 6066 section 8: OCSPStatusRequest */
static const TlField responder_id[] = {
  TL_BYTES_PREFIX ("responder_id", 2, .holds = TL_HOLDS_RESPONDER_ID),
  { 0 },
};

static const TlField ocsp_status_request[] = {
  TL_LIST ("responder_id_list", 2, responder_id),
  TL_BYTES_PREFIX ("request_extensions", 2, .holds = TL_HOLDS_EXTENSIONS),
  { 0 },
};

static const TlCase request_cases[] = {
  { 1, 0, ocsp_status_request },
};

static const TlChoice request_choice
    = { TL_TAG_CERTIFICATE_STATUS_TYPE, request_cases, G_N_ELEMENTS (request_cases) };

static const TlField status_request[] = {
  TL_UINT ("status_type",
           1,
           .tag = TL_TAG_CERTIFICATE_STATUS_TYPE,
           .registry = TL_REGISTRY_CERTIFICATE_STATUS_TYPE),
  TL_CHOICE ("request", 0, &request_choice),
  { 0 },
};

/* RFC 6961 section 2.2: there a length stands before each request */
static const TlCase request_v2_cases[] = {
  { 1, 0, ocsp_status_request },
  { 2, 0, ocsp_status_request },
};

static const TlChoice request_v2_choice
    = { TL_TAG_CERTIFICATE_STATUS_TYPE, request_v2_cases, G_N_ELEMENTS (request_v2_cases) };

static const TlField status_request_item_fields[] = {
  TL_UINT ("status_type",
           1,
           .tag = TL_TAG_CERTIFICATE_STATUS_TYPE,
           .registry = TL_REGISTRY_CERTIFICATE_STATUS_TYPE),
  TL_CHOICE ("request", 2, &request_v2_choice),
  { 0 },
};

static const TlField status_request_item[] = {
  TL_GROUP ("certificate_status_request_item", status_request_item_fields),
  { 0 },
};

static const TlField status_request_v2[] = {
  TL_LIST ("certificate_status_req_list", 2, status_request_item),
  { 0 },
};

/* RFC 8422 section 5.1.2 */
static const TlField ec_point_format[] = {
  TL_UINT ("ec_point_format", 1, .tag = TL_TAG_POINT_FORMAT, .registry = TL_REGISTRY_POINT_FORMAT),
  { 0 },
};

static const TlField ec_point_formats[] = {
  TL_LIST ("ec_point_format_list", 1, ec_point_format),
  { 0 },
};

/* RFC 5764 section 4.1.1 */
static const TlField srtp_protection_profile[] = {
  TL_UINT ("srtp_protection_profile", 2, .registry = TL_REGISTRY_SRTP_PROFILE),
  { 0 },
};

static const TlField use_srtp[] = {
  TL_LIST ("srtp_protection_profiles", 2, srtp_protection_profile),
  TL_BYTES_PREFIX ("srtp_mki", 1),
  { 0 },
};

/* RFC 6520 section 2 */
static const TlField heartbeat[] = {
  TL_UINT ("mode", 1, .registry = TL_REGISTRY_HEARTBEAT_MODE),
  { 0 },
};

/* RFC 7301 section 3.1 */
static const TlField protocol_name[] = {
  TL_BYTES_PREFIX ("protocol_name", 1, .tag = TL_TAG_PROTOCOL_NAME, .show = TL_SHOW_TEXT),
  { 0 },
};

static const TlField protocol_name_list[] = {
  TL_LIST ("protocol_name_list", 2, protocol_name),
  { 0 },
};

/* RFC 6962 section 3.2: SignedCertificateTimestamp */
static const TlField sct_fields[] = {
  TL_UINT ("sct_version", 1),
  TL_BYTES_FIXED ("id", 32),
  TL_UINT ("timestamp", 8, .show = TL_SHOW_UNIX_MILLISECONDS),
  TL_BYTES_PREFIX ("ct_extensions", 2),
  TL_UINT ("signature_scheme", 2, .registry = TL_REGISTRY_SIGNATURE_SCHEME),
  TL_BYTES_PREFIX ("signature", 2, .holds = TL_HOLDS_SIGNATURE),
  { 0 },
};

/* RFC 6962 section 3.3 */
const TlField tl_serialized_sct[] = {
  TL_GROUP ("serialized_sct", sct_fields, .prefix = 2),
  { 0 },
};

const TlField tl_sct_list_fields[] = {
  TL_LIST ("sct_list", 2, tl_serialized_sct),
  { 0 },
};

/* RFC 7250 section 3 */
static const TlField client_certificate_type[] = {
  TL_UINT ("certificate_type", 1, .registry = TL_REGISTRY_CERTIFICATE_TYPE),
  { 0 },
};

static const TlField client_certificate_types[] = {
  TL_LIST ("client_certificate_types", 1, client_certificate_type),
  { 0 },
};

static const TlField server_certificate_types[] = {
  TL_LIST ("server_certificate_types", 1, client_certificate_type),
  { 0 },
};

static const TlField client_certificate_type_chosen[] = {
  TL_UINT (
      "client_certificate_type", 1, .tag = TL_TAG_CERTIFICATE_TYPE, .registry = TL_REGISTRY_CERTIFICATE_TYPE),
  { 0 },
};

static const TlField server_certificate_type_chosen[] = {
  TL_UINT (
      "server_certificate_type", 1, .tag = TL_TAG_CERTIFICATE_TYPE, .registry = TL_REGISTRY_CERTIFICATE_TYPE),
  { 0 },
};

/* RFC 7685 section 3 */
static const TlField padding[] = {
  TL_BYTES_REST ("padding"),
  { 0 },
};

/* RFC 5077 section 3.2: the ticket fills the extension, without a length of its own */
static const TlField session_ticket[] = {
  TL_BYTES_REST ("ticket", .tag = TL_TAG_TICKET),
  { 0 },
};

/* RFC 9146 section 3 */
static const TlField connection_id[] = {
  TL_BYTES_PREFIX ("cid", 1, .tag = TL_TAG_CONNECTION_ID),
  { 0 },
};

/* RFC 5746 section 3.2 */
static const TlField renegotiation_info[] = {
  TL_BYTES_PREFIX ("renegotiated_connection", 1),
  { 0 },
};

/* RFC 8701 section 3.1: whatever stands in it, it means nothing */
static const TlField grease[] = {
  TL_BYTES_REST ("grease"),
  { 0 },
};

/* In drafts of TLS 1.3 before 20, servers answered it, with nothing. */
static const TlField draft_signature_algorithms[] = {
  TL_LIST ("supported_signature_algorithms", 2, tl_signature_scheme, .flags = TL_FIELD_OPTIONAL),
  { 0 },
};

/* Which draft of TLS 1.3 a client of 2016 spoke: NSS sent it before there was supported_versions. */
static const TlField draft_version[] = {
  TL_UINT ("draft_version", 2),
  { 0 },
};

/* draft-ietf-tls-tls13 before 23 used 40 for key_share; RFC 9847 keeps the number free since. */
static const TlCase cases[] = {
  { 0, TL_IN_CLIENT_HELLO | TL_IN_CERTIFICATE_REQUEST, server_name_list },
  { 0, 0, server_name_answer },
  { 1, 0, max_fragment_length },
  { 2, 0, tl_empty_fields },
  { 3, TL_IN_CLIENT_HELLO, trusted_authorities },
  { 3, 0, tl_empty_fields },
  { 4, 0, tl_empty_fields },
  { 5, TL_IN_CLIENT_HELLO, status_request },
  { 5, TL_IN_CERTIFICATE, tl_certificate_status_fields },
  { 5, 0, tl_empty_fields },
  { 6, 0, tl_user_mapping_fields },
  { 7, 0, tl_authz_fields },
  { 8, 0, tl_authz_fields },
  { 9, TL_IN_CLIENT_HELLO, tl_cert_type_client_fields },
  { 9, 0, tl_cert_type_server_fields },
  { 10, 0, tl_supported_groups_fields },
  { 11, 0, ec_point_formats },
  { 12, 0, tl_srp_fields },
  { 13, TL_IN_CLIENT_HELLO | TL_IN_CERTIFICATE_REQUEST, tl_signature_algorithms_fields },
  { 13, 0, draft_signature_algorithms },
  { 14, 0, use_srtp },
  { 15, 0, heartbeat },
  { 16, 0, protocol_name_list },
  { 17, TL_IN_CLIENT_HELLO, status_request_v2 },
  { 17, 0, tl_empty_fields },
  { 18, TL_IN_CLIENT_HELLO | TL_IN_CERTIFICATE_REQUEST, tl_empty_fields },
  { 18, 0, tl_sct_list_fields },
  { 19, TL_IN_CLIENT_HELLO, client_certificate_types },
  { 19, 0, client_certificate_type_chosen },
  { 20, TL_IN_CLIENT_HELLO, server_certificate_types },
  { 20, 0, server_certificate_type_chosen },
  { 21, 0, padding },
  { 22, 0, tl_empty_fields },
  { 23, 0, tl_empty_fields },
  { 24, 0, tl_token_binding_fields },
  { 25, TL_IN_CLIENT_HELLO, tl_cached_info_client_fields },
  { 25, 0, tl_cached_info_server_fields },
  { 26, 0, tl_empty_fields },
  { 27, 0, tl_compress_certificate_fields },
  { 28, 0, tl_record_size_limit_fields },
  { 29, 0, tl_pwd_protect_fields },
  { 30, 0, tl_pwd_clear_fields },
  { 31, 0, tl_password_salt_fields },
  { 32, TL_IN_CLIENT_HELLO, tl_ticket_pinning_client_fields },
  { 32, 0, tl_ticket_pinning_server_fields },
  { 33, 0, tl_empty_fields },
  { 34, TL_IN_CLIENT_HELLO | TL_IN_CERTIFICATE_REQUEST, tl_delegated_credential_offer_fields },
  { 34, 0, tl_delegated_credential_fields },
  { 35, 0, session_ticket },
  { 39, TL_IN_CLIENT_HELLO, tl_ekt_ciphers_client_fields },
  { 39, 0, tl_ekt_ciphers_server_fields },
  { 40, TL_IN_CLIENT_HELLO, tl_key_share_client_fields },
  { 40, TL_IN_HELLO_RETRY_REQUEST, tl_key_share_retry_fields },
  { 40, 0, tl_key_share_server_fields },
  { 41, TL_IN_CLIENT_HELLO, tl_pre_shared_key_client_fields },
  { 41, 0, tl_pre_shared_key_server_fields },
  { 42, TL_IN_NEW_SESSION_TICKET, tl_early_data_ticket_fields },
  { 42, 0, tl_empty_fields },
  { 43, TL_IN_CLIENT_HELLO, tl_supported_versions_client_fields },
  { 43, 0, tl_supported_versions_server_fields },
  { 44, 0, tl_cookie_fields },
  { 45, 0, tl_psk_key_exchange_modes_fields },
  { 47, 0, tl_certificate_authorities_fields },
  { 48, 0, tl_oid_filters_fields },
  { 49, 0, tl_empty_fields },
  { 50, 0, tl_signature_algorithms_cert_fields },
  { 51, TL_IN_CLIENT_HELLO, tl_key_share_client_fields },
  { 51, TL_IN_HELLO_RETRY_REQUEST, tl_key_share_retry_fields },
  { 51, 0, tl_key_share_server_fields },
  { 52, 0, tl_transparency_info_fields },
  { 53, 0, connection_id },
  { 54, 0, connection_id },
  { 55, 0, tl_external_id_hash_fields },
  { 56, 0, tl_external_session_id_fields },
  { 57, 0, tl_quic_transport_parameters_fields },
  { 58, TL_IN_CLIENT_HELLO, tl_ticket_request_client_fields },
  { 58, 0, tl_ticket_request_server_fields },
  { 59, TL_IN_CLIENT_HELLO, tl_dnssec_chain_client_fields },
  { 59, 0, tl_dnssec_chain_server_fields },
  { 61, 0, tl_empty_fields },
  { 62, 0, tl_tls_flags_fields },
  { 256, 0, tl_ecjpake_key_kp_pair_fields },
  { 13172, IN_ANSWER, tl_next_protocol_server_fields },
  { 13172, 0, tl_empty_fields },
  { 13175, 0, tl_empty_fields },
  { 13180, 0, tl_empty_fields },
  { 17513, TL_IN_CLIENT_HELLO, tl_application_settings_client_fields },
  { 17513, 0, tl_application_settings_server_fields },
  { 17613, TL_IN_CLIENT_HELLO, tl_application_settings_client_fields },
  { 17613, 0, tl_application_settings_server_fields },
  { 30031, 0, tl_empty_fields },
  { 30032, 0, tl_empty_fields },
  { 35387, TL_IN_CLIENT_HELLO, tl_pake_client_fields },
  { 35387, 0, tl_pake_server_fields },
  { 35655, 0, padding },
  { 51764, 0, tl_trust_anchors_fields },
  { 64768, 0, tl_ech_outer_fields },
  { 65037, TL_IN_CLIENT_HELLO, tl_ech_client_fields },
  { 65037, TL_IN_HELLO_RETRY_REQUEST, tl_ech_retry_fields },
  { 65037, 0, tl_ech_configs_fields },
  { 65281, 0, renegotiation_info },
  { 65282, 0, draft_version },
  { 65445, TL_IN_OLD_QUIC, tl_quic_old_transport_parameters_fields },
  { 65445, 0, tl_quic_transport_parameters_fields },
  { 65486, TL_IN_CLIENT_HELLO, tl_esni_client_fields },
  { 65486, 0, tl_esni_server_fields },
  { TL_CASE_GREASE, 0, grease },
};

const TlChoice tl_extension_choice = { TL_TAG_EXTENSION_TYPE, cases, G_N_ELEMENTS (cases) };

/* RFC 9846 section 4.3 */
static const TlField extension_fields[] = {
  TL_UINT ("extension_type", 2, .tag = TL_TAG_EXTENSION_TYPE, .registry = TL_REGISTRY_EXTENSION),
  TL_CHOICE ("extension_data", 2, &tl_extension_choice),
  { 0 },
};

const TlField tl_extension[] = {
  TL_GROUP ("extension", extension_fields),
  { 0 },
};
