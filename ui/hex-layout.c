/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How bytes stand in lines of offset, hex and ASCII: pure functions, counted in characters.
 */
#include "hex-layout.h"

#define MIN_COLUMNS 4
#define MAX_COLUMNS 32

static guint
hex_width (guint columns)
{
  return 3 * columns - 1 + (columns - 1) / 8;
}

guint
tl_hex_layout_digits (const TlHexLayout *self)
{
  return self->n_bytes > 0xffff ? 6 : 4;
}

gsize
tl_hex_layout_n_lines (const TlHexLayout *self)
{
  return (self->n_bytes + self->columns - 1) / self->columns;
}

guint
tl_hex_layout_width (const TlHexLayout *self)
{
  return tl_hex_layout_ascii (self, self->columns);
}

guint
tl_hex_layout_hex (const TlHexLayout *self, guint i)
{
  return tl_hex_layout_digits (self) + 2 + 3 * i + i / 8;
}

guint
tl_hex_layout_ascii (const TlHexLayout *self, guint i)
{
  return tl_hex_layout_digits (self) + 2 + hex_width (self->columns) + 2 + i;
}

guint
tl_hex_layout_fit (gsize n_bytes, double width)
{
  TlHexLayout layout = { n_bytes, MAX_COLUMNS };

  while (layout.columns > MIN_COLUMNS && tl_hex_layout_width (&layout) > width)
    layout.columns /= 2;
  return layout.columns;
}

bool
tl_hex_layout_byte_at (const TlHexLayout *self, double column, gsize line, gsize *offset)
{
  guint first_ascii = tl_hex_layout_ascii (self, 0);
  guint i;

  if (column >= first_ascii && column < first_ascii + self->columns)
    i = (guint) (column - first_ascii);
  else
    for (i = 0; i < self->columns; i++)
      if (column >= tl_hex_layout_hex (self, i) - 0.5 && column < tl_hex_layout_hex (self, i) + 2.5)
        break;
  if (i == self->columns || line >= tl_hex_layout_n_lines (self))
    return false;
  *offset = line * self->columns + i;
  return *offset < self->n_bytes;
}

static void
pad (GString *text, guint column)
{
  while (text->len < column)
    g_string_append_c (text, ' ');
}

bool
tl_hex_layout_move (
    const TlHexLayout *self, gsize cursor, TlHexMove move, int direction, gsize page_lines, gsize *to)
{
  gint64 columns = self->columns;
  gint64 from = (gint64) cursor;
  gint64 last = (gint64) self->n_bytes - 1;
  gint64 column = from % columns;
  gint64 target;

  switch (move)
    {
    case TL_HEX_MOVE_BYTE:
      target = from + direction;
      break;
    case TL_HEX_MOVE_LINE:
      target = from + direction * columns;
      break;
    case TL_HEX_MOVE_PAGE:
      target = CLAMP (from + direction * (gint64) page_lines * columns, 0, last);
      break;
    case TL_HEX_MOVE_LINE_END:
      target = MIN (direction < 0 ? from - column : from - column + columns - 1, last);
      break;
    case TL_HEX_MOVE_END:
    default:
      target = direction < 0 ? 0 : last;
      break;
    }
  if (target < 0 || target > last)
    return false;
  *to = (gsize) target;
  return true;
}

char *
tl_hex_layout_dup_line (const TlHexLayout *self, const guint8 *data, gsize line)
{
  gsize first = line * self->columns;
  guint n = (guint) MIN (self->columns, self->n_bytes - first);
  GString *text = g_string_sized_new (tl_hex_layout_width (self) + 1);

  g_string_printf (text, "%0*" G_GSIZE_MODIFIER "x", (int) tl_hex_layout_digits (self), first);
  for (guint i = 0; i < n; i++)
    {
      pad (text, tl_hex_layout_hex (self, i));
      g_string_append_printf (text, "%02x", data[first + i]);
    }
  pad (text, tl_hex_layout_ascii (self, 0));
  for (guint i = 0; i < n; i++)
    g_string_append_c (text, g_ascii_isprint (data[first + i]) ? (char) data[first + i] : '.');
  return g_string_free (text, FALSE);
}

char *
tl_hex_dup (TlBytes bytes)
{
  GString *text = g_string_sized_new (3 * bytes.length + 1);

  for (gsize i = 0; i < bytes.length; i++)
    g_string_append_printf (text, i == 0 ? "%02x" : " %02x", bytes.data[i]);
  return g_string_free (text, FALSE);
}
