/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What is worked out in the steps that are not on the wire, as text.
 */
#pragma once

#include "../conversation/off-wire.h"
#include "export.h"

G_BEGIN_DECLS

typedef struct TlTextOffWire TlTextOffWire;

/* The steps of @conversation that are not on the wire; NULL where no keys were given. */
TlTextOffWire *tl_text_off_wire_new (const TlConversation *conversation);
void tl_text_off_wire_free (TlTextOffWire *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlTextOffWire, tl_text_off_wire_free)

/* The next of them that stands below step @after; NULL: there are no more. */
const TlOffWire *tl_text_off_wire_next (TlTextOffWire *self, int after);

/* What was worked out in that one: lines with its inputs and results, the values of secrets included. Free with g_strfreev(). */
char **tl_text_off_wire_lines (TlTextOffWire *self);

G_END_DECLS
