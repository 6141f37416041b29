/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Filters as pcap-filter(7) has them, checked before somebody captures with them.
 */
#pragma once

#include "../errors.h"

#include <stdbool.h>

G_BEGIN_DECLS

/* Whether @text is a filter, as one for Ethernet; "" is one that lets everything through. Asks no name server: the name of a host is refused, because
 * whoever captures would have to ask for it. False with TL_ERROR_LIVE and a sentence. */
bool tl_filter_check (const char *text, GError **error);

/* The same, but for whether its words make sense together: whoever captures knows that for the link at hand. */
bool tl_filter_check_words (const char *text, GError **error);

G_END_DECLS
