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
  { "malformed-message", tl_find_malformed },
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

bool
tl_findings_is_message (const TlConversation *conversation, guint i)
{
  const TlStep *step = conversation->steps[i];

  return step->type == TL_STEP_HANDSHAKE && !step->sealed && !step->truncated && !step->retransmission
         && step->bytes != NULL && step->context.message != TL_MESSAGE_NONE;
}

void
tl_findings_walk (const TlConversation *conversation, guint i, TlSink *sink)
{
  const TlStep *step = conversation->steps[i];
  gsize length;
  const void *data = g_bytes_get_data (step->bytes, &length);

  tl_message_walk (tl_bytes (data, length), &step->context, sink);
}

static void
see_number (GArray *list, const TlFound *found)
{
  guint32 number = (guint32) found->value;
  g_array_append_val (list, number);
}

static void
facts_leaf (TlSink *sink, const TlFound *found)
{
  TlHelloFacts *self = (TlHelloFacts *) sink;

  if (found->fault != TL_FAULT_NONE)
    {
      self->whole = false;
      return;
    }
  switch (found->field->tag)
    {
    case TL_TAG_RANDOM:
      self->random = found->content;
      break;
    case TL_TAG_CIPHER_SUITE:
      see_number (self->cipher_suites, found);
      break;
    case TL_TAG_COMPRESSION_METHOD:
      if (self->compression == 0)
        self->compression = (guint8) found->value;
      break;
    case TL_TAG_EXTENSION_TYPE:
      see_number (self->extensions, found);
      break;
    default:
      break;
    }
}

static void
facts_open (TlSink *sink, const TlFound *found)
{
  if (found->fault != TL_FAULT_NONE)
    ((TlHelloFacts *) sink)->whole = false;
}

/* The first message of the kind (or of the kind @other), where it is in clear and whole. */
static void
read_facts (const TlConversation *conversation, guint16 message, guint16 other, TlHelloFacts *out)
{
  *out = (TlHelloFacts){ .sink = { .leaf = facts_leaf, .open = facts_open },
                         .step = -1,
                         .cipher_suites = g_array_new (FALSE, FALSE, sizeof (guint32)),
                         .extensions = g_array_new (FALSE, FALSE, sizeof (guint32)) };
  for (guint i = 0; i < conversation->n_steps; i++)
    if (tl_findings_is_message (conversation, i)
        && (conversation->steps[i]->context.message == message || conversation->steps[i]->context.message == other))
      {
        out->step = (int) i;
        out->whole = true;
        tl_findings_walk (conversation, i, &out->sink);
        return;
      }
}

static bool
has_number (const GArray *list, guint16 number)
{
  for (guint i = 0; i < list->len; i++)
    if (g_array_index (list, guint32, i) == number)
      return true;
  return false;
}

bool
tl_hello_facts_has_extension (const TlHelloFacts *self, guint16 extension)
{
  return has_number (self->extensions, extension);
}

bool
tl_hello_facts_has_suite (const TlHelloFacts *self, guint16 suite)
{
  return has_number (self->cipher_suites, suite);
}

bool
tl_findings_is_before_13 (const TlFindings *self)
{
  return self->conversation->version != 0 && !tl_version_is_13 (self->conversation->version);
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

static void
facts_clear (TlHelloFacts *self)
{
  g_array_unref (self->cipher_suites);
  g_array_unref (self->extensions);
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

  read_facts (self, TL_MESSAGE_CLIENT_HELLO, TL_MESSAGE_SSLV2_CLIENT_HELLO, &findings.client);
  read_facts (self, TL_MESSAGE_SERVER_HELLO, TL_MESSAGE_SSLV2_SERVER_HELLO, &findings.server);
  read_certificates (&findings, TL_SIDE_CLIENT);
  read_certificates (&findings, TL_SIDE_SERVER);
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    rules[i].find (&findings, rules[i].id);
  g_ptr_array_sort (findings.findings, compare_steps); /* stable: in the order of the rules within a step */
  facts_clear (&findings.client);
  facts_clear (&findings.server);
  g_ptr_array_unref (findings.certificates[TL_SIDE_CLIENT]);
  g_ptr_array_unref (findings.certificates[TL_SIDE_SERVER]);
  return findings.findings;
}
