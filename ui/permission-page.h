/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Nobody here may capture: why, and what mends it.
 */
#pragma once

#include "dissector.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TlPermissionPage:
 *
 * Signals: try-again, when somebody thinks that it is mended.
 */
#define TL_TYPE_PERMISSION_PAGE (tl_permission_page_get_type ())
G_DECLARE_FINAL_TYPE (TlPermissionPage, tl_permission_page, TL, PERMISSION_PAGE, AdwBin)

GtkWidget *tl_permission_page_new (void);

/* Says why the helper at @path, NULL: there is none, may not capture; @permission is not TL_PERMISSION_GRANTED. */
void tl_permission_page_set (TlPermissionPage *self, TlPermission permission, const char *path);

/* Says @sentence, which whoever captures has told; what mends it is not known. */
void tl_permission_page_set_sentence (TlPermissionPage *self, const char *sentence);

/* The command that is shown, or NULL. */
const char *tl_permission_page_get_command (TlPermissionPage *self);

G_END_DECLS
