/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How large a window is, and whether its list is to be seen, from one run to the next.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Gives @window the size that the last one had, and shows or hides the list, @flap, as there. Whether it is shown. */
gboolean tl_window_size_restore (GtkWindow *window, AdwFlap *flap);

/* For the next one. */
void tl_window_size_remember (GtkWindow *window, AdwFlap *flap);

G_END_DECLS
