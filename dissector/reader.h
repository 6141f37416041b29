/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Reads a whole capture, for programs that wait for it.
 */
#pragma once

#include "reading.h"

G_BEGIN_DECLS

/* Reads the capture at @path ("-": standard input) to its end and tells @func of each conversation, once, when it is complete. False when
 * it could not be opened, or not read to its end; what was read before is told all the same.
 * @keyring opens what is sealed; NULL: nothing does. Packets of a link type that is not known are TL_ERROR_LINK_TYPE, told at the end. */
bool tl_read_capture (const char *path,
                      TlKeyring *keyring,
                      TlTrackerFlags flags,
                      TlTrackerFunc func,
                      gpointer user_data,
                      GError **error);

/* The same for any @request; @state is how it stood at the end. */
bool tl_read_capture_full (const TlReadingRequest *request, TlReadingState *state, GError **error);

/* A translated sentence on @n_packets of @link_type (-1: of several) that cannot be read; NULL where there are none. Free with g_free(). */
char *tl_unreadable_text (guint64 n_packets, int link_type);

/* A translated sentence on keys that a capture has carried, or NULL where there were none. Free with g_free(). */
char *tl_carried_keys_text (const TlKeylogReport *report);

G_END_DECLS
