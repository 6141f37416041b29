/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * RDP: the first two packets agree on how the connection is protected ([MS-RDPBCGR] sections 2.2.1.1 and 2.2.1.2), in TPKT (RFC 2126)
 * and X.224.
 */
#include "reader.h"

enum
{
  TPKT_VERSION = 3,
  TPKT_LENGTH = 4,
  MIN_LENGTH = TPKT_LENGTH + 7,
  MAX_LENGTH = 1024,
  CONNECTION_REQUEST = 0xe0,
  CONNECTION_CONFIRM = 0xd0,
  TYPE_RDP_NEG_REQ = 1,
  TYPE_RDP_NEG_RSP = 2,
  TYPE_RDP_NEG_FAILURE = 3,
  NEGOTIATION_LENGTH = 8
};

typedef struct
{
  TlBytes cookie;     /* a line before the negotiation; empty where there is none */
  guint8 type;        /* 0: there is no negotiation */
  guint32 value;
} Negotiation;

/* Section 2.2.1.1.1 and 2.2.1.2.1: each is a flag in the request. */
static const char *const protocols[]
    = { "PROTOCOL_SSL", "PROTOCOL_HYBRID", "PROTOCOL_RDSTLS", "PROTOCOL_HYBRID_EX", "PROTOCOL_RDSAAD" };

/* Section 2.2.1.2.2, from 1. */
static const char *const failures[]
    = { "SSL_REQUIRED_BY_SERVER", "SSL_NOT_ALLOWED_BY_SERVER", "SSL_CERT_NOT_ON_SERVER",
        "INCONSISTENT_FLAGS",     "HYBRID_REQUIRED_BY_SERVER", "SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER" };

static TlOpens
opens (TlBytes bytes)
{
  guint16 length;
  TlBytes rest = bytes;

  if (bytes.data[0] != TPKT_VERSION || (bytes.length > 1 && bytes.data[1] != 0))
    return TL_OPENS_NO;
  if (!tl_bytes_skip (&rest, 2) || !tl_bytes_u16 (&rest, &length))
    return TL_OPENS_MAYBE;
  if (length < MIN_LENGTH || length > MAX_LENGTH)
    return TL_OPENS_NO;
  if (rest.length < 2)
    return TL_OPENS_MAYBE;
  return rest.data[1] == CONNECTION_REQUEST || rest.data[1] == CONNECTION_CONFIRM ? TL_OPENS_YES : TL_OPENS_NO;
}

static guint64
measure (const TlPreludeState *state G_GNUC_UNUSED, guint direction G_GNUC_UNUSED, TlBytes head)
{
  guint16 length;

  if (head.length > 0 && head.data[0] != TPKT_VERSION)
    return 0;
  return tl_bytes_skip (&head, 2) && tl_bytes_u16 (&head, &length) ? length : TPKT_LENGTH;
}

static bool
take_number (TlBytes *bytes, guint32 *out)
{
  guint32 value;

  if (!tl_bytes_u32 (bytes, &value))
    return false;
  *out = GUINT32_SWAP_LE_BE (value);
  return true;
}

static Negotiation
parse (TlBytes message)
{
  Negotiation found = { 0 };
  guint8 type;
  gsize line;

  if (!tl_bytes_skip (&message, MIN_LENGTH))
    return found;
  line = message.length > 0 && message.data[0] > 3 ? tl_scan_line (message) : 0;
  if (line > 0 && tl_bytes_take (&message, line, &found.cookie))
    found.cookie = tl_line (found.cookie);
  if (message.length < NEGOTIATION_LENGTH || !tl_bytes_u8 (&message, &type) || !tl_bytes_skip (&message, 3)
      || !take_number (&message, &found.value))
    return found;
  found.type = type;
  return found;
}

static TlPreludeVerdict
read_packet (TlPreludeState *state, guint direction, TlBytes message, TlPreludeFacts *out)
{
  Negotiation negotiation = parse (message);
  bool is_request = message.length > TPKT_LENGTH + 1 && message.data[TPKT_LENGTH + 1] == CONNECTION_REQUEST;

  if (opens (message) != TL_OPENS_YES)
    return TL_PRELUDE_STRANGE;
  if (is_request && (negotiation.type != TYPE_RDP_NEG_REQ || negotiation.value == 0))
    return TL_PRELUDE_OVER;
  state->protocol = TL_PRELUDE_RDP;
  if (is_request)
    {
      out->marks = TL_PRELUDE_ASKS;
      state->asked = true;
      state->asker = (guint8) direction;
      return TL_PRELUDE_ON;
    }
  if (negotiation.type == TYPE_RDP_NEG_RSP && negotiation.value != 0)
    {
      out->marks = TL_PRELUDE_GRANTS;
      return TL_PRELUDE_ON;
    }
  out->marks = TL_PRELUDE_REFUSES;
  state->asked = false;
  return TL_PRELUDE_OVER;
}

static void
append_protocols (GString *text, guint32 flags)
{
  const char *separator = "";

  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    if (flags & 1u << i)
      {
        g_string_append_printf (text, "%s%s", separator, protocols[i]);
        separator = ", ";
      }
  if (flags >> G_N_ELEMENTS (protocols))
    g_string_append_printf (text, "%s0x%08x", separator, flags & ~((1u << G_N_ELEMENTS (protocols)) - 1));
}

static char *
describe (TlBytes message, const TlPreludeFacts *facts)
{
  Negotiation negotiation = parse (message);
  bool is_request = facts->marks & TL_PRELUDE_ASKS;
  GString *text = g_string_new (is_request ? "X.224 Connection Request" : "X.224 Connection Confirm");

  if (negotiation.cookie.length > 0)
    {
      g_autofree char *cookie = tl_prelude_text (negotiation.cookie);
      g_string_append_printf (text, ", %s", cookie);
    }
  if (negotiation.type == TYPE_RDP_NEG_FAILURE && negotiation.value - 1 < G_N_ELEMENTS (failures))
    g_string_append_printf (text, ", failureCode %s", failures[negotiation.value - 1]);
  else if (negotiation.type == TYPE_RDP_NEG_FAILURE)
    g_string_append_printf (text, ", failureCode %u", negotiation.value);
  else if (negotiation.type != 0)
    {
      g_string_append (text, is_request ? ", requestedProtocols " : ", selectedProtocol ");
      append_protocols (text, negotiation.value);
    }
  return g_string_free (text, FALSE);
}

const TlPreludeReader tl_prelude_rdp = {
  .opens = opens,
  .measure = measure,
  .read = read_packet,
  .describe = describe,
};
