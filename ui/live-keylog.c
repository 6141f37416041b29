/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A key log for one window: its secrets lie in a folder that goes with it.
 */
#include "live-keylog.h"

#include "private-folder.h"

#include <glib/gstdio.h>

/* A file for the secrets of programs that are started from here. */
static void
need_own (TlLiveKeylog *self)
{
  g_autoptr (GError) error = NULL;

  if (self->folder == NULL)
    self->folder = tl_private_folder_new (&error);
  if (self->folder != NULL && self->own == NULL)
    self->own = tl_private_folder_add_file (self->folder, "keys.log", &error);
  if (error != NULL)
    g_info ("No key log: %s", error->message);
}

void
tl_live_keylog_watch (TlLiveKeylog *self, const char *chosen)
{
  need_own (self);
  g_free (self->watched);
  self->watched = g_strdup (chosen != NULL ? chosen : self->own);
}

void
tl_live_keylog_unwatch (TlLiveKeylog *self)
{
  g_clear_pointer (&self->watched, g_free);
}

void
tl_live_keylog_forget (TlLiveKeylog *self)
{
  tl_live_keylog_unwatch (self);
  if (self->own != NULL)
    g_unlink (self->own);
  g_clear_pointer (&self->own, g_free);
}

void
tl_live_keylog_clear (TlLiveKeylog *self)
{
  tl_live_keylog_unwatch (self);
  g_clear_pointer (&self->own, g_free);
  g_clear_pointer (&self->folder, tl_private_folder_remove);
}
