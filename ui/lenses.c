/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The sessions of one capture, one for each lens.
 */
#include "lenses.h"

enum
{
  PATIENCE = 250 /* milliseconds that a session may take before what it has read so far is shown */
};

struct _TlLenses
{
  GObject parent_instance;

  char *path;      /* NULL: no capture is open, or one that cannot be read again yet */
  gboolean stale;  /* there are other keys than that was read with */
  TlSession *live; /* what comes, and is read once; NULL: nothing does */
  TlKeylogFollower *keylogs; /* that are written meanwhile; NULL: none */
  TlKeyring *logs;
  TlKeyring *all;
  TlSession *sessions[TL_N_LENSES]; /* NULL: nobody has looked through it */
  TlLens lens;
  TlSession *shown;
  TlSession *awaited; /* NULL: that of the lens is shown */
  guint patience;
  gboolean carries_keys; /* the capture */
};

enum
{
  SWITCHED,
  LOOKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TlLenses, tl_lenses, G_TYPE_OBJECT)

static void look_for_keys (TlLenses *self);

static void
stop_waiting (TlLenses *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_object (&self->awaited);
}

static void
let_go (TlLenses *self, TlSession **session)
{
  if (*session == NULL)
    return;
  g_signal_handlers_disconnect_by_data (*session, self);
  if (*session != self->shown && *session != self->live) /* which may be on the screen for a little while, or goes on by itself */
    tl_session_cancel (*session);
  g_clear_object (session);
}

static void
let_sessions_go (TlLenses *self)
{
  stop_waiting (self);
  for (int i = 0; i < TL_N_LENSES; i++)
    let_go (self, &self->sessions[i]);
}

static TlLens
full_lens (TlLenses *self)
{
  return self->all == self->logs ? TL_LENS_KEY_LOG : TL_LENS_SERVER;
}

static void
exchange_keys (TlLenses *self, TlKeyring *logs, TlKeyring *all)
{
  TlKeyring *old_logs = self->logs, *old_all = self->all;

  self->logs = logs == NULL ? NULL : tl_keyring_ref (logs);
  self->all = all == NULL ? NULL : tl_keyring_ref (all);
  g_clear_pointer (&old_logs, tl_keyring_unref);
  g_clear_pointer (&old_all, tl_keyring_unref);
}

static void
take_keys (TlLenses *self, TlKeyring *logs, TlKeyring *all)
{
  exchange_keys (self, logs, all);
  self->lens = full_lens (self); /* the lens that shows most */
}

static TlSession *ensure_session (TlLenses *self, TlLens lens);

/* What still comes is followed where it is kept, with the key log that is written meanwhile. */
static TlSession *
read_with (TlLenses *self, TlKeyring *keyring)
{
  TlReadingRequest request = { .path = self->path, .follow = self->live != NULL, .keyring = keyring };

  if (self->live != NULL && keyring != NULL)
    request.keylogs = self->keylogs;
  return tl_session_new_for (&request);
}

static TlSession *
read_sealed (TlLenses *self)
{
  return tl_session_new_for (
      &(TlReadingRequest){ .path = self->path, .follow = self->live != NULL, .flags = TL_TRACKER_SEALED });
}

static TlSession *
read_through (TlLenses *self, TlLens lens)
{
  switch (lens)
    {
    case TL_LENS_OBSERVER:
      return read_sealed (self);
    case TL_LENS_KEY_LOG:
      return read_with (self, self->logs);
    case TL_LENS_SERVER:
    case TL_N_LENSES:
    default:
      return self->all == self->logs ? g_object_ref (ensure_session (self, TL_LENS_KEY_LOG)) : read_with (self, self->all);
    }
}

/* Takes @session over. */
static TlSession *
keep_session (TlLenses *self, TlLens lens, TlSession *session)
{
  self->sessions[lens] = session;
  g_signal_connect_swapped (session, "notify::progress", G_CALLBACK (look_for_keys), self);
  g_signal_connect_swapped (session, "notify::state", G_CALLBACK (look_for_keys), self);
  return session;
}

static TlSession *
ensure_session (TlLenses *self, TlLens lens)
{
  if (self->sessions[lens] == NULL)
    return keep_session (self, lens, read_through (self, lens));
  return self->sessions[lens];
}

static void
show (TlLenses *self, TlSession *session)
{
  g_autoptr (TlSession) kept = g_object_ref (session);
  g_autoptr (TlSession) old = g_steal_pointer (&self->shown);

  stop_waiting (self);
  self->shown = g_steal_pointer (&kept);
  for (int i = 0; i < TL_N_LENSES; i++)
    if (old == self->sessions[i])
      g_clear_object (&old);
  if (old != NULL && old != self->live) /* of other keys, or another capture */
    tl_session_cancel (old);
  g_signal_emit (self, signals[SWITCHED], 0);
  g_signal_emit (self, signals[LOOKED], 0);
}

static gboolean
patience_cb (gpointer user_data)
{
  TlLenses *self = user_data;

  self->patience = 0;
  show (self, self->awaited);
  return G_SOURCE_REMOVE;
}

/* What was shown stays until the other is read, so that nothing flickers: for most captures that is at once. */
static void
await (TlLenses *self, TlSession *session)
{
  stop_waiting (self);
  if (session == self->shown)
    {
      g_signal_emit (self, signals[LOOKED], 0);
      return;
    }
  if (self->shown == NULL || tl_session_get_state (session) != TL_SESSION_READING)
    {
      show (self, session);
      return;
    }
  self->awaited = g_object_ref (session);
  self->patience = g_timeout_add (PATIENCE, patience_cb, self);
}

/* Called while sessions are read. */
static void
look_for_keys (TlLenses *self)
{
  TlSession *session = self->awaited != NULL ? self->awaited : self->shown;
  g_autofree char *carried = session == NULL ? NULL : tl_session_dup_carried_text (session);

  if (carried != NULL && !self->carries_keys)
    {
      self->carries_keys = TRUE;
      g_signal_emit (self, signals[LOOKED], 0);
    }
  if (self->awaited != NULL && tl_session_get_state (self->awaited) != TL_SESSION_READING)
    show (self, self->awaited);
}

static void
forget_live (TlLenses *self)
{
  g_clear_object (&self->live);
  g_clear_pointer (&self->keylogs, tl_keylog_follower_unref);
}

/* Those that follow what comes. */
static void
let_followers_go (TlLenses *self)
{
  for (int i = 0; i < TL_N_LENSES; i++)
    if (self->sessions[i] != self->live)
      let_go (self, &self->sessions[i]);
}

/* It cannot be read again: what there is, is what was read as it came. */
static void
show_live_only (TlLenses *self)
{
  stop_waiting (self);
  if (self->live != NULL && self->shown != self->live)
    show (self, self->live);
}

static void
drop_capture (TlLenses *self)
{
  let_sessions_go (self);
  if (self->live != NULL)
    tl_session_cancel (self->live);
  forget_live (self);
  if (self->shown != NULL)
    tl_session_cancel (self->shown);
  g_clear_object (&self->shown);
  g_clear_pointer (&self->path, g_free);
  self->stale = self->carries_keys = FALSE;
}

static void
tl_lenses_dispose (GObject *object)
{
  TlLenses *self = TL_LENSES (object);

  tl_lenses_open (self, NULL, NULL, NULL);
  G_OBJECT_CLASS (tl_lenses_parent_class)->dispose (object);
}

static void
tl_lenses_class_init (TlLensesClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_lenses_dispose;
  signals[SWITCHED] = g_signal_new ("switched", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LOOKED] = g_signal_new ("looked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tl_lenses_init (TlLenses *self)
{
  self->lens = TL_LENS_KEY_LOG;
}

TlLenses *
tl_lenses_new (void)
{
  return g_object_new (TL_TYPE_LENSES, NULL);
}

void
tl_lenses_open (TlLenses *self, const char *path, TlKeyring *logs, TlKeyring *all)
{
  drop_capture (self);
  self->path = g_strdup (path);
  take_keys (self, logs, all);
  if (path != NULL)
    show (self, ensure_session (self, self->lens));
}

void
tl_lenses_show (TlLenses *self, TlSession *session, TlKeyring *logs, TlKeyring *all)
{
  drop_capture (self);
  take_keys (self, logs, all);
  self->live = g_object_ref (session);
  show (self, keep_session (self, self->lens, g_object_ref (session)));
}

void
tl_lenses_follow (TlLenses *self, const char *path, TlKeylogFollower *keylogs)
{
  g_autofree char *kept = g_strdup (path);

  g_return_if_fail (self->live != NULL);
  if (path == NULL)
    {
      show_live_only (self);
      let_followers_go (self);
    }
  g_free (self->path);
  self->path = g_steal_pointer (&kept);
  g_clear_pointer (&self->keylogs, tl_keylog_follower_unref);
  self->keylogs = keylogs == NULL ? NULL : tl_keylog_follower_ref (keylogs);
  g_signal_emit (self, signals[LOOKED], 0);
}

/* What was read with the keys of private keys alone does not know those of the key log. */
void
tl_lenses_add_logs (TlLenses *self, TlKeyring *logs, TlKeyring *all)
{
  if (logs == self->logs && all == self->all)
    return;
  exchange_keys (self, logs, all);
  if (self->all != self->logs && self->sessions[TL_LENS_KEY_LOG] != self->live)
    let_go (self, &self->sessions[TL_LENS_KEY_LOG]);
  if (self->lens == TL_LENS_KEY_LOG && self->path != NULL)
    await (self, ensure_session (self, TL_LENS_KEY_LOG));
  g_signal_emit (self, signals[LOOKED], 0);
}

void
tl_lenses_set_path (TlLenses *self, const char *path, TlKeyring *logs, TlKeyring *all)
{
  stop_waiting (self);
  if (path == NULL)
    show_live_only (self);
  let_followers_go (self); /* they would read for ever */
  forget_live (self);
  g_free (self->path);
  self->path = g_strdup (path);
  exchange_keys (self, logs, all);
  if (self->stale)
    tl_lenses_set_keys (self, logs, all);
  else
    {
      if (path != NULL)
        await (self, ensure_session (self, self->lens));
      g_signal_emit (self, signals[LOOKED], 0);
    }
}

void
tl_lenses_set_keys (TlLenses *self, TlKeyring *logs, TlKeyring *all)
{
  self->stale = self->path == NULL;
  if (self->stale)
    return;
  let_sessions_go (self);
  take_keys (self, logs, all);
  await (self, ensure_session (self, self->lens));
}

void
tl_lenses_look (TlLenses *self, TlLens lens)
{
  bool kept = self->sessions[lens] != NULL;

  if (self->path == NULL || lens == self->lens)
    return;
  self->lens = lens;
  if (kept && self->live != NULL && self->sessions[lens] != self->shown) /* it has what there is, and its end is not near */
    show (self, self->sessions[lens]);
  else
    await (self, ensure_session (self, lens));
}

TlLens
tl_lenses_get_lens (TlLenses *self)
{
  return self->path != NULL && (self->all != NULL || self->carries_keys) ? self->lens : TL_N_LENSES;
}

TlSession *
tl_lenses_get_session (TlLenses *self)
{
  return self->shown;
}

TlSession *
tl_lenses_get_full_session (TlLenses *self)
{
  TlSession *full = self->sessions[full_lens (self)];

  return full != NULL ? full : self->shown;
}
