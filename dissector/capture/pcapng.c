/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Reads pcapng (draft-ietf-opsawg-pcapng): sections of either byte order, interfaces of any link type, and the three kinds of
 * block that hold a packet.
 */
#include "pcapng.h"

#include "bytes.h"
#include "pcapng-blocks.h"

#include <glib/gi18n-lib.h>

/**
 * Interface:
 * @per_second: units of its time stamps in a second
 * @shift: the same as a power of two; 0 where it is one of ten
 * @offset: seconds to add to its times
 */
typedef struct
{
  guint64 per_second;
  gint64 offset;
  guint32 snap_length; /* 0: no limit */
  guint16 link_type;
  guint8 shift;
} Interface;

/**
 * TlPcapng:
 * @buffer: TL_LIMIT_READ_BUFFER bytes
 * @waiting: what of them was not read yet
 * @left: bytes of the block at hand that were not read yet, its trailer included; 0 between blocks
 * @length: of that block
 */
struct TlPcapng
{
  TlInput *input;
  guint8 *buffer;
  TlBytes waiting;
  guint32 left;
  guint32 length;
  bool big_endian;
  const char *reason;
  GArray *interfaces; /* of the section */
  GPtrArray *key_logs;
  gsize key_log_bytes;
  bool more_key_logs;
};

/* Makes sure that @n bytes wait. Asks for no more than it must, so that a pipe is shown while it flows. */
static bool
fill (TlPcapng *self, gsize n)
{
  gsize at = (gsize) (self->waiting.data - self->buffer);

  if (G_LIKELY (self->waiting.length >= n))
    return true;
  if (at + n > TL_LIMIT_READ_BUFFER)
    {
      memmove (self->buffer, self->waiting.data, self->waiting.length);
      at = 0;
    }
  self->waiting = tl_bytes (self->buffer + at, self->waiting.length);
  while (self->waiting.length < n)
    {
      gsize end = at + self->waiting.length;
      gsize more = tl_input_read (self->input, self->buffer + end, TL_LIMIT_READ_BUFFER - end);

      if (more == 0)
        return false;
      self->waiting.length += more;
    }
  return true;
}

static TlPcapngResult
damaged (TlPcapng *self, const char *reason)
{
  self->reason = reason;
  return TL_PCAPNG_DAMAGED;
}

/* Numbers are in the byte order of the section. */
static guint32
order_u32 (const TlPcapng *self, guint32 big)
{
  return self->big_endian ? big : GUINT32_SWAP_LE_BE (big);
}

static bool
read_u32 (const TlPcapng *self, TlBytes *bytes, guint32 *out)
{
  guint32 big = 0;
  bool there = tl_bytes_u32 (bytes, &big);

  *out = order_u32 (self, big);
  return there;
}

static bool
read_u16 (const TlPcapng *self, TlBytes *bytes, guint16 *out)
{
  guint16 big = 0;
  bool there = tl_bytes_u16 (bytes, &big);

  *out = self->big_endian ? big : GUINT16_SWAP_LE_BE (big);
  return there;
}

/* The next @n bytes of the body of the block at hand. */
static TlPcapngResult
take (TlPcapng *self, gsize n, TlBytes *out)
{
  if (n + TRAILER > self->left)
    return damaged (self, _ ("a block is shorter than what it must hold"));
  if (!fill (self, n))
    return TL_PCAPNG_CUT;
  tl_bytes_take (&self->waiting, n, out);
  self->left -= (guint32) n;
  return TL_PCAPNG_END;
}

/* Passes over what is left of the block at hand, whatever its size. */
static TlPcapngResult
end_block (TlPcapng *self)
{
  guint32 length;

  while (self->left > TRAILER)
    {
      gsize n = self->left - TRAILER;

      if (!fill (self, 1))
        return TL_PCAPNG_CUT;
      n = MIN (n, self->waiting.length);
      tl_bytes_skip (&self->waiting, n);
      self->left -= (guint32) n;
    }
  if (self->left == 0)
    return TL_PCAPNG_END;
  if (!fill (self, TRAILER))
    return TL_PCAPNG_CUT;
  read_u32 (self, &self->waiting, &length);
  self->left = 0;
  if (length != self->length)
    return damaged (self, _ ("the two lengths of a block differ"));
  return TL_PCAPNG_END;
}

/* Section 4.1: the byte order is that of the magic. */
static TlPcapngResult
read_byte_order (TlPcapng *self)
{
  TlBytes magic;
  guint32 big = 0;

  if (!fill (self, HEADER + 4))
    return TL_PCAPNG_CUT;
  magic = self->waiting;
  tl_bytes_skip (&magic, HEADER);
  tl_bytes_u32 (&magic, &big);
  self->big_endian = big == BYTE_ORDER_MAGIC;
  if (!self->big_endian && GUINT32_SWAP_LE_BE (big) != BYTE_ORDER_MAGIC)
    return damaged (self, _ ("the byte order of a section cannot be told"));
  return TL_PCAPNG_END;
}

static TlPcapngResult
begin_block (TlPcapng *self, guint32 *type)
{
  TlPcapngResult result;
  TlBytes header;

  if (!fill (self, HEADER))
    return TL_PCAPNG_CUT;
  header = self->waiting;
  tl_bytes_u32 (&header, type);
  if (*type == BLOCK_SECTION && (result = read_byte_order (self)) != TL_PCAPNG_END)
    return result;
  *type = order_u32 (self, *type);

  tl_bytes_skip (&self->waiting, 4);
  read_u32 (self, &self->waiting, &self->length);
  if (self->length < HEADER + TRAILER || self->length % 4 != 0)
    return damaged (self, _ ("the length of a block is impossible"));
  self->left = self->length - HEADER;
  return TL_PCAPNG_END;
}

/* A new section, with interfaces of its own. */
static TlPcapngResult
read_section (TlPcapng *self)
{
  TlPcapngResult result;
  TlBytes body = { 0 };
  guint16 major = 0, minor = 0;

  if ((result = take (self, 16, &body)) != TL_PCAPNG_END)
    return result;
  tl_bytes_skip (&body, 4);
  read_u16 (self, &body, &major);
  read_u16 (self, &body, &minor);
  /* Section 4.1: 1.2 was written by some, and means 1.0. */
  if (major != 1 || (minor != 0 && minor != 2))
    return damaged (self, _ ("a section is of a version that is not known"));
  g_array_set_size (self->interfaces, 0);
  return end_block (self);
}

/* Section 4.2, if_tsresol: the exponent of a tenth, or of a half. */
static bool
set_time_resolution (Interface *interface, guint8 resolution)
{
  guint exponent = resolution & 0x7f;

  if (exponent > (resolution & 0x80 ? 63 : 19))
    return false;
  interface->shift = resolution & 0x80 ? (guint8) exponent : 0;
  interface->per_second = 1;
  for (guint i = 0; i < exponent; i++)
    interface->per_second *= resolution & 0x80 ? 2 : 10;
  return true;
}

/* One option of an interface. */
static TlPcapngResult
read_option (TlPcapng *self, Interface *interface, guint16 *code)
{
  TlPcapngResult result;
  TlBytes option;
  guint16 length;
  guint8 resolution;

  if ((result = take (self, 4, &option)) != TL_PCAPNG_END)
    return result;
  read_u16 (self, &option, code);
  read_u16 (self, &option, &length);
  if (*code == OPTION_END)
    return TL_PCAPNG_END;
  if ((result = take (self, (length + 3u) & ~3u, &option)) != TL_PCAPNG_END)
    return result;
  option.length = length;

  if (*code == OPTION_TIME_RESOLUTION && tl_bytes_u8 (&option, &resolution)
      && !set_time_resolution (interface, resolution))
    return damaged (self, _ ("an interface has times of an impossible resolution"));
  if (*code == OPTION_TIME_OFFSET && length == 8)
    {
      guint64 big = 0;

      tl_bytes_uint (&option, 8, &big);
      interface->offset = (gint64) (self->big_endian ? big : GUINT64_SWAP_LE_BE (big));
    }
  return TL_PCAPNG_END;
}

static TlPcapngResult
read_interface (TlPcapng *self)
{
  Interface interface = { .per_second = 1000000 };
  TlPcapngResult result;
  TlBytes body = { 0 };
  guint16 code = G_MAXUINT16;

  if (self->interfaces->len == TL_LIMIT_INTERFACES)
    return damaged (self, _ ("a section has too many interfaces"));
  if ((result = take (self, 8, &body)) != TL_PCAPNG_END)
    return result;
  read_u16 (self, &body, &interface.link_type);
  tl_bytes_skip (&body, 2);
  read_u32 (self, &body, &interface.snap_length);
  while (self->left >= TRAILER + 4 && code != OPTION_END)
    if ((result = read_option (self, &interface, &code)) != TL_PCAPNG_END)
      return result;
  g_array_append_val (self->interfaces, interface);
  return end_block (self);
}

/* Section 4.7. */
static TlPcapngResult
read_secrets (TlPcapng *self)
{
  g_autoptr (GByteArray) text = NULL;
  TlPcapngResult result;
  TlBytes body = { 0 };
  guint32 type, length;

  if ((result = take (self, 8, &body)) != TL_PCAPNG_END)
    return result;
  read_u32 (self, &body, &type);
  read_u32 (self, &body, &length);
  if (length > self->left - TRAILER)
    return damaged (self, _ ("a block is shorter than what it must hold"));
  if (type != SECRETS_KEY_LOG)
    return end_block (self);
  if (length > TL_LIMIT_SECRETS - self->key_log_bytes)
    {
      self->more_key_logs = true;
      return end_block (self);
    }

  text = g_byte_array_new ();
  while (text->len < length)
    {
      if (!fill (self, 1))
        return TL_PCAPNG_CUT;
      if ((result = take (self, MIN (length - text->len, self->waiting.length), &body)) != TL_PCAPNG_END)
        return result;
      g_byte_array_append (text, body.data, (guint) body.length);
    }
  self->key_log_bytes += length;
  g_ptr_array_add (self->key_logs, g_byte_array_free_to_bytes (g_steal_pointer (&text)));
  return end_block (self);
}

/* Nanoseconds since 1970. Times may be anything; half of what ours can be is left free, so that the difference of two can always
 * be told. */
static gint64
time_of (const Interface *interface, guint64 units)
{
  const gint64 most = G_MAXINT64 / 2 / TL_SECOND - 1;
  guint64 seconds = units / interface->per_second;
  guint64 fraction = units % interface->per_second;
  gint64 offset = CLAMP (interface->offset, -most, most);

  if (interface->shift > 30) /* what is below a nanosecond goes, so that the product fits */
    fraction = (fraction >> (interface->shift - 30)) * (guint64) TL_SECOND >> 30;
  else if (interface->shift > 0)
    fraction = fraction * (guint64) TL_SECOND >> interface->shift;
  else if (interface->per_second > (guint64) TL_SECOND)
    fraction /= interface->per_second / (guint64) TL_SECOND;
  else
    fraction = fraction * (guint64) TL_SECOND / interface->per_second;
  return CLAMP ((gint64) MIN (seconds, (guint64) most) + offset, -most, most) * TL_SECOND + (gint64) fraction;
}

/* What the header of a packet's block says. */
typedef struct
{
  guint32 interface;
  guint64 time;
  guint32 captured;
  guint32 length;
} PacketHeader;

/* Sections 4.3 and A: Enhanced Packet Block, and the obsolete one before it, whose interface has half the bits. */
static TlPcapngResult
read_packet_header (TlPcapng *self, guint32 type, PacketHeader *header)
{
  TlPcapngResult result;
  TlBytes body = { 0 };
  guint32 high, low;
  guint16 interface = 0;

  if ((result = take (self, 20, &body)) != TL_PCAPNG_END)
    return result;
  if (type == BLOCK_ENHANCED_PACKET)
    read_u32 (self, &body, &header->interface);
  else
    {
      read_u16 (self, &body, &interface);
      tl_bytes_skip (&body, 2);
      header->interface = interface;
    }
  read_u32 (self, &body, &high);
  read_u32 (self, &body, &low);
  header->time = (guint64) high << 32 | low;
  read_u32 (self, &body, &header->captured);
  read_u32 (self, &body, &header->length);
  return TL_PCAPNG_END;
}

/* Section 4.4: Simple Packet Block, of the first interface and no known time. */
static TlPcapngResult
read_simple_packet_header (TlPcapng *self, PacketHeader *header)
{
  TlPcapngResult result;
  guint32 snap_length;
  TlBytes body = { 0 };

  if ((result = take (self, 4, &body)) != TL_PCAPNG_END)
    return result;
  read_u32 (self, &body, &header->length);
  header->interface = 0;
  header->time = 0;
  snap_length = self->interfaces->len > 0 ? g_array_index (self->interfaces, Interface, 0).snap_length : 0;
  header->captured = snap_length > 0 ? MIN (header->length, snap_length) : header->length;
  return TL_PCAPNG_END;
}

static TlPcapngResult
read_packet (TlPcapng *self, guint32 type, TlPacket *packet)
{
  const Interface *interface;
  PacketHeader header;
  TlPcapngResult result;
  TlBytes data;

  /* All of it, where that fits, so that no damaged block is shown. */
  if (self->left <= TL_LIMIT_READ_BUFFER)
    {
      TlBytes trailer;
      guint32 length = 0;

      if (!fill (self, self->left))
        return TL_PCAPNG_CUT;
      trailer = self->waiting;
      tl_bytes_skip (&trailer, self->left - TRAILER);
      read_u32 (self, &trailer, &length);
      if (length != self->length)
        return damaged (self, _ ("the two lengths of a block differ"));
    }

  result = type == BLOCK_SIMPLE_PACKET ? read_simple_packet_header (self, &header)
                                       : read_packet_header (self, type, &header);
  if (result != TL_PCAPNG_END)
    return result;
  if (header.interface >= self->interfaces->len)
    return damaged (self, _ ("a packet is of an interface that was not described"));
  if (header.captured > self->left - TRAILER)
    return damaged (self, _ ("a packet is longer than its block"));
  interface = &g_array_index (self->interfaces, Interface, header.interface);
  if ((result = take (self, MIN (header.captured, TL_LIMIT_PACKET), &data)) != TL_PCAPNG_END)
    return result;

  packet->time = time_of (interface, header.time);
  packet->data = data.data;
  packet->captured = (guint32) data.length;
  packet->length = MAX (header.length, packet->captured);
  packet->link_type = interface->link_type;
  return TL_PCAPNG_PACKET;
}

TlPcapng *
tl_pcapng_new (TlInput *input)
{
  TlPcapng *self = g_new0 (TlPcapng, 1);

  self->input = input;
  self->buffer = g_malloc (TL_LIMIT_READ_BUFFER);
  self->waiting = tl_bytes (self->buffer, 0);
  self->interfaces = g_array_new (FALSE, FALSE, sizeof (Interface));
  self->key_logs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  return self;
}

void
tl_pcapng_free (TlPcapng *self)
{
  g_array_unref (self->interfaces);
  g_ptr_array_unref (self->key_logs);
  g_free (self->buffer);
  g_free (self);
}

TlPcapngResult
tl_pcapng_begin (TlPcapng *self)
{
  TlPcapngResult result;
  guint32 type = 0;

  if ((result = begin_block (self, &type)) != TL_PCAPNG_END)
    return result;
  return read_section (self);
}

TlPcapngResult
tl_pcapng_next (TlPcapng *self, TlPacket *packet)
{
  TlPcapngResult result = end_block (self);
  guint32 type = 0;

  while (result == TL_PCAPNG_END)
    {
      if (!fill (self, 1))
        return TL_PCAPNG_END;
      if ((result = begin_block (self, &type)) != TL_PCAPNG_END)
        return result;
      switch (type)
        {
        case BLOCK_ENHANCED_PACKET:
        case BLOCK_SIMPLE_PACKET:
        case BLOCK_PACKET:
          return read_packet (self, type, packet);
        case BLOCK_SECTION:
          result = read_section (self);
          break;
        case BLOCK_INTERFACE:
          result = read_interface (self);
          break;
        case BLOCK_SECRETS:
          result = read_secrets (self);
          break;
        default:
          result = end_block (self);
          break;
        }
    }
  return result;
}

const char *
tl_pcapng_reason (const TlPcapng *self)
{
  return self->reason;
}

const GPtrArray *
tl_pcapng_key_logs (const TlPcapng *self, bool *more)
{
  if (more)
    *more = self->more_key_logs;
  return self->key_logs;
}
