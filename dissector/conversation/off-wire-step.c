/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One step that is not on the wire.
 */
#include "off-wire.h"

#include <glib/gi18n-lib.h>

void
tl_off_wire_free (TlOffWire *self)
{
  g_free (self->text);
  g_free (self->value);
  g_free (self);
}

bool
tl_off_wire_equal (const TlOffWire *a, const TlOffWire *b)
{
  return a->kind == b->kind && a->after == b->after && a->about == b->about && a->side == b->side && g_str_equal (a->text, b->text);
}

char *
tl_off_wire_title (const TlOffWire *step)
{
  /* Translators: what one side does between two messages, as a sentence: "Client derives the handshake keys". */
  return g_strdup_printf (step->side == TL_SIDE_CLIENT ? _ ("Client %s") : _ ("Server %s"), step->text);
}

const char *
tl_off_wire_kind_id (TlOffWireKind kind)
{
  static const char *const ids[TL_N_OFF_WIRE_KINDS] = {
    [TL_OFF_WIRE_RANDOM] = "random",
    [TL_OFF_WIRE_KEY_SHARE] = "key_share",
    [TL_OFF_WIRE_REPEATED] = "repeated",
    [TL_OFF_WIRE_BINDER] = "binder",
    [TL_OFF_WIRE_CHOICE] = "choice",
    [TL_OFF_WIRE_COOKIE] = "cookie",
    [TL_OFF_WIRE_SHARED_SECRET] = "shared_secret",
    [TL_OFF_WIRE_EARLY_KEYS] = "early_keys",
    [TL_OFF_WIRE_HANDSHAKE_KEYS] = "handshake_keys",
    [TL_OFF_WIRE_APPLICATION_KEYS] = "application_keys",
    [TL_OFF_WIRE_PREMASTER] = "premaster",
    [TL_OFF_WIRE_SESSION_KEYS] = "session_keys",
    [TL_OFF_WIRE_SIGNATURE] = "signature",
    [TL_OFF_WIRE_CHECKS_CERTIFICATE] = "checks_certificate",
    [TL_OFF_WIRE_FINISHED] = "finished",
    [TL_OFF_WIRE_CHECKS_FINISHED] = "checks_finished",
    [TL_OFF_WIRE_TICKET] = "ticket",
    [TL_OFF_WIRE_END] = "end",
  };

  return ids[kind];
}
