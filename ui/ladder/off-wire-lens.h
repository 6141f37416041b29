/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Who can see what is done between messages.
 */
#pragma once

#include <gtk/gtk.h>

#include "dissector.h"

G_BEGIN_DECLS

/* Fades @box, of @step, where whoever looks through @lens cannot see what it says, and says so. TL_N_LENSES: nobody in particular looks. */
void tl_off_wire_box_set_lens (GtkWidget *box, const TlOffWire *step, TlLens lens);

G_END_DECLS
