/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The texts, for the files of this room: one line for each field, extension, message and alert.
 */
#pragma once

#include "explain.h"

G_BEGIN_DECLS

/* Why a field is here. */
typedef struct
{
  const char
      *parent; /* the field around it, or the message when it stands at the top; NULL: wherever it stands */
  const char *name;
  const char *text; /* N_() */
  const char *reference;
  const char *old_reference; /* for TLS 1.2 and older, where that is another one */
} TlText;

/* Why a message, an extension or an alert is here. */
typedef struct
{
  guint32 code;
  const char *text; /* N_() */
  const char *reference;
  const char *old_text; /* for TLS 1.2 and older, where it means something else there */
  const char *old_reference;
} TlCodeText;

/* Each ends with a line without a name or text. */
extern const TlText tl_hello_texts[];
extern const TlText tl_extension_field_texts[];
extern const TlText tl_rare_field_texts[];
extern const TlText tl_quic_texts[];
extern const TlText tl_message_field_texts[];
extern const TlText tl_key_exchange_texts[];
extern const TlText tl_sslv2_texts[];
extern const TlText tl_certificate_texts[]; /* rows of DER: the names of RFC 5280 */
extern const TlText tl_certificate_extension_texts[];
extern const TlText tl_key_texts[];
extern const TlText tl_ocsp_texts[];
extern const TlCodeText tl_extension_texts[];
extern const TlCodeText tl_message_texts[];
extern const TlCodeText tl_alert_texts[];

/* All tables of TlText for the fields of messages: ends with NULL. */
const TlText *const *tl_field_texts (void);

/* The same for rows of DER. */
const TlText *const *tl_der_texts (void);

/* The text for the field @name in @parent of @message (NULL: of any): NULL where there is none. */
const TlText *tl_field_text (const char *message, const char *parent, const char *name);

/* The text for @code in @texts: NULL where there is none. */
const TlCodeText *tl_code_text (const TlCodeText *texts, guint32 code);

/* Why a packet or frame of QUIC is here, quic.c: NULL for any other step. */
const TlCodeText *tl_quic_step_text (const TlStep *step);

/* What a row's value means in this conversation, values.c: NULL where there is nothing to add. Free with
 * g_free(). */
char *tl_explain_value (const TlConversation *conversation, guint step, const TlFieldTree *tree, guint row);

/* What a step means in this conversation, situations.c: NULL where there is nothing to add. Free with
 * g_free(). */
char *tl_explain_situation (const TlConversation *conversation, guint step);

/* Why a step before TLS is here, preludes.c; free with g_free(). Where its way to TLS is specified: NULL where nobody did. */
char *tl_explain_prelude (const TlStep *step);
const char *tl_explain_prelude_reference (const TlStep *step);

/* What it has to do with that way: NULL where there is nothing to add. Free with g_free(). */
char *tl_explain_prelude_situation (const TlConversation *conversation, guint step);

/* Whether the extension @type of the ClientHello @step has an effect in this conversation: NULL where that
 * cannot be told. Free with g_free(). */
char *tl_explain_extension (const TlConversation *conversation, guint step, guint32 type);

/* The cipher suite @code taken apart; NULL for one that nothing names. Free with g_free(). */
char *tl_explain_cipher_suite (guint32 code);

/* What kind of group @code is, and whether a quantum computer would break it; NULL for an unknown one.
 * Translated. */
const char *tl_explain_group (guint16 code);

/* What an ALPN name, key or signature scheme is, translated; NULL for an unknown one. */
const char *tl_explain_signature_scheme (guint16 code);

G_END_DECLS
