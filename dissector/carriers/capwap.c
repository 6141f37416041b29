/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * CAPWAP: its DTLS stands behind a preamble of four bytes (RFC 5415 sections 4.2 and 4.4.2).
 */
#include "carrier-kind.h"

#include "../tls/dtls.h"

bool
tl_capwap_peel (TlBytes *datagram)
{
  static const guint8 preamble[] = { 0x01, 0, 0, 0 }; /* version 0, type 1, and what is reserved */
  TlBytes inside = *datagram;

  if (!tl_bytes_begin_with (inside, preamble, sizeof preamble) || !tl_bytes_skip (&inside, sizeof preamble)
      || !tl_dtls_is_possible (inside))
    return false;
  *datagram = inside;
  return true;
}
