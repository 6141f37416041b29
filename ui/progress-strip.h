/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How far a capture has been read, and a way to stop it.
 */
#pragma once

#include "dissector.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TlProgressStrip:
 *
 * Shows itself while its session is reading, unless that is over at once. Its button activates win.cancel.
 */
#define TL_TYPE_PROGRESS_STRIP (tl_progress_strip_get_type ())
G_DECLARE_FINAL_TYPE (TlProgressStrip, tl_progress_strip, TL, PROGRESS_STRIP, AdwBin)

/* Follows @session; NULL: none. */
void tl_progress_strip_set_session (TlProgressStrip *self, TlSession *session);

/* Whether it can be seen. */
gboolean tl_progress_strip_get_shown (TlProgressStrip *self);

G_END_DECLS
