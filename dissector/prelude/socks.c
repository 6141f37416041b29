/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * SOCKS 5 (RFC 1928, with the passwords of RFC 1929), SOCKS 4 and 4A: the way through a proxy. A client need not wait for the answers,
 * so what a message is shows by its first byte and its place.
 */
#include "reader.h"

#include "../network/address.h"

enum
{
  VERSION_4 = 4,
  VERSION_5 = 5,
  MAX_METHODS = 16, /* that somebody offers */
  MAX_NAME = 256    /* bytes of a name in SOCKS 4, its end included */
};

typedef enum
{
  KIND_METHODS, /* that the client offers */
  KIND_METHOD,  /* that the proxy chose */
  KIND_PASSWORD,
  KIND_STATUS,
  KIND_REQUEST,
  KIND_REPLY,
  KIND_REQUEST_4,
  KIND_REPLY_4
} Kind;

typedef struct
{
  guint8 code;
  const char *name;
} Name;

static const Name methods[] = { /* RFC 1928 section 3 */
  { 0, "NO AUTHENTICATION REQUIRED" },
  { 1, "GSSAPI" },
  { 2, "USERNAME/PASSWORD" },
  { 255, "NO ACCEPTABLE METHODS" },
};

static const Name commands[] = { { 1, "CONNECT" }, { 2, "BIND" }, { 3, "UDP ASSOCIATE" } }; /* section 4 */

static const Name replies[] = { /* section 6 */
  { 0, "succeeded" },
  { 1, "general SOCKS server failure" },
  { 2, "connection not allowed by ruleset" },
  { 3, "Network unreachable" },
  { 4, "Host unreachable" },
  { 5, "Connection refused" },
  { 6, "TTL expired" },
  { 7, "Command not supported" },
  { 8, "Address type not supported" },
};

static const Name replies_4[] = { /* "SOCKS: A protocol for TCP proxy across firewalls" */
  { 90, "request granted" },
  { 91, "request rejected or failed" },
  { 92, "request rejected because SOCKS server cannot connect to identd on the client" },
  { 93, "request rejected because the client program and identd report different user-ids" },
};

static char *
name_of (const Name *names, gsize n, guint8 code)
{
  for (gsize i = 0; i < n; i++)
    if (names[i].code == code)
      return g_strdup (names[i].name);
  return g_strdup_printf ("%u", code);
}

/* A SOCKS 4 client sends nothing before its request: the version, 1 or 2, a port, an address (section 2). */
static TlOpens
opens_4 (TlBytes bytes)
{
  guint8 command;
  guint16 port;

  if (!tl_bytes_u8 (&bytes, &command))
    return TL_OPENS_MAYBE;
  if (command != 1 && command != 2)
    return TL_OPENS_NO;
  if (!tl_bytes_u16 (&bytes, &port))
    return TL_OPENS_MAYBE;
  if (port == 0)
    return TL_OPENS_NO;
  return bytes.length >= 4 ? TL_OPENS_YES : TL_OPENS_MAYBE;
}

static TlOpens
opens_5 (TlBytes bytes)
{
  TlBytes offered;
  guint8 n;

  if (!tl_bytes_u8 (&bytes, &n))
    return TL_OPENS_MAYBE;
  if (n == 0 || n > MAX_METHODS)
    return TL_OPENS_NO;
  if (!tl_bytes_take (&bytes, MIN (n, bytes.length), &offered))
    return TL_OPENS_NO;
  for (gsize i = 0; i < offered.length; i++)
    if (offered.data[i] > 9 && offered.data[i] < 0x80) /* neither assigned nor private */
      return TL_OPENS_NO;
  return offered.length == n ? TL_OPENS_YES : TL_OPENS_MAYBE;
}

static TlOpens
opens (TlBytes bytes)
{
  guint8 version;

  if (!tl_bytes_u8 (&bytes, &version))
    return TL_OPENS_MAYBE;
  return version == VERSION_5 ? opens_5 (bytes) : version == VERSION_4 ? opens_4 (bytes) : TL_OPENS_NO;
}

/* The length of a message up to the end of a name, which is a zero; 0 where that does not come. */
static guint64
measure_name (TlBytes head, gsize begin)
{
  const guint8 *end;

  if (head.length <= begin)
    return begin + 1;
  end = memchr (head.data + begin, 0, MIN (head.length - begin, MAX_NAME));
  if (end)
    return (guint64) (end - head.data) + 1;
  return head.length - begin < MAX_NAME ? head.length + 1 : 0;
}

/* Version 4A has the name of the host behind that of the user, where the address is 0.0.0.x. */
static bool
is_4a (TlBytes message)
{
  static const guint8 none[3] = { 0 };

  return tl_bytes_skip (&message, 4) && tl_bytes_begin_with (message, none, sizeof none) && message.length > 3
         && message.data[3] != 0;
}

static guint64
measure_request_4 (TlBytes head)
{
  guint64 user;

  if (head.length < 9)
    return 9;
  user = measure_name (head, 8);
  if (user == 0 || user > head.length || !is_4a (head))
    return user;
  return measure_name (head, (gsize) user);
}

/* A request or a reply: four bytes, an address that says its length, a port (RFC 1928 sections 4 to 6). */
static guint64
measure_request_5 (TlBytes head)
{
  if (head.length < 5)
    return 5;
  switch (head.data[3])
    {
    case 1:
      return 4 + 4 + 2;
    case 3:
      return 4 + 1 + head.data[4] + 2u;
    case 4:
      return 4 + 16 + 2;
    default:
      return 0;
    }
}

/* RFC 1929 section 2: two strings behind the version. */
static guint64
measure_password (TlBytes head)
{
  TlBytes rest = head, name;
  guint8 length;

  if (head.length < 2)
    return 2;
  if (!tl_bytes_skip (&rest, 1) || !tl_bytes_prefixed (&rest, 1, &name))
    return 3u + head.data[1];
  if (!tl_bytes_u8 (&rest, &length))
    return 3 + name.length;
  return 3 + name.length + length;
}

static guint64
measure_client (const TlPreludeState *state, TlBytes head)
{
  if (head.data[0] == VERSION_4)
    return measure_request_4 (head);
  if (head.data[0] == 1)
    return measure_password (head);
  if (head.data[0] != VERSION_5)
    return 0;
  if (state->socks.greeted)
    return measure_request_5 (head);
  return head.length < 2 ? 2 : 2u + head.data[1];
}

static guint64
measure_server (const TlPreludeState *state, TlBytes head)
{
  if (state->socks.version == VERSION_4)
    return head.data[0] == 0 ? 8 : 0;
  if (head.data[0] == 1)
    return 2;
  if (head.data[0] != VERSION_5)
    return 0;
  return state->socks.chosen ? measure_request_5 (head) : 2;
}

static guint64
measure (const TlPreludeState *state, guint direction, TlBytes head)
{
  if (head.length == 0)
    return 1;
  return state->socks.version == 0 || direction == state->asker ? measure_client (state, head)
                                                                : measure_server (state, head);
}

static TlPreludeVerdict
request (TlPreludeState *state, Kind kind, TlBytes message, TlPreludeFacts *out)
{
  out->kind = (guint8) kind;
  state->asked = true;
  out->marks = TL_PRELUDE_ASKS;
  return message.data[1] == 3 ? TL_PRELUDE_OVER : TL_PRELUDE_ON; /* for datagrams: they go elsewhere */
}

static TlPreludeVerdict
reply (TlPreludeState *state, Kind kind, bool granted, TlPreludeFacts *out)
{
  out->kind = (guint8) kind;
  state->asked &= granted;
  out->marks = granted ? TL_PRELUDE_GRANTS : TL_PRELUDE_REFUSES;
  return granted ? TL_PRELUDE_THROUGH : TL_PRELUDE_OVER;
}

static TlPreludeVerdict
read_client (TlPreludeState *state, TlBytes message, TlPreludeFacts *out)
{
  if (message.data[0] == VERSION_4)
    return request (state, KIND_REQUEST_4, message, out);
  if (message.data[0] == 1)
    {
      out->kind = KIND_PASSWORD;
      out->marks = TL_PRELUDE_SECRET;
      return TL_PRELUDE_ON;
    }
  if (state->socks.greeted)
    return request (state, KIND_REQUEST, message, out);
  out->kind = KIND_METHODS;
  state->socks.greeted = true;
  return TL_PRELUDE_ON;
}

static TlPreludeVerdict
read_server (TlPreludeState *state, TlBytes message, TlPreludeFacts *out)
{
  bool is_status = message.data[0] == 1;

  if (state->socks.version == VERSION_4)
    return reply (state, KIND_REPLY_4, message.data[1] == 90, out);
  if (state->socks.chosen && !is_status)
    return reply (state, KIND_REPLY, message.data[1] == 0, out);
  out->kind = is_status ? KIND_STATUS : KIND_METHOD;
  state->socks.chosen = true;
  if (message.data[1] != 255 && (!is_status || message.data[1] == 0))
    return TL_PRELUDE_ON;
  out->marks = TL_PRELUDE_REFUSES;
  return TL_PRELUDE_OVER;
}

static TlPreludeVerdict
read_message (TlPreludeState *state, guint direction, TlBytes message, TlPreludeFacts *out)
{
  if (state->socks.version == 0)
    {
      state->socks.version = message.data[0];
      state->asker = (guint8) direction;
      state->protocol = TL_PRELUDE_SOCKS;
    }
  return direction == state->asker ? read_client (state, message, out) : read_server (state, message, out);
}

static char *
describe_methods (TlBytes message)
{
  GString *text = g_string_new ("SOCKS5 methods: ");

  tl_bytes_skip (&message, 2);
  for (gsize i = 0; i < message.length; i++)
    {
      g_autofree char *name = name_of (methods, G_N_ELEMENTS (methods), message.data[i]);
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name);
    }
  return g_string_free (text, FALSE);
}

static char *
describe_password (TlBytes message)
{
  TlBytes name = { 0 }, password = { 0 };
  g_autofree char *text = NULL, *shown = NULL;

  tl_bytes_skip (&message, 1);
  tl_bytes_prefixed (&message, 1, &name);
  tl_bytes_prefixed (&message, 1, &password);
  text = tl_prelude_text (name);
  shown = g_strdup_printf ("SOCKS5 UNAME %s, PASSWD ", text);
  return tl_prelude_hidden_text (shown, password.length);
}

/* Where to: an address of the kind @type, and a port. */
static char *
describe_place (guint8 type, TlBytes bytes)
{
  TlEndpoint endpoint = { .address.length = type == 4 ? 16 : 4 };
  TlBytes address = { 0 };
  bool is_name = type == 3;

  if (is_name ? !tl_bytes_prefixed (&bytes, 1, &address) : !tl_bytes_take (&bytes, endpoint.address.length, &address))
    return g_strdup ("");
  tl_bytes_u16 (&bytes, &endpoint.port);
  if (is_name)
    {
      g_autofree char *name = tl_prelude_text (address);
      return g_strdup_printf ("%s:%u", name, endpoint.port);
    }
  memcpy (endpoint.address.bytes, address.data, address.length);
  return tl_endpoint_to_string (&endpoint);
}

static char *
describe_request (TlBytes message, const Name *names, gsize n)
{
  g_autofree char *name = name_of (names, n, message.data[1]);
  guint8 type = message.data[3];
  g_autofree char *place = NULL;

  tl_bytes_skip (&message, 4);
  place = describe_place (type, message);
  return g_strdup_printf ("SOCKS5 %s %s", name, place);
}

static char *
describe_request_4 (TlBytes message)
{
  g_autofree char *command = name_of (commands, G_N_ELEMENTS (commands), message.data[1]);
  TlEndpoint endpoint = { .address.length = 4 };
  TlBytes user = message, address = { 0 };
  const guint8 *end;
  g_autofree char *place = NULL, *shown = NULL;
  bool named = is_4a (message);

  tl_bytes_skip (&message, 2);
  tl_bytes_u16 (&message, &endpoint.port);
  if (tl_bytes_take (&message, 4, &address))
    memcpy (endpoint.address.bytes, address.data, 4);
  end = memchr (message.data, 0, message.length);
  if (end == NULL || !tl_bytes_take (&message, (gsize) (end - message.data), &user) || !tl_bytes_skip (&message, 1))
    return g_strdup_printf ("SOCKS4 %s", command);
  if (named && message.length > 0)
    {
      g_autofree char *name = tl_prelude_text (tl_bytes (message.data, message.length - 1));
      place = g_strdup_printf ("%s:%u", name, endpoint.port);
    }
  else
    place = tl_endpoint_to_string (&endpoint);
  shown = tl_prelude_text (user);
  return g_strdup_printf ("SOCKS4 %s %s%s%s", command, place, user.length > 0 ? " USERID " : "", shown);
}

static char *
describe (TlBytes message, const TlPreludeFacts *facts)
{
  g_autofree char *name = NULL;

  switch ((Kind) facts->kind)
    {
    case KIND_METHODS:
      return describe_methods (message);
    case KIND_METHOD:
      name = name_of (methods, G_N_ELEMENTS (methods), message.data[1]);
      return g_strdup_printf ("SOCKS5 method: %s", name);
    case KIND_PASSWORD:
      return describe_password (message);
    case KIND_STATUS:
      return g_strdup_printf ("SOCKS5 STATUS %u", message.data[1]);
    case KIND_REQUEST:
      return describe_request (message, commands, G_N_ELEMENTS (commands));
    case KIND_REPLY:
      return describe_request (message, replies, G_N_ELEMENTS (replies));
    case KIND_REQUEST_4:
      return describe_request_4 (message);
    case KIND_REPLY_4:
    default:
      name = name_of (replies_4, G_N_ELEMENTS (replies_4), message.data[1]);
      return g_strdup_printf ("SOCKS4 %s", name);
    }
}

const TlPreludeReader tl_prelude_socks = {
  .opens = opens,
  .measure = measure,
  .read = read_message,
  .describe = describe,
};
