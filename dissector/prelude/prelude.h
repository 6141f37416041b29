/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What stands before TLS on the same connection: the lines of SMTP, IMAP … until the command that starts it.
 */
#pragma once

#include "../bytes.h"

G_BEGIN_DECLS

/* One line, of either direction. */
typedef struct
{
  guint8 direction;
  guint32 length;  /* of the line on the wire, its line end included */
  char *text;      /* without the line end, safe to show */
  guint64 packet;  /* that completed it */
  gint64 time;
} TlPreludeLine;

typedef struct TlPrelude TlPrelude;

/* Whether @bytes, the first of a connection in one direction, open a dialogue that can lead to TLS. */
bool tl_prelude_sniff (TlBytes bytes);

TlPrelude *tl_prelude_new (void);
void tl_prelude_free (TlPrelude *self);

/* Takes the next bytes of @direction (0 or 1), at most to the end of the first line in them, and takes them off @bytes.
 * True when a line ended. */
bool tl_prelude_add (TlPrelude *self, guint direction, TlBytes *bytes, guint64 packet, gint64 time);

/* Whether nothing of an unfinished line of @direction is held: only here can TLS begin. */
bool tl_prelude_at_line_start (const TlPrelude *self, guint direction);

/* The protocol whose command asked for TLS: "smtp", "imap" …; NULL while none did. */
const char *tl_prelude_protocol (const TlPrelude *self);

/* Bytes of memory that it takes, about. */
gsize tl_prelude_size (const TlPrelude *self);

/* The lines, in the order in which they ended: TlPreludeLine. */
const GPtrArray *tl_prelude_lines (const TlPrelude *self);

G_END_DECLS
