/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the tracker lets go: what was idle for too long, what a reset has ended, and the oldest when memory is
 * short.
 */
#include "tracker-parts.h"

#include "../limits.h"

enum
{
  SWEEP_AT_LEAST = 4096 /* packets between two looks at all flows; more when there are more flows */
};

static gint64
idle_limit (const TlFlow *flow)
{
  if (flow->closed)
    return TL_LIMIT_IDLE_HALF_OPEN;
  if (flow->datagrams)
    return TL_LIMIT_IDLE_UDP;
  if (flow->quic)
    return flow->dialogue ? TL_LIMIT_IDLE_QUIC : TL_LIMIT_IDLE_HALF_OPEN;
  return flow->streams[0].begun || flow->streams[1].begun ? TL_LIMIT_IDLE_TCP : TL_LIMIT_IDLE_HALF_OPEN;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const TlNumberedFlow *one = a, *other = b;

  return one->number < other->number ? -1 : one->number > other->number;
}

/* The first @n of @flows in the order of their numbers. */
TlNumberedFlow *
tl_tracker_in_order (TlFlow *const *flows, guint n)
{
  TlNumberedFlow *numbered = g_new (TlNumberedFlow, n + 1);

  for (guint i = 0; i < n; i++)
    numbered[i] = (TlNumberedFlow){ flows[i]->dialogue ? flows[i]->dialogue->model.number : 0, flows[i] };
  qsort (numbered, n, sizeof *numbered, compare_numbers);
  return numbered;
}

/* Lets go what was idle for too long, in capture time. */
static void
sweep (TlTracker *self)
{
  guint n, n_idle = 0;
  g_autofree TlFlow **flows = tl_flow_table_list (self->flows, &n);
  g_autofree TlNumberedFlow *idle = NULL;

  for (guint i = 0; i < n; i++)
    if (self->clock.now - flows[i]->seen > idle_limit (flows[i]))
      flows[n_idle++] = flows[i];
  idle = tl_tracker_in_order (flows, n_idle);
  for (guint i = 0; i < n_idle; i++)
    tl_tracker_drop (self, idle[i].flow, false);
  self->last_sweep = self->clock.now;
  self->since_sweep = 0;
}

static int
compare_age (gconstpointer a, gconstpointer b)
{
  const TlFlow *one = *(TlFlow *const *) a, *other = *(TlFlow *const *) b;

  if (one->closed != other->closed)
    return other->closed - one->closed;
  return one->seen < other->seen ? -1 : one->seen > other->seen;
}

/* Lets the oldest go, closed ones first, until a quarter of the budget is free again. */
static void
evict (TlTracker *self)
{
  guint n;
  g_autofree TlFlow **flows = tl_flow_table_list (self->flows, &n);

  qsort (flows, n, sizeof *flows, compare_age);
  for (guint i = 0; i < n && self->size > TL_LIMIT_MODEL / 4 * 3; i++)
    {
      if (flows[i]->dialogue)
        self->n_evicted++;
      tl_tracker_drop (self, flows[i], flows[i]->dialogue != NULL);
    }
}

/* A reset does not call back what the other side has sent: that is on the wire, and is read for a while. */
static void
complete_reset_flows (TlTracker *self)
{
  TlFlow *flow;

  while ((flow = g_queue_peek_head (&self->reset)) && self->clock.now - flow->reset_at > TL_LIMIT_IDLE_RESET)
    tl_tracker_complete (self, flow, false);
}

/* Who waits for bytes may be told nothing more that shows that their time is over. */
static void
give_up_holes (TlTracker *self)
{
  TlFlow *flow;

  while ((flow = g_queue_peek_head (&self->holes)) && self->clock.now - flow->hole_at > TL_LIMIT_HOLE_ACKNOWLEDGED)
    tl_tracker_look_at_holes (self, flow);
}

void
tl_tracker_keep_within_limits (TlTracker *self)
{
  complete_reset_flows (self);
  give_up_holes (self);
  self->since_sweep++;
  if (self->size > TL_LIMIT_MODEL)
    evict (self);
  else if (self->clock.now - self->last_sweep > TL_LIMIT_IDLE_HALF_OPEN / 2
           && self->since_sweep > MAX (SWEEP_AT_LEAST, tl_flow_table_size (self->flows)))
    sweep (self);
}

void
tl_tracker_pass_time (TlTracker *self, gint64 nanoseconds)
{
  tl_clock_pause (&self->clock, nanoseconds);
  complete_reset_flows (self);
  give_up_holes (self);
  if (self->clock.now - self->last_sweep > TL_LIMIT_IDLE_HALF_OPEN / 2)
    sweep (self);
}
