/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * DTLS records: a datagram holds whole ones.
 */
#include "dtls.h"

#include "../limits.h"

enum
{
  FRAGMENT_HEADER = 12, /* RFC 9147 section 5.2 */
  RANDOM = 32
};

static bool
version_is_possible (guint16 version)
{
  /* 1.0, 1.2, 1.3; and what OpenSSL used before DTLS was a standard */
  return version == 0xfeff || version == 0xfefd || version == 0xfefc || version == 0x0100;
}

/* Takes a length and as many bytes; where the datagram was @cut, as many as are there. */
static bool
take_payload (TlBytes *rest, bool cut, guint16 *length, TlBytes *payload)
{
  TlBytes copy = *rest;

  if (!tl_bytes_u16 (&copy, length)
      || !tl_bytes_take (&copy, cut ? MIN (*length, copy.length) : *length, payload))
    return false;
  *rest = copy;
  return true;
}

/* Takes a record off @datagram, of which @rest is left behind @payload. */
static void
take_header (TlBytes *datagram, const TlBytes *payload, TlBytes rest, TlDtlsHeader *header)
{
  tl_bytes_take (datagram, datagram->length - rest.length - payload->length, &header->bytes);
  *datagram = rest;
}

/* RFC 9147 section 4: 001CSLEE */
static bool
next_unified (TlBytes *datagram, gsize connection_id, bool cut, TlDtlsHeader *header, TlBytes *payload)
{
  TlBytes rest = *datagram;
  guint64 sequence;
  guint16 length;
  guint8 flags = 0;

  tl_bytes_u8 (&rest, &flags);
  if (flags & 0x10 && !tl_bytes_skip (&rest, connection_id))
    return false;
  if (!tl_bytes_uint (&rest, flags & TL_DTLS_LONG_NUMBER ? 2 : 1, &sequence))
    return false;
  if (!(flags & 0x04))
    {
      length = (guint16) MIN (rest.length, G_MAXUINT16);
      tl_bytes_take (&rest, rest.length, payload);
    }
  else if (!take_payload (&rest, cut, &length, payload))
    return false;
  *header = (TlDtlsHeader){ .type = TL_RECORD_APPLICATION_DATA,
                            .version = 0xfefd,
                            .epoch = flags & 3,
                            .sequence = sequence,
                            .length = length,
                            .unified = true,
                            .connection_id = flags & 0x10 ? (guint8) connection_id : 0 };
  take_header (datagram, payload, rest, header);
  return length >= 16; /* a tag at least */
}

bool
tl_dtls_next_record (TlBytes *datagram, gsize connection_id, bool cut, TlDtlsHeader *header, TlBytes *payload)
{
  TlBytes rest = *datagram;
  guint64 sequence;

  *header = (TlDtlsHeader){ 0 };
  if (rest.length > 0 && rest.data[0] >> 5 == 1)
    return next_unified (datagram, connection_id, cut, header, payload);
  if (!tl_bytes_u8 (&rest, &header->type) || header->type < TL_RECORD_CHANGE_CIPHER_SPEC
      || header->type > TL_DTLS_RETURN_ROUTABILITY_CHECK || !tl_bytes_u16 (&rest, &header->version)
      || !version_is_possible (header->version) || !tl_bytes_u16 (&rest, &header->epoch)
      || !tl_bytes_uint (&rest, 6, &sequence))
    return false;
  if (header->type == TL_DTLS_CONNECTION_ID && !tl_bytes_skip (&rest, connection_id))
    return false;
  if (!take_payload (&rest, cut, &header->length, payload) || header->length > TL_LIMIT_RECORD)
    return false;
  header->sequence = sequence;
  header->connection_id = header->type == TL_DTLS_CONNECTION_ID ? (guint8) connection_id : 0;
  take_header (datagram, payload, rest, header);
  return true;
}

/* The header of a fragment whose numbers can be true, in a record of @record_length bytes. */
static bool
fragment_is_possible (TlBytes payload, guint16 record_length)
{
  guint64 type, length, sequence, offset, fragment;

  return tl_bytes_uint (&payload, 1, &type) && tl_bytes_uint (&payload, 3, &length)
         && tl_bytes_uint (&payload, 2, &sequence) && tl_bytes_uint (&payload, 3, &offset)
         && tl_bytes_uint (&payload, 3, &fragment) && offset + fragment <= length
         && length <= TL_LIMIT_MESSAGE && FRAGMENT_HEADER + fragment <= record_length
         && (type <= 4 || (type >= 11 && type <= 16) || (type >= 21 && type <= 23));
}

bool
tl_dtls_is_possible (TlBytes datagram)
{
  return datagram.length > 0
         && (datagram.data[0] >> 5 == 1
             || (datagram.data[0] >= TL_RECORD_CHANGE_CIPHER_SPEC && datagram.data[0] <= TL_DTLS_RETURN_ROUTABILITY_CHECK));
}

bool
tl_dtls_sniff_handshake (TlBytes datagram, bool cut)
{
  TlDtlsHeader header;
  TlBytes payload;

  return datagram.length > 0 && datagram.data[0] == TL_RECORD_HANDSHAKE
         && tl_dtls_next_record (&datagram, 0, cut, &header, &payload) && header.epoch == 0
         && fragment_is_possible (payload, header.length);
}

TlBytes
tl_dtls_client_random (TlBytes datagram)
{
  TlBytes none = { 0 }, payload, fragment = { 0 }, random;
  TlDtlsHeader header;
  guint64 offset, length;
  guint16 sequence;
  guint8 type;

  if (!tl_dtls_sniff_handshake (datagram, true) || !tl_dtls_next_record (&datagram, 0, true, &header, &payload)
      || !tl_bytes_u8 (&payload, &type) || type != 1 || !tl_bytes_skip (&payload, 3)
      || !tl_bytes_u16 (&payload, &sequence) || sequence != 0 || !tl_bytes_uint (&payload, 3, &offset)
      || offset != 0 || !tl_bytes_uint (&payload, 3, &length)
      || !tl_bytes_take (&payload, MIN ((gsize) length, payload.length), &fragment)
      || !tl_bytes_skip (&fragment, 2) || !tl_bytes_take (&fragment, RANDOM, &random))
    return none;
  return random;
}
