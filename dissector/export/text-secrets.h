/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What keys show, as text: proofs, opened records, the secrets of a conversation.
 */
#pragma once

#include "export.h"

G_BEGIN_DECLS

/* One line on the proof that step @step is, with a sign for whether it holds; NULL where it is none, or no keys were given. Free with g_free(). */
char *tl_text_proof (const TlConversation *conversation, guint step, TlTextFlags flags);

/* How the record was opened that step @step was in, in lines; NULL where it was not sealed. The nonce is only there where @flags ask for
 * secrets. Free with g_strfreev(). */
char **tl_text_door (const TlConversation *conversation, guint step, TlTextFlags flags);

/* Appends the secrets and how each is derived; nothing where no keys were given. Their values only with TL_TEXT_SECRETS. */
void tl_text_append_secrets (const TlConversation *conversation, TlTextFlags flags, int width, GString *out);

/* The proofs of @conversation that could be checked: how they are computed, and the commands that check them again with OpenSSL;
 * those that hold a secret only where @flags ask for it. */
void tl_text_append_proofs (const TlConversation *conversation, TlTextFlags flags, int width, GString *out);

G_END_DECLS
