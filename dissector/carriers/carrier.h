/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Protocols that carry TLS or DTLS in messages of their own: what they carry is taken out here.
 */
#pragma once

#include "../pieces.h"
#include "../tls/records.h"

G_BEGIN_DECLS

/**
 * TlCarrierSink:
 * @bytes: the next bytes of a stream of TLS
 * @gap: some of that stream are lost here, nobody knows how many
 * @datagram: a datagram of DTLS
 *
 * Who takes what was carried. Chunks are borrowed for the call.
 */
typedef struct
{
  void (*bytes) (gpointer user_data, guint direction, const TlChunk *bytes);
  void (*gap) (gpointer user_data, guint direction, gint64 time);
  void (*datagram) (gpointer user_data, guint direction, const TlChunk *datagram);
} TlCarrierSink;

/* A carrier that remembers what it has seen of a flow. */
typedef struct TlCarrier TlCarrier;

/* Whether a carrier can begin with the first few bytes of @datagram, or peel it: nearly all of UDP that is none ends here. */
bool tl_carrier_is_possible (TlBytes datagram);

/* Takes the wrapping off a datagram that is one all by itself (CAPWAP, TURN): makes @datagram what is in it, and returns the name
 * of the carrier. NULL, and @datagram is as it was, for any other. */
const char *tl_carrier_peel (TlBytes *datagram);

/* The carrier of a flow that begins with @datagram; NULL for none. */
TlCarrier *tl_carrier_new_for_datagram (TlBytes datagram);

/* Whether @bytes, the first of a direction of TCP, begin a carrier. */
TlSniff tl_carrier_sniff_stream (TlBytes bytes);

/* The carrier of a connection that begins with @bytes, for which tl_carrier_sniff_stream() has said yes. */
TlCarrier *tl_carrier_new_for_stream (TlBytes bytes);

/* "openvpn" … */
const char *tl_carrier_name (const TlCarrier *self);

/* Whether its datagrams begin with any bytes: then each of its flow must be given to it. */
bool tl_carrier_takes_all (const TlCarrier *self);

/* Whether @datagram begins another conversation between the same endpoints. */
bool tl_carrier_begins_anew (const TlCarrier *self, guint direction, TlBytes datagram);

void tl_carrier_add_datagram (
    TlCarrier *self, guint direction, const TlChunk *datagram, const TlCarrierSink *sink, gpointer user_data);

/* The next bytes of a direction of TCP. */
void tl_carrier_add_bytes (
    TlCarrier *self, guint direction, const TlChunk *bytes, const TlCarrierSink *sink, gpointer user_data);

/* Nothing more will come: hands on what waits. */
void tl_carrier_flush (TlCarrier *self, const TlCarrierSink *sink, gpointer user_data);

/* Bytes of memory that it takes, about. */
gsize tl_carrier_size (const TlCarrier *self);

void tl_carrier_free (TlCarrier *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlCarrier, tl_carrier_free)

G_END_DECLS
