/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The private key of a server, which opens what clients have encrypted for it: the key exchange of RSA, and nothing newer.
 */
#pragma once

#include "secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

enum
{
  TL_KEY_ID_SIZE = 32,       /* SHA-256 of the SubjectPublicKeyInfo */
  TL_RSA_PREMASTER_SIZE = 48 /* RFC 5246 section 7.4.7.1 */
};

typedef struct TlPrivateKey TlPrivateKey;

/* Reads the private key in @bytes: PEM or DER, in PKCS #1, PKCS #8, or PKCS #12. Fails with TL_ERROR_PASSWORD where it is
 * encrypted and @password is NULL or wrong, else with TL_ERROR_KEYS; @name is what the sentence calls it. */
TlPrivateKey *tl_private_key_read (TlBytes bytes, const char *password, const char *name, GError **error);

/* Overwrites the key. */
void tl_private_key_free (TlPrivateKey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlPrivateKey, tl_private_key_free)

/* Its public half, as certificates have it: @id. */
const guint8 *tl_private_key_id (const TlPrivateKey *self);

/* The same of the certificate @der. False where that cannot be read. */
bool tl_certificate_key_id (TlBytes der, guint8 id[TL_KEY_ID_SIZE]);

/* Opens an EncryptedPreMasterSecret. False where it was not made for this key. */
bool tl_private_key_open (const TlPrivateKey *self, TlBytes encrypted, guint8 premaster[TL_RSA_PREMASTER_SIZE]);

G_END_DECLS
