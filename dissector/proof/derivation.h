/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The secrets of a conversation, each with what it is derived from: the key schedule of TLS 1.3 (RFC 9846 section 7.1), and
 * the derivation of TLS 1.2 and older (RFC 5246 sections 6.3 and 8.1).
 */
#pragma once

#include "../conversation/off-wire.h"

G_BEGIN_DECLS

typedef enum
{
  TL_DERIVATION_INPUT,  /* what the derivation begins with: a pre-shared key, a shared secret, a premaster secret */
  TL_DERIVATION_SECRET,
  TL_DERIVATION_KEY     /* what records are protected or messages proven with: it goes no further */
} TlDerivationKind;

/* How a value is known. */
typedef enum
{
  TL_DERIVATION_NOT_TOLD,  /* the keys that were given do not tell it */
  TL_DERIVATION_GIVEN,     /* it stands in the key log */
  TL_DERIVATION_COMPUTED,  /* from what is known */
  TL_DERIVATION_OPENED,    /* with the server's private key, from what the client encrypted */
  TL_DERIVATION_ROLLED_BACK, /* the same, and it is not what the server goes on with: RFC 5246 section 7.4.7.1 */
  TL_DERIVATION_FROM_PSK,  /* from the pre-shared key that was given */
  TL_DERIVATION_PSK,       /* it is that key, and the client's binder is right */
  TL_DERIVATION_RESUMED    /* from the session that is resumed */
} TlDerivationSource;

/**
 * TlDerivation:
 * @name: as in the RFC: "client_handshake_traffic_secret"; static
 * @operation: what makes it: "HKDF-Extract", "Derive-Secret", "HKDF-Expand-Label", "PRF", "MD5 and SHA" (SSL 3.0), "cut", for what is a
 *   part of the key block; NULL for an input, and for the main secret of a session that is resumed: nothing is derived there; static
 * @label: that goes into it: "c hs traffic"; NULL where there is none; static
 * @seed: what else goes into it: "ClientHello.random + ServerHello.random", "session_hash"; NULL where there is nothing; static
 * @seed_value: those randoms; NULL where they are not known. They are no secret
 * @offset: where it begins in what it is cut from, and @length: how many bytes it is; 0 for what is not cut
 * @from: what it is derived from, as indices of the list; -1 for none
 * @value: NULL unless it is known
 * @covers: the messages whose hash goes into it, by name; NULL where there are none
 * @covered: the steps that these are, guint; NULL where there are none
 * @transcript_hash: that hash; NULL where it cannot be told
 * @handshake: of which handshake of the conversation it is, from 1
 * @first: the steps of that handshake, from this one to before @end
 * @step: the step after which it can be made, -1 for before the first
 * @encrypted: the client sends it, encrypted for the server
 * @made_in: the step that is not on the wire in which it is made; TL_N_OFF_WIRE_KINDS for none: after a KeyUpdate
 * @reference: "RFC 9846, section 7.1"; static
 */
typedef struct
{
  const char *name;
  TlDerivationKind kind;
  TlDerivationSource source;
  const char *operation;
  const char *label;
  const char *seed;
  GBytes *seed_value;
  gsize offset;
  gsize length;
  int from[2];
  GBytes *value;
  char *covers;
  GArray *covered;
  GBytes *transcript_hash;
  guint handshake;
  guint first;
  guint end;
  int step;
  bool encrypted;
  TlOffWireKind made_in;
  const char *reference;
} TlDerivation;

/* The secrets of @conversation, TlDerivation, in the order in which they are made: those of each handshake, where it is renegotiated, and
 * in TLS 1.3 those after each KeyUpdate, as far as these were read. Empty while nothing was agreed on. The values are only there where
 * keys were given. */
GPtrArray *tl_conversation_derivations (const TlConversation *conversation);

/* How entry @index of @derivations, from tl_conversation_derivations(), is made, in the notation of the RFCs:
 * "Derive-Secret (handshake_secret, "c hs traffic", ClientHello, ServerHello)"; NULL where there is no operation. Free with g_free(). */
char *tl_derivation_formula (const GPtrArray *derivations, guint index);

/* Why the value of @self is not known, or where it is from, as a translated sentence. Free with g_free(). */
char *tl_derivation_source_text (const TlDerivation *self);

G_END_DECLS
