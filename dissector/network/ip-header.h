/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Whether bytes are an IP packet, where nothing before them says so for sure.
 */
#pragma once

#include "../bytes.h"

G_BEGIN_DECLS

/* Whether @bytes begin with the header of an IPv4 or IPv6 packet that nothing in it contradicts: version, lengths, and the checksum
 * where there is one. Strict, for guesses; a header that was not captured to its end is none. */
bool tl_ip_header_fits (TlBytes bytes);

G_END_DECLS
