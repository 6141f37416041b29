/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A step over QUIC in a few words, where it is none that TLS has.
 */
#pragma once

#include "conversation.h"

G_BEGIN_DECLS

/* The title of a step over QUIC; NULL where it is that of any other step of its type. Free with g_free(). */
char *tl_quic_step_title (const TlStep *step);

/* The facts of such a step; NULL as above. Free with g_free(). */
char *tl_quic_step_facts (const TlStep *step);

/* The error code of a CONNECTION_CLOSE, and the registry that names it: TL_REGISTRY_NONE for one of the application protocol.
 * False where its bytes are missing. */
bool tl_quic_close_error (const TlStep *step, guint64 *error, TlRegistry *names);

/* "CONNECTION_REFUSED", "CRYPTO_ERROR (handshake_failure)": why a CONNECTION_CLOSE ended the connection. Free with g_free(). */
char *tl_quic_close_reason (const TlStep *step);

G_END_DECLS
