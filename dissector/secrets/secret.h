/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A secret, and how it is forgotten.
 */
#pragma once

#include "../bytes.h"

G_BEGIN_DECLS

enum
{
  TL_SECRET_SIZE = 64 /* the longest: a hash of SHA-512 */
};

/* Bytes that nobody may see who was not given them. Not allocated, so that a copy is forgotten where it stands. */
typedef struct
{
  guint8 bytes[TL_SECRET_SIZE];
  gsize length; /* 0: there is none */
} TlSecret;

static inline TlBytes
tl_secret_bytes (const TlSecret *self)
{
  return tl_bytes (self->bytes, self->length);
}

/* Overwrites the @size bytes at @data, also where the compiler thinks that nobody will look. */
static inline void
tl_forget (void *data, gsize size)
{
  explicit_bzero (data, size);
}

static inline void
tl_secret_clear (TlSecret *self)
{
  tl_forget (self, sizeof *self);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TlSecret, tl_secret_clear)

/* Reads @digits, hexadecimal, into @bytes: between @min and @max of them, @n. */
bool tl_hex_read (TlBytes digits, guint8 *bytes, gsize min, gsize max, gsize *n);

/* A copy of @bytes that is overwritten with the last who knows it. */
GBytes *tl_secret_keep (TlBytes bytes);

/* Overwrites and frees @text, which says a secret; it may be NULL. */
void tl_forget_text (char *text);

G_END_DECLS
