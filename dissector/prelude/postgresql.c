/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * PostgreSQL: before anything else a client may ask for TLS, and gets one byte as the answer (PostgreSQL documentation, "Message Flow",
 * "SSL Session Encryption").
 */
#include "reader.h"

enum
{
  REQUEST_LENGTH = 8,
  SSL_REQUEST = 80877103, /* 1234 and 5679: no version of the protocol */
  GSSENC_REQUEST = 80877104
};

/* The code of a request; 0 for other messages. */
static guint32
code_of (TlBytes message)
{
  guint32 length, code;

  if (!tl_bytes_u32 (&message, &length) || !tl_bytes_u32 (&message, &code) || length != REQUEST_LENGTH)
    return 0;
  return code;
}

static TlOpens
opens (TlBytes bytes)
{
  static const guint8 request[] = { 0, 0, 0, REQUEST_LENGTH, 0x04, 0xd2, 0x16 };
  gsize n = MIN (bytes.length, sizeof request);

  if (memcmp (bytes.data, request, n) != 0)
    return TL_OPENS_NO;
  if (bytes.length < REQUEST_LENGTH)
    return TL_OPENS_MAYBE;
  return code_of (bytes) == SSL_REQUEST || code_of (bytes) == GSSENC_REQUEST ? TL_OPENS_YES : TL_OPENS_NO;
}

static bool
is_answer (TlBytes head)
{
  return head.data[0] == 'S' || head.data[0] == 'N' || head.data[0] == 'G';
}

static guint64
measure (const TlPreludeState *state G_GNUC_UNUSED, guint direction G_GNUC_UNUSED, TlBytes head)
{
  guint32 length;

  if (head.length == 0)
    return 1;
  if (head.data[0] != 0)
    return is_answer (head) ? 1 : 0;
  return tl_bytes_u32 (&head, &length) ? length : 4;
}

static TlPreludeVerdict
read_request (TlPreludeState *state, guint direction, TlBytes message, TlPreludeFacts *out)
{
  guint32 code = code_of (message);

  if (code != SSL_REQUEST && code != GSSENC_REQUEST)
    return TL_PRELUDE_OVER; /* a session in clear begins */
  state->protocol = TL_PRELUDE_POSTGRESQL;
  state->asker = (guint8) direction;
  state->postgresql.gss = code == GSSENC_REQUEST;
  state->asked = code == SSL_REQUEST;
  if (state->asked)
    out->marks |= TL_PRELUDE_ASKS;
  return TL_PRELUDE_ON;
}

static TlPreludeVerdict
read_message (TlPreludeState *state, guint direction, TlBytes message, TlPreludeFacts *out)
{
  if (message.data[0] == 0)
    return read_request (state, direction, message, out);
  if (message.data[0] == 'G')
    return TL_PRELUDE_OVER; /* GSSAPI encrypts from here on */
  if (state->asked)
    out->marks |= message.data[0] == 'S' ? TL_PRELUDE_GRANTS : TL_PRELUDE_REFUSES;
  if (message.data[0] == 'N')
    state->asked = false;
  return TL_PRELUDE_ON;
}

static char *
describe (TlBytes message, const TlPreludeFacts *facts G_GNUC_UNUSED)
{
  switch (code_of (message))
    {
    case SSL_REQUEST:
      return g_strdup ("SSLRequest");
    case GSSENC_REQUEST:
      return g_strdup ("GSSENCRequest");
    default:
      return tl_prelude_text (message);
    }
}

const TlPreludeReader tl_prelude_postgresql = {
  .opens = opens,
  .measure = measure,
  .read = read_message,
  .describe = describe,
};
