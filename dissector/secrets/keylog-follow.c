/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Reads what was added to a key log, line by line: a line that has no end yet is waited for.
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
 * TlKeylogFollower:
 * @fd: -1: there was no such file yet
 * @offset: bytes that were read of it
 * @n_waiting: bytes in @waiting, of a line without its end
 */
struct TlKeylogFollower
{
  char *path;
  TlKeyring *keyring;
  int fd;
  guint64 offset;
  TlKeylogReport report;
  gsize n_waiting;
  guint8 waiting[64 * 1024];
};

static void
close_file (TlKeylogFollower *self)
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
is_open (TlKeylogFollower *self)
{
  struct stat named, opened;
  bool there = stat (self->path, &named) == 0;

  if (self->fd >= 0 && there
      && (fstat (self->fd, &opened) != 0 || named.st_ino != opened.st_ino || named.st_dev != opened.st_dev
          || (guint64) opened.st_size < self->offset))
    close_file (self);
  if (self->fd < 0 && there && S_ISREG (named.st_mode))
    self->fd = open (self->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  return self->fd >= 0;
}

/* Hands the whole lines of what waits to the keyring. */
static bool
take_lines (TlKeylogFollower *self)
{
  const guint8 *end = memrchr (self->waiting, '\n', self->n_waiting);
  gsize length = end ? (gsize) (end - self->waiting) + 1 : 0;

  /* A line that fills all of it is none that a key log has. */
  if (end == NULL && self->n_waiting == sizeof self->waiting)
    length = self->n_waiting;
  if (length == 0)
    return false;
  tl_keyring_add_keylog (self->keyring, tl_bytes (self->waiting, length), &self->report);
  self->n_waiting -= length;
  memmove (self->waiting, self->waiting + length, self->n_waiting);
  tl_forget (self->waiting + self->n_waiting, length);
  return true;
}

TlKeylogFollower *
tl_keylog_follower_new (const char *path, TlKeyring *keyring)
{
  TlKeylogFollower *self = g_new0 (TlKeylogFollower, 1);

  self->path = g_strdup (path);
  self->keyring = tl_keyring_ref (keyring);
  self->fd = -1;
  return self;
}

void
tl_keylog_follower_free (TlKeylogFollower *self)
{
  close_file (self);
  tl_keyring_unref (self->keyring);
  g_free (self->path);
  g_free (self);
}

bool
tl_keylog_follower_look (TlKeylogFollower *self)
{
  bool found = false;

  while (!self->report.cut && self->offset < TL_LIMIT_KEYLOG && is_open (self))
    {
      ssize_t n = read (self->fd, self->waiting + self->n_waiting, sizeof self->waiting - self->n_waiting);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      self->offset += (guint64) n;
      self->n_waiting += (gsize) n;
      found |= take_lines (self);
    }
  self->report.opened |= self->fd >= 0;
  return found;
}

const TlKeylogReport *
tl_keylog_follower_report (const TlKeylogFollower *self)
{
  return &self->report;
}
