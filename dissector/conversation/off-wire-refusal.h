/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Why a side sends an alert.
 */
#pragma once

#include "conversation.h"

G_BEGIN_DECLS

/* What a side does or finds before it sends an alert of this description, translated; @value, if not NULL, is
 * set to the part that is worth reading in bold. NULL for an alert that says nothing of it. */
const char *tl_off_wire_refusal (guint8 alert_description, const char **value);

G_END_DECLS
