/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A folder in XDG_RUNTIME_DIR, which is for one user and ends with the session; or in /dev/shm, which is in memory. It is locked (flock(2)) as long as
 * we live: one that nobody holds was left behind.
 */
#include "private-folder.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX   "tls-ladder-window-"
#define TEMPLATE PREFIX "XXXXXX"

enum
{
  TRIES = 8 /* as long as somebody sweeps away what was just made */
};

static GHashTable *locks; /* paths of our folders, with their descriptors; NULL: there was none */

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

/* Whether it is a folder of ours that nobody else can look into. */
static bool
is_private (const char *path)
{
  struct stat status;

  return lstat (path, &status) == 0 && S_ISDIR (status.st_mode) && status.st_uid == geteuid () && (status.st_mode & 0077) == 0;
}

/* Where folders are made, the best place first. (g_get_user_runtime_dir() is one on the disk, where the system has none.) */
static void
get_places (const char *places[3])
{
  const char *runtime = g_getenv ("XDG_RUNTIME_DIR");

  places[0] = runtime != NULL && g_path_is_absolute (runtime) && is_private (runtime) ? runtime : "/dev/shm";
  places[1] = "/dev/shm";
  places[2] = g_get_tmp_dir ();
}

/* Locks @path, and waits for whoever looks whether somebody has. A descriptor; -1 where it was removed meanwhile. */
static int
lock (const char *path, int flags)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  struct stat status;

  if (fd >= 0 && flock (fd, LOCK_EX | flags) == 0 && fstat (fd, &status) == 0 && status.st_nlink > 0)
    return fd;
  if (fd >= 0)
    close (fd);
  return -1;
}

/* NULL, with errno, where there is no room. Free with g_free(). */
static char *
make (const char *place)
{
  for (int i = 0; i < TRIES; i++)
    {
      g_autofree char *path = g_build_filename (place, TEMPLATE, NULL);
      int fd;

      if (g_mkdtemp_full (path, 0700) == NULL)
        return NULL;
      fd = lock (path, 0);
      if (fd < 0)
        continue;
      if (locks == NULL)
        locks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_insert (locks, g_strdup (path), GINT_TO_POINTER (fd));
      return g_steal_pointer (&path);
    }
  errno = EBUSY;
  return NULL;
}

/* Nobody holds it: what made it was killed. */
static void
sweep (const char *path)
{
  int fd = is_private (path) ? lock (path, LOCK_NB) : -1;

  if (fd < 0)
    return;
  remove_all (path);
  close (fd);
}

char *
tl_private_folder_new (GError **error)
{
  const char *places[3];
  char *path = NULL;

  get_places (places);
  for (guint i = 0; path == NULL && i < G_N_ELEMENTS (places); i++)
    path = make (places[i]);
  if (path == NULL)
    set_error (places[0], error);
  return path;
}

void
tl_private_folder_sweep (void)
{
  const char *places[3];

  get_places (places);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GDir) dir = g_dir_open (places[i], 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (places[i], name, NULL);

          if (g_str_has_prefix (name, PREFIX) && strlen (name) == strlen (TEMPLATE))
            sweep (path);
        }
    }
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
  gpointer key, fd;

  if (folder == NULL)
    return;
  remove_all (folder);
  if (locks != NULL && g_hash_table_steal_extended (locks, folder, &key, &fd))
    {
      g_free (key);
      close (GPOINTER_TO_INT (fd));
    }
  g_free (folder);
}

void
tl_private_folder_remove_all (void)
{
  GHashTableIter iter;
  gpointer path;

  if (locks == NULL)
    return;
  g_hash_table_iter_init (&iter, locks);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    remove_all (path);
  g_clear_pointer (&locks, g_hash_table_unref); /* the descriptors go with the process */
}
