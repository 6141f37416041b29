/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What a protocol before TLS is read by: how it opens, where its messages end, what they say. One table for each
 * family of protocols, in a file of its own; prelude.c has the list.
 */
#pragma once

#include "prelude.h"

G_BEGIN_DECLS

typedef enum
{
  TL_OPENS_NO,
  TL_OPENS_MAYBE, /* too few bytes to tell */
  TL_OPENS_YES
} TlOpens;

/* Where a message leads. */
typedef enum
{
  TL_PRELUDE_ON,      /* the dialogue goes on, TLS may begin */
  TL_PRELUDE_THROUGH, /* a relay has done its work: what follows is TLS, or another protocol that opens */
  TL_PRELUDE_STRANGE, /* it is not as we know it: no more is read */
  TL_PRELUDE_OVER     /* this leads to no TLS */
} TlPreludeVerdict;

enum
{
  TL_PRELUDE_TAG = 32 /* bytes kept of the tag of an IMAP command */
};

/* What a reader remembers. All zero in the beginning. */
typedef struct
{
  TlPreludeProtocol protocol; /* as far as it is known */
  bool asked;                 /* for TLS, or for the way to a host, and it was not refused */
  guint8 asker;               /* direction */
  union
  {
    struct
    {
      guint candidates; /* bit set by TlPreludeProtocol: which it can be; 0: any */
      guint8 client;    /* 1 + its direction; 0: not known */
      guint8 login;     /* the client's lines are what it logs in with */
      guint8 n_tag;
      guint8 tag[TL_PRELUDE_TAG]; /* of the command that asked for TLS */
    } lines;
    struct
    {
      guint64 body[2];  /* bytes of it that are still to come; G_MAXUINT64: the head does not tell */
      guint status[2];  /* 0: of a request */
      guint8 place[2];
      guint8 filled[2]; /* the line at hand is not empty */
    } http;
    struct
    {
      guint8 version; /* 0: nothing was said yet */
      guint8 greeted; /* the client has named its methods */
      guint8 chosen;  /* the proxy has chosen one */
    } socks;
    struct
    {
      struct
      {
        guint32 depth; /* elements that are open */
        guint8 place;
        guint8 quote;  /* that the value at hand ends with */
        guint8 last;   /* byte */
        guint8 closes; /* the tag at hand is an end tag */
      } sides[2];
    } xmpp;
    guint32 ldap_message; /* messageID of the wish for TLS */
    struct
    {
      guint8 gss;    /* the last request was for GSSAPI */
    } postgresql;
    struct
    {
      guint8 server; /* 1 + its direction; 0: not known */
    } mysql;
  };
} TlPreludeState;

/* What a message says. */
typedef struct
{
  guint8 kind; /* the reader's own: for describe() */
  guint8 marks;
  gsize length; /* of the message, where it is only the first of several that end together; 0: of all there is */
} TlPreludeFacts;

/**
 * TlPreludeReader:
 * @opens: whether @bytes, the first of a direction, are its own. Must not look beyond the first message.
 * @measure: how long the message is that begins with @head: more than @head, if not all of it is there (then at least as much,
 *   as far as can be told); 0 where it cannot be. NULL where @scan tells.
 * @scan: how many of @bytes, which follow those that were scanned before, belong to the message that ends in them; 0 where it
 *   does not end. NULL where @measure tells.
 * @read: a message has ended; of several the first: it is called again for those that follow
 * @describe: its text; free with g_free()
 * @resumes: after a gap, what is found to end a message ends one: what comes then can be read
 */
typedef struct
{
  TlOpens (*opens) (TlBytes bytes);
  guint64 (*measure) (const TlPreludeState *state, guint direction, TlBytes head);
  gsize (*scan) (TlPreludeState *state, guint direction, TlBytes bytes);
  TlPreludeVerdict (*read) (TlPreludeState *state, guint direction, TlBytes message, TlPreludeFacts *out);
  char *(*describe) (TlBytes message, const TlPreludeFacts *facts);
  bool resumes;
} TlPreludeReader;

extern const TlPreludeReader tl_prelude_lines;
extern const TlPreludeReader tl_prelude_http;
extern const TlPreludeReader tl_prelude_proxy;
extern const TlPreludeReader tl_prelude_socks;
extern const TlPreludeReader tl_prelude_xmpp;
extern const TlPreludeReader tl_prelude_ldap;
extern const TlPreludeReader tl_prelude_postgresql;
extern const TlPreludeReader tl_prelude_mysql;
extern const TlPreludeReader tl_prelude_rdp;
extern const TlPreludeReader tl_prelude_telnet;

/* Whether @bytes begin with @prefix, without regard to the case of letters, as far as there are bytes. */
TlOpens tl_opens_with_rest (TlBytes bytes, const char *prefix);

/* The same. Every connection is asked for every opening: the first byte says no nearly always. */
static inline TlOpens
tl_opens_with (TlBytes bytes, const char *prefix)
{
  if (bytes.length > 0 && ((bytes.data[0] ^ (guint8) prefix[0]) & 0xdf) != 0)
    return TL_OPENS_NO;
  return tl_opens_with_rest (bytes, prefix);
}

/* Up to and including the first line feed; 0 where there is none. */
gsize tl_scan_line (TlBytes bytes);

/* For @measure: the length of a line of at most @max bytes. */
guint64 tl_measure_line (TlBytes head, gsize max);

/* A line without its end. */
TlBytes tl_line (TlBytes message);

/* Instead of bytes that are no words: how many they are. Free with g_free(). */
char *tl_prelude_bytes_text (gsize length);

/* Behind @shown, instead of a secret: how many bytes it has. Free with g_free(). */
char *tl_prelude_hidden_text (const char *shown, gsize length);

/* @bytes as text of a step. Free with g_free(). */
char *tl_prelude_text (TlBytes bytes);

G_END_DECLS
