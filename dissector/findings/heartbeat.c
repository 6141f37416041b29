/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Heartbleed (CVE-2014-0160): heartbeats that ask for more bytes than they bring.
 */
#include "rules.h"

#include <glib/gi18n-lib.h>

enum
{
  HEAD = 1 + 2,     /* type and payload_length, RFC 6520 section 4 */
  LEAST_PADDING = 16,
  MUCH = 256        /* bytes by which an answer may be longer than its request: padding is of any length, but nobody sends much */
};

static bool
is_heartbeat (const TlStep *step, bool sealed)
{
  return step->type == TL_STEP_HEARTBEAT && step->sealed == sealed && step->bytes != NULL;
}

/* In clear: what the message says of itself. True when it is one of the attack. */
static bool
check_clear (TlFindings *self, const char *id, guint i)
{
  const TlStep *step = self->conversation->steps[i];
  gsize length;
  const void *data = g_bytes_get_data (step->bytes, &length);
  TlBytes bytes = tl_bytes (data, length);
  guint16 claimed;
  guint8 type;

  if (!tl_bytes_u8 (&bytes, &type) || !tl_bytes_u16 (&bytes, &claimed)
      || tl_registry_lookup (TL_REGISTRY_HEARTBEAT_TYPE, type) == NULL)
    return false;
  if (claimed > bytes.length)
    tl_findings_add (self, id, TL_SEVERITY_ERROR, (int) i,
                     g_strdup_printf (_ ("The heartbeat says that it has %u bytes of payload, and has %u: a server with the "
                                         "fault Heartbleed sends back what stands behind them in its memory (CVE-2014-0160; "
                                         "RFC 6520, section 4)."),
                                      claimed, (guint) bytes.length));
  else if ((gsize) claimed + LEAST_PADDING > bytes.length)
    tl_findings_add (self, id, TL_SEVERITY_WARNING, (int) i,
                     g_strdup_printf (_ ("The heartbeat has %u bytes of payload and no room for the 16 bytes of padding that "
                                         "must follow: who receives it must discard it. Tests for the fault Heartbleed look "
                                         "like this (CVE-2014-0160; RFC 6520, section 4)."),
                                      claimed));
  else
    return false;
  return true;
}

/* Sealed: only the sizes speak. @request is the heartbeat that the records after it answer. True when they are too many bytes. */
static bool
check_sealed (TlFindings *self, const char *id, guint request, guint64 answer)
{
  const TlStep *step = self->conversation->steps[request];

  if (answer <= step->length + MUCH)
    return false;
  tl_findings_add (self, id, TL_SEVERITY_WARNING, (int) request,
                   g_strdup_printf (_ ("A sealed heartbeat of %u bytes is answered by %u bytes or more, where the same payload "
                                       "must come back: by the sizes, it is an attack on the fault Heartbleed, and one that "
                                       "found it (CVE-2014-0160; RFC 6520, section 4)."),
                                    (guint) step->length, (guint) answer));
  return true;
}

static void
find_sealed (TlFindings *self, const char *id)
{
  const TlConversation *conversation = self->conversation;
  guint64 answer = 0;
  int request = -1;

  for (guint i = 0; i < conversation->n_steps; i++)
    {
      if (!is_heartbeat (conversation->steps[i], true))
        continue;
      if (request >= 0 && conversation->steps[i]->from != conversation->steps[request]->from)
        {
          answer += conversation->steps[i]->length;
          if (check_sealed (self, id, (guint) request, answer))
            return;
          continue;
        }
      request = (int) i;
      answer = 0;
    }
}

/* Only the first: an attack has many. */
void
tl_find_heartbleed (TlFindings *self, const char *id)
{
  const TlConversation *conversation = self->conversation;

  for (guint i = 0; i < conversation->n_steps; i++)
    if (is_heartbeat (conversation->steps[i], false) && check_clear (self, id, i))
      return;
  find_sealed (self, id);
}
