/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How to read the ladder: what each sign means.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_HELP (tl_help_get_type ())
G_DECLARE_FINAL_TYPE (TlHelp, tl_help, TL, HELP, AdwWindow)

GtkWidget *tl_help_new (GtkWindow *parent);

G_END_DECLS
