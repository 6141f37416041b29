/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One field in the tree of a message: its name, its value, and what is wrong with it.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Properties: row (GtkTreeListRow of a TlFieldItem). */
#define TL_TYPE_FIELD_ROW (tl_field_row_get_type ())
G_DECLARE_FINAL_TYPE (TlFieldRow, tl_field_row, TL, FIELD_ROW, GtkWidget)

G_END_DECLS
