/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Where a capture begins: on which interface, of what.
 */
#pragma once

#include "dissector.h"
#include "live-filter.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TlLivePage:
 *
 * Looks at the interfaces only while it is on the screen. Where nobody may capture, it says why instead.
 *
 * Signals: start: an interface is chosen, and its packets are wanted now.
 */
#define TL_TYPE_LIVE_PAGE (tl_live_page_get_type ())
G_DECLARE_FINAL_TYPE (TlLivePage, tl_live_page, TL, LIVE_PAGE, AdwBin)

GtkWidget *tl_live_page_new (void);

/* What was chosen: strings that are borrowed until the page changes. False where there is no interface. */
gboolean tl_live_page_get_request (TlLivePage *self, TlLiveRequest *request);

/* Whether to stop after the first handshake. */
gboolean tl_live_page_get_once (TlLivePage *self);

/* A key log to be watched meanwhile; NULL: our own. */
const char *tl_live_page_get_keylog (TlLivePage *self);
void tl_live_page_set_keylog (TlLivePage *self, const char *path);

/* Chooses the interface that the system calls @name: false where there is none. */
gboolean tl_live_page_choose (TlLivePage *self, const char *name);

/* As the button does: finds out what has to be known, and emits start. */
void tl_live_page_start (TlLivePage *self);

/* Looks at the permission and the interfaces again. */
void tl_live_page_refresh (TlLivePage *self);

/* Says that nobody may capture: why, or @sentence, which whoever captures has told. */
void tl_live_page_show_permission (TlLivePage *self, TlPermission permission, const char *path, const char *sentence);

/* Shows @list, of TlInterface, in place of what the system has: for tests. */
void tl_live_page_set_interfaces (TlLivePage *self, GPtrArray *list);

/* What it shows: "interfaces", "none", "permission". */
const char *tl_live_page_get_shown (TlLivePage *self);

guint tl_live_page_get_n_interfaces (TlLivePage *self);
TlLiveFilter *tl_live_page_get_filter (TlLivePage *self);

G_END_DECLS
