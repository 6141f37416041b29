/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Groups of Diffie-Hellman that have a name, known by their primes.
 */
#pragma once

#include "../bytes.h"

G_BEGIN_DECLS

/* The number that the group with @prime has among the supported groups (RFC 7919 section 2); -1 for any other one. */
gint32 tl_dh_group_of_prime (TlBytes prime);

G_END_DECLS
