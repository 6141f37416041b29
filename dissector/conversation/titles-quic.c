/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Packets and frames of QUIC in a few words.
 */
#include "titles-quic.h"

#include "../display.h"
#include "../limits.h"
#include "../quic/frames.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

enum
{
  MAX_LISTED = 4 /* versions */
};

static TlBytes
bytes_of (const TlStep *step)
{
  gsize length = 0;
  const void *data = step->bytes ? g_bytes_get_data (step->bytes, &length) : NULL;

  return tl_bytes (data, length);
}

/* The CONNECTION_CLOSE that a step is. */
static bool
read_close (const TlStep *step, TlQuicFrame *frame)
{
  TlBytes bytes = bytes_of (step);

  return tl_quic_next_frame (&bytes, (TlQuicPacketType) step->quic_packet, frame)
         && (frame->type == TL_QUIC_CONNECTION_CLOSE || frame->type == TL_QUIC_APPLICATION_CLOSE);
}

bool
tl_quic_close_error (const TlStep *step, guint64 *error, TlRegistry *names)
{
  TlQuicFrame frame;

  if (!read_close (step, &frame))
    return false;
  *error = frame.number;
  *names = frame.type == TL_QUIC_CONNECTION_CLOSE ? TL_REGISTRY_QUIC_ERROR : TL_REGISTRY_NONE;
  return true;
}

char *
tl_quic_close_reason (const TlStep *step)
{
  TlRegistry names;
  const char *name;
  guint64 error;

  if (!tl_quic_close_error (step, &error, &names))
    return g_strdup ("");
  if (names == TL_REGISTRY_NONE)
    return g_strdup_printf (_ ("error 0x%" PRIx64 " of the application"), error);
  name = tl_registry_name (names, error);
  return name ? g_strdup (name) : g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", error);
}

static char *
close_title (const TlStep *step)
{
  const char *alert = step->alert_level ? tl_registry_name (TL_REGISTRY_ALERT, step->alert_description) : NULL;
  g_autofree char *reason = alert ? g_strdup (alert) : tl_quic_close_reason (step);

  return g_strdup_printf ("CONNECTION_CLOSE: %s", reason);
}

char *
tl_quic_step_title (const TlStep *step)
{
  switch (step->type)
    {
    case TL_STEP_VERSION_NEGOTIATION:
      return g_strdup ("Version Negotiation");
    case TL_STEP_RETRY:
      return g_strdup ("Retry");
    case TL_STEP_CONNECTION_CLOSE:
      return close_title (step);
    case TL_STEP_HANDSHAKE:
      return step->sealed && step->quic_packet == TL_QUIC_HANDSHAKE ? g_strdup (_ ("Encrypted Handshake packet")) : NULL;
    case TL_STEP_APPLICATION_DATA:
      return step->quic_packet == TL_QUIC_ZERO_RTT ? g_strdup (_ ("Early data (0-RTT)")) : NULL;
    case TL_STEP_PRELUDE:
    case TL_STEP_CHANGE_CIPHER_SPEC:
    case TL_STEP_ALERT:
    case TL_STEP_HEARTBEAT:
    case TL_STEP_TLS12_CID:
    case TL_STEP_ACK:
    case TL_STEP_RETURN_ROUTABILITY_CHECK:
    default:
      return NULL;
    }
}

/* The versions that are none of those that mean nothing. */
static char *
negotiation_facts (const TlStep *step)
{
  TlBytes bytes = bytes_of (step), ids;
  GString *list = g_string_new (NULL);
  guint32 version;
  guint n = 0;

  if (!tl_bytes_skip (&bytes, 1 + 4) || !tl_bytes_prefixed (&bytes, 1, &ids) || !tl_bytes_prefixed (&bytes, 1, &ids))
    return g_string_free (list, FALSE);
  while (tl_bytes_u32 (&bytes, &version))
    {
      const char *name = tl_registry_name (TL_REGISTRY_QUIC_VERSION, version);

      if (tl_quic_version_is_reserved (version) || n++ > MAX_LISTED)
        continue;
      if (n > MAX_LISTED)
        g_string_append (list, " …");
      else if (name)
        g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", name);
      else
        g_string_append_printf (list, "%s0x%08x", list->len > 0 ? ", " : "", version);
    }
  return g_string_free (list, FALSE);
}

static char *
retry_facts (const TlStep *step)
{
  TlBytes bytes = bytes_of (step);
  TlQuicPacket packet;

  if (!tl_quic_next_packet (&bytes, &packet) || packet.type != TL_QUIC_RETRY)
    return g_strdup ("");
  return g_strdup_printf (ngettext ("a token of %u byte to come back with", "a token of %u bytes to come back with",
                                    (guint) packet.token.length),
                          (guint) packet.token.length);
}

/* The reason phrase. */
static char *
close_facts (const TlStep *step)
{
  TlQuicFrame frame;

  if (!read_close (step, &frame) || frame.data.length == 0)
    return g_strdup ("");
  return tl_display_text (frame.data, TL_LIMIT_TEXT_CELL);
}

static char *
data_facts (const TlStep *step)
{
  if (step->sealed)
    return g_strdup_printf (ngettext ("sealed · %u packet", "sealed · %u packets", step->n_records), step->n_records);
  return g_strdup_printf (ngettext ("%u packet", "%u packets", step->n_records), step->n_records);
}

char *
tl_quic_step_facts (const TlStep *step)
{
  switch (step->type)
    {
    case TL_STEP_VERSION_NEGOTIATION:
      return negotiation_facts (step);
    case TL_STEP_RETRY:
      return retry_facts (step);
    case TL_STEP_CONNECTION_CLOSE:
      return close_facts (step);
    case TL_STEP_HANDSHAKE:
      return step->sealed && step->quic_packet == TL_QUIC_HANDSHAKE
                 ? g_strdup (_ ("sealed · by its kind, part of the handshake"))
                 : NULL;
    case TL_STEP_APPLICATION_DATA:
      return step->quic_packet == TL_QUIC_NO_PACKET ? NULL : data_facts (step);
    case TL_STEP_PRELUDE:
    case TL_STEP_CHANGE_CIPHER_SPEC:
    case TL_STEP_ALERT:
    case TL_STEP_HEARTBEAT:
    case TL_STEP_TLS12_CID:
    case TL_STEP_ACK:
    case TL_STEP_RETURN_ROUTABILITY_CHECK:
    default:
      return NULL;
    }
}
