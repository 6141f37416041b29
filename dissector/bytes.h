/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The cursor over captured bytes. This is the only code that moves a pointer over them.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <string.h>

G_BEGIN_DECLS

/**
 * TlBytes:
 * @data: the next byte to read
 * @length: how many bytes are left
 *
 * A borrowed view of bytes that are still to be read. It never owns them. Every read either succeeds and moves
 * the view on, or fails and leaves it as it was.
 */
typedef struct
{
  const guint8 *data;
  gsize length;
} TlBytes;

static inline TlBytes
tl_bytes (const void *data, gsize length)
{
  TlBytes self = { (const guint8 *) data, length };
  return self;
}

/* All of @bytes; NULL: none, nowhere. Borrowed from it. */
static inline TlBytes
tl_bytes_of (GBytes *bytes)
{
  gsize length = 0;
  gconstpointer data = bytes ? g_bytes_get_data (bytes, &length) : NULL;

  return tl_bytes (data, length);
}

/* Takes the next @length bytes into @out, a cursor of its own that cannot leave them. */
static inline bool
tl_bytes_take (TlBytes *self, gsize length, TlBytes *out)
{
  if (length > self->length)
    return false;
  *out = tl_bytes (self->data, length);
  if (length > 0) /* what is empty may have no bytes anywhere, and then nothing may be added to where they are */
    self->data += length;
  self->length -= length;
  return true;
}

/* Passes over the next @length bytes. */
static inline bool
tl_bytes_skip (TlBytes *self, gsize length)
{
  TlBytes skipped;
  return tl_bytes_take (self, length, &skipped);
}

/* Reads an unsigned big-endian number of @size bytes, 1 to 8. */
static inline bool
tl_bytes_uint (TlBytes *self, guint size, guint64 *out)
{
  TlBytes digits;
  guint64 value = 0;

  if (!tl_bytes_take (self, size, &digits))
    return false;
  for (guint i = 0; i < size; i++)
    value = value << 8 | digits.data[i];
  *out = value;
  return true;
}

/* Reads a variable-length integer (RFC 9000 section 16): the two highest bits say how many bytes it has. */
static inline bool
tl_bytes_varint (TlBytes *self, guint64 *out)
{
  guint size;

  if (self->length == 0)
    return false;
  size = 1U << (self->data[0] >> 6);
  if (!tl_bytes_uint (self, size, out))
    return false;
  *out &= G_MAXUINT64 >> (66 - 8 * size);
  return true;
}

static inline bool
tl_bytes_u8 (TlBytes *self, guint8 *out)
{
  guint64 value;
  if (!tl_bytes_uint (self, 1, &value))
    return false;
  *out = (guint8) value;
  return true;
}

static inline bool
tl_bytes_u16 (TlBytes *self, guint16 *out)
{
  guint64 value;
  if (!tl_bytes_uint (self, 2, &value))
    return false;
  *out = (guint16) value;
  return true;
}

static inline bool
tl_bytes_u32 (TlBytes *self, guint32 *out)
{
  guint64 value;
  if (!tl_bytes_uint (self, 4, &value))
    return false;
  *out = (guint32) value;
  return true;
}

/* Reads a length of @prefix bytes and takes that many bytes into @out. Fails when fewer are there. */
static inline bool
tl_bytes_prefixed (TlBytes *self, guint prefix, TlBytes *out)
{
  TlBytes copy = *self;
  guint64 length;

  if (!tl_bytes_uint (&copy, prefix, &length) || !tl_bytes_take (&copy, (gsize) length, out))
    return false;
  *self = copy;
  return true;
}

/* Whether the bytes begin with the @length bytes of @prefix. */
static inline bool
tl_bytes_begin_with (TlBytes self, const void *prefix, gsize length)
{
  return self.length >= length && memcmp (self.data, prefix, length) == 0;
}

G_END_DECLS
