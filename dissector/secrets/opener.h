/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Opens the sealed records of one conversation, one after the other: knows which keys are in force for each side, and what
 * changes them. It is told what the messages said, and never looks at a capture itself.
 */
#pragma once

#include "key-block.h"
#include "keyring.h"
#include "premaster.h"
#include "protection.h"

G_BEGIN_DECLS

/* Who sent a record. */
enum
{
  TL_SENDER_CLIENT = 0,
  TL_SENDER_SERVER = 1
};

/* What became of a sealed record. */
typedef enum
{
  TL_OPEN_OPENED,
  TL_OPEN_NO_SECRET,   /* no secret was given for this connection */
  TL_OPEN_NO_HELLOS,   /* the hellos are not in the capture: which connection it is, and which suite, is not known */
  TL_OPEN_UNSUPPORTED, /* the cipher suite is one that cannot be opened here */
  TL_OPEN_WRONG,       /* MAC or tag does not verify: a wrong secret, or a damaged record */
  TL_OPEN_LOST,        /* the same, behind bytes that are missing */
  TL_OPEN_UNTYPED,     /* it verifies, but only zeros are in it: its sender broke RFC 9846 section 5.4 */
  TL_OPEN_TOO_EARLY    /* its ChangeCipherSpec came before the hellos had agreed on any keys */
} TlOpenResult;

enum
{
  TL_UNIFIED_HEADER = 1 + 255 + 2 + 2 /* the longest: with a connection id */
};

typedef struct TlOpener TlOpener;

/* @keyring is shared. @dtls: records bring their numbers. */
TlOpener *tl_opener_new (TlKeyring *keyring, bool dtls);
void tl_opener_free (TlOpener *self);

/* A ClientHello: its random, by which secrets are found; its session id and ticket, by which a main secret is found that an
 * earlier conversation had. Data is NULL for what it has not. In a renegotiation the keys stay until ChangeCipherSpec. */
void tl_opener_client_hello (TlOpener *self, TlBytes random, TlBytes session_id, TlBytes ticket, bool early_data);

/* What a ServerHello settles. @version as in TLS, 0x0303 for DTLS 1.2 and 0x0304 for DTLS 1.3 and the drafts. */
typedef struct
{
  guint16 version;
  guint16 cipher_suite;
  TlBytes random;
  TlBytes session_id;
  bool extended_main_secret; /* RFC 7627 */
  bool encrypt_then_mac;     /* RFC 7366 */
} TlOpenerServerHello;

void tl_opener_server_hello (TlOpener *self, const TlOpenerServerHello *hello);

/* The ClientHello may carry an encrypted one, which was not opened: if the server took that, secrets go by a random that nobody told (RFC
 * 9850 section 2.1). They are tried, then. */
void tl_opener_expect_hidden (TlOpener *self);

/* That random, once one of them has opened something; NULL else. */
const guint8 *tl_opener_hidden_random (const TlOpener *self);

/* Whether there were more of them than are tried. */
bool tl_opener_hidden_is_cut (const TlOpener *self);

/* There is a ClientKeyExchange: whatever session was offered, it is not resumed (RFC 5246 section 7.3). */
void tl_opener_expect_new_secret (TlOpener *self);

/* That ClientKeyExchange; of @exchange, the random, the suite and the version are set here. @messages: those of the handshake so far and
 * this one, as they are hashed (RFC 7627 section 3); data is NULL where they are not all there. */
void tl_opener_client_key_exchange (TlOpener *self, const TlExchanged *exchange, TlBytes messages);

/* A NewSessionTicket of TLS 1.2: what a later conversation resumes with. */
void tl_opener_new_session_ticket (TlOpener *self, TlBytes ticket);

/* TLS 1.2 and older: what @sender sends from now on is sealed with the keys that were agreed on last. */
void tl_opener_change_cipher_spec (TlOpener *self, guint sender);

/* TLS 1.3: messages after which @sender uses other keys (RFC 9846 sections 4.5.3, 4.6, 4.7.3). */
void tl_opener_finished (TlOpener *self, guint sender);
void tl_opener_end_of_early_data (TlOpener *self);
void tl_opener_key_update (TlOpener *self, guint sender);

/* Records of @sender are missing from the capture: how many is not known. */
void tl_opener_lost (TlOpener *self, guint sender);

/* Opens @record of @sender; its sequence number is set here but in DTLS 1.2 and older, where the record brings it, with the epoch
 * above it. Without TL_OPEN_OPENED, @opened is empty. */
TlOpenResult tl_opener_open (TlOpener *self, guint sender, TlSealedRecord *record, TlOpenedRecord *opened);

/**
 * TlUnifiedHeader:
 * @bytes: as on the wire, the number in it encrypted
 * @plain: with the number in clear, once the record was opened
 * @epoch: its two lowest bits
 * @number: where in it the number is
 * @number_size: bytes of it, 1 or 2
 *
 * The header of a ciphertext of DTLS 1.3 (RFC 9147 section 4).
 */
typedef struct
{
  TlBytes bytes;
  guint8 plain[TL_UNIFIED_HEADER];
  guint epoch;
  gsize number;
  gsize number_size;
} TlUnifiedHeader;

/* DTLS 1.3: opens @record of @sender; its sequence number and its header, which is @header then, are set here. */
TlOpenResult tl_opener_open_unified (
    TlOpener *self, guint sender, TlUnifiedHeader *header, TlSealedRecord *record, TlOpenedRecord *opened);

/* Bytes of memory that it takes, about. */
gsize tl_opener_size (const TlOpener *self);

G_END_DECLS
