/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The one way by which captured bytes become text.
 */
#pragma once

#include "bytes.h"

G_BEGIN_DECLS

/* @bytes as text that is safe to show, whatever they are: valid UTF-8, without control characters, bidirectional
 * overrides, zero-width or unassigned characters (each becomes an escape such as "\\n", "\\x1b" or "\\u{202e}"),
 * cut after @max_characters code points with "…". Free with g_free(). */
char *tl_display_text (TlBytes bytes, gsize max_characters);

/* The same for @text, which ends with a NUL. */
char *tl_display_string (const char *text, gsize max_characters);

/* @bytes in lower-case hex, the first @max_bytes of them, then "…". Free with g_free(). */
char *tl_display_hex (TlBytes bytes, gsize max_bytes);

G_END_DECLS
