/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Names as text. RFC 4514 wants some characters escaped, and lets all be written as hex pairs: so the result
 * can be both what it asks for and safe to show.
 */
#include "names.h"

#include "../display.h"
#include "../limits.h"
#include "oid.h"
#include "values.h"

typedef struct
{
  const char *oid;
  const char *name;
} AttributeType;

/* The names of RFC 4514 section 3, then those of RFC 4519, RFC 4524, RFC 3280 and X.520 that certificates
 * use. What has no name here is written as its numbers, with the value in hex (section 2.3, 2.4). */
static const AttributeType attribute_types[] = {
  { "2.5.4.3", "CN" },
  { "2.5.4.7", "L" },
  { "2.5.4.8", "ST" },
  { "2.5.4.10", "O" },
  { "2.5.4.11", "OU" },
  { "2.5.4.6", "C" },
  { "2.5.4.9", "STREET" },
  { "0.9.2342.19200300.100.1.25", "DC" },
  { "0.9.2342.19200300.100.1.1", "UID" },
  { "1.2.840.113549.1.9.1", "emailAddress" },
  { "1.2.840.113549.1.9.2", "unstructuredName" },
  { "1.2.840.113549.1.9.8", "unstructuredAddress" },
  { "0.9.2342.19200300.100.1.3", "mail" },
  { "2.5.4.4", "sn" },
  { "2.5.4.5", "serialNumber" },
  { "2.5.4.12", "title" },
  { "2.5.4.13", "description" },
  { "2.5.4.15", "businessCategory" },
  { "2.5.4.16", "postalAddress" },
  { "2.5.4.17", "postalCode" },
  { "2.5.4.18", "postOfficeBox" },
  { "2.5.4.20", "telephoneNumber" },
  { "2.5.4.41", "name" },
  { "2.5.4.42", "givenName" },
  { "2.5.4.43", "initials" },
  { "2.5.4.44", "generationQualifier" },
  { "2.5.4.45", "x500UniqueIdentifier" },
  { "2.5.4.46", "dnQualifier" },
  { "2.5.4.51", "houseIdentifier" },
  { "2.5.4.65", "pseudonym" },
  { "2.5.4.97", "organizationIdentifier" },
  { "2.5.4.14", "searchGuide" },
  { "2.5.4.19", "physicalDeliveryOfficeName" },
  { "2.5.4.23", "facsimileTelephoneNumber" },
  { "2.5.4.54", "dmdName" },
  { "2.5.4.72", "role" },
  { "1.2.643.3.131.1.1", "INN" },
  { "1.2.643.100.1", "OGRN" },
  { "1.2.643.100.3", "SNILS" },
  { "1.2.643.100.4", "INNLE" },
  { "1.2.643.100.5", "OGRNIP" },
  { "1.3.6.1.4.1.311.60.2.1.1", "jurisdictionLocalityName" },
  { "1.3.6.1.4.1.311.60.2.1.2", "jurisdictionStateOrProvinceName" },
  { "1.3.6.1.4.1.311.60.2.1.3", "jurisdictionCountryName" },
};

static const char *
attribute_name (const char *oid)
{
  for (gsize i = 0; i < G_N_ELEMENTS (attribute_types); i++)
    if (strcmp (attribute_types[i].oid, oid) == 0)
      return attribute_types[i].name;
  return NULL;
}

static void
append_hex_pairs (GString *out, TlBytes bytes)
{
  guint8 octet;

  while (tl_bytes_u8 (&bytes, &octet))
    g_string_append_printf (out, "\\%02X", octet);
}

/* Appends the first character of @rest, which is the value's first or last one as told, and passes over it.
 */
static void
append_escaped (GString *out, TlBytes *rest, bool first)
{
  g_autofree char *shown = NULL;
  TlBytes character;
  gunichar c = rest->data[0] < 0x80 ? rest->data[0] : g_utf8_get_char_validated ((const char *) rest->data, (gssize) rest->length);
  gsize length = c == (gunichar) -1 || c == (gunichar) -2 ? 1 : (gsize) g_utf8_skip[rest->data[0]];
  bool last = length == rest->length;

  if (!tl_bytes_take (rest, MIN (length, rest->length), &character))
    return;
  if (c >= 0x20 && c < 0x7f)
    {
      if (strchr ("\"+,;<>\\", (int) c) || (first && (c == ' ' || c == '#')) || (last && c == ' '))
        g_string_append_c (out, '\\');
      g_string_append_c (out, (char) c);
      return;
    }
  shown = tl_display_text (character, 1);
  if (strlen (shown) == character.length && memcmp (shown, character.data, character.length) == 0)
    g_string_append (out, shown);
  else
    append_hex_pairs (out, character);
}

/* RFC 4514 section 2.4. Whatever is cut is cut between two characters of a value, so that the string stays
 * what the RFC describes. */
static void
append_value (GString *out, TlBytes value)
{
  bool first = true;

  while (value.length > 0)
    {
      if (out->len >= TL_LIMIT_TEXT_ROW)
        {
          g_string_append (out, "…");
          return;
        }
      append_escaped (out, &value, first);
      first = false;
    }
}

static void
append_hex_value (GString *out, TlBytes der)
{
  g_autofree char *hex = tl_display_hex (der, TL_LIMIT_TEXT_ROW / 2);
  g_string_append_printf (out, "#%s", hex);
}

/* An attribute is its OID and a value. @common_name is set by the first that is one. */
static void
append_attribute (GString *out, const TlTlv *type, const TlTlv *value, char **common_name)
{
  char oid[TL_OID_SIZE];
  bool known = tl_asn1_oid (type, oid);
  const char *name = known ? attribute_name (oid) : NULL;
  GString *characters = name ? tl_der_characters (value) : NULL;

  if (name)
    g_string_append (out, name);
  else if (known)
    g_string_append (out, oid);
  else
    append_hex_value (out, type->whole);
  g_string_append_c (out, '=');
  if (characters == NULL)
    {
      append_hex_value (out, value->whole);
      return;
    }
  append_value (out, tl_bytes (characters->str, characters->len));
  g_string_free (characters, TRUE);
  if (common_name && *common_name == NULL && strcmp (name, "CN") == 0)
    *common_name = tl_string_text (value, TL_LIMIT_TEXT_CELL);
}

/* The RelativeDistinguishedName at @path. */
static void
append_rdn (GString *out, const TlAsn1 *asn1, const char *path, char **common_name)
{
  guint n = tl_asn1_count (asn1, path);
  const char *dot = *path ? "." : "";

  for (guint i = 1; i <= n && out->len < TL_LIMIT_TEXT_ROW; i++)
    {
      TlTlv type, value;

      if (!tl_asn1_find (asn1, &type, "%s%s?%u.type", path, dot, i)
          || !tl_asn1_find (asn1, &value, "%s%s?%u.value", path, dot, i))
        continue;
      if (i > 1)
        g_string_append_c (out, '+');
      append_attribute (out, &type, &value, common_name);
    }
}

char *
tl_name_text_at (const TlAsn1 *asn1, const char *path, char **common_name)
{
  g_autofree char *sequence = g_strdup_printf ("%s%srdnSequence", path, *path ? "." : "");
  GString *out = g_string_new (NULL);
  guint n = tl_asn1_count (asn1, sequence);

  if (common_name)
    *common_name = NULL;
  for (guint i = n; i > 0 && out->len < TL_LIMIT_TEXT_ROW; i--) /* RFC 4514 section 2.1: the last one first */
    {
      g_autofree char *rdn = g_strdup_printf ("%s.?%u", sequence, i);

      if (i < n)
        g_string_append_c (out, ',');
      append_rdn (out, asn1, rdn, common_name);
    }
  return g_string_free (out, FALSE);
}

char *
tl_name_text (TlBytes name)
{
  g_auto (TlAsn1) asn1 = { 0 };

  if (!tl_asn1_decode (&asn1, "PKIX.Name", name, NULL))
    return NULL;
  return tl_name_text_at (&asn1, "", NULL);
}

char *
tl_rdn_text (TlBytes rdn)
{
  g_auto (TlAsn1) asn1 = { 0 };
  GString *out;

  if (!tl_asn1_decode (&asn1, "PKIX.RelativeDistinguishedName", rdn, NULL))
    return NULL;
  out = g_string_new (NULL);
  append_rdn (out, &asn1, "", NULL);
  return g_string_free (out, FALSE);
}

char *
tl_attribute_text (TlBytes attribute)
{
  g_auto (TlAsn1) asn1 = { 0 };
  TlTlv type, value;
  GString *out;

  if (!tl_asn1_decode (&asn1, "PKIX.AttributeTypeAndValue", attribute, NULL)
      || !tl_asn1_find (&asn1, &type, "type") || !tl_asn1_find (&asn1, &value, "value"))
    return NULL;
  out = g_string_new (NULL);
  append_attribute (out, &type, &value, NULL);
  return g_string_free (out, FALSE);
}

/* A user principal name is a string, as are most; what is none is shown in hex. */
static char *
other_name_text (const TlTlv *tlv)
{
  g_auto (TlAsn1) asn1 = { 0 };
  g_autofree char *type = NULL;
  g_autofree char *text = NULL;
  TlTlv type_id, value;

  if (!tl_asn1_decode (&asn1, "PKIX.GeneralName", tlv->whole, NULL)
      || !tl_asn1_find (&asn1, &type_id, "otherName.type-id")
      || !tl_asn1_find (&asn1, &value, "otherName.value"))
    return NULL;
  type = tl_asn1_oid_text (&type_id);
  if (value.identifier == TL_DER_CONTEXT_CONSTRUCTED)
    tl_der_only (value.content, 0, &value);
  text = tl_string_text (&value, TL_LIMIT_TEXT_ROW);
  if (text == NULL)
    text = tl_display_hex (value.whole, TL_LIMIT_TEXT_ROW / 2);
  return g_strdup_printf ("%s:%s", type, text);
}

/* EDIPartyName: the name of the party, and who gave it. */
static char *
edi_text (const TlTlv *tlv)
{
  TlBytes rest = tlv->content;
  GString *text = g_string_new (NULL);
  TlTlv box, string;

  while (tl_der_read (&rest, &box) && tl_der_only (box.content, 0, &string))
    tl_text_append (text, tl_string_text (&string, TL_LIMIT_TEXT_ROW));
  if (text->len > 0)
    return tl_text_cut (text);
  g_string_free (text, TRUE);
  return tl_display_hex (tlv->content, TL_LIMIT_TEXT_CELL);
}

static TlNamedValue *
named_value_new (const char *name, char *value)
{
  TlNamedValue *self;

  if (value == NULL)
    return NULL;
  self = g_new0 (TlNamedValue, 1);
  self->name = g_strdup (name);
  self->value = value;
  return self;
}

TlNamedValue *
tl_general_name_new (const TlTlv *tlv)
{
  switch (tlv->identifier)
    {
    case TL_DER_CONTEXT_CONSTRUCTED | 0:
      return named_value_new ("otherName", other_name_text (tlv));
    case TL_DER_CONTEXT | 1:
      return named_value_new ("email", tl_display_text (tlv->content, TL_LIMIT_TEXT_ROW));
    case TL_DER_CONTEXT | 2:
      return named_value_new ("DNS", tl_display_text (tlv->content, TL_LIMIT_TEXT_ROW));
    case TL_DER_CONTEXT_CONSTRUCTED | 3:
      return named_value_new ("X400", tl_display_hex (tlv->content, TL_LIMIT_TEXT_CELL));
    case TL_DER_CONTEXT_CONSTRUCTED | 4:
      return named_value_new ("dirName", tl_name_text (tlv->content));
    case TL_DER_CONTEXT_CONSTRUCTED | 5:
      return named_value_new ("EDI", edi_text (tlv));
    case TL_DER_CONTEXT | 6:
      return named_value_new ("URI", tl_display_text (tlv->content, TL_LIMIT_TEXT_ROW));
    case TL_DER_CONTEXT | 7:
      return named_value_new ("IP", tl_ip_text (tlv->content));
    case TL_DER_CONTEXT | 8:
      return named_value_new ("RID", tl_asn1_oid_text (tlv));
    default:
      return NULL;
    }
}

char *
tl_general_name_text (const TlTlv *tlv)
{
  TlNamedValue *name = tl_general_name_new (tlv);
  char *text;

  if (name == NULL)
    return NULL;
  text = g_strdup_printf ("%s:%s", name->name, name->value);
  tl_named_value_free (name);
  return text;
}

char *
tl_general_names_text (const TlAsn1 *asn1, const char *path)
{
  GString *list = g_string_new (NULL);
  guint n = tl_asn1_count (asn1, path);
  TlTlv tlv;

  for (guint i = 1; i <= n; i++)
    if (tl_asn1_find (asn1, &tlv, "%s%s?%u", path, *path ? "." : "", i))
      tl_text_append (list, tl_general_name_text (&tlv));
  return tl_text_cut (list);
}

void
tl_named_value_free (gpointer data)
{
  TlNamedValue *self = data;

  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->value);
  g_free (self);
}
