/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the files of the tracker have in common: flows of TCP and of UDP, and the limits on both.
 */
#pragma once

#include "clock.h"
#include "flow.h"
#include "tracker.h"

G_BEGIN_DECLS

/* The table has one flow of TCP between two endpoints, one of other datagrams, and those of QUIC: what their hashes are told
 * apart by. */
#define TL_TRACKER_DATAGRAMS G_GUINT64_CONSTANT (0x4461746167726d73)
#define TL_TRACKER_QUIC G_GUINT64_CONSTANT (0x5175696351756963)

struct TlTracker
{
  TlFlowTable *flows;
  TlReassembly *fragments;
  gsize fragments_size; /* what they count for in the budget */
  GQueue reset;     /* TlFlow, in the order of their resets: what was on its way then is still read */
  GQueue holes;     /* TlFlow of TCP of which something waits for what has not come */
  GPtrArray *grown; /* TlFlow, with TL_TRACKER_GROWTH: whose dialogue has grown since the last publish */
  TlTrackerFlags flags;
  TlTrackerFunc func;
  gpointer user_data;
  TlKeyring *keyring; /* NULL: nobody has given keys */
  guint64 n_conversations;
  guint64 n_evicted;
  guint64 n_unreadable;
  int unreadable_link_type;
  int known_link_type; /* the last one that was found to be readable */
  TlClock clock;       /* by which idle connections are known */
  gint64 last_sweep;
  guint since_sweep;  /* packets */
  guint n_taking_all; /* flows whose carrier takes all datagrams */
  guint n_quic;       /* connections of QUIC: while there are none, nothing can belong to one */
  guint n_half_heard; /* conversations of which one direction was not heard yet */
  gsize size;         /* of all flows, dialogues and fragments, about */
};

/* tracker.c: the life of a flow */

/* A flow for the endpoints of @segment, in the table. */
TlFlow *tl_tracker_new_flow (TlTracker *self, const TlSegment *segment, guint64 hash, gint64 time);

/* TLS was found in @flow: its conversation begins. */
void tl_tracker_begin_dialogue (TlTracker *self, TlFlow *flow);

/* Counts anew what @flow takes of the budget. */
void tl_tracker_account (TlTracker *self, TlFlow *flow);

/* Remembers for the next publish that the dialogue of @flow has grown, unless it had before. */
void tl_tracker_note_growth (TlTracker *self, TlFlow *flow, bool was_grown);

/* A packet of @direction was captured. */
void tl_tracker_hear (TlTracker *self, TlFlow *flow, guint direction);

/* The conversation of @flow is over: tells of it, and lets its memory go. */
void tl_tracker_complete (TlTracker *self, TlFlow *flow, bool evicted);

/* The same, and forgets the flow. */
void tl_tracker_drop (TlTracker *self, TlFlow *flow, bool evicted);

/* tracker-connections.c */

void tl_tracker_add_segment (TlTracker *self, const TlPacket *packet, const TlSegment *segment);
void tl_tracker_add_acknowledgment (TlTracker *self, const TlSegment *segment);

/* Looks whether what @flow waits for is to be given up, and goes on behind it. */
void tl_tracker_look_at_holes (TlTracker *self, TlFlow *flow);

/* Nothing more will come: hands on what waits behind holes. */
void tl_tracker_flush_streams (TlTracker *self, TlFlow *flow);

/* The next bytes of @direction, in order: of TCP, or taken out of a carrier. */
void tl_tracker_add_bytes (TlTracker *self, TlFlow *flow, guint direction, TlBytes bytes, TlOrigin origin);

/* @length bytes of @direction are lost here. */
void tl_tracker_add_gap (TlTracker *self, TlFlow *flow, guint direction, guint64 length, TlOrigin origin);

/* tracker-carriers.c */

/* Takes a datagram of a flow that a carrier has. False when none has it, and none begins with it. */
bool tl_tracker_add_carried (TlTracker *self, const TlPacket *packet, const TlSegment *segment);

/* The next bytes of @direction of TCP, in order, for the carrier of @flow. */
void tl_tracker_add_carried_bytes (TlTracker *self, TlFlow *flow, guint direction, TlBytes bytes, TlOrigin origin);

/* Nothing more will come: hands on what waits in the carrier. */
void tl_tracker_flush_carrier (TlTracker *self, TlFlow *flow);

/* tracker-datagrams.c */

void tl_tracker_add_datagram (TlTracker *self, const TlPacket *packet, const TlSegment *segment);

/* tracker-quic.c */

/* Reads what is of QUIC; false for what is not. @carrier is what was peeled off it, or NULL. */
bool tl_tracker_add_quic (TlTracker *self, const TlPacket *packet, const TlSegment *segment, const char *carrier);

/* tracker-limits.c */

/* A flow with the number by which it is told, beside it: comparing must not wander through all of memory. */
typedef struct
{
  guint64 number; /* of its conversation; 0: none */
  TlFlow *flow;
} TlNumberedFlow;

/* The first @n of @flows in the order of their numbers. Free with g_free(). */
TlNumberedFlow *tl_tracker_in_order (TlFlow *const *flows, guint n);

/* Lets go what must go, after each packet. */
void tl_tracker_keep_within_limits (TlTracker *self);

G_END_DECLS
