/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What a message or a field is for, in a sentence or two, with the RFC section. For people, translated.
 */
#pragma once

#include "../conversation/off-wire.h"

G_BEGIN_DECLS

/**
 * TlExplanation:
 * @title: what it is: "ClientHello", "server_name"
 * @text: a sentence or two: why it is here, what it means. Plain text.
 * @reference: "RFC 9846, section 4.2.2"; NULL where there is none
 *
 * Free with tl_explanation_free().
 */
typedef struct
{
  char *title;
  char *text;
  char *reference;
} TlExplanation;

void tl_explanation_free (TlExplanation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlExplanation, tl_explanation_free)

/* Explains a step of @conversation: its message, or what can be said of it while it is sealed. */
TlExplanation *tl_explain_step (const TlConversation *conversation, guint step);

/* Explains the row @row of @tree, the fields of @step. */
TlExplanation *tl_explain_row (const TlConversation *conversation, guint step, const TlFieldTree *tree, guint row);

/* Explains a step of @conversation that is not on the wire. */
TlExplanation *tl_explain_off_wire (const TlConversation *conversation, const TlOffWire *step);

/* Whether there is a text of its own for the field @name below @parent (NULL: at the top): for tests. */
bool tl_explain_has (const char *parent, const char *name);

/* The same for rows of DER. */
bool tl_explain_has_der (const char *parent, const char *name);

G_END_DECLS
