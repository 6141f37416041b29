/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The record layer: cuts an ordered stream into records, and keeps only what is not whole yet.
 */
#include "records.h"

#include "../limits.h"
#include "../registries/registries.h"
#include "handshake.h"

static bool
header_is_possible (const TlRecordHeader *header)
{
  return header->type >= TL_RECORD_CHANGE_CIPHER_SPEC && header->type <= TL_RECORD_HEARTBEAT
         && header->version >> 8 == 3 && header->length <= TL_LIMIT_RECORD;
}

static TlRecordHeader
parse_header (const guint8 head[TL_RECORD_HEADER])
{
  TlBytes bytes = tl_bytes (head, TL_RECORD_HEADER);
  TlRecordHeader header = { 0 };

  tl_bytes_u8 (&bytes, &header.type);
  tl_bytes_u16 (&bytes, &header.version);
  tl_bytes_u16 (&bytes, &header.length);
  return header;
}

/* Reads the header, or as much of it as there is. True when it is whole. */
static bool
read_header (TlRecordReader *self, TlBytes *bytes)
{
  TlBytes part;

  if (self->n_head == 0 && tl_bytes_take (bytes, TL_RECORD_HEADER, &part))
    {
      self->header = parse_header (part.data);
      return true;
    }
  tl_bytes_take (bytes, MIN (bytes->length, (gsize) TL_RECORD_HEADER - self->n_head), &part);
  memcpy (self->head + self->n_head, part.data, part.length);
  self->n_head = (guint8) (self->n_head + part.length);
  if (self->n_head < TL_RECORD_HEADER)
    return false;
  self->n_head = 0;
  self->header = parse_header (self->head);
  return true;
}

/* Takes what is there of the payload. */
static void
read_payload (TlRecordReader *self,
              TlBytes *bytes,
              guint64 packet,
              gint64 time,
              const TlRecordSink *sink,
              gpointer user_data)
{
  TlStepOrigin origin;
  TlBytes part;
  TlChunk chunk;

  tl_bytes_take (bytes, MIN (bytes->length, self->remaining), &part);
  self->remaining -= (guint32) part.length;
  chunk = tl_chunk_from_packet (part, packet, time, &origin);
  if (self->wanted)
    chunk = tl_pieces_join (&self->payload, &chunk, self->remaining == 0);
  if (self->remaining > 0)
    return;

  if (!self->passing)
    sink->record (user_data, &self->header, self->wanted ? &chunk : NULL, packet, time);
  tl_pieces_clear (&self->payload);
  self->wanted = self->passing = false;
}

void
tl_record_reader_add (TlRecordReader *self,
                      TlBytes bytes,
                      guint64 packet,
                      gint64 time,
                      const TlRecordSink *sink,
                      gpointer user_data)
{
  while (bytes.length > 0 && !self->broken)
    {
      if (self->remaining == 0)
        {
          if (!read_header (self, &bytes))
            return;
          if (!header_is_possible (&self->header))
            {
              self->broken = true;
              sink->broken (user_data, time);
              return;
            }
          self->remaining = self->header.length;
          self->wanted = sink->begin (user_data, &self->header);
        }
      if (self->remaining == 0 || bytes.length > 0)
        read_payload (self, &bytes, packet, time, sink, user_data);
    }
}

void
tl_record_reader_lose (TlRecordReader *self, guint32 length, bool passing)
{
  tl_pieces_clear (&self->payload);
  self->remaining -= MIN (length, self->remaining);
  self->passing = passing && self->remaining > 0;
  self->wanted = self->wanted && !passing && self->remaining > 0;
}

void
tl_record_reader_clear (TlRecordReader *self)
{
  tl_pieces_clear (&self->payload);
}

TlSniff
tl_record_sniff (TlBytes bytes)
{
  TlBytes head;

  if (bytes.length > 0 && (bytes.data[0] < TL_RECORD_CHANGE_CIPHER_SPEC || bytes.data[0] > TL_RECORD_HEARTBEAT))
    return TL_SNIFF_NO;
  if (bytes.length > 1 && bytes.data[1] != 3)
    return TL_SNIFF_NO;
  if (bytes.length > 2 && bytes.data[2] > 4)
    return TL_SNIFF_NO;
  if (!tl_bytes_take (&bytes, TL_RECORD_HEADER, &head))
    return TL_SNIFF_MORE;
  return parse_header (head.data).length <= TL_LIMIT_RECORD ? TL_SNIFF_YES : TL_SNIFF_NO;
}

/* The handshake messages that can stand in clear at the beginning of what we see of a stream, and how long they can be, in a
 * record of @record bytes. What is sealed begins with any bytes, and often with a counter: 0, 1, 2 … (RFC 5288 section 3). */
static bool
begins_handshake (guint8 msg_type, guint64 length, gsize record)
{
  switch (msg_type)
    {
    case 0:  /* hello_request */
    case 14: /* server_hello_done */
      return length == 0 && record == TL_HANDSHAKE_HEADER;
    case 1: /* client_hello: version, random and the lengths of three lists */
      return length >= 2 + 32 + 1 + 2 + 1 && length <= TL_LIMIT_MESSAGE;
    case 2: /* server_hello: version, random, cipher suite; in the drafts of TLS 1.3 no more than that */
      return length >= 2 + 32 + 2 && length <= TL_LIMIT_MESSAGE;
    case 4:  /* new_session_ticket: lifetime and the length of the ticket */
      return length >= 4 + 2 && length <= TL_LIMIT_MESSAGE;
    case 11: /* certificate: the length of its list */
    case 22: /* certificate_status: its type, and a length */
      return length >= 3 && length <= TL_LIMIT_MESSAGE;
    case 12: /* server_key_exchange */
    case 13: /* certificate_request */
    case 15: /* certificate_verify */
    case 16: /* client_key_exchange: may be empty (RFC 5246 section 7.4.7.2) */
      return length <= TL_LIMIT_MESSAGE;
    default:
      return false;
    }
}

/* A record may hold a single byte of a message (RFC 9846 section 5.1): then the next one must be a handshake record as well. */
static TlSniff
sniff_short_record (TlBytes bytes, gsize length)
{
  guint8 msg_type, next;

  if (length == 0)
    return TL_SNIFF_NO;
  if (bytes.length > 0 && bytes.data[0] != 1 && bytes.data[0] != 2) /* client_hello, server_hello */
    return TL_SNIFF_NO;
  if (!tl_bytes_u8 (&bytes, &msg_type) || !tl_bytes_skip (&bytes, length - 1) || !tl_bytes_u8 (&bytes, &next))
    return TL_SNIFF_MORE;
  return next == TL_RECORD_HANDSHAKE ? TL_SNIFF_YES : TL_SNIFF_NO;
}

TlSniff
tl_record_sniff_handshake (TlBytes bytes)
{
  TlSniff sniff = tl_record_sniff (bytes);
  guint64 length;
  guint8 msg_type;
  gsize record;

  if (bytes.length > 0 && bytes.data[0] != TL_RECORD_HANDSHAKE)
    return TL_SNIFF_NO;
  if (sniff != TL_SNIFF_YES)
    return sniff;
  record = parse_header (bytes.data).length;
  tl_bytes_skip (&bytes, TL_RECORD_HEADER);
  if (record < TL_HANDSHAKE_HEADER)
    return sniff_short_record (bytes, record);
  if (!tl_bytes_u8 (&bytes, &msg_type))
    return TL_SNIFF_MORE;
  if (tl_registry_name (TL_REGISTRY_HANDSHAKE_TYPE, msg_type) == NULL)
    return TL_SNIFF_NO;
  if (!tl_bytes_uint (&bytes, 3, &length))
    return TL_SNIFF_MORE;
  return begins_handshake (msg_type, length, record) ? TL_SNIFF_YES : TL_SNIFF_NO;
}
