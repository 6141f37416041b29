/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The part of a key log that belongs to a capture: what goes into a file that others get. The rest is nobody's business.
 */
#pragma once

#include "session.h"

G_BEGIN_DECLS

/* The lines of the key logs @paths, ended by NULL, that are about the conversations of @list, of TlConversationItem; all of their secrets where
 * messages of a conversation are not kept; TL_LIMIT_SECRETS bytes at most. NULL: none. Free with tl_keylog_part_free(). */
char *tl_keylog_part (GListModel *list, const char *const *paths);

/* Overwrites it, too. */
void tl_keylog_part_free (char *text);

G_END_DECLS
