/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Numbers and times as digits, appended without printf: a summary of a million lines is made of them.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Appends @value in decimal, with zeros before it up to @width digits (at most 20). */
void tl_append_uint (GString *out, guint64 value, guint width);

/* Appends the time @nanoseconds since 1970 as RFC 3339, UTC, with @decimals (0 to 9) digits of the second:
 * "2026-01-31T12:34:56.123456789Z". Digits that are not shown are cut, never rounded. */
void tl_append_time (GString *out, gint64 nanoseconds, guint decimals);

G_END_DECLS
