/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A sealed record and what was in it, side by side.
 */
#pragma once

#include "protection.h"

G_BEGIN_DECLS

/**
 * TlDoor:
 * @header: of the record, as it is authenticated: in DTLS 1.3 with the number in clear
 * @payload: of the record, as on the wire
 * @sequence: number of the record among those of its sender under the same keys; in DTLS 1.2 and older, below the epoch
 * @opened: what was in it
 *
 * Immutable, reference-counted: the messages of one record share it.
 */
typedef struct
{
  GBytes *header;
  GBytes *payload;
  guint64 sequence;
  TlOpenedRecord opened;
} TlDoor;

/* Copies what is borrowed in @record; takes @opened over, which is left empty. */
TlDoor *tl_door_new (const TlSealedRecord *record, TlOpenedRecord *opened);
TlDoor *tl_door_ref (TlDoor *self);
void tl_door_unref (TlDoor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlDoor, tl_door_unref)

/* Bytes of memory that it takes, about. */
gsize tl_door_size (const TlDoor *self);

G_END_DECLS
