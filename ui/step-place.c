/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Where steps are on the wire.
 */
#include "step-place.h"

bool
tl_step_place_of (const TlConversation *conversation, int step, TlStepPlace *place)
{
  const TlStep *this;

  if (step < 0 || (guint) step >= conversation->n_steps || conversation->steps[step]->n_origins == 0)
    return false;
  this = conversation->steps[step];
  *place = (TlStepPlace){ conversation->number, this->from, this->origins[0].packet, 0, this->time };
  for (int i = 0; i < step; i++)
    {
      const TlStep *other = conversation->steps[i];

      if (other->from == this->from && other->n_origins > 0 && other->origins[0].packet == place->packet)
        place->rank++;
    }
  return true;
}

/* Steps of the same sender that begin in the same packet: the one with the same rank, or the last of them; -1 where there is none. */
static int
find_same_packet (const TlStepPlace *place, const TlConversation *conversation)
{
  guint rank = 0;
  int found = -1;

  for (guint i = 0; i < conversation->n_steps && rank <= place->rank; i++)
    {
      const TlStep *step = conversation->steps[i];

      if (step->from != place->from || step->n_origins == 0 || step->origins[0].packet != place->packet)
        continue;
      found = (int) i;
      rank++;
    }
  return found;
}

/* How far @step is from @place: what the sender has sent around it first, then time. */
static gint64
distance (const TlStepPlace *place, const TlStep *step)
{
  bool around = step->n_origins > 0 && step->origins[0].packet <= place->packet
                && step->origins[step->n_origins - 1].packet >= place->packet;
  gint64 away = ABS (step->time - place->time);

  if (step->from != place->from)
    return G_MAXINT64 / 2 + MIN (away, G_MAXINT64 / 2);
  return around ? 0 : MIN (away, G_MAXINT64 / 2 - 1);
}

int
tl_step_place_find (const TlStepPlace *place, const TlConversation *conversation)
{
  int found = find_same_packet (place, conversation);
  gint64 nearest = G_MAXINT64;

  if (found >= 0)
    return found;
  for (guint i = 0; i < conversation->n_steps; i++)
    if (distance (place, conversation->steps[i]) < nearest)
      {
        nearest = distance (place, conversation->steps[i]);
        found = (int) i;
      }
  return found;
}
