/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What a window does that needs none of its parts.
 */
#pragma once

#include "window.h"

G_BEGIN_DECLS

/* Adds the actions about, cancel and fullscreen to @self. */
void tl_window_add_actions (TlWindow *self);

/* Lets the Escape key end full screen. For class_init. */
void tl_window_class_add_keys (GtkWidgetClass *widget_class);

G_END_DECLS
