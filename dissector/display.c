/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Captured bytes as text. Nothing else may turn them into something a terminal, Pango or a JSON reader sees.
 */
#include "display.h"

#include <string.h>

/* What may be shown as it is. Everything that moves other text, hides, or has no shape of its own is escaped. */
static bool
is_plain (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT: /* bidirectional overrides, zero-width joiners, soft hyphen, tags */
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
      return false;
    case G_UNICODE_SPACE_SEPARATOR:
      return c == ' ';
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_ENCLOSING_MARK:
    case G_UNICODE_SPACING_MARK:
      return !g_unichar_iszerowidth (c); /* stacked marks leave their line */
    default:
      return !g_unichar_iszerowidth (c);
    }
}

static void
append_character (GString *out, gunichar c)
{
  switch (c)
    {
    case '\n':
      g_string_append (out, "\\n");
      break;
    case '\r':
      g_string_append (out, "\\r");
      break;
    case '\t':
      g_string_append (out, "\\t");
      break;
    case '\\':
      g_string_append (out, "\\\\");
      break;
    default:
      if (is_plain (c))
        g_string_append_unichar (out, c);
      else if (c < 0x80)
        g_string_append_printf (out, "\\x%02x", c);
      else
        g_string_append_printf (out, "\\u{%x}", c);
    }
}

/* Nearly every name is plain ASCII. */
static bool
is_plain_ascii (TlBytes bytes)
{
  for (gsize i = 0; i < bytes.length; i++)
    if (bytes.data[i] < 0x20 || bytes.data[i] > 0x7e || bytes.data[i] == '\\')
      return false;
  return true;
}

char *
tl_display_text (TlBytes bytes, gsize max_characters)
{
  GString *out;

  if (bytes.length == 0) /* there may be no data either */
    return g_strdup ("");
  if (bytes.length <= max_characters && is_plain_ascii (bytes))
    return g_strndup ((const char *) bytes.data, bytes.length);
  out = g_string_sized_new (MIN (bytes.length, max_characters) + 1);

  for (gsize n = 0; bytes.length > 0; n++)
    {
      gunichar c = g_utf8_get_char_validated ((const char *) bytes.data, (gssize) MIN (bytes.length, 6));

      if (n == max_characters)
        {
          g_string_append (out, "…");
          break;
        }
      if (c == (gunichar) -1 || c == (gunichar) -2 || (c == 0 && bytes.data[0] != 0))
        {
          g_string_append_printf (out, "\\x%02x", bytes.data[0]);
          tl_bytes_skip (&bytes, 1);
          continue;
        }
      append_character (out, c);
      tl_bytes_skip (&bytes, c == 0 ? 1 : (gsize) g_utf8_skip[bytes.data[0]]);
    }
  return g_string_free (out, FALSE);
}

char *
tl_display_string (const char *text, gsize max_characters)
{
  return tl_display_text (tl_bytes (text, strlen (text)), max_characters);
}

char *
tl_display_hex (TlBytes bytes, gsize max_bytes)
{
  static const char digits[] = "0123456789abcdef";
  gsize n = MIN (bytes.length, max_bytes);
  GString *out = g_string_sized_new (2 * n + 4);

  for (gsize i = 0; i < n; i++)
    {
      g_string_append_c (out, digits[bytes.data[i] >> 4]);
      g_string_append_c (out, digits[bytes.data[i] & 15]);
    }
  if (n < bytes.length)
    g_string_append (out, "…");
  return g_string_free (out, FALSE);
}
