/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Where the packets of a capture that runs are kept until somebody saves them: a file without a name, that nobody else can open, and that is gone
 * with its last descriptor.
 */
#pragma once

#include "../errors.h"

#include <stdbool.h>

G_BEGIN_DECLS

/* A descriptor of a new, empty file, for TlReadingRequest; -1 with TL_ERROR_LIVE. */
int tl_spool_open (GError **error);

/* Writes the first @length bytes of the spool @fd to the file @path, whole or not at all: what was there before stays until all of it is on the disk.
 * @keylog, NULL: none, goes in front of the packets: whoever has the file can open them, and so it is for its owner alone then. Fails with
 * TL_ERROR_LIVE. */
bool tl_spool_save (int fd, guint64 length, const char *keylog, const char *path, GError **error);

/* A name under which @fd can be read again by this process, from its begin. Free with g_free(). */
char *tl_spool_path (int fd);

G_END_DECLS
