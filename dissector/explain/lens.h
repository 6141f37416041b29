/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Who looks at a conversation: the same messages say more or less to whoever has fewer or more keys.
 */
#pragma once

#include "../conversation/conversation.h"

G_BEGIN_DECLS

typedef enum
{
  TL_LENS_OBSERVER, /* on the way, without any key */
  TL_LENS_KEY_LOG,  /* whoever holds the key logs: those that were given, and those that the capture carries */
  TL_LENS_SERVER,   /* the server, as far as the keys that were given tell what it knows */
  TL_N_LENSES
} TlLens;

/* "observer", "key-log", "server": the word of options and actions. */
const char *tl_lens_id (TlLens lens);

/* What can be seen through @lens of @self, which was read through it, as one or two translated sentences; NULL where nothing can
 * be said: of a conversation whose messages are not kept. Free with g_free(). */
char *tl_conversation_lens_text (const TlConversation *self, TlLens lens);

/* The same, for who has @derivations, those of tl_conversation_derivations(), already: they take a while, and the server's sentence
 * needs them. */
char *tl_conversation_lens_text_with (const TlConversation *self, TlLens lens, const GPtrArray *derivations);

G_END_DECLS
