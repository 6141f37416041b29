/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The versions of QUIC that can be read.
 */
#include "versions.h"

#include "../registries/registries.h"

/* draft-ietf-quic-tls-22 section 5.2 */
static const guint8 salt_draft_22[TL_QUIC_SALT] = { 0x7f, 0xbc, 0xdb, 0x0e, 0x7c, 0x66, 0xbb, 0xe9, 0x19, 0x3a,
                                                    0x96, 0xcd, 0x21, 0x51, 0x9e, 0xbd, 0x7a, 0x02, 0x64, 0x4a };

/* draft-ietf-quic-tls-23 section 5.2, to draft 28 */
static const guint8 salt_draft_23[TL_QUIC_SALT] = { 0xc3, 0xee, 0xf7, 0x12, 0xc7, 0x2e, 0xbb, 0x5a, 0x11, 0xa7,
                                                    0xd2, 0x43, 0x2b, 0xb4, 0x63, 0x65, 0xbe, 0xf9, 0xf5, 0x02 };

/* draft-ietf-quic-tls-29 section 5.2, to draft 32 */
static const guint8 salt_draft_29[TL_QUIC_SALT] = { 0xaf, 0xbf, 0xec, 0x28, 0x99, 0x93, 0xd2, 0x4c, 0x9e, 0x97,
                                                    0x86, 0xf1, 0x9c, 0x61, 0x11, 0xe0, 0x43, 0x90, 0xa8, 0x99 };

/* RFC 9001 section 5.2, and drafts 33 and 34 */
static const guint8 salt_1[TL_QUIC_SALT] = { 0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17,
                                             0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a };

/* RFC 9369 section 3.3.1 */
static const guint8 salt_2[TL_QUIC_SALT] = { 0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb, 0x81, 0x93,
                                             0x81, 0xbe, 0x6e, 0x26, 0x9d, 0xcb, 0xf9, 0xbd, 0x2e, 0xd9 };

/* draft-ietf-quic-v2-00 and 01, section 3 */
static const guint8 salt_draft_2[TL_QUIC_SALT] = { 0xa7, 0x07, 0xc2, 0x03, 0xa5, 0x9b, 0x47, 0x18, 0x4a, 0x1d,
                                                   0x62, 0xca, 0x57, 0x04, 0x06, 0xea, 0x7a, 0xe3, 0xe5, 0xd3 };

/* Chromium: versions of Google's with the handshake of TLS */
static const guint8 salt_t050[TL_QUIC_SALT] = { 0x7f, 0xf5, 0x79, 0xe5, 0xac, 0xd0, 0x72, 0x91, 0x55, 0x80,
                                                0x30, 0x4c, 0x43, 0xa2, 0x36, 0x7c, 0x60, 0x48, 0x83, 0x10 };
static const guint8 salt_t051[TL_QUIC_SALT] = { 0x7a, 0x4e, 0xde, 0xf4, 0xe7, 0xcc, 0xee, 0x5f, 0xa4, 0x50,
                                                0x6c, 0x19, 0x12, 0x4f, 0xc8, 0xcc, 0xda, 0x6e, 0x03, 0x3d };

/* draft-ietf-quic-tls-25 section 5.8, to draft 28 */
static const guint8 retry_key_draft_25[TL_QUIC_KEY] = { 0x4d, 0x32, 0xec, 0xdb, 0x2a, 0x21, 0x33, 0xc8,
                                                        0x41, 0xe4, 0x04, 0x3d, 0xf2, 0x7d, 0x44, 0x30 };
static const guint8 retry_nonce_draft_25[TL_QUIC_IV] = { 0x4d, 0x16, 0x11, 0xd0, 0x55, 0x13,
                                                         0xa5, 0x52, 0xc5, 0x87, 0xd5, 0x75 };

/* draft-ietf-quic-tls-29 section 5.8, to draft 32 */
static const guint8 retry_key_draft_29[TL_QUIC_KEY] = { 0xcc, 0xce, 0x18, 0x7e, 0xd0, 0x9a, 0x09, 0xd0,
                                                        0x57, 0x28, 0x15, 0x5a, 0x6c, 0xb9, 0x6b, 0xe1 };
static const guint8 retry_nonce_draft_29[TL_QUIC_IV] = { 0xe5, 0x49, 0x30, 0xf9, 0x7f, 0x21,
                                                         0x36, 0xf0, 0x53, 0x0a, 0x8c, 0x1c };

/* Chromium, as above */
static const guint8 retry_key_t050[TL_QUIC_KEY] = { 0xc9, 0x2d, 0x32, 0x3d, 0x9c, 0xe3, 0x0d, 0xa0,
                                                    0x88, 0xb9, 0xb7, 0xbb, 0xdc, 0xcd, 0x50, 0xc8 };
static const guint8 retry_nonce_t050[TL_QUIC_IV] = { 0x26, 0xe4, 0xd6, 0x23, 0x83, 0xd5,
                                                     0xc7, 0x60, 0xea, 0x02, 0xb4, 0x1f };
static const guint8 retry_key_t051[TL_QUIC_KEY] = { 0x2e, 0xb9, 0x61, 0xa6, 0x79, 0x56, 0xf8, 0x79,
                                                    0x53, 0x14, 0xda, 0xfb, 0x2e, 0xbc, 0x83, 0xd7 };
static const guint8 retry_nonce_t051[TL_QUIC_IV] = { 0xb5, 0x0e, 0x4e, 0x53, 0x4c, 0xfc,
                                                     0x0b, 0xbb, 0x85, 0xf2, 0xf9, 0xca };

/* RFC 9001 section 5.8, and drafts 33 and 34 */
static const guint8 retry_key_1[TL_QUIC_KEY] = { 0xbe, 0x0c, 0x69, 0x0b, 0x9f, 0x66, 0x57, 0x5a,
                                                 0x1d, 0x76, 0x6b, 0x54, 0xe3, 0x68, 0xc8, 0x4e };
static const guint8 retry_nonce_1[TL_QUIC_IV] = { 0x46, 0x15, 0x99, 0xd3, 0x5d, 0x63,
                                                  0x2b, 0xf2, 0x23, 0x98, 0x25, 0xbb };

/* RFC 9369 section 3.3.3 */
static const guint8 retry_key_2[TL_QUIC_KEY] = { 0x8f, 0xb4, 0xb0, 0x1b, 0x56, 0xac, 0x48, 0xe2,
                                                 0x60, 0xfb, 0xcb, 0xce, 0xad, 0x7c, 0xcc, 0x92 };
static const guint8 retry_nonce_2[TL_QUIC_IV] = { 0xd8, 0x69, 0x69, 0xbc, 0x2d, 0x7c,
                                                  0x6d, 0x99, 0x90, 0xef, 0xb0, 0x4a };

/* draft-ietf-quic-v2-00 and 01, section 3 */
static const guint8 retry_key_draft_2[TL_QUIC_KEY] = { 0xba, 0x85, 0x8d, 0xc7, 0xb4, 0x3d, 0xe5, 0xdb,
                                                       0xf8, 0x76, 0x17, 0xff, 0x4a, 0xb2, 0x53, 0xdb };
static const guint8 retry_nonce_draft_2[TL_QUIC_IV] = { 0x14, 0x1b, 0x99, 0xc2, 0x39, 0xb0,
                                                        0x3e, 0x78, 0x5d, 0x6a, 0x2e, 0x9f };

#define DRAFT(n_, salt_, key_, nonce_, old_) { 0xff000000 + (n_), (salt_), (key_), (nonce_), "quic ", false, (old_), false }
#define MVFST(n_, salt_, key_, nonce_, old_) { 0xfaceb000 + (n_), (salt_), (key_), (nonce_), "quic ", false, (old_), false }

/* In the order of their numbers. */
static const TlQuicVersion versions[] = {
  { TL_QUIC_VERSION_1, salt_1, retry_key_1, retry_nonce_1, "quic ", false, false, false },
  { 0x54303530, salt_t050, retry_key_t050, retry_nonce_t050, "quic ", false, false, true }, /* T050 */
  { 0x54303531, salt_t051, retry_key_t051, retry_nonce_t051, "quic ", false, false, true }, /* T051 */
  { TL_QUIC_VERSION_2, salt_2, retry_key_2, retry_nonce_2, "quicv2 ", true, false, false },
  { 0x709a50c4, salt_draft_2, retry_key_draft_2, retry_nonce_draft_2, "quicv2 ", true, false, false }, /* draft-ietf-quic-v2-01 */
  MVFST (0x01, salt_draft_22, NULL, NULL, true),
  MVFST (0x02, salt_draft_23, retry_key_draft_25, retry_nonce_draft_25, false),
  MVFST (0x03, salt_1, retry_key_1, retry_nonce_1, false),
  MVFST (0x0e, salt_draft_23, retry_key_draft_25, retry_nonce_draft_25, false),
  MVFST (0x10, salt_draft_23, retry_key_draft_25, retry_nonce_draft_25, false),
  MVFST (0x11, salt_draft_23, retry_key_draft_25, retry_nonce_draft_25, false),
  MVFST (0x12, salt_draft_23, retry_key_draft_25, retry_nonce_draft_25, false),
  MVFST (0x13, salt_draft_23, retry_key_draft_25, retry_nonce_draft_25, false),
  DRAFT (22, salt_draft_22, NULL, NULL, true),
  DRAFT (23, salt_draft_23, NULL, NULL, true),
  DRAFT (24, salt_draft_23, NULL, NULL, true),
  DRAFT (25, salt_draft_23, retry_key_draft_25, retry_nonce_draft_25, true),
  DRAFT (26, salt_draft_23, retry_key_draft_25, retry_nonce_draft_25, true),
  DRAFT (27, salt_draft_23, retry_key_draft_25, retry_nonce_draft_25, false),
  DRAFT (28, salt_draft_23, retry_key_draft_25, retry_nonce_draft_25, false),
  DRAFT (29, salt_draft_29, retry_key_draft_29, retry_nonce_draft_29, false),
  DRAFT (30, salt_draft_29, retry_key_draft_29, retry_nonce_draft_29, false),
  DRAFT (31, salt_draft_29, retry_key_draft_29, retry_nonce_draft_29, false),
  DRAFT (32, salt_draft_29, retry_key_draft_29, retry_nonce_draft_29, false),
  DRAFT (33, salt_1, retry_key_1, retry_nonce_1, false),
  DRAFT (34, salt_1, retry_key_1, retry_nonce_1, false),
  { 0xff020000, salt_draft_2, retry_key_draft_2, retry_nonce_draft_2, "quicv2 ", false, false, false }, /* draft-ietf-quic-v2-00 */
};

const TlQuicVersion *
tl_quic_version (guint32 number)
{
  gsize low = 0, high = G_N_ELEMENTS (versions);

  while (low < high)
    {
      gsize middle = (low + high) / 2;

      if (versions[middle].number == number)
        return &versions[middle];
      if (versions[middle].number < number)
        low = middle + 1;
      else
        high = middle;
    }
  return NULL;
}

guint
tl_quic_version_candidates (guint32 number, const TlQuicVersion *candidates[TL_QUIC_CANDIDATES])
{
  static const guint32 kinds[TL_QUIC_CANDIDATES] = { TL_QUIC_VERSION_1, 0xff00001d, 0xff00001c, TL_QUIC_VERSION_2 };
  guint n = 0;

  candidates[0] = tl_quic_version (number);
  if (candidates[0] || !tl_quic_version_is_reserved (number))
    return candidates[0] ? 1 : 0;
  for (; n < TL_QUIC_CANDIDATES; n++)
    candidates[n] = tl_quic_version (kinds[n]);
  return n;
}

bool
tl_quic_version_is_reserved (guint32 number)
{
  return tl_registry_is_grease (TL_REGISTRY_QUIC_VERSION, number);
}
