/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What is worth telling about a conversation: a table of rules. Each says what was seen, why it matters, and
 * which standard says so. None gives a grade.
 */
#include "rules.h"

#include <glib/gi18n-lib.h>

static void
finding_free (gpointer data)
{
  TlFinding *finding = data;
  g_free (finding->text);
  g_free (finding);
}

void
tl_findings_add (TlFindings *self, const char *id, TlSeverity severity, int step, char *text)
{
  TlFinding *finding = g_new0 (TlFinding, 1);

  finding->id = id;
  finding->severity = severity;
  finding->step = step;
  finding->text = text;
  g_ptr_array_add (self->findings, finding);
}

static void
find_lost_bytes (TlFindings *self, const char *id)
{
  if (self->conversation->lost_bytes)
    tl_findings_add (self, id, TL_SEVERITY_WARNING, -1,
                     g_strdup (_ ("Bytes of this conversation are missing from the capture: what is said of "
                                  "it may be incomplete.")));
}

static void
find_conflicting_bytes (TlFindings *self, const char *id)
{
  if (self->conversation->conflicting_bytes)
    tl_findings_add (
        self, id, TL_SEVERITY_WARNING, -1,
        g_strdup (
            _ ("A retransmission brought other bytes than the first one: what came first is shown. TCP sends "
               "the same bytes again (RFC 9293, section 3.8): somebody may have put segments in between.")));
}

static const struct
{
  const char *id;
  TlFindingRule find;
} rules[] = {
  { "bytes-lost", find_lost_bytes },
  { "bytes-conflicting", find_conflicting_bytes },
  { "prelude-left-out", tl_find_left_out },
  { "password-in-clear", tl_find_password_in_clear },
  { "bytes-behind-starttls", tl_find_bytes_behind_starttls },
  { "old-version", tl_find_old_version },
  { "sslv2-hello", tl_find_sslv2_hello },
  { "downgrade-sentinel", tl_find_downgrade_sentinel },
  { "fallback", tl_find_fallback },
  { "null-encryption", tl_find_null_suites },
  { "export-suite", tl_find_export_suites },
  { "rc4", tl_find_rc4_suites },
  { "des", tl_find_des_suites },
  { "3des", tl_find_3des_suites },
  { "anonymous-suite", tl_find_anonymous_suites },
  { "no-forward-secrecy", tl_find_no_forward_secrecy },
  { "finite-field-dh", tl_find_finite_field_dh },
  { "post-quantum-key-exchange", tl_find_post_quantum },
  { "compression", tl_find_compression },
  { "no-extended-main-secret", tl_find_no_extended_main_secret },
  { "no-secure-renegotiation", tl_find_no_secure_renegotiation },
  { "early-data", tl_find_early_data },
  { "encrypted-client-hello", tl_find_encrypted_client_hello },
  { "heartbleed", tl_find_heartbleed },
  { "malformed-message", tl_find_malformed },
  { "missing-extension", tl_find_missing_extensions },
  { "psk-not-last", tl_find_psk_not_last },
  { "legacy-version", tl_find_legacy_version },
  { "key-share-unlisted", tl_find_unlisted_shares },
  { "key-share-size", tl_find_share_sizes },
  { "server-name-address", tl_find_address_as_name },
  { "version-not-offered", tl_find_version_not_offered },
  { "suite-not-offered", tl_find_suite_not_offered },
  { "group-not-offered", tl_find_group_not_offered },
  { "signature-not-offered", tl_find_signature_not_offered },
  { "protocol-not-offered", tl_find_protocol_not_offered },
  { "session-id-not-echoed", tl_find_session_id_not_echoed },
  { "duplicate-extension", tl_find_duplicate_extensions },
  { "misplaced-extension", tl_find_misplaced_extensions },
  { "unasked-extension", tl_find_unasked_extensions },
  { "certificate-damaged", tl_find_certificate_faults },
  { "certificate-expired", tl_find_expired },
  { "certificate-not-yet-valid", tl_find_not_yet_valid },
  { "certificate-name-mismatch", tl_find_name_mismatch },
  { "certificate-self-signed", tl_find_self_signed },
  { "weak-key", tl_find_weak_keys },
  { "sha1-signature", tl_find_sha1_signatures },
};

static bool
is_client_hello (guint16 message)
{
  return message == TL_MESSAGE_CLIENT_HELLO || message == TL_MESSAGE_SSLV2_CLIENT_HELLO;
}

/* Up to the first ServerHello; what comes later is another handshake. */
static void
read_hellos (TlFindings *self)
{
  const TlConversation *conversation = self->conversation;
  int asked = -1;

  tl_hello_facts_init (&self->client);
  tl_hello_facts_init (&self->retry);
  tl_hello_facts_init (&self->asked);
  tl_hello_facts_init (&self->server);
  for (guint i = 0; i < conversation->n_steps; i++)
    {
      guint16 message = conversation->steps[i]->context.message;

      if (!tl_findings_is_message (conversation, i))
        continue;
      if (is_client_hello (message) && self->client.step < 0)
        tl_hello_facts_read (&self->client, conversation, i);
      if (is_client_hello (message) && self->server.step < 0)
        asked = (int) i;
      if (message == TL_MESSAGE_HELLO_RETRY_REQUEST && self->retry.step < 0 && self->server.step < 0)
        tl_hello_facts_read (&self->retry, conversation, i);
      if ((message == TL_MESSAGE_SERVER_HELLO || message == TL_MESSAGE_SSLV2_SERVER_HELLO) && self->server.step < 0)
        tl_hello_facts_read (&self->server, conversation, i);
    }
  if (asked >= 0)
    tl_hello_facts_read (&self->asked, conversation, (guint) asked);
}

static void
read_certificates (TlFindings *self, TlSide side)
{
  const TlConversation *conversation = self->conversation;

  self->certificates[side] = tl_conversation_certificates (conversation, side);
  self->certificate_step[side] = -1;
  for (guint i = 0; i < conversation->n_steps && self->certificate_step[side] < 0; i++)
    {
      const TlStep *step = conversation->steps[i];
      if (step->from == side && tl_step_has_certificates (step))
        self->certificate_step[side] = (int) i;
    }
}

static int
compare_steps (gconstpointer a, gconstpointer b)
{
  const TlFinding *first = *(TlFinding *const *) a;
  const TlFinding *second = *(TlFinding *const *) b;

  return (first->step > second->step) - (first->step < second->step);
}

GPtrArray *
tl_conversation_findings (const TlConversation *self)
{
  TlFindings findings = { .conversation = self, .findings = g_ptr_array_new_with_free_func (finding_free) };

  read_hellos (&findings);
  read_certificates (&findings, TL_SIDE_CLIENT);
  read_certificates (&findings, TL_SIDE_SERVER);
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    rules[i].find (&findings, rules[i].id);
  g_ptr_array_sort (findings.findings, compare_steps); /* stable: in the order of the rules within a step */
  tl_hello_facts_clear (&findings.client);
  tl_hello_facts_clear (&findings.retry);
  tl_hello_facts_clear (&findings.asked);
  tl_hello_facts_clear (&findings.server);
  g_ptr_array_unref (findings.certificates[TL_SIDE_CLIENT]);
  g_ptr_array_unref (findings.certificates[TL_SIDE_SERVER]);
  return findings.findings;
}
