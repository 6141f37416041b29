/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The loop from packets to conversations. Whatever packets come from, waiting for them is one call of wait_cb().
 */
#include "config.h"

#include "reading.h"

#include "capture/capture.h"
#include "capture/pcapng-writer.h"
#include "carried-keys.h"
#include "held-packets.h"
#include "limits.h"

enum
{
  PACKETS_PER_TURN = 512,
  STOP_PATIENCE = 2 * G_USEC_PER_SEC, /* for the last packets of a capture that was asked to end */
  SOON = 10,                          /* milliseconds to wait while packets are held */
  SILENCE = 1 * G_USEC_PER_SEC,       /* without a packet, and time has passed … */
  PASS_EVERY = 15 * G_USEC_PER_SEC,   /* … and where packets come all the time, now and then */
  KEYS_BEHIND = 80 * 1000             /* microseconds that the secrets of a connection may come behind its packets */
};

/**
 * TlReading:
 * @held: NULL: packets are read as they come, as no key log was followed so far
 * @give_up: when what was asked to end is no longer waited for; 0: nobody has asked
 * @passed: when the tracker was told that time passes
 * @last: when the first turn was that knew of @n_at_last packets, in microseconds of g_get_monotonic_time()
 * @patience: of the source
 */
struct TlReading
{
  TlReadingRequest request;
  TlLive *live;
  TlCapture *capture;
  TlTracker *tracker;
  TlCarriedKeys keys;
  TlHeldPackets *held;
  TlPcapngWriter *spool;
  guint64 n_packets;
  guint64 n_unkept;
  gint64 give_up;
  gint64 passed;
  gint64 last;
  guint64 n_at_last;
  bool stopped;
  bool ended;
  int patience;
};

/* Hands on what was held long enough for its secrets to have come: all of it at the end. */
static void
release (TlReading *self, gint64 until)
{
  const TlPacket *packet;

  if (self->request.keylogs == NULL || !tl_keylog_follower_look (self->request.keylogs))
    return;
  if (self->held == NULL)
    self->held = tl_held_packets_new ();
  while ((packet = tl_held_packets_pop (self->held, until)))
    tl_tracker_add (self->tracker, packet);
}

/* Whether to go on: where somebody wants to stop, a capture that runs is asked to end, and is read to its end. */
static bool
turn (TlReading *self, bool idle)
{
  gint64 now;

  release (self, g_get_monotonic_time () - KEYS_BEHIND);
  if (self->live)
    tl_live_listen (self->live);
  if (self->request.turn == NULL || self->request.turn (idle, self->request.user_data))
    return true;
  self->stopped = true;
  if (self->live == NULL)
    return false;
  now = g_get_monotonic_time ();
  if (self->give_up == 0)
    self->give_up = now + STOP_PATIENCE;
  tl_live_stop (self->live);
  return now < self->give_up;
}

/* Time passes for connections while nothing comes, too. In a pipe that brings an old capture, minutes of it pass in no time: that there is nothing
 * to read just then is no silence. */
static void
pass_time (TlReading *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->n_at_last != self->n_packets)
    self->last = now;
  self->n_at_last = self->n_packets;
  if (self->n_packets == 0 || (now - self->last < SILENCE && now - self->passed < PASS_EVERY))
    return;
  self->passed = now;
  tl_tracker_pass_time (self->tracker, (now - self->last) * 1000);
}

static bool
wait_cb (gpointer user_data)
{
  TlReading *self = user_data;
  bool go_on;

  if (self->spool)
    tl_pcapng_writer_flush (self->spool);
  pass_time (self);
  go_on = turn (self, true);
  self->patience = self->held == NULL || tl_held_packets_is_empty (self->held) ? TL_LIMIT_WAIT : SOON;
  return go_on;
}

/* What is kept is the begin of the capture, without a gap. */
static void
keep (TlReading *self, const TlPacket *packet)
{
  if (self->n_unkept > 0 || tl_pcapng_writer_error (self->spool) != 0
      || tl_pcapng_writer_size (self->spool) + packet->captured > self->request.spool_limit)
    self->n_unkept++;
  else
    tl_pcapng_writer_add (self->spool, packet);
}

static void
take (TlReading *self, const TlPacket *packet)
{
  tl_carried_keys_take (&self->keys);
  if (self->spool)
    keep (self, packet);
  if (self->held)
    tl_held_packets_push (self->held, packet, g_get_monotonic_time ());
  else
    tl_tracker_add (self->tracker, packet);
}

/* What runs is not called empty or cut short: it says itself why it ended. */
static bool
open_capture (TlReading *self, GError **error)
{
  g_autoptr (GError) reason = NULL;
  TlSource source = { .path = self->request.path, .fd = -1, .follow = self->request.follow, .wait_data = self,
                      .patience = &self->patience };

  if (self->request.live)
    {
      self->live = tl_live_start (self->request.live, error);
      if (self->live == NULL)
        return false;
      source.fd = tl_live_steal_fd (self->live);
      source.name = tl_live_interface (self->live);
    }
  /* A file that does not grow is never waited for. */
  if (self->request.turn)
    source.wait = wait_cb;
  self->capture = tl_capture_open_source (&source, &reason);
  if (self->capture)
    return true;
  if (self->stopped)
    return false;
  if (self->live)
    tl_live_hear_out (self->live);
  if (self->live == NULL || !tl_live_failed (self->live, error))
    g_propagate_error (error, g_steal_pointer (&reason));
  return false;
}

static bool
read_packets (TlReading *self, GError **error)
{
  g_autoptr (GError) reason = NULL;
  TlCaptureResult result;
  TlPacket packet;

  while ((result = tl_capture_next (self->capture, &packet, &reason)) == TL_CAPTURE_PACKET)
    {
      take (self, &packet);
      if (G_LIKELY (++self->n_packets % PACKETS_PER_TURN != 0))
        continue;
      if (!turn (self, false))
        return true;
    }
  if (self->live)
    {
      tl_live_hear_out (self->live);
      /* Ctrl+C ends the program that captures, too: perhaps before we have looked. */
      return !turn (self, true) || self->stopped || !tl_live_failed (self->live, error);
    }
  if (result != TL_CAPTURE_FAILED)
    return true;
  g_propagate_error (error, g_steal_pointer (&reason));
  return false;
}

TlReading *
tl_reading_new (const TlReadingRequest *request)
{
  TlReading *self = g_new0 (TlReading, 1);

  self->request = *request;
  self->patience = TL_LIMIT_WAIT;
  self->passed = g_get_monotonic_time ();
  self->tracker = tl_tracker_new (request->flags, request->func, request->user_data);
  if (request->spool > 0)
    self->spool = tl_pcapng_writer_new (request->spool, "TLS Ladder " TL_VERSION);
  if (self->request.spool_limit == 0)
    self->request.spool_limit = TL_LIMIT_SPOOL;
  return self;
}

void
tl_reading_free (TlReading *self)
{
  tl_carried_keys_clear (&self->keys);
  g_clear_pointer (&self->capture, tl_capture_close);
  g_clear_pointer (&self->live, tl_live_free);
  g_clear_pointer (&self->tracker, tl_tracker_free);
  g_clear_pointer (&self->held, tl_held_packets_free);
  g_clear_pointer (&self->spool, tl_pcapng_writer_free);
  g_free (self);
}

bool
tl_reading_run (TlReading *self, GError **error)
{
  bool read;

  if (!open_capture (self, error))
    return self->stopped;
  tl_carried_keys_init (&self->keys, self->capture, self->tracker, self->request.keyring);
  release (self, 0);
  read = read_packets (self, error);
  tl_carried_keys_take (&self->keys);
  if (self->request.keylogs)
    tl_keylog_follower_finish (self->request.keylogs);
  release (self, G_MAXINT64);
  if (self->spool)
    tl_pcapng_writer_flush (self->spool);
  tl_tracker_finish (self->tracker);
  self->ended = true;
  return read;
}

bool
tl_reading_has_begun (const TlReading *self)
{
  return self->capture != NULL;
}

void
tl_reading_publish (TlReading *self)
{
  tl_tracker_publish (self->tracker);
}

void
tl_reading_get_state (const TlReading *self, TlReadingState *state)
{
  *state = (TlReadingState){
    .n_packets = self->n_packets,
    .n_evicted = tl_tracker_evicted (self->tracker),
    .progress = self->capture ? tl_capture_progress (self->capture) : -1,
    .carried = self->keys.report,
  };
  state->n_unreadable = tl_tracker_unreadable (self->tracker, &state->unreadable_link_type);
  if (self->request.keylogs)
    tl_keylog_follower_get_report (self->request.keylogs, &state->growing);
  if (self->live)
    state->live = *tl_live_counts (self->live);
  /* What was handed on, and not waited for, nobody will see. */
  if (self->ended && state->live.known && state->live.written > self->n_packets)
    state->live.dropped += state->live.written - self->n_packets;
  if (self->spool)
    {
      state->spooled = tl_pcapng_writer_written (self->spool);
      state->n_kept = tl_pcapng_writer_packets (self->spool);
      state->n_unkept = self->n_unkept;
      state->spool_error = tl_pcapng_writer_error (self->spool);
    }
}
