/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Asks which program is to be started with a key log.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_PROGRAM_WINDOW (tl_program_window_get_type ())
G_DECLARE_FINAL_TYPE (TlProgramWindow, tl_program_window, TL, PROGRAM_WINDOW, AdwWindow)

/* What is started writes its secrets to @keylog; browsers get a profile in @folder. Present it. */
GtkWidget *tl_program_window_new (GtkWindow *parent, const char *folder, const char *keylog);

/* Starts the command line @text; says what is wrong where that fails, and closes otherwise. */
void tl_program_window_run (TlProgramWindow *self, const char *text);

/* What is wrong, or "". */
const char *tl_program_window_get_fault (TlProgramWindow *self);

G_END_DECLS
