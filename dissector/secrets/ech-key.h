/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The private key with which a server opens encrypted ClientHellos, and the configurations that clients have encrypted them by.
 */
#pragma once

#include "ech-config.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct TlEchKey TlEchKey;

/* Whether @text is a PEM file with an ECHConfigList. */
bool tl_ech_key_is_in (TlBytes text);

/* Reads the PEM file @text: a private key in PKCS #8 and an ECHConfigList that has its public half, in either order (RFC 9934
 * section 3). Fails with TL_ERROR_PASSWORD where the key is encrypted and @password is NULL or wrong, else with TL_ERROR_KEYS; @name
 * is what the sentence calls it. */
TlEchKey *tl_ech_key_read (TlBytes text, const char *password, const char *name, GError **error);

/* The same of a bare private key for @kem, and an ECHConfigList. NULL where they do not belong together. */
TlEchKey *tl_ech_key_new (guint16 kem, TlBytes private_key, TlBytes list);

/* Overwrites the key. */
void tl_ech_key_free (TlEchKey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlEchKey, tl_ech_key_free)

/* The next configuration of the key that has @config_id and allows @kdf and @aead, with the shared secret that @enc stands for:
 * @index counts on, from 0. False when there are no more. */
bool tl_ech_key_decap (const TlEchKey *self,
                       guint *index,
                       guint8 config_id,
                       guint16 kdf,
                       guint16 aead,
                       TlBytes enc,
                       TlEchConfig *config,
                       TlSecret *shared_secret);

G_END_DECLS
