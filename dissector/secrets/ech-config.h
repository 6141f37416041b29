/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The configurations that a server publishes for Encrypted ClientHello (RFC 9849 section 4).
 */
#pragma once

#include "hpke.h"

G_BEGIN_DECLS

enum
{
  TL_ECH_VERSION = 0xfe0d /* of RFC 9849, and the number of the extension */
};

/* An ECHConfig. Bytes are borrowed. */
typedef struct
{
  TlBytes bytes;       /* all of it: what the encryption is bound to */
  guint16 version;     /* the rest is only read where it is TL_ECH_VERSION */
  guint8 config_id;
  guint16 kem;
  TlBytes public_key;
  TlBytes suites;      /* pairs of kdf_id and aead_id */
  TlBytes public_name;
} TlEchConfig;

/* Takes the next ECHConfig off @list, the content of an ECHConfigList. False at its end, and where what follows does not fit. One of
 * a version that is not known is passed over. */
bool tl_ech_config_next (TlBytes *list, TlEchConfig *config);

/* Whether @list, with its length before it, is an ECHConfigList of which at least one ECHConfig can be read: @content of it. */
bool tl_ech_config_list (TlBytes list, TlBytes *content);

/* Whether it allows the pair @kdf and @aead. */
bool tl_ech_config_has_suite (const TlEchConfig *self, guint16 kdf, guint16 aead);

G_END_DECLS
