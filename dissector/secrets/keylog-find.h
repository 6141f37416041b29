/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Key logs among files: which file is one, and which lies beside a capture.
 */
#pragma once

#include "keylog.h"

G_BEGIN_DECLS

/* Whether @text, the beginning of a file, has a line that gives a secret. */
bool tl_keylog_holds_secret (TlBytes text);

/* Whether the file @path is a key log and no capture, as far as its first lines say. False for what cannot be read. */
bool tl_keylog_is_at (const char *path);

/* The key log that lies beside the capture @path: PATH.keylog.txt or PATH.keylog, or the same with PATH less what stands
 * behind its last dot. NULL where there is none. Free with g_free(). */
char *tl_keylog_beside (const char *path);

G_END_DECLS
