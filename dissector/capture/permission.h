/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Whether a program may capture when we start it; if not, why, and what mends it. Looked up, not tried: nothing is started here.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TL_PERMISSION_GRANTED,
  TL_PERMISSION_NO_HELPER,        /* the program that captures is not there */
  TL_PERMISSION_NO_CAPABILITY,    /* it was never given CAP_NET_RAW */
  TL_PERMISSION_NOT_IN_GROUP,     /* it may be run by a group, and the user is not in it */
  TL_PERMISSION_GROUP_NOT_ACTIVE, /* the user is, but was not yet when they logged in */
  TL_PERMISSION_NOSUID,           /* its file system was mounted with nosuid: capabilities of files count for nothing there */
  TL_PERMISSION_NO_NEW_PRIVS,     /* we were started so that no program gains a privilege: from a sandbox, or by systemd */
  TL_PERMISSION_FLATPAK,          /* we run in one */
  TL_PERMISSION_KERNEL            /* nobody here has the right to give: a container */
} TlPermission;

/* The path of the capture helper of this program: beside it, or where it is installed. NULL: nowhere. Free with g_free(). */
char *tl_permission_find_helper (void);

/* Whether the program at @path, NULL: there is none, may capture when we start it. */
TlPermission tl_permission_check (const char *path);

/* A translated sentence on @permission for the helper at @path, or NULL. Free with g_free(). */
char *tl_permission_text (TlPermission permission, const char *path);

/* The command that mends it, for a shell, or NULL where none does. Free with g_free(). */
char *tl_permission_command (TlPermission permission, const char *path);

G_END_DECLS
