/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Filters that most people want, as pcap-filter(7) has them.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

typedef enum
{
  TL_FILTER_ALL,
  TL_FILTER_HOST, /* all packets of a host */
  TL_FILTER_SITE, /* what a web site and we say to each other */
  TL_FILTER_WEB,
  TL_FILTER_MAIL,
  TL_FILTER_OWN,  /* what somebody has written */
  TL_N_FILTERS
} TlFilterPreset;

/* Whether it is about somebody. */
bool tl_filter_preset_has_host (TlFilterPreset preset);

/* The text of the filter; of one that is about somebody, who goes by @addresses, NULL-terminated: NULL where there are none. Free with g_free(). */
char *tl_filter_preset_text (TlFilterPreset preset, const char *const *addresses);

/* Which one has made @text, of those that are about nobody; TL_FILTER_OWN: none. */
TlFilterPreset tl_filter_preset_of (const char *text);

G_END_DECLS
