/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The walker: reads bytes by a table, and tells a sink of every field.
 */
#include "fields.h"

#include "limits.h"

typedef struct
{
  const TlContext *context;
  TlSink *sink;
  const guint8 *base;        /* where offset 0 of the message would be, less base_offset */
  gsize base_offset;
  guint depth;
  guint64 values[TL_N_TAGS]; /* the last number read with each tag: choices select by them */
  guint8 registries[TL_N_TAGS]; /* and the registry of its field */
} Walker;

const TlField tl_field_unknown = { .name = "unknown", .kind = TL_FIELD_BYTES, .flags = TL_FIELD_IS_UNKNOWN };

const char *
tl_fault_id (TlFault fault)
{
  static const char *const ids[TL_N_FAULTS] = { NULL, "truncated", "trailing", "too_many", "too_deep", "invalid" };

  return fault < TL_N_FAULTS ? ids[fault] : NULL;
}

static bool walk_field (Walker *self, const TlField *field, TlBytes *bytes);

static gsize
offset_of (const Walker *self, const guint8 *data)
{
  return self->base_offset + (gsize) (data - self->base);
}

/* Tells of @bytes, all of them, as one leaf that no number is read from. */
static void
tell_rest (Walker *self, const TlField *field, TlBytes *bytes, TlFault fault)
{
  TlFound found = { .field = field, .offset = offset_of (self, bytes->data), .length = bytes->length, .fault = fault };

  tl_bytes_take (bytes, bytes->length, &found.content);
  self->sink->leaf (self->sink, &found);
}

static void
tell_open (const Walker *self, const TlFound *found)
{
  if (self->sink->open)
    self->sink->open (self->sink, found);
}

static void
tell_close (const Walker *self, const TlFound *found)
{
  if (self->sink->close)
    self->sink->close (self->sink, found);
}

/* Reads the length prefix of @field, which has @prefix bytes; @claimed stays as it is where there is none. */
static bool
cut_prefix (const TlField *field, TlBytes *bytes, guint8 *prefix, guint64 *claimed)
{
  gsize before = bytes->length;

  if (field->prefix > 0
      && !(field->prefix == TL_PREFIX_VARINT ? tl_bytes_varint (bytes, claimed)
                                             : tl_bytes_uint (bytes, field->prefix, claimed)))
    return false;
  *prefix = (guint8) (before - bytes->length);
  return true;
}

/* Cuts the bytes of a field out of @bytes: those its length prefix or its size says, else all. False when not even
 * the prefix is there. A box that claims more than there is gets what there is, and a fault. */
static bool
cut_box (Walker *self, const TlField *field, TlBytes *bytes, TlFound *found)
{
  guint64 claimed = field->size;

  *found = (TlFound) { .field = field, .offset = offset_of (self, bytes->data) };
  if (!cut_prefix (field, bytes, &found->prefix, &claimed))
    return false;
  if (field->sized_by != TL_TAG_NONE)
    claimed = self->values[field->sized_by];
  else if (field->flags & TL_FIELD_BUT_LAST)
    claimed = bytes->length > field->size ? bytes->length - field->size : 0;
  else if (field->prefix == 0 && field->size == 0)
    claimed = bytes->length;
  if (claimed > bytes->length)
    {
      found->fault = TL_FAULT_TRUNCATED;
      claimed = bytes->length;
    }
  tl_bytes_take (bytes, (gsize) claimed, &found->content);
  found->length = found->prefix + found->content.length;
  return true;
}

static bool
walk_number (Walker *self, const TlField *field, TlBytes *bytes)
{
  TlFound found = { .field = field, .offset = offset_of (self, bytes->data) };
  TlBytes before = *bytes;

  if (!(field->kind == TL_FIELD_VARINT ? tl_bytes_varint (bytes, &found.value)
                                       : tl_bytes_uint (bytes, field->size, &found.value)))
    {
      tell_rest (self, field, bytes, TL_FAULT_TRUNCATED);
      return false;
    }
  found.length = before.length - bytes->length;
  found.content = tl_bytes (before.data, found.length);
  self->values[field->tag] = found.value;
  self->registries[field->tag] = field->registry;
  self->sink->leaf (self->sink, &found);
  return true;
}

/* Reads the fields of a table one after the other. False when one did not fit. */
static bool
walk_fields (Walker *self, const TlField *fields, TlBytes *bytes)
{
  for (const TlField *field = fields; field->kind != TL_FIELD_END; field++)
    {
      if (bytes->length == 0 && field->flags & TL_FIELD_OPTIONAL)
        continue;
      if (!walk_field (self, field, bytes))
        return false;
    }
  return true;
}

/* Reads a table in a box that is its own: what is left at its end is told as well. */
static void
walk_box (Walker *self, const TlField *fields, TlBytes bytes)
{
  walk_fields (self, fields, &bytes);
  if (bytes.length > 0)
    tell_rest (self, &tl_field_unknown, &bytes, TL_FAULT_TRAILING);
}

static void
walk_list (Walker *self, const TlField *element, TlBytes bytes)
{
  for (guint n = 0; bytes.length > 0; n++)
    {
      gsize before = bytes.length;

      if (n == TL_LIMIT_LIST)
        {
          tell_rest (self, &tl_field_unknown, &bytes, TL_FAULT_TOO_MANY);
          return;
        }
      walk_field (self, element, &bytes);
      if (bytes.length == before)
        tell_rest (self, &tl_field_unknown, &bytes, TL_FAULT_INVALID);
    }
}

/* The fields of the line for @value; NULL when there is none. */
static const TlField *
find_case (const Walker *self, const TlChoice *choice, guint64 value)
{
  gsize low = 0, high = choice->n_cases;

  while (low < high)
    {
      gsize middle = (low + high) / 2;

      if (choice->cases[middle].value < value)
        low = middle + 1;
      else
        high = middle;
    }
  for (; low < choice->n_cases && choice->cases[low].value == value; low++)
    if (choice->cases[low].messages == 0 || choice->cases[low].messages & self->context->message_bit)
      return choice->cases[low].fields;
  return NULL;
}

/* The table for the number that was read before, in this message; NULL when there is none. */
static const TlField *
choose (const Walker *self, const TlChoice *choice)
{
  guint64 value = self->values[choice->selector];
  const TlField *fields = find_case (self, choice, value);

  if (fields == NULL && tl_registry_is_grease (self->registries[choice->selector], value))
    fields = find_case (self, choice, TL_CASE_GREASE);
  return fields;
}

/* What stands in a group, list or choice, read from @bytes. */
static bool
walk_inside (Walker *self, const TlField *field, bool boxed, TlBytes *bytes)
{
  const TlField *fields = field->kind == TL_FIELD_CHOICE ? choose (self, field->choice) : field->fields;
  bool fits = true;

  if (self->depth >= TL_LIMIT_DEPTH)
    tell_rest (self, &tl_field_unknown, bytes, TL_FAULT_TOO_DEEP);
  else if (fields == NULL && bytes->length > 0)
    tell_rest (self, &tl_field_unknown, bytes, TL_FAULT_NONE);
  else if (fields == NULL)
    ;
  else if (field->kind == TL_FIELD_LIST)
    walk_list (self, fields, *bytes);
  else if (boxed)
    walk_box (self, fields, *bytes);
  else
    fits = walk_fields (self, fields, bytes);
  return fits;
}

/* A group or a choice that is no box of its own: its fields follow in the box around it. */
static bool
walk_inline (Walker *self, const TlField *field, TlBytes *bytes)
{
  TlFound found = { .field = field, .offset = offset_of (self, bytes->data), .length = bytes->length, .content = *bytes };
  bool fits;

  tell_open (self, &found);
  self->depth++;
  fits = walk_inside (self, field, false, bytes);
  self->depth--;
  found.length = offset_of (self, bytes->data) - found.offset;
  found.content.length = found.length;
  tell_close (self, &found);
  return fits;
}

static bool
walk_field (Walker *self, const TlField *field, TlBytes *bytes)
{
  bool plain = field->kind == TL_FIELD_BYTES
               || (field->flags & TL_FIELD_OR_BYTES && choose (self, field->choice) == NULL);
  TlFound found;
  TlBytes inside;

  if (field->kind == TL_FIELD_UINT || field->kind == TL_FIELD_VARINT)
    return walk_number (self, field, bytes);
  if (!plain && field->prefix == 0 && field->size == 0 && (field->kind == TL_FIELD_GROUP || field->kind == TL_FIELD_CHOICE))
    return walk_inline (self, field, bytes);

  if (!cut_box (self, field, bytes, &found))
    {
      tell_rest (self, field, bytes, TL_FAULT_TRUNCATED);
      return false;
    }
  if (plain)
    {
      self->sink->leaf (self->sink, &found);
      return found.fault == TL_FAULT_NONE;
    }
  tell_open (self, &found);
  self->depth++;
  inside = found.content;
  walk_inside (self, field, true, &inside);
  self->depth--;
  tell_close (self, &found);
  return found.fault == TL_FAULT_NONE;
}

void
tl_fields_walk (const TlField *fields, TlBytes bytes, gsize offset, const TlContext *context, TlSink *sink)
{
  Walker self = { .context = context, .sink = sink, .base = bytes.data, .base_offset = offset };

  self.values[TL_TAG_MSG_TYPE] = context->message;
  self.values[TL_TAG_CERTIFICATE_TYPE] = context->certificate_type;
  walk_box (&self, fields, bytes);
}

typedef struct
{
  TlSink sink;
  bool fits;
} FitSink;

static void
see_fit (TlSink *sink, const TlFound *found)
{
  if (found->fault != TL_FAULT_NONE || found->field->flags & TL_FIELD_IS_UNKNOWN)
    ((FitSink *) sink)->fits = false;
}

bool
tl_fields_fit (const TlField *fields, TlBytes bytes, const TlContext *context)
{
  FitSink sink = { .sink = { .leaf = see_fit, .open = see_fit }, .fits = true };

  tl_fields_walk (fields, bytes, 0, context, &sink.sink);
  return sink.fits;
}
