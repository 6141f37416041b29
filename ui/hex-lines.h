/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The lines of bytes as they are drawn: laid out once, drawn often.
 */
#pragma once

#include "hex-layout.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _TlHexLines TlHexLines;

TlHexLines *tl_hex_lines_new (void);
void tl_hex_lines_free (TlHexLines *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlHexLines, tl_hex_lines_free)

/* To be called when bytes, columns or font are others. */
void tl_hex_lines_forget (TlHexLines *self);

/* The line @line of @bytes in the font of @widget. Owned by @self, until more lines are asked for. */
PangoLayout *
tl_hex_lines_get (TlHexLines *self, GtkWidget *widget, GBytes *bytes, const TlHexLayout *hex, gsize line);

G_END_DECLS
