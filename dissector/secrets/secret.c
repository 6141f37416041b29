/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Secrets that are allocated, and how they are forgotten.
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
