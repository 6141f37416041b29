/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The steps that are not on the wire: what client and server do between two messages.
 */
#pragma once

#include "dissector.h"

G_BEGIN_DECLS

/**
 * TlOffWire:
 * @after: the step it stands below; -1: above the first
 * @side: whose lifeline it stands on
 * @text: what that side does, translated
 * @value: the part of @text that is worth reading in bold; NULL: none
 *
 * What one side does between two messages.
 */
typedef struct
{
  int after;
  TlSide side;
  char *text;
  char *value;
} TlOffWire;

void tl_off_wire_free (TlOffWire *self);

/* TlOffWire, in the order in which they stand: only what the messages of @conversation imply. */
GPtrArray *tl_off_wire_steps (const TlConversation *conversation);

/* Whether @step belongs to the handshake, as far as can be told: what round trips are counted in. */
bool tl_step_in_handshake (const TlStep *step);

/* Whether TLS 1.3 or DTLS 1.3 was negotiated, drafts included. */
bool tl_conversation_is_tls13 (const TlConversation *conversation);

G_END_DECLS
