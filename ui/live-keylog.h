/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The key log that is watched while a capture runs: one of our own, for programs that are started from here, or one that somebody has chosen.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TlLiveKeylog:
 * @folder: for what programs leave; NULL: none is needed yet
 * @own: our own, in it, the newest of them; NULL: none yet
 * @before: paths of those before it; NULL: there were none
 * @n_own: how many there were
 * @given: @own is that of a program
 * @watched: one of our own, or what somebody has chosen; NULL: none is
 */
typedef struct
{
  char *folder;
  char *own;
  GPtrArray *before;
  guint n_own;
  gboolean given;
  char *watched;
} TlLiveKeylog;

/* Watches @chosen, or our own where that is NULL: it is there before the first program is. */
void tl_live_keylog_watch (TlLiveKeylog *self, const char *chosen);

/* Whether somebody may write to what is watched: nobody knows of our own before a program has it. */
gboolean tl_live_keylog_is_known (const TlLiveKeylog *self);

/* A key log for one program, which no other was given. NULL: there is no room. Borrowed. */
const char *tl_live_keylog_give (TlLiveKeylog *self);

/* Nothing is watched any more. */
void tl_live_keylog_unwatch (TlLiveKeylog *self);

/* And what programs wrote to those of our own is removed: the next one is another file. */
void tl_live_keylog_forget (TlLiveKeylog *self);

/* Removes all that was made here. */
void tl_live_keylog_clear (TlLiveKeylog *self);

G_END_DECLS
