/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The bytes of a message: offsets, hex and ASCII, with the bytes of one field lit up.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TlHexView:
 *
 * Scrolls by itself (GtkScrollable) and draws the lines that are seen. Has a cursor, which the arrow keys and
 * a click move.
 *
 * Signals: byte-chosen (guint offset), when somebody moves the cursor.
 */
#define TL_TYPE_HEX_VIEW (tl_hex_view_get_type ())
G_DECLARE_FINAL_TYPE (TlHexView, tl_hex_view, TL, HEX_VIEW, GtkWidget)

GtkWidget *tl_hex_view_new (void);

/* Shows @bytes (NULL: none), with nothing lit up and the cursor on the first byte. */
void tl_hex_view_set_bytes (TlHexView *self, GBytes *bytes);

/* Lights up @length bytes from @offset on, and scrolls to them. The cursor goes to the first of them unless
 * it is inside. */
void tl_hex_view_select (TlHexView *self, gsize offset, gsize length);

gsize tl_hex_view_get_offset (TlHexView *self);
gsize tl_hex_view_get_length (TlHexView *self);
gsize tl_hex_view_get_cursor (TlHexView *self);

/* As if somebody moved the cursor to @offset. */
void tl_hex_view_move_to (TlHexView *self, gsize offset);

/* How many bytes stand in a line: 4, 8, 16 or 32, as the width allows. */
guint tl_hex_view_get_columns (TlHexView *self);

/* The bytes that are lit up in hex, all when none are: "16 03 01". Free with g_free(). */
char *tl_hex_view_dup_hex (TlHexView *self);

G_END_DECLS
