/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Which secrets are made in which step that is not on the wire.
 */
#pragma once

#include "derivation.h"

G_BEGIN_DECLS

/* The step of @off_wire, from tl_off_wire_steps(), in which @side makes entry @derivation of @derivations, from
 * tl_conversation_derivations(), both of the same conversation; -1 where it is not known that it does. */
int tl_derivation_made_at (const GPtrArray *derivations, guint derivation, const GPtrArray *off_wire, TlSide side);

/* The derivations that are made in the step @index of @off_wire, as indices (guint) in their order. Empty where none is, and where it is
 * not the first handshake. Free with g_array_unref(). */
GArray *tl_off_wire_makes (const GPtrArray *off_wire, guint index, const GPtrArray *derivations);

/* The one among them that says best what came out: of traffic secrets, that of the side; -1 where there is none. */
int tl_off_wire_result (const GPtrArray *off_wire, guint index, const GPtrArray *derivations);

/* Whether keys were given that tell any of @derivations. */
bool tl_derivations_told (const GPtrArray *derivations);

G_END_DECLS
