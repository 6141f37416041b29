/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tunnels: packets in packets.
 */
#pragma once

#include "../bytes.h"

G_BEGIN_DECLS

/* Takes the headers of a tunnel that the IP protocol @protocol announces off @bytes, until they begin with IPv4 or IPv6. False when it is no
 * tunnel, or carries something else. IP in IP has no header to take off, and is none of them. */
bool tl_tunnel_strip (guint8 protocol, TlBytes *bytes);

/* The same for the payload of UDP. A tunnel is known by its port; but other protocols use these ports too, so what is in it must begin with
 * an IP header that fits: where it does not, @bytes stay as they are. */
bool tl_tunnel_strip_udp (guint16 source, guint16 destination, TlBytes *bytes);

G_END_DECLS
