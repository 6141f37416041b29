/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The invariants that the harnesses check. See check.h.
 */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

enum
{
  EXPLAINED_ROWS = 256, /* of one message: more would only repeat */
  WIDTH = 80
};

void
check (bool holds, const char *message)
{
  if (holds)
    return;
  fprintf (stderr, "check failed: %s\n", message);
  abort ();
}

void
claims_init (Claims *self, gsize n)
{
  self->claimed = g_malloc0 (n + 1);
  self->n = n;
}

void
claims_add (Claims *self, gsize offset, gsize length)
{
  check (offset <= self->n && length <= self->n - offset, "a field is inside its message");
  for (gsize i = offset; i < offset + length; i++)
    {
      check (self->claimed[i] == 0, "no byte is covered twice");
      self->claimed[i] = 1;
    }
}

void
claims_check_all_and_clear (Claims *self)
{
  for (gsize i = 0; i < self->n; i++)
    check (self->claimed[i] == 1, "every byte is covered");
  g_clear_pointer (&self->claimed, g_free);
}

static void
check_text (const char *text, const char *message)
{
  check (text == NULL || g_utf8_validate (text, -1, NULL), message);
}

static void
check_inside_parent (const TlFieldTree *tree, guint index)
{
  const TlRow *row = &tree->rows[index];
  guint space = tl_field_tree_opened (tree, index);
  gsize begin = space > 0 ? 0 : row->offset;
  gsize end = space > 0 ? tree->spaces[space].n_bytes : (gsize) row->offset + row->length;

  check (row->n_below < tree->n_rows - index, "what is below a row is in the tree");
  check (space == 0 || tree->spaces[space].row == index, "a space knows the row that holds it");
  if (space == 0)
    space = row->space;
  for (guint i = index + 1; i <= index + row->n_below; i++)
    {
      const TlRow *below = &tree->rows[i];
      check (below->depth > row->depth, "what is below is deeper");
      check (below->space != space || (below->offset >= begin && (gsize) below->offset + below->length <= end),
             "what is below is inside");
      check (below->depth > row->depth + 1 || below->space == space, "what is directly below is of one space");
    }
}

static void
check_row (const TlFieldTree *tree, guint index, Claims *claims)
{
  const TlRow *row = &tree->rows[index];

  check (row->name != NULL && row->prefix <= row->length, "a row has a name, and its prefix is inside it");
  check (row->space < tree->n_spaces, "a row is of a space that there is");
  check ((gsize) row->offset + row->length <= tree->spaces[row->space].n_bytes || index + 1 == tree->n_rows,
         "only the last row is about bytes that are not there");
  check_text (row->text, "the text of a row is valid UTF-8");
  claims_add (&claims[row->space], row->offset,
              tl_field_tree_is_leaf (tree, index) ? row->length : row->prefix);
  if (row->n_below > 0)
    check_inside_parent (tree, index);
}

void
check_tree (const TlFieldTree *tree, gsize length)
{
  g_autofree Claims *claims = g_new (Claims, tree->n_spaces);

  for (guint i = 0; i < tree->n_spaces; i++)
    claims_init (&claims[i], i == 0 ? length : tree->spaces[i].n_bytes);
  for (guint i = 0; i < tree->n_rows; i++)
    check_row (tree, i, claims);
  for (guint i = 0; i < tree->n_spaces; i++)
    claims_check_all_and_clear (&claims[i]);
}

static void
check_explanation (TlExplanation *explanation)
{
  if (explanation == NULL)
    return;
  check_text (explanation->title, "the title of an explanation is valid UTF-8");
  check_text (explanation->text, "the text of an explanation is valid UTF-8");
  tl_explanation_free (explanation);
}

static void
check_named_values (const GPtrArray *values)
{
  for (guint i = 0; values != NULL && i < values->len; i++)
    {
      const TlNamedValue *value = g_ptr_array_index (values, i);
      check_text (value->name, "what a certificate names is valid UTF-8");
      check_text (value->value, "the values of a certificate are valid UTF-8");
    }
}

static void
check_certificates (GPtrArray *certificates, const char *host)
{
  check (certificates->len <= TL_LIMIT_CERTIFICATES, "no more certificates than the cap says");
  for (guint i = 0; i < certificates->len; i++)
    {
      const TlCertificate *certificate = g_ptr_array_index (certificates, i);
      check_text (certificate->subject, "a subject is valid UTF-8");
      check_text (certificate->issuer, "an issuer is valid UTF-8");
      check_text (certificate->serial, "a serial number is valid UTF-8");
      check_text (certificate->fault, "the fault of a certificate is valid UTF-8");
      check (certificate->sha256 != NULL && strlen (certificate->sha256) == 64,
             "a certificate has a fingerprint");
      check_named_values (certificate->names);
      check_named_values (certificate->extensions);
      if (host != NULL)
        tl_certificate_matches_host (certificate, host);
    }
  g_ptr_array_unref (certificates);
}

void
look_at_step (const TlConversation *conversation, guint step)
{
  g_autoptr (TlFieldTree) tree = tl_step_fields (conversation, step);
  g_autofree char *title = tl_step_title (conversation, step);
  g_autofree char *facts = tl_step_facts (conversation, step);

  check_text (title, "the title of a step is valid UTF-8");
  check_text (facts, "the facts of a step are valid UTF-8");
  check_tree (tree, conversation->steps[step]->truncated
                        ? MAX (tree->n_bytes, conversation->steps[step]->length)
                        : tree->n_bytes);
  check_certificates (tl_step_certificates (conversation, step), "www.example.org");
  check_explanation (tl_explain_step (conversation, step));
  for (guint i = 0; i < MIN (tree->n_rows, EXPLAINED_ROWS); i++)
    check_explanation (tl_explain_row (conversation, step, tree, i));
  for (guint i = 0; i < tree->n_spaces; i++)
    check (tree->spaces[i].n_bytes == 0 || tl_field_tree_row_at (tree, i, tree->spaces[i].n_bytes - 1) >= 0,
           "the last byte has a row");
}

static void
look_at_exports (const TlConversation *conversation)
{
  g_autoptr (GString) out = g_string_new (NULL);

  tl_export_json (conversation, TL_JSON_FIELDS, out);
  check (g_utf8_validate (out->str, (gssize) out->len, NULL), "JSON is valid UTF-8");
  check (out->len > 0 && memchr (out->str, '\n', out->len) == out->str + out->len - 1, "JSON is one line");
  g_string_truncate (out, 0);
  tl_export_text (conversation, TL_TEXT_UNICODE, WIDTH, out);
  check (g_utf8_validate (out->str, (gssize) out->len, NULL), "the ladder as text is valid UTF-8");
  g_string_truncate (out, 0);
  tl_export_summary (conversation, 0, out);
  check (g_utf8_validate (out->str, (gssize) out->len, NULL), "the summary is valid UTF-8");
}

void
look_at (const TlConversation *conversation)
{
  g_autoptr (GPtrArray) findings = tl_conversation_findings (conversation);
  g_autofree char *outcome = tl_conversation_outcome_text (conversation);
  g_autofree char *ja3 = tl_conversation_ja3 (conversation);
  g_autofree char *ja3s = tl_conversation_ja3s (conversation);
  g_autofree char *ja4 = tl_conversation_ja4 (conversation);

  check_text (conversation->server_name, "the server name is valid UTF-8");
  check_text (conversation->alpn, "the protocol is valid UTF-8");
  check_text (outcome, "the outcome is valid UTF-8");
  check_text (ja3, "a fingerprint is valid UTF-8");
  check_text (ja3s, "a fingerprint is valid UTF-8");
  check_text (ja4, "a fingerprint is valid UTF-8");
  check_certificates (tl_conversation_certificates (conversation, TL_SIDE_CLIENT), NULL);
  check_certificates (tl_conversation_certificates (conversation, TL_SIDE_SERVER), conversation->server_name);
  check (outcome != NULL && tl_outcome_id (conversation->outcome) != NULL, "there is an outcome");
  for (guint i = 0; i < findings->len; i++)
    {
      const TlFinding *finding = g_ptr_array_index (findings, i);
      check_text (finding->text, "a finding is valid UTF-8");
      check (finding->step < (int) conversation->n_steps, "a finding is about a step that there is");
    }
  for (guint i = 0; i < conversation->n_steps; i++)
    look_at_step (conversation, i);
  look_at_exports (conversation);
}

void
look_at_complete_cb (TlConversation *conversation, gpointer user_data G_GNUC_UNUSED)
{
  if (conversation->complete)
    look_at (conversation);
}

void
put_uint (GByteArray *out, guint64 value, guint size)
{
  for (guint i = size; i > 0; i--)
    {
      guint8 byte = (guint8) (value >> (8 * (i - 1)));
      g_byte_array_append (out, &byte, 1);
    }
}
