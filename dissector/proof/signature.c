/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Verifies the signatures of a handshake with the key in the certificate that was sent before them: CertificateVerify, and the
 * ServerKeyExchange of TLS 1.2 and older.
 */
#include "proof-parts.h"

#include "../conversation/exchange.h"
#include "../x509/der.h"

#include <glib/gi18n-lib.h>
#include <gnutls/abstract.h>
#include <gnutls/x509.h>

enum
{
  OLD_DIGEST = 16 + 20 /* MD5 and SHA-1 */
};

/* What of a message is signed, and how. */
typedef struct
{
  TlSink sink;
  TlBytes params; /* of a ServerKeyExchange: from the first byte to the signature */
  TlBytes signature;
  gint32 scheme;  /* SignatureScheme; -1: older than TLS 1.2 */
  guint8 hashes[OLD_DIGEST]; /* that are signed before TLS 1.2 */
  bool hashed;
  const guint8 *start;
} SignedMessage;

/* Who signs shows its public key: in a certificate, as it is, or in what the certificate has delegated to. */
typedef struct
{
  GBytes *der;    /* NULL: it is not in the capture */
  bool raw;       /* a SubjectPublicKeyInfo: RFC 7250, or that of a delegated credential */
  bool delegated; /* RFC 9345 */
  guint16 scheme; /* that a delegated credential signs with */
} ShownKey;

/* RFC 9846 section 4.3.3, RFC 5246 section 7.4.1.4.1 */
static const struct
{
  guint16 scheme;
  gnutls_sign_algorithm_t algorithm;
} schemes[] = {
  { 0x0101, GNUTLS_SIGN_RSA_MD5 },
  { 0x0201, GNUTLS_SIGN_RSA_SHA1 },
  { 0x0202, GNUTLS_SIGN_DSA_SHA1 },
  { 0x0203, GNUTLS_SIGN_ECDSA_SHA1 },
  { 0x0301, GNUTLS_SIGN_RSA_SHA224 },
  { 0x0302, GNUTLS_SIGN_DSA_SHA224 },
  { 0x0303, GNUTLS_SIGN_ECDSA_SHA224 },
  { 0x0401, GNUTLS_SIGN_RSA_SHA256 },
  { 0x0402, GNUTLS_SIGN_DSA_SHA256 },
  { 0x0403, GNUTLS_SIGN_ECDSA_SHA256 },
  { 0x0501, GNUTLS_SIGN_RSA_SHA384 },
  { 0x0502, GNUTLS_SIGN_DSA_SHA384 },
  { 0x0503, GNUTLS_SIGN_ECDSA_SHA384 },
  { 0x0601, GNUTLS_SIGN_RSA_SHA512 },
  { 0x0602, GNUTLS_SIGN_DSA_SHA512 },
  { 0x0603, GNUTLS_SIGN_ECDSA_SHA512 },
  { 0x0804, GNUTLS_SIGN_RSA_PSS_RSAE_SHA256 },
  { 0x0805, GNUTLS_SIGN_RSA_PSS_RSAE_SHA384 },
  { 0x0806, GNUTLS_SIGN_RSA_PSS_RSAE_SHA512 },
  { 0x0807, GNUTLS_SIGN_EDDSA_ED25519 },
  { 0x0808, GNUTLS_SIGN_EDDSA_ED448 },
  { 0x0809, GNUTLS_SIGN_RSA_PSS_SHA256 },
  { 0x080a, GNUTLS_SIGN_RSA_PSS_SHA384 },
  { 0x080b, GNUTLS_SIGN_RSA_PSS_SHA512 },
};

static gnutls_sign_algorithm_t
algorithm_of (gint32 scheme)
{
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (schemes[i].scheme == scheme)
      return schemes[i].algorithm;
  return GNUTLS_SIGN_UNKNOWN;
}

static void
signed_leaf (TlSink *sink, const TlFound *found)
{
  SignedMessage *self = (SignedMessage *) sink;

  if (found->field->tag == TL_TAG_SIGNATURE_SCHEME && found->fault == TL_FAULT_NONE)
    {
      self->scheme = (gint32) found->value;
      self->params.length = MIN (self->params.length, found->offset - TL_HANDSHAKE_HEADER);
    }
  if (strcmp (found->field->name, "signature") == 0 && found->fault == TL_FAULT_NONE)
    {
      self->signature = found->content;
      self->params.length = MIN (self->params.length, found->offset - TL_HANDSHAKE_HEADER);
    }
}

static void
read_signed (const TlStep *step, SignedMessage *out)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (step->bytes, &length);
  TlBytes body = tl_bytes (data, length);

  tl_bytes_skip (&body, TL_HANDSHAKE_HEADER);
  *out = (SignedMessage){ .sink = { .leaf = signed_leaf }, .params = body, .scheme = -1, .start = data };
  tl_message_walk (tl_bytes (data, length), &step->context, &out->sink);
}

static bool
is_certificate (const TlStep *step)
{
  return step->context.message == TL_MESSAGE_CERTIFICATE || step->context.message == TL_MESSAGE_COMPRESSED_CERTIFICATE;
}

/* What the sender of step @index sent last before it. */
static ShownKey
find_shown_key (const TlConversation *conversation, guint index)
{
  ShownKey shown = { 0 };

  for (guint i = index; i > 0; i--)
    {
      const TlStep *step = conversation->steps[i - 1];

      if (step->type != TL_STEP_HANDSHAKE || step->sealed || step->bytes == NULL
          || step->from != conversation->steps[index]->from || !is_certificate (step))
        continue;
      shown.der = tl_certificate_delegated (tl_bytes_of (step->bytes), &step->context, &shown.scheme);
      shown.delegated = shown.raw = shown.der != NULL;
      if (shown.der == NULL)
        shown.der = tl_certificate_first (tl_bytes_of (step->bytes), &step->context, &shown.raw);
      break;
    }
  return shown;
}

static bool
import_certificate (const gnutls_datum_t *datum, gnutls_pubkey_t key)
{
  gnutls_x509_crt_t certificate = NULL;
  bool done;

  if (gnutls_x509_crt_init (&certificate) != 0)
    return false;
  done = gnutls_x509_crt_import (certificate, datum, GNUTLS_X509_FMT_DER) == 0
         && gnutls_pubkey_import_x509 (key, certificate, 0) == 0;
  gnutls_x509_crt_deinit (certificate);
  return done;
}

/* NULL where it cannot be read: damaged, or of a kind that GnuTLS does not know. Free with gnutls_pubkey_deinit(). */
static gnutls_pubkey_t
import_key (const ShownKey *shown)
{
  TlBytes der = tl_bytes_of (shown->der);
  gnutls_datum_t datum = { (unsigned char *) (gsize) der.data, (unsigned) der.length };
  gnutls_pubkey_t key = NULL;

  if (tl_der_scan (der).verdict != TL_DER_SOUND || gnutls_pubkey_init (&key) != 0)
    return NULL;
  if (shown->raw ? gnutls_pubkey_import (key, &datum, GNUTLS_X509_FMT_DER) == 0 : import_certificate (&datum, key))
    return key;
  gnutls_pubkey_deinit (key);
  return NULL;
}

static TlTristate
verify_new (gnutls_pubkey_t key, const SignedMessage *message, GBytes *covered)
{
  gnutls_sign_algorithm_t algorithm = algorithm_of (message->scheme);
  gsize size;
  const void *data = g_bytes_get_data (covered, &size);
  gnutls_datum_t text = { (unsigned char *) (gsize) data, (unsigned) size };
  gnutls_datum_t signature = { (unsigned char *) (gsize) message->signature.data, (unsigned) message->signature.length };
  int result;

  if (algorithm == GNUTLS_SIGN_UNKNOWN)
    return TL_UNKNOWN;
  result = gnutls_pubkey_verify_data2 (key, algorithm, GNUTLS_VERIFY_ALLOW_BROKEN | GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1, &text,
                                       &signature);
  if (result >= 0)
    return TL_YES;
  return result == GNUTLS_E_PK_SIG_VERIFY_FAILED ? TL_NO : TL_UNKNOWN;
}

/* RFC 4346 section 7.4.3: SHA-1 alone, but with RSA, which no algorithm is told for: both hashes at once. */
static gnutls_sign_algorithm_t
old_algorithm (gnutls_pubkey_t key)
{
  switch (gnutls_pubkey_get_pk_algorithm (key, NULL))
    {
    case GNUTLS_PK_ECDSA:
      return GNUTLS_SIGN_ECDSA_SHA1;
    case GNUTLS_PK_DSA:
      return GNUTLS_SIGN_DSA_SHA1;
    default:
      return GNUTLS_SIGN_UNKNOWN;
    }
}

static TlTristate
verify_old (gnutls_pubkey_t key, const SignedMessage *message)
{
  bool rsa = gnutls_pubkey_get_pk_algorithm (key, NULL) == GNUTLS_PK_RSA;
  const guint8 *signed_hash = rsa ? message->hashes : message->hashes + 16;
  gnutls_datum_t hash = { (unsigned char *) (gsize) signed_hash, rsa ? OLD_DIGEST : 20 };
  gnutls_datum_t signature = { (unsigned char *) (gsize) message->signature.data, (unsigned) message->signature.length };
  gnutls_sign_algorithm_t algorithm = old_algorithm (key);
  unsigned flags = GNUTLS_VERIFY_ALLOW_BROKEN | GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1;
  int result;

  if (!message->hashed)
    return TL_UNKNOWN;
  if (rsa)
    flags |= GNUTLS_VERIFY_USE_TLS1_RSA;
  else if (algorithm == GNUTLS_SIGN_UNKNOWN)
    return TL_UNKNOWN;
  result = gnutls_pubkey_verify_hash2 (key, algorithm, flags, &hash, &signature);
  if (result >= 0)
    return TL_YES;
  return result == GNUTLS_E_PK_SIG_VERIFY_FAILED ? TL_NO : TL_UNKNOWN;
}

/* RFC 9846 section 4.5.2: 64 spaces, the context, a zero, and the hash of all messages before. */
static GBytes *
cover_certificate_verify_13 (const TlStep *step, const TlTranscript *transcript, const TlSuite *suite)
{
  const char *context = step->from == TL_SIDE_SERVER ? "TLS 1.3, server CertificateVerify" : "TLS 1.3, client CertificateVerify";
  g_autoptr (GByteArray) covered = g_byte_array_new ();
  guint8 spaces[64], digest[TL_SECRET_SIZE];

  if (!tl_hash (suite->hash, tl_bytes (transcript->bytes->data, transcript->bytes->len), digest))
    return NULL;
  memset (spaces, ' ', sizeof spaces);
  g_byte_array_append (covered, spaces, sizeof spaces);
  g_byte_array_append (covered, (const guint8 *) context, (guint) strlen (context) + 1);
  g_byte_array_append (covered, digest, (guint) tl_hash_size (suite->hash));
  return g_byte_array_free_to_bytes (g_steal_pointer (&covered));
}

/* RFC 5246 section 7.4.3: both randoms, then the parameters. */
static GBytes *
cover_server_key_exchange (const TlAgreement *agreement, const SignedMessage *message)
{
  g_autoptr (GByteArray) covered = g_byte_array_new ();

  if (!agreement->randoms_known)
    return NULL;
  g_byte_array_append (covered, agreement->randoms.client, TL_RANDOM_SIZE);
  g_byte_array_append (covered, agreement->randoms.server, TL_RANDOM_SIZE);
  g_byte_array_append (covered, message->params.data, (guint) message->params.length);
  return g_byte_array_free_to_bytes (g_steal_pointer (&covered));
}

static bool
is_verify_ssl3 (const TlProof *proof, const TlAgreement *agreement)
{
  return proof->kind == TL_PROOF_CERTIFICATE_VERIFY && agreement->version == 0x0300;
}

/* RFC 4346 section 4.7: MD5 and SHA-1 of what is covered. In SSL 3.0 the main secret goes into the hashes of CertificateVerify. */
static void
hash_covered (TlProof *proof, const TlAgreement *agreement, SignedMessage *message)
{
  TlBytes covered = tl_bytes_of (proof->covered);
  g_auto (TlSecret) main_secret = { 0 };

  if (!is_verify_ssl3 (proof, agreement))
    message->hashed = tl_hash (GNUTLS_DIG_MD5, covered, message->hashes) && tl_hash (GNUTLS_DIG_SHA1, covered, message->hashes + 16);
  else if (tl_agreement_secret (agreement, TL_KEYLOG_CLIENT_RANDOM, &main_secret))
    message->hashed = tl_certificate_verify_ssl3 (&main_secret, covered, message->hashes);
  else
    proof->text = g_strdup (_ ("It cannot be checked: the secret that it is computed with was not given."));
}

/* Sets what is signed; or, where that is not all there, why. @doubtful: there may be more of it. */
static void
find_covered (TlProof *proof, const TlAgreement *agreement, guint index, const SignedMessage *message, bool *doubtful)
{
  const TlConversation *conversation = agreement->conversation;
  const TlStep *step = conversation->steps[index];
  g_auto (TlTranscript) transcript = { 0 };

  if (proof->kind == TL_PROOF_SERVER_KEY_EXCHANGE)
    {
      proof->covered = cover_server_key_exchange (agreement, message);
      if (proof->covered == NULL)
        proof->text = g_strdup (_ ("It cannot be checked: the randoms that are signed with it are not in the capture."));
      return;
    }
  tl_transcript_read (&transcript, conversation, index, false, agreement->suite.hash);
  proof->text = tl_transcript_fault_text (transcript.state);
  if (proof->text)
    return;
  *doubtful = transcript.doubtful;
  proof->covers = tl_transcript_text (&transcript, conversation);
  proof->covered = tl_version_is_13 (step->context.version)
                       ? cover_certificate_verify_13 (step, &transcript, &agreement->suite)
                       : g_bytes_new (transcript.bytes->data, transcript.bytes->len);
}

/* The algorithm of @message by name. Free with g_free(). */
static char *
algorithm_name (const SignedMessage *message)
{
  const char *name = message->scheme < 0 ? _ ("the kind of key")
                                         : tl_registry_name (TL_REGISTRY_SIGNATURE_SCHEME, (guint32) message->scheme);

  return name ? g_strdup (name) : g_strdup_printf ("0x%04x", (guint) message->scheme);
}

static char *
unknown_text (const SignedMessage *message)
{
  g_autofree char *name = algorithm_name (message);

  return g_strdup_printf (_ ("It cannot be checked: %s is not known to the library that checks signatures here."), name);
}

/* Of a key that a certificate has delegated to. */
static char *
delegated_text (TlTristate holds, const ShownKey *shown, const SignedMessage *message)
{
  if (holds == TL_YES)
    return g_strdup (_ ("The signature is right: who sent it has the private key of the delegated credential that came with the "
                        "certificate."));
  if (message->scheme != shown->scheme)
    return g_strdup (_ ("The signature is wrong: it was not made with the algorithm that the delegated credential names."));
  return g_strdup (_ ("The signature is wrong: it was not made with the key of the delegated credential over these bytes."));
}

static char *
verdict_text (TlTristate holds, const ShownKey *shown, const SignedMessage *message)
{
  bool raw = shown->raw;

  if (shown->delegated && holds != TL_UNKNOWN)
    return delegated_text (holds, shown, message);
  switch (holds)
    {
    case TL_YES:
      return g_strdup (raw ? _ ("The signature is right: who sent it has the private key of the public key that was shown.")
                           : _ ("The signature is right: who sent it has the private key of the certificate."));
    case TL_NO:
      return g_strdup (raw ? _ ("The signature is wrong: it was not made with the key that was shown over these bytes.")
                           : _ ("The signature is wrong: it was not made with the key of the certificate over these bytes."));
    case TL_UNKNOWN:
    default:
      return unknown_text (message);
    }
}

static char *
no_key_text (const ShownKey *shown, const SignedMessage *message)
{
  if (shown->der == NULL)
    return g_strdup (_ ("It cannot be checked: the certificate of who signed is not in clear in the capture."));
  if (message->scheme >= 0 && algorithm_of (message->scheme) == GNUTLS_SIGN_UNKNOWN)
    return unknown_text (message);
  return g_strdup (shown->raw ? _ ("It cannot be checked: the public key that was shown cannot be read.")
                              : _ ("It cannot be checked: the key in the certificate cannot be read."));
}

static void
verify (
    TlProof *proof, const TlAgreement *agreement, gnutls_pubkey_t key, const ShownKey *shown, const SignedMessage *message)
{
  gnutls_datum_t spki = { NULL, 0 };

  proof->holds = message->scheme >= 0 ? verify_new (key, message, proof->covered) : verify_old (key, message);
  if (shown->delegated && message->scheme != shown->scheme && proof->holds == TL_YES) /* RFC 9345 section 4 */
    proof->holds = TL_NO;
  proof->text = verdict_text (proof->holds, shown, message);
  if (gnutls_pubkey_export2 (key, GNUTLS_X509_FMT_DER, &spki) == 0)
    proof->key = g_bytes_new_with_free_func (spki.data, spki.size, gnutls_free, spki.data);
  if (proof->key && proof->holds != TL_UNKNOWN && !is_verify_ssl3 (proof, agreement)) /* no program has that of SSL 3.0 */
    proof->recipe = tl_recipe_signature (proof, message->scheme >= 0 ? algorithm_of (message->scheme) : old_algorithm (key));
}

void
tl_prove_signature (TlProof *proof, const TlConversation *conversation, guint index)
{
  const TlStep *step = conversation->steps[index];
  gnutls_pubkey_t key = NULL;
  SignedMessage message;
  TlAgreement agreement;
  bool doubtful = false;
  ShownKey shown;

  proof->kind = step->context.message == TL_MESSAGE_CERTIFICATE_VERIFY ? TL_PROOF_CERTIFICATE_VERIFY
                                                                       : TL_PROOF_SERVER_KEY_EXCHANGE;
  read_signed (step, &message);
  if (message.signature.data == NULL) /* a key exchange that nobody signs */
    return;
  proof->found = g_bytes_new (message.signature.data, message.signature.length);
  tl_agreement_read (&agreement, conversation, index);
  find_covered (proof, &agreement, index, &message, &doubtful);
  if (proof->covered && message.scheme < 0)
    hash_covered (proof, &agreement, &message);
  if (proof->text || proof->covered == NULL)
    return;
  shown = find_shown_key (conversation, index);
  if (shown.der)
    key = import_key (&shown);
  if (key)
    verify (proof, &agreement, key, &shown, &message);
  else
    proof->text = no_key_text (&shown, &message);
  tl_proof_doubt (proof, doubtful);
  g_clear_pointer (&key, gnutls_pubkey_deinit);
  g_clear_pointer (&shown.der, g_bytes_unref);
}
