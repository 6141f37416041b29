/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What is done between messages, as an observer and as the server see it: not at all, or their own part of it.
 */
#include "off-wire-lens.h"

#include <glib/gi18n-lib.h>

/* Why @step is not seen through @lens; NULL: it is, or whoever holds the keys may be told of it. */
static const char *
unseen_text (const TlOffWire *step, TlLens lens)
{
  if (lens == TL_LENS_OBSERVER)
    return _ ("An observer does not see this: it follows from what is sent.");
  if (lens == TL_LENS_SERVER && step->side == TL_SIDE_CLIENT)
    return _ ("The server does not see this: the client does it by itself.");
  return NULL;
}

void
tl_off_wire_box_set_lens (GtkWidget *box, const TlOffWire *step, TlLens lens)
{
  const char *unseen = unseen_text (step, lens);
  g_autofree char *tooltip = unseen == NULL ? g_strdup (step->text) : g_strdup_printf ("%s\n%s", step->text, unseen);

  gtk_widget_set_tooltip_text (box, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, unseen == NULL ? "" : unseen, -1);
  if (unseen != NULL)
    gtk_widget_add_css_class (box, "unseen");
  else
    gtk_widget_remove_css_class (box, "unseen");
}
