/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Times as the ladder shows them.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "0.2 ms", "14.6 ms", "1.25 s": @nanoseconds in three digits or so. Free with g_free(). */
char *tl_format_elapsed (gint64 nanoseconds);

G_END_DECLS
