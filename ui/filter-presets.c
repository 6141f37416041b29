/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Filters that most people want.
 */
#include "filter-presets.h"

#include <string.h>

enum
{
  MOST_ADDRESSES = 16 /* of one host, or the filter could become too long */
};

/* HTTP over TLS, and over QUIC; of mail, with STARTTLS and with TLS from the begin (RFC 8314). */
static const char *const texts[TL_N_FILTERS] = {
  [TL_FILTER_ALL] = "",
  [TL_FILTER_WEB] = "tcp port 443 or udp port 443",
  [TL_FILTER_MAIL] = "tcp port 25 or tcp port 465 or tcp port 587 or tcp port 110 or tcp port 995 or tcp port 143 or tcp port 993",
};

static char *
host_text (const char *const *addresses)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; addresses[i] && i < MOST_ADDRESSES; i++)
    g_string_append_printf (text, "%shost %s", i > 0 ? " or " : "", addresses[i]);
  return g_string_free (text, FALSE);
}

bool
tl_filter_preset_has_host (TlFilterPreset preset)
{
  return preset == TL_FILTER_HOST || preset == TL_FILTER_SITE;
}

char *
tl_filter_preset_text (TlFilterPreset preset, const char *const *addresses)
{
  g_autofree char *host = NULL;

  if (!tl_filter_preset_has_host (preset))
    return g_strdup (texts[preset] ? texts[preset] : "");
  if (addresses == NULL || addresses[0] == NULL)
    return NULL;
  host = host_text (addresses);
  return preset == TL_FILTER_HOST ? g_steal_pointer (&host) : g_strdup_printf ("port 443 and (%s)", host);
}

TlFilterPreset
tl_filter_preset_of (const char *text)
{
  for (guint i = 0; i < TL_N_FILTERS; i++)
    if (texts[i] && strcmp (text, texts[i]) == 0)
      return (TlFilterPreset) i;
  return TL_FILTER_OWN;
}
