/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How what proves a handshake is computed, in the notation of the RFCs.
 */
#include "proof-parts.h"

/* RFC 9846 section 4.5.3, RFC 5246 section 7.4.9, RFC 4346 section 7.4.9, RFC 6101 section 5.6.9. */
static char *
finished_formula (guint16 version, bool client, const char *covers)
{
  const char *side = client ? "client" : "server";

  if (version >= 0x0304)
    return g_strdup_printf ("HMAC (%s_finished_key, Transcript-Hash (%s))", side, covers);
  if (version == 0x0303)
    return g_strdup_printf ("PRF (main_secret, \"%s finished\", Hash (%s))", side, covers);
  if (version >= 0x0301)
    return g_strdup_printf ("PRF (main_secret, \"%s finished\", MD5 (messages) + SHA-1 (messages)); messages = %s", side, covers);
  side = client ? "CLNT" : "SRVR";
  return g_strdup_printf ("MD5 (main_secret + pad_2 + MD5 (messages + \"%s\" + main_secret + pad_1)) + "
                          "SHA (main_secret + pad_2 + SHA (messages + \"%s\" + main_secret + pad_1)); messages = %s",
                          side, side, covers);
}

char *
tl_proof_formula (const TlProof *self, const TlConversation *conversation, guint step)
{
  const char *covers = self->covers ? self->covers : "?";
  TlAgreement agreement;

  tl_agreement_read (&agreement, conversation, step);
  switch (self->kind)
    {
    case TL_PROOF_FINISHED:
      return finished_formula (agreement.version, conversation->steps[step]->from == TL_SIDE_CLIENT, covers);
    case TL_PROOF_BINDER:
      return g_strdup_printf ("HMAC (finished_key, Transcript-Hash (%s))", covers);
    case TL_PROOF_CERTIFICATE_VERIFY:
    case TL_PROOF_SERVER_KEY_EXCHANGE:
    default:
      return NULL;
    }
}

GBytes *
tl_proof_hash (const TlProof *self, const TlConversation *conversation, guint step)
{
  TlAgreement agreement;
  guint8 digest[TL_SECRET_SIZE];
  gsize n;

  if (self->kind == TL_PROOF_SERVER_KEY_EXCHANGE || self->kind == TL_PROOF_CERTIFICATE_VERIFY || self->covered == NULL)
    return NULL;
  tl_agreement_read (&agreement, conversation, step);
  if (self->kind == TL_PROOF_BINDER) /* the suite need not be known yet, but a binder is as long as its hash */
    agreement = (TlAgreement){ .version = 0x0304, .suite.hash = tl_psk_hash (g_bytes_get_size (self->found)) };
  if (agreement.version < 0x0301 || agreement.suite.hash == GNUTLS_DIG_UNKNOWN)
    return NULL;
  n = tl_session_hash (&agreement.suite, agreement.version, tl_bytes_of (self->covered), digest);
  return n > 0 ? g_bytes_new (digest, n) : NULL;
}
