/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The packets and frames of QUIC that stand on the ladder. The bits of the first byte (Header Form, Fixed Bit, Long Packet
 * Type and those that differ from type to type) are one field: tables read whole bytes.
 */
#include "tables.h"

#include "versions.h"

#define FIRST_BYTE TL_UINT ("first_byte", 1, .show = TL_SHOW_HEX)
#define VERSION TL_UINT ("version", 4, .show = TL_SHOW_HEX, .registry = TL_REGISTRY_QUIC_VERSION)
#define CONNECTION_IDS                                                                                                 \
  TL_BYTES_PREFIX ("destination_connection_id", 1), TL_BYTES_PREFIX ("source_connection_id", 1)

/* RFC 9000 section 17.2.1 */
static const TlField supported_version[] = {
  TL_UINT ("supported_version", 4, .show = TL_SHOW_HEX, .registry = TL_REGISTRY_QUIC_VERSION),
  { 0 },
};

const TlField tl_quic_version_negotiation_fields[] = {
  FIRST_BYTE,
  VERSION,
  CONNECTION_IDS,
  TL_LIST ("supported_versions", 0, supported_version),
  { 0 },
};

/* RFC 9000 section 17.2.5 */
const TlField tl_quic_retry_fields[] = {
  FIRST_BYTE,
  VERSION,
  CONNECTION_IDS,
  TL_BYTES_BUT_LAST ("retry_token", TL_QUIC_TAG),
  TL_BYTES_FIXED ("retry_integrity_tag", TL_QUIC_TAG),
  { 0 },
};

/* draft-ietf-quic-transport-24 section 17.2.5 */
const TlField tl_quic_draft_retry_fields[] = {
  FIRST_BYTE,
  VERSION,
  CONNECTION_IDS,
  TL_BYTES_PREFIX ("original_destination_connection_id", 1),
  TL_BYTES_REST ("retry_token"),
  { 0 },
};

/* RFC 9000 section 17.2.4: packet number and payload are protected, and where one ends is too */
const TlField tl_quic_handshake_fields[] = {
  FIRST_BYTE,
  VERSION,
  CONNECTION_IDS,
  TL_BYTES_PREFIX ("protected_payload", TL_PREFIX_VARINT),
  { 0 },
};

/* RFC 9000 section 19.19 */
const TlField tl_quic_connection_close_fields[] = {
  TL_VARINT ("type", .show = TL_SHOW_HEX, .registry = TL_REGISTRY_QUIC_FRAME_TYPE),
  TL_VARINT ("error_code", .show = TL_SHOW_HEX, .registry = TL_REGISTRY_QUIC_ERROR),
  TL_VARINT ("frame_type", .show = TL_SHOW_HEX, .registry = TL_REGISTRY_QUIC_FRAME_TYPE),
  TL_BYTES_PREFIX ("reason_phrase", TL_PREFIX_VARINT, .show = TL_SHOW_TEXT),
  { 0 },
};

/* The same section: with an error of the application protocol, which no frame was at fault for. */
const TlField tl_quic_application_close_fields[] = {
  TL_VARINT ("type", .show = TL_SHOW_HEX, .registry = TL_REGISTRY_QUIC_FRAME_TYPE),
  TL_VARINT ("application_error_code", .show = TL_SHOW_HEX),
  TL_BYTES_PREFIX ("reason_phrase", TL_PREFIX_VARINT, .show = TL_SHOW_TEXT),
  { 0 },
};

const TlField *const *
tl_quic_all_tables (void)
{
  static const TlField *const tables[] = { tl_quic_version_negotiation_fields,
                                           tl_quic_retry_fields,
                                           tl_quic_draft_retry_fields,
                                           tl_quic_handshake_fields,
                                           tl_quic_connection_close_fields,
                                           tl_quic_application_close_fields,
                                           NULL };

  return tables;
}
