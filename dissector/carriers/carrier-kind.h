/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What a kind of carrier that remembers can do, for the files of this room.
 */
#pragma once

#include "carrier.h"

G_BEGIN_DECLS

/* Where what was carried goes, of one direction. */
typedef struct
{
  guint direction;
  const TlCarrierSink *sink;
  gpointer user_data;
} TlCarried;

/**
 * TlCarrierKind:
 * @name: for TlConversation.upgraded_from
 * @takes_all: its datagrams begin with any bytes
 * @is_possible: whether a flow can begin with @datagram, by a look at its first few bytes; NULL: not over UDP
 * @begins: whether a flow begins with @message. Strict: all of it must fit
 * @sniff_stream: whether a direction of TCP begins with @bytes; NULL: not over TCP
 * @frame: over TCP, how long the message is that begins with @bytes, what stands before it and fills it up included;
 *   0: too few bytes to tell
 * @frame_header: bytes that stand before each message over TCP
 * @new_state: for a flow that begins with @message
 * @begins_anew: whether @message begins another conversation; NULL: never
 * @add: takes a message
 * @flush: nothing more will come; NULL: nothing ever waits
 * @size, @free: of the state
 */
typedef struct
{
  const char *name;
  bool takes_all;
  bool (*is_possible) (TlBytes datagram);
  bool (*begins) (TlBytes message);
  TlSniff (*sniff_stream) (TlBytes bytes);
  gsize (*frame) (TlBytes bytes);
  gsize frame_header;
  gpointer (*new_state) (TlBytes message);
  bool (*begins_anew) (gconstpointer state, guint direction, TlBytes message);
  void (*add) (gpointer state, const TlChunk *message, const TlCarried *carried);
  void (*flush) (gpointer state, const TlCarried *carried);
  gsize (*size) (gconstpointer state);
  void (*free) (gpointer state);
} TlCarrierKind;

extern const TlCarrierKind tl_openvpn;     /* openvpn.c */
extern const TlCarrierKind tl_rdp_udp;     /* rdp-udp.c */
extern const TlCarrierKind tl_turn_stream; /* turn.c */

/* Take the wrapping off a datagram: false, and it is as it was, where there is none. */
bool tl_capwap_peel (TlBytes *datagram);
bool tl_turn_peel (TlBytes *datagram);

G_END_DECLS
