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

/* The keys "secrets": each secret of @conversation with what it is derived from, its value only with TL_JSON_SECRETS; and "off_wire": the
 * steps that are not on the wire, with the secrets that are made in them. */
void tl_json_secrets (TlJsonWriter *json, const TlConversation *conversation, TlJsonFlags flags);

G_END_DECLS
