/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Opens the packets of one connection of QUIC whose keys are secret: 0-RTT, Handshake and 1-RTT (RFC 9001 section 5). It is
 * told what the hellos said, and never looks at a capture itself.
 */
#pragma once

#include "../quic/protection.h"
#include "opener.h"

G_BEGIN_DECLS

typedef struct TlQuicOpener TlQuicOpener;

/* @keyring is shared. */
TlQuicOpener *tl_quic_opener_new (TlKeyring *keyring);
void tl_quic_opener_free (TlQuicOpener *self);

/* The random of a ClientHello, by which secrets are found. */
void tl_quic_opener_client_hello (TlQuicOpener *self, TlBytes random);

/* The suite of a ServerHello, which is that of Handshake and 1-RTT packets. */
void tl_quic_opener_server_hello (TlQuicOpener *self, guint16 cipher_suite);

/* The same as tl_opener_expect_hidden(), tl_opener_hidden_random() and tl_opener_hidden_is_cut(). */
void tl_quic_opener_expect_hidden (TlQuicOpener *self);
const guint8 *tl_quic_opener_hidden_random (const TlQuicOpener *self);
bool tl_quic_opener_hidden_is_cut (const TlQuicOpener *self);

/**
 * TlOpenedPacket:
 * @header: in clear, the packet number included: what is authenticated beside the payload. Owned
 * @record: the packet as a record: its header is @header, its sequence number the packet number
 * @opened: its frames, and what it took to open it
 */
typedef struct
{
  GByteArray *header;
  TlSealedRecord record;
  TlOpenedRecord opened;
} TlOpenedPacket;

void tl_opened_packet_clear (TlOpenedPacket *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TlOpenedPacket, tl_opened_packet_clear)

/* Opens @packet of @sender, of which it must be known how it is made and where its packet number stands
 * (tl_quic_connection_complete()). With TL_OPEN_NO_HELLOS it may open later, when a hello has come. @opened, which is
 * overwritten, borrows from @packet; without TL_OPEN_OPENED it is empty. */
TlOpenResult
tl_quic_opener_open (TlQuicOpener *self, TlQuicSender sender, const TlQuicPacket *packet, TlOpenedPacket *opened);

/* Bytes of memory that it takes, about. */
gsize tl_quic_opener_size (const TlQuicOpener *self);

G_END_DECLS
