/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A folder in XDG_RUNTIME_DIR, which is in memory and for one user.
 */
#include "private-folder.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static void
set_error (const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", path, g_strerror (code));
}

/* A link to a folder is unlinked: only what is a folder itself is gone through. */
static void
remove_all (const char *path)
{
  GDir *dir;
  const char *name;

  if (g_unlink (path) == 0)
    return;
  dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      remove_all (inner);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_rmdir (path);
}

char *
tl_private_folder_new (GError **error)
{
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "tls-ladder-XXXXXX", NULL);

  if (g_mkdir_with_parents (g_get_user_runtime_dir (), 0700) == 0 && g_mkdtemp_full (path, 0700) != NULL)
    return g_steal_pointer (&path);
  set_error (path, error);
  return NULL;
}

char *
tl_private_folder_add_file (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      set_error (path, error);
      return NULL;
    }
  close (fd);
  return g_steal_pointer (&path);
}

char *
tl_private_folder_add_folder (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (g_mkdir (path, 0700) == 0 || errno == EEXIST)
    return g_steal_pointer (&path);
  set_error (path, error);
  return NULL;
}

void
tl_private_folder_remove (char *folder)
{
  if (folder != NULL)
    remove_all (folder);
  g_free (folder);
}
