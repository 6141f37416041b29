/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Text in the columns of a terminal.
 */
#include "columns.h"

static int
character_columns (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

int
tl_columns (const char *text)
{
  int columns = 0;

  for (; *text; text = g_utf8_next_char (text))
    columns += (guint8) *text < 0x80 ? 1 : character_columns (g_utf8_get_char (text));
  return columns;
}

static void
append_ascii (GString *out, gunichar c)
{
  switch (c)
    {
    case 0xb7: /* · */
      if (out->len > 0 && out->str[out->len - 1] == ' ')
        g_string_truncate (out, out->len - 1);
      g_string_append_c (out, ',');
      break;
    case 0x2026: /* … */
      g_string_append (out, "...");
      break;
    case 0x2013: /* – */
    case 0x2014: /* — */
      g_string_append_c (out, '-');
      break;
    case 0x2018:
    case 0x2019:
      g_string_append_c (out, '\'');
      break;
    case 0x201c:
    case 0x201d:
      g_string_append_c (out, '"');
      break;
    case 0x2190: /* ← */
      g_string_append (out, "<-");
      break;
    case 0x2192: /* → */
      g_string_append (out, "->");
      break;
    case 0xd7: /* × */
      g_string_append_c (out, 'x');
      break;
    default:
      if (c < 0x80)
        g_string_append_c (out, (char) c);
      else
        g_string_append_printf (out, "\\u{%x}", c);
    }
}

char *
tl_columns_to_ascii (const char *text)
{
  GString *out = g_string_sized_new (strlen (text));

  for (; *text; text = g_utf8_next_char (text))
    append_ascii (out, g_utf8_get_char (text));
  return g_string_free (out, FALSE);
}

/* How many bytes of @text fit into @width columns; the columns they take in *@taken. */
static gsize
fit (const char *text, int width, int *taken)
{
  const char *at = text;
  int columns = 0;

  while (*at)
    {
      int more = character_columns (g_utf8_get_char (at));

      if (columns + more > width)
        break;
      columns += more;
      at = g_utf8_next_char (at);
    }
  *taken = columns;
  return (gsize) (at - text);
}

int
tl_columns_append (GString *out, const char *text, int width, TlTextFlags flags)
{
  g_autofree char *ascii = (flags & TL_TEXT_UNICODE) ? NULL : tl_columns_to_ascii (text);
  const char *shown = ascii ? ascii : text;
  const char *mark = ascii ? "..." : "…";
  int mark_columns = ascii ? 3 : 1;
  int taken;
  gsize bytes = fit (shown, width, &taken);

  if (shown[bytes] == '\0' || width < mark_columns)
    {
      g_string_append_len (out, shown, (gssize) bytes);
      return taken;
    }
  bytes = fit (shown, width - mark_columns, &taken);
  g_string_append_len (out, shown, (gssize) bytes);
  g_string_append (out, mark);
  return taken + mark_columns;
}

void
tl_columns_append_repeated (GString *out, const char *text, int times)
{
  for (int i = 0; i < times; i++)
    g_string_append (out, text);
}

void
tl_columns_append_padded (GString *out, const char *text, int width, TlTextFlags flags)
{
  int taken = tl_columns_append (out, text, width, flags);

  tl_columns_append_repeated (out, " ", width - taken);
}

/* Where a line of @length bytes is best ended: after the last " · ", else after the last space, else at its
 * end. */
static gsize
good_end (const char *text, gsize length)
{
  static const char separator[] = " · ";
  gssize space = -1;

  for (gsize i = length; i > 0; i--)
    {
      if (i >= sizeof separator - 1
          && strncmp (text + i - (sizeof separator - 1), separator, sizeof separator - 1) == 0)
        return i;
      if (space < 0 && text[i - 1] == ' ')
        space = (gssize) i;
    }
  return space > 0 ? (gsize) space : length;
}

char *
tl_columns_next_line (const char **at, int width)
{
  const char *begin = *at;
  gsize length;
  int taken;
  char *line;

  while (*begin == ' ' || g_str_has_prefix (begin, "· "))
    begin = g_utf8_next_char (begin);
  if (*begin == '\0')
    return NULL;
  length = fit (begin, width, &taken);
  if (begin[length] == ' ')
    length++; /* the space at the end of a line needs no room */
  if (begin[length] != '\0')
    length = good_end (begin, length);
  if (length == 0)
    length = (gsize) (g_utf8_next_char (begin) - begin);
  *at = begin + length;
  line = g_strndup (begin, length);
  g_strchomp (line);
  if (**at != '\0' && g_str_has_suffix (line, " ·"))
    line[strlen (line) - strlen (" ·")] = '\0';
  return line;
}
