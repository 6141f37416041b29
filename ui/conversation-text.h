/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the list of conversations says of one, and what a search looks through.
 */
#pragma once

#include "dissector.h"

G_BEGIN_DECLS

/* The server name, or the address of the server. Free with g_free(). */
char *tl_conversation_title (const TlConversation *self);

/* "10.0.0.7:51750 → 10.0.0.25:443"; the second address is left out where it is the first. Free with g_free().
 */
char *tl_conversation_endpoints_text (const TlConversation *self);

/* The outcome in a word or two. */
const char *tl_conversation_outcome_word (const TlConversation *self);

/* When it began, how long it took, how it ended. Free with g_free(). */
char *tl_conversation_facts_text (const TlConversation *self);

/* A duration in nanoseconds, for people: "14.9 ms". Free with g_free(). */
char *tl_duration_text (gint64 duration);

/* Whether every word of @words (casefolded, ends with NULL) stands in what is known of the conversation:
 * server name, addresses, ports, version, outcome, ALPN. */
bool tl_conversation_matches (const TlConversation *self, char *const *words);

/* @text as words for tl_conversation_matches(); NULL when there are none. Free with g_strfreev(). */
char **tl_search_words (const char *text);

G_END_DECLS
