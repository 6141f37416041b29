/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What was found about one step, a card for each.
 */
#pragma once

#include "dissector.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_FINDING_CARDS (tl_finding_cards_get_type ())
G_DECLARE_FINAL_TYPE (TlFindingCards, tl_finding_cards, TL, FINDING_CARDS, AdwBin)

/* Shows those of @findings that are about @step, the gravest first; nothing is visible where there are none.
 * What shows the same already stays as it is. */
void tl_finding_cards_set (TlFindingCards *self, GPtrArray *findings, int step);

G_END_DECLS
