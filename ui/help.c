/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How to read the ladder: what each sign means.
 */
#include "help.h"

struct _TlHelp
{
  AdwWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (TlHelp, tl_help, ADW_TYPE_WINDOW)

static void
tl_help_class_init (TlHelpClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tls_ladder/TlsLadder/help.ui");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tl_help_init (TlHelp *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tl_help_new (GtkWindow *parent)
{
  return g_object_new (TL_TYPE_HELP, "transient-for", parent, NULL);
}
