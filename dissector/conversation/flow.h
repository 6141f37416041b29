/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The flows of a capture, found by their endpoints.
 */
#pragma once

#include "../carriers/carrier.h"
#include "../network/ip.h"
#include "../network/stream.h"
#include "dialogue.h"

G_BEGIN_DECLS

/* Bytes that could be the beginning of a record, and wait for more: a few, or where the handshake is not in the capture, a record. */
typedef struct
{
  GByteArray *bytes;
  GArray *parts; /* TlSniffedPart */
} TlSniffed;

/* As much of them as came at once. */
typedef struct
{
  guint64 packet;
  gint64 time;
  guint32 length;
} TlSniffedPart;

void tl_sniffed_free (TlSniffed *self);

/**
 * TlFlow:
 *
 * One connection of TCP, whether it is TLS or not, or of QUIC; or what two endpoints say in other datagrams. Direction 0 is the one
 * of the first packet.
 */
typedef struct
{
  TlEndpoint ends[2];
  TlStream streams[2];
  gint64 start;          /* of the first packet */
  gint64 last;           /* latest time of a packet */
  gint64 seen;           /* the tracker's clock at its last packet: it never runs back, as times may */
  guint64 hash;
  TlDialogue *dialogue;  /* NULL while no TLS was found */
  TlCarrier *carrier;    /* what carries its TLS; NULL where it comes by itself */
  TlPrelude *prelude;    /* NULL unless the connection opened like a protocol that can turn into TLS */
  guint8 no_prelude;     /* it had opened so, and does not turn into TLS */
  guint32 passed[2];     /* bytes of each direction in which no TLS was found */
  guint8 guesses[2];     /* how often they were held back for a whole record, and were none */
  TlSniffed *sniffed[2]; /* what could be the beginning of a record, and is too short to tell; NULL nearly always */
  gint8 syn_from;        /* who opened the connection; -1 while it is not known */
  guint8 heard[2];
  guint8 half_heard;     /* it counts among the tracker's, of which one direction was not heard */
  guint8 fin[2];
  guint32 syn_sequence[2]; /* of the SYN of each direction, by which a repeated one is known */
  guint8 syn_seen[2];
  guint32 syn_before[2]; /* of the one before it */
  guint8 syn_taken[2];   /* the other side has acknowledged it: others are of no use */
  gint64 reset_at;       /* capture time */
  GList *reset;          /* its place in the tracker's list of reset connections; NULL: not in it */
  gint64 hole_at;        /* the tracker's clock when it was last looked at for holes that were given up */
  GList *hole;           /* its place in the tracker's list of those with holes; NULL: not in it */
  gsize size;            /* what it counts for in the tracker's budget */
  guint grown_place;     /* in the tracker's list of what has grown, from 1; 0: not in it */
  GPtrArray *waiting;    /* of QUIC: datagrams that wait for the client's first; NULL nearly always */
  guint8 datagrams;      /* UDP */
  guint8 quic;           /* one connection of QUIC: there may be others between the same endpoints */
  guint8 closed;         /* over, and told: only remembered for late packets */
  guint8 ignored;        /* not TLS: nothing is read any more */
} TlFlow;

/* What datagrams of QUIC that wait take. */
gsize tl_quic_waiting_size (const GPtrArray *waiting);

/* Bytes of memory that @self and all that hangs on it take, about: whatever a capture makes us hold must count here. */
gsize tl_flow_size (const TlFlow *self);

typedef struct TlFlowTable TlFlowTable;

TlFlowTable *tl_flow_table_new (GDestroyNotify flow_free);
void tl_flow_table_free (TlFlowTable *self);

guint64 tl_flow_table_hash (const TlFlowTable *self, const TlEndpoint *a, const TlEndpoint *b);

/* The flow between the two endpoints, in either direction, or NULL. */
TlFlow *tl_flow_table_lookup (const TlFlowTable *self, const TlEndpoint *a, const TlEndpoint *b, guint64 hash);

/* The one after @flow between the same endpoints, with the same hash; NULL where there is none. */
TlFlow *tl_flow_table_next (const TlFlowTable *self, const TlFlow *flow);

/* Takes @flow over; its hash must be set. Of several with the same hash any is the first that is looked up. */
void tl_flow_table_insert (TlFlowTable *self, TlFlow *flow);

/* Takes @flow out without freeing it. */
void tl_flow_table_steal (TlFlowTable *self, TlFlow *flow);

guint tl_flow_table_size (const TlFlowTable *self);

/* All flows, in no order. Free with g_free(). */
TlFlow **tl_flow_table_list (const TlFlowTable *self, guint *n);

G_END_DECLS
