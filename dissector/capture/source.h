/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Which bytes a capture is read from, and what to do while there are none: a file, a file that grows, a pipe and a capture that runs
 * are read the same way.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* Called whenever there is nothing to read now, and again every TL_LIMIT_WAIT milliseconds while that is so; and where there always is something, after
 * each TL_LIMIT_UNASKED bytes. False stops reading: the capture then ends well, even in the middle of a packet. */
typedef bool (*TlWaitFunc) (gpointer user_data);

/**
 * TlSource:
 * @path: a file, or a FIFO; "-": standard input; NULL: @fd
 * @fd: where the bytes come from, when @path is NULL: from then on not the caller's
 * @name: of @fd, for messages
 * @follow: the end of a file is not the end: it grows; and a FIFO goes on with whoever writes to it next
 * @wait: NULL: nothing is done while there is nothing to read, and nobody can stop
 * @wait_data: for @wait
 * @patience: milliseconds between two calls of @wait, which may change it; NULL: TL_LIMIT_WAIT
 */
typedef struct
{
  const char *path;
  int fd;
  const char *name;
  bool follow;
  TlWaitFunc wait;
  gpointer wait_data;
  const int *patience;
} TlSource;

G_END_DECLS
