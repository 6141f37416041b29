/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The proofs of a handshake, checked again: that both sides saw the same messages (Finished), and that who sent a signature
 * has the key. What is needed for it is in the capture, or in the keys that were given.
 */
#pragma once

#include "../conversation/conversation.h"

G_BEGIN_DECLS

typedef enum
{
  TL_PROOF_FINISHED,            /* RFC 9846 section 4.5.3, RFC 5246 section 7.4.9 */
  TL_PROOF_CERTIFICATE_VERIFY,  /* RFC 9846 section 4.5.2, RFC 5246 section 7.4.8 */
  TL_PROOF_SERVER_KEY_EXCHANGE, /* RFC 5246 section 7.4.3 */
  TL_PROOF_BINDER               /* RFC 9846 section 4.3.11.2: of a ClientHello, where a pre-shared key was given for it */
} TlProofKind;

/**
 * TlProof:
 * @holds: TL_UNKNOWN where it cannot be checked: @text says why
 * @text: one translated sentence
 * @covered: the bytes that are proven: the transcript, or what was signed; NULL where they are not all there
 * @covers: the messages in it by name; NULL where it is no transcript
 * @found: verify_data, the signature or the binder, as sent
 * @computed: what it should be; NULL for a signature, and where it cannot be told
 * @key: the finished_key of TLS 1.3, that of a binder too, or the main secret; the SubjectPublicKeyInfo for a signature
 * @recipe: shell commands that check it with OpenSSL; NULL where there is none
 */
typedef struct
{
  TlProofKind kind;
  TlTristate holds;
  char *text;
  GBytes *covered;
  char *covers;
  GBytes *found;
  GBytes *computed;
  GBytes *key;
  char *recipe;
} TlProof;

void tl_proof_free (TlProof *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlProof, tl_proof_free)

/* The proof that step @step of @conversation is; NULL where it is none. */
TlProof *tl_proof_of_step (const TlConversation *conversation, guint step);

/* How what @self, the proof of step @step, should hold is computed, in the notation of the RFCs:
 * "HMAC (server_finished_key, Transcript-Hash (ClientHello, …))"; NULL for a signature. Free with g_free(). */
char *tl_proof_formula (const TlProof *self, const TlConversation *conversation, guint step);

/* The hash of what @self covers, as that formula takes it; NULL for a signature, in SSL 3.0, which has no such hash, and where it
 * cannot be told. Owned by the caller. */
GBytes *tl_proof_hash (const TlProof *self, const TlConversation *conversation, guint step);

G_END_DECLS
