/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the rules share: the facts they look at, read once, and the list they add to.
 */
#pragma once

#include "findings.h"

G_BEGIN_DECLS

/* A hello in clear. */
typedef struct
{
  TlSink sink;
  int step;   /* -1: there is none */
  bool whole; /* nothing of it is missing, and all of it fits: what is not in it was not said */
  TlBytes random;
  guint8 compression;    /* the first method that is not null; 0: only null */
  GArray *cipher_suites; /* guint32, in the order of the wire */
  GArray *extensions;    /* guint32, in the order of the wire */
} TlHelloFacts;

typedef struct
{
  const TlConversation *conversation;
  TlHelloFacts client;        /* the first ClientHello */
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

bool tl_hello_facts_has_extension (const TlHelloFacts *self, guint16 extension);
bool tl_hello_facts_has_suite (const TlHelloFacts *self, guint16 suite);

/* Whether TLS 1.2 or older was negotiated; false too while nothing was. */
bool tl_findings_is_before_13 (const TlFindings *self);

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

G_END_DECLS
