/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Link types: from a captured frame to the IP packet in it.
 */
#pragma once

#include "../bytes.h"

G_BEGIN_DECLS

/* LINKTYPE_ values that somebody else needs. */
enum
{
  TL_LINK_ETHERNET = 1
};

/* Takes the link header (and VLAN tags) of @link_type, a LINKTYPE_ value, off @frame: what is left begins with an IPv4 or
 * IPv6 header. False when the link type is not known or the frame carries no IP. */
bool tl_link_strip (int link_type, TlBytes *frame);

/* Whether frames of @link_type can be read at all. */
bool tl_link_type_known (int link_type);

G_END_DECLS
