/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Telnet (RFC 854) with the option START_TLS (draft-altman-telnet-starttls): commands only, what is typed comes later.
 */
#include "reader.h"

enum
{
  SE = 240,
  SB = 250,
  WILL = 251,
  WONT = 252,
  DO = 253,
  DONT = 254,
  IAC = 255,
  OPTION_START_TLS = 46,
  FOLLOWS = 1,
  MAX_COMMAND = 512
};

/* Of those that a connection begins with; IANA's "Telnet Options". */
static const struct
{
  guint8 code;
  const char *name;
} options[] = {
  { 0, "BINARY" },
  { 1, "ECHO" },
  { 3, "SUPPRESS-GO-AHEAD" },
  { 5, "STATUS" },
  { 24, "TERMINAL-TYPE" },
  { 31, "NAWS" },
  { 32, "TERMINAL-SPEED" },
  { 33, "REMOTE-FLOW-CONTROL" },
  { 34, "LINEMODE" },
  { 35, "X-DISPLAY-LOCATION" },
  { 37, "AUTHENTICATION" },
  { 38, "ENCRYPT" },
  { 39, "NEW-ENVIRON" },
  { 40, "TN3270E" },
  { OPTION_START_TLS, "START_TLS" },
};

static TlOpens
opens (TlBytes bytes)
{
  if (bytes.data[0] != IAC)
    return TL_OPENS_NO;
  if (bytes.length < 2)
    return TL_OPENS_MAYBE;
  return bytes.data[1] >= SB && bytes.data[1] <= DONT ? TL_OPENS_YES : TL_OPENS_NO;
}

static guint64
measure (const TlPreludeState *state G_GNUC_UNUSED, guint direction G_GNUC_UNUSED, TlBytes head)
{
  if (head.length > 0 && head.data[0] != IAC)
    return 0;
  if (head.length < 2)
    return 2;
  if (head.data[1] >= WILL)
    return head.data[1] == IAC ? 0 : 3;
  if (head.data[1] != SB)
    return 2;
  if (head.length > 4 && head.data[head.length - 1] == SE && head.data[head.length - 2] == IAC)
    return head.length;
  return head.length < MAX_COMMAND ? head.length + 1 : 0;
}

static TlPreludeVerdict
read_command (TlPreludeState *state, guint direction, TlBytes message, TlPreludeFacts *out)
{
  guint8 command = message.data[1];

  if (message.length < 3 || message.data[2] != OPTION_START_TLS)
    return TL_PRELUDE_ON;
  state->protocol = TL_PRELUDE_TELNET;
  if (command == DO)
    out->marks = TL_PRELUDE_OFFERS;
  else if (command == WILL)
    out->marks = TL_PRELUDE_ASKS;
  else if (command == WONT || command == DONT)
    out->marks = TL_PRELUDE_REFUSES;
  else if (command == SB && message.data[3] == FOLLOWS && state->asked && direction != state->asker)
    out->marks = TL_PRELUDE_GRANTS;
  if (command == WILL)
    state->asker = (guint8) direction;
  state->asked = (state->asked || command == WILL) && !(out->marks & TL_PRELUDE_REFUSES);
  return TL_PRELUDE_ON;
}

static char *
option_name (guint8 code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    if (options[i].code == code)
      return g_strdup (options[i].name);
  return g_strdup_printf ("%u", code);
}

static char *
describe (TlBytes message, const TlPreludeFacts *facts G_GNUC_UNUSED)
{
  static const char *const commands[] = { "SB", "WILL", "WONT", "DO", "DONT" };
  g_autofree char *option = NULL, *data = NULL;
  guint8 command = message.data[1];

  if (message.length < 3)
    return g_strdup_printf ("IAC %u", command);
  option = option_name (message.data[2]);
  if (command != SB)
    return g_strdup_printf ("IAC %s %s", commands[command - SB], option);
  if (message.data[2] == OPTION_START_TLS && message.data[3] == FOLLOWS)
    return g_strdup ("IAC SB START_TLS FOLLOWS IAC SE");
  data = tl_prelude_bytes_text (message.length - 5);
  return g_strdup_printf ("IAC SB %s %s IAC SE", option, data);
}

const TlPreludeReader tl_prelude_telnet = {
  .opens = opens,
  .measure = measure,
  .read = read_command,
  .describe = describe,
};
