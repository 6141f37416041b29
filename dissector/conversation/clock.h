/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The clock by which the tracker knows who was idle. The times of packets are those of a computer's clock, which may be set while a capture
 * runs, back or forward: nobody was idle because of that.
 */
#pragma once

#include <glib.h>
#include <stdint.h>

G_BEGIN_DECLS

/**
 * TlClock:
 * @now: in nanoseconds; never runs back
 * @latest: the time of packets to which @now has gone on
 * @before: the time of the packet before
 * @ahead: as much of @now as pauses have brought it ahead of the packets
 * @pause: as much of the present pause as has passed
 * @n_behind: packets in a row that are from long before @latest
 *
 * All zero is a clock that has not begun.
 */
typedef struct
{
  gint64 now;
  gint64 latest;
  gint64 before;
  gint64 ahead;
  gint64 pause;
  guint n_behind;
  gboolean begun;
} TlClock;

/* A packet came that says that it is @time. */
void tl_clock_packet (TlClock *self, gint64 time);

/* None has come for @nanoseconds. */
void tl_clock_pause (TlClock *self, gint64 nanoseconds);

G_END_DECLS
