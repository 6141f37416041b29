/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The header in which a proxy says whose connection it passes on, as a line or in binary (HAProxy, "The PROXY protocol, versions
 * 1 & 2").
 */
#include "reader.h"

#include "../network/address.h"

enum
{
  LINE_LENGTH = 107,    /* the longest header of version 1, its line end included (section 2.1) */
  SIGNATURE_LENGTH = 12,
  HEADER_LENGTH = 16    /* of version 2, up to the addresses (section 2.2) */
};

static const guint8 signature[SIGNATURE_LENGTH] = { 0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a };

static TlOpens
opens (TlBytes bytes)
{
  gsize n = MIN (bytes.length, SIGNATURE_LENGTH);

  if (bytes.data[0] == 'P')
    return tl_opens_with (bytes, "PROXY ");
  if (memcmp (bytes.data, signature, n) != 0)
    return TL_OPENS_NO;
  return n == SIGNATURE_LENGTH ? TL_OPENS_YES : TL_OPENS_MAYBE;
}

static guint64
measure (const TlPreludeState *state G_GNUC_UNUSED, guint direction G_GNUC_UNUSED, TlBytes head)
{
  guint16 length;

  if (head.length == 0)
    return 1;
  if (head.data[0] == 'P')
    return tl_measure_line (head, LINE_LENGTH);
  if (head.length < HEADER_LENGTH)
    return HEADER_LENGTH;
  if (!tl_bytes_skip (&head, HEADER_LENGTH - 2) || !tl_bytes_u16 (&head, &length))
    return 0;
  return HEADER_LENGTH + length;
}

static TlPreludeVerdict
read_header (TlPreludeState *state, guint direction, TlBytes message G_GNUC_UNUSED, TlPreludeFacts *out G_GNUC_UNUSED)
{
  state->protocol = TL_PRELUDE_PROXY;
  state->asked = true;
  state->asker = (guint8) direction;
  return TL_PRELUDE_THROUGH;
}

static bool
take_address (TlBytes *bytes, guint8 length, TlEndpoint *out)
{
  TlBytes address;

  if (!tl_bytes_take (bytes, length, &address))
    return false;
  memcpy (out->address.bytes, address.data, length);
  out->address.length = length;
  return true;
}

/* Both addresses, then both ports. */
static char *
describe_addresses (const char *family, guint8 address_length, TlBytes bytes)
{
  TlEndpoint source = { 0 }, destination = { 0 };
  g_autofree char *from = NULL, *to = NULL;

  if (!take_address (&bytes, address_length, &source) || !take_address (&bytes, address_length, &destination)
      || !tl_bytes_u16 (&bytes, &source.port) || !tl_bytes_u16 (&bytes, &destination.port))
    return g_strdup_printf ("PROXY %s", family);
  from = tl_endpoint_to_string (&source);
  to = tl_endpoint_to_string (&destination);
  return g_strdup_printf ("PROXY %s %s %s", family, from, to);
}

static char *
describe (TlBytes message, const TlPreludeFacts *facts G_GNUC_UNUSED)
{
  guint8 version_command = 0, family = 0;

  if (message.data[0] == 'P')
    return tl_prelude_text (tl_line (message));
  if (!tl_bytes_skip (&message, SIGNATURE_LENGTH) || !tl_bytes_u8 (&message, &version_command)
      || !tl_bytes_u8 (&message, &family) || !tl_bytes_skip (&message, 2))
    return g_strdup ("PROXY");
  if ((version_command & 15) == 0)
    return g_strdup ("LOCAL");
  switch (family)
    {
    case 0x11:
      return describe_addresses ("TCP4", 4, message);
    case 0x12:
      return describe_addresses ("UDP4", 4, message);
    case 0x21:
      return describe_addresses ("TCP6", 16, message);
    case 0x22:
      return describe_addresses ("UDP6", 16, message);
    default:
      return g_strdup ("PROXY UNSPEC");
    }
}

const TlPreludeReader tl_prelude_proxy = {
  .opens = opens,
  .measure = measure,
  .read = read_header,
  .describe = describe,
};
