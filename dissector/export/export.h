/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation as text and as JSON.
 */
#pragma once

#include "../conversation/conversation.h"

G_BEGIN_DECLS

typedef enum
{
  TL_TEXT_UNICODE = 1 << 0, /* lines and arrows drawn with box characters; else plain ASCII */
  TL_TEXT_COLOR = 1 << 1    /* ANSI colours */
} TlTextFlags;

/* Appends the ladder of @conversation, @width columns wide (at least 60). */
void tl_export_text (const TlConversation *conversation, TlTextFlags flags, int width, GString *out);

/* Appends one line for @conversation. */
void tl_export_summary (const TlConversation *conversation, TlTextFlags flags, GString *out);

/* Appends one line of JSON, as the contract of the command line says; with the field trees when @with_fields. */
void tl_export_json (const TlConversation *conversation, bool with_fields, GString *out);

G_END_DECLS
