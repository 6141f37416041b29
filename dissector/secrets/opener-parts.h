/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the files that open records have in common: what they know of a conversation.
 */
#pragma once

#include "opener.h"

G_BEGIN_DECLS

/* The keys of an epoch of DTLS. */
typedef struct
{
  TlProtection *protection; /* NULL: there are none */
  guint64 epoch;
  guint64 next;             /* DTLS 1.3: the highest number opened, and one */
  TlSecret secret;          /* DTLS 1.3: the traffic secret */
} TlEpochKeys;

enum
{
  TL_EPOCHS = 4 /* whose keys are kept: as many as the two bits of a ciphertext's header tell apart */
};

/* One side, as a sender. */
typedef struct
{
  TlProtection *current;  /* NULL: nothing is sealed, or it cannot be opened; and in DTLS */
  TlProtection *pending;  /* TLS 1.2 and older: from ChangeCipherSpec on */
  bool renewed;           /* @current is made of what the last hellos agreed on, not of what was in force before them */
  guint64 sequence;       /* of the next record */
  TlPhase phase;
  TlSecret secret;        /* TLS 1.3: the traffic secret that @current was made of */
  TlOpenResult reason;    /* why @current is NULL */
  bool lost;              /* records are missing: the next number is not known */
  bool sealed;            /* a ChangeCipherSpec was seen, or TLS 1.3 has begun */
  guint64 epoch;          /* DTLS: the latest of which a record was opened */
  TlEpochKeys epochs[TL_EPOCHS]; /* DTLS: each at its two lowest bits */
} TlSender;

/* How it stands with secrets of an encrypted ClientHello. */
typedef enum
{
  TL_HIDDEN_NOT,
  TL_HIDDEN_MAYBE, /* the random of the connection may be another one */
  TL_HIDDEN_FOUND,
  TL_HIDDEN_CUT    /* there are more secrets than are tried */
} TlHidden;

struct TlOpener
{
  TlKeyring *keyring;
  bool dtls;
  bool hello_known;       /* both hellos were seen */
  bool client_known;
  bool early_data;
  TlHidden hidden;
  bool agreed;            /* TLS 1.2 and older: the pending keys are those of the last hellos */
  TlOpenerServerHello server;
  TlSuite suite;
  bool supported;
  TlRandoms randoms;
  TlSecret main_secret;   /* TLS 1.2 and older */
  TlSecret other_secret;  /* another one that may be right, if that is not: what was exchanged says so; else empty */
  bool confirmed;         /* something has been opened with it */
  bool full;              /* the handshake makes a new one: none is resumed */
  guint8 session_id[TL_KEYLOG_NAME_SIZE]; /* of the ServerHello */
  gsize n_session_id;
  guint8 offered[2][TL_KEYLOG_NAME_SIZE]; /* of the ClientHello: the session id, and the hash of the ticket */
  gsize n_offered[2];
  guint8 ticket[TL_KEYLOG_NAME_SIZE]; /* that the server gives, hashed */
  gsize n_ticket;
  TlSender senders[2];
};

/* opener.c */

/* Whether both hellos were seen, and agree on (D)TLS 1.3. */
bool tl_opener_is_13 (const TlOpener *self);

/* Why no keys are to be had. */
TlOpenResult tl_opener_reason (const TlOpener *self);

/* A record was opened with keys of the main secret: it is right, and whoever resumes the session shall find it. */
void tl_opener_confirm (TlOpener *self);

/* Makes the pending keys of both sides from the main secret. */
void tl_opener_agree (TlOpener *self);

/* Takes the other secret for the main one, and that for the other, and makes the pending keys of both sides anew. False where there is
 * none, or the main secret has opened something. */
bool tl_opener_swap_secrets (TlOpener *self);

/* TLS 1.3: the traffic secret of @who in @phase, that the key log has. */
bool tl_opener_find_traffic_secret (TlOpener *self, guint who, TlPhase phase, TlSecret *secret);

/* The keys that follow from @secret under @suite. NULL where the cipher is not to be had. */
TlProtection *tl_opener_protect (const TlOpener *self, const TlSuite *suite, const TlSecret *secret);

/* opener-datagrams.c */

void tl_opener_clear_epochs (TlSender *sender);

/* tl_opener_open() for DTLS 1.2 and older. */
TlOpenResult tl_opener_open_datagram (TlOpener *self, guint who, TlSealedRecord *record, TlOpenedRecord *opened);

G_END_DECLS
