/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Text in the columns of a terminal: a wide character takes two, a combining one none.
 */
#pragma once

#include "export.h"

G_BEGIN_DECLS

/* Columns that @text takes. */
int tl_columns (const char *text);

/* Appends @text, or as much of it as fits into @width columns with "…" at the cut. Without TL_TEXT_UNICODE,
 * what is not ASCII is written out in ASCII. Returns the columns it took. */
int tl_columns_append (GString *out, const char *text, int width, TlTextFlags flags);

/* As tl_columns_append(), then spaces up to @width. */
void tl_columns_append_padded (GString *out, const char *text, int width, TlTextFlags flags);

/* @text without anything that is not ASCII: "·" is a comma, "→" is "->", the others are escapes such as
 * "\\u{e9}". Free with g_free(). */
char *tl_columns_to_ascii (const char *text);

void tl_columns_append_repeated (GString *out, const char *text, int times);

/* The line that begins at *@at and fits into @width columns, cut after " · " or at a space where there is
 * one: *@at moves on to the next. NULL at the end. Free with g_free(). */
char *tl_columns_next_line (const char **at, int width);

G_END_DECLS
