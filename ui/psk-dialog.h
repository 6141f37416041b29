/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Asks for a pre-shared key.
 */
#pragma once

#include "key-bar.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Asks for a pre-shared key and who it is of, and gives it to @keys. Nothing happens when the dialog is dismissed. Returns the dialog: for
 * tests. */
GtkWidget *tl_psk_dialog_ask (GtkWindow *parent, TlKeyBar *keys);

G_END_DECLS
