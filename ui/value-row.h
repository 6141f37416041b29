/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Bytes with a name: of a secret, a hash, a nonce. Shown in hexadecimal, and copied whole.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A row that shows @value, or where that is NULL, @missing in its place. */
GtkWidget *tl_value_row_new (const char *name, GBytes *value, const char *missing);

/* A row that tells by @text what @value is, which is copied whole. */
GtkWidget *tl_value_row_new_told (const char *name, GBytes *value, const char *text);

/* The first bytes of @value in hexadecimal, and how many there are where that is not all. Free with g_free(). */
char *tl_value_text (GBytes *value, gsize max);

/* All bytes of @value in hexadecimal, without blanks. Free with g_free(). */
char *tl_value_dup_hex (GBytes *value);

G_END_DECLS
