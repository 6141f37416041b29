/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The secrets of a conversation as a diagram: what is made from what.
 */
#pragma once

#include "dissector.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TlSchedule:
 *
 * Signals: chosen (int index), when somebody chooses a secret.
 */
#define TL_TYPE_SCHEDULE (tl_schedule_get_type ())
G_DECLARE_FINAL_TYPE (TlSchedule, tl_schedule, TL, SCHEDULE, GtkWidget)

GtkWidget *tl_schedule_new (void);

/* Shows @derivations, as tl_conversation_derivations() lists them. */
void tl_schedule_set (TlSchedule *self, GPtrArray *derivations);

/* Chooses the secret @index, and brings it into view. */
void tl_schedule_select (TlSchedule *self, guint index);

G_END_DECLS
