/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the files that say why a conversation stays sealed have in common.
 */
#pragma once

#include "conversation.h"

G_BEGIN_DECLS

/* Why the private keys and pre-shared keys that were given tell no secret of @self, as a translated sentence; NULL where nothing more
 * than that can be said. Free with g_free(). */
char *tl_sealed_keys_text (const TlConversation *self);

/* The same where a pre-shared key did tell a secret, and no record verifies with it. */
char *tl_sealed_wrong_psk_text (const TlConversation *self);

G_END_DECLS
