/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The keys that a person has given: what a key log says, looked up by connection; private keys; pre-shared keys. Kept in memory
 * only, and overwritten when they are let go. May be shared by threads.
 */
#pragma once

#include "ech-key.h"
#include "keylog.h"
#include "private-key.h"

#include <gio/gio.h>

G_BEGIN_DECLS

enum
{
  TL_PSK_SIZE = 256 /* bytes of the longest pre-shared key */
};

typedef struct TlKeyring TlKeyring;

TlKeyring *tl_keyring_new (void);

/* One that also has the secrets of @base, key logs that have been added or will be: what is added to it, @base has not. Of @base, private
 * keys and pre-shared keys do not count. */
TlKeyring *tl_keyring_new_over (TlKeyring *base);

TlKeyring *tl_keyring_ref (TlKeyring *self);
void tl_keyring_unref (TlKeyring *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlKeyring, tl_keyring_unref)

/**
 * TlKeylogReport:
 * @secrets: lines that gave one
 * @unknown: lines with a label that is not known
 * @damaged: lines that do not fit, the first of which is line @first_damaged
 * @lines: all of them, so far
 * @opened: whether there is such a file at all: of tl_keyring_load_keylog()
 * @cut: a cap was hit (TL_LIMIT_KEYLOG_LINES, TL_LIMIT_KEYLOG): what follows was not read
 *
 * What was found in a key log. All zero before the first line.
 */
typedef struct
{
  guint64 lines;
  guint64 secrets;
  guint64 unknown;
  guint64 damaged;
  guint64 first_damaged;
  bool opened;
  bool cut;
} TlKeylogReport;

/* Takes the lines of @text, which may be the next piece of a key log that grows; the last line counts although nothing ends it. */
void tl_keyring_add_keylog (TlKeyring *self, TlBytes text, TlKeylogReport *report);

/* Reads the key log @path. Fails with TL_ERROR_KEYS and a sentence for people where the file cannot be read or holds no
 * secret; what was read before a fault counts. */
bool tl_keyring_load_keylog (TlKeyring *self, const char *path, TlKeylogReport *report, GError **error);

/* A sentence on what of the key log @name could not be used, or NULL where nothing was amiss. Free with g_free(). */
char *tl_keylog_report_text (const TlKeylogReport *report, const char *name);

/* A sentence that the key log @name has no secret. Free with g_free(). */
char *tl_keylog_empty_text (const char *name);

/* The value that @label gives to the connection that goes by @name, up to @size bytes of it: how many; 0 where there is none. */
gsize tl_keyring_find (TlKeyring *self, TlKeylogLabel label, TlBytes name, guint8 *value, gsize size);

/* The same for a secret. */
bool tl_keyring_find_secret (TlKeyring *self, TlKeylogLabel label, TlBytes name, TlSecret *secret);

/* Whether a key log gave it a secret of anybody. */
bool tl_keyring_has_keylog (TlKeyring *self);

/* Whether a key log gave it anything, of whatever label, of the connection with the client random @random. */
bool tl_keyring_has_line (TlKeyring *self, TlBytes random);

/* How a search ended. */
typedef enum
{
  TL_SEARCH_NONE,
  TL_SEARCH_FOUND,
  TL_SEARCH_CUT /* a cap was hit: there are more */
} TlSearch;

/* Whether @opens says so of one of the secrets of @length bytes that @label gives to any connection: @name is what that goes by, 32
 * bytes. Up to TL_LIMIT_HIDDEN_SECRETS lines of @label are gone through, and TL_LIMIT_HIDDEN_TRIALS in all. */
typedef bool (*TlSecretFunc) (const TlSecret *secret, gpointer user_data);
TlSearch tl_keyring_try_secrets (TlKeyring *self,
                                 TlKeylogLabel label,
                                 gsize length,
                                 TlSecretFunc opens,
                                 gpointer user_data,
                                 guint8 name[TL_KEYLOG_NAME_SIZE]);

/* Remembers what a conversation has shown: the secret that @label gives to the one that goes by @name. */
void tl_keyring_learn (TlKeyring *self, TlKeylogLabel label, TlBytes name, const TlSecret *secret);

/* Whether that is how the secret came here that @label gives to the one that goes by @name: no key log says it. */
bool tl_keyring_has_learned (TlKeyring *self, TlKeylogLabel label, TlBytes name);

/* Takes @key over. */
void tl_keyring_add_key (TlKeyring *self, TlPrivateKey *key);

/* How many private keys it holds. */
guint tl_keyring_n_keys (TlKeyring *self);

/* Whether it has the private key whose public half is @id. */
bool tl_keyring_has_key (TlKeyring *self, const guint8 id[TL_KEY_ID_SIZE]);

/* Opens an EncryptedPreMasterSecret with the private key that goes by @id; where that has no data, with whichever does. */
bool tl_keyring_open (TlKeyring *self, TlBytes id, TlBytes encrypted, guint8 premaster[TL_RSA_PREMASTER_SIZE]);

/* Takes @key over. */
void tl_keyring_add_ech_key (TlKeyring *self, TlEchKey *key);

/* How many keys for Encrypted ClientHello it holds. */
guint tl_keyring_n_ech_keys (TlKeyring *self);

/* Whether @opens says so of one of them: they are asked in turn, up to the first. */
typedef bool (*TlEchKeyFunc) (const TlEchKey *key, gpointer user_data);
bool tl_keyring_find_ech_key (TlKeyring *self, TlEchKeyFunc opens, gpointer user_data);

/* Adds the pre-shared key @key, up to TL_PSK_SIZE bytes, of @identity; where that has no data, of everybody who has none of their
 * own. */
void tl_keyring_add_psk (TlKeyring *self, TlBytes identity, TlBytes key);

/* The pre-shared key of @identity, the one that was given last: its length; 0 where there is none. */
gsize tl_keyring_find_psk (TlKeyring *self, TlBytes identity, guint8 key[TL_PSK_SIZE]);

/* Whether there is one of @identity itself. */
bool tl_keyring_has_psk (TlKeyring *self, TlBytes identity);

/* How many pre-shared keys it holds. */
guint tl_keyring_n_psks (TlKeyring *self);

/* Whether it holds anything from which secrets are computed with the messages that were exchanged: private keys, pre-shared keys,
 * premaster secrets. */
bool tl_keyring_needs_messages (TlKeyring *self);

/* How many secrets it holds. */
gsize tl_keyring_n_secrets (TlKeyring *self);

/* Changes whenever a secret has been added. */
guint64 tl_keyring_generation (TlKeyring *self);

G_END_DECLS
