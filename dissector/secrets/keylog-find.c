/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Key logs among files.
 */
#include "keylog-find.h"

#include "key-file.h"

#include <string.h>

bool
tl_keylog_holds_secret (TlBytes text)
{
  TlKeylogLine line = { 0 };
  bool found = false;

  if (memchr (text.data, '\0', text.length) != NULL)
    return false;
  while (text.length > 0 && !found)
    {
      const guint8 *end = memchr (text.data, '\n', text.length);
      TlBytes part;

      tl_bytes_take (&text, end ? (gsize) (end - text.data) : text.length, &part);
      tl_bytes_skip (&text, 1);
      found = tl_keylog_read_line (part, &line) == TL_KEYLOG_SECRET;
    }
  tl_forget (&line, sizeof line);
  return found;
}

bool
tl_keylog_is_at (const char *path)
{
  return tl_key_file_kind_at (path) == TL_KEY_FILE_KEYLOG;
}

/* Whether PATH with @suffix is a file, and a key log. */
static char *
try_suffix (const char *path, gsize length, const char *suffix)
{
  g_autofree char *name = g_strdup_printf ("%.*s%s", (int) MIN (length, G_MAXINT), path, suffix);

  return tl_keylog_is_at (name) ? g_steal_pointer (&name) : NULL;
}

char *
tl_keylog_beside (const char *path)
{
  static const char *const suffixes[] = { ".keylog.txt", ".keylog" };
  const char *base = strrchr (path, G_DIR_SEPARATOR);
  const char *dot = strrchr (base ? base : path, '.');
  gsize lengths[] = { strlen (path), dot ? (gsize) (dot - path) : 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (suffixes); j++)
      {
        char *found = lengths[i] > 0 ? try_suffix (path, lengths[i], suffixes[j]) : NULL;

        if (found)
          return found;
      }
  return NULL;
}
