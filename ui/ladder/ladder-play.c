/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How a ladder plays: the position, and what of the steps has happened by then.
 */
#include "ladder-parts.h"

#include "canvas.h"

#include <math.h>

void
tl_ladder_show_position (TlLadder *self)
{
  guint n_steps = tl_ladder_get_n_steps (self);
  double position = tl_player_get_position (self->player);
  int step = MAX ((int) ceil (position) - 1, 0);

  if (n_steps == 0)
    return;
  if (!self->revealing)
    self->extent = n_steps;
  else
    self->extent = self->selecting ? MAX (self->extent, position) : position;
  tl_canvas_set_extent (TL_CANVAS (self->canvas), self->extent);
  if (!self->revealing)
    tl_canvas_set_step_progress (TL_CANVAS (self->canvas), (guint) step, CLAMP (position - step, 0, 1));
  if (!self->selecting)
    tl_ladder_select (self, step, step == self->selected ? self->selected_box : -1);
}

static void
position_cb (TlLadder *self)
{
  tl_ladder_show_position (self);
  g_object_notify (G_OBJECT (self), "position");
}

static void
playing_cb (TlLadder *self)
{
  if (!tl_player_get_playing (self->player)
      && tl_player_get_position (self->player) >= tl_ladder_get_n_steps (self))
    self->revealing = FALSE;
  g_object_notify (G_OBJECT (self), "playing");
}

static void
speed_cb (TlLadder *self)
{
  g_object_notify (G_OBJECT (self), "speed");
}

void
tl_ladder_init_player (TlLadder *self)
{
  self->player = tl_player_new (GTK_WIDGET (self));
  g_signal_connect_swapped (self->player, "notify::position", G_CALLBACK (position_cb), self);
  g_signal_connect_swapped (self->player, "notify::playing", G_CALLBACK (playing_cb), self);
  g_signal_connect_swapped (self->player, "notify::speed", G_CALLBACK (speed_cb), self);
}

gboolean
tl_ladder_get_playing (TlLadder *self)
{
  return tl_player_get_playing (self->player);
}

void
tl_ladder_play (TlLadder *self)
{
  int n_steps = (int) tl_ladder_get_n_steps (self);

  if (n_steps == 0 || tl_player_get_playing (self->player))
    return;
  if (!self->revealing)
    {
      self->revealing = TRUE;
      tl_player_set_position (self->player, self->selected < n_steps - 1 ? MAX (self->selected, 0) : 0);
    }
  tl_player_play (self->player);
}

void
tl_ladder_pause (TlLadder *self)
{
  tl_player_pause (self->player);
}

double
tl_ladder_get_position (TlLadder *self)
{
  return tl_player_get_position (self->player);
}

void
tl_ladder_set_position (TlLadder *self, double position)
{
  if (position == tl_player_get_position (self->player))
    return;
  self->revealing = position < tl_ladder_get_n_steps (self);
  tl_player_set_position (self->player, position);
}

double
tl_ladder_get_speed (TlLadder *self)
{
  return tl_player_get_speed (self->player);
}

void
tl_ladder_set_speed (TlLadder *self, double speed)
{
  tl_player_set_speed (self->player, speed);
}

void
tl_ladder_next (TlLadder *self)
{
  if (self->selected + 1 < (int) tl_ladder_get_n_steps (self))
    tl_player_show_step (self->player, (guint) (self->selected + 1));
}

void
tl_ladder_previous (TlLadder *self)
{
  if (self->selected > 0)
    tl_player_set_position (self->player, self->selected);
}

void
tl_ladder_first (TlLadder *self)
{
  if (tl_ladder_get_n_steps (self) > 0)
    tl_ladder_set_selected_step (self, 0);
}

void
tl_ladder_last (TlLadder *self)
{
  self->revealing = FALSE;
  tl_ladder_set_selected_step (self, (int) tl_ladder_get_n_steps (self) - 1);
}

gboolean
tl_ladder_get_revealing (TlLadder *self)
{
  return self->revealing;
}

gboolean
tl_ladder_show_all (TlLadder *self)
{
  if (!self->revealing)
    return FALSE;
  tl_player_pause (self->player);
  self->revealing = FALSE;
  tl_ladder_show_position (self);
  return TRUE;
}
