/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the rules share: the facts they look at, read once, and the list they add to.
 */
#pragma once

#include "findings.h"

G_BEGIN_DECLS

/* A key share in a hello: in that of a client, a server, or one that a HelloRetryRequest asks for (length 0). */
typedef struct
{
  guint16 group;
  gsize length; /* of key_exchange */
} TlShareFacts;

/* Which 16-bit numbers there are: to search a list for each number of another one would be quadratic. */
typedef struct
{
  guint8 bits[65536 / 8];
} TlNumberSet;

static inline bool
tl_number_set_has (const TlNumberSet *self, guint16 number)
{
  return self->bits[number / 8] & 1 << number % 8;
}

static inline void
tl_number_set_add (TlNumberSet *self, guint16 number)
{
  self->bits[number / 8] = (guint8) (self->bits[number / 8] | 1 << number % 8);
}

/* A hello in clear. */
typedef struct
{
  TlSink sink;
  int step;   /* -1: there is none */
  bool whole; /* nothing of it is missing, and all of it fits: what is not in it was not said */
  guint16 legacy_version;
  TlBytes random;
  TlBytes session_id;
  TlBytes host_name;     /* the last one; data is NULL where there is none */
  guint8 compression;    /* the first method that is not null; 0: only null */
  GArray *cipher_suites; /* guint32, in the order of the wire */
  GArray *extensions;    /* the same for the others */
  GArray *versions;      /* guint32: of supported_versions */
  GArray *groups;        /* guint32: of supported_groups */
  GArray *signatures;    /* guint32: of signature_algorithms */
  GArray *shares;        /* TlShareFacts */
  GArray *protocols;     /* TlBytes: of ALPN */
} TlHelloFacts;

typedef struct
{
  const TlConversation *conversation;
  TlHelloFacts client;        /* the first ClientHello */
  TlHelloFacts retry;         /* the first HelloRetryRequest */
  TlHelloFacts asked;         /* the ClientHello that the first ServerHello answers: mostly the first, or the one after that */
  TlHelloFacts server;        /* the first ServerHello */
  GPtrArray *certificates[2]; /* by side: of its first Certificate message */
  int certificate_step[2];    /* -1: there is none */
  GPtrArray *findings;
} TlFindings;

/* Looks for one kind of thing, and adds what it finds as @id. */
typedef void (*TlFindingRule) (TlFindings *self, const char *id);

/* Adds a finding; @text is taken over. @step is an index, -1 for none. */
void tl_findings_add (TlFindings *self, const char *id, TlSeverity severity, int step, char *text);

/* Whether step @i is a handshake message in clear, with all its bytes. */
bool tl_findings_is_message (const TlConversation *conversation, guint i);

/* Walks step @i, which tl_findings_is_message(). */
void tl_findings_walk (const TlConversation *conversation, guint i, TlSink *sink);

/* Facts of nothing, to be filled by one message, and cleared in the end. */
void tl_hello_facts_init (TlHelloFacts *self);
void tl_hello_facts_read (TlHelloFacts *self, const TlConversation *conversation, guint i);
void tl_hello_facts_clear (TlHelloFacts *self);

bool tl_numbers_have (const GArray *numbers, guint32 number);
bool tl_hello_facts_has_extension (const TlHelloFacts *self, guint16 extension);
bool tl_hello_facts_has_suite (const TlHelloFacts *self, guint16 suite);

/* Whether TLS 1.2 or older was negotiated; false too while nothing was. */
bool tl_findings_is_before_13 (const TlFindings *self);

/* Whether it is TLS 1.3 as it was published, or DTLS 1.3, and no draft. */
bool tl_findings_is_final_13 (const TlFindings *self);

/* The name of @code, or its number where there is none. Free with g_free(). */
char *tl_findings_name (TlRegistry registry, guint32 code);

/* certificate.c */
void tl_find_certificate_faults (TlFindings *self, const char *id);
void tl_find_expired (TlFindings *self, const char *id);
void tl_find_not_yet_valid (TlFindings *self, const char *id);
void tl_find_name_mismatch (TlFindings *self, const char *id);
void tl_find_self_signed (TlFindings *self, const char *id);
void tl_find_weak_keys (TlFindings *self, const char *id);
void tl_find_sha1_signatures (TlFindings *self, const char *id);

/* suite.c */
void tl_find_null_suites (TlFindings *self, const char *id);
void tl_find_export_suites (TlFindings *self, const char *id);
void tl_find_rc4_suites (TlFindings *self, const char *id);
void tl_find_des_suites (TlFindings *self, const char *id);
void tl_find_3des_suites (TlFindings *self, const char *id);
void tl_find_anonymous_suites (TlFindings *self, const char *id);
void tl_find_no_forward_secrecy (TlFindings *self, const char *id);
void tl_find_finite_field_dh (TlFindings *self, const char *id);
void tl_find_post_quantum (TlFindings *self, const char *id);

/* hello.c */
void tl_find_old_version (TlFindings *self, const char *id);
void tl_find_sslv2_hello (TlFindings *self, const char *id);
void tl_find_compression (TlFindings *self, const char *id);
void tl_find_no_extended_main_secret (TlFindings *self, const char *id);
void tl_find_no_secure_renegotiation (TlFindings *self, const char *id);
void tl_find_early_data (TlFindings *self, const char *id);
void tl_find_encrypted_client_hello (TlFindings *self, const char *id);
void tl_find_downgrade_sentinel (TlFindings *self, const char *id);
void tl_find_fallback (TlFindings *self, const char *id);

/* prelude.c */
void tl_find_left_out (TlFindings *self, const char *id);
void tl_find_password_in_clear (TlFindings *self, const char *id);
void tl_find_bytes_behind_starttls (TlFindings *self, const char *id);

/* extension.c */
void tl_find_malformed (TlFindings *self, const char *id);
void tl_find_duplicate_extensions (TlFindings *self, const char *id);
void tl_find_misplaced_extensions (TlFindings *self, const char *id);
void tl_find_unasked_extensions (TlFindings *self, const char *id);

/* offer.c */
void tl_find_missing_extensions (TlFindings *self, const char *id);
void tl_find_psk_not_last (TlFindings *self, const char *id);
void tl_find_legacy_version (TlFindings *self, const char *id);
void tl_find_unlisted_shares (TlFindings *self, const char *id);
void tl_find_share_sizes (TlFindings *self, const char *id);
void tl_find_address_as_name (TlFindings *self, const char *id);

/* answer.c */
void tl_find_suite_not_offered (TlFindings *self, const char *id);
void tl_find_version_not_offered (TlFindings *self, const char *id);
void tl_find_group_not_offered (TlFindings *self, const char *id);
void tl_find_protocol_not_offered (TlFindings *self, const char *id);
void tl_find_signature_not_offered (TlFindings *self, const char *id);
void tl_find_session_id_not_echoed (TlFindings *self, const char *id);

/* heartbeat.c */
void tl_find_heartbleed (TlFindings *self, const char *id);

G_END_DECLS
