/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Extensions that are seldom seen, and those that browsers and servers used without registering them.
 */
#include "tables.h"

#include "extensions.h"

/* RFC 4681 section 2 */
static const TlField user_mapping_type[] = {
  TL_UINT ("user_mapping_type", 1, .registry = TL_REGISTRY_USER_MAPPING_TYPE),
  { 0 },
};

const TlField tl_user_mapping_fields[] = {
  TL_LIST ("user_mapping_types", 1, user_mapping_type),
  { 0 },
};

/* RFC 5878 section 2.3 */
static const TlField authz_format[] = {
  TL_UINT ("authz_format", 1, .registry = TL_REGISTRY_AUTHORIZATION_FORMAT),
  { 0 },
};

const TlField tl_authz_fields[] = {
  TL_LIST ("authz_format_list", 1, authz_format),
  { 0 },
};

/* RFC 6091 section 3.1 */
static const TlField certificate_type[] = {
  TL_UINT ("certificate_type", 1, .registry = TL_REGISTRY_CERTIFICATE_TYPE),
  { 0 },
};

const TlField tl_cert_type_client_fields[] = {
  TL_LIST ("certificate_types", 1, certificate_type),
  { 0 },
};

const TlField tl_cert_type_server_fields[] = {
  TL_UINT ("certificate_type", 1, .tag = TL_TAG_CERTIFICATE_TYPE, .registry = TL_REGISTRY_CERTIFICATE_TYPE),
  { 0 },
};

/* RFC 5054 section 2.8.1 */
const TlField tl_srp_fields[] = {
  TL_BYTES_PREFIX ("srp_i", 1, .show = TL_SHOW_TEXT),
  { 0 },
};

/* RFC 8472 section 2 */
static const TlField tb_protocol_version[] = {
  TL_UINT ("major", 1),
  TL_UINT ("minor", 1),
  { 0 },
};

static const TlField token_binding_key_parameters[] = {
  TL_UINT ("token_binding_key_parameters", 1, .registry = TL_REGISTRY_TOKEN_BINDING_PARAMETER),
  { 0 },
};

const TlField tl_token_binding_fields[] = {
  TL_GROUP ("token_binding_version", tb_protocol_version),
  TL_LIST ("key_parameters_list", 1, token_binding_key_parameters),
  { 0 },
};

/* RFC 7924 section 3 */
static const TlField cached_object_client[] = {
  TL_UINT ("cached_information_type", 1),
  TL_BYTES_PREFIX ("hash_value", 1),
  { 0 },
};

static const TlField cached_object_client_item[] = {
  TL_GROUP ("cached_object", cached_object_client),
  { 0 },
};

static const TlField cached_object_server[] = {
  TL_UINT ("cached_information_type", 1),
  { 0 },
};

const TlField tl_cached_info_client_fields[] = {
  TL_LIST ("cached_info", 2, cached_object_client_item),
  { 0 },
};

const TlField tl_cached_info_server_fields[] = {
  TL_LIST ("cached_info", 2, cached_object_server),
  { 0 },
};

/* RFC 8492 section 4.4.3: for pwd_protect encrypted, so no text */
const TlField tl_pwd_protect_fields[] = {
  TL_BYTES_PREFIX ("pwd_name", 1),
  { 0 },
};

const TlField tl_pwd_clear_fields[] = {
  TL_BYTES_PREFIX ("pwd_name", 1, .show = TL_SHOW_TEXT),
  { 0 },
};

/* RFC 8492 section 4.5.2.4 */
const TlField tl_password_salt_fields[] = {
  TL_BYTES_PREFIX ("pwd_salt", 2),
  { 0 },
};

/* RFC 8672 section 3 */
const TlField tl_ticket_pinning_client_fields[] = {
  TL_BYTES_PREFIX ("pinning_ticket", 2),
  { 0 },
};

const TlField tl_ticket_pinning_server_fields[] = {
  TL_BYTES_PREFIX ("pinning_proof", 1),
  TL_BYTES_PREFIX ("pinning_ticket", 2),
  TL_UINT ("lifetime", 4, .show = TL_SHOW_SECONDS),
  { 0 },
};

/* RFC 8870 section 5.2.1 */
static const TlField ekt_cipher_type[] = {
  TL_UINT ("ekt_cipher_type", 1),
  { 0 },
};

const TlField tl_ekt_ciphers_client_fields[] = {
  TL_LIST ("supported_ciphers", 1, ekt_cipher_type),
  { 0 },
};

const TlField tl_ekt_ciphers_server_fields[] = {
  TL_UINT ("selected_cipher", 1),
  { 0 },
};

/* RFC 8870 section 5.2.2 */
const TlField tl_ekt_key_fields[] = {
  TL_BYTES_PREFIX ("ekt_key_value", 2),
  TL_BYTES_PREFIX ("srtp_master_salt", 2),
  TL_UINT ("ekt_spi", 2),
  TL_UINT ("ekt_ttl", 3, .show = TL_SHOW_SECONDS),
  { 0 },
};

/* RFC 9162 section 4.8: SignedCertificateTimestampDataV2 */
static const TlField sct_v2[] = {
  TL_BYTES_PREFIX ("log_id", 1),
  TL_UINT ("timestamp", 8, .show = TL_SHOW_UNIX_MILLISECONDS),
  TL_BYTES_PREFIX ("sct_extensions", 2),
  TL_BYTES_PREFIX ("signature", 2),
  { 0 },
};

/* RFC 9162 sections 4.9 and 4.10 */
static const TlField tree_head[] = {
  TL_UINT ("timestamp", 8, .show = TL_SHOW_UNIX_MILLISECONDS),
  TL_UINT ("tree_size", 8),
  TL_BYTES_PREFIX ("root_hash", 1),
  TL_BYTES_PREFIX ("sth_extensions", 2),
  { 0 },
};

static const TlField signed_tree_head[] = {
  TL_BYTES_PREFIX ("log_id", 1),
  TL_GROUP ("tree_head", tree_head),
  TL_BYTES_PREFIX ("signature", 2),
  { 0 },
};

/* RFC 9162 section 4.12 */
static const TlField node_hash[] = {
  TL_BYTES_PREFIX ("node_hash", 1),
  { 0 },
};

static const TlField inclusion_proof[] = {
  TL_BYTES_PREFIX ("log_id", 1),
  TL_UINT ("tree_size", 8),
  TL_UINT ("leaf_index", 8),
  TL_LIST ("inclusion_path", 2, node_hash),
  { 0 },
};

static const TlCase trans_item_cases[] = {
  { 0x0102, 0, sct_v2 },
  { 0x0103, 0, sct_v2 },
  { 0x0104, 0, signed_tree_head },
  { 0x0106, 0, inclusion_proof },
};

static const TlChoice trans_item_choice = { TL_TAG_SELECTOR, trans_item_cases, G_N_ELEMENTS (trans_item_cases) };

/* RFC 9162 section 4.5: TransItem */
static const TlField trans_item[] = {
  TL_UINT ("versioned_type", 2, .tag = TL_TAG_SELECTOR, .registry = TL_REGISTRY_TRANS_ITEM_TYPE),
  TL_CHOICE ("data", 0, &trans_item_choice, .flags = TL_FIELD_OR_BYTES),
  { 0 },
};

/* RFC 9162 section 6.3 */
static const TlField serialized_trans_item[] = {
  TL_GROUP ("serialized_trans_item", trans_item, .prefix = 2),
  { 0 },
};

const TlField tl_transparency_info_fields[] = {
  TL_LIST ("trans_item_list", 2, serialized_trans_item, .flags = TL_FIELD_OPTIONAL),
  { 0 },
};

/* RFC 8844 section 3.2 */
const TlField tl_external_id_hash_fields[] = {
  TL_BYTES_PREFIX ("binding_hash", 1),
  { 0 },
};

/* RFC 8844 section 4.3 */
const TlField tl_external_session_id_fields[] = {
  TL_BYTES_PREFIX ("external_session_id", 1),
  { 0 },
};

/* RFC 9102 section 2.2: the chain fills what is left, see its test vectors */
const TlField tl_dnssec_chain_client_fields[] = {
  TL_UINT ("port_number", 2),
  { 0 },
};

const TlField tl_dnssec_chain_server_fields[] = {
  TL_UINT ("ext_support_lifetime", 2),
  TL_BYTES_REST ("authentication_chain"),
  { 0 },
};

/* draft-agl-tls-nextprotoneg-04 section 3: names to the end, without a length around them */
static const TlField next_protocol_name[] = {
  TL_BYTES_PREFIX ("next_protocol_name", 1, .show = TL_SHOW_TEXT),
  { 0 },
};

const TlField tl_next_protocol_server_fields[] = {
  TL_LIST ("next_protocol_names", 0, next_protocol_name, .flags = TL_FIELD_OPTIONAL),
  { 0 },
};

const TlField tl_next_protocol_fields[] = {
  TL_BYTES_PREFIX ("selected_protocol", 1, .show = TL_SHOW_TEXT),
  TL_BYTES_PREFIX ("padding", 1),
  { 0 },
};

/* draft-balfanz-tls-channelid-01 section 5: an extension inside the message, with the key and its signature
 */
const TlField tl_channel_id_fields[] = {
  TL_UINT ("channel_id_extension_type", 2, .registry = TL_REGISTRY_EXTENSION),
  TL_UINT ("channel_id_extension_length", 2),
  TL_BYTES_FIXED ("x", 32),
  TL_BYTES_FIXED ("y", 32),
  TL_BYTES_FIXED ("r", 32),
  TL_BYTES_FIXED ("s", 32),
  { 0 },
};

/* draft-vvv-tls-alps-01 section 4 */
static const TlField supported_protocol[] = {
  TL_BYTES_PREFIX ("supported_protocol", 1, .show = TL_SHOW_TEXT),
  { 0 },
};

const TlField tl_application_settings_client_fields[] = {
  TL_LIST ("supported_protocols", 2, supported_protocol),
  { 0 },
};

const TlField tl_application_settings_server_fields[] = {
  TL_BYTES_REST ("settings"),
  { 0 },
};

/* draft-ietf-tls-trust-anchor-ids section 4: in a Certificate there is nothing */
static const TlField trust_anchor_identifier[] = {
  TL_BYTES_PREFIX ("trust_anchor_identifier", 1),
  { 0 },
};

const TlField tl_trust_anchors_fields[] = {
  TL_LIST ("trust_anchor_identifier_list", 2, trust_anchor_identifier, .flags = TL_FIELD_OPTIONAL),
  { 0 },
};

/* draft-ietf-tls-pake section 3 */
static const TlField pake_share_fields[] = {
  TL_UINT ("pake_scheme", 2, .show = TL_SHOW_HEX),
  TL_BYTES_PREFIX ("pake_message", 2),
  { 0 },
};

static const TlField pake_share[] = {
  TL_GROUP ("pake_share", pake_share_fields),
  { 0 },
};

const TlField tl_pake_client_fields[] = {
  TL_BYTES_PREFIX ("client_identity", 2),
  TL_BYTES_PREFIX ("server_identity", 2),
  TL_LIST ("pake_client_shares", 2, pake_share),
  { 0 },
};

const TlField tl_pake_server_fields[] = {
  TL_GROUP ("pake_server_share", pake_share_fields),
  { 0 },
};

/* draft-ietf-tls-esni-06 section 4.2. The suite and the group are those of the encryption, so they have no
 * tags. */
static const TlField esni_key_share[] = {
  TL_UINT ("group", 2, .registry = TL_REGISTRY_GROUP),
  TL_BYTES_PREFIX ("key_exchange", 2),
  { 0 },
};

const TlField tl_esni_client_fields[] = {
  TL_UINT ("suite", 2, .registry = TL_REGISTRY_CIPHER_SUITE),
  TL_GROUP ("key_share", esni_key_share),
  TL_BYTES_PREFIX ("record_digest", 2),
  TL_BYTES_PREFIX ("encrypted_sni", 2),
  { 0 },
};

const TlField tl_esni_server_fields[] = {
  TL_BYTES_FIXED ("nonce", 16),
  { 0 },
};

/* RFC 4681 section 6 */
static const TlField upn_domain_hint[] = {
  TL_BYTES_PREFIX ("user_principal_name", 2, .show = TL_SHOW_TEXT),
  TL_BYTES_PREFIX ("domain_name", 2, .show = TL_SHOW_TEXT),
  { 0 },
};

static const TlCase user_mapping_cases[] = {
  { 64, 0, upn_domain_hint },
};

static const TlChoice user_mapping_choice
    = { TL_TAG_SELECTOR, user_mapping_cases, G_N_ELEMENTS (user_mapping_cases) };

static const TlField user_mapping_data_fields[] = {
  TL_UINT ("user_mapping_version", 1, .tag = TL_TAG_SELECTOR, .registry = TL_REGISTRY_USER_MAPPING_TYPE),
  TL_CHOICE ("mapping_data", 2, &user_mapping_choice),
  { 0 },
};

static const TlField user_mapping_data[] = {
  TL_GROUP ("user_mapping_data", user_mapping_data_fields),
  { 0 },
};

static const TlField user_mapping_data_list[] = {
  TL_LIST ("user_mapping_data_list", 2, user_mapping_data),
  { 0 },
};

/* RFC 5878 section 3.3.3: URLandHash; how long the hash is depends on the algorithm */
static const TlField md5_hash[] = { TL_BYTES_FIXED ("hash", 16), { 0 } };
static const TlField sha1_hash[] = { TL_BYTES_FIXED ("hash", 20), { 0 } };
static const TlField sha224_hash[] = { TL_BYTES_FIXED ("hash", 28), { 0 } };
static const TlField sha256_hash[] = { TL_BYTES_FIXED ("hash", 32), { 0 } };
static const TlField sha384_hash[] = { TL_BYTES_FIXED ("hash", 48), { 0 } };
static const TlField sha512_hash[] = { TL_BYTES_FIXED ("hash", 64), { 0 } };

static const TlCase hash_cases[] = {
  { 1, 0, md5_hash }, { 2, 0, sha1_hash }, { 3, 0, sha224_hash }, { 4, 0, sha256_hash }, { 5, 0, sha384_hash },
  { 6, 0, sha512_hash },
};

static const TlChoice hash_choice = { TL_TAG_SELECTOR, hash_cases, G_N_ELEMENTS (hash_cases) };

static const TlField url_and_hash[] = {
  TL_BYTES_PREFIX ("url", 2, .show = TL_SHOW_TEXT),
  TL_UINT ("hash_alg", 1, .tag = TL_TAG_SELECTOR, .registry = TL_REGISTRY_HASH_ALGORITHM),
  TL_CHOICE ("hash", 0, &hash_choice),
  { 0 },
};

/* RFC 5878 sections 3.3.1 and 3.3.2 */
static const TlField attribute_certificate[] = {
  TL_BYTES_PREFIX ("x509_attr_cert", 2),
  { 0 },
};

static const TlField saml_assertion[] = {
  TL_BYTES_PREFIX ("saml_assertion", 2, .show = TL_SHOW_TEXT),
  { 0 },
};

static const TlCase authz_cases[] = {
  { 0, 0, attribute_certificate },
  { 1, 0, saml_assertion },
  { 2, 0, url_and_hash },
  { 3, 0, url_and_hash },
};

static const TlChoice authz_choice = { TL_TAG_SELECTOR, authz_cases, G_N_ELEMENTS (authz_cases) };

/* RFC 5878 section 3.3 */
static const TlField authz_entry_fields[] = {
  TL_UINT ("authz_format", 1, .tag = TL_TAG_SELECTOR, .registry = TL_REGISTRY_AUTHORIZATION_FORMAT),
  TL_CHOICE ("authz_entry", 0, &authz_choice),
  { 0 },
};

static const TlField authz_entry[] = {
  TL_GROUP ("authorization_data_entry", authz_entry_fields),
  { 0 },
};

static const TlField authz_data[] = {
  TL_LIST ("authz_data_list", 2, authz_entry),
  { 0 },
};

static const TlCase supplemental_cases[] = {
  { 0, 0, user_mapping_data_list },
  { 16386, 0, authz_data },
};

static const TlChoice supplemental_choice
    = { TL_TAG_SELECTOR, supplemental_cases, G_N_ELEMENTS (supplemental_cases) };

/* RFC 4680 section 2 */
static const TlField supplemental_data_entry_fields[] = {
  TL_UINT ("supp_data_type", 2, .tag = TL_TAG_SELECTOR, .registry = TL_REGISTRY_SUPPLEMENTAL_DATA_TYPE),
  TL_CHOICE ("supp_data", 2, &supplemental_choice),
  { 0 },
};

static const TlField supplemental_data_entry[] = {
  TL_GROUP ("supplemental_data_entry", supplemental_data_entry_fields),
  { 0 },
};

const TlField tl_supplemental_data_fields[] = {
  TL_LIST ("supp_data_list", 3, supplemental_data_entry),
  { 0 },
};
