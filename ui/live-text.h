/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What there is to say about a capture that runs.
 */
#pragma once

#include "dissector.h"

G_BEGIN_DECLS

/**
 * TlLiveStatus:
 * @running: it goes on
 * @live: it captures on an interface: then losses are told of
 * @n_conversations, @n_evicted, @n_unlisted: so far; the last are no longer in the list
 * @elapsed: microseconds since it began
 * @up_again: the last time that the link came back, as @elapsed then was; 0: never
 * @seen: it was to watch one handshake, and has
 * @fault: why it has ended; NULL: it was asked to, or goes on
 * @reading: as the session has it
 */
typedef struct
{
  bool running;
  bool live;
  guint n_conversations;
  guint64 n_evicted;
  guint64 n_unlisted;
  gint64 elapsed;
  gint64 up_again;
  bool seen;
  const char *fault;
  TlReadingState reading;
} TlLiveStatus;

/* Takes over how @session stands. @elapsed is the caller's, and so is what @status says of its end. */
void tl_live_status_take (TlLiveStatus *status, TlSession *session);

/* "0:12 · 1,234 packets · none lost · 3 conversations". Free with g_free(). */
char *tl_live_status_text (const TlLiveStatus *status);

/* What should be known of it: the link is down, packets were lost, the rest is not kept. NULL: nothing. Free with g_free(). */
char *tl_live_warning_text (const TlLiveStatus *status);

/* Whether that is only that something is in order again. */
bool tl_live_is_good_news (const TlLiveStatus *status);

/* What a file that it is saved to will lack. NULL: nothing. Free with g_free(). */
char *tl_live_lacks_text (const TlLiveStatus *status);

/* "0:12", "1:02:03". Free with g_free(). */
char *tl_live_elapsed_text (gint64 microseconds);

/* Whether the first handshake of @conversation is over, one way or the other. */
bool tl_live_is_settled (const TlConversation *conversation);

/* Whether that is so of one of @conversations, of TlConversationItem. */
bool tl_live_any_is_settled (GListModel *conversations);

G_END_DECLS
