/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A step that is not on the wire, as a small box on a lifeline.
 */
#include "off-wire-box.h"

#include <glib/gi18n-lib.h>

/* The text with its value in bold. What was captured is in it: it is escaped. */
static char *
make_markup (const TlOffWire *step)
{
  const char *value = step->value && *step->value ? strstr (step->text, step->value) : NULL;
  g_autofree char *before = NULL;
  g_autofree char *bold = NULL;
  g_autofree char *after = NULL;

  if (value == NULL)
    return g_markup_escape_text (step->text, -1);
  before = g_markup_escape_text (step->text, value - step->text);
  bold = g_markup_escape_text (step->value, -1);
  after = g_markup_escape_text (value + strlen (step->value), -1);
  return g_strconcat ("<span alpha=\"75%\">", before, "</span><b>", bold, "</b><span alpha=\"75%\">", after,
                      "</span>", NULL);
}

static char *
make_label (const TlOffWire *step)
{
  /* Translators: what a screen reader says of what one side does between two messages. */
  return g_strdup_printf (step->side == TL_SIDE_CLIENT ? _ ("Client %s") : _ ("Server %s"), step->text);
}

GtkWidget *
tl_off_wire_box_new (const TlOffWire *step)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, "css-name",
                                 "offwire", "spacing", 5, "tooltip-text", step->text, NULL);
  GtkWidget *icon = gtk_image_new_from_icon_name ("tl-does-symbolic");
  GtkWidget *label = gtk_label_new (NULL);
  g_autofree char *markup = make_markup (step);
  g_autofree char *spoken = make_label (step);

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return box;
}
