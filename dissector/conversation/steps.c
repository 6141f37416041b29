/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Making steps. A published step is never changed: one that grows is replaced by its successor.
 */
#include "steps.h"

#include "../display.h"
#include "../limits.h"

enum
{
  MAX_RUNS = 32 /* runs of application data that get a step of their own; then each side's last goes on */
};

static void
step_clear (gpointer data)
{
  TlStep *self = data;

  g_free (self->origins);
  g_free (self->text);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->door, tl_door_unref);
  g_clear_pointer (&self->inner, tl_inner_hello_unref);
}

TlStep *
tl_step_ref (TlStep *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
tl_step_unref (TlStep *self)
{
  g_atomic_rc_box_release_full (self, step_clear);
}

/* Keeps as many of the bytes as the caps allow. */
static void
keep_new_bytes (TlDialogue *self, TlStep *step, const TlStepData *data)
{
  TlDirection *direction = &self->directions[data->direction];
  gsize room = direction->kept < TL_LIMIT_HANDSHAKE ? TL_LIMIT_HANDSHAKE - direction->kept : 0;
  gsize n = MIN (data->chunk->bytes.length, room);

  step->bytes = g_bytes_new (data->chunk->bytes.data, n);
  step->truncated = n < data->length;
  direction->kept += n;
  self->size += n;
}

/* Keeps as many of the bytes as the caps allow; what is sent again has them already. */
static void
keep_bytes (TlDialogue *self, TlStep *step, const TlStepData *data)
{
  if (data->original)
    {
      step->bytes = g_bytes_ref (data->original->bytes);
      step->truncated = data->original->truncated;
      return;
    }
  keep_new_bytes (self, step, data);
}

static void
keep_origins (TlDialogue *self, TlStep *step, const TlStepData *data)
{
  TlStepOrigin single;
  TlChunk packet = tl_chunk_from_packet (tl_bytes (NULL, 0), data->packet, data->time, &single);
  guint n;

  step->origins = tl_chunk_dup_origins (data->chunk ? data->chunk : &packet, TL_LIMIT_ORIGINS, &n);
  step->n_origins = n;
  self->size += n * sizeof (TlStepOrigin);
}

/* Whether a key has opened what is told: over QUIC, nothing but Retry and Version Negotiation is in clear. */
static bool
was_opened (const TlDialogue *self, const TlStepData *data)
{
  return (self->door && !self->door->opened.in_clear) || self->quic_packet == TL_QUIC_INITIAL
         || (!data->sealed
             && (self->quic_packet == TL_QUIC_HANDSHAKE || self->quic_packet == TL_QUIC_ZERO_RTT
                 || self->quic_packet == TL_QUIC_ONE_RTT));
}

TlStep *
tl_dialogue_append_step (TlDialogue *self, const TlStepData *data)
{
  TlStep *step;

  self->grown = true;
  if (self->steps == NULL || self->steps->len >= TL_LIMIT_STEPS)
    return NULL;
  if (data->retransmission && self->n_repeats++ >= TL_LIMIT_REPEATS)
    return NULL;
  step = g_atomic_rc_box_new0 (TlStep);
  step->type = data->type;
  step->from = tl_dialogue_side (self, data->direction);
  step->sealed = data->sealed;
  step->in_handshake = data->in_handshake;
  step->retransmission = data->retransmission;
  step->context = data->original ? data->original->context : self->context;
  step->context.message = data->message;
  if (tl_dialogue_side (self, data->direction) == TL_SIDE_CLIENT && data->original == NULL)
    step->context.certificate_type = self->client_certificate_type;
  step->time = data->time;
  step->length = data->length;
  step->n_records = data->n_records;
  step->record_version = self->header.version;
  step->message_seq = self->message_seq;
  step->quic_packet = self->quic_packet;
  step->decrypted = was_opened (self, data);
  if (self->door && data->chunk)
    {
      step->door = tl_door_ref (self->door);
      self->size += tl_door_size (self->door);
    }
  if (data->inner)
    {
      step->inner = tl_inner_hello_ref (data->inner);
      self->size += tl_inner_hello_size (data->inner);
    }
  if (data->chunk && !data->only_origins)
    keep_bytes (self, step, data);
  keep_origins (self, step, data);
  self->size += sizeof (TlStep) + 64; /* and what the allocator adds */
  g_ptr_array_add (self->steps, step);
  return step;
}

/* A copy whose origins have room as add_origin() expects it. */
static TlStep *
copy_step (const TlStep *step)
{
  TlStep *copy = g_atomic_rc_box_new0 (TlStep);

  *copy = *step;
  copy->origins = g_new (TlStepOrigin, (gsize) 1 << g_bit_storage (step->n_origins - 1));
  memcpy (copy->origins, step->origins, sizeof (TlStepOrigin) * step->n_origins);
  copy->text = g_strdup (step->text);
  if (step->bytes)
    g_bytes_ref (step->bytes);
  if (step->door)
    tl_door_ref (step->door);
  if (step->inner)
    tl_inner_hello_ref (step->inner);
  return copy;
}

/* The run that a record of @side goes on with, as an index; -1 when it begins a new one. */
static int
open_run (const TlDialogue *self, TlSide side, bool sealed)
{
  for (guint i = self->steps->len; i > 0; i--)
    {
      const TlStep *step = g_ptr_array_index (self->steps, i - 1);

      if (step->type != TL_STEP_APPLICATION_DATA || step->in_handshake || step->quic_packet != self->quic_packet
          || (step->sealed != sealed && self->n_runs < MAX_RUNS))
        return -1;
      if (step->from == side)
        return (int) i - 1;
      if (self->n_runs < MAX_RUNS)
        return -1;
    }
  return -1;
}

/* Application data can be endless: a run that grows is changed in place, unless a snapshot shares it. */
static TlStep *
step_for_change (TlDialogue *self, guint index)
{
  TlStep *step = g_ptr_array_index (self->steps, index);
  TlStep **own = &self->own_run[step->from];

  if (*own == step)
    return step;
  *own = copy_step (step);
  tl_step_unref (step);
  g_ptr_array_index (self->steps, index) = *own;
  return *own;
}

/* The room for origins doubles: it is full whenever their number is a power of two. */
static void
add_origin (TlDialogue *self, TlStep *step, guint64 packet)
{
  guint32 offset = (guint32) MIN (step->length, G_MAXUINT32);

  if (step->n_origins >= TL_LIMIT_ORIGINS || step->origins[step->n_origins - 1].packet == packet)
    return;
  if ((step->n_origins & (step->n_origins - 1)) == 0)
    step->origins = g_renew (TlStepOrigin, step->origins, 2 * step->n_origins);
  step->origins[step->n_origins++] = (TlStepOrigin) { .packet = packet, .offset = offset };
  self->size += sizeof (TlStepOrigin);
}

void
tl_dialogue_append_application_data (TlDialogue *self, const TlStepData *data)
{
  TlStep *step;
  int index;

  if (self->steps == NULL)
    return;
  index = open_run (self, tl_dialogue_side (self, data->direction), data->sealed);
  if (index < 0)
    {
      self->n_runs++;
      step = tl_dialogue_append_step (self, data);
      if (step)
        self->own_run[step->from] = step;
      return;
    }
  step = step_for_change (self, (guint) index);
  self->grown = true;
  add_origin (self, step, data->packet);
  step->length += data->length;
  step->n_records++;
  step->time = data->time;
}

void
tl_dialogue_swap_sides (TlDialogue *self)
{
  TlEndpoint client = self->model.client;

  self->model.client = self->model.server;
  self->model.server = client;
  self->own_run[0] = self->own_run[1] = NULL;
  for (guint i = 0; self->steps && i < self->steps->len; i++)
    {
      TlStep *old = g_ptr_array_index (self->steps, i);
      TlStep *step = copy_step (old);

      step->from = old->from == TL_SIDE_CLIENT ? TL_SIDE_SERVER : TL_SIDE_CLIENT;
      g_ptr_array_index (self->steps, i) = step;
      tl_step_unref (old);
    }
}
