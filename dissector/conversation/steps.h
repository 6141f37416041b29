/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Making steps, and appending them to a dialogue.
 */
#pragma once

#include "dialogue.h"

G_BEGIN_DECLS

/* What a step is made of. */
typedef struct
{
  TlStepType type;
  guint direction;
  guint16 message;       /* TlMessage, of a handshake message in clear */
  guint64 length;
  guint32 n_records;
  bool sealed;
  bool in_handshake;
  bool retransmission;
  TlInnerHello *inner;   /* of a ClientHello; NULL: none was opened */
  const TlStep *original; /* that is sent again with the same bytes; NULL: none is known */
  const TlChunk *chunk;  /* bytes and origins; NULL where no bytes are kept */
  bool only_origins;     /* of the chunk are kept */
  guint64 packet;        /* where there is no chunk */
  gint64 time;
} TlStepData;

/* Appends a step and returns it, to be completed by the caller; NULL where the dialogue keeps none, or has as many as may be. */
TlStep *tl_dialogue_append_step (TlDialogue *self, const TlStepData *data);

/* A record of application data: goes on with the run it belongs to, or begins one. */
void tl_dialogue_append_application_data (TlDialogue *self, const TlStepData *data);

/* Turns every step round: the client was taken for the server. */
void tl_dialogue_swap_sides (TlDialogue *self);

G_END_DECLS
