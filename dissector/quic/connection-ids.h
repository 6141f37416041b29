/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The connection ids of one connection of QUIC (RFC 9000 section 5.1). For connection.c alone.
 */
#pragma once

#include "../limits.h"
#include "packet.h"

G_BEGIN_DECLS

typedef struct
{
  guint8 length;
  guint8 bytes[TL_QUIC_CONNECTION_ID];
} TlQuicId;

/* The connection ids by which one side is addressed. */
typedef struct
{
  TlQuicId ids[TL_LIMIT_QUIC_IDS];
  guint n;
} TlQuicNames;

bool tl_quic_same_bytes (TlBytes a, TlBytes b);

/* @id as bytes, borrowed; and bytes as one, as far as they fit. */
TlBytes tl_quic_id_bytes (const TlQuicId *id);
TlQuicId tl_quic_id_of (TlBytes bytes);
bool tl_quic_id_is (const TlQuicId *id, TlBytes bytes);

bool tl_quic_names_have (const TlQuicNames *self, TlBytes bytes);

/* Adds a name, if there is room and it is none already. */
void tl_quic_names_learn (TlQuicNames *self, TlBytes bytes);

/* The longest name that a short header begins with; NULL where it begins with none. */
const TlQuicId *tl_quic_names_in_short_header (const TlQuicNames *self, TlBytes packet);

G_END_DECLS
