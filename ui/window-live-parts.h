/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What window-live.c and window-live-save.c have in common, and nobody else sees.
 */
#pragma once

#include "live-keylog.h"
#include "live-save.h"
#include "window-live.h"

G_BEGIN_DECLS

/* What comes after what is not saved was dealt with. */
typedef enum
{
  NEXT_NOTHING,
  NEXT_CLOSE,
  NEXT_RESTART
} TlLiveNext;

/**
 * TlWindowLive:
 * @window: owns us
 * @session: NULL: nothing comes, or came
 * @save: has what was captured; NULL: it is not kept
 * @title: of what comes; NULL: nothing does
 * @interface, @filter, @promiscuous, @once: of the request, to be made again; @interface is NULL where no interface is captured on
 * @followed: it is a file that grows
 * @begun, @elapsed: in microseconds of g_get_monotonic_time()
 * @keyring: which @session reads with
 * @fault: why it has ended; NULL: it was asked to
 * @abandoned: somebody has said that it need not be saved
 * @save_at_end: somebody has said that all of it is to be, before what comes next
 */
struct _TlWindowLive
{
  GObject parent_instance;

  TlWindow *window;
  TlKeyBar *keys;
  TlLiveBar *bar;
  TlLivePage *page;

  TlSession *session;
  TlLiveStatus status;
  TlLiveSave *save;
  char *title;
  char *interface;
  char *filter;
  gboolean promiscuous;
  gboolean once;
  gboolean followed;
  gint64 begun;
  guint ticking;
  gboolean abandoned;
  gboolean save_at_end;
  TlLiveNext next;
  TlLiveKeylog keylog;
  TlKeyring *keyring;
  char *fault;
};

/* Says how it stands, everywhere. */
void tl_window_live_update (TlWindowLive *self);

/* Captures again, as before. */
void tl_window_live_restart (TlWindowLive *self);

/* A descriptor of a new spool, for the session, which closes it. -1: there is none, which was said. */
int tl_window_live_open_spool (TlWindowLive *self);

/* A save that goes on is none of ours any more. */
void tl_window_live_drop_save (TlWindowLive *self);

/* Whether there is a packet in the spool, and whether all of them are. */
gboolean tl_window_live_is_kept (TlWindowLive *self);
gboolean tl_window_live_is_whole (TlWindowLive *self);

/* Saves what there is. */
void tl_window_live_ask_where (TlWindowLive *self);

/* Goes on with @next at once, after an answer, or when it is saved. */
void tl_window_live_ask_before (TlWindowLive *self, TlLiveNext next);

G_END_DECLS
