/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Two panes beside each other where there is room, one below the other where there is not.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TlPanes:
 *
 * Properties: start-child, end-child (GtkWidget), stacked (boolean, read-only): whether the second is below
 * the first.
 */
#define TL_TYPE_PANES (tl_panes_get_type ())
G_DECLARE_FINAL_TYPE (TlPanes, tl_panes, TL, PANES, GtkWidget)

GtkWidget *tl_panes_new (void);

void tl_panes_set_start_child (TlPanes *self, GtkWidget *child);
void tl_panes_set_end_child (TlPanes *self, GtkWidget *child);
gboolean tl_panes_get_stacked (TlPanes *self);

G_END_DECLS
