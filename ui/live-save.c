/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Saves what was captured. It may be gigabytes: that is a thread's work.
 */
#include "live-save.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

/**
 * Save:
 * @parent: weak
 * @spool: a descriptor of its own: the window may be closed meanwhile
 * @keylog: NULL: none
 * @with_keys: whether it goes into the file: whoever asks has a check button
 */
typedef struct
{
  GtkWindow *parent;
  int spool;
  guint64 length;
  char *keylog;
  GtkWidget *with_keys;
  char *path;
  TlSavedFunc func;
  gpointer user_data;
} Save;

static Save *
save_new (GtkWindow *parent, int spool, guint64 length, char *keylog, TlSavedFunc func, gpointer user_data)
{
  Save *self = g_new0 (Save, 1);

  g_set_weak_pointer (&self->parent, parent);
  self->spool = fcntl (spool, F_DUPFD_CLOEXEC, 3);
  self->length = length;
  self->keylog = keylog;
  self->func = func;
  self->user_data = user_data;
  return self;
}

static void
save_free (gpointer data)
{
  Save *self = data;

  g_clear_weak_pointer (&self->parent);
  g_clear_object (&self->with_keys);
  if (self->spool >= 0)
    close (self->spool);
  tl_keylog_text_free (self->keylog);
  g_free (self->path);
  g_free (self);
}

static void
save_thread (GTask *task, gpointer source G_GNUC_UNUSED, gpointer data, GCancellable *cancellable G_GNUC_UNUSED)
{
  Save *self = data;
  g_autoptr (GError) error = NULL;

  if (tl_spool_save (self->spool, self->length, self->keylog, self->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
saved_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data G_GNUC_UNUSED)
{
  Save *self = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean saved = g_task_propagate_boolean (G_TASK (result), &error);

  if (self->parent == NULL)
    return;
  if (saved)
    self->func (self->path, self->length, self->user_data);
  else
    tl_compat_show_message (self->parent, _ ("The Capture Is Not Saved"), error->message);
}

static void
start (Save *self)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, saved_cb, NULL);

  g_task_set_task_data (task, self, save_free);
  g_task_run_in_thread (task, save_thread);
}

static void
chosen_cb (GFile *file, gpointer user_data)
{
  Save *self = user_data;
  Save *copy;

  self->path = g_file_get_path (file);
  if (self->path == NULL)
    return;
  /* Whoever asked frees what it asked for. */
  copy = save_new (self->parent, self->spool, self->length, g_steal_pointer (&self->keylog), self->func, self->user_data);
  copy->path = g_strdup (self->path);
  start (copy);
}

static void
choose (Save *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name = tl_live_save_name (now);

  if (self->parent != NULL)
    tl_compat_choose_target_full (self->parent, _ ("Save the Capture"), name, chosen_cb, self, save_free);
  else
    save_free (self);
}

static void
answered_cb (const char *answer, gpointer user_data)
{
  Save *self = user_data;

  if (!g_str_equal (answer, "save"))
    {
      save_free (self);
      return;
    }
  if (!gtk_check_button_get_active (GTK_CHECK_BUTTON (self->with_keys)))
    {
      tl_keylog_text_free (self->keylog);
      self->keylog = NULL;
    }
  choose (self);
}

static GtkWidget *
create_check (void)
{
  GtkWidget *check = gtk_check_button_new_with_mnemonic (_ ("Put the _key log into the file, too"));

  gtk_widget_set_halign (check, GTK_ALIGN_CENTER);
  return check;
}

void
tl_live_save_ask (GtkWindow *parent, int spool, guint64 length, char *keylog, TlSavedFunc func, gpointer user_data)
{
  static const TlAnswer answers[] = {
    { "cancel", N_ ("_Cancel"), TL_ANSWER_PLAIN },
    { "save", N_ ("_Save…"), TL_ANSWER_SUGGESTED },
  };
  Save *self = save_new (parent, spool, length, keylog, func, user_data);

  if (keylog == NULL)
    {
      choose (self);
      return;
    }
  self->with_keys = g_object_ref_sink (create_check ());
  tl_compat_ask (parent, _ ("Save the Capture"),
                 _ ("There are keys to what was captured. Whoever has a file with the keys inside can read these conversations: passwords, "
                    "too."),
                 self->with_keys, answers, G_N_ELEMENTS (answers), answered_cb, self, NULL);
}

void
tl_live_save_ask_first (GtkWindow *parent, guint n, TlAnswerFunc func, gpointer user_data)
{
  static const TlAnswer answers[] = {
    { "cancel", N_ ("_Cancel"), TL_ANSWER_PLAIN },
    { "discard", N_ ("_Discard"), TL_ANSWER_DESTRUCTIVE },
    { "save", N_ ("_Save…"), TL_ANSWER_SUGGESTED },
  };
  g_autofree char *body = g_strdup_printf (ngettext ("%'u conversation was captured, and is lost if you do not save it.",
                                                     "%'u conversations were captured, and are lost if you do not save them.", n),
                                           n);

  tl_compat_ask (parent, _ ("Save the Capture?"), body, NULL, answers, G_N_ELEMENTS (answers), func, user_data, NULL);
}

void
tl_live_save_to (
    GtkWindow *parent, int spool, guint64 length, char *keylog, const char *path, TlSavedFunc func, gpointer user_data)
{
  Save *self = save_new (parent, spool, length, keylog, func, user_data);

  self->path = g_strdup (path);
  start (self);
}

char *
tl_live_save_name (GDateTime *time)
{
  return g_date_time_format (time, "capture-%Y-%m-%d-%H%M%S.pcapng");
}
