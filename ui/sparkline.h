/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Traffic of the last half minute, as small bars.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TL_TYPE_SPARKLINE (tl_sparkline_get_type ())
G_DECLARE_FINAL_TYPE (TlSparkline, tl_sparkline, TL, SPARKLINE, GtkWidget)

GtkWidget *tl_sparkline_new (void);

/* Half a second has passed, and @total bytes have gone through so far. The first total only says where counting begins. */
void tl_sparkline_add (TlSparkline *self, guint64 total);

/* Bytes of the last half second. */
guint64 tl_sparkline_get_last (TlSparkline *self);

G_END_DECLS
