/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * HTTP/1.1: CONNECT through a proxy (RFC 9110 section 9.3.6), and the upgrade to TLS within HTTP (RFC 2817). Each line of a head is a
 * message, so is each body; a head is read when all of it is there.
 */
#include "reader.h"

enum
{
  PLACE_START, /* of a message: the request line or the status line */
  PLACE_FIELD, /* a header field */
  PLACE_BODY
};

enum
{
  KIND_LINE,
  KIND_SECRET,
  KIND_BODY
};

static const char *const methods[] = { "CONNECT ", "OPTIONS ", "GET ", "HEAD ", "POST ", "PUT " };

/* What a proxy or a server takes as a password, RFC 9110 section 11, RFC 6265. */
static const char *const secret_fields[] = { "Authorization:", "Proxy-Authorization:", "Cookie:", "Set-Cookie:" };

static TlOpens
opens (TlBytes bytes)
{
  TlOpens found = tl_opens_with (bytes, "HTTP/1.");

  for (gsize i = 0; i < G_N_ELEMENTS (methods) && found != TL_OPENS_YES; i++)
    found = MAX (found, tl_opens_with (bytes, methods[i]));
  return found;
}

/* Up to and including the empty line that ends a head. */
static gsize
scan_head (guint8 *filled, TlBytes bytes)
{
  TlBytes rest = bytes, line = { 0 };

  for (gsize n = tl_scan_line (rest); n > 0 && tl_bytes_take (&rest, n, &line); n = tl_scan_line (rest))
    {
      if (!*filled && tl_line (line).length == 0)
        return bytes.length - rest.length;
      *filled = false;
    }
  *filled |= tl_line (rest).length > 0;
  return 0;
}

static gsize
scan (TlPreludeState *state, guint direction, TlBytes bytes)
{
  guint64 *body = &state->http.body[direction];
  gsize n = (gsize) MIN (bytes.length, *body);

  if (state->http.place[direction] != PLACE_BODY)
    return scan_head (&state->http.filled[direction], bytes);
  *body -= n;
  return *body == 0 ? n : 0;
}

static bool
begins (TlBytes line, const char *with)
{
  return tl_opens_with (line, with) == TL_OPENS_YES;
}

static TlBytes
value_of (TlBytes field)
{
  const guint8 *colon = memchr (field.data, ':', field.length);

  tl_bytes_skip (&field, colon ? (gsize) (colon - field.data) + 1 : field.length);
  while (field.length > 0 && (field.data[0] == ' ' || field.data[0] == '\t'))
    tl_bytes_skip (&field, 1);
  return field;
}

/* The number that @bytes begin with. */
static guint64
number (TlBytes bytes)
{
  guint64 value = 0;

  for (guint8 digit; tl_bytes_u8 (&bytes, &digit) && g_ascii_isdigit (digit) && value < G_MAXUINT32;)
    value = 10 * value + digit - '0';
  return value;
}

static guint
status_of (TlBytes line)
{
  return tl_bytes_skip (&line, strlen ("HTTP/1.1 ")) ? (guint) number (line) : 0;
}

static guint8
answer (const TlPreludeState *state, guint status)
{
  if (!state->asked || (status / 100 == 1 && status != 101))
    return 0;
  return status / 100 == (state->protocol == TL_PRELUDE_HTTP_CONNECT ? 2 : 1) ? TL_PRELUDE_GRANTS
                                                                              : TL_PRELUDE_REFUSES;
}

/* Whether the head asks for another protocol: mostly it does not, and then this is all that is read of it. */
static bool
has_upgrade (TlBytes head)
{
  TlBytes line;

  for (gsize n = tl_scan_line (head); n > 0 && tl_bytes_take (&head, n, &line); n = tl_scan_line (head))
    if (begins (line, "Upgrade:"))
      return true;
  return false;
}

static TlPreludeVerdict
read_start (TlPreludeState *state, guint direction, TlBytes line, TlBytes head, TlPreludeFacts *out)
{
  bool is_response = begins (line, "HTTP/1.");

  if (line.length == 0)
    return TL_PRELUDE_ON; /* RFC 9112 section 2.2 */
  if (opens (line) != TL_OPENS_YES)
    return TL_PRELUDE_STRANGE;
  state->http.place[direction] = PLACE_FIELD;
  state->http.status[direction] = is_response ? status_of (line) : 0;
  state->http.body[direction] = G_MAXUINT64;
  if (is_response)
    {
      out->marks |= answer (state, state->http.status[direction]);
      state->asked &= !(out->marks & TL_PRELUDE_REFUSES);
      return TL_PRELUDE_ON;
    }
  state->asked = begins (line, "CONNECT ");
  if (!state->asked && !has_upgrade (head))
    return TL_PRELUDE_OVER;
  state->asker = (guint8) direction;
  state->protocol = state->asked ? TL_PRELUDE_HTTP_CONNECT : TL_PRELUDE_NONE;
  out->marks |= state->asked ? TL_PRELUDE_ASKS : 0;
  return TL_PRELUDE_ON;
}

/* "TLS/1.0", one of the protocols in the list (RFC 2817 section 3.1). */
static bool
names_tls (TlBytes list)
{
  for (; list.length > 0; tl_bytes_skip (&list, 1))
    if (begins (list, "TLS/"))
      return true;
  return false;
}

static void
read_field (TlPreludeState *state, guint direction, TlBytes line, TlPreludeFacts *out)
{
  if (begins (line, "Content-Length:"))
    state->http.body[direction] = number (value_of (line));
  if (begins (line, "Upgrade:") && names_tls (value_of (line)) && state->protocol != TL_PRELUDE_HTTP_CONNECT)
    {
      out->marks |= state->http.status[direction] == 0     ? TL_PRELUDE_ASKS
                    : state->http.status[direction] == 101 ? 0
                                                           : TL_PRELUDE_OFFERS;
      state->asked |= state->http.status[direction] == 0;
      state->protocol = TL_PRELUDE_HTTP_UPGRADE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (secret_fields); i++)
    if (begins (line, secret_fields[i]))
      {
        out->kind = KIND_SECRET;
        out->marks |= TL_PRELUDE_SECRET;
      }
}

/* How long a body is that has no Content-Length, RFC 9112 section 6.3: none of a request, and of these responses. */
static bool
has_no_body (guint status)
{
  return status == 0 || status / 100 == 1 || status == 204 || status == 304;
}

static TlPreludeVerdict
end_head (TlPreludeState *state, guint direction)
{
  guint status = state->http.status[direction];
  guint64 *body = &state->http.body[direction];

  if (status == 0 && state->protocol == TL_PRELUDE_NONE)
    return TL_PRELUDE_OVER; /* HTTP as it mostly is */
  if (status / 100 == 2 && state->protocol != TL_PRELUDE_HTTP_UPGRADE)
    return TL_PRELUDE_THROUGH; /* of a CONNECT that perhaps was not captured: its response has no body */
  if (status / 100 > 1 && state->protocol == TL_PRELUDE_HTTP_UPGRADE && status != 426)
    return TL_PRELUDE_OVER; /* the wish to upgrade was passed over */
  if (*body == G_MAXUINT64 && !has_no_body (status))
    return TL_PRELUDE_STRANGE;
  if (has_no_body (status) && (*body == G_MAXUINT64 || status != 0))
    *body = 0;
  state->http.place[direction] = *body > 0 ? PLACE_BODY : PLACE_START;
  return TL_PRELUDE_ON;
}

static TlPreludeVerdict
read_message (TlPreludeState *state, guint direction, TlBytes message, TlPreludeFacts *out)
{
  TlBytes rest = message, line = message;
  gsize length = tl_scan_line (message);

  if (state->http.place[direction] != PLACE_BODY && length > 0 && tl_bytes_take (&rest, length, &line))
    out->length = length;
  line = tl_line (line);
  switch (state->http.place[direction])
    {
    case PLACE_START:
      return read_start (state, direction, line, rest, out);
    case PLACE_FIELD:
      if (line.length == 0)
        return end_head (state, direction);
      read_field (state, direction, line, out);
      return TL_PRELUDE_ON;
    case PLACE_BODY:
    default:
      out->kind = KIND_BODY;
      state->http.place[direction] = PLACE_START;
      return TL_PRELUDE_ON;
    }
}

/* The name of the field, and what kind of secret it is: "Basic". */
static char *
describe_secret (TlBytes line)
{
  TlBytes value = value_of (line), shown = { 0 };
  const guint8 *blank = memchr (value.data, ' ', value.length);
  g_autofree char *text = NULL;

  if (blank && !begins (line, "Cookie:") && !begins (line, "Set-Cookie:"))
    tl_bytes_skip (&value, (gsize) (blank - value.data) + 1);
  tl_bytes_take (&line, line.length - value.length, &shown);
  text = tl_prelude_text (shown);
  return tl_prelude_hidden_text (text, value.length);
}

static char *
describe (TlBytes message, const TlPreludeFacts *facts)
{
  switch (facts->kind)
    {
    case KIND_BODY:
      return tl_prelude_bytes_text (message.length);
    case KIND_SECRET:
      return describe_secret (tl_line (message));
    case KIND_LINE:
    default:
      return tl_prelude_text (tl_line (message));
    }
}

const TlPreludeReader tl_prelude_http = {
  .opens = opens,
  .scan = scan,
  .read = read_message,
  .describe = describe,
};
