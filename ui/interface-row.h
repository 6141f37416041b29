/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One interface of this computer in a list, with its traffic.
 */
#pragma once

#include "dissector.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_INTERFACE_ROW (tl_interface_row_get_type ())
G_DECLARE_FINAL_TYPE (TlInterfaceRow, tl_interface_row, TL, INTERFACE_ROW, AdwActionRow)

GtkWidget *tl_interface_row_new (void);

/* Shows @interface; another state of the same one, too. */
void tl_interface_row_set_interface (TlInterfaceRow *self, const TlInterface *interface);

/* Its name for the system. */
const char *tl_interface_row_get_name (TlInterfaceRow *self);

/* Half a second has passed: looks at the traffic again. */
void tl_interface_row_tick (TlInterfaceRow *self);

/* Whether it is the chosen one: a sign says so. */
void tl_interface_row_set_chosen (TlInterfaceRow *self, gboolean chosen);

G_END_DECLS
