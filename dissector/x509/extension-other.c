/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Extensions that are defined elsewhere: RFC 6962, RFC 7633, and those of Netscape and Microsoft.
 */
#include <glib/gi18n-lib.h>

#include "../display.h"
#include "../limits.h"
#include "../registries/registries.h"
#include "asn1.h"
#include "extension-text.h"
#include "values.h"

/* RFC 6962 section 3.2: version, LogID, milliseconds since 1970. */
static char *
sct_text (TlBytes sct)
{
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *log = NULL;
  g_autofree char *when = NULL;
  guint8 version;
  guint64 milliseconds;
  TlBytes log_id;

  if (!tl_bytes_u8 (&sct, &version) || version != 0 || !tl_bytes_take (&sct, 32, &log_id)
      || !tl_bytes_uint (&sct, 8, &milliseconds))
    return NULL;
  log = tl_display_hex (log_id, 32);
  time = g_date_time_new_from_unix_utc ((gint64) MIN (milliseconds / 1000, G_MAXINT64 / 1000));
  when = time ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ")
              : g_strdup_printf ("%" G_GUINT64_FORMAT, milliseconds);
  return g_strdup_printf ("%s %s", log, when);
}

/* RFC 6962 section 3.3: a list behind a length of two octets, of SCTs behind one each. */
char *
tl_extension_sct_list (TlBytes value)
{
  TlBytes list, sct;
  GString *items;
  guint n = 0;
  char *text;
  TlTlv tlv;

  if (!tl_der_only (value, TL_DER_OCTET_STRING, &tlv) || !tl_bytes_prefixed (&tlv.content, 2, &list)
      || tlv.content.length > 0)
    return NULL;
  items = g_string_new (NULL);
  while (list.length > 0)
    {
      char *item;

      if (!tl_bytes_prefixed (&list, 2, &sct) || (item = sct_text (sct)) == NULL)
        {
          g_string_free (items, TRUE);
          return NULL;
        }
      tl_text_append (items, item);
      n++;
    }
  text = g_strdup_printf (ngettext ("%u timestamp of a log", "%u timestamps of logs", n), n);
  g_string_prepend (items, items->len > 0 ? ": " : "");
  g_string_prepend (items, text);
  g_free (text);
  return tl_text_cut (items);
}

/* RFC 7633 section 4.1: the numbers are those of TLS extensions. */
char *
tl_extension_features (TlBytes value)
{
  g_auto (TlAsn1) asn1 = { 0 };
  GString *list;
  guint n;

  if (!tl_asn1_decode (&asn1, "PKIX.Features", value, NULL))
    return NULL;
  list = g_string_new (NULL);
  n = tl_asn1_count (&asn1, "");
  for (guint i = 1; i <= n; i++)
    {
      const char *name;
      guint64 number;
      TlTlv tlv;

      if (!tl_asn1_find (&asn1, &tlv, "?%u", i))
        continue;
      if (!tl_integer_value (tlv.content, &number))
        tl_text_append (list, tl_integer_text (tlv.content));
      else if (number <= G_MAXUINT16 && (name = tl_registry_name (TL_REGISTRY_EXTENSION, (guint32) number)))
        tl_text_append (list, g_strdup (name));
      else
        tl_text_append (list, g_strdup_printf ("%" G_GUINT64_FORMAT, number));
    }
  return tl_text_cut (list);
}

char *
tl_extension_netscape_cert_type (TlBytes value)
{
  static const char *const names[] = {
    "SSL client", "SSL server", "S/MIME",    "object signing",
    "reserved",   "SSL CA",     "S/MIME CA", "object signing CA",
  };
  return tl_extension_bits (value, names, G_N_ELEMENTS (names));
}

/* A single string: comments and addresses of Netscape, the template name of Microsoft (version 1). */
char *
tl_extension_string (TlBytes value)
{
  TlTlv tlv;

  if (!tl_der_only (value, 0, &tlv))
    return NULL;
  return tl_string_text (&tlv, TL_LIMIT_TEXT_ROW);
}

/* Microsoft's template, version 2: an OID and two numbers. */
char *
tl_extension_template (TlBytes value)
{
  g_auto (TlAsn1) asn1 = { 0 };
  g_autofree char *template = NULL;
  guint major, minor;
  TlTlv tlv;

  if (!tl_asn1_decode (&asn1, "PKIX.CertificateTemplate", value, NULL)
      || !tl_asn1_find (&asn1, &tlv, "templateID"))
    return NULL;
  template = tl_asn1_oid_text (&tlv);
  if (!tl_asn1_number (&asn1, "templateMajorVersion", &major))
    return g_steal_pointer (&template);
  if (!tl_asn1_number (&asn1, "templateMinorVersion", &minor))
    return g_strdup_printf ("%s %u", template, major);
  return g_strdup_printf ("%s %u.%u", template, major, minor);
}

/* What says all by being there: the poison of RFC 6962 section 3.1, id-pkix-ocsp-nocheck of RFC 6960
 * section 4.2.2.2.1. */
char *
tl_extension_null (TlBytes value)
{
  TlTlv tlv;

  if (!tl_der_only (value, TL_DER_NULL, &tlv))
    return NULL;
  return g_strdup ("NULL");
}
