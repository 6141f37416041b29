/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The sample captures that come with the program.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TlSample:
 * @file: base name of the capture
 * @path: where it is installed (or lies in the source tree, when run from the build tree)
 * @title, @description: translated
 */
typedef struct
{
  char *file;
  char *path;
  char *title;
  char *description;
} TlSample;

/* All samples, in the order in which they teach: TlSample. Fails with TL_ERROR_OPEN where they are not installed. */
GPtrArray *tl_samples_load (GError **error);

G_END_DECLS
