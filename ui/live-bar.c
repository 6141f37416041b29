/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How a capture that runs stands, in a line, with its buttons.
 */
#include "live-bar.h"

#include <glib/gi18n-lib.h>

struct _TlLiveBar
{
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *source;
  GtkLabel *label;
  GtkWidget *warning_box;
  GtkImage *warning_icon;
  GtkLabel *warning;
  GtkWidget *keys_button;
  GtkWidget *restart_button;
  GtkWidget *save_button;
  GtkWidget *stop_button;
};

G_DEFINE_FINAL_TYPE (TlLiveBar, tl_live_bar, ADW_TYPE_BIN)

static void
set_running (TlLiveBar *self, gboolean running)
{
  gtk_image_set_from_icon_name (self->icon, running ? "media-record-symbolic" : "media-playback-stop-symbolic");
  if (running)
    gtk_widget_add_css_class (GTK_WIDGET (self->icon), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "error");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  running ? _ ("Capturing") : _ ("Stopped"), -1);
  gtk_widget_set_visible (self->stop_button, running);
}

/* That something is in order again is no warning. */
static void
show_warning (TlLiveBar *self, const char *text, gboolean good)
{
  gtk_label_set_text (self->warning, text == NULL ? "" : text);
  gtk_image_set_from_icon_name (self->warning_icon, good ? "dialog-information-symbolic" : "dialog-warning-symbolic");
  if (good)
    gtk_widget_remove_css_class (self->warning_box, "amiss");
  else
    gtk_widget_add_css_class (self->warning_box, "amiss");
  gtk_widget_set_visible (self->warning_box, text != NULL);
}

static void
tl_live_bar_class_init (TlLiveBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tls_ladder/TlsLadder/live-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TlLiveBar, icon);
  gtk_widget_class_bind_template_child (widget_class, TlLiveBar, source);
  gtk_widget_class_bind_template_child (widget_class, TlLiveBar, label);
  gtk_widget_class_bind_template_child (widget_class, TlLiveBar, warning_box);
  gtk_widget_class_bind_template_child (widget_class, TlLiveBar, warning);
  gtk_widget_class_bind_template_child (widget_class, TlLiveBar, warning_icon);
  gtk_widget_class_bind_template_child (widget_class, TlLiveBar, keys_button);
  gtk_widget_class_bind_template_child (widget_class, TlLiveBar, restart_button);
  gtk_widget_class_bind_template_child (widget_class, TlLiveBar, save_button);
  gtk_widget_class_bind_template_child (widget_class, TlLiveBar, stop_button);
  gtk_widget_class_set_css_name (widget_class, "livebar");
}

static void
tl_live_bar_init (TlLiveBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tl_live_bar_new (void)
{
  return g_object_new (TL_TYPE_LIVE_BAR, NULL);
}

void
tl_live_bar_set_status (TlLiveBar *self, const char *source, const TlLiveStatus *status)
{
  g_autofree char *text = status == NULL ? NULL : tl_live_status_text (status);
  g_autofree char *warning = status == NULL ? NULL : tl_live_warning_text (status);

  gtk_widget_set_visible (GTK_WIDGET (self), status != NULL);
  if (status == NULL)
    return;
  set_running (self, status->running);
  gtk_label_set_text (self->source, source);
  gtk_label_set_text (self->label, text);
  show_warning (self, warning, tl_live_is_good_news (status));
}

void
tl_live_bar_set_buttons (TlLiveBar *self, gboolean restart, gboolean save, gboolean keys)
{
  gtk_widget_set_visible (self->restart_button, restart);
  gtk_widget_set_visible (self->save_button, save);
  gtk_widget_set_visible (self->keys_button, keys);
}
