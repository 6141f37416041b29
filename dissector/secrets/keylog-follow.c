/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Reads what was added to key logs, line by line: a line that has no end yet is waited for, but where nobody was writing it.
 */
#include "keylog-follow.h"

#include "../limits.h"
#include "secret.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/**
 * Followed:
 * @fd: -1: there was no such file yet
 * @offset: bytes that were read of it
 * @looked: it was looked for
 * @n_waiting: bytes in @waiting, of a line without its end
 */
typedef struct
{
  char *path;
  int fd;
  guint64 offset;
  bool looked;
  TlKeylogReport report;
  gsize n_waiting;
  guint8 waiting[64 * 1024];
} Followed;

/**
 * TlKeylogFollower:
 * @lock: guards @files, of Followed
 */
struct TlKeylogFollower
{
  TlKeyring *keyring;
  GMutex lock;
  GPtrArray *files;
};

static void
close_file (Followed *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  self->offset = 0;
  tl_forget (self->waiting, self->n_waiting);
  self->n_waiting = 0;
}

/* Opens the file, again where it was begun anew: cut to nothing, or another one by the same name. */
static bool
is_open (Followed *self)
{
  struct stat named, opened;
  bool there = stat (self->path, &named) == 0;

  if (self->fd >= 0 && there
      && (fstat (self->fd, &opened) != 0 || named.st_ino != opened.st_ino || named.st_dev != opened.st_dev
          || (S_ISREG (opened.st_mode) && (guint64) opened.st_size < self->offset)))
    close_file (self);
  if (self->fd < 0 && there && (S_ISREG (named.st_mode) || S_ISFIFO (named.st_mode)))
    self->fd = open (self->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  return self->fd >= 0;
}

/* Hands the whole lines of what waits to the keyring. */
static void
take_lines (Followed *self, TlKeyring *keyring)
{
  const guint8 *end = memrchr (self->waiting, '\n', self->n_waiting);
  gsize length = end ? (gsize) (end - self->waiting) + 1 : 0;

  /* A line that fills all of it is none that a key log has. */
  if (end == NULL && self->n_waiting == sizeof self->waiting)
    length = self->n_waiting;
  if (length == 0)
    return;
  tl_keyring_add_keylog (keyring, tl_bytes (self->waiting, length), &self->report);
  self->n_waiting -= length;
  memmove (self->waiting, self->waiting + length, self->n_waiting);
  tl_forget (self->waiting + self->n_waiting, length);
}

/* A file that is there before we are may have been left without the end of its last line. Where somebody is writing that line all the same, it comes
 * again, whole. */
static void
try_last_line (Followed *self, TlKeyring *keyring)
{
  TlKeylogReport report = { 0 };

  tl_keyring_add_keylog (keyring, tl_bytes (self->waiting, self->n_waiting), &report);
}

static void
take_last_line (Followed *self, TlKeyring *keyring)
{
  if (self->n_waiting > 0)
    tl_keyring_add_keylog (keyring, tl_bytes (self->waiting, self->n_waiting), &self->report);
  tl_forget (self->waiting, self->n_waiting);
  self->n_waiting = 0;
}

static void
look_at (Followed *self, TlKeyring *keyring)
{
  while (!self->report.cut && self->offset < TL_LIMIT_KEYLOG && is_open (self))
    {
      ssize_t n = read (self->fd, self->waiting + self->n_waiting, sizeof self->waiting - self->n_waiting);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      self->offset += (guint64) n;
      self->n_waiting += (gsize) n;
      take_lines (self, keyring);
    }
  if (!self->looked && self->n_waiting > 0)
    try_last_line (self, keyring);
  self->looked = true;
  self->report.opened |= self->fd >= 0;
}

static void
followed_free (gpointer data)
{
  Followed *self = data;

  close_file (self);
  g_free (self->path);
  g_free (self);
}

static void
add_report (TlKeylogReport *sum, const TlKeylogReport *report)
{
  sum->lines += report->lines;
  sum->secrets += report->secrets;
  sum->unknown += report->unknown;
  if (sum->damaged == 0)
    sum->first_damaged = report->first_damaged;
  sum->damaged += report->damaged;
  sum->opened |= report->opened;
  sum->cut |= report->cut;
}

static void
follower_clear (gpointer data)
{
  TlKeylogFollower *self = data;

  g_ptr_array_unref (self->files);
  g_mutex_clear (&self->lock);
  tl_keyring_unref (self->keyring);
}

TlKeylogFollower *
tl_keylog_follower_new (TlKeyring *keyring)
{
  TlKeylogFollower *self = g_atomic_rc_box_new0 (TlKeylogFollower);

  self->keyring = tl_keyring_ref (keyring);
  g_mutex_init (&self->lock);
  self->files = g_ptr_array_new_with_free_func (followed_free);
  return self;
}

TlKeylogFollower *
tl_keylog_follower_ref (TlKeylogFollower *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
tl_keylog_follower_unref (TlKeylogFollower *self)
{
  g_atomic_rc_box_release_full (self, follower_clear);
}

void
tl_keylog_follower_add (TlKeylogFollower *self, const char *path)
{
  g_autofree char *whole = g_canonicalize_filename (path, NULL);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Followed *file;

  for (guint i = 0; i < self->files->len; i++)
    if (g_str_equal (((const Followed *) g_ptr_array_index (self->files, i))->path, whole))
      return;
  file = g_new0 (Followed, 1);
  file->path = g_steal_pointer (&whole);
  file->fd = -1;
  g_ptr_array_add (self->files, file);
}

char **
tl_keylog_follower_dup_paths (TlKeylogFollower *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  char **paths = g_new0 (char *, self->files->len + 1);

  for (guint i = 0; i < self->files->len; i++)
    paths[i] = g_strdup (((const Followed *) g_ptr_array_index (self->files, i))->path);
  return paths;
}

bool
tl_keylog_follower_look (TlKeylogFollower *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->files->len; i++)
    look_at (g_ptr_array_index (self->files, i), self->keyring);
  return self->files->len > 0;
}

void
tl_keylog_follower_finish (TlKeylogFollower *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->files->len; i++)
    {
      look_at (g_ptr_array_index (self->files, i), self->keyring);
      take_last_line (g_ptr_array_index (self->files, i), self->keyring);
    }
}

void
tl_keylog_follower_get_report (TlKeylogFollower *self, TlKeylogReport *report)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  *report = (TlKeylogReport){ 0 };
  for (guint i = 0; i < self->files->len; i++)
    add_report (report, &((const Followed *) g_ptr_array_index (self->files, i))->report);
}
