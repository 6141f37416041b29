/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Which packets are captured: a preset, or a filter that somebody writes.
 */
#pragma once

#include "filter-presets.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TlLiveFilter:
 *
 * A preset writes the filter, so that whoever wants to can learn how it is written.
 *
 * Properties: valid (gboolean): what is there can be captured with.
 * Signals: ready: after tl_live_filter_prepare(), when the filter is known; activate: Enter was pressed in the filter.
 */
#define TL_TYPE_LIVE_FILTER (tl_live_filter_get_type ())
G_DECLARE_FINAL_TYPE (TlLiveFilter, tl_live_filter, TL, LIVE_FILTER, AdwBin)

GtkWidget *tl_live_filter_new (void);

/* Looks up the addresses of a host that goes by a name, which asks the network, and then emits ready; at once where there is nothing to look up.
 * Where the name is not known, it says so, and nothing follows. */
void tl_live_filter_prepare (TlLiveFilter *self);

/* The filter; "": everything. */
const char *tl_live_filter_get_text (TlLiveFilter *self);

gboolean tl_live_filter_is_valid (TlLiveFilter *self);

TlFilterPreset tl_live_filter_get_preset (TlLiveFilter *self);
void tl_live_filter_set_preset (TlLiveFilter *self, TlFilterPreset preset);

/* Who a preset is about: an address, or a name. */
void tl_live_filter_set_host (TlLiveFilter *self, const char *host);

/* As if somebody wrote @text. */
void tl_live_filter_set_text (TlLiveFilter *self, const char *text);

/* What is wrong with the filter, or NULL. */
const char *tl_live_filter_get_fault (TlLiveFilter *self);

G_END_DECLS
