/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A hash table of flows with open addressing: one look-up for each packet is what a flood of connections costs.
 */
#include "flow.h"

typedef struct
{
  guint64 hash;
  TlFlow *flow; /* NULL: the slot is free */
} Slot;

struct TlFlowTable
{
  Slot *slots;
  guint n_slots; /* a power of two, at least twice the flows */
  guint n_flows;
  guint64 seed;  /* so that nobody can choose endpoints that collide */
  GDestroyNotify flow_free;
};

enum
{
  FIRST_SLOTS = 1024
};

void
tl_sniffed_free (TlSniffed *self)
{
  g_byte_array_unref (self->bytes);
  g_array_unref (self->parts);
  g_free (self);
}

/* Arrays grow by doubling. */
static gsize
sniffed_size (const TlSniffed *self)
{
  return self ? sizeof *self + 2 * (self->bytes->len + self->parts->len * sizeof (TlSniffedPart)) : 0;
}

gsize
tl_flow_size (const TlFlow *self)
{
  gsize size = sizeof *self + 3 * sizeof (Slot); /* the table has between two and four slots for each flow */

  for (guint i = 0; i < 2; i++)
    size += tl_stream_size (&self->streams[i]) + sniffed_size (self->sniffed[i]);
  if (self->carrier)
    size += tl_carrier_size (self->carrier);
  if (self->prelude)
    size += tl_prelude_size (self->prelude);
  size += tl_quic_waiting_size (self->waiting);
  if (self->dialogue)
    size += tl_dialogue_size (self->dialogue);
  return size;
}

TlFlowTable *
tl_flow_table_new (GDestroyNotify flow_free)
{
  TlFlowTable *self = g_new0 (TlFlowTable, 1);

  self->n_slots = FIRST_SLOTS;
  self->slots = g_new0 (Slot, self->n_slots);
  self->seed = (guint64) g_random_int () << 32 | g_random_int ();
  self->flow_free = flow_free;
  return self;
}

void
tl_flow_table_free (TlFlowTable *self)
{
  for (guint i = 0; i < self->n_slots; i++)
    if (self->slots[i].flow)
      self->flow_free (self->slots[i].flow);
  g_free (self->slots);
  g_free (self);
}

static guint64
mix (guint64 value)
{
  value ^= value >> 32;
  value *= G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
  value ^= value >> 32;
  value *= G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
  return value ^ value >> 32;
}

static guint64
hash_end (const TlEndpoint *end, guint64 seed)
{
  guint64 words[2];

  memcpy (words, end->address.bytes, sizeof words);
  return mix (mix (mix (seed ^ words[0]) ^ words[1]) ^ end->port);
}

guint64
tl_flow_table_hash (const TlFlowTable *self, const TlEndpoint *a, const TlEndpoint *b)
{
  /* the sum is the same for both directions */
  return mix (hash_end (a, self->seed) + hash_end (b, self->seed));
}

static bool
is_between (const TlFlow *flow, const TlEndpoint *a, const TlEndpoint *b)
{
  return (tl_endpoint_equal (&flow->ends[0], a) && tl_endpoint_equal (&flow->ends[1], b))
         || (tl_endpoint_equal (&flow->ends[0], b) && tl_endpoint_equal (&flow->ends[1], a));
}

TlFlow *
tl_flow_table_lookup (const TlFlowTable *self, const TlEndpoint *a, const TlEndpoint *b, guint64 hash)
{
  guint mask = self->n_slots - 1;

  for (guint i = (guint) hash & mask; self->slots[i].flow; i = (i + 1) & mask)
    if (self->slots[i].hash == hash && is_between (self->slots[i].flow, a, b))
      return self->slots[i].flow;
  return NULL;
}

static guint
place_of (const TlFlowTable *self, const TlFlow *flow)
{
  guint mask = self->n_slots - 1;
  guint i = (guint) flow->hash & mask;

  while (self->slots[i].flow && self->slots[i].flow != flow)
    i = (i + 1) & mask;
  return i;
}

TlFlow *
tl_flow_table_next (const TlFlowTable *self, const TlFlow *flow)
{
  guint mask = self->n_slots - 1;
  guint place = place_of (self, flow);

  if (self->slots[place].flow == NULL)
    return NULL;
  for (guint i = (place + 1) & mask; self->slots[i].flow; i = (i + 1) & mask)
    if (self->slots[i].hash == flow->hash && is_between (self->slots[i].flow, &flow->ends[0], &flow->ends[1]))
      return self->slots[i].flow;
  return NULL;
}

static void
put (TlFlowTable *self, TlFlow *flow)
{
  guint mask = self->n_slots - 1;
  guint i = (guint) flow->hash & mask;

  while (self->slots[i].flow)
    i = (i + 1) & mask;
  self->slots[i] = (Slot) { flow->hash, flow };
}

static void
grow (TlFlowTable *self)
{
  Slot *old = self->slots;
  guint n_old = self->n_slots;

  self->n_slots *= 2;
  self->slots = g_new0 (Slot, self->n_slots);
  for (guint i = 0; i < n_old; i++)
    if (old[i].flow)
      put (self, old[i].flow);
  g_free (old);
}

void
tl_flow_table_insert (TlFlowTable *self, TlFlow *flow)
{
  if (2 * (self->n_flows + 1) > self->n_slots)
    grow (self);
  put (self, flow);
  self->n_flows++;
}

/* Closes the hole at @hole: what was put behind it because of a collision moves up. */
static void
close_hole (TlFlowTable *self, guint hole)
{
  guint mask = self->n_slots - 1;

  for (guint i = (hole + 1) & mask; self->slots[i].flow; i = (i + 1) & mask)
    {
      guint home = (guint) self->slots[i].hash & mask;

      if (((i - home) & mask) < ((i - hole) & mask))
        continue;
      self->slots[hole] = self->slots[i];
      hole = i;
    }
  self->slots[hole].flow = NULL;
}

void
tl_flow_table_steal (TlFlowTable *self, TlFlow *flow)
{
  guint place = place_of (self, flow);

  if (self->slots[place].flow == NULL)
    return;
  close_hole (self, place);
  self->n_flows--;
}

guint
tl_flow_table_size (const TlFlowTable *self)
{
  return self->n_flows;
}

TlFlow **
tl_flow_table_list (const TlFlowTable *self, guint *n)
{
  TlFlow **flows = g_new (TlFlow *, self->n_flows + 1);

  *n = 0;
  for (guint i = 0; i < self->n_slots; i++)
    if (self->slots[i].flow)
      flows[(*n)++] = self->slots[i].flow;
  flows[*n] = NULL;
  return flows;
}
