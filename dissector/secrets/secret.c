/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Secrets that are allocated, how they are forgotten, and how they are written in hexadecimal.
 */
#include "secret.h"

typedef struct
{
  gsize length;
  guint8 bytes[];
} Kept;

static void
forget_kept (gpointer data)
{
  Kept *kept = data;

  tl_forget (kept->bytes, kept->length);
  g_free (kept);
}

GBytes *
tl_secret_keep (TlBytes bytes)
{
  Kept *kept = g_malloc (sizeof (Kept) + bytes.length);

  kept->length = bytes.length;
  if (bytes.length > 0)
    memcpy (kept->bytes, bytes.data, bytes.length);
  return g_bytes_new_with_free_func (kept->bytes, kept->length, forget_kept, kept);
}

void
tl_forget_text (char *text)
{
  if (text)
    tl_forget (text, strlen (text));
  g_free (text);
}

/* The value of a hexadecimal digit, or 0xff. A key log may have 160 million of them. */
static guint8
digit_value (guint8 c)
{
  guint8 letter = (guint8) ((c | 0x20) - 'a');

  return c >= '0' && c <= '9' ? (guint8) (c - '0') : letter < 6 ? (guint8) (letter + 10) : 0xff;
}

bool
tl_hex_read (TlBytes digits, guint8 *bytes, gsize min, gsize max, gsize *n)
{
  guint8 all = 0;

  *n = digits.length / 2;
  if (digits.length % 2 != 0 || *n < min || *n > max)
    return false;
  for (gsize i = 0; i < *n; i++)
    {
      guint8 high = digit_value (digits.data[2 * i]), low = digit_value (digits.data[2 * i + 1]);

      all |= high | low;
      bytes[i] = (guint8) (high << 4 | low);
    }
  return all < 0x10;
}
