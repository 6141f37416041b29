/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One packet with a time far ahead or far behind must change nothing: the clock goes on when a second one agrees, and goes back when many do.
 */
#include "clock.h"

#include "../limits.h"

enum
{
  MANY = 64
};

/* Packets overtake each other, but not for so long. */
#define BEHIND TL_SECOND

static void
go_on (TlClock *self, gint64 step)
{
  self->now += CLAMP (step - self->ahead, 0, TL_LIMIT_CLOCK_STEP);
  self->ahead = MAX (self->ahead - step, 0);
}

/* The clock was set back: what comes is measured from there. */
static void
note_behind (TlClock *self, gint64 time)
{
  if (++self->n_behind < MANY)
    return;
  self->latest = time;
  self->ahead = 0;
  self->n_behind = 0;
}

void
tl_clock_packet (TlClock *self, gint64 time)
{
  gint64 before = self->begun ? self->before : time;
  gint64 earlier = MIN (time, before), later = MAX (time, before);

  if (!self->begun)
    self->latest = time;
  self->begun = TRUE;
  self->before = time;
  self->pause = 0;
  if (earlier > self->latest)
    {
      go_on (self, earlier - self->latest);
      self->latest = earlier;
    }
  if (later < self->latest - BEHIND)
    note_behind (self, later);
  else
    self->n_behind = 0;
}

void
tl_clock_pause (TlClock *self, gint64 nanoseconds)
{
  gint64 passed = nanoseconds - self->pause;

  if (passed <= 0)
    return;
  self->now += passed;
  self->ahead += passed;
  self->pause = nanoseconds;
}
