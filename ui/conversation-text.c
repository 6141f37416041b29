/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the list of conversations says of one, and what a search looks through.
 */
#include "conversation-text.h"

#include <glib/gi18n-lib.h>

char *
tl_conversation_title (const TlConversation *self)
{
  const char *host = tl_conversation_host (self);

  if (host != NULL && *host != '\0')
    return g_strdup (host);
  return tl_address_to_string (&self->server.address);
}

char *
tl_conversation_endpoints_text (const TlConversation *self)
{
  g_autofree char *client = tl_endpoint_to_string (&self->client);
  g_autofree char *server = NULL;

  if (memcmp (&self->client.address, &self->server.address, sizeof (TlAddress)) == 0)
    server = g_strdup_printf (":%u", self->server.port);
  else
    server = tl_endpoint_to_string (&self->server);
  return g_strdup_printf ("%s → %s", client, server);
}

const char *
tl_conversation_outcome_word (const TlConversation *self)
{
  switch (self->outcome)
    {
    case TL_OUTCOME_INCOMPLETE:
      return self->complete ? _ ("incomplete") : _ ("goes on");
    case TL_OUTCOME_ESTABLISHED:
      return self->resumed == TL_YES ? _ ("resumed") : _ ("established");
    case TL_OUTCOME_ALERT:
      return self->stopped_by == TL_SIDE_CLIENT ? _ ("client sent an alert") : _ ("server sent an alert");
    case TL_OUTCOME_ALERT_LIKELY:
      return self->stopped_by == TL_SIDE_CLIENT ? _ ("client probably sent an alert")
                                                : _ ("server probably sent an alert");
    case TL_OUTCOME_RESET_BY_CLIENT:
      return _ ("reset by client");
    case TL_OUTCOME_RESET_BY_SERVER:
      return _ ("reset by server");
    case TL_OUTCOME_CLOSED_BY_CLIENT:
      return _ ("closed by client");
    case TL_OUTCOME_CLOSED_BY_SERVER:
      return _ ("closed by server");
    case TL_OUTCOME_NO_SERVER_HELLO:
      return _ ("no answer");
    case TL_OUTCOME_ONE_SIDED:
      return _ ("one side only");
    case TL_OUTCOME_UNREADABLE:
    case TL_N_OUTCOMES:
    default:
      return _ ("unreadable");
    }
}

char *
tl_duration_text (gint64 duration)
{
  double ms = (double) duration / 1e6;

  if (ms < 1)
    return g_strdup_printf (_ ("%.2f ms"), ms);
  if (ms < 1000)
    return g_strdup_printf (_ ("%.1f ms"), ms);
  return g_strdup_printf (_ ("%.1f s"), ms / 1000);
}

char *
tl_conversation_facts_text (const TlConversation *self)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (self->start / TL_SECOND);
  g_autoptr (GDateTime) local = utc == NULL ? NULL : g_date_time_to_local (utc);
  g_autofree char *clock = local == NULL ? NULL : g_date_time_format (local, "%T");
  g_autofree char *duration = tl_duration_text (self->last - self->start);
  g_autofree char *prelude = self->upgraded_from == NULL ? NULL : g_ascii_strup (self->upgraded_from, -1);
  GString *text = g_string_new (NULL);

  if (prelude != NULL)
    g_string_append_printf (text, "%s · ", prelude);
  if (clock != NULL)
    g_string_append_printf (text, "%s · ", clock);
  g_string_append_printf (text, "%s · %s", duration, tl_conversation_outcome_word (self));
  if (self->lost_bytes)
    g_string_append_printf (text, " · %s", _ ("misses bytes"));
  return g_string_free (text, FALSE);
}

bool
tl_conversation_matches (const TlConversation *self, char *const *words)
{
  g_autofree char *client = tl_endpoint_to_string (&self->client);
  g_autofree char *server = tl_endpoint_to_string (&self->server);
  const char *version = tl_conversation_version_name (self);
  const char *quic = tl_conversation_quic_name (self);
  const char *failed = tl_conversation_failed (self) ? _ ("failed") : "";
  g_autofree char *all
      = g_strconcat (self->server_name == NULL ? "" : self->server_name, "\n",
                     self->inner_server_name == NULL ? "" : self->inner_server_name, "\n", client, "\n", server, "\n",
                     version == NULL ? "" : version, "\n", quic == NULL ? "" : quic, "\n", tl_conversation_outcome_word (self), "\n", failed,
                     "\n", tl_outcome_id (self->outcome), "\n", self->alpn == NULL ? "" : self->alpn, "\n",
                     self->upgraded_from == NULL ? "" : self->upgraded_from, NULL);
  g_autofree char *folded = g_utf8_casefold (all, -1);

  for (gsize i = 0; words[i] != NULL; i++)
    if (strstr (folded, words[i]) == NULL)
      return false;
  return true;
}

char **
tl_search_words (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_auto (GStrv) pieces = g_strsplit_set (folded, " \t\n", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;

  for (gsize i = 0; pieces[i] != NULL; i++)
    if (*pieces[i] != '\0')
      g_strv_builder_add (builder, pieces[i]);
  words = g_strv_builder_end (builder);
  return words[0] == NULL ? NULL : g_steal_pointer (&words);
}
