/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The tables of this room, for its own files: messages.c and extensions.c choose among them.
 */
#pragma once

#include "../fields.h"

G_BEGIN_DECLS

/* hello.c */
extern const TlField tl_client_hello_fields[];
extern const TlField tl_dtls_client_hello_fields[];
extern const TlField tl_encoded_client_hello_fields[];
extern const TlField tl_dtls_encoded_client_hello_fields[];
extern const TlField tl_server_hello_fields[];
extern const TlField tl_hello_verify_request_fields[];

/* drafts.c: where a draft of TLS 1.3 has another form of a message than the RFC; else NULL */
const TlField *tl_draft_fields (const TlContext *context);
const TlField *const *tl_draft_tables (void);

/* The version that the ServerHello and HelloRetryRequest of a draft before 22 says of itself: it decides the layout of what follows.
 * NSS said 0x0304 there; then what stands behind the random is no length of a session id, but a cipher suite. */
void tl_draft_see_version (TlBytes body, TlContext *context);

/* key-exchange.c: by the key exchange of the cipher suite; where that is not known, by what fits @body */
const TlField *tl_server_key_exchange_fields (const TlContext *context, TlBytes body);
const TlField *tl_client_key_exchange_fields (const TlContext *context, TlBytes body);
const TlField *const *tl_key_exchange_tables (void);
extern const TlField tl_ecjpake_key_kp_pair_fields[];

/* key-shares.c: key_exchange of a KeyShareEntry, by its group; without a case it is one value */
extern const TlChoice tl_key_exchange_choice;

/* authentication.c */
extern const TlField tl_certificate_fields[];
extern const TlField tl_certificate_openpgp_fields[];
extern const TlField tl_certificate_raw_fields[];
extern const TlField tl_certificate13_fields[];
extern const TlField tl_certificate13_raw_fields[];
extern const TlField tl_certificate13_1609_fields[];
extern const TlField tl_cached_fields[];
extern const TlField tl_compressed_certificate_fields[];
extern const TlField tl_certificate_request_fields[];
extern const TlField tl_certificate_request_old_fields[];
extern const TlField tl_certificate_request13_fields[];
extern const TlField tl_certificate_verify_fields[];
extern const TlField tl_certificate_verify_old_fields[];
extern const TlField tl_certificate_status_fields[];
extern const TlField tl_certificate_url_fields[];
extern const TlField tl_finished_fields[];
extern const TlField tl_finished_ssl3_fields[];

/* extensions-tls13.c */
extern const TlField tl_pre_shared_key_client_fields[];
extern const TlField tl_pre_shared_key_server_fields[];
extern const TlField tl_early_data_ticket_fields[];
extern const TlField tl_supported_versions_client_fields[];
extern const TlField tl_supported_versions_server_fields[];
extern const TlField tl_cookie_fields[];
extern const TlField tl_psk_key_exchange_modes_fields[];
extern const TlField tl_certificate_authorities_fields[];
extern const TlField tl_oid_filters_fields[];
extern const TlField tl_signature_algorithms_fields[];
extern const TlField tl_signature_algorithms_cert_fields[];
extern const TlField tl_supported_groups_fields[];
extern const TlField tl_key_share_client_fields[];
extern const TlField tl_key_share_server_fields[];
extern const TlField tl_key_share_retry_fields[];
extern const TlField tl_compress_certificate_fields[];
extern const TlField tl_record_size_limit_fields[];
extern const TlField tl_delegated_credential_offer_fields[];
extern const TlField tl_delegated_credential_fields[];
extern const TlField tl_ticket_request_client_fields[];
extern const TlField tl_ticket_request_server_fields[];
extern const TlField tl_tls_flags_fields[];
extern const TlField tl_ech_client_fields[];
extern const TlField tl_ech_retry_fields[];
extern const TlField tl_ech_configs_fields[];
extern const TlField tl_ech_outer_fields[];

/* extensions-quic.c */
extern const TlField tl_quic_transport_parameters_fields[];
extern const TlField tl_quic_old_transport_parameters_fields[]; /* of drafts before 27 */

/* extensions-rare.c */
extern const TlField tl_user_mapping_fields[];
extern const TlField tl_authz_fields[];
extern const TlField tl_cert_type_client_fields[];
extern const TlField tl_cert_type_server_fields[];
extern const TlField tl_srp_fields[];
extern const TlField tl_token_binding_fields[];
extern const TlField tl_cached_info_client_fields[];
extern const TlField tl_cached_info_server_fields[];
extern const TlField tl_pwd_protect_fields[];
extern const TlField tl_pwd_clear_fields[];
extern const TlField tl_password_salt_fields[];
extern const TlField tl_ticket_pinning_client_fields[];
extern const TlField tl_ticket_pinning_server_fields[];
extern const TlField tl_ekt_ciphers_client_fields[];
extern const TlField tl_ekt_ciphers_server_fields[];
extern const TlField tl_transparency_info_fields[];
extern const TlField tl_external_id_hash_fields[];
extern const TlField tl_external_session_id_fields[];
extern const TlField tl_dnssec_chain_client_fields[];
extern const TlField tl_dnssec_chain_server_fields[];
extern const TlField tl_next_protocol_server_fields[];
extern const TlField tl_application_settings_client_fields[];
extern const TlField tl_application_settings_server_fields[];
extern const TlField tl_trust_anchors_fields[];
extern const TlField tl_pake_client_fields[];
extern const TlField tl_pake_server_fields[];
extern const TlField tl_esni_client_fields[];
extern const TlField tl_esni_server_fields[];
extern const TlField tl_supplemental_data_fields[];
extern const TlField tl_ekt_key_fields[];
extern const TlField tl_next_protocol_fields[];
extern const TlField tl_channel_id_fields[];

/* Elements and endings that more than one table has. */
extern const TlField tl_empty_fields[];
extern const TlField tl_cert_data[];
extern const TlField tl_signature_scheme[];
extern const TlField tl_distinguished_name[];
extern const TlField tl_serialized_sct[];

G_END_DECLS
