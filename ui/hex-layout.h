/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How bytes stand in lines of offset, hex and ASCII: pure functions, counted in characters.
 */
#pragma once

#include "dissector.h"

G_BEGIN_DECLS

/**
 * TlHexLayout:
 * @n_bytes: how many bytes there are
 * @columns: how many of them stand in a line: a power of two
 *
 * A line is: offset, two blanks, bytes in groups of eight, two blanks, ASCII.
 */
typedef struct
{
  gsize n_bytes;
  guint columns;
} TlHexLayout;

/* How many characters an offset has. */
guint tl_hex_layout_digits (const TlHexLayout *self);

gsize tl_hex_layout_n_lines (const TlHexLayout *self);

/* How wide a line is. */
guint tl_hex_layout_width (const TlHexLayout *self);

/* Where the hex digits, and the character, of the byte @i of a line begin. */
guint tl_hex_layout_hex (const TlHexLayout *self, guint i);
guint tl_hex_layout_ascii (const TlHexLayout *self, guint i);

/* The most columns, 4 to 32, that stand in @width characters. */
guint tl_hex_layout_fit (gsize n_bytes, double width);

/* Whether there is a byte at @column of the line @line; then @offset says which. */
bool tl_hex_layout_byte_at (const TlHexLayout *self, double column, gsize line, gsize *offset);

/* What the keys that move a cursor ask for. */
typedef enum
{
  TL_HEX_MOVE_BYTE,
  TL_HEX_MOVE_LINE,
  TL_HEX_MOVE_PAGE,
  TL_HEX_MOVE_LINE_END,
  TL_HEX_MOVE_END
} TlHexMove;

/* Whether a cursor on the byte @cursor can move so: forward with @direction 1, back with -1; then @to says
 * where it goes. A page has @page_lines lines. */
bool tl_hex_layout_move (
    const TlHexLayout *self, gsize cursor, TlHexMove move, int direction, gsize page_lines, gsize *to);

/* The text of the line @line of @data. Free with g_free(). */
char *tl_hex_layout_dup_line (const TlHexLayout *self, const guint8 *data, gsize line);

/* @bytes as "16 03 01". Free with g_free(). */
char *tl_hex_dup (TlBytes bytes);

G_END_DECLS
