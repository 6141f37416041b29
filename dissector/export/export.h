/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation as text and as JSON.
 */
#pragma once

#include "../explain/lens.h"

G_BEGIN_DECLS

typedef enum
{
  TL_TEXT_UNICODE = 1 << 0, /* lines and arrows drawn with box characters; else plain ASCII */
  TL_TEXT_COLOR = 1 << 1,   /* ANSI colours */
  TL_TEXT_SECRETS = 1 << 2, /* with keys: the values of secrets, the nonces made of them, and what was computed with them */
  /* with the sentence on what can be seen by who looks at it: one of these, the first shifted by the TlLens */
  TL_TEXT_LENS_OBSERVER = 1 << 3,
  TL_TEXT_LENS_KEY_LOG = TL_TEXT_LENS_OBSERVER << TL_LENS_KEY_LOG,
  TL_TEXT_LENS_SERVER = TL_TEXT_LENS_OBSERVER << TL_LENS_SERVER
} TlTextFlags;

typedef enum
{
  TL_JSON_FIELDS = 1 << 0, /* the field trees of all messages */
  TL_JSON_SECRETS = 1 << 1, /* with keys: the values of secrets, what is made with them, and the plaintext of records */
  TL_JSON_LENS_OBSERVER = 1 << 2, /* as with TlTextFlags */
  TL_JSON_LENS_KEY_LOG = TL_JSON_LENS_OBSERVER << TL_LENS_KEY_LOG,
  TL_JSON_LENS_SERVER = TL_JSON_LENS_OBSERVER << TL_LENS_SERVER
} TlJsonFlags;

/* Appends the ladder of @conversation, @width columns wide (at least 60). */
void tl_export_text (const TlConversation *conversation, TlTextFlags flags, int width, GString *out);

/* Appends one line for @conversation. */
void tl_export_summary (const TlConversation *conversation, TlTextFlags flags, GString *out);

/* Appends one line of JSON, as the contract of the command line says. No secret is in it unless @flags ask for them. */
void tl_export_json (const TlConversation *conversation, TlJsonFlags flags, GString *out);

G_END_DECLS
