/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A strip across the window while packets come: how many, how many were lost, and what can be done.
 */
#pragma once

#include "live-text.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TlLiveBar:
 *
 * Its buttons are actions of the window: win.stop-capture, win.restart-capture, win.save-capture, win.start-program.
 */
#define TL_TYPE_LIVE_BAR (tl_live_bar_get_type ())
G_DECLARE_FINAL_TYPE (TlLiveBar, tl_live_bar, TL, LIVE_BAR, AdwBin)

GtkWidget *tl_live_bar_new (void);

/* Says @status of what comes from @source; NULL @status hides the bar. */
void tl_live_bar_set_status (TlLiveBar *self, const char *source, const TlLiveStatus *status);

/* What can be done: @restart: begin anew; @save: keep it; @keys: start a program with a key log. */
void tl_live_bar_set_buttons (TlLiveBar *self, gboolean restart, gboolean save, gboolean keys);

G_END_DECLS
