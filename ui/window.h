/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A window: one capture, its conversations, the ladder of one of them and the details of one step.
 */
#pragma once

#include "dissector.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_WINDOW (tl_window_get_type ())
G_DECLARE_FINAL_TYPE (TlWindow, tl_window, TL, WINDOW, AdwApplicationWindow)

GtkWidget *tl_window_new (GtkApplication *application);

/* Reads the capture at @path, in place of what was open; of a file with keys, as tl_window_load_keys(). */
void tl_window_open (TlWindow *self, const char *path);

/* Adds what is in the file @path, a key log, a private key or pre-shared keys, to the keys of the window, and reads its capture again with
 * them. The name is not remembered anywhere. */
void tl_window_load_keys (TlWindow *self, const char *path);

/* Whether no capture was opened in it yet. */
gboolean tl_window_is_empty (TlWindow *self);

/* Shows the samples that come with the program. */
void tl_window_show_samples (TlWindow *self);

/* Shows @model, as if it was read from a file @title: for tests. */
void tl_window_show_model (TlWindow *self, GListModel *model, const char *title);

/* Shows where a capture begins. */
void tl_window_show_live (TlWindow *self);

/* Captures as @request says, in place of what was open; with @once until the first handshake is over. */
void tl_window_capture (TlWindow *self, const TlLiveRequest *request, gboolean once);

/* Reads the capture at @path, which grows, until somebody stops it. */
void tl_window_follow (TlWindow *self, const char *path);

/* Shows what @session reads, in place of what was open. It cannot be read again until tl_lenses_set_path(). */
void tl_window_show_session (TlWindow *self, TlSession *session, const char *title);

/* What is read or was; NULL: nothing. Borrowed. */
TlSession *tl_window_get_session (TlWindow *self);

/* Another name for what is open. */
void tl_window_set_heading (TlWindow *self, const char *title);

/* What the window shows: "empty", "samples", "live", "reading", "waiting", "none", "error", "main". */
const char *tl_window_get_page (TlWindow *self);

G_END_DECLS
