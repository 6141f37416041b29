/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The premaster secret of TLS 1.2 and older, where the keys that were given tell it: opened with the server's private key (RFC 5246
 * section 7.4.7.1), put together from a pre-shared key (RFC 4279), or as a key log has it.
 */
#pragma once

#include "keyring.h"

G_BEGIN_DECLS

enum
{
  TL_PREMASTER_SIZE = 2 * (2 + TL_PSK_SIZE) /* RFC 4279 section 2 */
};

typedef enum
{
  TL_PREMASTER_NONE,
  TL_PREMASTER_LOGGED,     /* stands in a key log */
  TL_PREMASTER_OPENED,     /* with the server's private key */
  TL_PREMASTER_PSK,        /* made of a pre-shared key */
  TL_PREMASTER_OPENED_PSK  /* made of both: RSA_PSK */
} TlPremasterSource;

/**
 * TlPremaster:
 * @rolled_back: what was opened begins with another version than the ClientHello offered: the server goes on with a secret that it
 *   makes up, and the handshake fails (RFC 5246 section 7.4.7.1)
 */
typedef struct
{
  TlPremasterSource source;
  guint8 bytes[TL_PREMASTER_SIZE];
  gsize length;
  bool rolled_back;
} TlPremaster;

/**
 * TlExchanged:
 * @client_random: 32 bytes
 * @cipher_suite: that says how keys are exchanged
 * @offered: legacy_version of the ClientHello, as on the wire
 * @version: what was agreed on, as on the wire
 * @key_id: TL_KEY_ID_SIZE bytes, of the key in the server's certificate; data is NULL where that was not seen
 * @encrypted: EncryptedPreMasterSecret; data is NULL where there is none
 * @psk_identity: data is NULL where there is none
 *
 * What was said of it, in clear.
 */
typedef struct
{
  TlBytes client_random;
  guint16 cipher_suite;
  guint16 offered;
  guint16 version;
  TlBytes key_id;
  TlBytes encrypted;
  TlBytes psk_identity;
} TlExchanged;

/* False where it is not known; @self has to be cleared in any case. */
bool tl_premaster_find (TlPremaster *self, TlKeyring *keyring, const TlExchanged *exchange);

void tl_premaster_clear (TlPremaster *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TlPremaster, tl_premaster_clear)

G_END_DECLS
