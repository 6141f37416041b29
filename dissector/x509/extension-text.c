/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The extensions of RFC 5280 section 4.2. A line names what is set by the identifiers of the RFC.
 */
#include "extension-text.h"

#include "../display.h"
#include "../limits.h"
#include "names.h"
#include "values.h"

char *
tl_extension_bits (TlBytes value, const char *const *names, gsize n_names)
{
  TlTlv tlv;

  return tl_der_only (value, TL_DER_BIT_STRING, &tlv) ? tl_bits_text (tlv.content, names, n_names) : NULL;
}

/* A list of OIDs at @path. */
static char *
oid_list (const TlAsn1 *asn1, const char *element)
{
  GString *list = g_string_new (NULL);
  guint n = tl_asn1_count (asn1, "");
  TlTlv tlv;

  for (guint i = 1; i <= n; i++)
    if (tl_asn1_find (asn1, &tlv, "?%u%s", i, element))
      tl_text_append (list, tl_asn1_oid_text (&tlv));
  return tl_text_cut (list);
}

static void
append_number (GString *list, const TlAsn1 *asn1, const char *name)
{
  TlTlv tlv;

  if (tl_asn1_find (asn1, &tlv, "%s", name))
    {
      g_autofree char *number = tl_integer_text (tlv.content);
      tl_text_append (list, g_strdup_printf ("%s %s", name, number));
    }
}

/* Section 4.2.1.1. */
static char *
authority_key_identifier (TlBytes value)
{
  g_auto (TlAsn1) asn1 = { 0 };
  GString *list;
  TlTlv tlv;

  if (!tl_asn1_decode (&asn1, "PKIX.AuthorityKeyIdentifier", value, NULL))
    return NULL;
  list = g_string_new (NULL);
  if (tl_asn1_find (&asn1, &tlv, "keyIdentifier"))
    tl_text_append (list, tl_display_hex (tlv.content, TL_LIMIT_TEXT_CELL));
  if (tl_asn1_count (&asn1, "authorityCertIssuer") > 0)
    tl_text_append (list, tl_general_names_text (&asn1, "authorityCertIssuer"));
  if (tl_asn1_find (&asn1, &tlv, "authorityCertSerialNumber"))
    {
      g_autofree char *serial = tl_display_hex (tlv.content, TL_LIMIT_TEXT_CELL);
      tl_text_append (list, g_strdup_printf ("authorityCertSerialNumber %s", serial));
    }
  return tl_text_cut (list);
}

/* Section 4.2.1.2. */
static char *
subject_key_identifier (TlBytes value)
{
  TlTlv tlv;

  if (!tl_der_only (value, TL_DER_OCTET_STRING, &tlv))
    return NULL;
  return tl_display_hex (tlv.content, TL_LIMIT_TEXT_CELL);
}

/* Section 4.2.1.3. */
static char *
key_usage (TlBytes value)
{
  static const char *const names[] = {
    "digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement",
    "keyCertSign",      "cRLSign",        "encipherOnly",    "decipherOnly",
  };
  return tl_extension_bits (value, names, G_N_ELEMENTS (names));
}

/* The address of the practice statement, or the text of a notice (UserNotice). */
static void
append_qualifier (GString *list, const TlTlv *qualifier)
{
  TlTlv tlv = *qualifier;
  g_autofree char *text = NULL;

  if (qualifier->identifier == TL_DER_SEQUENCE)
    {
      TlBytes rest = qualifier->content;

      while (tl_der_read (&rest, &tlv) && tlv.identifier == TL_DER_SEQUENCE) /* noticeRef */
        ;
    }
  text = tl_string_text (&tlv, TL_LIMIT_TEXT_CELL);
  if (text)
    g_string_append_printf (list, " (%s)", text);
}

/* Section 4.2.1.4: the policies, and where their practice statement is. */
static char *
certificate_policies (TlBytes value)
{
  g_auto (TlAsn1) asn1 = { 0 };
  GString *list;
  guint n;

  if (!tl_asn1_decode (&asn1, "PKIX.CertificatePolicies", value, NULL))
    return NULL;
  list = g_string_new (NULL);
  n = tl_asn1_count (&asn1, "");
  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *path = g_strdup_printf ("?%u.policyQualifiers", i);
      guint n_qualifiers = tl_asn1_count (&asn1, path);
      TlTlv tlv;

      if (tl_asn1_find (&asn1, &tlv, "?%u.policyIdentifier", i))
        tl_text_append (list, tl_asn1_oid_text (&tlv));
      for (guint j = 1; j <= n_qualifiers; j++)
        if (tl_asn1_find (&asn1, &tlv, "%s.?%u.qualifier", path, j))
          append_qualifier (list, &tlv);
    }
  return tl_text_cut (list);
}

/* Section 4.2.1.5. */
static char *
policy_mappings (TlBytes value)
{
  g_auto (TlAsn1) asn1 = { 0 };
  GString *list;
  guint n;

  if (!tl_asn1_decode (&asn1, "PKIX.PolicyMappings", value, NULL))
    return NULL;
  list = g_string_new (NULL);
  n = tl_asn1_count (&asn1, "");
  for (guint i = 1; i <= n; i++)
    {
      TlTlv from, to;

      if (tl_asn1_find (&asn1, &from, "?%u.issuerDomainPolicy", i)
          && tl_asn1_find (&asn1, &to, "?%u.subjectDomainPolicy", i))
        {
          g_autofree char *issuer = tl_asn1_oid_text (&from);
          g_autofree char *subject = tl_asn1_oid_text (&to);
          tl_text_append (list, g_strdup_printf ("%s → %s", issuer, subject));
        }
    }
  return tl_text_cut (list);
}

/* Section 4.2.1.6, and 4.2.1.7. */
static char *
alternative_names (TlBytes value)
{
  g_auto (TlAsn1) asn1 = { 0 };

  if (!tl_asn1_decode (&asn1, "PKIX.GeneralNames", value, NULL))
    return NULL;
  return tl_general_names_text (&asn1, "");
}

/* Section 4.2.1.9: cA is false where it is left out. */
static char *
basic_constraints (TlBytes value)
{
  g_auto (TlAsn1) asn1 = { 0 };
  GString *list;
  TlTlv tlv;

  if (!tl_asn1_decode (&asn1, "PKIX.BasicConstraints", value, NULL))
    return NULL;
  list = g_string_new (NULL);
  tl_text_append (list,
                  g_strdup (tl_asn1_find (&asn1, &tlv, "cA") && tlv.content.length == 1 && tlv.content.data[0]
                                ? "cA TRUE"
                                : "cA FALSE"));
  append_number (list, &asn1, "pathLenConstraint");
  return tl_text_cut (list);
}

static void
append_subtrees (GString *list, const TlAsn1 *asn1, const char *name)
{
  guint n = tl_asn1_count (asn1, name);

  for (guint i = 1; i <= n; i++)
    {
      TlTlv base;

      if (tl_asn1_find (asn1, &base, "%s.?%u.base", name, i))
        {
          g_autofree char *text = tl_general_name_text (&base);
          if (text)
            tl_text_append (list, g_strdup_printf ("%s %s", name, text));
        }
    }
}

/* Section 4.2.1.10. */
static char *
name_constraints (TlBytes value)
{
  g_auto (TlAsn1) asn1 = { 0 };
  GString *list;

  if (!tl_asn1_decode (&asn1, "PKIX.NameConstraints", value, NULL))
    return NULL;
  list = g_string_new (NULL);
  append_subtrees (list, &asn1, "permittedSubtrees");
  append_subtrees (list, &asn1, "excludedSubtrees");
  return tl_text_cut (list);
}

/* Section 4.2.1.11. */
static char *
policy_constraints (TlBytes value)
{
  g_auto (TlAsn1) asn1 = { 0 };
  GString *list;

  if (!tl_asn1_decode (&asn1, "PKIX.PolicyConstraints", value, NULL))
    return NULL;
  list = g_string_new (NULL);
  append_number (list, &asn1, "requireExplicitPolicy");
  append_number (list, &asn1, "inhibitPolicyMapping");
  return tl_text_cut (list);
}

/* Section 4.2.1.12. */
static char *
ext_key_usage (TlBytes value)
{
  g_auto (TlAsn1) asn1 = { 0 };

  if (!tl_asn1_decode (&asn1, "PKIX.ExtKeyUsageSyntax", value, NULL))
    return NULL;
  return oid_list (&asn1, "");
}

/* Section 4.2.1.13, and 4.2.1.15. */
static char *
crl_distribution_points (TlBytes value)
{
  g_auto (TlAsn1) asn1 = { 0 };
  GString *list;
  guint n;

  if (!tl_asn1_decode (&asn1, "PKIX.CRLDistributionPoints", value, NULL))
    return NULL;
  list = g_string_new (NULL);
  n = tl_asn1_count (&asn1, "");
  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *name = g_strdup_printf ("?%u.distributionPoint.fullName", i);
      g_autofree char *issuer = g_strdup_printf ("?%u.cRLIssuer", i);

      if (tl_asn1_count (&asn1, name) > 0)
        tl_text_append (list, tl_general_names_text (&asn1, name));
      if (tl_asn1_count (&asn1, issuer) > 0)
        tl_text_append (list, tl_general_names_text (&asn1, issuer));
    }
  return tl_text_cut (list);
}

/* Section 4.2.1.14. */
static char *
inhibit_any_policy (TlBytes value)
{
  TlTlv tlv;

  if (!tl_der_only (value, TL_DER_INTEGER, &tlv))
    return NULL;
  return tl_integer_text (tlv.content);
}

/* Section 4.2.2.1, and 4.2.2.2. */
static char *
information_access (TlBytes value)
{
  g_auto (TlAsn1) asn1 = { 0 };
  GString *list;
  guint n;

  if (!tl_asn1_decode (&asn1, "PKIX.AuthorityInfoAccessSyntax", value, NULL))
    return NULL;
  list = g_string_new (NULL);
  n = tl_asn1_count (&asn1, "");
  for (guint i = 1; i <= n; i++)
    {
      TlTlv method, location;

      if (tl_asn1_find (&asn1, &method, "?%u.accessMethod", i)
          && tl_asn1_find (&asn1, &location, "?%u.accessLocation", i))
        {
          g_autofree char *how = tl_asn1_oid_text (&method);
          g_autofree char *where = tl_general_name_text (&location);
          tl_text_append (list, g_strdup_printf ("%s %s", how, where ? where : ""));
        }
    }
  return tl_text_cut (list);
}

static const struct
{
  const char *oid;
  char *(*text) (TlBytes value);
} extensions[] = {
  { "2.5.29.14", subject_key_identifier },
  { "2.5.29.15", key_usage },
  { "2.5.29.17", alternative_names },
  { "2.5.29.18", alternative_names },
  { "2.5.29.19", basic_constraints },
  { "2.5.29.30", name_constraints },
  { "2.5.29.31", crl_distribution_points },
  { "2.5.29.32", certificate_policies },
  { "2.5.29.33", policy_mappings },
  { "2.5.29.35", authority_key_identifier },
  { "2.5.29.36", policy_constraints },
  { "2.5.29.37", ext_key_usage },
  { "2.5.29.46", crl_distribution_points },
  { "2.5.29.54", inhibit_any_policy },
  { "1.3.6.1.5.5.7.1.1", information_access },
  { "1.3.6.1.5.5.7.1.11", information_access },
  { "1.3.6.1.5.5.7.1.24", tl_extension_features },
  { "1.3.6.1.5.5.7.48.1.5", tl_extension_null },
  { "1.3.6.1.4.1.11129.2.4.2", tl_extension_sct_list },
  { "1.3.6.1.4.1.11129.2.4.3", tl_extension_null },
  { "1.3.6.1.4.1.11129.2.4.5", tl_extension_sct_list },
  { "1.3.6.1.4.1.311.20.2", tl_extension_string },
  { "1.3.6.1.4.1.311.21.7", tl_extension_template },
  { "1.3.6.1.4.1.311.21.10", certificate_policies },
  { "2.16.840.1.113730.1.1", tl_extension_netscape_cert_type },
  { "2.16.840.1.113730.1.2", tl_extension_string },
  { "2.16.840.1.113730.1.3", tl_extension_string },
  { "2.16.840.1.113730.1.4", tl_extension_string },
  { "2.16.840.1.113730.1.7", tl_extension_string },
  { "2.16.840.1.113730.1.8", tl_extension_string },
  { "2.16.840.1.113730.1.12", tl_extension_string },
  { "2.16.840.1.113730.1.13", tl_extension_string },
};

char *
tl_extension_text (const char *oid, TlBytes value)
{
  const TlDerField *field = tl_der_extension (oid);

  for (gsize i = 0; i < G_N_ELEMENTS (extensions); i++)
    if (strcmp (extensions[i].oid, oid) == 0)
      return extensions[i].text (value);
  return field ? tl_extension_rows (field, value) : tl_display_hex (value, TL_LIMIT_TEXT_CELL);
}
