/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Back to what was on show, when the same capture is read again with other keys.
 */
#pragma once

#include "conversation-list.h"
#include "conversation-view.h"
#include "step-place.h"

G_BEGIN_DECLS

/**
 * TlComeback:
 * @number: of the conversation to go back to; 0: none
 * @step: whether it has a chosen step, which is at @place
 * @y: where that stands on the screen: see tl_ladder_get_selected_y()
 */
typedef struct
{
  guint64 number;
  bool step;
  TlStepPlace place;
  double y;
} TlComeback;

/* Remembers what @view shows. */
void tl_comeback_take (TlComeback *self, TlConversationView *view);

/* Shows it again, in @list of @model and in @view. Nothing more is wanted when it was found; where it is not, once nothing more comes: it
 * is no longer @reading. */
void tl_comeback_try (TlComeback *self, GListModel *model, bool reading, TlConversationList *list, TlConversationView *view);

G_END_DECLS
