/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A folder for one window, that nobody else can look into: for the secrets of programs that it starts.
 */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* Makes one, which is ours as long as this process lives: its path. It is where the system keeps what ends with the session, else in memory; only where
 * there is neither, among temporary files, which may be on a disk. NULL with @error. For the main thread. Free with tl_private_folder_remove(). */
char *tl_private_folder_new (GError **error);

/* Removes all that this process has, and that were not removed yet. */
void tl_private_folder_remove_all (void);

/* Removes those of processes that have ended without doing so. */
void tl_private_folder_sweep (void);

/* Makes the empty file @name in it, for its owner alone: its path. NULL with @error. Free with g_free(). */
char *tl_private_folder_add_file (const char *folder, const char *name, GError **error);

/* Makes the empty folder @name in it. NULL with @error. Free with g_free(). */
char *tl_private_folder_add_folder (const char *folder, const char *name, GError **error);

/* Removes it with all that is in it, and frees @folder. Links are removed, not followed. */
void tl_private_folder_remove (char *folder);

G_END_DECLS
