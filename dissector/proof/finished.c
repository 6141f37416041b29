/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Computes what a Finished should hold, and compares (RFC 9846 section 4.5.3, RFC 5246 section 7.4.9).
 */
#include "proof-parts.h"

#include <glib/gi18n-lib.h>

char *
tl_transcript_fault_text (TlTranscriptState state)
{
  switch (state)
    {
    case TL_TRANSCRIPT_SEALED:
      return g_strdup (_ ("It cannot be checked: a message that it covers is sealed."));
    case TL_TRANSCRIPT_CUT:
      return g_strdup (_ ("It cannot be checked: bytes of a message that it covers are missing from the capture."));
    case TL_TRANSCRIPT_HIDDEN:
      return g_strdup (_ ("It cannot be checked: it covers the encrypted ClientHello, which was not opened."));
    case TL_TRANSCRIPT_NO_HELLO:
      return g_strdup (_ ("It cannot be checked: the ClientHello that the handshake began with is not in the capture."));
    case TL_TRANSCRIPT_NO_REQUEST:
      return g_strdup (_ ("It cannot be checked: the CertificateRequest that it answers is not in the capture."));
    case TL_TRANSCRIPT_WHOLE:
    default:
      return NULL;
    }
}

void
tl_proof_doubt (TlProof *proof, bool doubtful)
{
  if (!doubtful || proof->holds != TL_NO)
    return;
  proof->holds = TL_UNKNOWN;
  g_free (proof->text);
  proof->text = tl_transcript_fault_text (TL_TRANSCRIPT_SEALED);
  g_clear_pointer (&proof->computed, g_bytes_unref);
  g_clear_pointer (&proof->covered, g_bytes_unref);
  g_clear_pointer (&proof->covers, g_free);
  g_clear_pointer (&proof->recipe, tl_forget_text);
}

/* RFC 9846 section 7.2: one more for each KeyUpdate that was sent between the steps @end and @index. */
static bool
update_secret (const TlAgreement *agreement, guint end, guint index, TlSecret *secret)
{
  TlBytes none = { 0 };
  bool done = true;

  for (guint i = end + 1; i < index && done; i++)
    {
      const TlStep *step = agreement->conversation->steps[i];
      TlSecret before = *secret;

      if (step->type == TL_STEP_HANDSHAKE && !step->sealed && !step->retransmission
          && step->from == agreement->conversation->steps[index]->from && step->context.message == TL_MESSAGE_KEY_UPDATE)
        done = tl_derive_secret (agreement->suite.hash, agreement->dtls, &before, "traffic upd", none, secret);
      tl_secret_clear (&before);
    }
  return done;
}

/* RFC 9846 section 4.5, table 2: the base key of TLS 1.3. */
static bool
find_base_key (const TlAgreement *agreement, guint index, bool from_client, TlSecret *secret)
{
  int end = tl_transcript_end_before (agreement->conversation, index);
  TlPhase phase = end < 0 ? TL_PHASE_HANDSHAKE : TL_PHASE_APPLICATION;

  return tl_agreement_secret (agreement, tl_keylog_traffic_label (phase, !from_client), secret)
         && (end < 0 || update_secret (agreement, (guint) end, index, secret));
}

/* The key that the MAC is computed with: finished_key, or the main secret. */
static bool
find_key (const TlAgreement *agreement, guint index, bool from_client, TlSecret *key)
{
  g_auto (TlSecret) traffic = { 0 };
  TlBytes none = { 0 };

  if (agreement->version < 0x0304)
    return tl_agreement_secret (agreement, TL_KEYLOG_CLIENT_RANDOM, key);
  if (!find_base_key (agreement, index, from_client, &traffic))
    return false;
  key->length = tl_hash_size (agreement->suite.hash);
  return tl_hkdf_expand_label (agreement->suite.hash, agreement->dtls, tl_secret_bytes (&traffic), "finished", none,
                               key->bytes, key->length);
}

static gsize
compute (const TlAgreement *agreement, const TlSecret *key, bool from_client, TlBytes messages, guint8 out[TL_SECRET_SIZE])
{
  guint8 digest[TL_SECRET_SIZE];
  gsize size = tl_hash_size (agreement->suite.hash);

  if (agreement->version < 0x0304)
    return tl_finished_verify_data (&agreement->suite, agreement->version, key, from_client, messages, out);
  return tl_hash (agreement->suite.hash, messages, digest)
                 && tl_hmac (agreement->suite.hash, tl_secret_bytes (key), tl_bytes (digest, size), out)
             ? size
             : 0;
}

void
tl_prove_finished (TlProof *proof, const TlConversation *conversation, guint index)
{
  const TlStep *step = conversation->steps[index];
  bool from_client = step->from == TL_SIDE_CLIENT;
  g_auto (TlTranscript) transcript = { 0 };
  g_auto (TlSecret) key = { 0 };
  TlAgreement agreement;
  guint8 verify_data[TL_SECRET_SIZE];
  gsize n, length;
  const guint8 *message = g_bytes_get_data (step->bytes, &length);

  proof->kind = TL_PROOF_FINISHED;
  tl_agreement_read (&agreement, conversation, index);
  proof->found = g_bytes_new (message + TL_HANDSHAKE_HEADER, length - TL_HANDSHAKE_HEADER);
  tl_transcript_read (&transcript, conversation, index, false, agreement.suite.hash);
  proof->text = tl_transcript_fault_text (transcript.state);
  if (proof->text)
    return;
  proof->covered = g_bytes_new (transcript.bytes->data, transcript.bytes->len);
  proof->covers = tl_transcript_text (&transcript, conversation);
  if (!find_key (&agreement, index, from_client, &key))
    {
      proof->text = g_strdup (_ ("It cannot be checked: the secret that it is computed with was not given."));
      return;
    }
  n = compute (&agreement, &key, from_client, tl_bytes (transcript.bytes->data, transcript.bytes->len), verify_data);
  proof->key = tl_secret_keep (tl_secret_bytes (&key));
  proof->computed = g_bytes_new (verify_data, n);
  proof->holds = n > 0 && g_bytes_equal (proof->computed, proof->found) ? TL_YES : TL_NO;
  proof->text = proof->holds == TL_YES
                    ? g_strdup_printf (ngettext ("Computed again over %u message, it is the same: both sides saw this "
                                                 "handshake alike, and have the same secret.",
                                                 "Computed again over %u messages, it is the same: both sides saw this "
                                                 "handshake alike, and have the same secret.",
                                                 transcript.steps->len),
                                       transcript.steps->len)
                    : g_strdup (_ ("Computed again, it is not the same: the secret that was given is not that of this "
                                   "handshake, or somebody changed a message."));
  proof->recipe = tl_recipe_finished (&agreement, proof, from_client);
  tl_proof_doubt (proof, transcript.doubtful);
}
