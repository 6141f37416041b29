/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Rules about cipher suites and key exchange: what was negotiated, and what the client would have taken.
 */
#include "rules.h"

#include <glib/gi18n-lib.h>

/* A kind of cipher suite that should no longer be. The registry's names say which it is. */
typedef struct
{
  const char *const *parts; /* of the name: one of them; ends with NULL */
  TlSeverity negotiated;
  TlSeverity offered;
  const char *negotiated_text; /* with the name of the suite */
  const char *offered_text;    /* with how many, and the name of the first */
} SuiteKind;

static bool
is_of_kind (const SuiteKind *kind, guint32 suite)
{
  const char *name = tl_registry_name (TL_REGISTRY_CIPHER_SUITE, suite);

  for (const char *const *part = kind->parts; name && *part; part++)
    if (strstr (name, *part))
      return true;
  return false;
}

static void
find_negotiated (TlFindings *self, const char *id, const SuiteKind *kind)
{
  gint32 suite = self->conversation->cipher_suite;

  if (suite >= 0 && is_of_kind (kind, (guint32) suite))
    {
      tl_findings_add (self, id, kind->negotiated, self->server.step,
                       g_strdup_printf (_ (kind->negotiated_text),
                                        tl_registry_name (TL_REGISTRY_CIPHER_SUITE, (guint32) suite)));
    }
}

static void
find_offered (TlFindings *self, const char *id, const SuiteKind *kind)
{
  const char *first = NULL;
  guint n = 0;

  for (guint i = 0; i < self->client.cipher_suites->len; i++)
    {
      guint32 suite = g_array_index (self->client.cipher_suites, guint32, i);

      if (!is_of_kind (kind, suite))
        continue;
      if (n++ == 0)
        first = tl_registry_name (TL_REGISTRY_CIPHER_SUITE, suite);
    }
  if (n > 0)
    {
      tl_findings_add (self, id, kind->offered, self->client.step,
                       g_strdup_printf (_ (kind->offered_text), n, first));
    }
}

static void
find_kind (TlFindings *self, const char *id, const SuiteKind *kind)
{
  find_negotiated (self, id, kind);
  find_offered (self, id, kind);
}

void
tl_find_null_suites (TlFindings *self, const char *id)
{
  /* the last two are of RFC 9150: TLS 1.3 without encryption */
  static const char *const parts[] = { "_WITH_NULL_", "TLS_SHA256_SHA256", "TLS_SHA384_SHA384", NULL };
  static const SuiteKind kind = {
    parts, TL_SEVERITY_ERROR, TL_SEVERITY_WARNING,
    N_ ("%s does not encrypt: everybody on the way can read what is sent (RFC 9325, section 4.1)."),
    N_ ("The client offers suites that do not encrypt: %u, the first of them %s (RFC 9325, section 4.1).")
  };
  find_kind (self, id, &kind);
}

void
tl_find_export_suites (TlFindings *self, const char *id)
{
  static const char *const parts[] = { "_EXPORT", NULL };
  static const SuiteKind kind = { parts, TL_SEVERITY_ERROR, TL_SEVERITY_WARNING,
                                  N_ ("%s is made weak on purpose, with keys of 40 or 56 bits that can be "
                                      "tried out (RFC 9325, section 4.1)."),
                                  N_ ("The client offers suites that are made weak on purpose: %u, the first "
                                      "of them %s. FREAK and Logjam forced their "
                                      "use (RFC 9325, section 4.1).") };
  find_kind (self, id, &kind);
}

void
tl_find_rc4_suites (TlFindings *self, const char *id)
{
  static const char *const parts[] = { "_RC4_", NULL };
  static const SuiteKind kind
      = { parts, TL_SEVERITY_ERROR, TL_SEVERITY_WARNING,
          N_ ("%s uses RC4, whose biases give plaintext away; it must not be negotiated (RFC 7465)."),
          N_ ("The client offers suites with RC4: %u, the first of them %s. It must not (RFC 7465).") };
  find_kind (self, id, &kind);
}

void
tl_find_des_suites (TlFindings *self, const char *id)
{
  static const char *const parts[] = { "_WITH_DES_CBC_", "_WITH_IDEA_CBC_", NULL };
  static const SuiteKind kind
      = { parts, TL_SEVERITY_ERROR, TL_SEVERITY_NOTE,
          N_ ("%s uses a cipher that was taken out of TLS 1.2; the keys of DES can be tried out (RFC 5469)."),
          N_ ("The client offers suites with DES or IDEA, which were taken out of TLS 1.2: %u, the first of "
              "them %s (RFC 5469).") };
  find_kind (self, id, &kind);
}

void
tl_find_3des_suites (TlFindings *self, const char *id)
{
  static const char *const parts[] = { "_3DES_", NULL };
  static const SuiteKind kind
      = { parts, TL_SEVERITY_WARNING, TL_SEVERITY_NOTE,
          N_ ("%s uses 3DES: less than 128 bits of security, and blocks so short that they repeat in long "
              "connections (RFC 9325, "
              "section 4.1)."),
          N_ ("The client offers suites with 3DES: %u, the first of them %s (RFC 9325, section 4.1).") };
  find_kind (self, id, &kind);
}

void
tl_find_anonymous_suites (TlFindings *self, const char *id)
{
  static const char *const parts[] = { "_anon_", NULL };
  static const SuiteKind kind = { parts, TL_SEVERITY_ERROR, TL_SEVERITY_WARNING,
                                  N_ ("%s proves nobody's identity: whoever stands in between can be the "
                                      "other side (RFC 5246, appendix A.5)."),
                                  N_ ("The client offers suites that prove nobody's identity: %u, the first "
                                      "of them %s (RFC 5246, appendix A.5).") };
  find_kind (self, id, &kind);
}

/* TLS 1.3 with a pre-shared key alone: psk_ke. */
static bool
is_psk_alone (const TlFindings *self)
{
  return self->server.whole && tl_version_is_13 (self->conversation->version)
         && tl_hello_facts_has_extension (&self->server, 41)
         && !tl_hello_facts_has_extension (&self->server, 51);
}

void
tl_find_no_forward_secrecy (TlFindings *self, const char *id)
{
  gint32 suite = self->conversation->cipher_suite;
  const TlCipherSuiteInfo *info = suite < 0 ? NULL : tl_cipher_suite_info ((guint32) suite);
  const char *text = NULL;

  if (is_psk_alone (self))
    text = _ ("The keys come from a pre-shared key alone: who learns it later can read this recording (RFC "
              "9846, section 2.2).");
  else if (info
           && (info->key_exchange == TL_KEY_EXCHANGE_RSA || info->key_exchange == TL_KEY_EXCHANGE_RSA_PSK))
    text = _ ("The client encrypts the premaster secret to the key in the certificate: who learns that key "
              "later can read this "
              "recording (RFC 9325, section 4.1). RFC 10015, section 4, forbids it in TLS 1.2.");
  else if (info && (info->key_exchange == TL_KEY_EXCHANGE_DH || info->key_exchange == TL_KEY_EXCHANGE_ECDH))
    text = _ ("The key exchange uses the key in the certificate itself: who learns it later can read this "
              "recording (RFC 9325, "
              "section 4.1).");
  else if (info && info->key_exchange == TL_KEY_EXCHANGE_PSK)
    text = _ ("The keys come from a pre-shared key alone: who learns it later can read this recording (RFC "
              "4279, section 7.1).");
  if (text)
    tl_findings_add (self, id, TL_SEVERITY_WARNING, self->server.step, g_strdup (text));
}

typedef struct
{
  TlSink sink;
  gsize bits;
} PrimeSink;

static void
prime_leaf (TlSink *sink, const TlFound *found)
{
  TlBytes prime = found->content;

  if (found->field->tag != TL_TAG_DH_PRIME || found->fault != TL_FAULT_NONE)
    return;
  while (prime.length > 0 && prime.data[0] == 0)
    tl_bytes_skip (&prime, 1);
  if (prime.length > 0)
    ((PrimeSink *) sink)->bits = 8 * (prime.length - 1) + g_bit_storage (prime.data[0]);
}

/* RFC 10015 section 3: ephemeral Diffie-Hellman over a finite field must not be used in TLS 1.2. */
void
tl_find_finite_field_dh (TlFindings *self, const char *id)
{
  const TlConversation *conversation = self->conversation;

  for (guint i = 0; i < conversation->n_steps; i++)
    {
      PrimeSink sink = { .sink = { .leaf = prime_leaf } };

      if (!tl_findings_is_message (conversation, i)
          || conversation->steps[i]->context.message != TL_MESSAGE_SERVER_KEY_EXCHANGE)
        continue;
      tl_findings_walk (conversation, i, &sink.sink);
      if (sink.bits > 0 && sink.bits < 2048)
        tl_findings_add (
            self, id, TL_SEVERITY_WARNING, (int) i,
            g_strdup_printf (
                _ ("The prime of the key exchange has %u bits: with less than 2048, what is sent can be "
                   "read by who has prepared for that prime (Logjam; RFC 9325, section 4.5)."),
                (guint) sink.bits));
      else if (sink.bits > 0)
        tl_findings_add (
            self, id, TL_SEVERITY_NOTE, (int) i,
            g_strdup_printf (
                _ ("The key exchange is Diffie-Hellman over a finite field, with a prime of %u bits; TLS "
                   "1.2 shall use elliptic curves instead (RFC 10015, section 3)."),
                (guint) sink.bits));
    }
}

void
tl_find_post_quantum (TlFindings *self, const char *id)
{
  gint32 group = self->conversation->group;
  const char *name = group < 0 ? NULL : tl_registry_name (TL_REGISTRY_GROUP, (guint32) group);

  if (name && (strstr (name, "MLKEM") || strstr (name, "Kyber")))
    tl_findings_add (self, id, TL_SEVERITY_NOTE, self->server.step,
                     g_strdup_printf (_ ("The key exchange is %s, made so that a quantum computer of the "
                                         "future cannot open what is recorded today "
                                         "(RFC 10024)."),
                                      name));
}
