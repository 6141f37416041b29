/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One finding in the list of all.
 */
#pragma once

#include "dissector.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TL_TYPE_FINDING_ROW (tl_finding_row_get_type ())
G_DECLARE_FINAL_TYPE (TlFindingRow, tl_finding_row, TL, FINDING_ROW, GtkListBoxRow)

/* Shows @finding of @conversation as it is now. It can be activated where it is about a step. */
GtkWidget *tl_finding_row_new (const TlConversation *conversation, const TlFinding *finding);

/* The step it is about; -1 for none. */
int tl_finding_row_get_step (TlFindingRow *self);

G_END_DECLS
