/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The definitions are read once in the life of the process, and never change: any thread may decode with
 * them.
 */
#include "asn1.h"

#include <glib/gi18n-lib.h>

#include "../display.h"
#include "../limits.h"
#include "oid.h"

extern const asn1_static_node tl_pkix_asn1_tab[]; /* made of pkix.asn by asn1Parser */

static gpointer
load_definitions (gpointer data G_GNUC_UNUSED)
{
  asn1_node definitions = NULL;
  char error[ASN1_MAX_ERROR_DESCRIPTION_SIZE];

  if (asn1_array2tree (tl_pkix_asn1_tab, &definitions, error) != ASN1_SUCCESS)
    g_error ("The ASN.1 module was built with a libtasn1 that cannot read it: %s", error);
  return definitions;
}

static asn1_node
get_definitions (void)
{
  static GOnce once = G_ONCE_INIT;
  return g_once (&once, load_definitions, NULL);
}

bool
tl_asn1_decode (TlAsn1 *self, const char *type, TlBytes der, char **why)
{
  char error[ASN1_MAX_ERROR_DESCRIPTION_SIZE] = "";
  TlDerScan scan = tl_der_scan (der);
  asn1_node node = NULL;
  int length = (int) scan.length;

  self->node = NULL;
  self->der = der;
  if (scan.verdict != TL_DER_SOUND)
    {
      if (why)
        *why = tl_der_scan_fault (&scan, der.length);
      return false;
    }
  if (asn1_create_element (get_definitions (), type, &node) != ASN1_SUCCESS)
    return false;
  if (asn1_der_decoding2 (&node, der.data, &length, 0, error) != ASN1_SUCCESS)
    {
      if (why)
        *why = g_strdup_printf (_ ("Not decoded: it does not fit RFC 5280 (%s)."), error);
      asn1_delete_structure (&node);
      return false;
    }
  self->node = node;
  return true;
}

void
tl_asn1_clear (TlAsn1 *self)
{
  if (self->node)
    asn1_delete_structure (&self->node);
}

bool
tl_asn1_find (const TlAsn1 *self, TlTlv *out, const char *path, ...)
{
  char name[ASN1_MAX_NAME_SIZE * 4];
  TlBytes rest = self->der;
  TlBytes element;
  int start, end;
  va_list args;
  int n;

  va_start (args, path);
  n = g_vsnprintf (name, sizeof name, path, args);
  va_end (args);
  if (n < 0 || n >= (int) sizeof name || self->node == NULL
      || asn1_der_decoding_startEnd (self->node, self->der.data, (int) self->der.length, name, &start, &end)
             != ASN1_SUCCESS
      || start < 0 || end < start)
    return false;
  return tl_bytes_skip (&rest, (gsize) start) && tl_bytes_take (&rest, (gsize) (end - start) + 1, &element)
         && tl_der_read (&element, out);
}

guint
tl_asn1_count (const TlAsn1 *self, const char *path)
{
  int n;

  if (asn1_number_of_elements (self->node, path, &n) != ASN1_SUCCESS || n < 0)
    return 0;
  return (guint) n;
}

bool
tl_asn1_number (const TlAsn1 *self, const char *path, guint *out)
{
  guint64 value;
  TlTlv tlv;

  if (!tl_asn1_find (self, &tlv, "%s", path))
    return false;
  if (tlv.identifier == (TL_DER_CONTEXT_CONSTRUCTED | 0) && !tl_der_only (tlv.content, TL_DER_INTEGER, &tlv))
    return false;
  if (tlv.content.length == 0 || tlv.content.length > 4
      || !tl_bytes_uint (&tlv.content, (guint) tlv.content.length, &value) || value > G_MAXINT32)
    return false;
  *out = (guint) value;
  return true;
}

bool
tl_asn1_oid (const TlTlv *tlv, char out[TL_OID_SIZE])
{
  TlBytes length_and_content = tlv->whole;
  int read;

  /* Implicitly tagged it is one too. libtasn1 cuts what is too long for @out; no octet makes more than four
   * characters. */
  if ((tlv->identifier & 0x1f) == 0x1f || tlv->content.length == 0
      || tlv->content.length > TL_OID_SIZE / 4 - 2 || !tl_bytes_skip (&length_and_content, 1))
    return false;
  return asn1_get_object_id_der (length_and_content.data, (int) length_and_content.length, &read, out,
                                 TL_OID_SIZE)
             == ASN1_SUCCESS
         && read == (int) length_and_content.length;
}

char *
tl_asn1_oid_text (const TlTlv *tlv)
{
  char oid[TL_OID_SIZE];
  const char *name;

  if (!tl_asn1_oid (tlv, oid))
    return tl_display_hex (tlv->content, TL_LIMIT_TEXT_CELL);
  name = tl_oid_name (oid);
  return g_strdup (name ? name : oid);
}
