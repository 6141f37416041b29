/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Names for numbers: the IANA registries, written down in the CSV files of this folder and compiled into tables.
 */
#pragma once

#include "../bytes.h"

G_BEGIN_DECLS

/**
 * TlRegistry:
 *
 * The registries a field can take its name from. TL_REGISTRY_NONE has no names.
 */
typedef enum
{
  TL_REGISTRY_NONE,
  TL_REGISTRY_CONTENT_TYPE,            /* content-types.csv, RFC 9846 section 5.1 */
  TL_REGISTRY_HANDSHAKE_TYPE,          /* handshake-types.csv, RFC 9846 section 4 */
  TL_REGISTRY_ALERT_LEVEL,             /* alert-levels.csv */
  TL_REGISTRY_ALERT,                   /* alerts.csv, RFC 9846 section 6 */
  TL_REGISTRY_VERSION,                 /* versions.csv: "TLS 1.2", "DTLS 1.2", "SSL 3.0" … */
  TL_REGISTRY_CIPHER_SUITE,            /* cipher-suites.csv; those of SSLv2 have three bytes */
  TL_REGISTRY_COMPRESSION_METHOD,      /* compression-methods.csv */
  TL_REGISTRY_EXTENSION,               /* extensions.csv */
  TL_REGISTRY_GROUP,                   /* groups.csv: supported groups */
  TL_REGISTRY_SIGNATURE_SCHEME,        /* signature-schemes.csv */
  TL_REGISTRY_SIGNATURE_ALGORITHM,     /* signature-algorithms.csv, RFC 5246 section 7.4.1.4.1 */
  TL_REGISTRY_HASH_ALGORITHM,          /* hash-algorithms.csv, the same */
  TL_REGISTRY_CLIENT_CERTIFICATE_TYPE, /* client-certificate-types.csv, RFC 5246 section 7.4.4 */
  TL_REGISTRY_CERTIFICATE_TYPE,        /* certificate-types.csv, RFC 7250 */
  TL_REGISTRY_CERTIFICATE_STATUS_TYPE, /* certificate-status-types.csv, RFC 6066 section 8 */
  TL_REGISTRY_CERTIFICATE_COMPRESSION, /* certificate-compression.csv, RFC 8879 */
  TL_REGISTRY_NAME_TYPE,               /* name-types.csv, RFC 6066 section 3 */
  TL_REGISTRY_PSK_KEY_EXCHANGE_MODE,   /* psk-key-exchange-modes.csv, RFC 9846 section 4.3.9 */
  TL_REGISTRY_POINT_FORMAT,            /* point-formats.csv, RFC 8422 section 5.1.2 */
  TL_REGISTRY_CURVE_TYPE,              /* curve-types.csv, RFC 8422 section 5.4 */
  TL_REGISTRY_MAX_FRAGMENT_LENGTH,     /* max-fragment-lengths.csv, RFC 6066 section 4 */
  TL_REGISTRY_HEARTBEAT_MODE,          /* heartbeat-modes.csv, RFC 6520 */
  TL_REGISTRY_HEARTBEAT_TYPE,          /* heartbeat-message-types.csv, RFC 6520 */
  TL_REGISTRY_RETURN_ROUTABILITY_TYPE, /* return-routability-types.csv, RFC 9853 section 4 */
  TL_REGISTRY_SRTP_PROFILE,            /* srtp-profiles.csv, RFC 5764 */
  TL_REGISTRY_KEY_UPDATE_REQUEST,      /* key-update-requests.csv, RFC 9846 section 4.7.3 */
  TL_REGISTRY_ECH_CLIENT_HELLO_TYPE,   /* ech-client-hello-types.csv, RFC 9849 section 5 */
  TL_REGISTRY_HPKE_KDF,                /* hpke-kdfs.csv, RFC 9180 section 7.2 */
  TL_REGISTRY_HPKE_AEAD,               /* hpke-aeads.csv, RFC 9180 section 7.3 */
  TL_REGISTRY_HPKE_KEM,                /* hpke-kems.csv, RFC 9180 section 7.1 */
  TL_REGISTRY_USER_MAPPING_TYPE,       /* user-mapping-types.csv, RFC 4681 */
  TL_REGISTRY_AUTHORIZATION_FORMAT,    /* authorization-formats.csv, RFC 5878 */
  TL_REGISTRY_SUPPLEMENTAL_DATA_TYPE,  /* supplemental-data-types.csv, RFC 4680 */
  TL_REGISTRY_TOKEN_BINDING_PARAMETER, /* token-binding-parameters.csv, RFC 8471 */
  TL_REGISTRY_CERT_CHAIN_TYPE,         /* cert-chain-types.csv, RFC 6066 section 5 */
  TL_REGISTRY_TRUSTED_AUTHORITY_TYPE,  /* trusted-authority-types.csv, RFC 6066 section 6 */
  TL_REGISTRY_TRANS_ITEM_TYPE,         /* trans-item-types.csv, RFC 9162 section 4.5 */
  TL_REGISTRY_QUIC_TRANSPORT_PARAMETER, /* quic-transport-parameters.csv, RFC 9000 section 18 */
  TL_REGISTRY_SSLV2_MESSAGE_TYPE,      /* sslv2-message-types.csv, draft-hickman-netscape-ssl-00 appendix C.2 */
  TL_REGISTRY_SSLV2_ERROR,             /* sslv2-errors.csv, appendix C.3 */
  TL_REGISTRY_SSLV2_CERTIFICATE_TYPE,  /* sslv2-certificate-types.csv, appendix C.5 */
  TL_REGISTRY_SSLV2_AUTHENTICATION_TYPE, /* sslv2-authentication-types.csv, appendix C.6 */
  TL_REGISTRY_QUIC_VERSION,            /* quic-versions.csv, RFC 9000 section 15 */
  TL_REGISTRY_QUIC_ERROR,              /* quic-errors.csv, RFC 9000 section 20.1 */
  TL_REGISTRY_QUIC_FRAME_TYPE,         /* quic-frame-types.csv, RFC 9000 section 19 */
  TL_N_REGISTRIES
} TlRegistry;

/* Messages as bits: which of them may carry an extension, as IANA has it, and which a TlCase is for. */
enum
{
  TL_IN_CLIENT_HELLO = 1 << 0,
  TL_IN_SERVER_HELLO = 1 << 1,
  TL_IN_HELLO_RETRY_REQUEST = 1 << 2,
  TL_IN_ENCRYPTED_EXTENSIONS = 1 << 3,
  TL_IN_CERTIFICATE = 1 << 4,
  TL_IN_CERTIFICATE_REQUEST = 1 << 5,
  TL_IN_NEW_SESSION_TICKET = 1 << 6,
  TL_IN_OLD_QUIC = 1 << 7 /* and of no message: in a conversation over a draft of QUIC before 27 */
};

/**
 * TlRegistryEntry:
 * @code: the number
 * @name: its name as registered
 * @recommended: "Y", "N", "D" (discouraged) or ""
 * @reference: where it is specified, for people: "RFC 9846, section 4.3.8" or "RFC 9846"
 * @messages: of an extension: the messages of TLS 1.3 that it may stand in (RFC 9846 section 4.3), as bits TL_IN_…; a
 *   ClientHello alone, if TLS 1.3 does not use it; 0: not known, and in other registries
 */
typedef struct
{
  guint64 code;
  const char *name;
  const char *recommended;
  const char *reference;
  guint32 messages;
} TlRegistryEntry;

/* The entry for @code, or NULL where the registry has none. Reserved and unassigned ranges have none. */
const TlRegistryEntry *tl_registry_lookup (TlRegistry registry, guint64 code);

/* The name for @code: from the registry; "GREASE" for the values that are reserved to keep peers tolerant in the
 * registries that have them (RFC 8701, and RFC 9000 sections 15 and 18.1); NULL for everything else. */
const char *tl_registry_name (TlRegistry registry, guint64 code);

/* Whether @code is one of the values that are reserved so in @registry. */
bool tl_registry_is_grease (TlRegistry registry, guint64 code);

/* Whether @name, of a protocol, is one of the names of two bytes that are reserved so (RFC 8701 section 2). */
bool tl_registry_is_grease_name (TlBytes name);

/* All entries in the order of their codes, for tests and lists. */
const TlRegistryEntry *tl_registry_entries (TlRegistry registry, gsize *n_entries);

/**
 * TlKeyExchange:
 *
 * How a cipher suite of TLS 1.2 and older makes its premaster secret: it decides what ServerKeyExchange and
 * ClientKeyExchange look like. TLS 1.3 suites do not say (TL_KEY_EXCHANGE_TLS13).
 */
typedef enum
{
  TL_KEY_EXCHANGE_UNKNOWN,
  TL_KEY_EXCHANGE_NULL,
  TL_KEY_EXCHANGE_RSA,
  TL_KEY_EXCHANGE_DH,      /* static Diffie-Hellman: the share is in the certificate */
  TL_KEY_EXCHANGE_DHE,     /* signed */
  TL_KEY_EXCHANGE_DH_ANON,
  TL_KEY_EXCHANGE_ECDH,    /* static */
  TL_KEY_EXCHANGE_ECDHE,   /* signed */
  TL_KEY_EXCHANGE_ECDH_ANON,
  TL_KEY_EXCHANGE_PSK,
  TL_KEY_EXCHANGE_RSA_PSK,
  TL_KEY_EXCHANGE_DHE_PSK,
  TL_KEY_EXCHANGE_ECDHE_PSK,
  TL_KEY_EXCHANGE_SRP,
  TL_KEY_EXCHANGE_SRP_SIGNED, /* SRP with RSA or DSS certificates */
  TL_KEY_EXCHANGE_KRB5,
  TL_KEY_EXCHANGE_ECCPWD,
  TL_KEY_EXCHANGE_ECJPAKE,
  TL_KEY_EXCHANGE_GOST,
  TL_KEY_EXCHANGE_SM2,     /* TLCP, GB/T 38636-2020: the secret is encrypted to the server's SM2 key */
  TL_KEY_EXCHANGE_SM2DHE,  /* TLCP: shares on the curve of SM2 */
  TL_KEY_EXCHANGE_TLS13
} TlKeyExchange;

/**
 * TlCipherSuiteInfo:
 * @key_exchange: how the premaster secret is made
 * @authentication: "RSA", "ECDSA", "DSS", "anon", "PSK" …, or NULL for TLS 1.3
 * @cipher: for people, as in "AES-256-GCM", "3DES-CBC", "ChaCha20-Poly1305", "NULL"
 * @hash: "SHA256", "SHA384", "SHA1", "MD5": of the MAC, or of the key derivation for AEAD suites
 * @aead: whether records are sealed with one authenticated cipher
 */
typedef struct
{
  TlKeyExchange key_exchange;
  const char *authentication;
  const char *cipher;
  const char *hash;
  bool aead;
} TlCipherSuiteInfo;

/* What the name of a cipher suite says; NULL for a code outside the registry, and for a signalling value (SCSV), which is
 * no suite. */
const TlCipherSuiteInfo *tl_cipher_suite_info (guint32 code);

G_END_DECLS
