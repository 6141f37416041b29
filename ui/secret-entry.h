/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * An entry for what nobody else should read.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A GtkEntry that shows dots, until its button is pressed, and keeps what is typed in memory that is overwritten. Its name, for assistive
 * technology, is up to the caller. */
GtkWidget *tl_secret_entry_new (void);

G_END_DECLS
