/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What is worth telling about a conversation: what is wrong with it, what is unsafe, what is of interest.
 */
#pragma once

#include "../conversation/conversation.h"

G_BEGIN_DECLS

typedef enum
{
  TL_SEVERITY_NOTE,
  TL_SEVERITY_WARNING,
  TL_SEVERITY_ERROR
} TlSeverity;

/* Something worth telling about a conversation, with its reason. */
typedef struct
{
  const char *id;      /* "certificate-expired" */
  TlSeverity severity;
  int step;            /* index of the step it is about, -1 for none */
  char *text;          /* translated */
} TlFinding;

/* TlFinding, in the order of their steps. Made anew by each call. */
GPtrArray *tl_conversation_findings (const TlConversation *self);

G_END_DECLS
