/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What keys, the ladder's own children and assistive technology can ask of a ladder.
 */
#pragma once

#include "ladder.h"

G_BEGIN_DECLS

/* For the class_init of the ladder: "ladder.play", "ladder.next", "ladder.previous", "ladder.first",
 * "ladder.last", and with the number of a step "ladder.select" and "ladder.activate"; and the keys that drive
 * it. */
void tl_ladder_class_add_actions (GtkWidgetClass *widget_class);

/* For the class_init of what is scrolled: the keys that ask for them. There, because what scrolls takes some
 * of them for itself. */
void tl_ladder_class_add_keys (GtkWidgetClass *widget_class);

G_END_DECLS
