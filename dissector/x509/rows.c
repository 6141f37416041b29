/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * DER as rows. It describes itself, so that every byte can be told of even where it is damaged: the tables of schema.h only
 * name what is found. That is why libtasn1 is not asked here.
 */
#include "rows.h"

#include <glib/gi18n-lib.h>

#include "../display.h"
#include "../limits.h"
#include "../tls/extensions.h"
#include "asn1.h"
#include "certificate.h"
#include "extension-text.h"
#include "keys.h"
#include "names.h"
#include "row-sink.h"
#include "values.h"

typedef struct
{
  TlFieldTreeBuilder *builder;
  const guint8 *start; /* of the DER, which stands at @offset in its space */
  gsize offset;
  guint address_family; /* of the addresses that follow */
} Walker;

/* The constructed element whose content is being read. */
typedef struct
{
  const TlDerType *type;
  gsize next;            /* field of @type */
  char oid[TL_OID_SIZE]; /* that says what else in it is: the first one in it; "" where there is none */
  guint depth;
} Frame;

/* What an element of that kind ends with (X.690 section 8.1.5). */
typedef enum
{
  BY_LENGTH,
  BY_MARK
} Ending;

static void walk_content (Walker *self, TlBytes *content, Ending ending, const TlDerType *type, guint depth);

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
      if (type->kind == TL_DER_TYPE_FIELDS || type->kind == TL_DER_TYPE_SIGNED)
        frame->next = i + 1;
      return field;
    }
  return NULL;
}

/* The first OID in @content, or in the first element of @content, or behind it: what an Attribute, an Extension, a key is
 * of. */
static bool
find_oid (TlBytes content, TlTlv *out)
{
  TlBytes inner;

  if (!tl_der_read (&content, out))
    return false;
  inner = out->content;
  if (out->identifier == TL_DER_SEQUENCE)
    return tl_der_read (&inner, out) && out->identifier == TL_DER_OID;
  return out->identifier == TL_DER_OID || (tl_der_read (&content, out) && out->identifier == TL_DER_OID);
}

static void
peek_oid (TlBytes content, const TlDerType *type, char oid[TL_OID_SIZE])
{
  TlTlv tlv;

  *oid = '\0';
  if (type && type->kind == TL_DER_TYPE_SIGNED && !tl_der_read (&content, &tlv))
    return;
  if (find_oid (content, &tlv) && !tl_asn1_oid (&tlv, oid))
    *oid = '\0';
}

static char *
oid_text (TlBytes content)
{
  TlTlv tlv;

  return find_oid (content, &tlv) ? tl_asn1_oid_text (&tlv) : NULL;
}

/* A number by its name, a string of bits by the names of those that are set. */
static char *
named_text (const TlDerNames *names, const TlTlv *tlv)
{
  guint64 value;

  if (tlv->identifier == TL_DER_BIT_STRING)
    return tl_bits_text (tlv->content, names->names, names->n_names);
  if (!tl_integer_value (tlv->content, &value) || value >= names->n_names || names->names[value] == NULL)
    return NULL;
  return g_strdup (names->names[value]);
}

/* Whether a primitive element is too long or too short for its universal type (X.690 section 8.2, 8.3, 8.6, 8.8). */
static bool
is_misshapen (guint8 identifier, gsize length)
{
  switch (identifier)
    {
    case TL_DER_BOOLEAN:
      return length != 1;
    case TL_DER_NULL:
      return length != 0;
    case TL_DER_INTEGER:
    case TL_DER_ENUMERATED:
    case TL_DER_BIT_STRING:
    case TL_DER_OID:
      return length == 0;
    default:
      return false;
    }
}

/* A primitive element by its universal type. */
static void
describe_primitive (TlRow *row, const TlTlv *tlv, const TlDerField *field)
{
  TlTlv typed = *tlv;

  if (field && field->as != 0)
    typed.identifier = field->as;
  if (row->fault == TL_FAULT_NONE && is_misshapen (typed.identifier, typed.content.length))
    row->fault = TL_FAULT_INVALID;
  if (typed.identifier == TL_DER_INTEGER || typed.identifier == TL_DER_ENUMERATED)
    row->has_value = tl_integer_value (typed.content, &row->value);
  if (row->text == NULL && field && field->names)
    row->text = named_text (field->names, &typed);
  if (row->text)
    return;
  switch (typed.identifier)
    {
    case TL_DER_BOOLEAN:
      if (typed.content.length == 1)
        row->text = g_strdup (typed.content.data[0] ? "TRUE" : "FALSE");
      break;
    case TL_DER_INTEGER:
    case TL_DER_ENUMERATED:
      row->text = tl_integer_text (typed.content);
      break;
    case TL_DER_OID:
      row->text = tl_asn1_oid_text (&typed);
      break;
    case TL_DER_UTC_TIME:
    case TL_DER_GENERALIZED_TIME:
      row->text = tl_time_text (&typed, NULL);
      if (row->text == NULL && row->fault == TL_FAULT_NONE)
        row->fault = TL_FAULT_INVALID;
      break;
    default:
      row->text = tl_string_text (&typed, TL_LIMIT_TEXT_ROW);
      break;
    }
}

static char *
tls_extension_text (TlBytes number)
{
  guint64 type;

  if (!tl_integer_value (number, &type) || type > G_MAXUINT16)
    return NULL;
  return g_strdup (tl_registry_name (TL_REGISTRY_EXTENSION, (guint32) type));
}

/* RFC 3779 section 2.2.3.3: the number of the family, and perhaps one that says more. */
static char *
address_family_text (Walker *self, TlBytes family)
{
  guint16 number;

  self->address_family = 0;
  if (!tl_bytes_u16 (&family, &number))
    return NULL;
  self->address_family = number;
  if (number != 1 && number != 2)
    return g_strdup_printf ("%u", number);
  return g_strdup (number == 1 ? "IPv4" : "IPv6");
}

static char *
field_text (Walker *self, const TlDerField *field, const TlTlv *tlv, const Frame *frame)
{
  if (field->says)
    return g_strdup (field->says);
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
    case TL_DER_TEXT_ADDRESS:
      return tl_ip_text (tlv->content);
    case TL_DER_TEXT_ADDRESS_FAMILY:
      return address_family_text (self, tlv->content);
    case TL_DER_TEXT_ADDRESS_PREFIX:
      return tl_ip_bits_text (tlv->content, self->address_family, false);
    case TL_DER_TEXT_ADDRESS_LAST:
      return tl_ip_bits_text (tlv->content, self->address_family, true);
    case TL_DER_TEXT_TLS_EXTENSION:
      return tls_extension_text (tlv->content);
    case TL_DER_TEXT_STRING:
      return tl_display_text (tlv->content, TL_LIMIT_TEXT_ROW);
    case TL_DER_TEXT_PLAIN:
    default:
      return NULL;
    }
}

/* What stands in a string of octets or bits: of an extension that is not known it is whatever is DER. */
static bool
find_inside (const TlDerField *field, const Frame *frame, TlBytes bytes, const TlDerField **out)
{
  *out = NULL;
  if (!tl_der_is_element (bytes))
    return false;
  switch ((TlDerInside) field->inside)
    {
    case TL_DER_INSIDE_EXTENSION:
      *out = tl_der_extension (frame->oid);
      return true;
    case TL_DER_INSIDE_RESPONSE:
      *out = tl_der_response (frame->oid);
      return true;
    case TL_DER_INSIDE_KEY:
      *out = tl_der_key (frame->oid);
      break;
    case TL_DER_INSIDE_SIGNATURE:
      *out = tl_der_signature (frame->oid);
      break;
    case TL_DER_INSIDE_NOTHING:
    case TL_DER_INSIDE_SCT_LIST:
    default:
      break;
    }
  return *out != NULL && (*out)->identifier == bytes.data[0];
}

static void walk_element (Walker *self, const TlTlv *tlv, const TlDerField *field, const Frame *frame);

/* Opens a row for an element with elements in it, unless it is too deep: then it is a leaf. */
static bool
open_element (Walker *self, TlRow *row, TlBytes content, guint depth)
{
  if (depth >= TL_LIMIT_DER_DEPTH && content.length > 0)
    {
      row->fault = TL_FAULT_TOO_DEEP;
      tl_field_tree_builder_leaf (self->builder, row);
      return false;
    }
  if (tl_field_tree_builder_open (self->builder, row) >= 0)
    return true;
  tl_field_tree_builder_close (self->builder); /* what is not kept has nothing below it */
  return false;
}

static void
append_constructed (Walker *self, TlRow *row, TlBytes content, const TlDerType *type, guint depth)
{
  if (!open_element (self, row, content, depth))
    return;
  walk_content (self, &content, BY_LENGTH, type, depth);
  tl_field_tree_builder_close (self->builder);
}

/* An element in a string: the one that is @only. */
static void
append_string_of_der (Walker *self, TlRow *row, TlBytes content, const TlDerField *only, guint depth)
{
  Frame frame = { .depth = depth };
  TlTlv tlv;

  if (!open_element (self, row, content, depth))
    return;
  if (tl_der_read (&content, &tlv))
    walk_element (self, &tlv, only, &frame);
  tl_field_tree_builder_close (self->builder);
}

/* RFC 6962 section 3.3: a structure of TLS in DER, in a message of TLS. */
static void
append_string_of_fields (Walker *self, TlRow *row, TlBytes content)
{
  const TlContext context = { 0 };
  TlRowSink sink;

  if (tl_field_tree_builder_open (self->builder, row) >= 0)
    {
      tl_row_sink_init (&sink, self->builder, &context);
      tl_fields_walk (tl_sct_list_fields, content, self->offset + (gsize) (content.data - self->start), &context, &sink.sink);
    }
  tl_field_tree_builder_close (self->builder);
}

/* A BIT STRING begins with the number of its unused bits (X.690 section 8.6.2): that octet is counted to the
 * prefix. */
static bool
append_string (Walker *self, TlRow *row, const TlTlv *tlv, const TlDerField *field, const Frame *frame)
{
  TlBytes bytes = tlv->content;
  const TlDerField *inside;
  guint8 unused = 0;

  if (field == NULL || field->inside == TL_DER_INSIDE_NOTHING || bytes.length == 0)
    return false;
  if (field->inside == TL_DER_INSIDE_SCT_LIST && tlv->identifier == TL_DER_OCTET_STRING)
    {
      append_string_of_fields (self, row, bytes);
      return true;
    }
  if (tlv->identifier == TL_DER_BIT_STRING && (!tl_bytes_u8 (&bytes, &unused) || unused != 0))
    return false;
  if (!find_inside (field, frame, bytes, &inside))
    return false;
  row->prefix = (guint8) (tlv->whole.length - bytes.length);
  append_string_of_der (self, row, bytes, inside, frame->depth + 1);
  return true;
}

/* The field in the place of which @field stands, by the OID beside it; its name is still that of @field. False where @field
 * does not depend on one, or nothing is known of it. */
static bool
choose (const TlDerField *field, const TlTlv *tlv, const Frame *frame, TlDerField *out)
{
  const TlDerField *chosen
      = field ? tl_der_chosen ((TlDerBy) field->by, frame->oid, tlv->identifier) : NULL;

  if (chosen == NULL)
    return false;
  *out = *chosen;
  out->name = field->name;
  return true;
}

/* An element where another one should stand is told by its type. */
static bool
is_misplaced (const TlDerField *field, const TlTlv *tlv)
{
  return field && field->identifier != 0 && field->identifier != tlv->identifier;
}

static void
walk_element (Walker *self, const TlTlv *tlv, const TlDerField *field, const Frame *frame)
{
  TlDerField own;
  TlRow row;

  if (choose (field, tlv, frame, &own))
    field = &own;
  row = row_new (self, field ? field->name : type_name (tlv->identifier), tlv);
  if (is_misplaced (field, tlv))
    {
      row.fault = TL_FAULT_INVALID;
      field = NULL;
    }
  if (field)
    row.text = field_text (self, field, tlv, frame);
  if (tlv->identifier & TL_DER_CONSTRUCTED)
    append_constructed (self, &row, tlv->content, field ? field->type : NULL, frame->depth + 1);
  else if (!append_string (self, &row, tlv, field, frame))
    {
      describe_primitive (&row, tlv, field);
      tl_field_tree_builder_leaf (self->builder, &row);
    }
}

/* An element without a length, which BER has and DER has not: it goes on to a mark. */
static void
walk_indefinite (Walker *self, const TlTlv *begin, TlBytes *content, const TlDerField *field, const Frame *frame)
{
  const TlDerType *type = field ? field->type : NULL;
  TlRow row = row_new (self, field ? field->name : type_name (begin->identifier), begin);

  row.fault = TL_FAULT_INVALID;
  row.text = g_strdup (_ ("without a length, which DER does not allow"));
  row.length = (guint32) (begin->header + content->length);
  if (open_element (self, &row, *content, frame->depth + 1))
    {
      walk_content (self, content, BY_MARK, type, frame->depth + 1);
      tl_field_tree_builder_close_at (self->builder, self->offset + (gsize) (content->data - self->start));
    }
  else
    tl_bytes_skip (content, content->length);
}

/* X.690 section 8.1.5: two zeros end what has no length. */
static bool
append_mark (Walker *self, TlBytes *content)
{
  TlTlv tlv = { .header = 2 };
  TlRow row;

  if (!tl_bytes_begin_with (*content, "\0", 2) || !tl_bytes_take (content, 2, &tlv.whole))
    return false;
  row = row_new (self, "end-of-contents", &tlv);
  tl_field_tree_builder_leaf (self->builder, &row);
  return true;
}

/* Reads elements until the content ends, or as @ending says before. */
static void
walk_content (Walker *self, TlBytes *content, Ending ending, const TlDerType *type, guint depth)
{
  Frame frame = { .type = type, .depth = depth };
  TlTlv tlv;

  peek_oid (*content, type, frame.oid);
  while (content->length > 0)
    {
      if (ending == BY_MARK && append_mark (self, content))
        return;
      if (tl_der_read_partial (content, &tlv))
        walk_element (self, &tlv, find_field (&frame, &tlv), &frame);
      else if (tl_der_read_indefinite (content, &tlv))
        walk_indefinite (self, &tlv, content, find_field (&frame, &tlv), &frame);
      else
        {
          append_unknown (self, *content, TL_FAULT_INVALID);
          tl_bytes_skip (content, content->length);
        }
    }
}

void
tl_der_append_rows (const TlDerField *field, TlBytes der, gsize offset, TlFieldTreeBuilder *builder)
{
  Walker walker = { .builder = builder, .start = der.data, .offset = offset };
  Frame frame = { 0 };
  TlTlv tlv;

  if (der.length == 0)
    return;
  if (field && field->identifier != 0 && der.data[0] != field->identifier)
    {
      append_unknown (&walker, der, TL_FAULT_INVALID);
      return;
    }
  if (tl_der_read_partial (&der, &tlv))
    walk_element (&walker, &tlv, field, &frame);
  else if (tl_der_read_indefinite (&der, &tlv))
    walk_indefinite (&walker, &tlv, &der, field, &frame);
  else
    {
      append_unknown (&walker, der, TL_FAULT_INVALID);
      return;
    }
  if (der.length > 0)
    append_unknown (&walker, der, TL_FAULT_TRAILING);
}

void
tl_certificate_append_rows (TlBytes der, gsize offset, TlFieldTreeBuilder *builder)
{
  tl_der_append_rows (&tl_der_certificate, der, offset, builder);
}
