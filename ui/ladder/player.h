/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What moves the ladder: a position that runs from 0 to the number of steps. Between k and k + 1, step k
 * happens.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_PLAYER (tl_player_get_type ())
G_DECLARE_FINAL_TYPE (TlPlayer, tl_player, TL, PLAYER, GObject)

/* @widget is what moves: its frame clock drives the position, and whether people want to see movement. */
TlPlayer *tl_player_new (GtkWidget *widget);

/* Playing: runs on to the last step. */
gboolean tl_player_get_playing (TlPlayer *self);

/* Plays on from the position; stops. Without movement the position jumps from step to step. */
void tl_player_play (TlPlayer *self);
void tl_player_pause (TlPlayer *self);

/* The position; setting it stops. */
double tl_player_get_position (TlPlayer *self);
void tl_player_set_position (TlPlayer *self, double position);

/* Lets step @step happen once more, and stops behind it. */
void tl_player_show_step (TlPlayer *self, guint step);

/* How many steps there are. */
guint tl_player_get_n_steps (TlPlayer *self);
void tl_player_set_n_steps (TlPlayer *self, guint n_steps);

/* 1: as fast as a lecture goes. */
double tl_player_get_speed (TlPlayer *self);
void tl_player_set_speed (TlPlayer *self, double speed);

G_END_DECLS
