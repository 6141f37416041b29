/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How captures and key logs come into a window.
 */
#pragma once

#include "window.h"

G_BEGIN_DECLS

/* Adds the actions that open files to @self, takes the files that are dropped on it, and keeps the recent ones in the menu of
 * @open_button. */
void tl_window_add_files (TlWindow *self, AdwSplitButton *open_button);

G_END_DECLS
