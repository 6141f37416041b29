/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation in the making, over UDP: the records of a datagram (RFC 9147, RFC 6347).
 */
#include "dialogue-parts.h"

/* A record of a type that carries a connection id, or none at all, is sealed: what it says is not known. */
static void
add_record (
    TlDialogue *self, guint direction, const TlDtlsHeader *dtls, TlBytes payload, guint64 packet, gint64 time)
{
  TlRecordHeader header = { .type = dtls->type, .version = dtls->version, .length = dtls->length };
  TlStepOrigin origin;
  TlChunk chunk = tl_chunk_from_packet (payload, packet, time, &origin);

  self->directions[direction].epoch = dtls->epoch;
  if (dtls->type == TL_DTLS_CONNECTION_ID)
    header.type = TL_RECORD_APPLICATION_DATA;
  tl_dialogue_add_record (self, direction, &header,
                          tl_dialogue_wants (self, direction, header.type) ? &chunk : NULL, packet, time);
}

void
tl_dialogue_add_datagram (TlDialogue *self, guint direction, TlBytes datagram, guint64 packet, gint64 time)
{
  TlDirection *from = &self->directions[direction];
  TlDtlsHeader header;
  TlBytes payload;

  from->spoke = true;
  while (datagram.length > 0 && tl_dtls_next_record (&datagram, from->connection_id, &header, &payload))
    add_record (self, direction, &header, payload, packet, time);
}
