/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The size of all text, for the back row of the classroom.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One step larger (1), smaller (-1), or back to the size of the desktop (0). */
void tl_text_size_change (int direction);

/* How much larger than the desktop's the text is: 1.0 at first. */
double tl_text_size_get (void);

G_END_DECLS
