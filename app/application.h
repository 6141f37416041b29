/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The program with the window: command line, files, and what belongs to all windows.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_APPLICATION (tl_application_get_type ())
G_DECLARE_FINAL_TYPE (TlApplication, tl_application, TL, APPLICATION, AdwApplication)

TlApplication *tl_application_new (void);

/* Runs it with a command line, in which "-" stands for standard input. */
int tl_application_run (TlApplication *self, int argc, char **argv);

G_END_DECLS
