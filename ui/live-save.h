/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Saves what was captured: asks where, and whether the key log goes into the file, too.
 */
#pragma once

#include "compat.h"
#include "dissector.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Called when it is saved at @path; not, when it is not. */
typedef void (*TlSavedFunc) (const char *path, guint64 length, gpointer user_data);

/* Asks for a file, and saves the first @length bytes of @spool there. @keylog, taken over, is the part of a key log that belongs to it: whether it
 * goes into the file is asked first; NULL: there is none. What goes wrong is told in a dialog over @parent. */
void tl_live_save_ask (GtkWindow *parent, int spool, guint64 length, char *keylog, TlSavedFunc func, gpointer user_data);

/* Asks what is to become of @n conversations that nobody has saved: @func is told "cancel", "discard" or "save". */
void tl_live_save_ask_first (GtkWindow *parent, guint n, TlAnswerFunc func, gpointer user_data);

/* Saves as tl_live_save_ask(), without asking: with @keylog where it is there. */
void tl_live_save_to (
    GtkWindow *parent, int spool, guint64 length, char *keylog, const char *path, TlSavedFunc func, gpointer user_data);

/* A name for a capture that began at @time: "capture-2026-01-31-120000.pcapng". Free with g_free(). */
char *tl_live_save_name (GDateTime *time);

G_END_DECLS
