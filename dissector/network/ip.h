/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * From a captured frame to the TCP segment or UDP datagram in it.
 */
#pragma once

#include "../capture/packet.h"
#include "reassembly.h"

G_BEGIN_DECLS

typedef enum
{
  TL_IP_TCP = 6,
  TL_IP_UDP = 17
} TlIpProtocol;

/* TCP flags, RFC 9293 section 3.1. */
enum
{
  TL_TCP_FIN = 0x01,
  TL_TCP_SYN = 0x02,
  TL_TCP_RST = 0x04,
  TL_TCP_ACK = 0x10
};

/**
 * TlSegment:
 * @protocol: TL_IP_TCP or TL_IP_UDP
 * @source, @destination: who sends to whom
 * @sequence, @acknowledgment, @flags: of TCP
 * @payload: borrowed from the packet, or from @whole
 * @whole: the datagram that was put together from fragments, with the packets they came in; NULL nearly always
 * @missing: bytes of the payload that the capture did not record (snap length), after @payload
 */
typedef struct
{
  TlIpProtocol protocol;
  TlEndpoint source;
  TlEndpoint destination;
  guint32 sequence;
  guint32 acknowledgment;
  guint8 flags;
  TlBytes payload;
  const TlDatagram *whole;
  guint32 missing;
} TlSegment;

/* Takes the link, IP and transport headers off, and those of tunnels between them. False when the packet holds no TCP or UDP that
 * can be read: without @fragments, which puts datagrams together and may be NULL, fragments are not. The payload ends where the IP header
 * says (padding of short Ethernet frames is not payload). */
bool tl_segment_from_packet (TlReassembly *fragments, const TlPacket *packet, TlSegment *segment);

/* The payload with the packets that brought it. @origin may be used, and must live as long as the chunk. */
TlChunk tl_segment_payload (const TlSegment *self, const TlPacket *packet, TlStepOrigin *origin);

G_END_DECLS
