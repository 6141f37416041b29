/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Asks for the password of a private key.
 */
#pragma once

#include "keys.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Asks for the password of the file @path, says @why, and gives it to @keys, which asks again where it is wrong. Nothing happens when the
 * dialog is dismissed. Returns the dialog: for tests. */
GtkWidget *tl_password_dialog_ask (GtkWindow *parent, TlKeys *keys, const char *path, const char *why);

G_END_DECLS
