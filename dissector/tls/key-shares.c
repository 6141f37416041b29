/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the key shares of TLS 1.3 are made of. Those of a hybrid are two in one; all others are one value, of which
 * there is no more to say.
 */
#include "tables.h"

/* RFC 9846 section 4.3.8.2: UncompressedPointRepresentation */
static const TlField point256[] = {
  TL_UINT ("legacy_form", 1),
  TL_BYTES_FIXED ("x", 32),
  TL_BYTES_FIXED ("y", 32),
  { 0 },
};

static const TlField point384[] = {
  TL_UINT ("legacy_form", 1),
  TL_BYTES_FIXED ("x", 48),
  TL_BYTES_FIXED ("y", 48),
  { 0 },
};

#define ECDHE_256 TL_GROUP ("ecdhe_share", point256)
#define ECDHE_384 TL_GROUP ("ecdhe_share", point384)
#define X25519 TL_BYTES_FIXED ("x25519_share", 32)

/* FIPS 203 section 8, table 3: what the client sends, and what the server makes with it */
#define KEY_512 TL_BYTES_FIXED ("encapsulation_key", 800)
#define KEY_768 TL_BYTES_FIXED ("encapsulation_key", 1184)
#define KEY_1024 TL_BYTES_FIXED ("encapsulation_key", 1568)
#define CIPHERTEXT_512 TL_BYTES_FIXED ("ciphertext", 768)
#define CIPHERTEXT_768 TL_BYTES_FIXED ("ciphertext", 1088)
#define CIPHERTEXT_1024 TL_BYTES_FIXED ("ciphertext", 1568)

/* draft-ietf-tls-mlkem section 4.2 */
static const TlField mlkem512_client[] = { KEY_512, { 0 } };
static const TlField mlkem512_server[] = { CIPHERTEXT_512, { 0 } };
static const TlField mlkem768_client[] = { KEY_768, { 0 } };
static const TlField mlkem768_server[] = { CIPHERTEXT_768, { 0 } };
static const TlField mlkem1024_client[] = { KEY_1024, { 0 } };
static const TlField mlkem1024_server[] = { CIPHERTEXT_1024, { 0 } };

/* draft-rosomakho-tls-ecdhe-mlkem512 */
static const TlField p256_mlkem512_client[] = { ECDHE_256, KEY_512, { 0 } };
static const TlField p256_mlkem512_server[] = { ECDHE_256, CIPHERTEXT_512, { 0 } };
static const TlField mlkem512_x25519_client[] = { KEY_512, X25519, { 0 } };
static const TlField mlkem512_x25519_server[] = { CIPHERTEXT_512, X25519, { 0 } };

/* RFC 10024 sections 4.1 and 4.2; draft-yang-tls-hybrid-sm2-mlkem for the curve of SM2; draft-kwiatkowski-tls-ecdhe-kyber
 * for Kyber, which has the same sizes as ML-KEM */
static const TlField p256_mlkem768_client[] = { ECDHE_256, KEY_768, { 0 } };
static const TlField p256_mlkem768_server[] = { ECDHE_256, CIPHERTEXT_768, { 0 } };
static const TlField p384_mlkem1024_client[] = { ECDHE_384, KEY_1024, { 0 } };
static const TlField p384_mlkem1024_server[] = { ECDHE_384, CIPHERTEXT_1024, { 0 } };

/* RFC 10024 sections 4.1 and 4.2: the other way round, for historical reasons */
static const TlField x25519_mlkem768_client[] = { KEY_768, X25519, { 0 } };
static const TlField x25519_mlkem768_server[] = { CIPHERTEXT_768, X25519, { 0 } };

/* draft-tls-westerbaan-xyber768d00-03 section 3 */
static const TlField x25519_kyber768_client[] = { X25519, KEY_768, { 0 } };
static const TlField x25519_kyber768_server[] = { X25519, CIPHERTEXT_768, { 0 } };

/* Chrome's experiment of 2019: X25519 and HRSS-SXY */
static const TlField cecpq2_client[] = { X25519, TL_BYTES_FIXED ("hrss_public_key", 1138), { 0 } };
static const TlField cecpq2_server[] = { X25519, TL_BYTES_FIXED ("hrss_ciphertext", 1138), { 0 } };

static const TlCase cases[] = {
  { 512, TL_IN_CLIENT_HELLO, mlkem512_client },
  { 512, TL_IN_SERVER_HELLO, mlkem512_server },
  { 513, TL_IN_CLIENT_HELLO, mlkem768_client },
  { 513, TL_IN_SERVER_HELLO, mlkem768_server },
  { 514, TL_IN_CLIENT_HELLO, mlkem1024_client },
  { 514, TL_IN_SERVER_HELLO, mlkem1024_server },
  { 4585, TL_IN_CLIENT_HELLO, p256_mlkem512_client },
  { 4585, TL_IN_SERVER_HELLO, p256_mlkem512_server },
  { 4586, TL_IN_CLIENT_HELLO, mlkem512_x25519_client },
  { 4586, TL_IN_SERVER_HELLO, mlkem512_x25519_server },
  { 4587, TL_IN_CLIENT_HELLO, p256_mlkem768_client },
  { 4587, TL_IN_SERVER_HELLO, p256_mlkem768_server },
  { 4588, TL_IN_CLIENT_HELLO, x25519_mlkem768_client },
  { 4588, TL_IN_SERVER_HELLO, x25519_mlkem768_server },
  { 4589, TL_IN_CLIENT_HELLO, p384_mlkem1024_client },
  { 4589, TL_IN_SERVER_HELLO, p384_mlkem1024_server },
  { 4590, TL_IN_CLIENT_HELLO, p256_mlkem768_client },
  { 4590, TL_IN_SERVER_HELLO, p256_mlkem768_server },
  { 16696, TL_IN_CLIENT_HELLO, cecpq2_client },
  { 16696, TL_IN_SERVER_HELLO, cecpq2_server },
  { 25497, TL_IN_CLIENT_HELLO, x25519_kyber768_client },
  { 25497, TL_IN_SERVER_HELLO, x25519_kyber768_server },
  { 25498, TL_IN_CLIENT_HELLO, p256_mlkem768_client },
  { 25498, TL_IN_SERVER_HELLO, p256_mlkem768_server },
};

const TlChoice tl_key_exchange_choice = { TL_TAG_KEY_SHARE_GROUP, cases, G_N_ELEMENTS (cases) };
