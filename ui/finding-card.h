/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One finding, among the details of the step it is about.
 */
#pragma once

#include "dissector.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TL_TYPE_FINDING_CARD (tl_finding_card_get_type ())
G_DECLARE_FINAL_TYPE (TlFindingCard, tl_finding_card, TL, FINDING_CARD, GtkWidget)

/* Shows @finding as it is now. */
GtkWidget *tl_finding_card_new (const TlFinding *finding);

G_END_DECLS
