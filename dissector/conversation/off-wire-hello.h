/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the steps that are not on the wire follow from in a hello.
 */
#pragma once

#include "conversation.h"

G_BEGIN_DECLS

/**
 * TlOffWireHello:
 * @groups: of the key shares, or that a HelloRetryRequest asks for, without GREASE; "x25519, secp256r1"
 * @n_groups: how many those are
 * @version: of supported_versions, else legacy_version
 * @cipher_suite: the last one that is named: of a ServerHello, the one that is chosen; -1: none
 * @pre_shared_key: offers one, or accepts it
 * @cookie: has the extension cookie
 */
typedef struct
{
  TlSink sink; /* private */
  GString *groups;
  guint n_groups;
  guint16 version;
  gint32 cipher_suite;
  bool pre_shared_key;
  bool cookie;
} TlOffWireHello;

/* Reads the message of @step into @out; what is not there is left at nothing. */
void tl_off_wire_hello_read (const TlStep *step, TlOffWireHello *out);
void tl_off_wire_hello_clear (TlOffWireHello *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TlOffWireHello, tl_off_wire_hello_clear)

/* "TLS 1.3, AES-256-GCM, x25519": what a ServerHello settles; empty where nothing is known. */
char *tl_off_wire_hello_choice (const TlOffWireHello *self);

G_END_DECLS
