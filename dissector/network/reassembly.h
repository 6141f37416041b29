/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Datagrams of IP put together from their fragments (RFC 791 section 3.2, RFC 8200 section 4.5).
 */
#pragma once

#include "../pieces.h"
#include "address.h"

G_BEGIN_DECLS

typedef struct TlReassembly TlReassembly;

/**
 * TlFragment:
 * @source, @destination, @identification: of the datagram it belongs to; in IPv4, @protocol too
 * @protocol: in IPv6, of the first fragment counts
 * @offset: of @bytes in the datagram
 * @more: it is not the last one
 * @bytes: what was captured of it, and the packets it came in
 * @missing: bytes of it that follow them, and were not captured
 */
typedef struct
{
  TlAddress source;
  TlAddress destination;
  guint32 identification;
  guint8 protocol;
  guint32 offset;
  bool more;
  TlChunk bytes;
  guint32 missing;
} TlFragment;

/**
 * TlDatagram:
 * @chunk: its bytes behind the headers of IP, up to the first one that was not captured, and the packets they came in
 * @missing: how many bytes it had beyond them
 * @protocol: of what it begins with
 * @conflicting: fragments of it overlapped, and brought different bytes
 */
typedef struct
{
  TlChunk chunk;
  guint32 missing;
  guint8 protocol;
  bool conflicting;
} TlDatagram;

TlReassembly *tl_reassembly_new (void);
void tl_reassembly_free (TlReassembly *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlReassembly, tl_reassembly_free)

/* What time it is, by a clock that nobody sets: fragments wait for others until their time is over. */
void tl_reassembly_set_time (TlReassembly *self, gint64 now);

/* Adds a fragment that @packet brought. The datagram, when it has become whole: it lives until a fragment of another packet is added.
 * Where fragments overlap, the first bytes count in IPv4; in IPv6, the datagram is dropped (RFC 5722). */
const TlDatagram *tl_reassembly_add (TlReassembly *self, const TlFragment *fragment, guint64 packet);

/* How many bytes of memory it takes, about. */
gsize tl_reassembly_size (const TlReassembly *self);

G_END_DECLS
