/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * An entry for passwords and keys. (GtkPasswordEntry of GTK 4.8 is told of the focus after it is gone, when its window is closed.)
 */
#include "secret-entry.h"

#include <glib/gi18n-lib.h>

static void
show (GtkEntry *entry, gboolean visible)
{
  gtk_entry_set_visibility (entry, visible);
  gtk_entry_set_icon_from_icon_name (entry, GTK_ENTRY_ICON_SECONDARY, visible ? "view-conceal-symbolic" : "view-reveal-symbolic");
  gtk_entry_set_icon_tooltip_text (entry, GTK_ENTRY_ICON_SECONDARY, visible ? _ ("Hide What Is Typed") : _ ("Show What Is Typed"));
}

static void
icon_press_cb (GtkEntry *entry)
{
  show (entry, !gtk_entry_get_visibility (entry));
}

GtkWidget *
tl_secret_entry_new (void)
{
  g_autoptr (GtkEntryBuffer) buffer = gtk_password_entry_buffer_new ();
  GtkWidget *entry = gtk_entry_new_with_buffer (buffer);

  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_PASSWORD);
  gtk_editable_set_enable_undo (GTK_EDITABLE (entry), FALSE); /* it would remember what was typed */
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  show (GTK_ENTRY (entry), FALSE);
  g_signal_connect (entry, "icon-press", G_CALLBACK (icon_press_cb), NULL);
  return entry;
}
