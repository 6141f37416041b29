/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A thread that reads a capture, and what it hands over to the main loop: snapshots of conversations. For session.c alone.
 */
#pragma once

#include "reading.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct TlWorker TlWorker;

/* Begins to read for @request, which is copied with all that it points to; the spool is taken over. @news is called in the main context of
 * the caller when there is something to take, as long as @owner lives. */
TlWorker *tl_worker_start (const TlReadingRequest *request, GObject *owner, void (*news) (gpointer owner));

/* Stops the thread, soon, and lets it go: for the owner's end. */
void tl_worker_leave (TlWorker *self);

void tl_worker_cancel (TlWorker *self);
bool tl_worker_is_cancelled (const TlWorker *self);

/* What it reads for. Borrowed. */
const TlReadingRequest *tl_worker_get_request (const TlWorker *self);

/* What has come since the last call: TlConversation, in the order of their numbers, of each the last snapshot last. @done and @error say
 * how it ended, once. The thread waits while too much is not taken. */
GPtrArray *tl_worker_take (TlWorker *self, TlReadingState *state, bool *done, GError **error);

G_END_DECLS
