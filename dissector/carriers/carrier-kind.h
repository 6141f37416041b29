/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What a kind of carrier that remembers can do, for the files of this room.
 */
#pragma once

#include "carrier.h"
#include "order.h"

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
 * @state_size: bytes of a state, without what hangs on it
 * @new_state: for a flow that begins with @message
 * @begins_anew: whether @message begins another conversation; NULL: never
 * @add: takes a message
 * @flush: nothing more will come; NULL: nothing ever waits
 * @size: bytes that hang on the state; NULL: nothing does
 * @free: of the state
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
  gsize state_size;
  gpointer (*new_state) (TlBytes message);
  bool (*begins_anew) (gconstpointer state, guint direction, TlBytes message);
  void (*add) (gpointer state, const TlChunk *message, const TlCarried *carried);
  void (*flush) (gpointer state, const TlCarried *carried);
  gsize (*size) (gconstpointer state);
  void (*free) (gpointer state);
} TlCarrierKind;

/* The state of a kind that numbers its messages begins with this. */
typedef struct
{
  TlOrder orders[2]; /* by direction */
} TlNumbered;

/* numbered.c: @state is a TlNumbered, and what else the kind puts behind it. */

/* Takes the message with @number, as tl_order_add() does, and hands on what has come into order as bytes of a stream. */
void tl_numbered_add (gpointer state, guint32 number, guint bits, const TlChunk *message, const TlCarried *carried);
void tl_numbered_flush (gpointer state, const TlCarried *carried);
gsize tl_numbered_size (gconstpointer state);
void tl_numbered_free (gpointer state);

extern const TlCarrierKind tl_openvpn;     /* openvpn.c */
extern const TlCarrierKind tl_rdp_udp;     /* rdp-udp.c */
extern const TlCarrierKind tl_turn_stream; /* turn.c */

/* Take the wrapping off a datagram: false, and it is as it was, where there is none. */
bool tl_capwap_peel (TlBytes *datagram);
bool tl_turn_peel (TlBytes *datagram);

G_END_DECLS
