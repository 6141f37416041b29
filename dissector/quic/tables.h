/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The packets and frames of QUIC that stand on the ladder as tables.
 */
#pragma once

#include "../fields.h"

G_BEGIN_DECLS

extern const TlField tl_quic_version_negotiation_fields[];
extern const TlField tl_quic_retry_fields[];
extern const TlField tl_quic_draft_retry_fields[]; /* of drafts before 25 */
extern const TlField tl_quic_handshake_fields[];   /* of a Handshake packet, sealed */
extern const TlField tl_quic_connection_close_fields[];
extern const TlField tl_quic_application_close_fields[]; /* with an error of the application protocol */

/* Every table there is, for tests: ends with NULL. */
const TlField *const *tl_quic_all_tables (void);

G_END_DECLS
