/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the files of a dialogue have in common: its records, its messages, its datagrams.
 */
#pragma once

#include "dialogue.h"

G_BEGIN_DECLS

/* Whether the payload of a record of @type from @direction is wanted: application data is only counted,
 * except what can be the sealed part of a handshake. */
bool tl_dialogue_wants (const TlDialogue *self, guint direction, guint8 type);

/* A whole record; @payload is NULL where it was not wanted. */
void tl_dialogue_add_record (TlDialogue *self,
                             guint direction,
                             const TlRecordHeader *header,
                             const TlChunk *payload,
                             guint64 packet,
                             gint64 time);

/* A handshake message in clear, with its header; @length is what that says. */
void tl_dialogue_add_message (
    TlDialogue *self, guint direction, const TlChunk *message, guint64 length, guint32 n_records);

/* The server's first answer after ServerHello tells whether the session is @resumed: TLS 1.2 and older. */
void tl_dialogue_see_server_answer (TlDialogue *self, bool resumed);

G_END_DECLS
