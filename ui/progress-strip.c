/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How far a capture has been read, and a way to stop it.
 */
#include "progress-strip.h"

#include <glib/gi18n-lib.h>

#define DELAY 300 /* milliseconds: what is read sooner shows no progress */

struct _TlProgressStrip
{
  AdwBin parent_instance;

  TlSession *session;
  guint due; /* the timeout after which it is worth showing */

  GtkRevealer *revealer;
  GtkLabel *label;
  GtkProgressBar *bar;
};

G_DEFINE_FINAL_TYPE (TlProgressStrip, tl_progress_strip, ADW_TYPE_BIN)

static void
progress_cb (TlProgressStrip *self)
{
  double fraction = tl_session_get_progress (self->session);
  g_autofree char *text = NULL;

  if (fraction < 0)
    {
      gtk_progress_bar_pulse (self->bar);
      text = g_strdup (_ ("Reading…"));
    }
  else
    {
      gtk_progress_bar_set_fraction (self->bar, fraction);
      text = g_strdup_printf (_ ("Reading… %d %%"), (int) (fraction * 100));
    }
  gtk_label_set_text (self->label, text);
}

static void
state_cb (TlProgressStrip *self)
{
  if (tl_session_get_state (self->session) == TL_SESSION_READING)
    return;
  g_clear_handle_id (&self->due, g_source_remove);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

static gboolean
due_cb (gpointer user_data)
{
  TlProgressStrip *self = user_data;

  self->due = 0;
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  return G_SOURCE_REMOVE;
}

static void
drop_session (TlProgressStrip *self)
{
  g_clear_handle_id (&self->due, g_source_remove);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
}

static void
tl_progress_strip_dispose (GObject *object)
{
  drop_session (TL_PROGRESS_STRIP (object));
  G_OBJECT_CLASS (tl_progress_strip_parent_class)->dispose (object);
}

static void
tl_progress_strip_class_init (TlProgressStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_progress_strip_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tls_ladder/TlsLadder/progress-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, TlProgressStrip, revealer);
  gtk_widget_class_bind_template_child (widget_class, TlProgressStrip, label);
  gtk_widget_class_bind_template_child (widget_class, TlProgressStrip, bar);
}

static void
tl_progress_strip_init (TlProgressStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tl_progress_strip_set_session (TlProgressStrip *self, TlSession *session)
{
  drop_session (self);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  if (session == NULL)
    return;
  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "notify::progress", G_CALLBACK (progress_cb), self);
  g_signal_connect_swapped (session, "notify::state", G_CALLBACK (state_cb), self);
  progress_cb (self);
  if (tl_session_get_state (session) == TL_SESSION_READING)
    self->due = g_timeout_add (DELAY, due_cb, self);
}

gboolean
tl_progress_strip_get_shown (TlProgressStrip *self)
{
  return gtk_revealer_get_reveal_child (self->revealer);
}
