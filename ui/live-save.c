/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Saves what was captured. It may be gigabytes, and so may the key log: that is a thread's work.
 */
#include "live-save.h"

#include "recent.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

/**
 * TlLiveSave:
 * @parent: weak
 * @path, @length: of what was saved last
 */
struct _TlLiveSave
{
  GObject parent_instance;

  GtkWindow *parent;
  int spool;
  char *path;
  guint64 length;
  guint n_running;
};

enum
{
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TlLiveSave, tl_live_save, G_TYPE_OBJECT)

/**
 * Save:
 * @part: NULL: no keys go into the file
 * @keylog: what @part says, once it is read; NULL: nothing
 * @lacks: what will not be in the file; NULL: nothing is missing
 * @with_keys: the check button of the question; NULL: none was asked
 *
 * Threads look at it between g_task_run_in_thread() and the callback, and have no reference.
 */
typedef struct
{
  TlLiveSave *of;
  guint64 length;
  TlKeylogPart *part;
  char *keylog;
  char *lacks;
  GtkWidget *with_keys;
  char *path;
} Save;

static Save *
save_new (TlLiveSave *of, guint64 length, TlKeylogPart *part)
{
  Save *self = g_rc_box_new0 (Save);

  self->of = g_object_ref (of);
  self->length = length;
  self->part = part;
  return self;
}

static void
save_clear (gpointer data)
{
  Save *self = data;

  g_clear_object (&self->of);
  g_clear_object (&self->with_keys);
  g_clear_pointer (&self->part, tl_keylog_part_free);
  tl_keylog_text_free (self->keylog);
  g_free (self->lacks);
  g_free (self->path);
}

static void
save_unref (gpointer data)
{
  g_rc_box_release_full (data, save_clear);
}

static void
run (Save *self, GTaskThreadFunc thread, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, g_rc_box_acquire (self));

  g_task_set_task_data (task, self, NULL);
  g_task_run_in_thread (task, thread);
}

static void
read_keys (Save *self)
{
  if (self->part != NULL && self->keylog == NULL)
    self->keylog = tl_keylog_part_read (self->part);
}

static void
save_thread (GTask *task, gpointer source G_GNUC_UNUSED, gpointer data, GCancellable *cancellable G_GNUC_UNUSED)
{
  Save *self = data;
  g_autoptr (GError) error = NULL;

  read_keys (self);
  if (tl_spool_save (self->of->spool, self->length, self->keylog, self->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
saved_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  Save *self = user_data;
  TlLiveSave *of = self->of;
  g_autoptr (GError) error = NULL;
  gboolean saved = g_task_propagate_boolean (G_TASK (result), &error);

  of->n_running--;
  if (saved)
    {
      tl_recent_add (self->path);
      g_free (of->path);
      of->path = g_strdup (self->path);
      of->length = self->length;
    }
  else if (of->parent != NULL)
    tl_compat_show_message (of->parent, _ ("The Capture Is Not Saved"), error->message);
  g_signal_emit (of, signals[ENDED], 0, saved);
  save_unref (self);
}

static void
start (Save *self)
{
  self->of->n_running++;
  run (self, save_thread, saved_cb);
}

static void
chosen_cb (GFile *file, gpointer user_data)
{
  Save *self = user_data;

  self->path = g_file_get_path (file);
  if (self->path != NULL)
    start (self);
}

static void
choose (Save *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name = tl_live_save_name (now);

  if (self->of->parent != NULL)
    tl_compat_choose_target_full (self->of->parent, _ ("Save the Capture"), name, chosen_cb, g_rc_box_acquire (self), save_unref);
}

static void
answered_cb (const char *answer, gpointer user_data)
{
  Save *self = user_data;

  if (!g_str_equal (answer, "save"))
    return;
  if (self->with_keys == NULL || !gtk_check_button_get_active (GTK_CHECK_BUTTON (self->with_keys)))
    {
      g_clear_pointer (&self->part, tl_keylog_part_free);
      g_clear_pointer (&self->keylog, tl_keylog_text_free);
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

static void
ask (Save *self)
{
  static const TlAnswer answers[] = {
    { "cancel", N_ ("_Cancel"), TL_ANSWER_PLAIN },
    { "save", N_ ("_Save…"), TL_ANSWER_SUGGESTED },
  };
  const char *keys = self->keylog == NULL ? NULL
                                          : _ ("There are keys to what was captured. Whoever has a file with the keys inside can read these "
                                               "conversations: passwords, too.");
  g_autofree char *both = self->lacks != NULL && keys != NULL ? g_strjoin ("\n\n", self->lacks, keys, NULL) : NULL;

  if (keys != NULL)
    self->with_keys = g_object_ref_sink (create_check ());
  tl_compat_ask (self->of->parent, _ ("Save the Capture"), both != NULL ? both : keys != NULL ? keys : self->lacks, self->with_keys,
                 answers, G_N_ELEMENTS (answers), answered_cb, g_rc_box_acquire (self), save_unref);
}

static void
keys_thread (GTask *task, gpointer source G_GNUC_UNUSED, gpointer data, GCancellable *cancellable G_GNUC_UNUSED)
{
  read_keys (data);
  g_task_return_boolean (task, TRUE);
}

static void
keys_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result G_GNUC_UNUSED, gpointer user_data)
{
  Save *self = user_data;

  if (self->of->parent != NULL && (self->keylog != NULL || self->lacks != NULL))
    ask (self);
  else
    choose (self);
  save_unref (self);
}

static void
tl_live_save_finalize (GObject *object)
{
  TlLiveSave *self = TL_LIVE_SAVE (object);

  g_clear_weak_pointer (&self->parent);
  if (self->spool >= 0)
    close (self->spool);
  g_free (self->path);
  G_OBJECT_CLASS (tl_live_save_parent_class)->finalize (object);
}

static void
tl_live_save_class_init (TlLiveSaveClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tl_live_save_finalize;
  signals[ENDED]
      = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
tl_live_save_init (TlLiveSave *self)
{
  self->spool = -1;
}

TlLiveSave *
tl_live_save_new (GtkWindow *parent, int spool)
{
  TlLiveSave *self = g_object_new (TL_TYPE_LIVE_SAVE, NULL);

  g_set_weak_pointer (&self->parent, parent);
  self->spool = spool;
  return self;
}

void
tl_live_save_ask (TlLiveSave *self, guint64 length, TlKeylogPart *part, const char *lacks)
{
  Save *save = save_new (self, length, part);

  save->lacks = g_strdup (lacks);
  run (save, keys_thread, keys_cb);
  save_unref (save);
}

void
tl_live_save_to (TlLiveSave *self, guint64 length, TlKeylogPart *part, const char *path)
{
  Save *save = save_new (self, length, part);

  save->path = g_strdup (path);
  start (save);
  save_unref (save);
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

int
tl_live_save_get_spool (TlLiveSave *self)
{
  return self->spool;
}

const char *
tl_live_save_get_path (TlLiveSave *self)
{
  return self->path;
}

guint64
tl_live_save_get_length (TlLiveSave *self)
{
  return self->length;
}

gboolean
tl_live_save_is_busy (TlLiveSave *self)
{
  return self->n_running > 0;
}

char *
tl_live_save_name (GDateTime *time)
{
  return g_date_time_format (time, "capture-%Y-%m-%d-%H%M%S.pcapng");
}
