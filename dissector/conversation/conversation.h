/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation: one TLS connection as the ladder shows it. What tracker.c makes of packets, and everybody above reads.
 */
#pragma once

#include "../field-tree.h"
#include "../network/address.h"
#include "../network/stream.h"
#include "../quic/packet.h"
#include "../tls/messages.h"
#include "../pieces.h"
#include "../prelude/prelude.h"
#include "../secrets/door.h"
#include "../secrets/ech-opener.h"
#include "../secrets/opener.h"
#include "../x509/certificate.h"

G_BEGIN_DECLS

typedef enum
{
  TL_SIDE_CLIENT,
  TL_SIDE_SERVER
} TlSide;

typedef enum
{
  TL_TRANSPORT_TCP,
  TL_TRANSPORT_UDP
} TlTransport;

typedef enum
{
  TL_PROTOCOL_TLS,
  TL_PROTOCOL_DTLS,
  TL_PROTOCOL_QUIC
} TlProtocol;

/* ContentType (RFC 9846 section 5.1), what stands before TLS, and packets and frames of QUIC that are none of TLS. */
typedef enum
{
  TL_STEP_PRELUDE = 0,
  TL_STEP_CHANGE_CIPHER_SPEC = 20,
  TL_STEP_ALERT = 21,
  TL_STEP_HANDSHAKE = 22,
  TL_STEP_APPLICATION_DATA = 23,
  TL_STEP_HEARTBEAT = 24,
  TL_STEP_TLS12_CID = 25,
  TL_STEP_ACK = 26,
  TL_STEP_RETURN_ROUTABILITY_CHECK = 27,
  TL_STEP_VERSION_NEGOTIATION = 0x100, /* RFC 9000 section 17.2.1 */
  TL_STEP_RETRY,                       /* section 17.2.5 */
  TL_STEP_CONNECTION_CLOSE             /* section 19.19, in an Initial packet */
} TlStepType;

/**
 * TlStep:
 * @type: what kind of step
 * @from: who sent it
 * @sealed: encrypted for us: only the record's header is known
 * @decrypted: encrypted on the wire, opened with a key
 * @in_handshake: sealed, and it stands where the handshake is not over, as far as can be told without a key
 * @truncated: the rest of it is missing: @n_bytes is less than @length
 * @retransmission: the same was sent before: of DTLS, whose sender repeats what gets no answer in time (RFC 6347 section 4.2.4,
 *   RFC 9147 section 5.8). It changes nothing
 * @context: what chooses its table; context.message is TL_MESSAGE_NONE unless @type is handshake and it is not sealed
 * @time: of the packet that completed it; nanoseconds since 1970
 * @length: of the whole message, its header included; of the payload of the records for what is no handshake message
 * @n_records: records it stands in (application data: that are folded into it)
 * @bytes: the message with its header, @n_bytes of them; a record's payload (sealed: as sealed) for others; none for application data
 * @origins: the packets that carried it, @n_origins of them
 * @door: the record that it was opened from, the last one where there are several; NULL where it was in clear for us, or sealed. Of
 *   a suite that does not encrypt, it is there without @decrypted
 * @inner: of a ClientHello, what was in the encrypted one that it carries; NULL where that was not opened
 * @text: of a prelude step: the line, or what the message says, safe to show; else NULL
 * @prelude: of a prelude step: the protocol it belongs to, as far as it is known
 * @quic_packet: over QUIC, the kind of packet that it came in
 * @marks: of a prelude step: what it has to do with the way to TLS: bits of TlPreludeMarks
 *
 * One arrow of the ladder. Immutable once published, reference-counted.
 */
typedef struct
{
  TlStepType type;
  TlSide from;
  bool sealed;
  bool decrypted;
  bool in_handshake;
  bool truncated;
  bool retransmission;
  TlContext context;
  gint64 time;
  guint64 length;
  guint32 n_records;
  guint32 n_origins;
  TlStepOrigin *origins;
  GBytes *bytes;
  TlDoor *door;
  TlInnerHello *inner;
  char *text;
  guint8 prelude; /* TlPreludeProtocol */
  guint8 marks;
  guint16 record_version; /* legacy_record_version of its first record */
  guint16 message_seq;    /* DTLS: of a handshake message */
  guint8 quic_packet;     /* TlQuicPacketType */
  guint8 alert_level;     /* of an alert that is not sealed, or of a CONNECTION_CLOSE that stands for one; else 0 */
  guint8 alert_description;
} TlStep;

TlStep *tl_step_ref (TlStep *self);
void tl_step_unref (TlStep *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlStep, tl_step_unref)

/* The outcome of the first handshake, as contract and user interface name it. */
typedef enum
{
  TL_OUTCOME_INCOMPLETE, /* the capture ends in the middle; while it is live: goes on */
  TL_OUTCOME_ESTABLISHED,
  TL_OUTCOME_ALERT,
  TL_OUTCOME_ALERT_LIKELY,
  TL_OUTCOME_RESET_BY_CLIENT,
  TL_OUTCOME_RESET_BY_SERVER,
  TL_OUTCOME_CLOSED_BY_CLIENT,
  TL_OUTCOME_CLOSED_BY_SERVER,
  TL_OUTCOME_NO_SERVER_HELLO,
  TL_OUTCOME_ONE_SIDED,
  TL_OUTCOME_UNREADABLE,
  TL_N_OUTCOMES
} TlOutcome;

typedef enum
{
  TL_UNKNOWN = -1,
  TL_NO = 0,
  TL_YES = 1
} TlTristate;

/* How it stands with the pre-shared keys that were given for those that a ClientHello of TLS 1.3 offers. */
typedef enum
{
  TL_PSK_NOT_OFFERED,
  TL_PSK_NOT_GIVEN, /* none was given for what is offered, as far as can be told */
  TL_PSK_WRONG,     /* the one that was given did not make the binder */
  TL_PSK_RIGHT,     /* it did; whether the server takes it is not known yet, or it did not */
  TL_PSK_TAKEN_DHE, /* and the server took it, together with (EC)DHE */
  TL_PSK_TAKEN      /* and the server took it alone: all secrets follow from it */
} TlPskState;

/* What became of Encrypted ClientHello (RFC 9849), as far as can be told. */
typedef enum
{
  TL_ECH_UNSEEN,      /* the ClientHello was not seen, or not all of it */
  TL_ECH_NOT_OFFERED,
  TL_ECH_UNKNOWN,     /* offered, or GREASE (section 6.2); whether the server took it cannot be told */
  TL_ECH_GREASE_LIKE, /* the server did not take it, and the client went on, so that it had hidden nothing (section 6.1.6) */
  TL_ECH_REJECTED,    /* the server did not take it */
  TL_ECH_ACCEPTED
} TlEch;

/**
 * TlConversation:
 *
 * What is known of a conversation at one moment. Immutable and reference-counted: when it grows, a new one takes its place
 * that shares the steps.
 */
typedef struct
{
  guint64 number;         /* from 1, in the order in which they were recognised */
  TlTransport transport;
  TlProtocol protocol;
  const char *upgraded_from; /* "smtp" …, or NULL */
  guint prelude_left_out;    /* messages before TLS that have no step, in the middle, because there are too many */
  TlEndpoint client;
  TlEndpoint server;
  gint64 start;           /* first packet; nanoseconds since 1970 */
  gint64 last;            /* latest packet */
  guint16 version;        /* negotiated; 0: not known */
  guint32 quic_version;   /* 0: not over QUIC */
  guint16 offered_version; /* highest that the client offered; 0: not known */
  gint32 cipher_suite;    /* negotiated; -1: not known */
  gint32 group;           /* of the key exchange; -1: not known or none */
  char *server_name;      /* SNI, safe to show, or NULL */
  char *alpn;             /* chosen by the server, safe to show, or NULL */
  TlTristate resumed;
  TlEch ech;
  TlEchOpening ech_opening; /* how it went with the keys that were given */
  bool inner_random_known;
  guint8 inner_random[TL_RANDOM_SIZE]; /* that secrets go by, where the inner hello was taken and not opened */
  bool hidden_search_cut; /* the key log has more secrets than are tried where they go by a hidden random */
  char *inner_server_name; /* SNI of the encrypted ClientHello that was opened, safe to show, or NULL */
  TlOutcome outcome;
  TlSide stopped_by;      /* who sent the alert, or closed: for outcome alert and alert_likely */
  guint8 alert;           /* AlertDescription, for outcome alert */
  bool sslv2_error;       /* alert is an error of SSL 2.0 instead */
  bool complete;          /* nothing more will come */
  bool evicted;           /* let go to stay within TL_LIMIT_MODEL */
  guint n_client_randoms; /* where the steps were let go: see tl_conversation_dup_client_randoms() */
  guint8 *client_randoms;
  bool lost_bytes;        /* bytes of it are missing from the capture */
  TlKeyring *keyring;     /* the keys that were given, to check and show what follows from them; NULL: none */
  TlPskState psk;         /* not told without @keyring */
  guint64 n_opened;       /* sealed records that were opened with the keys given */
  guint64 n_not_opened;   /* and that were not, though keys were given */
  TlOpenResult not_opened; /* why the first of those was not */
  guint64 first_not_opened; /* its number among the sealed records of its sender, from 1 */
  TlSide not_opened_of;   /* who sent it */
  bool conflicting_bytes; /* a retransmission brought other bytes */
  guint n_steps;
  TlStep **steps;
} TlConversation;

TlConversation *tl_conversation_ref (TlConversation *self);
void tl_conversation_unref (TlConversation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlConversation, tl_conversation_unref)

/* "established", "alert_likely" …: the word of the JSON contract. */
const char *tl_outcome_id (TlOutcome outcome);

/* "handshake", "change_cipher_spec" …: the word of the JSON contract. */
const char *tl_step_type_id (TlStepType type);

/* The host that the client is connected to, safe to show: the SNI of the ClientHello that the server took, be it an encrypted one. NULL
 * where it is not known. */
const char *tl_conversation_host (const TlConversation *self);

/* "not_offered", "rejected" …: the word of the JSON contract; NULL for TL_ECH_UNSEEN. */
const char *tl_ech_id (TlEch ech);

/* What became of Encrypted ClientHello, and how it went with the keys that were given for it, in translated sentences; NULL where none
 * was offered. Free with g_free(). */
char *tl_conversation_ech_text (const TlConversation *self);

/* "opened", "other_key" …: the word of JSON; NULL for TL_ECH_NOT_TRIED. */
const char *tl_ech_opening_id (TlEchOpening opening);

/* The outcome as one translated sentence: how far it got, who stopped, why. Free with g_free(). */
char *tl_conversation_outcome_text (const TlConversation *self);

/* Why steps of it are still sealed for us, or what would open them, as a translated sentence; NULL where none is. Free with
 * g_free(). */
char *tl_conversation_sealed_text (const TlConversation *self);

/* Whether the handshake failed: an alert, a reset, a close, no answer. */
bool tl_conversation_failed (const TlConversation *self);

/* "TLS 1.3", "DTLS 1.2"; NULL while it is not known. */
const char *tl_conversation_version_name (const TlConversation *self);

/* The version of QUIC, "QUIC v1"; NULL where it is not over QUIC. */
const char *tl_conversation_quic_name (const TlConversation *self);

/* What a list says: the version of QUIC, whose TLS is always 1.3 (RFC 9001 section 4.2), or that of TLS; NULL while it is not known. */
const char *tl_conversation_protocol_name (const TlConversation *self);

/* The title of a step for people: "ClientHello", "ChangeCipherSpec", "Alert: handshake_failure", "Encrypted handshake message",
 * "Application data". Free with g_free(). */
char *tl_step_title (const TlConversation *self, guint step);

/* The two or three facts that matter, separated by " · ": "example.org · TLS 1.3, TLS 1.2 · 31 suites"; "" when there
 * are none. Free with g_free(). */
char *tl_step_facts (const TlConversation *self, guint step);

/* The fields of a step: of a sealed one only what its record says. Certificates are opened down to their DER. Never NULL. */
TlFieldTree *tl_step_fields (const TlConversation *self, guint step);

/* The message of a step as the handshake goes on with it: that of a ClientHello whose encrypted one the server took is the inner one
 * (RFC 9849 section 6.1.5). No data where it has none, or where that one is not known. Borrowed from the step. */
TlBytes tl_step_said (const TlConversation *self, guint step);

/* Whether it is a message in clear that certificates stand in: Certificate, CompressedCertificate, and SERVER-HELLO of SSL 2.0. */
bool tl_step_has_certificates (const TlStep *step);

/* Whether @step, of @self, ends the conversation as a failure: an alert by its level, in TLS 1.3 by its description (RFC 9846 section 6); a
 * CONNECTION_CLOSE with an error. A sealed alert does not say: most of them close a connection that has done its work. */
bool tl_step_is_fatal (const TlConversation *self, const TlStep *step);

/* The certificates of such a message, in the order sent: TlCertificate. Empty for any other step. */
GPtrArray *tl_step_certificates (const TlConversation *self, guint step);

/* The certificates that @side sent in its first Certificate message. */
GPtrArray *tl_conversation_certificates (const TlConversation *self, TlSide side);

/* Fingerprints of the first hellos, NULL where they do not apply. Free with g_free(). */
char *tl_conversation_ja3 (const TlConversation *self);
char *tl_conversation_ja3s (const TlConversation *self);
char *tl_conversation_ja4 (const TlConversation *self);

/* Whether @step belongs to the handshake, as far as can be told: what round trips are counted in. */
bool tl_step_in_handshake (const TlStep *step);

/* Whether TLS 1.3 or DTLS 1.3 was negotiated, drafts included. */
bool tl_conversation_is_tls13 (const TlConversation *self);

/* A copy with all but the steps: what stays, as a row of a list, of one that is let go. It says that it was evicted, and knows what lines
 * of a key log about it go by. */
TlConversation *tl_conversation_without_steps (const TlConversation *self);

/* What lines of a key log about it go by (RFC 9850 section 2): the random of each ClientHello that is known, TL_RANDOM_SIZE bytes each, one behind
 * the other; those of encrypted ones, too. Free with g_byte_array_unref(). */
GByteArray *tl_conversation_dup_client_randoms (const TlConversation *self);

/* Bytes of memory it holds, its steps included. */
gsize tl_conversation_size (const TlConversation *self);

G_END_DECLS
