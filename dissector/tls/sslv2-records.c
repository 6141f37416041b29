/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The records of SSL 2.0, and how a stream of them is told from all else: by lengths that fit each other.
 */
#include "sslv2.h"

enum
{
  CHALLENGE_MIN = 16, /* draft-hickman-netscape-ssl-00 section 5.5.1 */
  CHALLENGE_MAX = 32,
  CONNECTION_ID_MIN = 16, /* section 5.6.1 */
  CONNECTION_ID_MAX = 32,
  SESSION_ID = 16,   /* section 5.5.1 */
  RANDOM = 32,       /* some clients of later versions offer a session id of theirs */
  SPEC = 3,
  KEY_ARG_MAX = 8    /* section 5.5.2 */
};

/* Section 4.1: two bytes, the first with its high bit set; or three, and the last says how much is padding. */
static bool
parse_header (TlBytes bytes, TlSslv2Header *header)
{
  guint64 length;

  *header = (TlSslv2Header) { 0 };
  if (!tl_bytes_uint (&bytes, 2, &length))
    return false;
  header->length = (guint16) (length & 0x7fff);
  if (length & 0x8000)
    return true;
  header->length &= 0x3fff;
  return tl_bytes_u8 (&bytes, &header->padding);
}

/* Reads the header, byte by byte. True when it is whole. */
static bool
read_header (TlSslv2Reader *self, TlBytes *bytes)
{
  while (tl_bytes_u8 (bytes, &self->head[self->n_head]))
    {
      self->n_head++;
      if (parse_header (tl_bytes (self->head, self->n_head), &self->header))
        {
          self->n_head = 0;
          return true;
        }
    }
  return false;
}

/* Takes what is there of the payload. */
static void
read_payload (TlSslv2Reader *self, TlBytes *bytes, guint64 packet, gint64 time, const TlSslv2Sink *sink, gpointer user_data)
{
  TlStepOrigin origin;
  TlBytes part = { 0 };
  TlChunk chunk;

  tl_bytes_take (bytes, MIN (bytes->length, self->remaining), &part);
  self->remaining = (guint16) (self->remaining - part.length);
  chunk = tl_chunk_from_packet (part, packet, time, &origin);
  if (self->wanted)
    chunk = tl_pieces_join (&self->payload, &chunk, self->remaining == 0);
  if (self->remaining > 0)
    return;
  self->in_record = false;
  self->n_records = MIN (self->n_records + 1, 2);
  sink->record (user_data, &self->header, self->wanted ? &chunk : NULL, packet, time);
  tl_pieces_clear (&self->payload);
}

/* Behind a ClientHello in the form of SSL 2.0, records of a later version can follow (RFC 5246 appendix E.2). No record of SSL 2.0
 * that can stand there begins so: it would be more than 5,000 bytes long. */
static bool
is_later_version (const TlSslv2Reader *self, TlBytes bytes)
{
  return self->n_records == 1 && !self->in_record && self->n_head == 0 && bytes.length > 0
         && bytes.data[0] >= TL_RECORD_CHANGE_CIPHER_SPEC && bytes.data[0] <= TL_RECORD_HEARTBEAT;
}

bool
tl_sslv2_reader_add (TlSslv2Reader *self,
                     TlBytes *bytes,
                     guint64 packet,
                     gint64 time,
                     const TlSslv2Sink *sink,
                     gpointer user_data)
{
  while (bytes->length > 0)
    {
      if (!self->in_record)
        {
          if (is_later_version (self, *bytes))
            return false;
          if (!read_header (self, bytes))
            return true;
          self->in_record = true;
          self->remaining = self->header.length;
          self->wanted = sink->begin (user_data, &self->header);
        }
      if (self->remaining == 0 || bytes->length > 0)
        read_payload (self, bytes, packet, time, sink, user_data);
    }
  return true;
}

gsize
tl_sslv2_reader_size (const TlSslv2Reader *self)
{
  return sizeof *self + tl_pieces_size (&self->payload);
}

void
tl_sslv2_reader_free (TlSslv2Reader *self)
{
  if (self == NULL)
    return;
  tl_pieces_clear (&self->payload);
  g_free (self);
}

/* What stands before @bytes in a message, and what its lengths say that follows. */
typedef struct
{
  guint64 version;
  guint64 lengths[3];
} Lengths;

static bool
read_lengths (TlBytes *bytes, guint n, Lengths *out)
{
  for (guint i = 0; i < n; i++)
    if (!tl_bytes_uint (bytes, 2, &out->lengths[i]))
      return false;
  return true;
}

static bool
is_between (guint64 value, guint64 min, guint64 max)
{
  return value >= min && value <= max;
}

/* SSL 2.0, or one of those that have taken over the form of its ClientHello. */
static bool
version_is_possible (guint64 version)
{
  return version == 0x0002 || is_between (version, 0x0300, 0x0304);
}

/* Section 5.5.1. @bytes begin behind the message type; @rest is how many there should be. */
static TlSniff
sniff_client_hello (TlBytes bytes, gsize rest)
{
  Lengths hello;

  if (!tl_bytes_uint (&bytes, 2, &hello.version))
    return TL_SNIFF_MORE;
  if (!version_is_possible (hello.version))
    return TL_SNIFF_NO;
  if (!read_lengths (&bytes, 3, &hello))
    return TL_SNIFF_MORE;
  if (hello.lengths[0] == 0 || hello.lengths[0] % SPEC != 0)
    return TL_SNIFF_NO;
  if (hello.lengths[1] != 0 && hello.lengths[1] != SESSION_ID && hello.lengths[1] != RANDOM)
    return TL_SNIFF_NO;
  if (!is_between (hello.lengths[2], CHALLENGE_MIN, CHALLENGE_MAX))
    return TL_SNIFF_NO;
  return 2 + 3 * 2 + hello.lengths[0] + hello.lengths[1] + hello.lengths[2] == rest ? TL_SNIFF_YES : TL_SNIFF_NO;
}

/* Section 5.6.1. With a session that is resumed there is neither a certificate nor a cipher spec. */
static TlSniff
sniff_server_hello (TlBytes bytes, gsize rest)
{
  guint8 hit, certificate_type;
  Lengths hello;

  if (!tl_bytes_u8 (&bytes, &hit) || !tl_bytes_u8 (&bytes, &certificate_type) || !tl_bytes_uint (&bytes, 2, &hello.version)
      || !read_lengths (&bytes, 3, &hello))
    return TL_SNIFF_MORE;
  if (hit > 1 || certificate_type > 1 || hello.version != 0x0002)
    return TL_SNIFF_NO;
  if (hello.lengths[1] % SPEC != 0 || !is_between (hello.lengths[2], CONNECTION_ID_MIN, CONNECTION_ID_MAX))
    return TL_SNIFF_NO;
  return 2 + 2 + 3 * 2 + hello.lengths[0] + hello.lengths[1] + hello.lengths[2] == rest ? TL_SNIFF_YES : TL_SNIFF_NO;
}

/* Section 5.7.1, appendix C.3 */
static TlSniff
sniff_error (TlBytes bytes, gsize rest)
{
  guint16 code;

  if (rest != 2)
    return TL_SNIFF_NO;
  if (!tl_bytes_u16 (&bytes, &code))
    return TL_SNIFF_MORE;
  return tl_registry_name (TL_REGISTRY_SSLV2_ERROR, code) ? TL_SNIFF_YES : TL_SNIFF_NO;
}

/* Section 5.5.2 */
static TlSniff
sniff_client_master_key (TlBytes bytes, gsize rest)
{
  guint64 kind;
  Lengths key;

  if (!tl_bytes_uint (&bytes, SPEC, &kind) || !read_lengths (&bytes, 3, &key))
    return TL_SNIFF_MORE;
  if (key.lengths[1] == 0 || key.lengths[2] > KEY_ARG_MAX)
    return TL_SNIFF_NO;
  return SPEC + 3 * 2 + key.lengths[0] + key.lengths[1] + key.lengths[2] == rest ? TL_SNIFF_YES : TL_SNIFF_NO;
}

static TlSniff
sniff_message (guint8 type, TlBytes bytes, gsize rest)
{
  switch (0x200 | type)
    {
    case TL_MESSAGE_SSLV2_ERROR:
      return sniff_error (bytes, rest);
    case TL_MESSAGE_SSLV2_CLIENT_HELLO:
      return sniff_client_hello (bytes, rest);
    case TL_MESSAGE_SSLV2_CLIENT_MASTER_KEY:
      return sniff_client_master_key (bytes, rest);
    case TL_MESSAGE_SSLV2_SERVER_HELLO:
      return sniff_server_hello (bytes, rest);
    default: /* the others are never in clear */
      return TL_SNIFF_NO;
    }
}

TlSniff
tl_sslv2_sniff (TlBytes bytes)
{
  guint64 length;
  guint8 type;

  if (!tl_sslv2_is_possible (bytes))
    return bytes.length > 0 ? TL_SNIFF_NO : TL_SNIFF_MORE;
  if (!tl_bytes_uint (&bytes, 2, &length) || !tl_bytes_u8 (&bytes, &type))
    return TL_SNIFF_MORE;
  return (length & 0x7fff) > 0 ? sniff_message (type, bytes, (gsize) (length & 0x7fff) - 1) : TL_SNIFF_NO;
}

TlSniff
tl_sslv2_sniff_hello (TlBytes bytes)
{
  if (bytes.length > 2 && bytes.data[2] != (guint8) TL_MESSAGE_SSLV2_CLIENT_HELLO
      && bytes.data[2] != (guint8) TL_MESSAGE_SSLV2_SERVER_HELLO)
    return TL_SNIFF_NO;
  return tl_sslv2_sniff (bytes);
}

guint16
tl_sslv2_message_of (TlBytes payload)
{
  guint8 type;

  if (!tl_bytes_u8 (&payload, &type) || sniff_message (type, payload, payload.length) != TL_SNIFF_YES)
    return TL_MESSAGE_NONE;
  return (guint16) (0x200 | type);
}
