/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The tables that name the elements of a certificate.
 */
#include "certificates.h"

#include "x509/oid.h"
#include "x509/schema.h"

TEST (Schema, FindsWhatStandsInside)
{
  EXPECT_STREQ (tl_der_extension ("2.5.29.17")->name, "SubjectAltName");
  EXPECT_EQ (tl_der_extension ("1.2.3"), nullptr);
  EXPECT_EQ (tl_der_extension (""), nullptr);
  EXPECT_STREQ (tl_der_key ("1.2.840.113549.1.1.1")->name, "RSAPublicKey");
  EXPECT_EQ (tl_der_key ("1.2.840.10045.2.1"), nullptr); /* a point is no DER */
  EXPECT_STREQ (tl_der_signature ("1.2.840.10045.4.3.2")->name, "Ecdsa-Sig-Value");
  EXPECT_STREQ (tl_der_signature ("1.2.840.10040.4.3")->name, "Dss-Sig-Value");
  EXPECT_EQ (tl_der_signature ("1.2.840.113549.1.1.11"), nullptr);
}

/* Every field has a name, and what is constructed or not says so by its identifier. */
static void
check (const TlDerField *field, int depth)
{
  ASSERT_NE (field->name, nullptr);
  ASSERT_LT (depth, 16) << field->name;
  if (field->as)
    {
      EXPECT_EQ (field->identifier & 0xe0, 0x80) << field->name << " is implicitly tagged, and primitive";
    }
  if (field->type == nullptr)
    return;
  EXPECT_TRUE (field->identifier & TL_DER_CONSTRUCTED) << field->name;
  for (gsize i = 0; i < field->type->n_fields; i++)
    check (&field->type->fields[i], depth + 1);
}

TEST (Schema, IsSound)
{
  check (&tl_der_certificate, 0);
  for (auto id : { "2.5.29.17", "2.5.29.30", "2.5.29.31", "2.5.29.32", "2.5.29.35", "1.3.6.1.5.5.7.1.1" })
    check (tl_der_extension (id), 0);
}
