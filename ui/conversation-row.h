/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One conversation in the list.
 */
#pragma once

#include "dissector.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Properties: item (TlConversationItem). */
#define TL_TYPE_CONVERSATION_ROW (tl_conversation_row_get_type ())
G_DECLARE_FINAL_TYPE (TlConversationRow, tl_conversation_row, TL, CONVERSATION_ROW, GtkWidget)

G_END_DECLS
