/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What keys, the ladder's own children and assistive technology can ask of a ladder.
 */
#include "ladder-actions.h"

static void
select_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TlLadder *self = TL_LADDER (widget);
  int step = g_variant_get_int32 (parameter);

  if (step != tl_ladder_get_selected_step (self) || tl_ladder_get_selected_box (self) >= 0)
    tl_ladder_set_selected_step (self, step);
}

static void
select_box_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tl_ladder_set_selected_box (TL_LADDER (widget), g_variant_get_int32 (parameter));
}

static void
activate_box_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tl_ladder_set_selected_box (TL_LADDER (widget), g_variant_get_int32 (parameter));
  gtk_widget_grab_focus (widget);
}

static void
activate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  int step = g_variant_get_int32 (parameter);

  tl_ladder_set_selected_step (TL_LADDER (widget), step);
  gtk_widget_grab_focus (widget);
  g_signal_emit_by_name (widget, "step-activated", step);
}

static void
play_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (tl_ladder_get_playing (TL_LADDER (widget)))
    tl_ladder_pause (TL_LADDER (widget));
  else
    tl_ladder_play (TL_LADDER (widget));
}

static void
next_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tl_ladder_next (TL_LADDER (widget));
}

static void
previous_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tl_ladder_previous (TL_LADDER (widget));
}

static void
first_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tl_ladder_first (TL_LADDER (widget));
}

static void
last_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tl_ladder_last (TL_LADDER (widget));
}

static const TlOffWire *
get_off_wire (TlLadder *self, int box)
{
  const GPtrArray *off_wire = tl_ladder_get_off_wire (self);

  return off_wire == NULL || box < 0 || (guint) box >= off_wire->len ? NULL : g_ptr_array_index (off_wire, (guint) box);
}

/* The first box that stands below @after, or the last; -1 where there is none. */
static int
find_box (TlLadder *self, int after, bool last)
{
  const GPtrArray *off_wire = tl_ladder_get_off_wire (self);
  int found = -1;

  for (guint i = 0; off_wire != NULL && i < off_wire->len && (found < 0 || last); i++)
    if (get_off_wire (self, (int) i)->after == after)
      found = (int) i;
  return found;
}

/* One down, whatever stands there: a step or one that is not on the wire. While it plays, those come by themselves. */
static void
down_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TlLadder *self = TL_LADDER (widget);
  int step = tl_ladder_get_selected_step (self), box = tl_ladder_get_selected_box (self);
  const TlOffWire *here = get_off_wire (self, box), *below = get_off_wire (self, box + 1);
  int next = here == NULL ? find_box (self, step, false) : below != NULL && below->after == here->after ? box + 1 : -1;

  if (tl_ladder_get_revealing (self))
    tl_ladder_next (self);
  else if (next >= 0)
    tl_ladder_set_selected_box (self, next);
  else if (here == NULL)
    tl_ladder_next (self);
  else if (here->after + 1 < (int) tl_ladder_get_n_steps (self))
    tl_ladder_set_selected_step (self, here->after + 1);
}

static void
up_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TlLadder *self = TL_LADDER (widget);
  int step = tl_ladder_get_selected_step (self), box = tl_ladder_get_selected_box (self);
  const TlOffWire *here = get_off_wire (self, box), *above = get_off_wire (self, box - 1);
  int next = here == NULL ? find_box (self, step - 1, true) : above != NULL && above->after == here->after ? box - 1 : -1;

  if (tl_ladder_get_revealing (self))
    tl_ladder_previous (self);
  else if (next >= 0)
    tl_ladder_set_selected_box (self, next);
  else if (here == NULL)
    tl_ladder_previous (self);
  else if (here->after >= 0)
    tl_ladder_set_selected_step (self, here->after);
}

/* Left and right follow the direction in which the language runs. */
static gboolean
sideways_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  bool right = g_variant_get_boolean (args);
  bool rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  return gtk_widget_activate_action (widget, right != rtl ? "ladder.next" : "ladder.previous", NULL);
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  GtkWidget *ladder = gtk_widget_get_ancestor (widget, TL_TYPE_LADDER);

  return ladder != NULL && tl_ladder_show_all (TL_LADDER (ladder));
}

void
tl_ladder_class_add_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "ladder.select", "i", select_action);
  gtk_widget_class_install_action (widget_class, "ladder.activate", "i", activate_action);
  gtk_widget_class_install_action (widget_class, "ladder.select-box", "i", select_box_action);
  gtk_widget_class_install_action (widget_class, "ladder.activate-box", "i", activate_box_action);
  gtk_widget_class_install_action (widget_class, "ladder.down", NULL, down_action);
  gtk_widget_class_install_action (widget_class, "ladder.up", NULL, up_action);
  gtk_widget_class_install_action (widget_class, "ladder.play", NULL, play_action);
  gtk_widget_class_install_action (widget_class, "ladder.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "ladder.previous", NULL, previous_action);
  gtk_widget_class_install_action (widget_class, "ladder.first", NULL, first_action);
  gtk_widget_class_install_action (widget_class, "ladder.last", NULL, last_action);
}

void
tl_ladder_class_add_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    guint keypad;
    const char *action;
  } keys[] = { { GDK_KEY_Down, GDK_KEY_KP_Down, "ladder.down" },
               { GDK_KEY_Up, GDK_KEY_KP_Up, "ladder.up" },
               { GDK_KEY_Home, GDK_KEY_KP_Home, "ladder.first" },
               { GDK_KEY_End, GDK_KEY_KP_End, "ladder.last" },
               { GDK_KEY_space, GDK_KEY_KP_Space, "ladder.play" } };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gtk_widget_class_add_binding_action (widget_class, keys[i].key, 0, keys[i].action, NULL);
      gtk_widget_class_add_binding_action (widget_class, keys[i].keypad, 0, keys[i].action, NULL);
    }
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, 0, sideways_cb, "b", TRUE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Right, 0, sideways_cb, "b", TRUE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, 0, sideways_cb, "b", FALSE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Left, 0, sideways_cb, "b", FALSE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
}
