/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A step that is not on the wire, as a small box on a lifeline.
 */
#pragma once

#include "dissector.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *tl_off_wire_box_new (const TlOffWire *step);

G_END_DECLS
