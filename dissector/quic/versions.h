/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The versions of QUIC whose handshake is that of TLS and can be read: what each of them derives its Initial keys from.
 */
#pragma once

#include "../bytes.h"

G_BEGIN_DECLS

enum
{
  TL_QUIC_SALT = 20, /* bytes */
  TL_QUIC_KEY = 16,  /* of AEAD_AES_128_GCM, and of the header protection beside it */
  TL_QUIC_IV = 12,
  TL_QUIC_TAG = 16,
  TL_QUIC_CANDIDATES = 4
};

enum
{
  TL_QUIC_VERSION_NEGOTIATION = 0x00000000, /* RFC 8999 section 6 */
  TL_QUIC_VERSION_1 = 0x00000001,           /* RFC 9000 */
  TL_QUIC_VERSION_2 = 0x6b3343cf            /* RFC 9369 */
};

/**
 * TlQuicVersion:
 * @number: as on the wire
 * @salt: of the Initial secrets (RFC 9001 section 5.2)
 * @retry_key, @retry_nonce: of the Retry Integrity Tag (RFC 9001 section 5.8); NULL for drafts that have no such tag, but
 *   name the original connection id in the Retry packet
 * @label: what stands before "key", "iv" and "hp" in the labels of the keys
 * @types_turned: the numbers of the packet types are those of RFC 9369 section 3.2
 * @google_frames: the frames are those of Google's QUIC, except that CRYPTO frames are among them
 * @old_parameters: the transport parameters have lengths of 16 bits, as in drafts before 27
 */
typedef struct
{
  guint32 number;
  const guint8 *salt;
  const guint8 *retry_key;
  const guint8 *retry_nonce;
  const char *label;
  bool types_turned;
  bool old_parameters;
  bool google_frames;
} TlQuicVersion;

/* NULL for a version that cannot be read, such as those of Google's that have a handshake of their own. */
const TlQuicVersion *tl_quic_version (guint32 number);

/* Whether @number is one of those that are reserved to be refused (RFC 9000 section 15). */
bool tl_quic_version_is_reserved (guint32 number);

/* The versions that a packet with version @number may be made like: one where it is known; several for a reserved one, which
 * says nothing of how its packets are protected; none for others. Returns how many. */
guint tl_quic_version_candidates (guint32 number, const TlQuicVersion *candidates[TL_QUIC_CANDIDATES]);

G_END_DECLS
