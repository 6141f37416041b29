/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A certificate, from its bytes to what people want to know of it.
 */
#include "certificate.h"

#include <glib/gi18n-lib.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

#include "../display.h"
#include "../limits.h"
#include "extension-text.h"
#include "keys.h"
#include "names.h"
#include "oid.h"
#include "values.h"

static char *
fingerprint (gnutls_digest_algorithm_t algorithm, TlBytes der)
{
  guint8 digest[64];

  if (gnutls_hash_fast (algorithm, der.data, der.length, digest) != GNUTLS_E_SUCCESS)
    return NULL;
  return tl_display_hex (tl_bytes (digest, gnutls_hash_get_len (algorithm)), sizeof digest);
}

static char *
read_time (const TlAsn1 *asn1, const char *path, gint64 *seconds)
{
  TlTlv tlv;

  if (!tl_asn1_find (asn1, &tlv, "%s", path))
    return NULL;
  return tl_time_text (&tlv, seconds);
}

/* RFC 5280 section 7.1 compares without regard to case. */
static bool
same_name (const char *a, const char *b)
{
  g_autofree char *folded_a = NULL;
  g_autofree char *folded_b = NULL;

  if (a == NULL || b == NULL)
    return false;
  folded_a = g_utf8_casefold (a, -1);
  folded_b = g_utf8_casefold (b, -1);
  return strcmp (folded_a, folded_b) == 0;
}

/* RFC 5280 section 4.1.2.1: where it is left out, the version is 1. */
static int
read_version (const TlAsn1 *asn1)
{
  guint version;
  TlTlv tlv;

  if (!tl_asn1_find (asn1, &tlv, "tbsCertificate.version"))
    return 1;
  if (!tl_asn1_number (asn1, "tbsCertificate.version", &version) || version > 2)
    return 0;
  return (int) version + 1;
}

static void
read_alternative_names (TlCertificate *self, TlBytes value)
{
  g_auto (TlAsn1) asn1 = { 0 };
  guint n;
  TlTlv tlv;

  if (!tl_asn1_decode (&asn1, "PKIX.GeneralNames", value, NULL))
    return;
  n = tl_asn1_count (&asn1, "");
  for (guint i = 1; i <= n; i++)
    if (tl_asn1_find (&asn1, &tlv, "?%u", i))
      {
        TlNamedValue *name = tl_general_name_new (&tlv);
        if (name)
          g_ptr_array_add (self->names, name);
      }
}

/* Whether a certificate with the extension damaged can no longer be relied on: of others, the rows say what is wrong. */
static bool
matters (const char *oid, bool critical)
{
  return critical || g_str_has_prefix (oid, "2.5.29.");
}

static void
append_extension (TlCertificate *self, const char *oid, bool critical, TlBytes value)
{
  const char *name = tl_oid_name (oid);
  TlNamedValue *extension = g_new0 (TlNamedValue, 1);

  extension->name = g_strdup (name ? name : oid);
  extension->value = tl_extension_text (oid, value);
  extension->critical = critical;
  if (extension->value == NULL)
    {
      extension->value = tl_display_hex (value, TL_LIMIT_TEXT_CELL);
      if (self->fault == NULL && matters (oid, critical))
        self->fault = g_strdup_printf (_ ("The extension %s could not be decoded."), extension->name);
    }
  g_ptr_array_add (self->extensions, extension);
}

static bool
is_ca (TlBytes value)
{
  g_auto (TlAsn1) asn1 = { 0 };
  TlTlv tlv;

  return tl_asn1_decode (&asn1, "PKIX.BasicConstraints", value, NULL) && tl_asn1_find (&asn1, &tlv, "cA")
         && tlv.content.length == 1 && tlv.content.data[0] != 0;
}

static void
read_extension (TlCertificate *self, const TlAsn1 *asn1, guint i)
{
  char oid[TL_OID_SIZE];
  TlTlv id, critical, value;

  if (!tl_asn1_find (asn1, &id, "tbsCertificate.extensions.?%u.extnID", i) || !tl_asn1_oid (&id, oid)
      || !tl_asn1_find (asn1, &value, "tbsCertificate.extensions.?%u.extnValue", i))
    return;
  if (strcmp (oid, "2.5.29.17") == 0)
    read_alternative_names (self, value.content);
  else if (strcmp (oid, "2.5.29.19") == 0)
    self->ca = is_ca (value.content);
  append_extension (self, oid,
                    tl_asn1_find (asn1, &critical, "tbsCertificate.extensions.?%u.critical", i)
                        && critical.content.length == 1 && critical.content.data[0] != 0,
                    value.content);
}

static void
read_all (TlCertificate *self, const TlAsn1 *asn1)
{
  guint n = tl_asn1_count (asn1, "tbsCertificate.extensions");
  TlKey key;
  TlTlv tlv;

  self->version = read_version (asn1);
  if (tl_asn1_find (asn1, &tlv, "tbsCertificate.serialNumber"))
    self->serial = tl_display_hex (tlv.content, TL_LIMIT_TEXT_CELL);
  self->issuer = tl_name_text_at (asn1, "tbsCertificate.issuer", &self->issuer_common_name);
  self->subject = tl_name_text_at (asn1, "tbsCertificate.subject", &self->subject_common_name);
  self->self_issued = same_name (self->issuer, self->subject);
  self->not_before = read_time (asn1, "tbsCertificate.validity.notBefore", &self->not_before_seconds);
  self->not_after = read_time (asn1, "tbsCertificate.validity.notAfter", &self->not_after_seconds);
  if ((self->not_before == NULL || self->not_after == NULL) && self->fault == NULL)
    self->fault = g_strdup (_ ("The times of its validity could not be decoded."));
  tl_key_read (asn1, "tbsCertificate.subjectPublicKeyInfo", &key);
  self->key_algorithm = key.algorithm;
  self->key_curve = key.curve;
  self->key_bits = key.bits;
  if (tl_asn1_find (asn1, &tlv, "signatureAlgorithm.algorithm"))
    self->signature_algorithm = tl_asn1_oid_text (&tlv);
  for (guint i = 1; i <= n; i++)
    read_extension (self, asn1, i);
}

TlCertificate *
tl_certificate_new (TlBytes der)
{
  TlCertificate *self = g_atomic_rc_box_new0 (TlCertificate);
  TlDerScan scan = tl_der_scan (der);
  g_auto (TlAsn1) asn1 = { 0 };
  TlBytes certificate;

  self->names = g_ptr_array_new_with_free_func (tl_named_value_free);
  self->extensions = g_ptr_array_new_with_free_func (tl_named_value_free);
  self->not_before_seconds = self->not_after_seconds = G_MININT64;
  self->size = der.length;
  self->sha256 = fingerprint (GNUTLS_DIG_SHA256, der);
  self->sha1 = fingerprint (GNUTLS_DIG_SHA1, der);
  self->fault = tl_der_scan_fault (&scan, der.length);
  if (scan.verdict != TL_DER_SOUND && scan.verdict != TL_DER_TRAILING)
    return self;
  if (tl_bytes_take (&der, scan.length, &certificate)
      && tl_asn1_decode (&asn1, "PKIX.Certificate", certificate, self->fault ? NULL : &self->fault))
    read_all (self, &asn1);
  return self;
}

TlCertificate *
tl_certificate_ref (TlCertificate *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
certificate_free (gpointer data)
{
  TlCertificate *self = data;

  g_free (self->subject);
  g_free (self->issuer);
  g_free (self->subject_common_name);
  g_free (self->issuer_common_name);
  g_free (self->serial);
  g_free (self->not_before);
  g_free (self->not_after);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->extensions);
  g_free (self->key_algorithm);
  g_free (self->key_curve);
  g_free (self->signature_algorithm);
  g_free (self->sha256);
  g_free (self->sha1);
  g_free (self->fault);
}

void
tl_certificate_unref (TlCertificate *self)
{
  g_atomic_rc_box_release_full (self, certificate_free);
}
