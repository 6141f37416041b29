/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How many findings there are, and a list of them.
 */
#pragma once

#include "dissector.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_FINDINGS_BUTTON (tl_findings_button_get_type ())
G_DECLARE_FINAL_TYPE (TlFindingsButton, tl_findings_button, TL, FINDINGS_BUTTON, AdwBin)

/* Shows @findings of @conversation; nothing is visible where there are none. Both are kept. In less than its
 * natural width, it says the number only.
 * Signal: "step-chosen" (int step): somebody wants to see the step that a finding is about. */
void tl_findings_button_set (TlFindingsButton *self, TlConversation *conversation, GPtrArray *findings);

G_END_DECLS
