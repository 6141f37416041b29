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
    {
      g_autofree char *name = g_strdup_printf ("keys-%u.log", ++self->n_own);

      self->own = tl_private_folder_add_file (self->folder, name, &error);
    }
  if (error != NULL)
    g_info ("No key log: %s", error->message);
}

static void
let_names_go (TlLiveKeylog *self)
{
  g_clear_pointer (&self->own, g_free);
  g_clear_pointer (&self->before, g_ptr_array_unref);
  self->given = FALSE;
}

void
tl_live_keylog_watch (TlLiveKeylog *self, const char *chosen)
{
  need_own (self);
  g_free (self->watched);
  self->watched = g_strdup (chosen != NULL ? chosen : self->own);
}

gboolean
tl_live_keylog_is_known (const TlLiveKeylog *self)
{
  return self->watched != NULL && (self->given || g_strcmp0 (self->watched, self->own) != 0);
}

const char *
tl_live_keylog_give (TlLiveKeylog *self)
{
  if (self->given && self->own != NULL)
    {
      if (self->before == NULL)
        self->before = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (self->before, g_steal_pointer (&self->own));
    }
  need_own (self);
  self->given = TRUE;
  return self->own;
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
  for (guint i = 0; self->before != NULL && i < self->before->len; i++)
    g_unlink (g_ptr_array_index (self->before, i));
  if (self->own != NULL)
    g_unlink (self->own);
  let_names_go (self);
}

void
tl_live_keylog_clear (TlLiveKeylog *self)
{
  tl_live_keylog_unwatch (self);
  let_names_go (self);
  g_clear_pointer (&self->folder, tl_private_folder_remove);
}
