/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How a message is described, and the walker that reads bytes by the description.
 *
 * A message is described once, in a table that looks like the struct in the RFC. The walker goes over table and
 * bytes together and tells a sink of every field. Whatever wants to know something of a message is a sink.
 * The fields it tells of cover every byte of the message exactly once, whatever the bytes are.
 */
#pragma once

#include "bytes.h"
#include "registries/registries.h"

G_BEGIN_DECLS

typedef struct TlField TlField;
typedef struct TlCase TlCase;

typedef enum
{
  TL_FIELD_END,    /* closes a table */
  TL_FIELD_UINT,   /* a number of size bytes */
  TL_FIELD_VARINT, /* a number of 1, 2, 4 or 8 bytes, as it says itself (RFC 9000 section 16) */
  TL_FIELD_BYTES,  /* opaque bytes: of size, behind a length prefix, or all that is left */
  TL_FIELD_GROUP,  /* fields one after the other; with a prefix or a size they are in a box of that length */
  TL_FIELD_LIST,   /* as many of fields as the box holds */
  TL_FIELD_CHOICE  /* a box whose fields depend on a number read before, or on the context */
} TlFieldKind;

/* Numbers and bytes that somebody wants to know: the tag says which, without comparing names. */
typedef enum
{
  TL_TAG_NONE,
  TL_TAG_MSG_TYPE,
  TL_TAG_LEGACY_VERSION,
  TL_TAG_RANDOM,
  TL_TAG_SESSION_ID,
  TL_TAG_CIPHER_SUITE,
  TL_TAG_COMPRESSION_METHOD,
  TL_TAG_EXTENSION_TYPE,
  TL_TAG_NAME_TYPE,
  TL_TAG_HOST_NAME,
  TL_TAG_PROTOCOL_NAME,
  TL_TAG_SUPPORTED_VERSION,
  TL_TAG_NAMED_GROUP,
  TL_TAG_POINT_FORMAT,
  TL_TAG_KEY_SHARE_GROUP,
  TL_TAG_KEY_EXCHANGE,
  TL_TAG_CURVE_TYPE,
  TL_TAG_CURVE,
  TL_TAG_DH_PRIME,
  TL_TAG_SIGNATURE_SCHEME,
  TL_TAG_CERTIFICATE,
  TL_TAG_CERTIFICATE_TYPE,
  TL_TAG_CERTIFICATE_STATUS_TYPE,
  TL_TAG_PSK_IDENTITY,
  TL_TAG_SELECTED_IDENTITY,
  TL_TAG_TICKET_AGE, /* obfuscated_ticket_age: 0 for a key that is no ticket */
  TL_TAG_TICKET_LIFETIME,
  TL_TAG_TICKET,
  TL_TAG_CONNECTION_ID,
  TL_TAG_ECH_TYPE,
  TL_TAG_UNCOMPRESSED_LENGTH,
  TL_TAG_SELECTOR, /* any other number that a choice further on depends on */
  TL_TAG_FIRST_LENGTH, /* lengths that stand apart from what they are the lengths of: see TlField.sized_by */
  TL_TAG_SECOND_LENGTH,
  TL_TAG_THIRD_LENGTH,
  TL_N_TAGS
} TlTag;

/* How the bytes of a leaf are shown to a person, when no registry names them. */
typedef enum
{
  TL_SHOW_DEFAULT, /* a number in decimal, bytes in hex */
  TL_SHOW_TEXT,    /* bytes that are text */
  TL_SHOW_HEX,     /* a number in hex */
  TL_SHOW_SECONDS, /* a number of seconds */
  TL_SHOW_MILLISECONDS,
  TL_SHOW_UNIX_TIME, /* seconds since 1970 */
  TL_SHOW_UNIX_MILLISECONDS
} TlShow;

/* What stands in the bytes of a leaf, in a notation of its own: DER, or bytes that have to be opened first. Who makes rows of
 * a message makes rows of that as well (x509/row-sink.h). */
typedef enum
{
  TL_HOLDS_NOTHING,
  TL_HOLDS_CERTIFICATE,
  TL_HOLDS_COMPRESSED_CERTIFICATE, /* the body of a Certificate message */
  TL_HOLDS_ENCRYPTED_CLIENT_HELLO, /* an EncodedClientHelloInner, encrypted */
  TL_HOLDS_PUBLIC_KEY,             /* SubjectPublicKeyInfo */
  TL_HOLDS_NAME,
  TL_HOLDS_SIGNATURE, /* in DER only by some algorithms: by the last SignatureScheme read */
  TL_HOLDS_OCSP_RESPONSE,
  TL_HOLDS_RESPONDER_ID,
  TL_HOLDS_EXTENSIONS,
  TL_HOLDS_OID,
  TL_HOLDS_EXTENSION_VALUE, /* of the last OID read */
  TL_HOLDS_GOST_KEY_TRANSPORT,
  TL_HOLDS_KERBEROS_TICKET,
  TL_HOLDS_KERBEROS_DATA, /* EncryptedData */
  TL_N_HOLDS
} TlHolds;

typedef enum
{
  TL_FIELD_OPTIONAL = 1 << 0, /* may be missing, when no byte is left in the box */
  TL_FIELD_IS_UNKNOWN = 1 << 1, /* nothing public explains these bytes */
  TL_FIELD_OR_BYTES = 1 << 2, /* a choice that is one leaf of bytes where it has no case */
  TL_FIELD_BUT_LAST = 1 << 3, /* BYTES: all that is left but the last size bytes, which are the next field's */
  TL_FIELD_UNNAMED = 1 << 4 /* GROUP: what its first field says is not what the whole is */
} TlFieldFlags;

/* What chooses the table: where a message stands, and what was said before it. */
typedef struct
{
  guint16 message;        /* a TlMessage, see tls/messages.h */
  guint32 message_bit;    /* the same as in TlCase.messages: tl_message_walk() sets it */
  guint16 version;        /* negotiated: 0x0303, 0x0304 …; 0 while it is not known */
  guint16 cipher_suite;   /* negotiated, when version is not 0 */
  guint8 certificate_type; /* of the sender, RFC 7250: 0 is X.509, 2 a raw public key */
  bool dtls;
  bool sslv2;             /* a message of SSLv2, or a ClientHello in its form: its header has no length */
  bool old_quic;          /* a draft of QUIC whose transport parameters look different */
} TlContext;

/* One line of a choice: for @value, and in the messages of the bit set @messages (0: in all), these fields. TL_CASE_GREASE is the
 * value of a last line, for every number that the registry of the selector's field reserves as GREASE. */
#define TL_CASE_GREASE G_MAXUINT64
struct TlCase
{
  guint64 value;
  guint32 messages;
  const TlField *fields;
};

typedef struct
{
  TlTag selector;          /* the last number read with this tag selects */
  const TlCase *cases;     /* in the order of value */
  gsize n_cases;
} TlChoice;

/* The length prefix is a variable-length integer. */
#define TL_PREFIX_VARINT 0xff

struct TlField
{
  const char *name;        /* the identifier in the RFC, snake case */
  TlFieldKind kind;
  guint16 size;            /* UINT: 1 to 8; BYTES, GROUP, LIST, CHOICE: fixed size, 0 when there is none */
  guint8 prefix;           /* bytes of the length prefix, 0 when there is none; TL_PREFIX_VARINT */
  guint8 flags;            /* TlFieldFlags */
  guint8 tag;              /* TlTag */
  guint8 show;             /* TlShow */
  guint8 registry;         /* TlRegistry: what names a number */
  guint8 sized_by;         /* TlTag: BYTES, LIST: as long as the last number with this tag says; 0: not so */
  guint8 holds;            /* TlHolds: of BYTES */
  const TlField *fields;   /* GROUP: the fields; LIST: the one field that is repeated */
  const TlChoice *choice;  /* CHOICE */
};

/* For tables. Further members follow as designated initialisers: UINT ("group", 2, .registry = …). */
#define TL_UINT(name_, size_, ...)    { .name = (name_), .kind = TL_FIELD_UINT, .size = (size_), ##__VA_ARGS__ }
#define TL_VARINT(name_, ...)         { .name = (name_), .kind = TL_FIELD_VARINT, ##__VA_ARGS__ }
#define TL_BYTES_FIXED(name_, size_, ...) { .name = (name_), .kind = TL_FIELD_BYTES, .size = (size_), ##__VA_ARGS__ }
#define TL_BYTES_PREFIX(name_, prefix_, ...) { .name = (name_), .kind = TL_FIELD_BYTES, .prefix = (prefix_), ##__VA_ARGS__ }
#define TL_BYTES_REST(name_, ...)     { .name = (name_), .kind = TL_FIELD_BYTES, ##__VA_ARGS__ }
#define TL_BYTES_BUT_LAST(name_, size_, ...) { .name = (name_), .kind = TL_FIELD_BYTES, .size = (size_), .flags = TL_FIELD_BUT_LAST, ##__VA_ARGS__ }
#define TL_GROUP(name_, fields_, ...) { .name = (name_), .kind = TL_FIELD_GROUP, .fields = (fields_), ##__VA_ARGS__ }
#define TL_LIST(name_, prefix_, element_, ...) { .name = (name_), .kind = TL_FIELD_LIST, .prefix = (prefix_), .fields = (element_), ##__VA_ARGS__ }
#define TL_CHOICE(name_, prefix_, choice_, ...) { .name = (name_), .kind = TL_FIELD_CHOICE, .prefix = (prefix_), .choice = (choice_), ##__VA_ARGS__ }

typedef enum
{
  TL_FAULT_NONE,
  TL_FAULT_TRUNCATED, /* the box ends before the field does */
  TL_FAULT_TRAILING,  /* bytes are left in the box after its last field */
  TL_FAULT_TOO_MANY,  /* a cap of limits.h was hit: the rest was not read */
  TL_FAULT_TOO_DEEP,
  TL_FAULT_INVALID,   /* the value cannot stand here */
  TL_N_FAULTS
} TlFault;

/* The fault in the words of the JSON contract: "truncated", "trailing" …; NULL for TL_FAULT_NONE. */
const char *tl_fault_id (TlFault fault);

/* A field as it was found. */
typedef struct
{
  const TlField *field;
  gsize offset;    /* from the first byte of the message */
  gsize length;    /* its length prefix included */
  TlBytes content; /* without the prefix */
  guint64 value;   /* of a number */
  guint8 prefix;
  TlFault fault;
} TlFound;

/**
 * TlSink:
 * @leaf: told of a field without fields
 * @open: told of a field with fields, before them; may be NULL
 * @close: told after the last of them; may be NULL
 *
 * Who listens. Embed it as the first member of a struct of your own.
 */
typedef struct TlSink TlSink;
struct TlSink
{
  void (*leaf) (TlSink *self, const TlFound *found);
  void (*open) (TlSink *self, const TlFound *found);
  void (*close) (TlSink *self, const TlFound *found);
};

/* Reads all of @bytes as @fields say, in @context, and tells @sink. @offset is what stands before @bytes in the
 * message. Never fails: what does not fit is told as a fault. */
void tl_fields_walk (const TlField *fields, TlBytes bytes, gsize offset, const TlContext *context, TlSink *sink);

/* Whether @fields read @bytes to their last one, and nothing is missing, left over or unknown. */
bool tl_fields_fit (const TlField *fields, TlBytes bytes, const TlContext *context);

/* The field that bytes nothing explains are told as. */
extern const TlField tl_field_unknown;

G_END_DECLS
