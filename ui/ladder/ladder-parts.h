/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the files of the ladder share.
 */
#pragma once

#include "ladder-scroll.h"
#include "ladder.h"
#include "player.h"

#include <adwaita.h>

G_BEGIN_DECLS

struct _TlLadder
{
  GtkWidget parent_instance;

  GtkScrolledWindow *scroller;
  GtkWidget *canvas;
  GtkWidget *cards;

  TlConversation *conversation;
  TlPlayer *player;
  TlLadderScroll scroll;
  int selected;
  int selected_box; /* the step that is not on the wire and is told about instead; -1: none */
  double extent;    /* how much is shown while it is revealed step by step */
  gboolean revealing;
  gboolean selecting;   /* the position follows the selection, not the other way round */
  gboolean must_scroll; /* to the selected step, when its place is known */
  gboolean following;   /* the end stays in sight while it grows */
  gboolean must_follow; /* to the end, when its place is known */
};

/* Selects the step @step, and the off-wire step @box where that is not -1. */
void tl_ladder_select (TlLadder *self, int step, int box);

/* Draws what the position says. */
void tl_ladder_show_position (TlLadder *self);

/* Makes the player of a new ladder. */
void tl_ladder_init_player (TlLadder *self);

G_END_DECLS
