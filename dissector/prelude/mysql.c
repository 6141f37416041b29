/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * MySQL and MariaDB: the server greets, and a client that wants TLS begins its answer, stops where its name would stand, and goes on in
 * TLS (MySQL Internals, "Protocol::HandshakeV10", "Protocol::SSLRequest").
 */
#include "reader.h"

enum
{
  HEADER_LENGTH = 4, /* length, little-endian, in three bytes; sequence number */
  MIN_GREETING = 16,
  MAX_GREETING = 1023,
  PROTOCOL_10 = 10,
  ERROR_PACKET = 0xff,
  SSL_REQUEST_LENGTH = 32,
  OLD_SSL_REQUEST_LENGTH = 5, /* before 4.1 */
  CLIENT_PROTOCOL_41 = 1 << 9,
  CLIENT_SSL = 1 << 11
};

typedef enum
{
  KIND_GREETING,
  KIND_SSL_REQUEST
} Kind;

/* Takes a little-endian number of @size bytes. */
static bool
take_number (TlBytes *bytes, guint size, guint32 *out)
{
  TlBytes digits;

  if (!tl_bytes_take (bytes, size, &digits))
    return false;
  *out = 0;
  for (guint i = size; i > 0; i--)
    *out = *out << 8 | digits.data[i - 1];
  return true;
}

/* Takes a string that ends with a zero. */
static bool
take_string (TlBytes *bytes, TlBytes *out)
{
  const guint8 *end = memchr (bytes->data, 0, bytes->length);

  return end && tl_bytes_take (bytes, (gsize) (end - bytes->data), out) && tl_bytes_skip (bytes, 1);
}

/* The header of a packet with sequence number @sequence whose length is from @min to @max, as far as it is there. */
static TlOpens
header_is (TlBytes bytes, guint8 sequence, guint32 min, guint32 max)
{
  guint32 length;

  if (bytes.length > 1 && bytes.data[1] > max >> 8)
    return TL_OPENS_NO;
  if (!take_number (&bytes, 3, &length))
    return TL_OPENS_MAYBE;
  if (length < min || length > max)
    return TL_OPENS_NO;
  if (bytes.length == 0)
    return TL_OPENS_MAYBE;
  return bytes.data[0] == sequence ? TL_OPENS_YES : TL_OPENS_NO;
}

/* A version that begins with a digit stands behind the number of the protocol. */
static TlOpens
is_greeting (TlBytes bytes)
{
  TlOpens header = header_is (bytes, 0, MIN_GREETING, MAX_GREETING);

  if (header != TL_OPENS_YES || !tl_bytes_skip (&bytes, HEADER_LENGTH))
    return header;
  if (bytes.length > 0 && bytes.data[0] != PROTOCOL_10)
    return TL_OPENS_NO;
  if (bytes.length < 2)
    return TL_OPENS_MAYBE;
  return g_ascii_isdigit (bytes.data[1]) ? TL_OPENS_YES : TL_OPENS_NO;
}

/* Where only the client's side is captured. */
static TlOpens
is_ssl_request (TlBytes bytes)
{
  TlOpens header = header_is (bytes, 1, SSL_REQUEST_LENGTH, SSL_REQUEST_LENGTH);
  guint32 flags;

  if (header != TL_OPENS_YES || !tl_bytes_skip (&bytes, HEADER_LENGTH))
    return header;
  if (!take_number (&bytes, 4, &flags))
    return TL_OPENS_MAYBE;
  return flags & CLIENT_SSL && flags & CLIENT_PROTOCOL_41 ? TL_OPENS_YES : TL_OPENS_NO;
}

static TlOpens
opens (TlBytes bytes)
{
  return MAX (is_greeting (bytes), is_ssl_request (bytes));
}

static guint64
measure (const TlPreludeState *state G_GNUC_UNUSED, guint direction G_GNUC_UNUSED, TlBytes head)
{
  guint32 length;

  return take_number (&head, 3, &length) ? HEADER_LENGTH + (guint64) length : HEADER_LENGTH;
}

/* Behind the version: the number of the connection, eight bytes of a challenge and a zero; then what the server can do. */
static bool
server_can_tls (TlBytes payload)
{
  TlBytes version;
  guint32 flags;

  return tl_bytes_skip (&payload, 1) && take_string (&payload, &version) && tl_bytes_skip (&payload, 4 + 8 + 1)
         && take_number (&payload, 2, &flags) && flags & CLIENT_SSL;
}

static bool
asks_for_tls (TlBytes payload)
{
  gsize length = payload.length;
  guint32 flags;

  if (!take_number (&payload, 2, &flags) || !(flags & CLIENT_SSL))
    return false;
  return length == (flags & CLIENT_PROTOCOL_41 ? SSL_REQUEST_LENGTH : OLD_SSL_REQUEST_LENGTH);
}

static TlPreludeVerdict
read_server (TlBytes payload, TlPreludeFacts *out)
{
  if (payload.length == 0)
    return TL_PRELUDE_STRANGE;
  switch (payload.data[0])
    {
    case PROTOCOL_10:
      out->kind = KIND_GREETING;
      out->marks = server_can_tls (payload) ? TL_PRELUDE_OFFERS : 0;
      return TL_PRELUDE_ON;
    case ERROR_PACKET:
      return TL_PRELUDE_OVER;
    default:
      return TL_PRELUDE_STRANGE;
    }
}

static TlPreludeVerdict
read_packet (TlPreludeState *state, guint direction, TlBytes message, TlPreludeFacts *out)
{
  TlBytes payload = message;

  if (!tl_bytes_skip (&payload, HEADER_LENGTH))
    return TL_PRELUDE_STRANGE;
  state->protocol = TL_PRELUDE_MYSQL;
  if (state->mysql.server == 0)
    state->mysql.server = (guint8) (1 + (is_greeting (message) == TL_OPENS_YES ? direction : 1 - direction));
  if (state->mysql.server == 1 + direction)
    return read_server (payload, out);
  if (!asks_for_tls (payload))
    return TL_PRELUDE_OVER; /* it logs in without TLS */
  out->kind = KIND_SSL_REQUEST;
  out->marks = TL_PRELUDE_ASKS;
  state->asked = true;
  state->asker = (guint8) direction;
  return TL_PRELUDE_ON;
}

static char *
describe (TlBytes message, const TlPreludeFacts *facts)
{
  TlBytes version = { 0 };
  g_autofree char *text = NULL;

  if (facts->kind == KIND_SSL_REQUEST)
    return g_strdup ("SSLRequest");
  if (tl_bytes_skip (&message, HEADER_LENGTH + 1))
    take_string (&message, &version);
  text = tl_prelude_text (version);
  return g_strdup_printf ("HandshakeV10 %s", text);
}

const TlPreludeReader tl_prelude_mysql = {
  .opens = opens,
  .measure = measure,
  .read = read_packet,
  .describe = describe,
};
