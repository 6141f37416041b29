/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What was captured, and is to be saved: by itself, or before something else is done.
 */
#include "window-live-parts.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

static gboolean
is_being_saved (TlWindowLive *self)
{
  return self->save != NULL && tl_live_save_is_busy (self->save);
}

/* The keys that belong to what was captured, whoever it is seen by now: some are for a ClientHello that only they open. Free with
 * tl_keylog_part_free(). */
static TlKeylogPart *
new_keys (TlWindowLive *self)
{
  TlSession *session = tl_lenses_get_full_session (tl_window_get_lenses (self->window));
  g_auto (GStrv) paths = tl_keys_dup_log_paths (tl_key_bar_get_keys (self->keys));

  return session == NULL ? NULL : tl_keylog_part_new (G_LIST_MODEL (session), (const char *const *) paths);
}

static void
do_next (TlWindowLive *self)
{
  TlLiveNext next = self->next;

  self->next = NEXT_NOTHING;
  if (next == NEXT_RESTART)
    tl_window_live_restart (self);
  else if (next == NEXT_CLOSE)
    gtk_window_close (GTK_WINDOW (self->window));
}

static void
answered_cb (const char *answer, gpointer user_data)
{
  TlWindowLive *self = user_data;

  if (g_str_equal (answer, "save") && tl_window_live_is_running (self))
    {
      self->save_at_end = TRUE;
      tl_session_cancel (self->session);
    }
  else if (g_str_equal (answer, "save"))
    tl_window_live_ask_where (self);
  else if (g_str_equal (answer, "discard"))
    {
      self->abandoned = TRUE;
      do_next (self);
    }
  else
    self->next = NEXT_NOTHING;
}

void
tl_window_live_ask_before (TlWindowLive *self, TlLiveNext next)
{
  self->next = next;
  if (is_being_saved (self))
    return;
  if (tl_window_live_is_unsaved (self))
    tl_live_save_ask_first (GTK_WINDOW (self->window), self->status.n_conversations, answered_cb, self);
  else
    do_next (self);
}

static void
save_ended_cb (TlWindowLive *self, gboolean saved)
{
  const char *path = tl_live_save_get_path (self->save);

  if (!saved)
    {
      self->next = NEXT_NOTHING;
      return;
    }
  g_free (self->title);
  self->title = g_filename_display_basename (path);
  tl_window_set_heading (self->window, self->title);
  tl_window_live_update (self);
  if (self->next != NEXT_NOTHING)
    tl_window_live_ask_before (self, self->next);
}

void
tl_window_live_drop_save (TlWindowLive *self)
{
  if (self->save != NULL)
    g_signal_handlers_disconnect_by_data (self->save, self);
  g_clear_object (&self->save);
}

int
tl_window_live_open_spool (TlWindowLive *self)
{
  g_autoptr (GError) error = NULL;
  int spool = tl_spool_open (&error);
  int copy = spool < 0 ? -1 : fcntl (spool, F_DUPFD_CLOEXEC, 3);

  if (copy < 0)
    {
      tl_compat_show_message (GTK_WINDOW (self->window), _ ("The Packets Cannot Be Kept"), error != NULL ? error->message : g_strerror (errno));
      if (spool >= 0)
        close (spool);
      return -1;
    }
  self->save = tl_live_save_new (GTK_WINDOW (self->window), spool);
  g_signal_connect_swapped (self->save, "ended", G_CALLBACK (save_ended_cb), self);
  return copy;
}

gboolean
tl_window_live_is_kept (TlWindowLive *self)
{
  return self->save != NULL && self->status.reading.n_kept > 0;
}

gboolean
tl_window_live_is_whole (TlWindowLive *self)
{
  return self->status.reading.n_unkept == 0 && self->status.reading.spool_error == 0;
}

void
tl_window_live_ask_where (TlWindowLive *self)
{
  g_autofree char *lacks = tl_live_lacks_text (&self->status);

  if (tl_window_live_is_kept (self))
    tl_live_save_ask (self->save, self->status.reading.spooled, new_keys (self), lacks);
}

gboolean
tl_window_live_is_unsaved (TlWindowLive *self)
{
  return tl_window_live_is_kept (self) && !self->abandoned && self->status.n_conversations > 0
         && self->status.reading.spooled > tl_live_save_get_length (self->save);
}

gboolean
tl_window_live_may_close (TlWindowLive *self)
{
  if (!tl_window_live_is_unsaved (self) && !is_being_saved (self))
    return TRUE;
  tl_window_live_ask_before (self, NEXT_CLOSE);
  return FALSE;
}

void
tl_window_live_save (TlWindowLive *self, const char *path, gboolean with_keys)
{
  tl_live_save_to (self->save, self->status.reading.spooled, with_keys ? new_keys (self) : NULL, path);
}
