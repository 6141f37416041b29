/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the files of this room have in common: the secrets of a conversation.
 */
#pragma once

#include "../secrets/kdf.h"
#include "../secrets/key-block.h"
#include "../secrets/psk.h"
#include "../tls/handshake.h"
#include "proof.h"
#include "transcript.h"

G_BEGIN_DECLS

/* What the handshake around a step has agreed on, and what is known of its secrets. */
typedef struct
{
  guint16 version; /* as for keys: 0x0303, 0x0304 */
  bool dtls;
  TlSuite suite;
  TlRandoms randoms;
  bool randoms_known;
  TlKeyring *keyring; /* borrowed; NULL: no keys were given */
  const TlConversation *conversation;
} TlAgreement;

/* Reads the hellos before @step. */
void tl_agreement_read (TlAgreement *self, const TlConversation *conversation, guint step);

/* The secret that the keyring has for the connection. */
bool tl_agreement_secret (const TlAgreement *self, TlKeylogLabel label, TlSecret *secret);

/* Fills @proof in: finished.c, signature.c, binder.c */
void tl_prove_finished (TlProof *proof, const TlConversation *conversation, guint step);
void tl_prove_signature (TlProof *proof, const TlConversation *conversation, guint step);
void tl_prove_binder (TlProof *proof, const TlConversation *conversation, guint step);

/* The pre-shared key that was given for number @which of those that the ClientHello @step offers: its length; 0 where there is
 * none whose binder is right. @ticket: it was not given, but is that of a ticket. */
gsize tl_binder_find_key (
    const TlConversation *conversation, guint step, guint which, guint8 key[TL_PSK_SIZE], bool *ticket);

/* Why a transcript cannot be checked, for people. Free with g_free(). */
char *tl_transcript_fault_text (TlTranscriptState state);

/* What does not hold over a transcript that is doubtful need not be wrong: what it covers may not all be there. */
void tl_proof_doubt (TlProof *proof, bool doubtful);

/* Shell commands that check @proof. NULL where there are none. */
char *tl_recipe_finished (const TlAgreement *agreement, const TlProof *proof, bool from_client);

char *tl_recipe_binder (const TlProof *proof, gnutls_digest_algorithm_t hash);

/* @algorithm: GNUTLS_SIGN_UNKNOWN for RSA before TLS 1.2, which signs MD5 and SHA-1. */
char *tl_recipe_signature (const TlProof *proof, gnutls_sign_algorithm_t algorithm);

G_END_DECLS
