/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Where a step was on the wire: to find it again in another reading of the same capture, where what is one sealed record here may be
 * several messages.
 */
#pragma once

#include "dissector.h"

G_BEGIN_DECLS

/**
 * TlStepPlace:
 * @number: of the conversation
 * @from: who sent it
 * @packet: the first that carried it
 * @rank: how many steps of the same sender begin in that packet before it
 * @time: of the packet that completed it
 */
typedef struct
{
  guint64 number;
  TlSide from;
  guint64 packet;
  guint rank;
  gint64 time;
} TlStepPlace;

/* Where the step @step of @conversation is; false where that cannot be told. */
bool tl_step_place_of (const TlConversation *conversation, int step, TlStepPlace *place);

/* The step of @conversation that is at @place, or nearest to it; -1 where there is none. */
int tl_step_place_find (const TlStepPlace *place, const TlConversation *conversation);

G_END_DECLS
