/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What was captured, and where it is saved: asks where, and whether the key log goes into the file, too.
 */
#pragma once

#include "compat.h"
#include "dissector.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TlLiveSave:
 *
 * One for each capture, so that a save that ends when the next one has begun is none of that. Has the spool, which lives until the last save of it
 * has ended.
 *
 * Signals: ended (gboolean saved): a save has.
 */
#define TL_TYPE_LIVE_SAVE (tl_live_save_get_type ())
G_DECLARE_FINAL_TYPE (TlLiveSave, tl_live_save, TL, LIVE_SAVE, GObject)

/* Takes @spool over; -1: nothing is kept. What goes wrong is told in a dialog over @parent. */
TlLiveSave *tl_live_save_new (GtkWindow *parent, int spool);

/* Asks for a file, and saves the first @length bytes of the spool there. @part, taken over, says which keys belong to it: whether they go into the
 * file is asked first, where there are any; NULL: there are none. @lacks, NULL: nothing, says what is not in it. */
void tl_live_save_ask (TlLiveSave *self, guint64 length, TlKeylogPart *part, const char *lacks);

/* The same without asking, to @path: with the keys, where there are any. */
void tl_live_save_to (TlLiveSave *self, guint64 length, TlKeylogPart *part, const char *path);

/* Asks what is to become of @n conversations that nobody has saved: @func is told "cancel", "discard" or "save". */
void tl_live_save_ask_first (GtkWindow *parent, guint n, TlAnswerFunc func, gpointer user_data);

/* -1: nothing is kept. */
int tl_live_save_get_spool (TlLiveSave *self);

/* The file that was saved last, and how many bytes of the spool are in it. NULL, 0: none was. */
const char *tl_live_save_get_path (TlLiveSave *self);
guint64 tl_live_save_get_length (TlLiveSave *self);

/* Whether it is being saved now. */
gboolean tl_live_save_is_busy (TlLiveSave *self);

/* A name for a capture that began at @time: "capture-2026-01-31-120000.pcapng". Free with g_free(). */
char *tl_live_save_name (GDateTime *time);

G_END_DECLS
