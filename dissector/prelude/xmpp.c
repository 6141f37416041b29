/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * XMPP (RFC 6120): a stream of XML in each direction. A message is the head of the stream, or an element within it; there are no
 * comments, no entities of its own, no declarations but the first (section 11.1).
 */
#include "reader.h"

typedef enum
{
  PLACE_TEXT,
  PLACE_TAG_BEGIN,
  PLACE_TAG,
  PLACE_DECLARATION
} Place;

static TlOpens
opens (TlBytes bytes)
{
  return MAX (tl_opens_with (bytes, "<?xml "), tl_opens_with (bytes, "<stream:stream"));
}

/* A tag has ended. Whether a message ends with it: at the depth of the stream's children, or with the stream. */
static bool
end_tag (TlPreludeState *state, guint direction)
{
  guint32 *depth = &state->xmpp.sides[direction].depth;

  if (state->xmpp.sides[direction].closes)
    {
      *depth -= *depth > 0;
      return *depth <= 1;
    }
  if (state->xmpp.sides[direction].last == '/')
    return *depth <= 1;
  ++*depth;
  return *depth == 1;
}

/* Whether a message ends with @byte. */
static bool
see (TlPreludeState *state, guint direction, guint8 byte)
{
  guint8 *place = &state->xmpp.sides[direction].place;
  guint8 *quote = &state->xmpp.sides[direction].quote;
  bool ends = false;

  switch ((Place) *place)
    {
    case PLACE_TAG_BEGIN:
      *place = byte == '?' || byte == '!' ? PLACE_DECLARATION : PLACE_TAG;
      state->xmpp.sides[direction].closes = byte == '/';
      break;
    case PLACE_TAG:
      if (*quote != 0)
        *quote = byte == *quote ? 0 : *quote;
      else if (byte == '"' || byte == '\'')
        *quote = byte;
      else if (byte == '>')
        {
          ends = end_tag (state, direction);
          *place = PLACE_TEXT;
        }
      break;
    case PLACE_DECLARATION:
      *place = byte == '>' ? PLACE_TEXT : PLACE_DECLARATION;
      break;
    case PLACE_TEXT:
    default:
      *place = byte == '<' ? PLACE_TAG_BEGIN : PLACE_TEXT;
      break;
    }
  state->xmpp.sides[direction].last = byte;
  return ends;
}

static gsize
scan (TlPreludeState *state, guint direction, TlBytes bytes)
{
  for (gsize i = 0; i < bytes.length; i++)
    if (see (state, direction, bytes.data[i]))
      return i + 1;
  return 0;
}

static bool
is_blank (guint8 byte)
{
  return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* Without the blanks around it, which keep a connection alive (section 4.6.1). */
static TlBytes
trimmed (TlBytes bytes)
{
  while (bytes.length > 0 && is_blank (bytes.data[0]))
    tl_bytes_skip (&bytes, 1);
  while (bytes.length > 0 && is_blank (bytes.data[bytes.length - 1]))
    bytes.length--;
  return bytes;
}

/* The name of the first element, without its prefix; of an end tag with the slash. */
static TlBytes
name_of (TlBytes message)
{
  TlBytes name = { 0 };
  gsize n = 0;

  message = trimmed (message);
  while (tl_bytes_begin_with (message, "<?", 2))
    {
      const guint8 *end = memchr (message.data, '>', message.length);

      tl_bytes_skip (&message, end ? (gsize) (end - message.data) + 1 : message.length);
      message = trimmed (message);
    }
  tl_bytes_skip (&message, 1);
  while (n < message.length && !is_blank (message.data[n]) && message.data[n] != '>'
         && (message.data[n] != '/' || n == 0))
    {
      n++;
      if (message.data[n - 1] == ':')
        {
          tl_bytes_skip (&message, n);
          n = 0;
        }
    }
  tl_bytes_take (&message, n, &name);
  return name;
}

static bool
is (TlBytes name, const char *text)
{
  return name.length == strlen (text) && memcmp (name.data, text, name.length) == 0;
}

/* Where @text begins in @bytes; their length where it does not. */
static gsize
find (TlBytes bytes, const char *text)
{
  gsize length = bytes.length, n = strlen (text);

  for (; bytes.length >= n; tl_bytes_skip (&bytes, 1))
    if (memcmp (bytes.data, text, n) == 0)
      return length - bytes.length;
  return length;
}

/* The secret in @message begins where @out does: what logs in (section 6.4; XEP-0078). */
static bool
find_secret (TlBytes message, TlBytes name, TlBytes *out)
{
  const char *before = is (name, "auth") || is (name, "response") || is (name, "authenticate") ? ">" : "<password>";
  gsize at;

  *out = trimmed (message);
  at = find (*out, before);
  return tl_bytes_skip (out, at + strlen (before)) && out->length > 0;
}

static TlPreludeVerdict
read_message (TlPreludeState *state, guint direction, TlBytes message, TlPreludeFacts *out)
{
  TlBytes name = name_of (message), secret;

  if (state->protocol == TL_PRELUDE_NONE && !is (name, "stream"))
    return TL_PRELUDE_STRANGE;
  state->protocol = TL_PRELUDE_XMPP;
  if (is (name, "features") && find (message, "<starttls") < message.length)
    out->marks |= TL_PRELUDE_OFFERS;
  if (is (name, "starttls")) /* section 5.4.2.1 */
    {
      out->marks |= TL_PRELUDE_ASKS;
      state->asked = true;
      state->asker = (guint8) direction;
    }
  if (state->asked && direction != state->asker && is (name, "proceed")) /* section 5.4.2.3 */
    out->marks |= TL_PRELUDE_GRANTS;
  if (state->asked && direction != state->asker && is (name, "failure")) /* section 5.4.2.2 */
    {
      out->marks |= TL_PRELUDE_REFUSES;
      state->asked = false;
    }
  if (find_secret (message, name, &secret))
    out->marks |= TL_PRELUDE_SECRET;
  return TL_PRELUDE_ON;
}

static char *
describe (TlBytes message, const TlPreludeFacts *facts)
{
  TlBytes all = trimmed (message), shown = all, secret;
  g_autofree char *text = NULL;

  if (!(facts->marks & TL_PRELUDE_SECRET) || !find_secret (message, name_of (message), &secret))
    return tl_prelude_text (all);
  tl_bytes_take (&all, all.length - secret.length, &shown);
  text = tl_prelude_text (shown);
  return tl_prelude_hidden_text (text, secret.length);
}

const TlPreludeReader tl_prelude_xmpp = {
  .opens = opens,
  .scan = scan,
  .read = read_message,
  .describe = describe,
};
