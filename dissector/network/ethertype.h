/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What stands between the header of a frame and the IP packet in it: tags, labels, LLC, PPP. Links and tunnels share it.
 */
#pragma once

#include "../bytes.h"

G_BEGIN_DECLS

/* Each takes headers off @frame until it begins with IPv4 or IPv6; false where it carries none. At most
 * TL_LIMIT_ENCAPSULATION headers, one in another. */

/* @frame begins with what @type, an ethertype or the length of IEEE 802.3, announces. */
bool tl_ethertype_strip (guint16 type, TlBytes *frame);

/* @frame begins with the addresses of Ethernet. */
bool tl_ethernet_strip (TlBytes *frame);

/* @frame begins with LLC, IEEE 802.2. */
bool tl_llc_strip (TlBytes *frame);

/* @frame begins with address and control (RFC 1662 section 3.1) or, where they are compressed away, the protocol. */
bool tl_ppp_strip (TlBytes *frame);

/* @frame begins with PPPoE, RFC 2516. */
bool tl_pppoe_strip (TlBytes *frame);

/* @frame begins with a label of MPLS, RFC 3032. */
bool tl_mpls_strip (TlBytes *frame);

/* @frame begins with a Network Service Header, RFC 8300. */
bool tl_nsh_strip (TlBytes *frame);

G_END_DECLS
