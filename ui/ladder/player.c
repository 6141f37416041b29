/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What moves the ladder.
 */
#include "player.h"

enum
{
  STEP_TIME = 1500, /* milliseconds for a step while it plays, at speed 1 */
  SINGLE_TIME = 700 /* for one that is asked for */
};

struct _TlPlayer
{
  GObject parent_instance;

  GtkWidget *widget; /* not owned: the owner of the player */
  AdwAnimation *animation;
  guint timeout; /* takes its place where nothing may move */
  guint n_steps;
  double position;
  double speed;
  gboolean playing;
};

G_DEFINE_FINAL_TYPE (TlPlayer, tl_player, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_POSITION,
  PROP_PLAYING,
  PROP_SPEED,
  PROP_N_STEPS,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
move (TlPlayer *self, double position)
{
  position = CLAMP (position, 0, (double) self->n_steps);
  if (position == self->position)
    return;
  self->position = position;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_POSITION]);
}

static void
set_playing (TlPlayer *self, gboolean playing)
{
  if (self->playing == playing)
    return;
  self->playing = playing;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PLAYING]);
}

/* Stands still, without telling that it does not play any more. */
static void
halt (TlPlayer *self)
{
  g_autoptr (AdwAnimation) animation = g_steal_pointer (&self->animation);

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (animation == NULL)
    return;
  g_signal_handlers_disconnect_by_data (animation, self);
  adw_animation_pause (animation);
}

static void
value_cb (double value, gpointer user_data)
{
  move (user_data, value);
}

static void
done_cb (TlPlayer *self)
{
  halt (self);
  set_playing (self, FALSE);
}

/* Moves to @target within @duration milliseconds. */
static void
run (TlPlayer *self, double target, guint duration)
{
  AdwAnimationTarget *to = adw_callback_animation_target_new (value_cb, self, NULL);

  halt (self);
  self->animation = adw_timed_animation_new (self->widget, self->position, target, MAX (duration, 1), to);
  adw_timed_animation_set_easing (ADW_TIMED_ANIMATION (self->animation), ADW_LINEAR);
  g_signal_connect_swapped (self->animation, "done", G_CALLBACK (done_cb), self);
  adw_animation_play (self->animation);
}

static gboolean
jump_cb (gpointer user_data)
{
  TlPlayer *self = user_data;

  move (self, (guint) self->position + 1);
  if (self->position < self->n_steps)
    return G_SOURCE_CONTINUE;
  self->timeout = 0;
  set_playing (self, FALSE);
  return G_SOURCE_REMOVE;
}

static void
run_on (TlPlayer *self)
{
  if (adw_get_enable_animations (self->widget))
    {
      run (self, self->n_steps, (guint) ((self->n_steps - self->position) * STEP_TIME / self->speed));
      return;
    }
  halt (self);
  self->timeout = g_timeout_add ((guint) (STEP_TIME / self->speed), jump_cb, self);
}

static void
tl_player_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TlPlayer *self = TL_PLAYER (object);

  switch (prop_id)
    {
    case PROP_POSITION:
      g_value_set_double (value, self->position);
      break;
    case PROP_PLAYING:
      g_value_set_boolean (value, self->playing);
      break;
    case PROP_SPEED:
      g_value_set_double (value, self->speed);
      break;
    case PROP_N_STEPS:
      g_value_set_uint (value, self->n_steps);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tl_player_dispose (GObject *object)
{
  halt (TL_PLAYER (object));
  G_OBJECT_CLASS (tl_player_parent_class)->dispose (object);
}

static void
tl_player_class_init (TlPlayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = tl_player_get_property;
  object_class->dispose = tl_player_dispose;

  props[PROP_POSITION] = g_param_spec_double ("position", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);
  props[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, flags);
  props[PROP_SPEED] = g_param_spec_double ("speed", NULL, NULL, 0, G_MAXDOUBLE, 1, flags);
  props[PROP_N_STEPS] = g_param_spec_uint ("n-steps", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tl_player_init (TlPlayer *self)
{
  self->speed = 1;
}

TlPlayer *
tl_player_new (GtkWidget *widget)
{
  TlPlayer *self = g_object_new (TL_TYPE_PLAYER, NULL);

  self->widget = widget;
  return self;
}

gboolean
tl_player_get_playing (TlPlayer *self)
{
  return self->playing;
}

void
tl_player_play (TlPlayer *self)
{
  if (self->playing || self->position >= self->n_steps)
    return;
  set_playing (self, TRUE);
  run_on (self);
}

void
tl_player_pause (TlPlayer *self)
{
  halt (self);
  set_playing (self, FALSE);
}

double
tl_player_get_position (TlPlayer *self)
{
  return self->position;
}

void
tl_player_set_position (TlPlayer *self, double position)
{
  tl_player_pause (self);
  move (self, position);
}

void
tl_player_show_step (TlPlayer *self, guint step)
{
  tl_player_pause (self);
  if (step >= self->n_steps)
    return;
  if (!adw_get_enable_animations (self->widget))
    {
      move (self, step + 1);
      return;
    }
  move (self, step + 1e-6); /* it has begun: who asks at once for the next one gets the next one */
  run (self, step + 1, (guint) (SINGLE_TIME / self->speed));
}

guint
tl_player_get_n_steps (TlPlayer *self)
{
  return self->n_steps;
}

void
tl_player_set_n_steps (TlPlayer *self, guint n_steps)
{
  if (self->n_steps == n_steps)
    return;
  self->n_steps = n_steps;
  move (self, self->position);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_STEPS]);
  if (self->playing)
    run_on (self); /* on to the new end */
}

double
tl_player_get_speed (TlPlayer *self)
{
  return self->speed;
}

void
tl_player_set_speed (TlPlayer *self, double speed)
{
  if (self->speed == speed || speed <= 0)
    return;
  self->speed = speed;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPEED]);
  if (self->playing)
    run_on (self);
}
