/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A list of derivations in the making.
 */
#pragma once

#include "derivation.h"
#include "proof-parts.h"

G_BEGIN_DECLS

typedef struct
{
  const TlConversation *conversation;
  TlAgreement agreement;
  TlOffWireKind stage; /* in which those are made that are added */
  GPtrArray *list;     /* TlDerivation */
} TlDerivations;

/* Appends one, and returns its index. @value is copied where its length is not 0. */
int tl_derivations_add (TlDerivations *self, const TlDerivation *derivation, TlBytes value);

/* Says what the value of the derivation @index is, after all; nothing where @value is empty. */
void tl_derivations_know (TlDerivations *self, int index, TlDerivationSource source, TlBytes value);

/* Sets the messages that go into the derivation @index: all up to step @last, in its handshake. */
void tl_derivations_cover (TlDerivations *self, int index, int last);

/* The value of the derivation @index; no data where it is not known. */
TlBytes tl_derivations_value (const TlDerivations *self, int index);

/* derivation-13.c, derivation-12.c */
void tl_derivations_add_13 (TlDerivations *self);
void tl_derivations_add_12 (TlDerivations *self);

/* The first step with @message from @side, in clear or opened; -1 where there is none. */
int tl_derivations_find (const TlDerivations *self, guint16 message, TlSide side);

G_END_DECLS
