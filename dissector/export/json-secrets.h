/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What keys show, as JSON.
 */
#pragma once

#include "export.h"
#include "json-writer.h"

G_BEGIN_DECLS

/* The keys "door" (the record that a step was opened from) and "proof" of step @index; neither where it has none. */
void tl_json_step_secrets (TlJsonWriter *json, const TlConversation *conversation, guint index, TlJsonFlags flags);

/* The key "secrets": each secret of @conversation with what it is derived from. Values only with TL_JSON_SECRETS. */
void tl_json_secrets (TlJsonWriter *json, const TlConversation *conversation, TlJsonFlags flags);

G_END_DECLS
