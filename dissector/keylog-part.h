/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The part of a key log that belongs to a capture: what goes into a file that others get. The rest is nobody's business.
 */
#pragma once

#include "session.h"

G_BEGIN_DECLS

/**
 * TlKeylogPart:
 *
 * Says which part it is: made where the conversations are, and read on a thread that may wait for files.
 */
typedef struct TlKeylogPart TlKeylogPart;

/* The lines of the key logs @paths, ended by NULL, that are about the conversations of @list, of TlConversationItem: also about those whose messages
 * are not kept, and not about those that are no longer listed. Free with tl_keylog_part_free(). */
TlKeylogPart *tl_keylog_part_new (GListModel *list, const char *const *paths);
void tl_keylog_part_free (TlKeylogPart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlKeylogPart, tl_keylog_part_free)

/* Those lines, TL_LIMIT_SECRETS bytes at most. NULL: none. For any thread. Free with tl_keylog_text_free(). */
char *tl_keylog_part_read (const TlKeylogPart *self);

/* Overwrites it, too. */
void tl_keylog_text_free (char *text);

G_END_DECLS
