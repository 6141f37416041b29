/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A record that was opened, as it was on the wire and as it is inside: each part leads to its bytes.
 */
#pragma once

#include "dissector.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_DOOR_VIEW (tl_door_view_get_type ())
G_DECLARE_FINAL_TYPE (TlDoorView, tl_door_view, TL, DOOR_VIEW, AdwBin)

/* Shows the record that @step was opened from; nothing where @step is NULL or was not sealed. */
void tl_door_view_set_step (TlDoorView *self, const TlStep *step);

/* Shows the bytes as they are inside, or as they were sealed. */
void tl_door_view_set_opened (TlDoorView *self, gboolean opened);

G_END_DECLS
