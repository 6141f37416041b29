/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The steps that are not on the wire: what client and server do between two messages.
 */
#pragma once

#include "conversation.h"

G_BEGIN_DECLS

typedef enum
{
  TL_OFF_WIRE_RANDOM,        /* the client random */
  TL_OFF_WIRE_KEY_SHARE,
  TL_OFF_WIRE_REPEATED,      /* a ClientHello that is sent again with a cookie or a token */
  TL_OFF_WIRE_BINDER,
  TL_OFF_WIRE_CHOICE,
  TL_OFF_WIRE_COOKIE,        /* or a token */
  TL_OFF_WIRE_SHARED_SECRET, /* TLS 1.3 */
  TL_OFF_WIRE_EARLY_KEYS,
  TL_OFF_WIRE_HANDSHAKE_KEYS,
  TL_OFF_WIRE_APPLICATION_KEYS,
  TL_OFF_WIRE_PREMASTER,     /* TLS 1.2 and older */
  TL_OFF_WIRE_SESSION_KEYS,
  TL_OFF_WIRE_SIGNATURE,
  TL_OFF_WIRE_CHECKS_CERTIFICATE,
  TL_OFF_WIRE_FINISHED,      /* is computed */
  TL_OFF_WIRE_CHECKS_FINISHED,
  TL_OFF_WIRE_TICKET,
  TL_OFF_WIRE_END,           /* refuses, gives up, resets, closes, is silent */
  TL_N_OFF_WIRE_KINDS
} TlOffWireKind;

/**
 * TlOffWire:
 * @kind: what it is
 * @after: the step it stands below; -1: above the first
 * @about: the step on the wire that it belongs to: that it makes, checks or follows from
 * @side: whose lifeline it stands on
 * @text: what that side does, translated
 * @value: the part of @text that is worth reading in bold; NULL: none
 *
 * What one side does between two messages.
 */
typedef struct
{
  TlOffWireKind kind;
  int after;
  int about;
  TlSide side;
  char *text;
  char *value;
} TlOffWire;

void tl_off_wire_free (TlOffWire *self);
bool tl_off_wire_equal (const TlOffWire *a, const TlOffWire *b);

/* TlOffWire, in the order in which they stand: only what the messages of @conversation imply. */
GPtrArray *tl_off_wire_steps (const TlConversation *conversation);

/* Who does it, and what: "Client derives the handshake keys". Free with g_free(). */
char *tl_off_wire_title (const TlOffWire *step);

/* "handshake_keys", "finished" …: the word of the JSON contract. */
const char *tl_off_wire_kind_id (TlOffWireKind kind);

G_END_DECLS
