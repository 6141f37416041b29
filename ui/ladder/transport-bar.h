/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What plays a ladder: previous, play, next, a scrubber, the speed.
 */
#pragma once

#include "ladder.h"

G_BEGIN_DECLS

#define TL_TYPE_TRANSPORT_BAR (tl_transport_bar_get_type ())
G_DECLARE_FINAL_TYPE (TlTransportBar, tl_transport_bar, TL, TRANSPORT_BAR, GtkWidget)

/* A bar for @ladder, which it keeps. */
GtkWidget *tl_transport_bar_new (TlLadder *ladder);

G_END_DECLS
