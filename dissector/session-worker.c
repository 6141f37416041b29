/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The only thing that the thread and the main loop both touch lies behind one lock.
 */
#include "session-worker.h"

#include "limits.h"

#include <string.h>
#include <unistd.h>

enum
{
  PUBLISH_EVERY = G_USEC_PER_SEC / 10,
  STEP_BACK = 5 /* whoever answers people goes before who reads */
};

/**
 * TlWorker:
 * @changes: TlConversation
 * @taken: somebody has taken @changes, or will never do so again
 * @told: it has published once
 * @idle: pending in the main context; 0: none
 * @reading: the thread's own
 * @next: when it publishes again, however fast packets come, in microseconds of g_get_monotonic_time()
 * @path, @interface, @filter: what @request points to
 */
struct TlWorker
{
  GMutex lock;
  GCond taken;
  GPtrArray *changes;
  TlReadingState state;
  GError *error;
  bool done;
  bool left;
  bool told;
  guint idle;
  GMainContext *context;
  GWeakRef owner;
  void (*news) (gpointer owner);
  GCancellable *cancellable;
  TlReading *reading;
  gint64 next;
  TlReadingRequest request;
  TlLiveRequest live;
  char *path;
  char *interface;
  char *filter;
};

static void
worker_clear (gpointer data)
{
  TlWorker *self = data;

  g_mutex_clear (&self->lock);
  g_cond_clear (&self->taken);
  g_ptr_array_unref (self->changes);
  g_clear_error (&self->error);
  g_main_context_unref (self->context);
  g_weak_ref_clear (&self->owner);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->request.keyring, tl_keyring_unref);
  g_clear_pointer (&self->request.keylogs, tl_keylog_follower_unref);
  if (self->request.spool > 0)
    close (self->request.spool);
  g_free (self->path);
  g_free (self->interface);
  g_free (self->filter);
}

static void
worker_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, worker_clear);
}

static void
copy_request (TlWorker *self, const TlReadingRequest *request)
{
  self->request = *request;
  self->request.path = self->path = g_strdup (request->path);
  self->request.keyring = request->keyring ? tl_keyring_ref (request->keyring) : NULL;
  self->request.keylogs = request->keylogs ? tl_keylog_follower_ref (request->keylogs) : NULL;
  if (request->live == NULL)
    return;
  self->live = *request->live;
  self->live.interface = self->interface = g_strdup (request->live->interface);
  self->live.filter = self->filter = g_strdup (request->live->filter);
  self->request.live = &self->live;
}

static GPtrArray *
new_changes (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) tl_conversation_unref);
}

static gboolean
news_cb (gpointer user_data)
{
  TlWorker *self = user_data;
  g_autoptr (GObject) owner = g_weak_ref_get (&self->owner);

  g_mutex_lock (&self->lock);
  self->idle = 0;
  g_mutex_unlock (&self->lock);
  if (owner)
    self->news (owner);
  return G_SOURCE_REMOVE;
}

/* Asks the main context to take what is there; one such request is pending at a time. Called under the lock. */
static void
wake (TlWorker *self)
{
  g_autoptr (GSource) source = NULL;

  if (self->idle != 0)
    return;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_HIGH_IDLE + 20); /* in turn with who draws: one that draws all the time must not keep it away */
  g_source_set_callback (source, news_cb, g_atomic_rc_box_acquire (self), worker_unref);
  self->idle = g_source_attach (source, self->context);
}

/* What the main loop cannot take as fast as it comes does not pile up: of a capture that runs, the kernel counts what is lost then. */
static void
conversation_cb (TlConversation *conversation, gpointer user_data)
{
  TlWorker *self = user_data;

  g_mutex_lock (&self->lock);
  while (self->changes->len >= TL_LIMIT_CHANGES && !self->left)
    {
      wake (self);
      g_cond_wait (&self->taken, &self->lock);
    }
  g_ptr_array_add (self->changes, tl_conversation_ref (conversation));
  g_mutex_unlock (&self->lock);
}

static void
publish (TlWorker *self)
{
  TlReadingState state = { 0 };

  tl_reading_publish (self->reading);
  tl_reading_get_state (self->reading, &state);
  g_mutex_lock (&self->lock);
  /* Silence is no news. (What differs between the fields is told once too often.) */
  if (!self->told || self->changes->len > 0 || memcmp (&state, &self->state, sizeof state) != 0)
    {
      self->told = true;
      self->state = state;
      wake (self);
    }
  g_mutex_unlock (&self->lock);
}

/* The first rows appear at once, and so does what comes before a pause. */
static bool
turn_cb (bool idle, gpointer user_data)
{
  TlWorker *self = user_data;
  gint64 now = g_get_monotonic_time ();

  if (idle || now >= self->next)
    {
      publish (self);
      self->next = g_get_monotonic_time () + PUBLISH_EVERY;
    }
  return !g_cancellable_is_cancelled (self->cancellable);
}

static gpointer
thread (gpointer data)
{
  TlWorker *self = data;
  GError *error = NULL;
  TlReadingState state;

  (void) !nice (STEP_BACK); /* in Linux, of this thread alone */
  self->request.func = conversation_cb;
  self->request.turn = turn_cb;
  self->request.flags |= TL_TRACKER_STEPS | TL_TRACKER_GROWTH;
  self->request.user_data = self;
  self->reading = tl_reading_new (&self->request);
  tl_reading_run (self->reading, &error);
  tl_reading_get_state (self->reading, &state);
  g_clear_pointer (&self->reading, tl_reading_free);
  g_mutex_lock (&self->lock);
  self->state = state;
  self->error = error;
  self->done = true;
  if (error == NULL)
    self->state.progress = 1;
  wake (self);
  g_mutex_unlock (&self->lock);
  worker_unref (self);
  return NULL;
}

TlWorker *
tl_worker_start (const TlReadingRequest *request, GObject *owner, void (*news) (gpointer owner))
{
  TlWorker *self = g_atomic_rc_box_new0 (TlWorker);

  g_mutex_init (&self->lock);
  g_cond_init (&self->taken);
  self->changes = new_changes ();
  self->context = g_main_context_ref_thread_default ();
  g_weak_ref_init (&self->owner, owner);
  self->news = news;
  self->cancellable = g_cancellable_new ();
  self->state.unreadable_link_type = -1;
  copy_request (self, request);
  g_thread_unref (g_thread_new ("tl-session", thread, g_atomic_rc_box_acquire (self)));
  return self;
}

void
tl_worker_leave (TlWorker *self)
{
  g_cancellable_cancel (self->cancellable);
  g_mutex_lock (&self->lock);
  self->left = true;
  g_cond_signal (&self->taken);
  g_mutex_unlock (&self->lock);
  worker_unref (self);
}

void
tl_worker_cancel (TlWorker *self)
{
  g_cancellable_cancel (self->cancellable);
}

bool
tl_worker_is_cancelled (const TlWorker *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

const TlReadingRequest *
tl_worker_get_request (const TlWorker *self)
{
  return &self->request;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint64 first = (*(TlConversation *const *) a)->number;
  guint64 second = (*(TlConversation *const *) b)->number;

  return (first > second) - (first < second);
}

/* (The sort is stable.) */
GPtrArray *
tl_worker_take (TlWorker *self, TlReadingState *state, bool *done, GError **error)
{
  GPtrArray *changes;

  g_mutex_lock (&self->lock);
  changes = self->changes;
  self->changes = new_changes ();
  *state = self->state;
  *done = self->done;
  if (self->error)
    g_propagate_error (error, g_steal_pointer (&self->error));
  g_cond_signal (&self->taken);
  g_mutex_unlock (&self->lock);
  g_ptr_array_sort (changes, compare_numbers);
  return changes;
}
