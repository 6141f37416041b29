/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The packets of QUIC in a datagram: what of their headers can be read without keys (RFC 8999, RFC 9000 section 17).
 */
#pragma once

#include "versions.h"

G_BEGIN_DECLS

typedef enum
{
  TL_QUIC_NO_PACKET, /* what is not of QUIC */
  TL_QUIC_VERSION_NEGOTIATION_PACKET,
  TL_QUIC_INITIAL,
  TL_QUIC_ZERO_RTT,
  TL_QUIC_HANDSHAKE,
  TL_QUIC_RETRY,
  TL_QUIC_ONE_RTT,      /* a short header */
  TL_QUIC_OTHER_VERSION /* a long header of a version that cannot be read further */
} TlQuicPacketType;

enum
{
  TL_QUIC_CONNECTION_ID = 20,    /* bytes at most, in the versions that can be read */
  TL_QUIC_INITIAL_DATAGRAM = 1200 /* bytes at least of a datagram with an Initial packet of a client */
};

/**
 * TlQuicPacket:
 * @type: what it is
 * @version: of a long header; else 0
 * @kind: how it is made; NULL where that is not known
 * @destination, @source: connection ids of a long header
 * @token: of an Initial or a Retry packet
 * @bytes: all of it
 * @protected_at: offset of the packet number, protected as all behind it; 0 for packets that have none
 * @missing: bytes that the header claims and that are not there, not more than a datagram can have
 *
 * A packet as it stands in a datagram, which it borrows.
 */
typedef struct
{
  TlQuicPacketType type;
  guint32 version;
  const TlQuicVersion *kind;
  TlBytes destination;
  TlBytes source;
  TlBytes token;
  TlBytes bytes;
  gsize protected_at;
  guint32 missing;
} TlQuicPacket;

/* Whether a datagram can begin with a packet of QUIC: a long header with a version that can be read or was answered with
 * others, or a short header. Most of UDP ends here. */
bool tl_quic_is_long (TlBytes datagram);
bool tl_quic_is_short (TlBytes datagram);

/* Takes the next packet off @datagram (RFC 9000 section 12.2). A packet whose length cannot be known takes all that is left.
 * False when what is left is no packet. */
bool tl_quic_next_packet (TlBytes *datagram, TlQuicPacket *packet);

/* The same, for a packet with a long header that is made as @kind says, whatever its version is. */
bool tl_quic_next_packet_as (TlBytes *datagram, const TlQuicVersion *kind, TlQuicPacket *packet);

G_END_DECLS
