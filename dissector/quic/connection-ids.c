/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Connection ids, and the few of them by which one side is addressed.
 */
#include "connection-ids.h"

bool
tl_quic_same_bytes (TlBytes a, TlBytes b)
{
  return a.length == b.length && memcmp (a.data, b.data, a.length) == 0;
}

TlBytes
tl_quic_id_bytes (const TlQuicId *id)
{
  return tl_bytes (id->bytes, id->length);
}

TlQuicId
tl_quic_id_of (TlBytes bytes)
{
  TlQuicId id = { .length = (guint8) MIN (bytes.length, TL_QUIC_CONNECTION_ID) };

  memcpy (id.bytes, bytes.data, id.length);
  return id;
}

bool
tl_quic_id_is (const TlQuicId *id, TlBytes bytes)
{
  return tl_quic_same_bytes (tl_quic_id_bytes (id), bytes);
}

bool
tl_quic_names_have (const TlQuicNames *self, TlBytes bytes)
{
  for (guint i = 0; i < self->n; i++)
    if (tl_quic_id_is (&self->ids[i], bytes))
      return true;
  return false;
}

void
tl_quic_names_learn (TlQuicNames *self, TlBytes bytes)
{
  if (self->n < TL_LIMIT_QUIC_IDS && bytes.length <= TL_QUIC_CONNECTION_ID && !tl_quic_names_have (self, bytes))
    self->ids[self->n++] = tl_quic_id_of (bytes);
}

/* The longest name that a short header begins with; NULL where it begins with none. */
const TlQuicId *
tl_quic_names_in_short_header (const TlQuicNames *self, TlBytes packet)
{
  const TlQuicId *longest = NULL;

  if (!tl_bytes_skip (&packet, 1))
    return NULL;
  for (guint i = 0; i < self->n; i++)
    if (tl_bytes_begin_with (packet, self->ids[i].bytes, self->ids[i].length)
        && (longest == NULL || self->ids[i].length > longest->length))
      longest = &self->ids[i];
  return longest;
}
