/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Brings together the story of a handshake and its secrets.
 */
#include "working.h"

/* In which step something is made where the story does not have the one that it is usually made in: a server is not seen to
 * derive early keys, and without a key share there is no shared secret to compute. */
static TlOffWireKind
later (TlOffWireKind kind)
{
  switch (kind)
    {
    case TL_OFF_WIRE_EARLY_KEYS:
    case TL_OFF_WIRE_SHARED_SECRET:
      return TL_OFF_WIRE_HANDSHAKE_KEYS;
    case TL_OFF_WIRE_PREMASTER:
      return TL_OFF_WIRE_SESSION_KEYS;
    default:
      return kind;
    }
}

/* The first of the handshake that @derivation is of. */
static int
find_first (const GPtrArray *off_wire, TlOffWireKind kind, TlSide side, const TlDerivation *derivation)
{
  for (guint i = 0; i < off_wire->len; i++)
    {
      const TlOffWire *step = g_ptr_array_index (off_wire, i);

      if (step->kind == kind && step->side == side && step->after >= (int) derivation->first - (derivation->first == 0)
          && step->after < (int) derivation->end)
        return (int) i;
    }
  return -1;
}

int
tl_derivation_made_at (const GPtrArray *derivations, guint derivation, const GPtrArray *off_wire, TlSide side)
{
  const TlDerivation *made = g_ptr_array_index (derivations, derivation);
  int found = find_first (off_wire, made->made_in, side, made);

  return found < 0 ? find_first (off_wire, later (made->made_in), side, made) : found;
}

GArray *
tl_off_wire_makes (const GPtrArray *off_wire, guint index, const GPtrArray *derivations)
{
  const TlOffWire *step = g_ptr_array_index (off_wire, index);
  GArray *makes = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < derivations->len; i++)
    if (tl_derivation_made_at (derivations, i, off_wire, step->side) == (int) index)
      g_array_append_val (makes, i);
  return makes;
}

int
tl_off_wire_result (const GPtrArray *off_wire, guint index, const GPtrArray *derivations)
{
  const TlOffWire *step = g_ptr_array_index (off_wire, index);
  const char *own = step->side == TL_SIDE_CLIENT ? "client_" : "server_";
  g_autoptr (GArray) makes = tl_off_wire_makes (off_wire, index, derivations);
  int result = -1;

  for (guint i = 0; i < makes->len; i++)
    {
      guint made = g_array_index (makes, guint, i);
      const TlDerivation *derivation = g_ptr_array_index (derivations, made);

      if (derivation->kind == TL_DERIVATION_SECRET && g_str_has_prefix (derivation->name, own))
        return (int) made;
      if (result < 0 && derivation->made_in == step->kind)
        result = (int) made;
    }
  return result;
}

bool
tl_derivations_told (const GPtrArray *derivations)
{
  for (guint i = 0; i < derivations->len; i++)
    {
      const TlDerivation *derivation = g_ptr_array_index (derivations, i);

      if (derivation->source != TL_DERIVATION_NOT_TOLD && derivation->source != TL_DERIVATION_COMPUTED)
        return true;
    }
  return false;
}
