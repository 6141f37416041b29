/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A capture being read in the background, as a list of its conversations: what the window stands on.
 */
#pragma once

#include "conversation/conversation.h"
#include "errors.h"
#include "reading.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* One conversation of a session. Its snapshot changes while it grows: notify::conversation. */
#define TL_TYPE_CONVERSATION_ITEM (tl_conversation_item_get_type ())
G_DECLARE_FINAL_TYPE (TlConversationItem, tl_conversation_item, TL, CONVERSATION_ITEM, GObject)

/* The latest snapshot. Borrowed until the next turn of the main loop; take a reference to keep it. Never NULL. */
TlConversation *tl_conversation_item_get_conversation (TlConversationItem *self);

/* For a list that has a conversation without a session, and for tests. */
TlConversationItem *tl_conversation_item_new (TlConversation *conversation);

typedef enum
{
  TL_SESSION_READING,
  TL_SESSION_DONE,     /* the whole input was read */
  TL_SESSION_CANCELLED,
  TL_SESSION_FAILED    /* see tl_session_get_error(): what was read before stays */
} TlSessionState;

/**
 * TlSession:
 *
 * A GListModel of TlConversationItem, in the order of their numbers. Reads on a thread of its own; everything here is for the main thread, and
 * changes are told there: items-changed, notify::state, notify::progress. Rows that nobody looks at may be told of again, with those behind them.
 *
 * Properties: state (int, TlSessionState), progress (double: 0 to 1, or -1 where the size is not known).
 */
#define TL_TYPE_SESSION (tl_session_get_type ())
G_DECLARE_FINAL_TYPE (TlSession, tl_session, TL, SESSION, GObject)

/* Begins to read @path at once. @keyring opens what is sealed (NULL: nothing does); other keys ask for another session. Never
 * fails here: a file that cannot be opened becomes TL_SESSION_FAILED. */
TlSession *tl_session_new (const char *path, TlKeyring *keyring);

/* The same for any @request, whose flags and functions are ours; what it points to is copied, and the spool is taken over: it is closed when nobody
 * reads any more. A capture that runs goes on until tl_session_cancel(), and then is TL_SESSION_DONE. */
TlSession *tl_session_new_for (const TlReadingRequest *request);

/* The same for who has no keys: everything stays sealed, even where the capture carries keys. */
TlSession *tl_session_new_sealed (const char *path);

/* Stops reading; what was read stays. */
void tl_session_cancel (TlSession *self);

const char *tl_session_get_path (TlSession *self);
TlSessionState tl_session_get_state (TlSession *self);
double tl_session_get_progress (TlSession *self);
const GError *tl_session_get_error (TlSession *self); /* NULL unless the state is failed */
guint64 tl_session_get_n_packets (TlSession *self);
guint64 tl_session_get_n_evicted (TlSession *self);

/* How many are no longer in the list, not even as a row. */
guint64 tl_session_get_n_unlisted (TlSession *self);

/* How the reading stands. Borrowed; changes with notify::progress. */
const TlReadingState *tl_session_get_reading (TlSession *self);

/* The interface that is captured on; NULL: none is. */
const char *tl_session_get_interface (TlSession *self);

/* Of how many conversations so far the keys have opened something. */
guint tl_session_get_n_opened (TlSession *self);

/* A sentence on packets of a link type that cannot be read, or NULL. Free with g_free(). */
char *tl_session_dup_unreadable_text (TlSession *self);

/* A sentence on the keys that the capture carries, or NULL. Free with g_free(). */
char *tl_session_dup_carried_text (TlSession *self);

G_END_DECLS
