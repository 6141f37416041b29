/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The captures that were opened before, as the desktop remembers them.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Remembers that the capture at @path was opened. */
void tl_recent_add (const char *path);

/* Appends an item for each of the latest captures to @menu: it activates win.open-recent with a URI. */
void tl_recent_append (GMenu *menu);

/* Whatever else is done with the file @path, we do not let it be remembered. */
void tl_recent_keep_out (const char *path);

G_END_DECLS
