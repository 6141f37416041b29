/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What is shown in Unicode stands beside the name as it is on the wire. Even so it is shown only where no label looks like
 * another one: in Latin letters with marks, in Chinese characters, and in Cyrillic letters of which one at least is like no
 * Latin letter.
 */
#include "idn.h"

typedef enum
{
  NO_LETTER,
  ASCII,
  LATIN,
  HAN,
  CYRILLIC,
  CYRILLIC_ALONE, /* a letter that is like no other */
  DECEPTIVE
} Kind;

static Kind
kind_of (gunichar c)
{
  static const char alone[] = "бвджзийклмнтфцчшщэя";

  if (c < 0x80 && (g_ascii_isdigit ((char) c) || c == '-'))
    return NO_LETTER;
  if (c < 0x80)
    return g_ascii_isalpha ((char) c) ? ASCII : DECEPTIVE;
  /* Latin-1 Supplement and Latin Extended-A, without the i that has no dot and the letters that are like two */
  if (c >= 0xdf && c <= 0x17e && c != 0xf7 && c != 0x131 && c != 0x133 && c != 0x138 && c != 0x140 && c != 0x149
      && g_unichar_islower (c))
    return LATIN;
  /* Chinese characters, without those that are like a stroke */
  if (c >= 0x4e03 && c <= 0x9fff && c != 0x4e28 && c != 0x4e36 && c != 0x4e3f)
    return HAN;
  if (c >= 0x430 && c <= 0x44f)
    return g_utf8_strchr (alone, -1, c) ? CYRILLIC_ALONE : CYRILLIC;
  return DECEPTIVE;
}

static bool
is_plain_label (const char *label)
{
  bool seen[DECEPTIVE + 1] = { false };

  for (; *label; label = g_utf8_next_char (label))
    seen[kind_of (g_utf8_get_char (label))] = true;
  if (seen[DECEPTIVE])
    return false;
  if (seen[CYRILLIC] || seen[CYRILLIC_ALONE])
    return seen[CYRILLIC_ALONE] && !seen[ASCII] && !seen[LATIN] && !seen[HAN];
  return !seen[HAN] || !seen[LATIN];
}

/* The leftmost label of a certificate may be a wildcard. */
static bool
is_plain (const char *name)
{
  g_auto (GStrv) labels = g_strsplit (g_str_has_prefix (name, "*.") ? name + 2 : name, ".", -1);

  for (guint i = 0; labels[i]; i++)
    if (!is_plain_label (labels[i]))
      return false;
  return true;
}

bool
tl_idn_is (const char *name)
{
  return g_hostname_is_ascii_encoded (name);
}

char *
tl_idn_to_unicode (const char *name)
{
  g_autofree char *unicode = tl_idn_is (name) ? g_hostname_to_unicode (name) : NULL;
  g_autofree char *again = unicode ? g_hostname_to_ascii (unicode) : NULL;

  if (again == NULL || g_ascii_strcasecmp (again, name) != 0 || !is_plain (unicode))
    return NULL;
  return g_steal_pointer (&unicode);
}
