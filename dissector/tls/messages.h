/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The messages of the handshake, and the table for each.
 */
#pragma once

#include "../fields.h"

G_BEGIN_DECLS

/* HandshakeType, RFC 9846 section 4 and the registry. HelloRetryRequest is a ServerHello with a special random; here it is a
 * message of its own. */
typedef enum
{
  TL_MESSAGE_HELLO_REQUEST = 0,
  TL_MESSAGE_CLIENT_HELLO = 1,
  TL_MESSAGE_SERVER_HELLO = 2,
  TL_MESSAGE_HELLO_VERIFY_REQUEST = 3,
  TL_MESSAGE_NEW_SESSION_TICKET = 4,
  TL_MESSAGE_END_OF_EARLY_DATA = 5,
  TL_MESSAGE_DRAFT_HELLO_RETRY_REQUEST = 6, /* of the TLS 1.3 drafts before 22 */
  TL_MESSAGE_ENCRYPTED_EXTENSIONS = 8,
  TL_MESSAGE_REQUEST_CONNECTION_ID = 9,
  TL_MESSAGE_NEW_CONNECTION_ID = 10,
  TL_MESSAGE_CERTIFICATE = 11,
  TL_MESSAGE_SERVER_KEY_EXCHANGE = 12,
  TL_MESSAGE_CERTIFICATE_REQUEST = 13,
  TL_MESSAGE_SERVER_HELLO_DONE = 14,
  TL_MESSAGE_CERTIFICATE_VERIFY = 15,
  TL_MESSAGE_CLIENT_KEY_EXCHANGE = 16,
  TL_MESSAGE_CLIENT_CERTIFICATE_REQUEST = 17,
  TL_MESSAGE_FINISHED = 20,
  TL_MESSAGE_CERTIFICATE_URL = 21,
  TL_MESSAGE_CERTIFICATE_STATUS = 22,
  TL_MESSAGE_SUPPLEMENTAL_DATA = 23,
  TL_MESSAGE_KEY_UPDATE = 24,
  TL_MESSAGE_COMPRESSED_CERTIFICATE = 25,
  TL_MESSAGE_EKT_KEY = 26,
  TL_MESSAGE_NEXT_PROTOCOL = 67, /* draft-agl-tls-nextprotoneg-04 */
  TL_MESSAGE_CHANNEL_ID = 203,   /* draft-balfanz-tls-channelid-01: there it is named EncryptedExtensions */
  TL_MESSAGE_MESSAGE_HASH = 254,
  TL_MESSAGE_HELLO_RETRY_REQUEST = 0x102,
  TL_MESSAGE_SSLV2_ERROR = 0x200, /* those of SSLv2, draft-hickman-netscape-ssl-00 appendix C.2 */
  TL_MESSAGE_SSLV2_CLIENT_HELLO = 0x201, /* also what opens a later version, RFC 5246 appendix E.2 */
  TL_MESSAGE_SSLV2_CLIENT_MASTER_KEY = 0x202,
  TL_MESSAGE_SSLV2_CLIENT_FINISHED = 0x203,
  TL_MESSAGE_SSLV2_SERVER_HELLO = 0x204,
  TL_MESSAGE_SSLV2_SERVER_VERIFY = 0x205,
  TL_MESSAGE_SSLV2_SERVER_FINISHED = 0x206,
  TL_MESSAGE_SSLV2_REQUEST_CERTIFICATE = 0x207,
  TL_MESSAGE_SSLV2_CLIENT_CERTIFICATE = 0x208,
  TL_MESSAGE_NONE = 0xffff
} TlMessage;

/* Whether @version is TLS 1.3 in any form: its drafts and DTLS 1.3 too. */
bool tl_version_is_13 (guint16 version);

/* The version that keys are derived by, as in TLS: 0x0304 for TLS 1.3 in any form, 0x0303 for DTLS 1.2, 0x0302 for DTLS 1.0. */
guint16 tl_version_for_keys (guint16 version);

/* The bit of @message, 0 for one that no choice asks for. */
guint32 tl_message_bit (guint16 message);

/* The name by which a person knows the message: "ClientHello"; NULL for an unknown one. */
const char *tl_message_title (guint16 message);

/* The name of the registry, snake case: "client_hello", and "hello_retry_request"; NULL for an unknown one. */
const char *tl_message_name (guint16 message);

/* The number that stands on the wire: 2 for a HelloRetryRequest. */
guint8 tl_message_code (guint16 message);

/* Which message these bytes (msg_type, length, body) are: tells HelloRetryRequest from ServerHello by its random. */
guint16 tl_message_of (TlBytes message);

/* The table of the body of a message: NULL when nothing public describes it. Where version or suite are not known and decide
 * what it looks like, it is the one that @body fits. */
const TlField *tl_message_fields (const TlContext *context, TlBytes body);

/* Walks a whole handshake message, its header (msg_type, length; of SSLv2: msg_type) included. context->message is set
 * from the bytes. */
void tl_message_walk (TlBytes message, const TlContext *context, TlSink *sink);

/* Walks the body of the message context->message alone, whose first byte has offset 0. */
void tl_message_walk_body (TlBytes body, const TlContext *context, TlSink *sink);

/* Walks an EncodedClientHelloInner (RFC 9849 section 5.1), of DTLS as @context says. */
void tl_encoded_client_hello_walk (TlBytes encoded, const TlContext *context, TlSink *sink);

/* Tables of what is no handshake message. */
extern const TlField tl_alert_fields[];              /* RFC 9846 section 6 */
extern const TlField tl_change_cipher_spec_fields[]; /* RFC 5246 section 7.1 */
extern const TlField tl_change_cipher_spec_openssl_fields[]; /* of version 0x0100 */
extern const TlField tl_ack_fields[];                /* RFC 9147 section 7 */
extern const TlField tl_return_routability_check_fields[]; /* RFC 9853 section 4 */

/* Every table there is, for tests: ends with NULL. */
const TlField *const *tl_message_all_tables (void);

G_END_DECLS
