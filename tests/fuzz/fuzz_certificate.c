/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Fuzzes the decoder of certificates, and the rows of everything that may stand in DER. The input is the DER. Besides a
 * certificate it is read as some of all kinds, and as the value of some extension: which, is chosen by its last bytes, so
 * that an input costs little, and another one is read in another way.
 */
#include "check.h"

#include "x509/extension-text.h"
#include "x509/rows.h"

/* RFC 5280, RFC 6962, RFC 7633, RFC 3779, RFC 3739, Microsoft's and Netscape's. */
static const char *const spoken_extensions[] = {
  "2.5.29.14", "2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.30", "2.5.29.31", "2.5.29.32", "2.5.29.33", "2.5.29.35",
  "2.5.29.36", "2.5.29.37", "2.5.29.54", "1.3.6.1.5.5.7.1.1", "1.3.6.1.5.5.7.1.3", "1.3.6.1.5.5.7.1.7", "1.3.6.1.5.5.7.1.12",
  "1.3.6.1.5.5.7.1.24", "1.3.6.1.4.1.11129.2.4.2", "1.3.6.1.4.1.311.21.7", "2.16.840.1.113730.1.1",
};

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

/* As what @field says; NULL: nothing is known of it. */
static void
check_rows (const TlDerField *field, GBytes *bytes)
{
  TlFieldTreeBuilder *builder = tl_field_tree_builder_new (bytes);
  g_autoptr (TlFieldTree) tree = NULL;
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  tl_der_append_rows (field, tl_bytes (data, size), 0, builder);
  tree = tl_field_tree_builder_end (builder);
  check_tree (tree, size);
}

static void
check_extension (const char *oid, TlBytes value)
{
  g_autofree char *text = tl_extension_text (oid, value);

  check_text (text);
}

enum
{
  ONE_OF = 16 /* of as many kinds one is read */
};

/* The kinds that begin as the input does: of all others there is only to say that it is none. */
static void
check_kinds (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint choice = data[size - 1] + (size > 1 ? data[size - 2] : 0u), n = 0;

  check_rows (NULL, bytes);
  for (TlHolds holds = TL_HOLDS_NOTHING; holds < TL_N_HOLDS; holds++)
    {
      const TlDerField *field = tl_der_held (holds, tl_bytes (data, size));
      if (field && field->identifier == *data)
        check_rows (field, bytes);
    }
  for (const TlDerField *const *field = tl_der_all_fields (); *field; field++)
    if (((*field)->identifier == 0 || (*field)->identifier == *data) && n++ % ONE_OF == choice % ONE_OF)
      check_rows (*field, bytes);
  check_extension (spoken_extensions[choice % G_N_ELEMENTS (spoken_extensions)], tl_bytes (data, size));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GBytes) bytes = NULL;

  if (size == 0)
    return 0;
  bytes = g_bytes_new (data, size);
  check_certificate (tl_bytes (data, size));
  check_kinds (bytes);
  return 0;
}
