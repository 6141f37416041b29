/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What stands below the ladder: certificates and findings.
 */
#pragma once

#include "export.h"

G_BEGIN_DECLS

/* Appends @text in lines of @width columns, each with @indent spaces before it; the first goes on in a line
 * that already has
 * @begun columns. Every line is ended. */
void
tl_text_append_wrapped (GString *out, const char *text, int indent, int begun, int width, TlTextFlags flags);

/* Appends the heading @text, with an empty line before it. */
void tl_text_append_heading (GString *out, const char *text, TlTextFlags flags, int width);

/* Appends the certificates that both sides sent, in the order sent; nothing where there are none in clear. */
void
tl_text_append_certificates (const TlConversation *conversation, TlTextFlags flags, int width, GString *out);

/* Appends the findings; nothing where there are none. */
void tl_text_append_findings (const TlConversation *conversation, TlTextFlags flags, int width, GString *out);

G_END_DECLS
