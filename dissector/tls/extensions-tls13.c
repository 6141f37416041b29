/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The extensions that came with TLS 1.3 and after it.
 */
#include "tables.h"

#include "extensions.h"

/* RFC 9846 section 4.3.1 */
static const TlField protocol_version[] = {
  TL_UINT ("protocol_version", 2, .tag = TL_TAG_SUPPORTED_VERSION, .registry = TL_REGISTRY_VERSION),
  { 0 },
};

const TlField tl_supported_versions_client_fields[] = {
  TL_LIST ("versions", 1, protocol_version),
  { 0 },
};

const TlField tl_supported_versions_server_fields[] = {
  TL_UINT ("selected_version", 2, .tag = TL_TAG_SUPPORTED_VERSION, .registry = TL_REGISTRY_VERSION),
  { 0 },
};

/* RFC 9846 section 4.3.2 */
const TlField tl_cookie_fields[] = {
  TL_BYTES_PREFIX ("cookie", 2),
  { 0 },
};

/* RFC 9846 section 4.3.3; RFC 5246 section 7.4.1.4.1 */
static const TlField offered_signature_scheme[] = {
  TL_UINT ("signature_scheme", 2, .tag = TL_TAG_SIGNATURE_SCHEME, .registry = TL_REGISTRY_SIGNATURE_SCHEME),
  { 0 },
};

const TlField tl_signature_algorithms_fields[] = {
  TL_LIST ("supported_signature_algorithms", 2, offered_signature_scheme),
  { 0 },
};

const TlField tl_signature_algorithms_cert_fields[] = {
  TL_LIST ("supported_signature_algorithms", 2, tl_signature_scheme),
  { 0 },
};

/* RFC 9846 section 4.3.4 */
const TlField tl_certificate_authorities_fields[] = {
  TL_LIST ("authorities", 2, tl_distinguished_name),
  { 0 },
};

/* RFC 9846 section 4.3.5 */
static const TlField oid_filter_fields[] = {
  TL_BYTES_PREFIX ("certificate_extension_oid", 1, .holds = TL_HOLDS_OID),
  TL_BYTES_PREFIX ("certificate_extension_values", 2, .holds = TL_HOLDS_EXTENSION_VALUE),
  { 0 },
};

static const TlField oid_filter[] = {
  TL_GROUP ("oid_filter", oid_filter_fields),
  { 0 },
};

const TlField tl_oid_filters_fields[] = {
  TL_LIST ("filters", 2, oid_filter),
  { 0 },
};

/* RFC 9846 section 4.3.7; RFC 8422 section 5.1.1 */
static const TlField named_group[] = {
  TL_UINT ("named_group", 2, .tag = TL_TAG_NAMED_GROUP, .registry = TL_REGISTRY_GROUP),
  { 0 },
};

const TlField tl_supported_groups_fields[] = {
  TL_LIST ("named_group_list", 2, named_group),
  { 0 },
};

/* RFC 9846 section 4.3.8 */
static const TlField key_share_entry_fields[] = {
  TL_UINT ("group", 2, .tag = TL_TAG_KEY_SHARE_GROUP, .registry = TL_REGISTRY_GROUP),
  TL_CHOICE ("key_exchange", 2, &tl_key_exchange_choice, .tag = TL_TAG_KEY_EXCHANGE, .flags = TL_FIELD_OR_BYTES),
  { 0 },
};

static const TlField key_share_entry[] = {
  TL_GROUP ("key_share_entry", key_share_entry_fields),
  { 0 },
};

const TlField tl_key_share_client_fields[] = {
  TL_LIST ("client_shares", 2, key_share_entry),
  { 0 },
};

const TlField tl_key_share_server_fields[] = {
  TL_GROUP ("server_share", key_share_entry_fields),
  { 0 },
};

const TlField tl_key_share_retry_fields[] = {
  TL_UINT ("selected_group", 2, .tag = TL_TAG_KEY_SHARE_GROUP, .registry = TL_REGISTRY_GROUP),
  { 0 },
};

/* RFC 9846 section 4.3.9 */
static const TlField psk_key_exchange_mode[] = {
  TL_UINT ("psk_key_exchange_mode", 1, .registry = TL_REGISTRY_PSK_KEY_EXCHANGE_MODE),
  { 0 },
};

const TlField tl_psk_key_exchange_modes_fields[] = {
  TL_LIST ("ke_modes", 1, psk_key_exchange_mode),
  { 0 },
};

/* RFC 9846 section 4.3.10 */
const TlField tl_early_data_ticket_fields[] = {
  TL_UINT ("max_early_data_size", 4),
  { 0 },
};

/* RFC 9846 section 4.3.11 */
static const TlField psk_identity_fields[] = {
  TL_BYTES_PREFIX ("identity", 2, .tag = TL_TAG_PSK_IDENTITY),
  TL_UINT ("obfuscated_ticket_age", 4, .tag = TL_TAG_TICKET_AGE),
  { 0 },
};

static const TlField psk_identity[] = {
  TL_GROUP ("psk_identity", psk_identity_fields),
  { 0 },
};

static const TlField psk_binder_entry[] = {
  TL_BYTES_PREFIX ("psk_binder_entry", 1),
  { 0 },
};

const TlField tl_pre_shared_key_client_fields[] = {
  TL_LIST ("identities", 2, psk_identity),
  TL_LIST ("binders", 2, psk_binder_entry),
  { 0 },
};

const TlField tl_pre_shared_key_server_fields[] = {
  TL_UINT ("selected_identity", 2, .tag = TL_TAG_SELECTED_IDENTITY),
  { 0 },
};

/* RFC 8879 section 3 */
static const TlField certificate_compression_algorithm[] = {
  TL_UINT ("certificate_compression_algorithm", 2, .registry = TL_REGISTRY_CERTIFICATE_COMPRESSION),
  { 0 },
};

const TlField tl_compress_certificate_fields[] = {
  TL_LIST ("algorithms", 1, certificate_compression_algorithm),
  { 0 },
};

/* RFC 8449 section 4 */
const TlField tl_record_size_limit_fields[] = {
  TL_UINT ("record_size_limit", 2),
  { 0 },
};

/* RFC 9345 section 4.1.1: what the client accepts */
const TlField tl_delegated_credential_offer_fields[] = {
  TL_LIST ("supported_signature_algorithm", 2, tl_signature_scheme),
  { 0 },
};

/* RFC 9345 section 4: Credential and DelegatedCredential */
static const TlField credential[] = {
  TL_UINT ("valid_time", 4, .show = TL_SHOW_SECONDS),
  TL_UINT ("dc_cert_verify_algorithm", 2, .registry = TL_REGISTRY_SIGNATURE_SCHEME),
  TL_BYTES_PREFIX ("asn1_subject_public_key_info", 3, .holds = TL_HOLDS_PUBLIC_KEY),
  { 0 },
};

const TlField tl_delegated_credential_fields[] = {
  TL_GROUP ("cred", credential),
  TL_UINT ("algorithm", 2, .registry = TL_REGISTRY_SIGNATURE_SCHEME),
  TL_BYTES_PREFIX ("signature", 2, .holds = TL_HOLDS_SIGNATURE),
  { 0 },
};

/* RFC 9149 section 3 */
const TlField tl_ticket_request_client_fields[] = {
  TL_UINT ("new_session_count", 1),
  TL_UINT ("resumption_count", 1),
  { 0 },
};

const TlField tl_ticket_request_server_fields[] = {
  TL_UINT ("expected_count", 1),
  { 0 },
};

/* draft-ietf-tls-tlsflags-14 section 2 */
const TlField tl_tls_flags_fields[] = {
  TL_BYTES_PREFIX ("flags", 1),
  { 0 },
};

/* RFC 9849 section 5 */
static const TlField hpke_suite[] = {
  TL_UINT ("kdf_id", 2, .registry = TL_REGISTRY_HPKE_KDF),
  TL_UINT ("aead_id", 2, .registry = TL_REGISTRY_HPKE_AEAD),
  { 0 },
};

static const TlField ech_outer[] = {
  TL_GROUP ("hpke_symmetric_cipher_suite", hpke_suite),
  TL_UINT ("config_id", 1),
  TL_BYTES_PREFIX ("enc", 2),
  TL_BYTES_PREFIX ("payload", 2, .holds = TL_HOLDS_ENCRYPTED_CLIENT_HELLO),
  { 0 },
};

static const TlCase ech_cases[] = {
  { 0, 0, ech_outer },
  { 1, 0, tl_empty_fields },
};

static const TlChoice ech_choice = { TL_TAG_ECH_TYPE, ech_cases, G_N_ELEMENTS (ech_cases) };

const TlField tl_ech_client_fields[] = {
  TL_UINT ("ech_client_hello_type", 1, .tag = TL_TAG_ECH_TYPE, .registry = TL_REGISTRY_ECH_CLIENT_HELLO_TYPE),
  TL_CHOICE ("ech_client_hello", 0, &ech_choice),
  { 0 },
};

const TlField tl_ech_retry_fields[] = {
  TL_BYTES_FIXED ("confirmation", 8),
  { 0 },
};

/* RFC 9849 section 4 */
static const TlField hpke_suite_item[] = {
  TL_GROUP ("hpke_symmetric_cipher_suite", hpke_suite),
  { 0 },
};

static const TlField hpke_key_config[] = {
  TL_UINT ("config_id", 1),
  TL_UINT ("kem_id", 2, .registry = TL_REGISTRY_HPKE_KEM),
  TL_BYTES_PREFIX ("public_key", 2),
  TL_LIST ("hpke_cipher_suites", 2, hpke_suite_item),
  { 0 },
};

static const TlField ech_config_extension_fields[] = {
  TL_UINT ("ech_config_extension_type", 2),
  TL_BYTES_PREFIX ("ech_config_extension_data", 2),
  { 0 },
};

static const TlField ech_config_extension[] = {
  TL_GROUP ("ech_config_extension", ech_config_extension_fields),
  { 0 },
};

static const TlField ech_config_contents[] = {
  TL_GROUP ("key_config", hpke_key_config),
  TL_UINT ("maximum_name_length", 1),
  TL_BYTES_PREFIX ("public_name", 1, .show = TL_SHOW_TEXT),
  TL_LIST ("ech_config_extensions", 2, ech_config_extension),
  { 0 },
};

static const TlCase ech_config_cases[] = {
  { 0xfe0d, 0, ech_config_contents },
};

static const TlChoice ech_config_choice
    = { TL_TAG_SELECTOR, ech_config_cases, G_N_ELEMENTS (ech_config_cases) };

static const TlField ech_config_fields[] = {
  TL_UINT ("ech_config_version", 2, .tag = TL_TAG_SELECTOR, .show = TL_SHOW_HEX),
  TL_CHOICE ("contents", 2, &ech_config_choice),
  { 0 },
};

static const TlField ech_config[] = {
  TL_GROUP ("ech_config", ech_config_fields),
  { 0 },
};

const TlField tl_ech_configs_fields[] = {
  TL_LIST ("retry_configs", 2, ech_config),
  { 0 },
};

/* RFC 9849 section 5.1: only in a ClientHelloInner. It has no tag: these extensions are not here. */
static const TlField outer_extension[] = {
  TL_UINT ("outer_extension", 2, .registry = TL_REGISTRY_EXTENSION),
  { 0 },
};

const TlField tl_ech_outer_fields[] = {
  TL_LIST ("outer_extensions", 1, outer_extension),
  { 0 },
};
