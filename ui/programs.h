/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Programs that write a key log when they are asked to, and how they are started so.
 */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

G_BEGIN_DECLS

/**
 * TlProgram:
 * @name: as people know it
 * @path: where it is; NULL: it is not installed
 * @icon: the name of its icon
 *
 * A browser that runs already takes no notice of a key log: it is started anew, with a profile of its own.
 */
typedef struct
{
  const char *name;
  char *path;
  const char *icon;
} TlProgram;

/* The browsers that are installed: TlProgram. Free with g_ptr_array_unref(). */
GPtrArray *tl_programs_find (void);

/* The command that starts @program with a profile in @folder, which is made. NULL with @error. Free with g_strfreev(). */
char **tl_program_command (const TlProgram *program, const char *folder, GError **error);

/* Starts @command, which then goes its own way, with SSLKEYLOGFILE set to @keylog. */
bool tl_program_start (const char *const *command, const char *keylog, GError **error);

G_END_DECLS
