/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Captures that run, in a window: begun, stopped, saved; and what else is read while it comes.
 */
#pragma once

#include "key-bar.h"
#include "lenses.h"
#include "live-bar.h"
#include "live-page.h"
#include "window.h"

G_BEGIN_DECLS

/**
 * TlWindowLive:
 *
 * For the main thread. What is captured is kept in a spool until the window has something else open.
 */
#define TL_TYPE_WINDOW_LIVE (tl_window_live_get_type ())
G_DECLARE_FINAL_TYPE (TlWindowLive, tl_window_live, TL, WINDOW_LIVE, GObject)

/* Adds its actions to @window, whose parts the others are. */
TlWindowLive *tl_window_live_new (TlWindow *window, TlKeyBar *keys, TlLiveBar *bar, TlLivePage *page);

/* Of @window. Borrowed. */
TlWindowLive *tl_window_get_live (TlWindow *window);
TlLenses *tl_window_get_lenses (TlWindow *window);

/* Captures as @request says. */
void tl_window_live_start (TlWindowLive *self, const TlLiveRequest *request, gboolean once);

/* Reads @path while it comes: a pipe, "-" for standard input, with @follow a file that grows. */
void tl_window_live_read (TlWindowLive *self, const char *path, gboolean follow);

/* Whether @path is something that comes, and not a file: then it is read so. */
gboolean tl_window_live_takes (TlWindowLive *self, const char *path);

/* Whether packets come now. */
gboolean tl_window_live_is_running (TlWindowLive *self);

/* Whether they come from an interface. */
gboolean tl_window_live_is_capturing (TlWindowLive *self);

/* Whether there are conversations that nobody has saved. */
gboolean tl_window_live_is_unsaved (TlWindowLive *self);

/* The window is to be closed: asks what to do with what is not saved. Whether it may be closed now. */
gboolean tl_window_live_may_close (TlWindowLive *self);

/* Something else is opened in the window: lets go of all that was captured. */
void tl_window_live_forget (TlWindowLive *self);

/* Saves to @path without asking; with the keys that belong to it where @with_keys. */
void tl_window_live_save (TlWindowLive *self, const char *path, gboolean with_keys);

/* Whether nothing has come yet, and what comes is read with @keys, of which there are key logs only. */
gboolean tl_window_live_waits_with (TlWindowLive *self, TlKeys *keys);

/* Whether what should be known of it is told in its bar: then nobody else has to. */
gboolean tl_window_live_is_told (TlWindowLive *self);

/* The keys of the window were forgotten: so is the key log that was watched. What it has opened by then is not shown any more, but stays in memory
 * until the capture ends. */
void tl_window_live_forget_keys (TlWindowLive *self);

/* A key log for a program that is started from here, which is followed from now on. NULL: there is no room. Borrowed. */
const char *tl_window_live_give_keylog (TlWindowLive *self);

G_END_DECLS
