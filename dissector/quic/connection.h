/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One connection of QUIC: its connection ids, its Initial keys, and what both sides say in its packets.
 */
#pragma once

#include "../pieces.h"
#include "frames.h"
#include "protection.h"

G_BEGIN_DECLS

typedef struct TlQuicConnection TlQuicConnection;

/**
 * TlQuicSink:
 * @begin: the client begins anew, after a Retry or a Version Negotiation: what it said before may come once more
 * @crypto: the next bytes of the TLS messages in packets of one kind, in order
 * @frame: the first CONNECTION_CLOSE or HANDSHAKE_DONE of @sender; @bytes are the frame's
 * @packet: a Retry or Version Negotiation packet that belongs here, or one that is sealed: 0-RTT, Handshake, 1-RTT. Who has its
 *   keys says what was in it: tl_quic_connection_add_frames()
 */
typedef struct
{
  void (*begin) (gpointer user_data, TlQuicSender sender);
  void (*crypto) (gpointer user_data, TlQuicSender sender, TlQuicPacketType packet, const TlChunk *bytes);
  void (*frame) (
      gpointer user_data, TlQuicSender sender, TlQuicPacketType packet, const TlQuicFrame *frame, const TlChunk *bytes);
  void (*packet) (gpointer user_data, TlQuicSender sender, const TlQuicPacket *packet, const TlChunk *bytes);
} TlQuicSink;

typedef enum
{
  TL_QUIC_NO_MATCH,
  TL_QUIC_MAY_MATCH, /* an empty connection id: it says nothing */
  TL_QUIC_MATCHES,
  TL_QUIC_MATCHES_BOTH /* by both connection ids */
} TlQuicMatch;

/* Whether @datagram begins with the first Initial packet of a client, as far as the keys of its Destination Connection ID
 * open it: then @packet, and how it is made; else NULL. */
const TlQuicVersion *tl_quic_opening (TlBytes datagram, TlQuicPacket *packet);

/* Whether @packet of a server shows that it has had @first, the Initial packet of a client that is made as @kind says: it is
 * opened with keys from there, or it is a Version Negotiation or Retry packet that answers it. */
bool tl_quic_answers (const TlQuicPacket *packet, const TlQuicPacket *first, const TlQuicVersion *kind);

/* The connection that the client opens with @first, which is made as @kind says. */
TlQuicConnection *tl_quic_connection_new (const TlQuicPacket *first, const TlQuicVersion *kind);
void tl_quic_connection_free (TlQuicConnection *self);

/* Whether @packet of @sender can belong to this connection, by its connection ids. */
TlQuicMatch tl_quic_connection_match (const TlQuicConnection *self, TlQuicSender sender, const TlQuicPacket *packet);

/* Whether the Initial keys of this connection open @packet of @sender. */
bool tl_quic_connection_opens (const TlQuicConnection *self, TlQuicSender sender, const TlQuicPacket *packet);

/* Reads a datagram of @sender, of whose end the capture has @missing bytes not, and tells @sink what is in it. */
void tl_quic_connection_add (TlQuicConnection *self,
                             TlQuicSender sender,
                             const TlChunk *datagram,
                             guint32 missing,
                             const TlQuicSink *sink,
                             gpointer user_data);

/* What a sealed packet does not say itself, and the connection knows: of a short header, where the connection id ends, and how
 * the packet is made. */
void tl_quic_connection_complete (const TlQuicConnection *self, TlQuicSender sender, TlQuicPacket *packet);

/* Reads @frames, which were in the sealed @packet of @sender that @bytes are, and tells @sink what is in them. Whether they bring
 * application data. May be called by @sink, when it is told of the packet, or later. */
bool tl_quic_connection_add_frames (TlQuicConnection *self,
                                    TlQuicSender sender,
                                    const TlQuicPacket *packet,
                                    TlBytes frames,
                                    const TlChunk *bytes,
                                    const TlQuicSink *sink,
                                    gpointer user_data);

/* The version of the server's Initial packets; of the client's while there are none. */
guint32 tl_quic_connection_version (const TlQuicConnection *self);

/* Whether transport parameters look as in drafts before 27. */
bool tl_quic_connection_is_old (const TlQuicConnection *self);

/* Whether the client uses a connection id that the server chose: it has had an answer. */
bool tl_quic_connection_was_answered (const TlQuicConnection *self);

/* Whether the client has to begin anew: it was told of other versions, and the server has sent no Initial packet. */
bool tl_quic_connection_begins_anew (const TlQuicConnection *self);

/* Whether bytes of the TLS messages of @sender are missing, or wait behind some that are. */
bool tl_quic_connection_lost (const TlQuicConnection *self, TlQuicSender sender);

/* Whether bytes of them came twice, and were not the same. */
bool tl_quic_connection_conflicts (const TlQuicConnection *self);

/* Bytes of memory that it takes, about. */
gsize tl_quic_connection_size (const TlQuicConnection *self);

G_END_DECLS
