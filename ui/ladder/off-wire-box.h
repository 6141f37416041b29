/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A step that is not on the wire, as a small box on a lifeline.
 */
#pragma once

#include "dissector.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TL_TYPE_OFF_WIRE_BOX (tl_off_wire_box_get_type ())
G_DECLARE_FINAL_TYPE (TlOffWireBox, tl_off_wire_box, TL, OFF_WIRE_BOX, GtkWidget)

/* The box of @step, which is the one at @index. */
GtkWidget *tl_off_wire_box_new (const TlOffWire *step, guint index);

guint tl_off_wire_box_get_index (TlOffWireBox *self);

/* What came out of it, in short: a name and a value; NULL as @value where the keys do not tell it, NULL as @name where nothing did. */
void tl_off_wire_box_set_note (TlOffWireBox *self, const char *name, const char *value);

gboolean tl_off_wire_box_get_selected (TlOffWireBox *self);
void tl_off_wire_box_set_selected (TlOffWireBox *self, gboolean selected);

G_END_DECLS
