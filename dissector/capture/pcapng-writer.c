/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Writes pcapng in the byte order of this computer, with an interface for each link type and times in nanoseconds. What cannot be written
 * whole is taken back, so that the file ends with a block.
 */
#include "pcapng-writer.h"

#include "limits.h"
#include "pcapng-blocks.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum
{
  NANOSECONDS = 9, /* of if_tsresol: a negative power of ten */
  FLUSH_AT = 256 * 1024
};

/**
 * TlPcapngWriter:
 * @waiting: blocks that were not written yet, whole ones
 * @written, @n_packets: bytes in the file, and packets
 * @error: of errno; 0: none so far
 * @link_types: of the interfaces, in the order of their numbers: gint32
 */
struct TlPcapngWriter
{
  int fd;
  int error;
  guint64 written;
  guint64 n_packets;
  GByteArray *waiting;
  GArray *link_types;
};

static void
put (TlPcapngWriter *self, const void *data, gsize length)
{
  g_byte_array_append (self->waiting, data, (guint) length);
}

static void
put_u16 (TlPcapngWriter *self, guint16 value)
{
  put (self, &value, sizeof value);
}

static void
put_u32 (TlPcapngWriter *self, guint32 value)
{
  put (self, &value, sizeof value);
}

/* Fields and blocks begin at a multiple of four bytes. */
static void
put_padded (TlPcapngWriter *self, const void *data, gsize length)
{
  static const guint8 zero[4] = { 0 };

  put (self, data, length);
  put (self, zero, (4 - length % 4) % 4);
}

static void
put_option (TlPcapngWriter *self, guint16 code, const void *data, guint16 length)
{
  put_u16 (self, code);
  put_u16 (self, length);
  put_padded (self, data, length);
}

/* Begins a block, whose length end_block() knows. */
static guint
begin_block (TlPcapngWriter *self, guint32 type)
{
  guint at = self->waiting->len;

  put_u32 (self, type);
  put_u32 (self, 0);
  return at;
}

static void
end_block (TlPcapngWriter *self, guint at)
{
  guint32 length = self->waiting->len - at + TRAILER;

  put_u32 (self, length);
  memcpy (self->waiting->data + at + sizeof (guint32), &length, sizeof length);
}

static void
add_section (TlPcapngWriter *self, const char *application)
{
  static const gint64 unknown = -1; /* the length of the section */
  guint at = begin_block (self, BLOCK_SECTION);

  put_u32 (self, BYTE_ORDER_MAGIC);
  put_u16 (self, 1); /* version 1.0 */
  put_u16 (self, 0);
  put (self, &unknown, sizeof unknown);
  put_option (self, OPTION_APPLICATION, application, (guint16) MIN (strlen (application), 255u));
  put_option (self, OPTION_END, NULL, 0);
  end_block (self, at);
}

static void
add_interface (TlPcapngWriter *self, gint32 link_type)
{
  static const guint8 resolution = NANOSECONDS;
  guint at = begin_block (self, BLOCK_INTERFACE);

  put_u16 (self, (guint16) link_type);
  put_u16 (self, 0);
  put_u32 (self, 0); /* SnapLen: no limit */
  put_option (self, OPTION_TIME_RESOLUTION, &resolution, sizeof resolution);
  put_option (self, OPTION_END, NULL, 0);
  end_block (self, at);
  g_array_append_val (self->link_types, link_type);
}

static guint32
interface_of (TlPcapngWriter *self, gint32 link_type)
{
  for (guint i = 0; i < self->link_types->len; i++)
    if (g_array_index (self->link_types, gint32, i) == link_type)
      return i;
  add_interface (self, link_type);
  return self->link_types->len - 1;
}

/* The end of the last whole block in the first @length bytes that wait, whose packets are counted. */
static gsize
whole_blocks (TlPcapngWriter *self, gsize length)
{
  gsize at = 0;
  guint32 header[2];

  while (at + HEADER <= length)
    {
      memcpy (header, self->waiting->data + at, sizeof header);
      if (header[1] > length - at)
        break;
      self->n_packets += header[0] == BLOCK_ENHANCED_PACKET;
      at += header[1];
    }
  return at;
}

/* Writes what waits. A block that did not fit is cut off again. */
static void
write_waiting (TlPcapngWriter *self)
{
  gsize done = 0;

  while (self->error == 0 && done < self->waiting->len)
    {
      ssize_t n = write (self->fd, self->waiting->data + done, self->waiting->len - done);

      if (n >= 0)
        done += (gsize) n;
      else if (errno != EINTR)
        self->error = errno;
    }
  done = whole_blocks (self, done);
  if (self->error != 0 && self->waiting->len > 0)
    {
      if (ftruncate (self->fd, (off_t) (self->written + done)) == 0)
        lseek (self->fd, 0, SEEK_END);
    }
  self->written += done;
  g_byte_array_set_size (self->waiting, 0);
}

static void
flush_when_full (TlPcapngWriter *self)
{
  if (self->waiting->len >= FLUSH_AT || self->error != 0)
    write_waiting (self);
}

TlPcapngWriter *
tl_pcapng_writer_new (int fd, const char *application)
{
  TlPcapngWriter *self = g_new0 (TlPcapngWriter, 1);

  self->fd = fd;
  self->waiting = g_byte_array_new ();
  self->link_types = g_array_new (FALSE, FALSE, sizeof (gint32));
  add_section (self, application);
  return self;
}

void
tl_pcapng_writer_free (TlPcapngWriter *self)
{
  g_byte_array_unref (self->waiting);
  g_array_unref (self->link_types);
  g_free (self);
}

void
tl_pcapng_writer_add_secrets (TlPcapngWriter *self, const char *text, gsize length)
{
  guint at = begin_block (self, BLOCK_SECRETS);

  put_u32 (self, SECRETS_KEY_LOG);
  put_u32 (self, (guint32) length);
  put_padded (self, text, length);
  end_block (self, at);
  flush_when_full (self);
}

void
tl_pcapng_writer_add (TlPcapngWriter *self, const TlPacket *packet)
{
  guint32 interface = interface_of (self, packet->link_type);
  guint64 time = (guint64) packet->time;
  guint at = begin_block (self, BLOCK_ENHANCED_PACKET);

  put_u32 (self, interface);
  put_u32 (self, (guint32) (time >> 32));
  put_u32 (self, (guint32) time);
  put_u32 (self, packet->captured);
  put_u32 (self, packet->length);
  put_padded (self, packet->data, packet->captured);
  end_block (self, at);
  flush_when_full (self);
}

bool
tl_pcapng_writer_flush (TlPcapngWriter *self)
{
  write_waiting (self);
  return self->error == 0;
}

int
tl_pcapng_writer_error (const TlPcapngWriter *self)
{
  return self->error;
}

guint64
tl_pcapng_writer_size (const TlPcapngWriter *self)
{
  return self->written + self->waiting->len;
}

guint64
tl_pcapng_writer_written (const TlPcapngWriter *self)
{
  return self->written;
}

guint64
tl_pcapng_writer_packets (const TlPcapngWriter *self)
{
  return self->n_packets;
}
