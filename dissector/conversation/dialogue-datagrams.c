/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation in the making, over UDP: the records of a datagram (RFC 9147, RFC 6347).
 */
#include "dialogue-parts.h"

/* A record of a type that carries a connection id, or none at all, is sealed: what it says is not known. */
static void
add_record (TlDialogue *self, guint direction, const TlDtlsHeader *dtls, const TlChunk *payload)
{
  TlRecordHeader header = { .type = dtls->type, .version = dtls->version, .length = dtls->length };

  self->directions[direction].epoch = dtls->epoch;
  if (dtls->type == TL_DTLS_CONNECTION_ID)
    header.type = TL_RECORD_APPLICATION_DATA;
  tl_dialogue_add_record (self, direction, &header,
                          tl_dialogue_wants (self, direction, header.type) ? payload : NULL,
                          payload->origins[0].packet, payload->time);
}

void
tl_dialogue_add_datagram (TlDialogue *self, guint direction, const TlChunk *datagram)
{
  TlDirection *from = &self->directions[direction];
  TlBytes rest = datagram->bytes;
  TlDtlsHeader header;
  TlBytes payload;

  from->spoke = true;
  while (rest.length > 0 && tl_dtls_next_record (&rest, from->connection_id, &header, &payload))
    {
      TlChunk chunk = tl_chunk_slice (datagram, (gsize) (payload.data - datagram->bytes.data), payload.length);

      add_record (self, direction, &header, &chunk);
    }
}
