/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation as one line: what a list of many of them needs. A capture has a hundred thousand, so nothing
 * here is formatted by printf, and ASCII is padded without being looked at twice.
 */
#include "export.h"

#include "columns.h"
#include "digits.h"

enum
{
  NUMBER_WIDTH = 6,
  ENDPOINT_WIDTH = 21, /* of IPv4 */
  NAME_WIDTH = 28,
  VERSION_WIDTH = 8,
  SUITE_WIDTH = 38
};

static void
pad (GString *out, gsize begun, gsize width)
{
  static const char spaces[] = "                                        ";
  gsize length = out->len - begun;

  if (length < width)
    g_string_append_len (out, spaces, (gssize) MIN (width - length, sizeof spaces - 1));
  g_string_append_len (out, spaces, 2);
}

static void
append_ipv4 (GString *out, const guint8 *bytes)
{
  for (guint i = 0; i < 4; i++)
    {
      if (i > 0)
        g_string_append_c (out, '.');
      tl_append_uint (out, bytes[i], 1);
    }
}

static void
append_endpoint (GString *out, const TlEndpoint *endpoint)
{
  if (endpoint->address.length == 4)
    {
      append_ipv4 (out, endpoint->address.bytes);
      g_string_append_c (out, ':');
      tl_append_uint (out, endpoint->port, 1);
    }
  else
    {
      g_autofree char *text = tl_endpoint_to_string (endpoint);
      g_string_append (out, text);
    }
}

static bool
is_ascii (const char *text)
{
  while (*text && (guint8) *text < 0x80)
    text++;
  return *text == '\0';
}

/* A name is never cut, whatever becomes of the columns: it is what one looks for. */
static void
append_name (GString *out, const char *name, TlTextFlags flags)
{
  gsize begun = out->len;
  int columns;

  if (name == NULL)
    name = "-";
  if (is_ascii (name))
    {
      g_string_append (out, name);
      pad (out, begun, NAME_WIDTH);
      return;
    }
  columns = tl_columns_append (out, name, G_MAXINT, flags);
  tl_columns_append_repeated (out, " ", NAME_WIDTH - columns);
  g_string_append_len (out, "  ", 2);
}

/* A number of a registry by its name, or in hex where it has none. */
static void
append_code (GString *out, TlRegistry registry, gint32 code, gsize width)
{
  gsize begun = out->len;
  const char *name = code < 0 ? "-" : tl_registry_name (registry, (guint32) code);

  if (name)
    g_string_append (out, name);
  else
    g_string_append_printf (out, "0x%04x", (guint) code);
  pad (out, begun, width);
}

static void
append_version (GString *out, const TlConversation *conversation)
{
  const char *quic = tl_conversation_quic_name (conversation);
  gsize begun = out->len;

  if (quic == NULL)
    {
      append_code (out, TL_REGISTRY_VERSION, conversation->version ? conversation->version : -1, VERSION_WIDTH);
      return;
    }
  g_string_append (out, quic);
  pad (out, begun, VERSION_WIDTH);
}

static void
append_outcome (GString *out, const TlConversation *conversation, TlTextFlags flags)
{
  const char *alert;

  if (flags & TL_TEXT_COLOR)
    g_string_append (out, tl_conversation_failed (conversation)             ? "\033[31m"
                          : conversation->outcome == TL_OUTCOME_ESTABLISHED ? "\033[32m"
                                                                            : "\033[33m");
  g_string_append (out, tl_outcome_id (conversation->outcome));
  if (conversation->outcome == TL_OUTCOME_ALERT || conversation->outcome == TL_OUTCOME_ALERT_LIKELY)
    g_string_append (out, conversation->stopped_by == TL_SIDE_CLIENT ? " by client" : " by server");
  if (conversation->outcome == TL_OUTCOME_ALERT)
    {
      alert = tl_registry_name (TL_REGISTRY_ALERT, conversation->alert);
      g_string_append_len (out, ": ", 2);
      if (alert)
        g_string_append (out, alert);
      else
        tl_append_uint (out, conversation->alert, 1);
    }
  if (flags & TL_TEXT_COLOR)
    g_string_append (out, "\033[0m");
}

void
tl_export_summary (const TlConversation *conversation, TlTextFlags flags, GString *out)
{
  gsize begun;

  for (guint64 n = conversation->number, width = NUMBER_WIDTH; width > 1; width--)
    {
      n /= 10;
      if (n == 0)
        g_string_append_c (out, ' ');
    }
  tl_append_uint (out, conversation->number, 1);
  g_string_append_len (out, "  ", 2);
  tl_append_time (out, conversation->start, 6);
  g_string_append_len (out, "  ", 2);
  begun = out->len;
  append_endpoint (out, &conversation->client);
  pad (out, begun, ENDPOINT_WIDTH);
  g_string_truncate (out, out->len - 1);
  g_string_append (out, (flags & TL_TEXT_UNICODE) ? "→ " : "-> ");
  begun = out->len;
  append_endpoint (out, &conversation->server);
  pad (out, begun, ENDPOINT_WIDTH);
  append_name (out, tl_conversation_host (conversation), flags);
  append_version (out, conversation);
  append_code (out, TL_REGISTRY_CIPHER_SUITE, conversation->cipher_suite, SUITE_WIDTH);
  append_outcome (out, conversation, flags);
  g_string_append_c (out, '\n');
}
