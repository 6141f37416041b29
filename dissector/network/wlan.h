/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * IEEE 802.11, and the headers that captures put before it.
 */
#pragma once

#include "../bytes.h"

G_BEGIN_DECLS

/* LINKTYPE_ values: 802.11 after a header of each kind. */
enum
{
  TL_WLAN_PLAIN = 105,
  TL_WLAN_PRISM = 119,
  TL_WLAN_RADIOTAP = 127,
  TL_WLAN_AVS = 163,
  TL_WLAN_PPI = 192
};

static inline bool
tl_wlan_is (int link_type)
{
  return link_type >= TL_WLAN_PLAIN
         && (link_type == TL_WLAN_RADIOTAP || link_type == TL_WLAN_PLAIN || link_type == TL_WLAN_PRISM
             || link_type == TL_WLAN_AVS || link_type == TL_WLAN_PPI);
}

/* Takes headers off @frame until it begins with IPv4 or IPv6. False for a frame that carries none, is encrypted, or is a part of
 * one. Of several frames that travel together, the first. */
bool tl_wlan_strip (int link_type, TlBytes *frame);

/* Whether several frames travel in this one (A-MSDU, IEEE 802.11 clause 9.3.2.2): then @frame becomes them. */
bool tl_wlan_open_aggregate (int link_type, TlBytes *frame);

/* Takes the next of them off. It begins like Ethernet; @missing of its bytes were not captured. */
bool tl_wlan_next_frame (TlBytes *aggregate, TlBytes *frame, guint32 *missing);

G_END_DECLS
