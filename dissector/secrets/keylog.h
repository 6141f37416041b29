/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The lines of a key log (SSLKEYLOGFILE, RFC 9850): which secret belongs to which connection.
 */
#pragma once

#include "secret.h"

G_BEGIN_DECLS

/* The labels of RFC 9850 sections 2.1 and 2.2, and those that were in use before it. */
typedef enum
{
  TL_KEYLOG_NONE,
  TL_KEYLOG_CLIENT_RANDOM,      /* the main secret of TLS 1.2 and older */
  TL_KEYLOG_CLIENT_EARLY_TRAFFIC_SECRET,
  TL_KEYLOG_EARLY_EXPORTER_SECRET,
  TL_KEYLOG_CLIENT_HANDSHAKE_TRAFFIC_SECRET,
  TL_KEYLOG_SERVER_HANDSHAKE_TRAFFIC_SECRET,
  TL_KEYLOG_CLIENT_TRAFFIC_SECRET_0,
  TL_KEYLOG_SERVER_TRAFFIC_SECRET_0,
  TL_KEYLOG_EXPORTER_SECRET,
  TL_KEYLOG_ECH_SECRET,         /* the HPKE shared secret, by the random of the ClientHelloOuter */
  TL_KEYLOG_ECH_CONFIG,
  TL_KEYLOG_RSA,                /* the premaster secret, by the first 8 bytes of its encrypted form */
  TL_KEYLOG_PMS_CLIENT_RANDOM,  /* the premaster secret */
  TL_KEYLOG_RSA_SESSION_ID,     /* the main secret, by the session id: "RSA Session-ID:… Master-Key:…" */
  TL_KEYLOG_TICKET,             /* in no file: the main secret, by the hash of the ticket that resumes it */
  TL_KEYLOG_TICKET_PSK,         /* in no file: the pre-shared key of TLS 1.3 that a ticket stands for, by the hash of that */
  TL_N_KEYLOG_LABELS
} TlKeylogLabel;

/* The label as it is written: "CLIENT_RANDOM"; NULL for TL_KEYLOG_NONE. */
const char *tl_keylog_label_name (TlKeylogLabel label);

/* The keys of TLS 1.3, in the order in which a sender goes through them; in DTLS 1.3, the numbers of the epochs too (RFC 9147
 * section 6.1). */
typedef enum
{
  TL_PHASE_CLEAR,
  TL_PHASE_EARLY,
  TL_PHASE_HANDSHAKE,
  TL_PHASE_APPLICATION
} TlPhase;

/* The label of the traffic secret that the client, or the @server, seals with in @phase; TL_KEYLOG_NONE where it seals nothing. */
TlKeylogLabel tl_keylog_traffic_label (TlPhase phase, bool server);

enum
{
  TL_KEYLOG_NAME_SIZE = 32,       /* of a client random, and the longest that a connection is named by */
  TL_KEYLOG_VALUE_SIZE = 448      /* of an ECHConfigList, the longest value that fits the longest line */
};

/* What a line says. */
typedef struct
{
  TlKeylogLabel label;
  guint8 name[TL_KEYLOG_NAME_SIZE]; /* the client random, or what @label goes by */
  gsize n_name;
  guint8 value[TL_KEYLOG_VALUE_SIZE];
  gsize n_value;
} TlKeylogLine;

typedef enum
{
  TL_KEYLOG_SECRET,  /* there is one */
  TL_KEYLOG_IGNORED, /* empty, or a comment */
  TL_KEYLOG_UNKNOWN, /* a label that is not known: RFC 9850 section 2 says to pass over it */
  TL_KEYLOG_DAMAGED  /* a known label, and what follows does not fit */
} TlKeylogKind;

/* Reads @text, a line without its end. */
TlKeylogKind tl_keylog_read_line (TlBytes text, TlKeylogLine *line);

G_END_DECLS
