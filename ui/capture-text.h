/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What there is to say about a capture as a whole.
 */
#pragma once

#include "dissector.h"

G_BEGIN_DECLS

/* Whether @error (may be NULL) says that nothing could be read of the file at all. */
bool tl_capture_is_unopened (const GError *error);

/* A title for @error. */
const char *tl_capture_error_title (const GError *error);

/* That there are @n conversations in it, so far if it is still @reading. Free with g_free(). */
char *tl_capture_count_text (guint n, bool reading);

/* That @evicted conversations are rows without messages, and @unlisted not even that; NULL for none. Free with g_free(). */
char *tl_capture_evicted_text (guint64 evicted, guint64 unlisted);

/* What has to be said about what was read: damaged, stopped, messages not kept, packets that cannot be read;
 * NULL when there is nothing. Free with g_free(). */
char *tl_capture_notice_text (TlSession *session);

/* Why there is nothing to see, when @notice (may be NULL) is all there is to say. Free with g_free(). */
char *tl_capture_none_text (TlSession *session, const char *notice);

G_END_DECLS
