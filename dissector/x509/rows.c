/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The structure of a certificate as rows. DER describes itself, so that every byte can be told of even where
 * the certificate is damaged: the tables of schema.c only name what is found. That is why libtasn1 is not
 * asked here.
 */
#include "../display.h"
#include "../limits.h"
#include "asn1.h"
#include "certificate.h"
#include "extension-text.h"
#include "keys.h"
#include "names.h"
#include "schema.h"
#include "values.h"

typedef struct
{
  TlFieldTreeBuilder *builder;
  const guint8 *start; /* of the DER, which stands at @offset in the message */
  gsize offset;
} Walker;

/* The constructed element whose content is being read. */
typedef struct
{
  const TlDerType *type;
  gsize next;            /* field of @type */
  char oid[TL_OID_SIZE]; /* that says what else in it is: the first one in it; "" where there is none */
  guint depth;
} Frame;

static void walk_content (Walker *self, TlBytes content, const TlDerType *type, guint depth);

static TlRow
row_new (const Walker *self, const char *name, const TlTlv *tlv)
{
  return (TlRow){
    .name = name,
    .offset = (guint32) (self->offset + (gsize) (tlv->whole.data - self->start)),
    .length = (guint32) tlv->whole.length,
    .prefix = tlv->header,
    .fault = tlv->content.length < tlv->claimed ? TL_FAULT_TRUNCATED : TL_FAULT_NONE,
  };
}

/* Bytes that are no DER. */
static void
append_unknown (Walker *self, TlBytes bytes, TlFault fault)
{
  TlTlv tlv = { .content = bytes, .claimed = bytes.length, .whole = bytes };
  TlRow row = row_new (self, "unknown", &tlv);

  row.fault = (guint8) fault;
  row.field = NULL;
  tl_field_tree_builder_leaf (self->builder, &row);
}

/* What an element is called of which only the type is known (X.680). */
static const char *
type_name (guint8 identifier)
{
  static const char *const names[31] = {
    [1] = "BOOLEAN",
    [2] = "INTEGER",
    [3] = "BIT STRING",
    [4] = "OCTET STRING",
    [5] = "NULL",
    [6] = "OBJECT IDENTIFIER",
    [7] = "ObjectDescriptor",
    [9] = "REAL",
    [10] = "ENUMERATED",
    [12] = "UTF8String",
    [13] = "RELATIVE-OID",
    [16] = "SEQUENCE",
    [17] = "SET",
    [18] = "NumericString",
    [19] = "PrintableString",
    [20] = "TeletexString",
    [21] = "VideotexString",
    [22] = "IA5String",
    [23] = "UTCTime",
    [24] = "GeneralizedTime",
    [25] = "GraphicString",
    [26] = "VisibleString",
    [27] = "GeneralString",
    [28] = "UniversalString",
    [30] = "BMPString",
  };
  static const char *const context[16] = {
    "[0]", "[1]", "[2]",  "[3]",  "[4]",  "[5]",  "[6]",  "[7]",
    "[8]", "[9]", "[10]", "[11]", "[12]", "[13]", "[14]", "[15]",
  };
  guint number = identifier & 0x1f;

  if ((identifier & 0xc0) == 0 && number < G_N_ELEMENTS (names) && names[number])
    return names[number];
  if ((identifier & 0xc0) == TL_DER_CONTEXT && number < G_N_ELEMENTS (context))
    return context[number];
  return "ANY";
}

/* The field of the table that @tlv is; NULL where the table has none, or nothing is known. */
static const TlDerField *
find_field (Frame *frame, const TlTlv *tlv)
{
  const TlDerType *type = frame->type;

  if (type == NULL)
    return NULL;
  for (gsize i = frame->next; i < type->n_fields; i++)
    {
      const TlDerField *field = &type->fields[i];

      if (field->identifier != 0 && field->identifier != tlv->identifier)
        continue;
      if (type->kind == TL_DER_TYPE_FIELDS)
        frame->next = i + 1;
      return field;
    }
  return NULL;
}

/* The first OID in @content, or in the first element of @content: what an Attribute, an Extension, a key is
 * of. */
static bool
find_oid (TlBytes content, TlTlv *out)
{
  TlBytes inner;

  if (!tl_der_read (&content, out))
    return false;
  inner = out->content;
  if (out->identifier == TL_DER_SEQUENCE && !tl_der_read (&inner, out))
    return false;
  return out->identifier == TL_DER_OID;
}

static void
peek_oid (TlBytes content, char oid[TL_OID_SIZE])
{
  TlTlv tlv;

  if (!find_oid (content, &tlv) || !tl_asn1_oid (&tlv, oid))
    *oid = '\0';
}

/* A Certificate says after what is signed how it is signed. */
static void
peek_signature_oid (TlBytes content, char oid[TL_OID_SIZE])
{
  TlTlv tlv;

  if (tl_der_read (&content, &tlv))
    peek_oid (content, oid);
}

static char *
oid_text (TlBytes content)
{
  TlTlv tlv;

  return find_oid (content, &tlv) ? tl_asn1_oid_text (&tlv) : NULL;
}

/* A primitive element by its universal type. */
static void
describe_primitive (TlRow *row, const TlTlv *tlv, guint8 as)
{
  TlTlv typed = *tlv;

  if (as != 0)
    typed.identifier = as;
  switch (typed.identifier)
    {
    case TL_DER_BOOLEAN:
      if (typed.content.length == 1)
        row->text = g_strdup (typed.content.data[0] ? "TRUE" : "FALSE");
      break;
    case TL_DER_INTEGER:
    case TL_DER_ENUMERATED:
      row->text = tl_integer_text (typed.content);
      row->has_value = tl_integer_value (typed.content, &row->value);
      break;
    case TL_DER_OID:
      row->text = tl_asn1_oid_text (&typed);
      break;
    case TL_DER_UTC_TIME:
    case TL_DER_GENERALIZED_TIME:
      row->text = tl_time_text (&typed, NULL);
      break;
    default:
      row->text = tl_string_text (&typed, TL_LIMIT_TEXT_ROW);
      break;
    }
}

static char *
field_text (const TlDerField *field, const TlTlv *tlv, const Frame *frame)
{
  switch ((TlDerText) field->text)
    {
    case TL_DER_TEXT_NAME:
      return tl_name_text (tlv->whole);
    case TL_DER_TEXT_RDN:
      return tl_rdn_text (tlv->whole);
    case TL_DER_TEXT_ATTRIBUTE:
      return tl_attribute_text (tlv->whole);
    case TL_DER_TEXT_ALGORITHM:
      return tl_algorithm_text (tlv->whole);
    case TL_DER_TEXT_OID:
      return oid_text (tlv->content);
    case TL_DER_TEXT_EXTENSION:
      return tl_extension_text (frame->oid, tlv->content);
    case TL_DER_TEXT_GENERAL_NAME:
      return tl_general_name_text (tlv);
    case TL_DER_TEXT_KEY_USAGE:
      return tl_extension_text ("2.5.29.15", tlv->whole);
    case TL_DER_TEXT_ADDRESS:
      return tl_ip_text (tlv->content);
    default:
      return NULL;
    }
}

static bool
holds_der (TlBytes bytes)
{
  return tl_der_scan (bytes).verdict == TL_DER_SOUND;
}

/* What stands in a string of octets or bits: of an extension that is not known it is whatever is DER. */
static bool
find_inside (const TlDerField *field, const Frame *frame, TlBytes bytes, const TlDerField **out)
{
  *out = NULL;
  if (field == NULL || field->inside == TL_DER_INSIDE_NOTHING || !holds_der (bytes))
    return false;
  switch ((TlDerInside) field->inside)
    {
    case TL_DER_INSIDE_EXTENSION:
      *out = tl_der_extension (frame->oid);
      return true;
    case TL_DER_INSIDE_KEY:
      *out = tl_der_key (frame->oid);
      break;
    default:
      *out = tl_der_signature (frame->oid);
      break;
    }
  return *out != NULL && (*out)->identifier == bytes.data[0];
}

static void walk_element (Walker *self, const TlTlv *tlv, const TlDerField *field, const Frame *frame);

/* An element with elements in it: those of @type, or the one that is @only. */
static void
append_opened (
    Walker *self, TlRow *row, TlBytes content, const TlDerType *type, const TlDerField *only, guint depth)
{
  if (depth >= TL_LIMIT_DER_DEPTH && content.length > 0)
    {
      row->fault = TL_FAULT_TOO_DEEP;
      tl_field_tree_builder_leaf (self->builder, row);
      return;
    }
  if (tl_field_tree_builder_open (self->builder, row) >= 0)
    {
      if (only)
        {
          Frame frame = { .depth = depth };
          TlTlv tlv;

          if (tl_der_read (&content, &tlv))
            walk_element (self, &tlv, only, &frame);
        }
      else
        walk_content (self, content, type, depth);
    }
  tl_field_tree_builder_close (self->builder);
}

/* A BIT STRING begins with the number of its unused bits (X.690 section 8.6.2): that octet is counted to the
 * prefix. */
static bool
append_string_of_der (Walker *self, TlRow *row, const TlTlv *tlv, const TlDerField *field, const Frame *frame)
{
  TlBytes bytes = tlv->content;
  const TlDerField *inside;
  guint8 unused = 0;

  if (tlv->identifier == TL_DER_BIT_STRING && (!tl_bytes_u8 (&bytes, &unused) || unused != 0))
    return false;
  if (!find_inside (field, frame, bytes, &inside))
    return false;
  row->prefix = (guint8) (tlv->whole.length - bytes.length);
  append_opened (self, row, bytes, NULL, inside, frame->depth + 1);
  return true;
}

static void
walk_element (Walker *self, const TlTlv *tlv, const TlDerField *field, const Frame *frame)
{
  TlRow row = row_new (self, field ? field->name : type_name (tlv->identifier), tlv);

  if (field)
    row.text = field_text (field, tlv, frame);
  if (tlv->identifier & TL_DER_CONSTRUCTED)
    {
      append_opened (self, &row, tlv->content, field ? field->type : NULL, NULL, frame->depth + 1);
      return;
    }
  if (append_string_of_der (self, &row, tlv, field, frame))
    return;
  if (row.text == NULL)
    describe_primitive (&row, tlv, field ? field->as : 0);
  tl_field_tree_builder_leaf (self->builder, &row);
}

static void
walk_content (Walker *self, TlBytes content, const TlDerType *type, guint depth)
{
  Frame frame = { .type = type, .depth = depth };
  TlTlv tlv;

  if (type == tl_der_certificate.type)
    peek_signature_oid (content, frame.oid);
  else
    peek_oid (content, frame.oid);
  while (content.length > 0)
    {
      if (!tl_der_read_partial (&content, &tlv))
        {
          append_unknown (self, content, TL_FAULT_INVALID);
          return;
        }
      walk_element (self, &tlv, find_field (&frame, &tlv), &frame);
    }
}

void
tl_certificate_append_rows (TlBytes der, gsize offset, TlFieldTreeBuilder *builder)
{
  Walker walker = { .builder = builder, .start = der.data, .offset = offset };
  Frame frame = { 0 };
  TlTlv tlv;

  if (der.length == 0)
    return;
  if (der.data[0] != tl_der_certificate.identifier || !tl_der_read_partial (&der, &tlv))
    {
      append_unknown (&walker, der, TL_FAULT_INVALID);
      return;
    }
  walk_element (&walker, &tlv, &tl_der_certificate, &frame);
  if (der.length > 0)
    append_unknown (&walker, der, TL_FAULT_TRAILING);
}
