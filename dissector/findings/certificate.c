/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Rules about certificates. Whether a chain leads to somebody who is trusted cannot be told from a capture,
 * and is not.
 */
#include "rules.h"

#include <glib/gi18n-lib.h>

/* A capture from before SSL has no clock: its times say nothing (1994-01-01). */
#define EARLIEST_TIME G_GINT64_CONSTANT (757382400)

typedef void (*CertificateFunc) (
    TlFindings *self, const char *id, const TlCertificate *certificate, guint i, int step);

static void
for_each_certificate (TlFindings *self, const char *id, CertificateFunc func)
{
  for (guint side = 0; side < 2; side++)
    for (guint i = 0; i < self->certificates[side]->len; i++)
      func (self, id, g_ptr_array_index (self->certificates[side], i), i, self->certificate_step[side]);
}

static const char *
name_of (const TlCertificate *certificate)
{
  if (certificate->subject_common_name)
    return certificate->subject_common_name;
  if (certificate->subject && *certificate->subject)
    return certificate->subject;
  return _ ("(without a name)");
}

/* Days of RFC 3339 are enough for people. */
static char *
day_of (gint64 seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);
  return time ? g_date_time_format (time, "%Y-%m-%d %H:%M UTC") : g_strdup ("?");
}

static gint64
capture_time (const TlFindings *self)
{
  return self->conversation->start / G_GINT64_CONSTANT (1000000000);
}

/* Where the message itself is cut short, the certificate is not to blame. */
static void
check_fault (TlFindings *self, const char *id, const TlCertificate *certificate, guint i, int step)
{
  if (certificate->fault && step >= 0 && !self->conversation->steps[step]->truncated)
    tl_findings_add (
        self, id, TL_SEVERITY_WARNING, step,
        g_strdup_printf (_ ("Certificate %u of the message does not have the form of RFC 5280. %s"), i + 1,
                         certificate->fault));
}

void
tl_find_certificate_faults (TlFindings *self, const char *id)
{
  for_each_certificate (self, id, check_fault);
}

static void
check_expired (TlFindings *self, const char *id, const TlCertificate *certificate, guint i, int step)
{
  g_autofree char *now = NULL;
  g_autofree char *end = NULL;

  if (certificate->not_after_seconds == G_MININT64 || capture_time (self) < EARLIEST_TIME
      || capture_time (self) <= certificate->not_after_seconds)
    return;
  now = day_of (capture_time (self));
  end = day_of (certificate->not_after_seconds);
  tl_findings_add (
      self, id, i == 0 ? TL_SEVERITY_ERROR : TL_SEVERITY_WARNING, step,
      g_strdup_printf (_ ("The certificate of %s was valid until %s, and the capture is of %s: a client that "
                          "checks refuses it (RFC 5280, section 6.1.3)."),
                       name_of (certificate), end, now));
}

void
tl_find_expired (TlFindings *self, const char *id)
{
  for_each_certificate (self, id, check_expired);
}

static void
check_not_yet_valid (TlFindings *self, const char *id, const TlCertificate *certificate, guint i, int step)
{
  g_autofree char *now = NULL;
  g_autofree char *begin = NULL;

  if (certificate->not_before_seconds == G_MININT64 || capture_time (self) < EARLIEST_TIME
      || capture_time (self) >= certificate->not_before_seconds)
    return;
  now = day_of (capture_time (self));
  begin = day_of (certificate->not_before_seconds);
  tl_findings_add (
      self, id, i == 0 ? TL_SEVERITY_ERROR : TL_SEVERITY_WARNING, step,
      g_strdup_printf (_ ("The certificate of %s is valid from %s, and the capture is of %s: a client that "
                          "checks refuses it, or a clock is wrong (RFC 5280, section 6.1.3)."),
                       name_of (certificate), begin, now));
}

void
tl_find_not_yet_valid (TlFindings *self, const char *id)
{
  for_each_certificate (self, id, check_not_yet_valid);
}

/* The first names of hosts in the certificate: "a.example, *.b.example, …"; NULL where it has none. */
static char *
list_hosts (const TlCertificate *certificate)
{
  GString *list = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < certificate->names->len; i++)
    {
      const TlNamedValue *name = g_ptr_array_index (certificate->names, i);

      if (strcmp (name->name, "DNS") != 0 && strcmp (name->name, "IP") != 0)
        continue;
      if (list->len > 0)
        g_string_append (list, ", ");
      if (++n > 3)
        {
          g_string_append (list, "…");
          break;
        }
      g_string_append (list, name->value);
    }
  return g_string_free (list, n == 0);
}

void
tl_find_name_mismatch (TlFindings *self, const char *id)
{
  const char *host = tl_conversation_host (self->conversation);
  const GPtrArray *chain = self->certificates[TL_SIDE_SERVER];
  const TlCertificate *certificate = chain->len > 0 ? g_ptr_array_index (chain, 0) : NULL;
  g_autofree char *hosts = NULL;

  if (host == NULL || certificate == NULL || certificate->subject == NULL
      || tl_certificate_matches_host (certificate, host))
    return;
  hosts = list_hosts (certificate);
  tl_findings_add (
      self, id, TL_SEVERITY_ERROR, self->certificate_step[TL_SIDE_SERVER],
      hosts ? g_strdup_printf (
          _ ("The client asks for %s, and the certificate is for %s: a client that checks refuses it "
             "(RFC 9525, section 6)."),
          host, hosts)
            : g_strdup_printf (
                _ ("The client asks for %s, and the certificate names no host in subjectAltName: a client "
                   "that checks refuses it (RFC 9525, section 6)."),
                host));
}

void
tl_find_self_signed (TlFindings *self, const char *id)
{
  const GPtrArray *chain = self->certificates[TL_SIDE_SERVER];
  const TlCertificate *certificate = chain->len > 0 ? g_ptr_array_index (chain, 0) : NULL;

  if (certificate && certificate->self_issued)
    tl_findings_add (
        self, id, TL_SEVERITY_WARNING, self->certificate_step[TL_SIDE_SERVER],
        g_strdup_printf (
            _ ("The certificate of %s names itself as its issuer: nobody else vouches for it, and "
               "only a client that knows it already can trust it (RFC 5280, section 3.2)."),
            name_of (certificate)));
}

/* RFC 9325 section 4.5. */
static void
check_key (
    TlFindings *self, const char *id, const TlCertificate *certificate, guint i G_GNUC_UNUSED, int step)
{
  bool curve = certificate->key_algorithm && strcmp (certificate->key_algorithm, "id-ecPublicKey") == 0;
  bool modular = certificate->key_algorithm
                 && (strcmp (certificate->key_algorithm, "rsaEncryption") == 0
                     || strcmp (certificate->key_algorithm, "id-RSASSA-PSS") == 0
                     || strcmp (certificate->key_algorithm, "id-dsa") == 0);
  int least = curve ? 224 : 2048;

  if (certificate->key_bits == 0 || (!curve && !modular) || certificate->key_bits >= least)
    return;
  tl_findings_add (
      self, id, TL_SEVERITY_WARNING, step,
      g_strdup_printf (
          _ ("The key of %s (%s) has %d bits; at least %d are asked for (RFC 9325, section 4.5)."),
          name_of (certificate), certificate->key_algorithm, certificate->key_bits, least));
}

void
tl_find_weak_keys (TlFindings *self, const char *id)
{
  for_each_certificate (self, id, check_key);
}

/* RFC 9325 section 4.5, RFC 9155. What names itself as issuer is trusted, if it is, without its signature. */
static void
check_signature (
    TlFindings *self, const char *id, const TlCertificate *certificate, guint i G_GNUC_UNUSED, int step)
{
  static const char *const old[] = { "sha1", "SHA1", "shaWith", "md5", "md4", "md2" };

  if (certificate->signature_algorithm == NULL || certificate->self_issued)
    return;
  for (gsize j = 0; j < G_N_ELEMENTS (old); j++)
    if (strstr (certificate->signature_algorithm, old[j]))
      {
        tl_findings_add (
            self, id, TL_SEVERITY_WARNING, step,
            g_strdup_printf (
                _ ("The certificate of %s is signed with %s: such a signature can be forged, and "
                   "must not be used (RFC 9325, section 4.5)."),
                name_of (certificate), certificate->signature_algorithm));
        return;
      }
}

typedef struct
{
  TlSink sink;
  gint32 scheme;
} SchemeSink;

static void
scheme_leaf (TlSink *sink, const TlFound *found)
{
  if (found->field->tag == TL_TAG_SIGNATURE_SCHEME && found->fault == TL_FAULT_NONE)
    ((SchemeSink *) sink)->scheme = (gint32) found->value;
}

/* TLS 1.2: the hash of a signature is the first octet of its algorithm, MD5 is 1 and SHA-1 is 2 (RFC 5246
 * section 7.4.1.4.1). */
static void
check_message_signatures (TlFindings *self, const char *id)
{
  const TlConversation *conversation = self->conversation;

  for (guint i = 0; i < conversation->n_steps; i++)
    {
      guint16 message = conversation->steps[i]->context.message;
      SchemeSink sink = { .sink = { .leaf = scheme_leaf }, .scheme = -1 };

      if (!tl_findings_is_message (conversation, i)
          || (message != TL_MESSAGE_SERVER_KEY_EXCHANGE && message != TL_MESSAGE_CERTIFICATE_VERIFY))
        continue;
      tl_findings_walk (conversation, i, &sink.sink);
      if (sink.scheme >> 8 == 1 || sink.scheme >> 8 == 2)
        tl_findings_add (
            self, id, TL_SEVERITY_WARNING, (int) i,
            g_strdup_printf (
                _ ("%s is signed over a %s hash, which must not be used (RFC 9155, section %d)."),
                tl_message_title (message), sink.scheme >> 8 == 1 ? "MD5" : "SHA-1",
                message == TL_MESSAGE_SERVER_KEY_EXCHANGE ? 4 : 5));
    }
}

void
tl_find_sha1_signatures (TlFindings *self, const char *id)
{
  for_each_certificate (self, id, check_signature);
  check_message_signatures (self, id);
}
