/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What is worth telling about a conversation, each with its reason.
 */
#include "conversation.h"

#include <glib/gi18n-lib.h>

static void
finding_free (gpointer data)
{
  TlFinding *finding = data;
  g_free (finding->text);
  g_free (finding);
}

static void
add (GPtrArray *findings, const char *id, TlSeverity severity, int step, const char *text)
{
  TlFinding *finding = g_new0 (TlFinding, 1);

  finding->id = id;
  finding->severity = severity;
  finding->step = step;
  finding->text = g_strdup (text);
  g_ptr_array_add (findings, finding);
}

GPtrArray *
tl_conversation_findings (const TlConversation *self)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func (finding_free);

  if (self->lost_bytes)
    add (findings, "bytes-lost", TL_SEVERITY_WARNING, -1, _ ("Bytes of this conversation are missing from the capture."));
  if (self->conflicting_bytes)
    add (findings, "bytes-conflicting", TL_SEVERITY_WARNING, -1,
         _ ("A retransmission brought other bytes than the first one: what came first is shown."));
  return findings;
}
