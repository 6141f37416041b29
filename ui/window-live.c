/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Captures that run, in a window. The session reads and writes the spool on its thread; here is who tells it to, and who says how it stands.
 */
#include "window-live.h"

#include "compat.h"
#include "program-window.h"
#include "window-live-parts.h"

#include <glib/gi18n-lib.h>
#include <sys/stat.h>

G_DEFINE_FINAL_TYPE (TlWindowLive, tl_window_live, G_TYPE_OBJECT)

/* How it stands */

static void
set_enabled (TlWindowLive *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->window), name)), enabled);
}

static void
update_actions (TlWindowLive *self)
{
  gboolean running = self->status.running;
  gboolean kept = tl_window_live_is_kept (self);

  set_enabled (self, "stop-capture", running);
  set_enabled (self, "restart-capture", self->interface != NULL);
  set_enabled (self, "save-capture", kept);
  set_enabled (self, "start-program", running && self->keylog.watched != NULL);
  set_enabled (self, "replay-capture", self->save != NULL && tl_live_save_get_path (self->save) != NULL);
  tl_live_bar_set_buttons (self->bar, self->interface != NULL, kept && !running, running && self->keylog.watched != NULL);
}

void
tl_window_live_update (TlWindowLive *self)
{
  TlLiveStatus *status = &self->status;

  if (self->session != NULL)
    {
      if (status->running)
        status->elapsed = g_get_monotonic_time () - self->begun;
      status->live = self->interface != NULL;
      tl_live_status_take (status, self->session);
    }
  status->fault = self->fault;
  tl_live_bar_set_status (self->bar, self->title, self->title == NULL ? NULL : status);
  update_actions (self);
}

static gboolean
tick_cb (gpointer user_data)
{
  tl_window_live_update (user_data);
  return G_SOURCE_CONTINUE;
}

/* "Watch one handshake, then stop." */
static void
stop_when_settled (TlWindowLive *self)
{
  if (!self->once || !self->status.running || !tl_live_any_is_settled (G_LIST_MODEL (self->session)))
    return;
  self->status.seen = true;
  tl_session_cancel (self->session);
}

/* Where what comes is kept, all of it. NULL: nowhere. Free with g_free(). */
static char *
dup_growing_path (TlWindowLive *self)
{
  if (self->save != NULL)
    return tl_window_live_is_whole (self) ? tl_spool_path (tl_live_save_get_spool (self->save)) : NULL;
  return self->followed ? g_strdup (tl_session_get_path (self->session)) : NULL;
}

/* Where there is a key log that may have something, packets wait for it a little: those for which there can be none do not. */
static TlKeylogFollower *
follow_keylogs (TlWindowLive *self)
{
  return tl_keys_follow (tl_key_bar_get_keys (self->keys), tl_live_keylog_is_known (&self->keylog) ? self->keylog.watched : NULL);
}

/* Others can look at it, and other keys open it, while it goes on. */
static void
follow (TlWindowLive *self)
{
  g_autofree char *path = dup_growing_path (self);

  tl_lenses_follow (tl_window_get_lenses (self->window), path, follow_keylogs (self));
}

static void
progress_cb (TlWindowLive *self)
{
  gboolean was_whole = tl_window_live_is_whole (self);

  tl_window_live_update (self);
  if (was_whole && !tl_window_live_is_whole (self))
    follow (self); /* to say that nobody can */
  tl_lenses_add_logs (tl_window_get_lenses (self->window), tl_key_bar_get_logs (self->keys), tl_key_bar_get_keyring (self->keys));
  stop_when_settled (self);
}

/* Where nobody may capture, the page says what mends it. */
static void
show_permission (TlWindowLive *self, const GError *error)
{
  g_autofree char *helper = NULL;
  TlPermission permission = tl_live_permission (&helper);

  tl_window_show_live (self->window);
  tl_live_page_show_permission (self->page, permission, helper, permission == TL_PERMISSION_GRANTED ? error->message : NULL);
}

/* Where what has come can be read again. NULL: nowhere. Free with g_free(). */
static char *
dup_path (TlWindowLive *self)
{
  return self->status.reading.n_packets == 0 ? NULL : dup_growing_path (self);
}

/* The window has what was read: other sessions may read it again. */
static void
settle (TlWindowLive *self)
{
  g_autofree char *path = dup_path (self);

  tl_keys_stop_following (tl_key_bar_get_keys (self->keys));
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  tl_lenses_set_path (tl_window_get_lenses (self->window), path, tl_key_bar_get_logs (self->keys), tl_key_bar_get_keyring (self->keys));
}

/* An interface that was taken away is there again: as another one, which nobody listens to. */
static gboolean
back_cb (gpointer user_data)
{
  TlWindowLive *self = user_data;

  if (tl_interface_index (self->interface) == 0)
    return G_SOURCE_CONTINUE;
  g_free (self->fault);
  self->fault = g_strdup_printf (_ ("The interface “%s” is back. Restart the capture to go on with it."), self->interface);
  self->ticking = 0;
  tl_window_live_update (self);
  return G_SOURCE_REMOVE;
}

static void
state_cb (TlWindowLive *self)
{
  const GError *error = tl_session_get_error (self->session);

  tl_window_live_update (self);
  if (tl_session_get_state (self->session) == TL_SESSION_READING)
    return;
  g_clear_handle_id (&self->ticking, g_source_remove);
  if (self->status.n_conversations == 0 && g_error_matches (error, TL_ERROR, TL_ERROR_PERMISSION))
    show_permission (self, error);
  if (self->status.n_conversations > 0 && error != NULL) /* otherwise there is a page for it */
    self->fault = g_strdup (error->message);
  if (self->fault != NULL && self->interface != NULL && self->status.reading.live.link == TL_LINK_GONE)
    self->ticking = g_timeout_add_seconds (1, back_cb, self);
  tl_window_live_update (self);
  settle (self);
  if (!self->save_at_end)
    return;
  self->save_at_end = FALSE;
  tl_window_live_ask_where (self);
}

/* Beginning */

static void
drop_session (TlWindowLive *self)
{
  g_clear_handle_id (&self->ticking, g_source_remove);
  if (self->session == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->session, self);
  tl_session_cancel (self->session);
  g_clear_object (&self->session);
  tl_keys_stop_following (tl_key_bar_get_keys (self->keys));
}

static void
begin (TlWindowLive *self, TlReadingRequest *request, const char *title)
{
  TlKeys *keys = tl_key_bar_get_keys (self->keys);

  g_clear_pointer (&self->keyring, tl_keyring_unref);
  self->keyring = tl_keyring_ref (tl_keys_need_all (keys));
  request->keyring = self->keyring;
  request->keylogs = follow_keylogs (self);
  if (!request->follow)
    request->spool = tl_window_live_open_spool (self);
  self->followed = request->follow;
  self->title = g_strdup (title);
  self->begun = g_get_monotonic_time ();
  self->status.running = true;
  self->session = tl_session_new_for (request);
  tl_window_show_session (self->window, self->session, title);
  follow (self);
  g_signal_connect_swapped (self->session, "notify::progress", G_CALLBACK (progress_cb), self);
  g_signal_connect_swapped (self->session, "notify::state", G_CALLBACK (state_cb), self);
  self->ticking = g_timeout_add_seconds (1, tick_cb, self);
  tl_window_live_update (self);
}

void
tl_window_live_restart (TlWindowLive *self)
{
  g_autofree char *interface = g_strdup (self->interface);
  g_autofree char *filter = g_strdup (self->filter);

  tl_window_live_start (self, &(TlLiveRequest){ .interface = interface, .filter = filter, .promiscuous = self->promiscuous },
                        self->once);
}

/* Actions */

static void
capture_action_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  tl_window_show_live (TL_WINDOW_LIVE (user_data)->window);
}

static void
stop_action_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  TlWindowLive *self = user_data;

  if (self->session != NULL)
    tl_session_cancel (self->session);
}

/* Nothing that was captured is given up for an interface that is not there. */
static gboolean
is_there (TlWindowLive *self)
{
  g_autofree char *text = NULL;

  if (g_str_equal (self->interface, "any") || tl_interface_index (self->interface) > 0)
    return TRUE;
  text = g_strdup_printf (_ ("There is no interface “%s” now. What was captured stays here until you start again."), self->interface);
  tl_compat_show_message (GTK_WINDOW (self->window), _ ("The Interface Is Not There"), text);
  return FALSE;
}

static void
restart_action_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  TlWindowLive *self = user_data;

  if (!tl_window_live_is_unsaved (self) || is_there (self))
    tl_window_live_ask_before (self, NEXT_RESTART);
}

static void
save_action_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  TlWindowLive *self = user_data;

  self->next = NEXT_NOTHING;
  tl_window_live_ask_where (self);
}

static void
replay_action_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  TlWindowLive *self = user_data;
  GtkWidget *window = tl_window_new (gtk_window_get_application (GTK_WINDOW (self->window)));

  gtk_window_present (GTK_WINDOW (window));
  tl_window_open (TL_WINDOW (window), tl_live_save_get_path (self->save));
}

static void
program_action_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  TlWindowLive *self = user_data;
  const char *keylog = tl_window_live_give_keylog (self);
  GtkWidget *window = tl_program_window_new (GTK_WINDOW (self->window), self->keylog.folder, keylog);

  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_present (GTK_WINDOW (window));
}

static const GActionEntry actions[] = {
  { .name = "capture", .activate = capture_action_cb },
  { .name = "stop-capture", .activate = stop_action_cb },
  { .name = "restart-capture", .activate = restart_action_cb },
  { .name = "save-capture", .activate = save_action_cb },
  { .name = "replay-capture", .activate = replay_action_cb },
  { .name = "start-program", .activate = program_action_cb },
};

static void
start_cb (TlWindowLive *self)
{
  TlLiveRequest request;

  if (!tl_live_page_get_request (self->page, &request))
    return;
  tl_window_capture (self->window, &request, tl_live_page_get_once (self->page));
}

static void
tl_window_live_dispose (GObject *object)
{
  TlWindowLive *self = TL_WINDOW_LIVE (object);

  drop_session (self);
  tl_window_live_drop_save (self);
  tl_live_keylog_clear (&self->keylog);
  G_OBJECT_CLASS (tl_window_live_parent_class)->dispose (object);
}

static void
tl_window_live_finalize (GObject *object)
{
  TlWindowLive *self = TL_WINDOW_LIVE (object);

  g_free (self->title);
  g_free (self->interface);
  g_free (self->filter);
  g_free (self->fault);
  g_clear_pointer (&self->keyring, tl_keyring_unref);
  G_OBJECT_CLASS (tl_window_live_parent_class)->finalize (object);
}

static void
tl_window_live_class_init (TlWindowLiveClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tl_window_live_dispose;
  G_OBJECT_CLASS (klass)->finalize = tl_window_live_finalize;
}

static void
tl_window_live_init (TlWindowLive *self G_GNUC_UNUSED)
{
}

TlWindowLive *
tl_window_live_new (TlWindow *window, TlKeyBar *keys, TlLiveBar *bar, TlLivePage *page)
{
  TlWindowLive *self = g_object_new (TL_TYPE_WINDOW_LIVE, NULL);

  self->window = window;
  self->keys = keys;
  self->bar = bar;
  self->page = page;
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (page, "start", G_CALLBACK (start_cb), self, G_CONNECT_SWAPPED);
  tl_window_live_update (self);
  return self;
}

void
tl_window_live_start (TlWindowLive *self, const TlLiveRequest *request, gboolean once)
{
  TlReadingRequest reading = { .live = request };
  g_autofree char *title = g_strdup_printf (_ ("Capture on %s"), request->interface);

  tl_window_live_forget (self);
  self->interface = g_strdup (request->interface);
  self->filter = g_strdup (request->filter);
  self->promiscuous = request->promiscuous;
  self->once = once;
  tl_live_keylog_watch (&self->keylog, tl_live_page_get_keylog (self->page));
  begin (self, &reading, title);
}

void
tl_window_live_read (TlWindowLive *self, const char *path, gboolean follow)
{
  TlReadingRequest reading = { .path = path, .follow = follow };
  g_autofree char *title
      = g_str_equal (path, "-") ? g_strdup (_ ("Standard Input")) : g_filename_display_basename (path);

  tl_window_live_forget (self);
  begin (self, &reading, title);
}

gboolean
tl_window_live_takes (TlWindowLive *self, const char *path)
{
  struct stat status;

  if (!g_str_equal (path, "-") && (stat (path, &status) != 0 || S_ISREG (status.st_mode) || S_ISDIR (status.st_mode)))
    return FALSE;
  tl_window_live_read (self, path, FALSE);
  return TRUE;
}

gboolean
tl_window_live_is_running (TlWindowLive *self)
{
  return self->session != NULL && tl_session_get_state (self->session) == TL_SESSION_READING;
}

gboolean
tl_window_live_is_capturing (TlWindowLive *self)
{
  return self->interface != NULL && tl_window_live_is_running (self);
}

void
tl_window_live_forget (TlWindowLive *self)
{
  drop_session (self);
  tl_window_live_drop_save (self);
  self->status = (TlLiveStatus){ 0 };
  self->abandoned = self->save_at_end = FALSE;
  self->once = FALSE;
  self->next = NEXT_NOTHING;
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->interface, g_free);
  g_clear_pointer (&self->filter, g_free);
  g_clear_pointer (&self->fault, g_free);
  tl_live_keylog_unwatch (&self->keylog);
  tl_window_live_update (self);
}

const char *
tl_window_live_give_keylog (TlWindowLive *self)
{
  const char *keylog = tl_live_keylog_give (&self->keylog);

  if (keylog == NULL) /* no room: then into the one that there is */
    keylog = self->keylog.watched;
  tl_keys_follow (tl_key_bar_get_keys (self->keys), keylog);
  return keylog;
}

gboolean
tl_window_live_waits_with (TlWindowLive *self, TlKeys *keys)
{
  return tl_window_live_is_running (self) && g_list_model_get_n_items (G_LIST_MODEL (self->session)) == 0
         && tl_keys_need_all (keys) == self->keyring && tl_keys_get_all (keys) == tl_keys_get_logs (keys);
}

gboolean
tl_window_live_is_told (TlWindowLive *self)
{
  return self->title != NULL;
}

void
tl_window_live_forget_keys (TlWindowLive *self)
{
  if (self->keylog.watched == NULL)
    return;
  tl_live_keylog_forget (&self->keylog);
  if (self->session != NULL)
    follow (self);
  tl_window_live_update (self);
}
