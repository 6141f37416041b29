/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the program remembers between two runs; does without where the schema is not installed.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The settings, or NULL when their schema is not installed. Belongs to the program. */
GSettings *tl_settings_get (void);

/* The values of the keys, or @fallback. */
int tl_settings_get_int (const char *key, int fallback);
gboolean tl_settings_get_boolean (const char *key, gboolean fallback);

void tl_settings_set_int (const char *key, int value);
void tl_settings_set_boolean (const char *key, gboolean value);

G_END_DECLS
