/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Record protection: the keys of one sender, and how a record sealed with them is opened. Whatever it is, its MAC or its
 * tag is verified first: what does not verify is not opened.
 */
#pragma once

#include "suites.h"
#include "secret.h"

G_BEGIN_DECLS

typedef struct TlProtection TlProtection;

/* Keys as the key block of TLS 1.2 and older is cut into (RFC 5246 section 6.3), for one sender. */
typedef struct
{
  TlSecret mac_key;
  TlSecret key;
  TlSecret iv; /* of a block cipher before TLS 1.1; the fixed part of an AEAD's nonce */
} TlWriteKeys;

/* For TLS 1.2 and older, and DTLS 1.2 and older. @version as in TLS: 0x0303 for DTLS 1.2, 0x0302 for DTLS 1.0. NULL where
 * the cipher is not to be had. */
TlProtection *tl_protection_new (const TlSuite *suite, guint16 version, bool encrypt_then_mac, const TlWriteKeys *keys);

/* What a traffic secret of TLS 1.3 becomes: RFC 9846 section 7.3; RFC 9147 section 5.9 where @dtls. @number_label is NULL where
 * numbers are not hidden. */
TlProtection *tl_protection_new_13 (const TlSuite *suite, bool dtls, const char *key_label, const char *iv_label,
                                    const char *number_label, const TlSecret *traffic_secret);

/* The same for packets of QUIC, whose header is the record's. @prefix is what stands before "key", "iv" and "hp" in the labels of
 * its version: RFC 9001 section 5.1, RFC 9369 section 3.3.2. */
TlProtection *tl_protection_new_quic (const TlSuite *suite, const char *prefix, const TlSecret *traffic_secret);

void tl_protection_free (TlProtection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlProtection, tl_protection_free)

/* A record as it is on the wire. */
typedef struct
{
  guint8 type;
  guint16 version;
  guint64 sequence;      /* of the sender's records under these keys; in DTLS 1.2 and older the epoch stands above its 48 bits */
  TlBytes header;        /* all before the payload: what TLS 1.3 authenticates */
  TlBytes payload;
  TlBytes connection_id; /* of DTLS 1.2, RFC 9146; data is NULL where there is none */
} TlSealedRecord;

enum
{
  TL_NONCE_SIZE = 16,
  TL_ADDITIONAL_SIZE = 64 + 256
};

/**
 * TlOpenedRecord:
 * @type: of the content: what stands inside in TLS 1.3
 * @plaintext: all that was encrypted. Owned
 * @content: how many bytes of it, from the first, are the content
 * @mac: how many bytes of MAC follow it there; or, in TLS 1.3 and with a connection id, the one byte of its type; in QUIC
 *   none. Padding is what comes then
 * @before: bytes of the payload before the ciphertext: the explicit IV or nonce
 * @after: bytes of it that are tag, or MAC where it is not encrypted
 * @untyped: it verifies, but only zeros were in it where a type has to be (RFC 9846 section 5.4): there is no @plaintext
 * @in_clear: nothing was encrypted: the suite only protects from changes
 * @nonce: of an AEAD
 * @additional: what is authenticated and not encrypted
 *
 * What was in a record, and what it took.
 */
typedef struct
{
  guint8 type;
  GBytes *plaintext;
  gsize content;
  gsize mac;
  gsize before;
  gsize after;
  bool untyped;
  bool in_clear;
  guint8 nonce[TL_NONCE_SIZE];
  gsize n_nonce;
  guint8 additional[TL_ADDITIONAL_SIZE];
  gsize n_additional;
} TlOpenedRecord;

void tl_opened_record_clear (TlOpenedRecord *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TlOpenedRecord, tl_opened_record_clear)

/* Opens @record into @opened, which is overwritten. False where MAC or tag do not verify, or it is too short; true also
 * of one that verifies and is @untyped. Records of a stream cipher, and of a block cipher before TLS 1.1, must come one after the other. */
bool tl_protection_open (TlProtection *self, const TlSealedRecord *record, TlOpenedRecord *opened);

/* What hides the record number of DTLS 1.3 (RFC 9147 section 4.2.3) and the packet number of QUIC (RFC 9001 section 5.4):
 * five bytes, from the 16 bytes of @sample. */
bool tl_protection_mask (TlProtection *self, TlBytes sample, guint8 mask[5]);

/* The keys, to be shown: RFC 9846 section 7.3. */
const TlSecret *tl_protection_key (const TlProtection *self);
const TlSecret *tl_protection_iv (const TlProtection *self);
const TlSecret *tl_protection_number_key (const TlProtection *self);

G_END_DECLS
