/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The keys that were given to a window. Two keyrings, one over the other: what the key logs say must not be mixed with what follows
 * from a private key, so that both can be looked at.
 */
#include "keys.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* A file that was read. */
typedef struct
{
  char *path;
  TlKeyFileKind kind;
  TlKeylogReport report; /* of a key log */
} Given;

struct _TlKeys
{
  GObject parent_instance;

  TlKeyring *logs;  /* of the key logs */
  TlKeyring *all;   /* over it, with all others */
  GPtrArray *given; /* Given, in the order in which they were read */
  guint n_typed;    /* pre-shared keys that came from no file */
  TlKeylogFollower *follower; /* gives the logs what is written during a capture; NULL: nobody has asked */
  bool following;   /* that capture is running */
  char *awaited;    /* the key log that was given meanwhile, or was still empty before; NULL: none */
  guint64 n_growing; /* secrets that were written */
  char *fault;
  GQueue waiting;   /* Load */
  GCancellable *loading;
};

enum
{
  UPDATED,
  CHANGED,
  PASSWORD_NEEDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TlKeys, tl_keys, G_TYPE_OBJECT)

static void
given_free (gpointer data)
{
  Given *given = data;

  g_free (given->path);
  g_free (given);
}

static guint
count (TlKeys *self, TlKeyFileKind kind)
{
  guint n = 0;

  for (guint i = 0; i < self->given->len; i++)
    n += ((const Given *) g_ptr_array_index (self->given, i))->kind == kind ? 1 : 0;
  return n;
}

static const Given *
last_of (TlKeys *self, TlKeyFileKind kind)
{
  for (guint i = self->given->len; i > 0; i--)
    {
      const Given *given = g_ptr_array_index (self->given, i - 1);

      if (given->kind == kind)
        return given;
    }
  return NULL;
}

static void
make_keyrings (TlKeys *self)
{
  if (self->logs != NULL)
    return;
  self->logs = tl_keyring_new ();
  self->all = tl_keyring_new_over (self->logs);
}

/* What is said */

static char *
secrets_text (const char *name, guint64 n)
{
  return g_strdup_printf (ngettext ("“%s” gives %" PRIu64 " secret.", "“%s” gives %" PRIu64 " secrets.", (gulong) n), name, n);
}

/* "“keys.txt” gives 12 secrets." */
static char *
logs_text (TlKeys *self)
{
  const Given *last = last_of (self, TL_KEY_FILE_KEYLOG);
  guint n_logs = count (self, TL_KEY_FILE_KEYLOG);
  g_autofree char *name = NULL;
  guint64 n = 0;

  if (last == NULL)
    return NULL;
  name = g_filename_display_basename (last->path);
  for (guint i = 0; i < self->given->len; i++)
    n += ((const Given *) g_ptr_array_index (self->given, i))->report.secrets;
  if (n_logs > 1)
    return g_strdup_printf (ngettext ("%u key log gives %" PRIu64 " secrets.", "%u key logs give %" PRIu64 " secrets.", n_logs),
                            n_logs, n);
  return secrets_text (name, n);
}

/* Of key logs that are written while packets come. */
static char *
growing_text (TlKeys *self)
{
  guint64 n = self->n_growing;
  g_autofree char *name = self->awaited == NULL ? NULL : g_filename_display_basename (self->awaited);

  if (tl_keys_is_awaiting (self))
    return g_strdup_printf (_ ("Secrets are awaited from “%s”."), name);
  if (n == 0)
    return NULL;
  if (name != NULL)
    return secrets_text (name, n);
  return g_strdup_printf (ngettext ("The key log written during the capture gives %" PRIu64 " secret.",
                                    "The key log written during the capture gives %" PRIu64 " secrets.", (gulong) n),
                          n);
}

static char *
private_text (TlKeys *self)
{
  const Given *last = last_of (self, TL_KEY_FILE_PRIVATE);
  guint n = count (self, TL_KEY_FILE_PRIVATE);
  g_autofree char *name = last == NULL ? NULL : g_filename_display_basename (last->path);

  if (last == NULL)
    return NULL;
  if (n == 1 && tl_keyring_n_keys (self->all) == 0)
    return g_strdup_printf (_ ("“%s” gives a key for Encrypted ClientHello."), name);
  if (n == 1)
    return g_strdup_printf (_ ("“%s” gives a private key."), name);
  return g_strdup_printf (ngettext ("%u private key is given.", "%u private keys are given.", n), n);
}

static char *
psks_text (TlKeys *self)
{
  const Given *last = last_of (self, TL_KEY_FILE_PSKS);
  g_autofree char *name = NULL;

  if (last == NULL)
    return self->n_typed == 0 ? NULL
                              : g_strdup_printf (ngettext ("%u pre-shared key is given.", "%u pre-shared keys are given.", self->n_typed),
                                                 self->n_typed);
  if (count (self, TL_KEY_FILE_PSKS) > 1 || self->n_typed > 0)
    return g_strdup (_ ("Pre-shared keys are given."));
  name = g_filename_display_basename (last->path);
  return g_strdup_printf (_ ("“%s” gives pre-shared keys."), name);
}

static void
append (GString *text, char *sentence)
{
  if (sentence != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", sentence);
  g_free (sentence);
}

/* Reading */

/* What goes to the thread and comes back. */
typedef struct
{
  TlKeyring *logs;
  TlKeyring *all;
  Given *given;
  char *password; /* NULL: not known */
  bool any;
  GError *error;
} Load;

static void
overwrite (char *text)
{
  if (text != NULL)
    tl_forget (text, strlen (text));
  g_free (text);
}

static void
load_free (gpointer data)
{
  Load *load = data;

  g_clear_pointer (&load->logs, tl_keyring_unref);
  g_clear_pointer (&load->all, tl_keyring_unref);
  g_clear_pointer (&load->given, given_free);
  g_clear_pointer (&load->password, overwrite);
  g_clear_error (&load->error);
  g_free (load);
}

/* A file of which nobody knows what it is was meant for a key log, most likely: that says what is amiss. */
static void
load_thread (GTask *task, gpointer source G_GNUC_UNUSED, gpointer data, GCancellable *cancellable G_GNUC_UNUSED)
{
  Load *load = data;
  Given *given = load->given;

  given->kind = tl_key_file_kind_at (given->path);
  if (given->kind == TL_KEY_FILE_NONE)
    given->kind = TL_KEY_FILE_KEYLOG;
  if (given->kind == TL_KEY_FILE_KEYLOG)
    {
      tl_keyring_load_keylog (load->logs, given->path, &given->report, &load->error);
      load->any = given->report.secrets > 0;
    }
  else
    load->any = tl_key_file_load (load->all, given->kind, given->path, load->password, &load->error);
  g_clear_pointer (&load->password, overwrite);
  g_task_return_boolean (task, TRUE);
}

/* What was read before may have grown: it counts once, as it is now. */
static void
take_given (TlKeys *self, Load *load)
{
  for (guint i = 0; i < self->given->len; i++)
    if (g_str_equal (((const Given *) g_ptr_array_index (self->given, i))->path, load->given->path))
      {
        g_ptr_array_remove_index (self->given, i);
        break;
      }
  g_ptr_array_add (self->given, g_steal_pointer (&load->given));
}

/* A key log that is written meanwhile is read as it grows: what was found in it so far is told with what comes. Whether it is one. One that is empty
 * is followed as soon as a capture begins. */
static bool
follow (TlKeys *self, Load *load)
{
  if (load->given->kind != TL_KEY_FILE_KEYLOG)
    return false;
  if (!self->following)
    {
      g_free (self->awaited);
      self->awaited = load->given->report.lines == 0 ? g_strdup (load->given->path) : NULL;
      return false;
    }
  tl_keylog_follower_add (self->follower, load->given->path);
  self->n_growing = MAX (self->n_growing, load->given->report.secrets);
  g_free (self->awaited);
  self->awaited = g_strdup (load->given->path);
  if (load->given->report.lines == 0) /* nothing is amiss with what is still empty, or not there */
    g_clear_error (&load->error);
  return true;
}

static void load_next (TlKeys *self);

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data G_GNUC_UNUSED)
{
  TlKeys *self = TL_KEYS (object);
  Load *load = g_task_get_task_data (G_TASK (result));
  bool any = load->any;
  bool sealed = g_error_matches (load->error, TL_ERROR, TL_ERROR_PASSWORD);
  bool followed;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  g_clear_object (&self->loading);
  g_clear_pointer (&self->fault, g_free);
  followed = follow (self, load);
  if (sealed)
    g_signal_emit (self, signals[PASSWORD_NEEDED], 0, load->given->path, load->error->message);
  else if (load->error != NULL)
    self->fault = g_strdup (load->error->message);
  if (any && !followed)
    take_given (self, load);
  g_signal_emit (self, signals[UPDATED], 0);
  if (any)
    g_signal_emit (self, signals[CHANGED], 0);
  load_next (self);
}

static void
load_next (TlKeys *self)
{
  g_autoptr (GTask) task = NULL;
  Load *load;

  if (self->loading != NULL || g_queue_is_empty (&self->waiting))
    return;
  make_keyrings (self);
  load = g_queue_pop_head (&self->waiting);
  load->logs = tl_keyring_ref (self->logs);
  load->all = tl_keyring_ref (self->all);
  self->loading = g_cancellable_new ();
  task = g_task_new (self, self->loading, loaded_cb, NULL);
  g_task_set_task_data (task, load, load_free);
  g_task_run_in_thread (task, load_thread);
}

static void
stop_loading (TlKeys *self)
{
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_queue_clear_full (&self->waiting, load_free);
}

static void
drop (TlKeys *self)
{
  stop_loading (self);
  g_clear_pointer (&self->all, tl_keyring_unref);
  g_clear_pointer (&self->logs, tl_keyring_unref);
  g_clear_pointer (&self->fault, g_free);
  g_ptr_array_set_size (self->given, 0);
  self->n_typed = 0;
  g_clear_pointer (&self->follower, tl_keylog_follower_unref);
  g_clear_pointer (&self->awaited, g_free);
  self->following = false;
  self->n_growing = 0;
}

/* Overrides */

static void
tl_keys_dispose (GObject *object)
{
  drop (TL_KEYS (object));
  G_OBJECT_CLASS (tl_keys_parent_class)->dispose (object);
}

static void
tl_keys_finalize (GObject *object)
{
  g_ptr_array_unref (TL_KEYS (object)->given);
  G_OBJECT_CLASS (tl_keys_parent_class)->finalize (object);
}

static void
tl_keys_class_init (TlKeysClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_keys_dispose;
  G_OBJECT_CLASS (klass)->finalize = tl_keys_finalize;
  signals[UPDATED] = g_signal_new ("updated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PASSWORD_NEEDED] = g_signal_new ("password-needed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                           G_TYPE_STRING, G_TYPE_STRING);
}

static void
tl_keys_init (TlKeys *self)
{
  self->given = g_ptr_array_new_with_free_func (given_free);
  g_queue_init (&self->waiting);
}

TlKeys *
tl_keys_new (void)
{
  return g_object_new (TL_TYPE_KEYS, NULL);
}

TlKeyring *
tl_keys_get_all (TlKeys *self)
{
  return self->given->len > count (self, TL_KEY_FILE_KEYLOG) || self->n_typed > 0 ? self->all : tl_keys_get_logs (self);
}

TlKeyring *
tl_keys_get_logs (TlKeys *self)
{
  return count (self, TL_KEY_FILE_KEYLOG) > 0 || self->n_growing > 0 ? self->logs : NULL;
}

TlKeyring *
tl_keys_need_all (TlKeys *self)
{
  make_keyrings (self);
  return self->all;
}

/* What was read so far is read again by the follower, and counts once. */
static void
follow_given (TlKeys *self)
{
  for (guint i = self->given->len; i > 0; i--)
    {
      const Given *given = g_ptr_array_index (self->given, i - 1);

      if (given->kind != TL_KEY_FILE_KEYLOG)
        continue;
      tl_keylog_follower_add (self->follower, given->path);
      self->n_growing += given->report.secrets;
      if (self->awaited == NULL)
        self->awaited = g_strdup (given->path);
      g_ptr_array_remove_index (self->given, i - 1);
    }
}

TlKeylogFollower *
tl_keys_follow (TlKeys *self, const char *path)
{
  make_keyrings (self);
  if (self->follower == NULL)
    self->follower = tl_keylog_follower_new (self->logs);
  if (!self->following && self->awaited != NULL)
    {
      tl_keylog_follower_add (self->follower, self->awaited);
      g_clear_pointer (&self->fault, g_free); /* it may yet become a key log */
    }
  self->following = true;
  follow_given (self);
  if (path != NULL)
    tl_keylog_follower_add (self->follower, path);
  return self->follower;
}

void
tl_keys_stop_following (TlKeys *self)
{
  g_autofree char *name = self->awaited == NULL ? NULL : g_filename_display_basename (self->awaited);

  if (!self->following)
    return;
  self->following = false;
  if (name == NULL || self->n_growing > 0)
    return;
  g_free (self->fault);
  self->fault = g_strdup_printf (_ ("No secret was written to “%s”."), name);
  g_signal_emit (self, signals[UPDATED], 0);
}

bool
tl_keys_is_awaiting (TlKeys *self)
{
  return self->following && self->awaited != NULL && self->n_growing == 0;
}

bool
tl_keys_set_growing (TlKeys *self, guint64 n_secrets)
{
  bool first = self->n_growing == 0 && n_secrets > 0 && self->follower != NULL;

  if (self->follower != NULL && n_secrets > 0) /* a capture that is read again has none of its own; those of before stay */
    self->n_growing = n_secrets;
  return first;
}

void
tl_keys_load (TlKeys *self, const char *path)
{
  tl_keys_load_sealed (self, path, NULL);
}

void
tl_keys_load_sealed (TlKeys *self, const char *path, const char *password)
{
  Load *load = g_new0 (Load, 1);

  load->given = g_new0 (Given, 1);
  load->given->path = g_canonicalize_filename (path, NULL);
  load->password = g_strdup (password);
  g_queue_push_tail (&self->waiting, load);
  load_next (self);
}

void
tl_keys_add_psk (TlKeys *self, const char *identity, const char *hex)
{
  g_autoptr (GError) error = NULL;
  bool added;

  make_keyrings (self);
  added = tl_key_file_add_psk (self->all, identity, hex, &error);
  g_clear_pointer (&self->fault, g_free);
  if (added)
    self->n_typed++;
  else
    self->fault = g_strdup (error->message);
  g_signal_emit (self, signals[UPDATED], 0);
  if (added)
    g_signal_emit (self, signals[CHANGED], 0);
}

void
tl_keys_forget (TlKeys *self)
{
  bool any = tl_keys_get_all (self) != NULL;

  drop (self);
  g_signal_emit (self, signals[UPDATED], 0);
  if (any)
    g_signal_emit (self, signals[CHANGED], 0);
}

char **
tl_keys_dup_log_paths (TlKeys *self)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autofree char **followed = self->follower == NULL ? NULL : tl_keylog_follower_dup_paths (self->follower);

  for (guint i = 0; followed != NULL && followed[i] != NULL; i++)
    g_ptr_array_add (paths, followed[i]);
  for (guint i = 0; i < self->given->len; i++)
    {
      const Given *given = g_ptr_array_index (self->given, i);

      if (given->kind == TL_KEY_FILE_KEYLOG)
        g_ptr_array_add (paths, g_strdup (given->path));
    }
  g_ptr_array_add (paths, NULL);
  return (char **) g_ptr_array_steal (paths, NULL);
}

char *
tl_keys_dup_text (TlKeys *self)
{
  GString *text = g_string_new (NULL);

  append (text, logs_text (self));
  append (text, growing_text (self));
  append (text, private_text (self));
  append (text, psks_text (self));
  return g_string_free (text, text->len == 0);
}

char *
tl_keys_dup_amiss_text (TlKeys *self)
{
  const Given *last = self->given->len == 0 ? NULL : g_ptr_array_index (self->given, self->given->len - 1);
  g_autofree char *name = last == NULL ? NULL : g_filename_display_basename (last->path);

  return last == NULL || last->kind != TL_KEY_FILE_KEYLOG ? NULL : tl_keylog_report_text (&last->report, name);
}

const char *
tl_keys_get_fault (TlKeys *self)
{
  return self->fault;
}

void
tl_keys_clear_fault (TlKeys *self)
{
  g_clear_pointer (&self->fault, g_free);
}
