/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What stands between a person and a capture, one cause after the other (capabilities(7), execve(2)).
 */
#include "permission.h"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/nsfs.h>
#include <pwd.h>
#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#define HELPER               "tls-ladder-capture"
#define LOCAL_HELPER         "/usr/local/libexec/tls-ladder/" HELPER
#define CAPABILITY_ATTRIBUTE "security.capability" /* <linux/xattr.h> does not go with <sys/xattr.h> */

enum
{
  TREE_DEPTH = 6,          /* folders above the program where its source tree may be */
  ENTRY_SIZE = 4096,       /* of an entry of the list of users or groups, at first: large groups take more, … */
  ENTRY_LIMIT = 1024 * 1024 /* … up to this */
};

/* Whether CAP_NET_RAW is in the set of ours that /proc/self/status calls @name (proc(5)). */
static bool
has_net_raw (const char *name)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return false;
  line = strstr (status, name);
  return line && (g_ascii_strtoull (line + strlen (name), NULL, 16) >> CAP_NET_RAW & 1);
}

/* Whether the file at @path brings CAP_NET_RAW along, in force at once or not: what setcap writes. */
static bool
file_has_net_raw (const char *path)
{
  struct vfs_ns_cap_data data = { 0 };
  ssize_t length = getxattr (path, CAPABILITY_ATTRIBUTE, &data, sizeof data);

  return length >= (ssize_t) XATTR_CAPS_SZ_1 && (GUINT32_FROM_LE (data.data[0].permitted) >> CAP_NET_RAW & 1);
}

/* Looks an entry up, with a buffer of @size bytes, by a function that several threads may call at a time. As of errno. */
typedef int (*LookUp) (guint id, gpointer entry, char *buffer, gsize size, bool *found);

static int
look_up_user (guint id, gpointer entry, char *buffer, gsize size, bool *found)
{
  struct passwd *result = NULL;
  int code = getpwuid_r (id, entry, buffer, size, &result);

  *found = result != NULL;
  return code;
}

static int
look_up_group (guint id, gpointer entry, char *buffer, gsize size, bool *found)
{
  struct group *result = NULL;
  int code = getgrgid_r (id, entry, buffer, size, &result);

  *found = result != NULL;
  return code;
}

/* What @entry points to lies in the buffer that is returned; NULL: there is none. Free with g_free(). */
static char *
find_entry (LookUp look_up, guint id, int hint, gpointer entry)
{
  glong size = sysconf (hint);
  bool found = false;

  for (size = CLAMP (size, ENTRY_SIZE, ENTRY_LIMIT); size <= ENTRY_LIMIT; size *= 2)
    {
      g_autofree char *buffer = g_malloc ((gsize) size);
      int code;

      do
        code = look_up (id, entry, buffer, (gsize) size, &found);
      while (code == EINTR);
      if (found)
        return g_steal_pointer (&buffer);
      if (code != ERANGE)
        break;
    }
  return NULL;
}

/* Whether the system's list has the user in @group, whatever the running session knows. */
static bool
is_listed_in (gid_t group)
{
  struct passwd user;
  g_autofree char *buffer = find_entry (look_up_user, getuid (), _SC_GETPW_R_SIZE_MAX, &user);
  g_autofree gid_t *groups = NULL;
  int n = 0;

  if (buffer == NULL)
    return false;
  getgrouplist (user.pw_name, user.pw_gid, NULL, &n); /* says how many there are */
  groups = g_new (gid_t, (gsize) MAX (n, 1));
  if (getgrouplist (user.pw_name, user.pw_gid, groups, &n) < 0)
    return false;
  for (int i = 0; i < n; i++)
    if (groups[i] == group)
      return true;
  return false;
}

/* Whether it lies on a file system that was mounted with @flag. */
static bool
is_on (unsigned long flag, const char *path)
{
  struct statvfs system;

  return statvfs (path, &system) == 0 && system.f_flag & flag;
}

/* Whether a right of ours counts for the network that we see. In a user namespace with the network of the machine, as sandboxes make it,
 * it does not, whoever one is there (ioctl_ns(2)). */
static bool
is_our_network (void)
{
  int network = open ("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
  int user = network < 0 ? -1 : ioctl (network, NS_GET_USERNS);
  bool ours = network < 0 || user >= 0 || errno != EPERM;

  if (user >= 0)
    close (user);
  if (network >= 0)
    close (network);
  return ours;
}

/* Of a program that we may not run. Nobody is told to become a member of root's group, nor of one that could not run it either. */
static TlPermission
why_not_run (const char *path, const struct stat *status)
{
  if (is_on (ST_NOEXEC, path))
    return TL_PERMISSION_NOSUID;
  if (status->st_gid == 0 || (status->st_mode & S_IXGRP) == 0)
    return TL_PERMISSION_NO_CAPABILITY;
  return is_listed_in (status->st_gid) ? TL_PERMISSION_GROUP_NOT_ACTIVE : TL_PERMISSION_NOT_IN_GROUP;
}

static char *
executable_beside_us (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program ? g_path_get_dirname (program) : NULL;

  return folder ? g_build_filename (folder, HELPER, NULL) : NULL;
}

/* The user's own group name of the file, or its number. */
static char *
group_name (const char *path)
{
  struct stat status;
  struct group group;
  g_autofree char *buffer
      = stat (path, &status) == 0 ? find_entry (look_up_group, status.st_gid, _SC_GETGR_R_SIZE_MAX, &group) : NULL;

  return g_strdup (buffer ? group.gr_name : "tls-ladder");
}

static char *
user_name (void)
{
  return g_shell_quote (g_get_user_name ());
}

/* The first of the places where there is one that may capture; where none may, the first where there is one. */
char *
tl_permission_find_helper (void)
{
  const char *given = g_getenv ("TLS_LADDER_CAPTURE");
  g_autofree char *beside = executable_beside_us ();
  const char *const places[] = { beside, TL_LIBEXECDIR "/tls-ladder/" HELPER, LOCAL_HELPER };
  const char *first = NULL;

  if (given)
    return g_file_test (given, G_FILE_TEST_IS_REGULAR) ? g_canonicalize_filename (given, NULL) : NULL;
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      if (places[i] == NULL || !g_file_test (places[i], G_FILE_TEST_IS_REGULAR))
        continue;
      if (tl_permission_check (places[i]) == TL_PERMISSION_GRANTED)
        return g_strdup (places[i]);
      if (first == NULL)
        first = places[i];
    }
  return g_strdup (first);
}

TlPermission
tl_permission_check (const char *path)
{
  struct stat status;

  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    return TL_PERMISSION_FLATPAK;
  if (path == NULL || stat (path, &status) != 0)
    return TL_PERMISSION_NO_HELPER;
  if (access (path, X_OK) != 0)
    return why_not_run (path, &status);
  if (!has_net_raw ("CapBnd:"))
    return TL_PERMISSION_KERNEL;
  if (!is_our_network ())
    return TL_PERMISSION_NO_NEW_PRIVS;
  if (geteuid () == 0 || has_net_raw ("CapAmb:"))
    return TL_PERMISSION_GRANTED;
  if (!file_has_net_raw (path))
    return TL_PERMISSION_NO_CAPABILITY;
  if (prctl (PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1)
    return TL_PERMISSION_NO_NEW_PRIVS;
  if (is_on (ST_NOSUID, path))
    return TL_PERMISSION_NOSUID;
  return TL_PERMISSION_GRANTED;
}

char *
tl_permission_text (TlPermission permission, const char *path)
{
  g_autofree char *group = path ? group_name (path) : g_strdup ("tls-ladder");

  switch (permission)
    {
    case TL_PERMISSION_NO_HELPER:
      return g_strdup (_ ("The program that captures, tls-ladder-capture, is not installed here. Build it with the rest, or install "
                          "Wireshark’s dumpcap."));
    case TL_PERMISSION_NO_CAPABILITY:
      return g_strdup (_ ("The program that captures has not been given the right to. The administrator of this computer can "
                          "give it, once."));
    case TL_PERMISSION_NOT_IN_GROUP:
      return g_strdup_printf (_ ("Only members of the group “%s” may capture on this computer, and you are not one of them."), group);
    case TL_PERMISSION_GROUP_NOT_ACTIVE:
      return g_strdup_printf (_ ("You have become a member of the group “%s”, but not yet in this session. Log out and in again, or "
                                 "start the program from a shell that has the group."),
                              group);
    case TL_PERMISSION_NOSUID:
      return g_strdup (_ ("The program that captures lies on a file system that was mounted with “nosuid”: rights of programs "
                          "count for nothing there. Install it on another one."));
    case TL_PERMISSION_NO_NEW_PRIVS:
      return g_strdup (_ ("This program was started in a way that no program it starts can have a right of its own (“no new "
                          "privileges”), as in a sandbox. Start it from a plain shell or from the desktop."));
    case TL_PERMISSION_FLATPAK:
      return g_strdup (_ ("This program runs in a Flatpak, which cannot capture. Capture outside, and send it here through a pipe "
                          "or a file."));
    case TL_PERMISSION_KERNEL:
      return g_strdup (_ ("Nobody has the right to capture here, not even the administrator: this is probably a container that "
                          "was started without CAP_NET_RAW."));
    case TL_PERMISSION_GRANTED:
    default:
      return NULL;
    }
}

/* The script of a source tree that the program at @path was built in, or NULL. */
static char *
find_allow_capture (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  for (int up = 0; up < TREE_DEPTH; up++)
    {
      g_autofree char *script = g_build_filename (folder, "tools", "allow-capture", NULL);
      char *above = g_path_get_dirname (folder);

      if (g_file_test (script, G_FILE_TEST_IS_EXECUTABLE))
        {
          g_free (above);
          return g_shell_quote (script);
        }
      g_free (folder);
      folder = above;
    }
  return NULL;
}

/* What gives the program at @path the right, to the members of its group alone: as the script of the source tree does, where there is none. */
static char *
allowing_command (const char *path, const char *quoted, const char *user)
{
  g_autofree char *script = path ? find_allow_capture (path) : NULL;

  if (script)
    return g_strdup_printf ("sudo %s %s", script, quoted);
  return g_strdup_printf ("sudo groupadd -rf tls-ladder && sudo chown root:tls-ladder %s && sudo chmod 0750 %s && "
                          "sudo setcap cap_net_raw+ep %s && sudo usermod -aG tls-ladder %s",
                          quoted, quoted, quoted, user);
}

char *
tl_permission_command (TlPermission permission, const char *path)
{
  g_autofree char *quoted = g_shell_quote (path ? path : HELPER);
  g_autofree char *user = user_name ();
  g_autofree char *group = path ? group_name (path) : g_strdup ("tls-ladder");

  switch (permission)
    {
    case TL_PERMISSION_NO_HELPER:
      return g_strdup ("sudo apt install wireshark-common");
    case TL_PERMISSION_NO_CAPABILITY:
      return allowing_command (path, quoted, user);
    case TL_PERMISSION_NOT_IN_GROUP:
      return g_strdup_printf ("sudo usermod -aG %s %s", group, user);
    case TL_PERMISSION_GROUP_NOT_ACTIVE:
      return g_strdup_printf ("newgrp %s", group);
    case TL_PERMISSION_NOSUID:
      return g_strdup_printf ("sudo groupadd -rf tls-ladder && sudo install -D -g tls-ladder -m 0750 %s " LOCAL_HELPER
                              " && sudo setcap cap_net_raw+ep " LOCAL_HELPER " && sudo usermod -aG tls-ladder %s",
                              quoted, user);
    case TL_PERMISSION_FLATPAK:
      return g_strdup ("sudo tcpdump -U -w - | flatpak run " TL_APP_ID " -");
    case TL_PERMISSION_KERNEL:
    case TL_PERMISSION_NO_NEW_PRIVS:
    case TL_PERMISSION_GRANTED:
    default:
      return NULL;
    }
}
