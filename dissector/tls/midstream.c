/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Knows TLS where its handshake is not in the capture, by what nothing else looks like.
 */
#include "records.h"

#include "../limits.h"
#include "../registries/registries.h"

enum
{
  MIN_SEALED = 16 /* bytes of a record that is encrypted: a tag, or a MAC, or a block */
};

/* What a record holds at least, and ChangeCipherSpec exactly. */
static bool
length_is_possible (const TlRecordHeader *header)
{
  switch (header->type)
    {
    case TL_RECORD_CHANGE_CIPHER_SPEC:
      return header->length == 1;
    case TL_RECORD_ALERT:
      return header->length == 2 || header->length >= MIN_SEALED;
    case TL_RECORD_HANDSHAKE:
      return header->length >= 4;
    case TL_RECORD_APPLICATION_DATA:
    case TL_RECORD_HEARTBEAT:
      return header->length >= MIN_SEALED;
    default:
      return false;
    }
}

static TlSniff
read_header (TlBytes *bytes, TlRecordHeader *header)
{
  TlSniff found = tl_record_sniff (*bytes);

  *header = (TlRecordHeader){ 0 };
  if (found != TL_SNIFF_YES)
    return found;
  tl_bytes_u8 (bytes, &header->type);
  tl_bytes_u16 (bytes, &header->version);
  tl_bytes_u16 (bytes, &header->length);
  return length_is_possible (header) ? TL_SNIFF_YES : TL_SNIFF_NO;
}

/* RFC 9846 section 5: the one byte of it is 1. */
static TlSniff
sniff_change_cipher_spec (TlBytes bytes)
{
  guint8 type;

  if (!tl_bytes_u8 (&bytes, &type))
    return TL_SNIFF_MORE;
  return type == 1 ? TL_SNIFF_YES : TL_SNIFF_NO;
}

/* RFC 9846 section 6: a level, and a description that there is. */
static TlSniff
sniff_alert (TlBytes bytes)
{
  guint8 level, description;

  if (!tl_bytes_u8 (&bytes, &level))
    return TL_SNIFF_MORE;
  if (level != 1 && level != 2)
    return TL_SNIFF_NO;
  if (!tl_bytes_u8 (&bytes, &description))
    return TL_SNIFF_MORE;
  return tl_registry_name (TL_REGISTRY_ALERT, description) ? TL_SNIFF_YES : TL_SNIFF_NO;
}

TlSniff
tl_record_sniff_alone (TlBytes bytes)
{
  TlRecordHeader header;
  TlSniff found;

  if (bytes.length > 0 && bytes.data[0] != TL_RECORD_CHANGE_CIPHER_SPEC && bytes.data[0] != TL_RECORD_ALERT)
    return TL_SNIFF_NO;
  found = read_header (&bytes, &header);
  if (found != TL_SNIFF_YES)
    return found;
  if (header.type == TL_RECORD_CHANGE_CIPHER_SPEC)
    return sniff_change_cipher_spec (bytes);
  return header.length == 2 ? sniff_alert (bytes) : TL_SNIFF_NO;
}

TlSniff
tl_record_sniff_pair (TlBytes bytes)
{
  TlRecordHeader first, second;
  TlSniff found = read_header (&bytes, &first);

  if (found != TL_SNIFF_YES)
    return found;
  if (!tl_bytes_skip (&bytes, first.length))
    return TL_SNIFF_MORE;
  found = read_header (&bytes, &second);
  if (found == TL_SNIFF_YES && second.version != first.version)
    return TL_SNIFF_NO;
  return found;
}
