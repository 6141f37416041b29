/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * LDAP (RFC 4511): messages in BER, of which one asks for TLS (section 4.14).
 */
#include "reader.h"

static const char start_tls[] = "1.3.6.1.4.1.1466.20037";

enum
{
  TAG_INTEGER = 0x02,
  TAG_ENUMERATED = 0x0a,
  TAG_SEQUENCE = 0x30,
  TAG_BIND_REQUEST = 0x60,
  TAG_EXTENDED_REQUEST = 0x77,
  TAG_EXTENDED_RESPONSE = 0x78,
  TAG_SASL = 0xa3,         /* [3] in AuthenticationChoice; [0] is simple */
  TAG_REQUEST_NAME = 0x80, /* [0] in ExtendedRequest */
  MAX_ID = 4               /* bytes of a messageID (section 4.1.1.1) */
};

/* protocolOp, by tag (section 4.2 to 4.14). */
static const struct
{
  guint8 tag;
  const char *name;
  bool has_result; /* begins with an LDAPResult */
} operations[] = {
  { TAG_BIND_REQUEST, "bindRequest", false },
  { 0x61, "bindResponse", true },
  { 0x42, "unbindRequest", false },
  { 0x63, "searchRequest", false },
  { 0x64, "searchResEntry", false },
  { 0x65, "searchResDone", true },
  { 0x66, "modifyRequest", false },
  { 0x67, "modifyResponse", true },
  { 0x68, "addRequest", false },
  { 0x69, "addResponse", true },
  { 0x4a, "delRequest", false },
  { 0x6b, "delResponse", true },
  { 0x6c, "modDNRequest", false },
  { 0x6d, "modDNResponse", true },
  { 0x6e, "compareRequest", false },
  { 0x6f, "compareResponse", true },
  { 0x50, "abandonRequest", false },
  { 0x73, "searchResRef", false },
  { TAG_EXTENDED_REQUEST, "extendedReq", false },
  { TAG_EXTENDED_RESPONSE, "extendedResp", true },
  { 0x79, "intermediateResponse", false },
};

/* resultCode (section 4.1.9): those that an answer before TLS has. */
static const struct
{
  guint8 code;
  const char *name;
} results[] = {
  { 0, "success" },
  { 1, "operationsError" },
  { 2, "protocolError" },
  { 7, "authMethodNotSupported" },
  { 8, "strongerAuthRequired" },
  { 10, "referral" },
  { 11, "adminLimitExceeded" },
  { 12, "unavailableCriticalExtension" },
  { 13, "confidentialityRequired" },
  { 14, "saslBindInProgress" },
  { 32, "noSuchObject" },
  { 48, "inappropriateAuthentication" },
  { 49, "invalidCredentials" },
  { 50, "insufficientAccessRights" },
  { 51, "busy" },
  { 52, "unavailable" },
  { 53, "unwillingToPerform" },
  { 80, "other" },
};

typedef struct
{
  guint32 id;
  guint8 operation; /* its tag */
  TlBytes body;
} Message;

/* Takes the head of an element: RFC 4511 section 5.1 has only the definite form. */
static bool
take_head (TlBytes *bytes, guint8 *tag, guint64 *length)
{
  TlBytes rest = *bytes;
  guint8 first;

  if (!tl_bytes_u8 (&rest, tag) || !tl_bytes_u8 (&rest, &first))
    return false;
  *length = first;
  if (first >= 0x80 && (first == 0x80 || first > 0x84 || !tl_bytes_uint (&rest, first & 0x7f, length)))
    return false;
  *bytes = rest;
  return true;
}

static bool
take (TlBytes *bytes, guint8 *tag, TlBytes *out)
{
  TlBytes rest = *bytes;
  guint64 length;

  if (!take_head (&rest, tag, &length) || length > rest.length || !tl_bytes_take (&rest, (gsize) length, out))
    return false;
  *bytes = rest;
  return true;
}

static bool
take_tagged (TlBytes *bytes, guint8 expected, TlBytes *out)
{
  TlBytes rest = *bytes;
  guint8 tag;

  if (!take (&rest, &tag, out) || tag != expected)
    return false;
  *bytes = rest;
  return true;
}

static const char *
operation_name (guint8 tag)
{
  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++)
    if (operations[i].tag == tag)
      return operations[i].name;
  return NULL;
}

/* A message begins with a sequence, its number, and the tag of an operation: at most so many bytes. */
static TlOpens
opens (TlBytes bytes)
{
  guint8 tag, size, operation;
  guint64 length;

  if (bytes.data[0] != TAG_SEQUENCE)
    return TL_OPENS_NO;
  if (bytes.length < 2)
    return TL_OPENS_MAYBE;
  if (bytes.data[1] == 0x80 || bytes.data[1] > 0x84)
    return TL_OPENS_NO;
  if (!take_head (&bytes, &tag, &length) || bytes.length == 0)
    return TL_OPENS_MAYBE;
  if (!tl_bytes_u8 (&bytes, &tag) || tag != TAG_INTEGER)
    return TL_OPENS_NO;
  if (!tl_bytes_u8 (&bytes, &size))
    return TL_OPENS_MAYBE;
  if (size == 0 || size > MAX_ID)
    return TL_OPENS_NO;
  if (!tl_bytes_skip (&bytes, size) || !tl_bytes_u8 (&bytes, &operation))
    return TL_OPENS_MAYBE;
  return operation_name (operation) ? TL_OPENS_YES : TL_OPENS_NO;
}

static guint64
measure (const TlPreludeState *state G_GNUC_UNUSED, guint direction G_GNUC_UNUSED, TlBytes head)
{
  TlBytes rest = head;
  guint64 length;
  guint8 tag;

  if (head.length > 0 && head.data[0] != TAG_SEQUENCE)
    return 0;
  if (take_head (&rest, &tag, &length))
    return head.length - rest.length + length;
  if (head.length < 2)
    return 2;
  return head.data[1] > 0x80 && head.data[1] <= 0x84 ? 2u + (head.data[1] & 0x7f) : 0;
}

static bool
parse (TlBytes bytes, Message *out)
{
  TlBytes message, id;
  guint64 number;

  if (!take_tagged (&bytes, TAG_SEQUENCE, &message) || !take_tagged (&message, TAG_INTEGER, &id) || id.length == 0
      || id.length > MAX_ID || !tl_bytes_uint (&id, (guint) id.length, &number))
    return false;
  out->id = (guint32) number;
  return take (&message, &out->operation, &out->body);
}

static bool
asks_for_tls (const Message *message)
{
  TlBytes body = message->body, name;

  return message->operation == TAG_EXTENDED_REQUEST && take_tagged (&body, TAG_REQUEST_NAME, &name)
         && name.length == strlen (start_tls) && memcmp (name.data, start_tls, name.length) == 0;
}

/* The code of an LDAPResult; -1 where there is none. */
static int
result_of (TlBytes body)
{
  TlBytes code;

  return take_tagged (&body, TAG_ENUMERATED, &code) && code.length == 1 ? code.data[0] : -1;
}

/* How a bindRequest proves who it is (section 4.2): @name who it says it is. */
static bool
take_bind (const Message *message, TlBytes *name, guint8 *tag, TlBytes *proof)
{
  TlBytes body = message->body, version;
  guint8 name_tag;

  return message->operation == TAG_BIND_REQUEST && take_tagged (&body, TAG_INTEGER, &version)
         && take (&body, &name_tag, name) && take (&body, tag, proof);
}

static TlPreludeVerdict
read_message (TlPreludeState *state, guint direction, TlBytes bytes, TlPreludeFacts *out)
{
  TlBytes name, proof;
  Message message;
  guint8 tag;

  if (!parse (bytes, &message) || operation_name (message.operation) == NULL)
    return TL_PRELUDE_STRANGE;
  state->protocol = TL_PRELUDE_LDAP;
  if (asks_for_tls (&message))
    {
      out->marks |= TL_PRELUDE_ASKS;
      state->asked = true;
      state->asker = (guint8) direction;
      state->ldap_message = message.id;
    }
  else if (message.operation == TAG_EXTENDED_RESPONSE && state->asked && direction != state->asker
           && message.id == state->ldap_message)
    {
      out->marks |= result_of (message.body) == 0 ? TL_PRELUDE_GRANTS : TL_PRELUDE_REFUSES;
      state->asked = result_of (message.body) == 0;
    }
  else if (take_bind (&message, &name, &tag, &proof) && proof.length > 0)
    out->marks |= TL_PRELUDE_SECRET;
  return TL_PRELUDE_ON;
}

static char *
describe_bind (const Message *message)
{
  g_autofree char *who = NULL, *text = NULL;
  TlBytes name = { 0 }, proof = { 0 };
  guint8 tag = 0;

  take_bind (message, &name, &tag, &proof);
  who = tl_prelude_text (name);
  text = g_strdup_printf ("bindRequest %s%s%s%s", who, *who ? ", " : "", tag == TAG_SASL ? "sasl" : "simple",
                          proof.length > 0 ? " " : "");
  return proof.length > 0 ? tl_prelude_hidden_text (text, proof.length) : g_steal_pointer (&text);
}

static char *
describe_result (const char *name, TlBytes body)
{
  int code = result_of (body);

  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    if (results[i].code == code)
      return g_strdup_printf ("%s, resultCode %s", name, results[i].name);
  return code < 0 ? g_strdup (name) : g_strdup_printf ("%s, resultCode %d", name, code);
}

static char *
describe_extended_request (TlBytes body)
{
  g_autofree char *text = NULL;
  TlBytes name = { 0 };

  take_tagged (&body, TAG_REQUEST_NAME, &name);
  text = tl_prelude_text (name);
  return g_strdup_printf ("extendedReq, requestName %s%s", text, strcmp (text, start_tls) == 0 ? " (StartTLS)" : "");
}

static char *
describe (TlBytes bytes, const TlPreludeFacts *facts G_GNUC_UNUSED)
{
  Message message = { 0 };

  parse (bytes, &message);
  if (message.operation == TAG_BIND_REQUEST)
    return describe_bind (&message);
  if (message.operation == TAG_EXTENDED_REQUEST)
    return describe_extended_request (message.body);
  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++)
    if (operations[i].tag == message.operation)
      return operations[i].has_result ? describe_result (operations[i].name, message.body)
                                      : g_strdup (operations[i].name);
  return tl_prelude_bytes_text (bytes.length);
}

const TlPreludeReader tl_prelude_ldap = {
  .opens = opens,
  .measure = measure,
  .read = read_message,
  .describe = describe,
};
