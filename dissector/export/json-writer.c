/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Writes JSON. Numbers and times are put together by hand: printf would take longer than all the rest.
 */
#include "json-writer.h"

#include "digits.h"

/* Before a value or a key: the comma after the one before. */
static void
separate (TlJsonWriter *self)
{
  if (self->comma)
    g_string_append_c (self->out, ',');
  self->comma = true;
}

static void
open_with (TlJsonWriter *self, char bracket)
{
  separate (self);
  g_string_append_c (self->out, bracket);
  self->comma = false;
}

static void
close_with (TlJsonWriter *self, char bracket)
{
  g_string_append_c (self->out, bracket);
  self->comma = true;
}

/* RFC 8259 section 7: what must be escaped; DEL too, which no terminal should see. */
static bool
is_plain (guint8 byte)
{
  return byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\';
}

static void
append_escape (GString *out, guint8 byte)
{
  static const char digits[] = "0123456789abcdef";
  char escape[6] = { '\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15] };

  switch (byte)
    {
    case '"':
      g_string_append (out, "\\\"");
      break;
    case '\\':
      g_string_append (out, "\\\\");
      break;
    case '\n':
      g_string_append (out, "\\n");
      break;
    case '\r':
      g_string_append (out, "\\r");
      break;
    case '\t':
      g_string_append (out, "\\t");
      break;
    default:
      g_string_append_len (out, escape, sizeof escape);
    }
}

/* Appends the character at @text, which is not ASCII, and returns how many bytes it has. */
static gsize
append_character (GString *out, const char *text)
{
  gunichar c = g_utf8_get_char_validated (text, -1);
  gsize length = 1;

  if (c == (gunichar) -1 || c == (gunichar) -2)
    g_string_append (out, "\xef\xbf\xbd");
  else
    {
      length = (gsize) g_utf8_skip[(guint8) *text];
      g_string_append_len (out, text, (gssize) length);
    }
  return length;
}

void
tl_json_writer_init (TlJsonWriter *self, GString *out)
{
  self->out = out;
  self->comma = false;
}

void
tl_json_open_object (TlJsonWriter *self)
{
  open_with (self, '{');
}

void
tl_json_close_object (TlJsonWriter *self)
{
  close_with (self, '}');
}

void
tl_json_open_array (TlJsonWriter *self)
{
  open_with (self, '[');
}

void
tl_json_close_array (TlJsonWriter *self)
{
  close_with (self, ']');
}

void
tl_json_key (TlJsonWriter *self, const char *key)
{
  separate (self);
  g_string_append_c (self->out, '"');
  g_string_append (self->out, key);
  g_string_append (self->out, "\":");
  self->comma = false;
}

void
tl_json_string (TlJsonWriter *self, const char *text)
{
  if (text == NULL)
    {
      tl_json_null (self);
      return;
    }
  separate (self);
  g_string_append_c (self->out, '"');
  while (*text)
    {
      gsize plain = 0;

      while (is_plain ((guint8) text[plain]))
        plain++;
      g_string_append_len (self->out, text, (gssize) plain);
      text += plain;
      if (*text == '\0')
        break;
      if ((guint8) *text < 0x80)
        append_escape (self->out, (guint8) *text++);
      else
        text += append_character (self->out, text);
    }
  g_string_append_c (self->out, '"');
}

void
tl_json_uint (TlJsonWriter *self, guint64 value)
{
  separate (self);
  tl_append_uint (self->out, value, 1);
}

void
tl_json_bool (TlJsonWriter *self, bool value)
{
  tl_json_raw (self, value ? "true" : "false");
}

void
tl_json_null (TlJsonWriter *self)
{
  tl_json_raw (self, "null");
}

void
tl_json_hex (TlJsonWriter *self, TlBytes bytes)
{
  static const char digits[] = "0123456789abcdef";
  GString *out = self->out;
  gsize at;

  separate (self);
  g_string_append_c (out, '"');
  at = out->len;
  g_string_set_size (out, at + 2 * bytes.length);
  for (gsize i = 0; i < bytes.length; i++)
    {
      out->str[at + 2 * i] = digits[bytes.data[i] >> 4];
      out->str[at + 2 * i + 1] = digits[bytes.data[i] & 15];
    }
  g_string_append_c (out, '"');
}

void
tl_json_seconds (TlJsonWriter *self, gint64 nanoseconds)
{
  guint64 magnitude = nanoseconds < 0 ? -(guint64) nanoseconds : (guint64) nanoseconds;

  separate (self);
  if (nanoseconds < 0)
    g_string_append_c (self->out, '-');
  tl_append_uint (self->out, magnitude / 1000000000, 1);
  g_string_append_c (self->out, '.');
  tl_append_uint (self->out, magnitude % 1000000000, 9);
}

void
tl_json_time (TlJsonWriter *self, gint64 nanoseconds)
{
  separate (self);
  g_string_append_c (self->out, '"');
  tl_append_time (self->out, nanoseconds, 9);
  g_string_append_c (self->out, '"');
}

void
tl_json_raw (TlJsonWriter *self, const char *text)
{
  separate (self);
  g_string_append (self->out, text);
}

void
tl_json_put_string (TlJsonWriter *self, const char *key, const char *text)
{
  tl_json_key (self, key);
  tl_json_string (self, text);
}

void
tl_json_put_made (TlJsonWriter *self, const char *key, char *text)
{
  tl_json_put_string (self, key, text);
  g_free (text);
}

void
tl_json_put_uint (TlJsonWriter *self, const char *key, guint64 value)
{
  tl_json_key (self, key);
  tl_json_uint (self, value);
}

void
tl_json_put_bool (TlJsonWriter *self, const char *key, bool value)
{
  tl_json_key (self, key);
  tl_json_bool (self, value);
}

void
tl_json_put_null (TlJsonWriter *self, const char *key)
{
  tl_json_key (self, key);
  tl_json_null (self);
}

void
tl_json_put_hex (TlJsonWriter *self, const char *key, TlBytes bytes)
{
  tl_json_key (self, key);
  tl_json_hex (self, bytes);
}
