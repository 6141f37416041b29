/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What one side does between two messages, with what goes in and what comes out.
 */
#pragma once

#include "workings.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_OFF_WIRE_PAGE (tl_off_wire_page_get_type ())
G_DECLARE_FINAL_TYPE (TlOffWirePage, tl_off_wire_page, TL, OFF_WIRE_PAGE, AdwBin)

/* Shows the step @index of @off_wire, the steps of @conversation that are not on the wire; with @workings, what they are worked out
 * from: NULL while that is not known. NULL for @conversation shows nothing. */
void tl_off_wire_page_set (TlOffWirePage *self,
                           TlConversation *conversation,
                           const GPtrArray *off_wire,
                           guint index,
                           TlWorkings *workings);

G_END_DECLS
