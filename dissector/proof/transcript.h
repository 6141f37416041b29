/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The transcript of a handshake: the messages that a signature, a Finished or a secret covers, one after the other (RFC 9846
 * section 4.1, RFC 5246 section 7.4.9).
 */
#pragma once

#include "../conversation/conversation.h"

#include <gnutls/crypto.h>

G_BEGIN_DECLS

/* What keeps a transcript from being whole. */
typedef enum
{
  TL_TRANSCRIPT_WHOLE,
  TL_TRANSCRIPT_SEALED, /* a message before is sealed for us */
  TL_TRANSCRIPT_CUT,    /* bytes of a message before are missing */
  TL_TRANSCRIPT_HIDDEN, /* it begins with an encrypted ClientHello that was not opened */
  TL_TRANSCRIPT_NO_HELLO, /* it does not begin with a ClientHello: that one is not in the capture */
  TL_TRANSCRIPT_NO_REQUEST /* behind the handshake: the CertificateRequest that is answered is not in the capture */
} TlTranscriptState;

/**
 * TlTranscript:
 * @bytes: the messages, as they are hashed
 * @steps: guint: which steps they are
 * @n_replaced: how many of the first steps stand there as a message_hash (after a HelloRetryRequest)
 * @doubtful: records that are sealed for us stand between them: there may be more messages, in TLS 1.3
 */
typedef struct
{
  TlTranscriptState state;
  GByteArray *bytes;
  GArray *steps;
  guint n_replaced;
  bool doubtful;
} TlTranscript;

/* The messages of the handshake that @step belongs to, before it; with it where @through. What a client of TLS 1.3 answers behind the
 * handshake covers that, the CertificateRequest that is answered, and the answer so far (RFC 9846 section 4.5, table 2). @hash is that of
 * the cipher suite, which TLS 1.3 needs behind a HelloRetryRequest. */
void tl_transcript_read (
    TlTranscript *self, const TlConversation *conversation, guint step, bool through, gnutls_digest_algorithm_t hash);
void tl_transcript_clear (TlTranscript *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TlTranscript, tl_transcript_clear)

/* The messages by name, in their order: "ClientHello, ServerHello"; an encrypted ClientHello that was taken is
 * "ClientHelloInner". Free with g_free(). */
char *tl_transcript_text (const TlTranscript *self, const TlConversation *conversation);

/* The Finished of the client that the handshake of TLS 1.3 ended with, where @step of the client is behind it; else -1. */
int tl_transcript_end_before (const TlConversation *conversation, guint step);

/* Whether a step of @conversation is a message of a handshake, and not one that comes after it (RFC 9846 section 4.7). */
bool tl_transcript_has (const TlConversation *conversation, guint step);

G_END_DECLS
