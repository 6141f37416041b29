/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The secrets of a conversation in a window of their own, beside its ladder.
 */
#pragma once

#include "workings.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TlScheduleWindow:
 *
 * Signals: step-chosen (int secret), when somebody wants to see the step in which a secret is made; chosen, when another secret is
 * told about.
 */
#define TL_TYPE_SCHEDULE_WINDOW (tl_schedule_window_get_type ())
G_DECLARE_FINAL_TYPE (TlScheduleWindow, tl_schedule_window, TL, SCHEDULE_WINDOW, AdwWindow)

GtkWidget *tl_schedule_window_new (GtkWindow *parent);

/* Shows the secrets of @conversation, as @workings has them; NULL as @workings: they are still computed. NULL: none. */
void tl_schedule_window_set_conversation (TlScheduleWindow *self, TlConversation *conversation, const TlWorkings *workings);

/* Chooses the secret @index, as soon as it is there. */
void tl_schedule_window_choose (TlScheduleWindow *self, guint index);

/* The steps that go into the hash of the chosen secret, guint; NULL: none do. */
const GArray *tl_schedule_window_get_covered (TlScheduleWindow *self);

G_END_DECLS
