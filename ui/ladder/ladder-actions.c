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

  if (step != tl_ladder_get_selected_step (self))
    tl_ladder_set_selected_step (self, step);
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
  } keys[] = { { GDK_KEY_Down, GDK_KEY_KP_Down, "ladder.next" },
               { GDK_KEY_Up, GDK_KEY_KP_Up, "ladder.previous" },
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
