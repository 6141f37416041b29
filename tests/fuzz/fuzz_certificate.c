/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Fuzzes the decoder of certificates, and their rows. The input is the DER.
 */
#include "check.h"

static void
check_text (const char *text)
{
  check (text == NULL || g_utf8_validate (text, -1, NULL), "what a certificate says is valid UTF-8");
}

static void
check_values (const GPtrArray *values)
{
  for (guint i = 0; i < values->len; i++)
    {
      const TlNamedValue *value = g_ptr_array_index (values, i);

      check (value->name != NULL && value->value != NULL, "a name has a value");
      check_text (value->name);
      check_text (value->value);
    }
}

static void
check_certificate (TlBytes der)
{
  g_autoptr (TlCertificate) certificate = tl_certificate_new (der);

  check_text (certificate->subject);
  check_text (certificate->issuer);
  check_text (certificate->subject_common_name);
  check_text (certificate->issuer_common_name);
  check_text (certificate->key_algorithm);
  check_text (certificate->signature_algorithm);
  check_text (certificate->fault);
  check_values (certificate->names);
  check_values (certificate->extensions);
  check (certificate->size == der.length, "the size is that of the DER");
  check (certificate->sha256 != NULL && strlen (certificate->sha256) == 64,
         "a certificate has a fingerprint");
  check (certificate->subject != NULL || certificate->fault != NULL, "what is not decoded has a fault");
  tl_certificate_matches_host (certificate, "www.example.org");
  tl_certificate_matches_host (certificate, "192.0.2.1");
}

static void
check_rows (const guint8 *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  TlFieldTreeBuilder *builder = tl_field_tree_builder_new (bytes);
  g_autoptr (TlFieldTree) tree = NULL;

  tl_certificate_append_rows (tl_bytes (g_bytes_get_data (bytes, NULL), size), 0, builder);
  tree = tl_field_tree_builder_end (builder);
  check_tree (tree, size);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  if (size == 0)
    return 0;
  check_certificate (tl_bytes (data, size));
  check_rows (data, size);
  return 0;
}
