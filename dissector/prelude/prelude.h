/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What stands before TLS on the same connection: the dialogue of SMTP, PostgreSQL, SOCKS … until TLS begins.
 */
#pragma once

#include "../network/stream.h"
#include "../pieces.h"

G_BEGIN_DECLS

/* Who can talk before TLS. */
typedef enum
{
  TL_PRELUDE_NONE, /* not known */
  TL_PRELUDE_SMTP,
  TL_PRELUDE_LMTP,
  TL_PRELUDE_IMAP,
  TL_PRELUDE_POP3,
  TL_PRELUDE_FTP,
  TL_PRELUDE_IRC,
  TL_PRELUDE_NNTP,
  TL_PRELUDE_SIEVE,
  TL_PRELUDE_ACAP,
  TL_PRELUDE_HTTP_CONNECT,
  TL_PRELUDE_HTTP_UPGRADE,
  TL_PRELUDE_PROXY,
  TL_PRELUDE_SOCKS,
  TL_PRELUDE_XMPP,
  TL_PRELUDE_LDAP,
  TL_PRELUDE_POSTGRESQL,
  TL_PRELUDE_MYSQL,
  TL_PRELUDE_RDP,
  TL_PRELUDE_TELNET,
  TL_N_PRELUDES
} TlPreludeProtocol;

/* What a message has to do with the way to TLS: bits. */
typedef enum
{
  TL_PRELUDE_OFFERS = 1 << 0,  /* TLS can be asked for */
  TL_PRELUDE_ASKS = 1 << 1,    /* for TLS; of a relay: for the way to a host */
  TL_PRELUDE_GRANTS = 1 << 2,  /* what was asked for */
  TL_PRELUDE_REFUSES = 1 << 3, /* the same */
  TL_PRELUDE_SECRET = 1 << 4   /* a password or the like stands in it: its text does not show that */
} TlPreludeMarks;

/**
 * TlPreludeStep:
 * @direction: 0 or 1
 * @protocol: TlPreludeProtocol
 * @marks: TlPreludeMarks
 * @text: the words of the line, or what the message says in the words of its specification; safe to show
 * @chunk: its bytes as on the wire, and the packets they came in; the time is of the packet that completed it
 *
 * A line or message before TLS. All of it is borrowed.
 */
typedef struct
{
  guint direction;
  TlPreludeProtocol protocol;
  guint8 marks;
  const char *text;
  TlChunk chunk;
} TlPreludeStep;

typedef void (*TlPreludeFunc) (gpointer user_data, const TlPreludeStep *step);

typedef struct TlPrelude TlPrelude;

/* Whether @bytes, the first of a connection in one direction, can open a dialogue that leads to TLS. */
bool tl_prelude_sniff (TlBytes bytes);

TlPrelude *tl_prelude_new (void);
void tl_prelude_free (TlPrelude *self);

/* Takes the next bytes of @direction (0 or 1), at most to the end of the first message in them, and takes them off @bytes.
 * False when this leads to no TLS that anything here is worth keeping for. */
bool tl_prelude_add (TlPrelude *self, guint direction, TlBytes *bytes, TlOrigin origin);

/* Bytes of @direction are missing here. */
void tl_prelude_gap (TlPrelude *self, guint direction);

/* The message at hand of @direction does not go on: TLS begins in the middle of it. */
void tl_prelude_break (TlPrelude *self, guint direction);

/* Whether nothing of an unfinished message of @direction is held: here TLS can begin. */
bool tl_prelude_at_boundary (const TlPrelude *self, guint direction);

/* The protocol that TLS was asked for in: "smtp", "imap" …; NULL while nobody did, or it was refused. */
const char *tl_prelude_upgraded_from (const TlPrelude *self);

/* The words that stand for a protocol in JSON: "smtp" …; NULL for TL_PRELUDE_NONE. */
const char *tl_prelude_protocol_id (TlPreludeProtocol protocol);

/* Tells of the messages that have ended since the last time, in the order in which they did. */
void tl_prelude_take (TlPrelude *self, TlPreludeFunc func, gpointer user_data);

/* Messages that are not told of, in the middle, because there are too many. */
guint tl_prelude_left_out (const TlPrelude *self);

/* Whether bytes of the dialogue are missing. */
bool tl_prelude_lost (const TlPrelude *self);

/* Bytes of memory that it takes, about. */
gsize tl_prelude_size (const TlPrelude *self);

G_END_DECLS
