/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A spool is pcapng (see pcapng-writer.c): a copy of it is a capture, and a key log goes behind the block it begins with.
 */
#include "spool.h"

#include "../display.h"
#include "../limits.h"
#include "pcapng-blocks.h"
#include "pcapng-writer.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum
{
  COPY_SIZE = 256 * 1024
};

/* Where there is no O_TMPFILE, a file whose name is taken away at once. */
static int
open_unnamed (const char *folder)
{
  g_autofree char *path = NULL;
  int fd;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return -1;
  fd = open (folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0)
    return fd;
  path = g_build_filename (folder, "tls-ladder-XXXXXX", NULL);
  fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0)
    unlink (path);
  return fd;
}

static bool
write_all (int fd, const void *data, gsize length)
{
  const guint8 *next = data;

  while (length > 0)
    {
      ssize_t n = write (fd, next, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return false;
      next += n;
      length -= (gsize) n;
    }
  return true;
}

static bool
copy (int from, off_t begin, off_t end, int to)
{
  g_autofree guint8 *buffer = g_malloc (COPY_SIZE);

  while (begin < end)
    {
      ssize_t n = pread (from, buffer, (gsize) MIN (end - begin, COPY_SIZE), begin);

      if (n < 0 && errno == EINTR)
        continue;
      if (n == 0)
        errno = EIO;
      if (n <= 0 || !write_all (to, buffer, (gsize) n))
        return false;
      begin += n;
    }
  return true;
}

/* The length of the block that the spool begins with, 0: of none. */
static guint32
section_length (int fd, guint64 length)
{
  guint32 header[2];

  if (length < sizeof header || pread (fd, header, sizeof header, 0) != (ssize_t) sizeof header || header[1] > length)
    return 0;
  return header[1];
}

/* A block of decryption secrets (draft-ietf-opsawg-pcapng, section 4.7). */
static bool
write_keylog (int fd, const char *keylog)
{
  static const guint8 zero[4] = { 0 };
  gsize length = strlen (keylog);
  guint32 padding = (guint32) ((4 - length % 4) % 4);
  guint32 total = (guint32) length + padding + 5 * (guint32) sizeof (guint32);
  const guint32 header[] = { BLOCK_SECRETS, total, SECRETS_KEY_LOG, (guint32) length };

  return write_all (fd, header, sizeof header) && write_all (fd, keylog, length) && write_all (fd, zero, padding)
         && write_all (fd, &total, sizeof total);
}

static bool
write_capture (int from, guint64 length, const char *keylog, int to)
{
  guint32 section = section_length (from, length);

  if (section == 0)
    {
      errno = EIO;
      return false;
    }
  return copy (from, 0, section, to) && (keylog == NULL || *keylog == '\0' || write_keylog (to, keylog))
         && copy (from, section, (off_t) length, to) && fsync (to) == 0;
}

static void
set_error (int code, const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *shown = tl_display_string (name, TL_LIMIT_TEXT_CELL);

  if (code == ENOSPC || code == EDQUOT || code == EFBIG)
    g_set_error (error, TL_ERROR, TL_ERROR_LIVE,
                 _ ("There is no room for “%s” there. Nothing is lost: make room, or save it somewhere else."), shown);
  else if (code == EACCES || code == EPERM || code == EROFS)
    g_set_error (error, TL_ERROR, TL_ERROR_LIVE,
                 _ ("You have no permission to write “%s” there. Nothing is lost: save it somewhere else."), shown);
  else
    g_set_error (error, TL_ERROR, TL_ERROR_LIVE, _ ("“%s” cannot be saved: %s. Nothing is lost: save it somewhere else."), shown,
                 g_strerror (code));
}

/* The temporary file is for its owner alone, and so is what becomes of it, unless a file was there before, and no keys go into it. */
static int
open_beside (const char *path, bool secret, char **temporary)
{
  GStatBuf status;
  int fd;

  *temporary = g_strdup_printf ("%s.XXXXXX", path);
  fd = g_mkstemp_full (*temporary, O_WRONLY | O_CLOEXEC, 0600);
  if (fd >= 0 && !secret && g_stat (path, &status) == 0 && S_ISREG (status.st_mode))
    (void) !fchmod (fd, status.st_mode & 0666);
  return fd;
}

int
tl_spool_open (GError **error)
{
  const char *const folders[] = { g_get_user_cache_dir (), "/var/tmp", g_get_tmp_dir () };
  int fd = -1;

  for (guint i = 0; fd < 0 && i < G_N_ELEMENTS (folders); i++)
    fd = open_unnamed (folders[i]);
  if (fd < 0)
    g_set_error (error, TL_ERROR, TL_ERROR_LIVE, _ ("There is no place to keep the packets in: %s."), g_strerror (errno));
  return fd;
}

/* A link stays one: what it points to is written. */
static char *
dup_target (const char *path)
{
  char *target = realpath (path, NULL);
  char *copy = g_strdup (target != NULL ? target : path);

  free (target);
  return copy;
}

bool
tl_spool_save (int fd, guint64 length, const char *keylog, const char *path, GError **error)
{
  g_autofree char *place = dup_target (path);
  g_autofree char *temporary = NULL;
  int target = open_beside (place, keylog != NULL && *keylog != '\0', &temporary);
  int code = 0;

  if (target < 0)
    {
      set_error (errno, path, error);
      return false;
    }
  if (!write_capture (fd, length, keylog, target))
    code = errno;
  if (close (target) != 0 && code == 0)
    code = errno;
  if (code == 0 && g_rename (temporary, place) != 0)
    code = errno;
  if (code == 0)
    return true;
  g_unlink (temporary);
  set_error (code, path, error);
  return false;
}

char *
tl_spool_path (int fd)
{
  return g_strdup_printf ("/proc/self/fd/%d", fd);
}
