/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A list of derivations in the making.
 */
#pragma once

#include "derivation.h"
#include "proof-parts.h"

G_BEGIN_DECLS

/* RFC 6101 sections 6.1 and 6.2.2: what SSL 3.0 has for a PRF. */
#define TL_OPERATION_SSL3 "MD5 and SHA"

/* RFC 5246 section 6.3: a part of the key block. */
#define TL_OPERATION_CUT "cut"

typedef struct
{
  const TlConversation *conversation;
  guint handshake;      /* the one that is looked at, from 1 … */
  guint first, end;     /* … and its steps */
  guint16 version;      /* on the wire */
  gint32 cipher_suite;
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

/* Sets the randoms that go into the derivation @index, in their order. */
void tl_derivations_seed (TlDerivations *self, int index, bool server_first);

/* The value of the derivation @index; no data where it is not known. */
TlBytes tl_derivations_value (const TlDerivations *self, int index);

/* The key block that follows from the entry @main_secret, and the keys that it is cut into: derivation-keys.c */
void tl_derivations_add_key_block (TlDerivations *self, int main_secret, int step);

/* derivation-13.c, derivation-12.c */
void tl_derivations_add_13 (TlDerivations *self);
void tl_derivations_add_12 (TlDerivations *self);

/* The first step of the handshake with @message from @side, in clear or opened; -1 where there is none. */
int tl_derivations_find (const TlDerivations *self, guint16 message, TlSide side);

G_END_DECLS
