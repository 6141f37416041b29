/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Takes a ClientHello apart at the seams that RFC 9849 section 5.1 changes, and puts another one together. Each extension of the outer
 * hello is looked at once, whatever the inner one names (appendix A).
 */
#include "ech-hello.h"

#include "../limits.h"
#include "ech-config.h"

enum
{
  HEADER = 4,
  EXTENSION_OUTER_EXTENSIONS = 0xfd00, /* RFC 9849 section 5.1 */
  TYPE_OUTER = 0,
  TYPE_INNER = 1
};

/* The next extension of @extensions; @bytes is all of it. */
static bool
next_extension (TlBytes *extensions, guint16 *type, TlBytes *data, TlBytes *bytes)
{
  TlBytes rest = *extensions;

  if (!tl_bytes_u16 (&rest, type) || !tl_bytes_prefixed (&rest, 2, data))
    return false;
  return tl_bytes_take (extensions, extensions->length - rest.length, bytes);
}

/* Cuts @body, the body of a ClientHello, which may go on behind it. */
static bool
cut_hello (TlBytes body, bool dtls, TlEchHello *hello)
{
  TlBytes rest = body, passed;

  *hello = (TlEchHello){ .body = body };
  if (!tl_bytes_skip (&rest, 2) || !tl_bytes_take (&rest, 32, &hello->random))
    return false;
  hello->begin = tl_bytes (body.data, body.length - rest.length);
  if (!tl_bytes_prefixed (&rest, 1, &hello->session_id))
    return false;
  hello->middle = rest;
  if ((dtls && !tl_bytes_prefixed (&rest, 1, &passed)) || !tl_bytes_prefixed (&rest, 2, &passed)
      || !tl_bytes_prefixed (&rest, 1, &passed))
    return false;
  hello->middle.length -= rest.length;
  if (!tl_bytes_prefixed (&rest, 2, &hello->extensions))
    return false;
  hello->read = body.length - rest.length;
  return true;
}

static bool
read_outer (TlBytes data, TlEchHello *hello)
{
  guint8 type;

  return tl_bytes_u8 (&data, &type) && type == TYPE_OUTER && tl_bytes_u16 (&data, &hello->kdf)
         && tl_bytes_u16 (&data, &hello->aead) && tl_bytes_u8 (&data, &hello->config_id)
         && tl_bytes_prefixed (&data, 2, &hello->enc) && tl_bytes_prefixed (&data, 2, &hello->payload) && data.length == 0;
}

bool
tl_ech_hello_read (TlBytes message, bool dtls, TlEchHello *hello)
{
  TlBytes extensions, data, bytes, body;
  guint16 type;

  *hello = (TlEchHello){ 0 };
  if (!tl_bytes_skip (&message, 1) || !tl_bytes_prefixed (&message, HEADER - 1, &body) || message.length > 0
      || !cut_hello (body, dtls, hello) || hello->read != body.length)
    return false;
  extensions = hello->extensions;
  while (next_extension (&extensions, &type, &data, &bytes))
    if (type == TL_ECH_VERSION)
      return read_outer (data, hello);
  return false;
}

GBytes *
tl_ech_hello_additional (const TlEchHello *hello)
{
  guint8 *bytes = g_memdup2 (hello->body.data, hello->body.length);

  if (hello->payload.length > 0)
    memset (bytes + (hello->payload.data - hello->body.data), 0, hello->payload.length);
  return g_bytes_new_take (bytes, hello->body.length);
}

static void
append (GByteArray *out, TlBytes bytes)
{
  if (bytes.length > 0)
    g_byte_array_append (out, bytes.data, (guint) bytes.length);
}

static void
append_number (GByteArray *out, gsize number, guint size)
{
  for (guint i = size; i > 0; i--)
    {
      guint8 byte = (guint8) (number >> 8 * (i - 1));

      g_byte_array_append (out, &byte, 1);
    }
}

static bool
is_zero (TlBytes bytes)
{
  for (gsize i = 0; i < bytes.length; i++)
    if (bytes.data[i] != 0)
      return false;
  return true;
}

/* Appends the extensions of the outer hello that @references names. @outer goes on behind the last of them: they have to stand
 * there in the same order, so that none is copied twice. */
static bool
append_references (GByteArray *out, TlBytes references, TlBytes *outer)
{
  TlBytes names, data, bytes = { 0 };
  guint16 name, type = 0;

  if (!tl_bytes_prefixed (&references, 1, &names) || references.length > 0 || names.length < 2 || names.length % 2 != 0)
    return false;
  while (tl_bytes_u16 (&names, &name))
    {
      if (name == TL_ECH_VERSION || name == EXTENSION_OUTER_EXTENSIONS)
        return false;
      do
        if (!next_extension (outer, &type, &data, &bytes))
          return false;
      while (type != name);
      append (out, bytes);
    }
  return true;
}

/* The extensions of the inner hello, those of the outer one in their places. */
static TlEchFault
expand (GByteArray *out, TlBytes extensions, TlBytes outer)
{
  bool expanded = false, inner = false;
  TlBytes data, bytes;
  guint16 type;

  while (extensions.length > 0)
    {
      if (!next_extension (&extensions, &type, &data, &bytes))
        return TL_ECH_NO_HELLO;
      if (type == TL_ECH_VERSION)
        inner = data.length == 1 && data.data[0] == TYPE_INNER;
      if (type != EXTENSION_OUTER_EXTENSIONS)
        append (out, bytes);
      else if (expanded || !append_references (out, data, &outer))
        return TL_ECH_REFERENCES;
      else
        expanded = true;
      if (out->len > G_MAXUINT16)
        return TL_ECH_TOO_LONG;
    }
  return inner ? TL_ECH_SOUND : TL_ECH_NOT_INNER;
}

GBytes *
tl_ech_hello_rebuild (const TlEchHello *outer, TlBytes encoded, bool dtls, TlEchFault *fault)
{
  g_autoptr (GByteArray) extensions = g_byte_array_new ();
  g_autoptr (GByteArray) message = g_byte_array_new ();
  TlBytes padding = encoded;
  TlEchHello inner;
  gsize length;

  *fault = TL_ECH_NO_HELLO;
  if (!cut_hello (encoded, dtls, &inner) || inner.session_id.length > 0)
    return NULL;
  tl_bytes_skip (&padding, inner.read);
  *fault = is_zero (padding) ? expand (extensions, inner.extensions, outer->extensions) : TL_ECH_PADDING;
  length = inner.begin.length + 1 + outer->session_id.length + inner.middle.length + 2 + extensions->len;
  if (*fault == TL_ECH_SOUND && length > TL_LIMIT_MESSAGE - HEADER)
    *fault = TL_ECH_TOO_LONG;
  if (*fault != TL_ECH_SOUND)
    return NULL;
  append_number (message, 1, 1);
  append_number (message, length, 3);
  append (message, inner.begin);
  append_number (message, outer->session_id.length, 1);
  append (message, outer->session_id);
  append (message, inner.middle);
  append_number (message, extensions->len, 2);
  append (message, tl_bytes (extensions->data, extensions->len));
  return g_byte_array_free_to_bytes (g_steal_pointer (&message));
}
