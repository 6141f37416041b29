/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The transport parameters of QUIC, which travel in an extension: RFC 9000 section 18.
 */
#include "tables.h"

#include "extensions.h"

/* RFC 9000 section 18.2, in the order of the section. The value of a parameter is a box of its own. */

static const TlField original_destination_connection_id[] = {
  TL_BYTES_REST ("original_destination_connection_id"),
  { 0 },
};

static const TlField max_idle_timeout[] = {
  TL_VARINT ("max_idle_timeout", .show = TL_SHOW_MILLISECONDS),
  { 0 },
};

static const TlField stateless_reset_token[] = {
  TL_BYTES_FIXED ("stateless_reset_token", 16),
  { 0 },
};

static const TlField max_udp_payload_size[] = {
  TL_VARINT ("max_udp_payload_size"),
  { 0 },
};

static const TlField initial_max_data[] = {
  TL_VARINT ("initial_max_data"),
  { 0 },
};

static const TlField initial_max_stream_data_bidi_local[] = {
  TL_VARINT ("initial_max_stream_data_bidi_local"),
  { 0 },
};

static const TlField initial_max_stream_data_bidi_remote[] = {
  TL_VARINT ("initial_max_stream_data_bidi_remote"),
  { 0 },
};

static const TlField initial_max_stream_data_uni[] = {
  TL_VARINT ("initial_max_stream_data_uni"),
  { 0 },
};

static const TlField initial_max_streams_bidi[] = {
  TL_VARINT ("initial_max_streams_bidi"),
  { 0 },
};

static const TlField initial_max_streams_uni[] = {
  TL_VARINT ("initial_max_streams_uni"),
  { 0 },
};

static const TlField ack_delay_exponent[] = {
  TL_VARINT ("ack_delay_exponent"),
  { 0 },
};

static const TlField max_ack_delay[] = {
  TL_VARINT ("max_ack_delay", .show = TL_SHOW_MILLISECONDS),
  { 0 },
};

static const TlField preferred_address[] = {
  TL_BYTES_FIXED ("ipv4_address", 4),
  TL_UINT ("ipv4_port", 2),
  TL_BYTES_FIXED ("ipv6_address", 16),
  TL_UINT ("ipv6_port", 2),
  TL_BYTES_PREFIX ("connection_id", 1),
  TL_BYTES_FIXED ("stateless_reset_token", 16),
  { 0 },
};

static const TlField active_connection_id_limit[] = {
  TL_VARINT ("active_connection_id_limit"),
  { 0 },
};

static const TlField initial_source_connection_id[] = {
  TL_BYTES_REST ("initial_source_connection_id"),
  { 0 },
};

static const TlField retry_source_connection_id[] = {
  TL_BYTES_REST ("retry_source_connection_id"),
  { 0 },
};

/* RFC 9368 section 3 */
static const TlField available_version[] = {
  TL_UINT ("quic_version", 4, .show = TL_SHOW_HEX, .registry = TL_REGISTRY_QUIC_VERSION),
  { 0 },
};

static const TlField version_information[] = {
  TL_UINT ("chosen_version", 4, .show = TL_SHOW_HEX, .registry = TL_REGISTRY_QUIC_VERSION),
  TL_LIST ("available_versions", 0, available_version),
  { 0 },
};

/* RFC 9221 section 3 */
static const TlField max_datagram_frame_size[] = {
  TL_VARINT ("max_datagram_frame_size"),
  { 0 },
};

/* draft-ietf-quic-ack-frequency-04 section 3 */
static const TlField min_ack_delay[] = {
  TL_VARINT ("min_ack_delay"),
  { 0 },
};

/* draft-ietf-quic-multipath-21 section 2.1 */
static const TlField initial_max_path_id[] = {
  TL_VARINT ("initial_max_path_id"),
  { 0 },
};

/* draft-ferrieuxhamchaoui-quic-lossbits-03 section 5.1 */
static const TlField loss_bits[] = {
  TL_VARINT ("loss_bits"),
  { 0 },
};

/* draft-huitema-quic-ts-08 section 2 */
static const TlField enable_time_stamp[] = {
  TL_VARINT ("enable_time_stamp"),
  { 0 },
};

/* draft-ietf-quic-address-discovery-00 section 4 */
static const TlField address_discovery[] = {
  TL_VARINT ("address_discovery"),
  { 0 },
};

/* Any bytes, to see whether long hellos arrive: https://github.com/quicwg/base-drafts/wiki/Quantum-Readiness-test */
static const TlField discard[] = {
  TL_BYTES_REST ("discard"),
  { 0 },
};

/* Facebook's mvfst, quic/handshake/TransportParameters.h */
static const TlField partial_reliability[] = {
  TL_VARINT ("partial_reliability"),
  { 0 },
};

/* Google's, in Chromium's transport_parameters.cc */
static const TlField initial_rtt[] = {
  TL_VARINT ("initial_rtt"),
  { 0 },
};

static const TlField google_connection_option[] = {
  TL_BYTES_FIXED ("google_connection_option", 4, .show = TL_SHOW_TEXT),
  { 0 },
};

static const TlField google_connection_options[] = {
  TL_LIST ("google_connection_options", 0, google_connection_option),
  { 0 },
};

static const TlField user_agent[] = {
  TL_BYTES_REST ("user_agent", .show = TL_SHOW_TEXT),
  { 0 },
};

static const TlField google_handshake_message[] = {
  TL_BYTES_REST ("google_handshake_message"),
  { 0 },
};

static const TlField google_quic_params[] = {
  TL_BYTES_REST ("google_quic_params"),
  { 0 },
};

static const TlField google_version[] = {
  TL_UINT ("google_version", 4, .show = TL_SHOW_HEX, .registry = TL_REGISTRY_QUIC_VERSION),
  TL_LIST ("google_supported_versions", 1, available_version, .flags = TL_FIELD_OPTIONAL),
  { 0 },
};

/* RFC 9000 section 18.1: any bytes, to be ignored */
static const TlField grease[] = {
  TL_BYTES_REST ("grease"),
  { 0 },
};

static const TlCase parameters[] = {
  { 0x00, 0, original_destination_connection_id },
  { 0x01, 0, max_idle_timeout },
  { 0x02, 0, stateless_reset_token },
  { 0x03, 0, max_udp_payload_size },
  { 0x04, 0, initial_max_data },
  { 0x05, 0, initial_max_stream_data_bidi_local },
  { 0x06, 0, initial_max_stream_data_bidi_remote },
  { 0x07, 0, initial_max_stream_data_uni },
  { 0x08, 0, initial_max_streams_bidi },
  { 0x09, 0, initial_max_streams_uni },
  { 0x0a, 0, ack_delay_exponent },
  { 0x0b, 0, max_ack_delay },
  { 0x0c, 0, tl_empty_fields }, /* disable_active_migration */
  { 0x0d, 0, preferred_address },
  { 0x0e, 0, active_connection_id_limit },
  { 0x0f, 0, initial_source_connection_id },
  { 0x10, 0, retry_source_connection_id },
  { 0x11, 0, version_information },
  { 0x1d, 0, tl_empty_fields }, /* reset_stream_at, draft-ietf-quic-reliable-stream-reset-09 section 3 */
  { 0x20, 0, max_datagram_frame_size },
  { 0x3e, 0, initial_max_path_id },
  { 0x1057, 0, loss_bits },
  { 0x173e, 0, discard },
  { 0x26ab, 0, google_handshake_message },
  { 0x2ab2, 0, tl_empty_fields }, /* grease_quic_bit, RFC 9287 section 3 */
  { 0x3127, 0, initial_rtt },
  { 0x3128, 0, google_connection_options },
  { 0x3129, 0, user_agent },
  { 0x312a, 0, tl_empty_fields }, /* google_support_handshake_done */
  { 0x312b, 0, tl_empty_fields }, /* google_key_update_not_yet_supported */
  { 0x4751, 0, google_quic_params },
  { 0x4752, 0, google_version },
  { 0x7158, 0, enable_time_stamp },
  { 0xde1a, 0, min_ack_delay },
  { 0xff00, 0, partial_reliability },
  { 0xff73db, 0, version_information },
  { 0x9f81a176, 0, address_discovery },
  { 0xff04de1b, 0, min_ack_delay },
  { 0x17f7586d2cb571, 0, tl_empty_fields },   /* reset_stream_at, draft 07 */
  { 0x0f739bbc1b666d05, 0, tl_empty_fields }, /* enable_multipath, draft-ietf-quic-multipath-05 */
  { 0x0f739bbc1b666d06, 0, tl_empty_fields },
  { 0x0f739bbc1b666d07, 0, initial_max_path_id }, /* initial_max_paths there */
  { 0x0f739bbc1b666d09, 0, initial_max_path_id },
  { 0x0f739bbc1b666d0d, 0, initial_max_path_id },
  { TL_CASE_GREASE, 0, grease },
};

static const TlChoice parameter = { TL_TAG_SELECTOR, parameters, G_N_ELEMENTS (parameters) };

/* RFC 9000 section 18 */
static const TlField transport_parameter_fields[] = {
  TL_VARINT ("transport_parameter_id", .tag = TL_TAG_SELECTOR, .registry = TL_REGISTRY_QUIC_TRANSPORT_PARAMETER),
  TL_CHOICE ("transport_parameter_value", TL_PREFIX_VARINT, &parameter),
  { 0 },
};

static const TlField transport_parameter[] = {
  TL_GROUP ("transport_parameter", transport_parameter_fields),
  { 0 },
};

const TlField tl_quic_transport_parameters_fields[] = {
  TL_LIST ("transport_parameters", 0, transport_parameter),
  { 0 },
};

/* draft-ietf-quic-transport-26 section 18 and before: numbers and lengths of 16 bits */
static const TlField old_transport_parameter_fields[] = {
  TL_UINT ("transport_parameter_id", 2, .tag = TL_TAG_SELECTOR, .registry = TL_REGISTRY_QUIC_TRANSPORT_PARAMETER),
  TL_CHOICE ("transport_parameter_value", 2, &parameter),
  { 0 },
};

static const TlField old_transport_parameter[] = {
  TL_GROUP ("transport_parameter", old_transport_parameter_fields),
  { 0 },
};

const TlField tl_quic_old_transport_parameters_fields[] = {
  TL_LIST ("transport_parameters", 2, old_transport_parameter),
  { 0 },
};
