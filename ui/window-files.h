/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How captures and key logs come into a window.
 */
#pragma once

#include "key-bar.h"
#include "window.h"

G_BEGIN_DECLS

/* Adds the actions that open files to @self, takes the files that are dropped on it, and keeps the recent ones in the menu of
 * @open_button; and those that ask for a pre-shared key and forget all keys, of @keys. */
void tl_window_add_files (TlWindow *self, AdwSplitButton *open_button, TlKeyBar *keys);

/* The window for something else: @window, or, where that has something that is not saved, which then stays there, another. */
TlWindow *tl_window_for_another (TlWindow *window);

G_END_DECLS
