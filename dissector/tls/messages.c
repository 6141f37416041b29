/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The messages of the handshake: which one some bytes are, what it is called, and which table it is read by.
 */
#include "messages.h"

#include "extensions.h"
#include "sslv2.h"
#include "tables.h"

#define HEADER_LENGTH 4

typedef struct
{
  guint16 message;
  const char *title;
  const char *name;
} Naming;

/* RFC 9846 section 4.2.3: SHA-256 of "HelloRetryRequest", the random that tells it from a ServerHello */
static const guint8 retry_random[32] = {
  0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
  0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
};

static const Naming namings[] = {
  { TL_MESSAGE_HELLO_REQUEST, "HelloRequest", "hello_request" },
  { TL_MESSAGE_CLIENT_HELLO, "ClientHello", "client_hello" },
  { TL_MESSAGE_SERVER_HELLO, "ServerHello", "server_hello" },
  { TL_MESSAGE_HELLO_VERIFY_REQUEST, "HelloVerifyRequest", "hello_verify_request" },
  { TL_MESSAGE_NEW_SESSION_TICKET, "NewSessionTicket", "new_session_ticket" },
  { TL_MESSAGE_END_OF_EARLY_DATA, "EndOfEarlyData", "end_of_early_data" },
  { TL_MESSAGE_DRAFT_HELLO_RETRY_REQUEST, "HelloRetryRequest", "hello_retry_request" },
  { TL_MESSAGE_ENCRYPTED_EXTENSIONS, "EncryptedExtensions", "encrypted_extensions" },
  { TL_MESSAGE_REQUEST_CONNECTION_ID, "RequestConnectionId", "request_connection_id" },
  { TL_MESSAGE_NEW_CONNECTION_ID, "NewConnectionId", "new_connection_id" },
  { TL_MESSAGE_CERTIFICATE, "Certificate", "certificate" },
  { TL_MESSAGE_SERVER_KEY_EXCHANGE, "ServerKeyExchange", "server_key_exchange" },
  { TL_MESSAGE_CERTIFICATE_REQUEST, "CertificateRequest", "certificate_request" },
  { TL_MESSAGE_SERVER_HELLO_DONE, "ServerHelloDone", "server_hello_done" },
  { TL_MESSAGE_CERTIFICATE_VERIFY, "CertificateVerify", "certificate_verify" },
  { TL_MESSAGE_CLIENT_KEY_EXCHANGE, "ClientKeyExchange", "client_key_exchange" },
  { TL_MESSAGE_CLIENT_CERTIFICATE_REQUEST, "ClientCertificateRequest", "client_certificate_request" },
  { TL_MESSAGE_FINISHED, "Finished", "finished" },
  { TL_MESSAGE_CERTIFICATE_URL, "CertificateURL", "certificate_url" },
  { TL_MESSAGE_CERTIFICATE_STATUS, "CertificateStatus", "certificate_status" },
  { TL_MESSAGE_SUPPLEMENTAL_DATA, "SupplementalData", "supplemental_data" },
  { TL_MESSAGE_KEY_UPDATE, "KeyUpdate", "key_update" },
  { TL_MESSAGE_COMPRESSED_CERTIFICATE, "CompressedCertificate", "compressed_certificate" },
  { TL_MESSAGE_EKT_KEY, "EKTKey", "ekt_key" },
  { TL_MESSAGE_NEXT_PROTOCOL, "NextProtocol", "next_protocol" },
  { TL_MESSAGE_CHANNEL_ID, "ChannelID", "channel_id" },
  { TL_MESSAGE_MESSAGE_HASH, "message_hash", "message_hash" },
  { TL_MESSAGE_HELLO_RETRY_REQUEST, "HelloRetryRequest", "hello_retry_request" },
  { TL_MESSAGE_SSLV2_ERROR, "ERROR", "error" },
  { TL_MESSAGE_SSLV2_CLIENT_HELLO, "CLIENT-HELLO", "client_hello" },
  { TL_MESSAGE_SSLV2_CLIENT_MASTER_KEY, "CLIENT-MASTER-KEY", "client_master_key" },
  { TL_MESSAGE_SSLV2_CLIENT_FINISHED, "CLIENT-FINISHED", "client_finished" },
  { TL_MESSAGE_SSLV2_SERVER_HELLO, "SERVER-HELLO", "server_hello" },
  { TL_MESSAGE_SSLV2_SERVER_VERIFY, "SERVER-VERIFY", "server_verify" },
  { TL_MESSAGE_SSLV2_SERVER_FINISHED, "SERVER-FINISHED", "server_finished" },
  { TL_MESSAGE_SSLV2_REQUEST_CERTIFICATE, "REQUEST-CERTIFICATE", "request_certificate" },
  { TL_MESSAGE_SSLV2_CLIENT_CERTIFICATE, "CLIENT-CERTIFICATE", "client_certificate" },
};

/* RFC 9846 section 4: Handshake */
static const TlField header_msg_type =
    TL_UINT ("msg_type", 1, .tag = TL_TAG_MSG_TYPE, .registry = TL_REGISTRY_HANDSHAKE_TYPE);
static const TlField header_length = TL_UINT ("length", 3);

/* draft-hickman-netscape-ssl-00 section 5.4: the record has the length */
static const TlField sslv2_msg_type
    = TL_UINT ("msg_type", 1, .tag = TL_TAG_MSG_TYPE, .registry = TL_REGISTRY_SSLV2_MESSAGE_TYPE);

/* RFC 9846 section 4.4.1 */
static const TlField encrypted_extensions[] = {
  TL_LIST ("extensions", 2, tl_extension),
  { 0 },
};

/* RFC 5077 section 3.3 */
static const TlField new_session_ticket[] = {
  TL_UINT ("ticket_lifetime_hint", 4, .tag = TL_TAG_TICKET_LIFETIME, .show = TL_SHOW_SECONDS),
  TL_BYTES_PREFIX ("ticket", 2, .tag = TL_TAG_TICKET),
  { 0 },
};

/* RFC 9846 section 4.7.1 */
static const TlField new_session_ticket13[] = {
  TL_UINT ("ticket_lifetime", 4, .tag = TL_TAG_TICKET_LIFETIME, .show = TL_SHOW_SECONDS),
  TL_UINT ("ticket_age_add", 4),
  TL_BYTES_PREFIX ("ticket_nonce", 1),
  TL_BYTES_PREFIX ("ticket", 2, .tag = TL_TAG_TICKET),
  TL_LIST ("extensions", 2, tl_extension),
  { 0 },
};

/* RFC 9846 section 4.7.3 */
static const TlField key_update[] = {
  TL_UINT ("request_update", 1, .registry = TL_REGISTRY_KEY_UPDATE_REQUEST),
  { 0 },
};

/* RFC 9147 section 9 */
static const TlField request_connection_id[] = {
  TL_UINT ("num_cids", 1),
  { 0 },
};

static const TlField connection_id[] = {
  TL_BYTES_PREFIX ("connection_id", 1),
  { 0 },
};

static const TlField new_connection_id[] = {
  TL_LIST ("cids", 2, connection_id),
  TL_UINT ("usage", 1),
  { 0 },
};

/* RFC 9846 section 4.1: stands for the first ClientHello in the transcript of a retried handshake */
static const TlField message_hash[] = {
  TL_BYTES_REST ("hash"),
  { 0 },
};

const TlField tl_alert_fields[] = {
  TL_UINT ("level", 1, .registry = TL_REGISTRY_ALERT_LEVEL),
  TL_UINT ("description", 1, .registry = TL_REGISTRY_ALERT),
  { 0 },
};

const TlField tl_change_cipher_spec_fields[] = {
  TL_UINT ("type", 1),
  { 0 },
};

/* DTLS of OpenSSL before 0.9.8f counts it among the messages of the handshake: dtls1_get_message() and
 * DTLS1_BAD_VER in its sources. */
const TlField tl_change_cipher_spec_openssl_fields[] = {
  TL_UINT ("type", 1),
  TL_UINT ("message_seq", 2),
  { 0 },
};

/* RFC 9147 section 4 */
static const TlField record_number[] = {
  TL_UINT ("epoch", 8),
  TL_UINT ("sequence_number", 8),
  { 0 },
};

static const TlField record_numbers[] = {
  TL_GROUP ("record_number", record_number),
  { 0 },
};

const TlField tl_ack_fields[] = {
  TL_LIST ("record_numbers", 2, record_numbers),
  { 0 },
};

/* RFC 9853 section 4 */
const TlField tl_return_routability_check_fields[] = {
  TL_UINT ("msg_type", 1, .registry = TL_REGISTRY_RETURN_ROUTABILITY_TYPE),
  TL_BYTES_FIXED ("cookie", 8),
  { 0 },
};

static const Naming *
naming_of (guint16 message)
{
  for (gsize i = 0; i < G_N_ELEMENTS (namings); i++)
    if (namings[i].message == message)
      return &namings[i];
  return NULL;
}

/* A version that belongs to TLS 1.2, or DTLS 1.2, or is newer, or is not known. DTLS counts downwards. */
static bool
is_tls12_or_newer (const TlContext *context)
{
  if (context->version == 0)
    return true;
  return context->dtls ? context->version <= 0xfefd : context->version >= 0x0303;
}

/* A hash and nothing else: RFC 7924. Certificates begin with a length of three bytes, which is another one. */
static bool
is_cached (TlBytes body)
{
  guint8 length;

  return tl_bytes_u8 (&body, &length) && length > 0 && length == body.length;
}

static const TlField *
certificate13_table (const TlContext *context)
{
  switch (context->certificate_type)
    {
    case 2: return tl_certificate13_raw_fields;
    case 3: return tl_certificate13_1609_fields;
    default: return tl_certificate13_fields;
    }
}

static const TlField *
certificate_table (const TlContext *context, TlBytes body)
{
  if (tl_version_is_13 (context->version))
    return certificate13_table (context);
  if (is_cached (body) && !tl_fields_fit (tl_certificate_fields, body, context))
    return tl_cached_fields;
  if (context->certificate_type == 2)
    return tl_certificate_raw_fields;
  return context->certificate_type == 1 ? tl_certificate_openpgp_fields : tl_certificate_fields;
}

/* Of the two forms that a message has before TLS 1.2 and in it; where the version is not known, the one that fits. */
static const TlField *
by_version (const TlContext *context, const TlField *old, const TlField *tls12, TlBytes body)
{
  if (context->version == 0)
    return !tl_fields_fit (tls12, body, context) && tl_fields_fit (old, body, context) ? old : tls12;
  return is_tls12_or_newer (context) ? tls12 : old;
}

static const TlField *
certificate_request_table (const TlContext *context, TlBytes body)
{
  if (tl_version_is_13 (context->version))
    return tl_certificate_request13_fields;
  if (is_cached (body) && !tl_fields_fit (tl_certificate_request_fields, body, context)
      && !tl_fields_fit (tl_certificate_request_old_fields, body, context))
    return tl_cached_fields;
  return by_version (context, tl_certificate_request_old_fields, tl_certificate_request_fields, body);
}

bool
tl_version_is_13 (guint16 version)
{
  return version == 0x0304 || version == 0xfefc || version >> 8 == 0x7f || version >> 8 == 0x7e || version >> 8 == 0xfb;
}

guint16
tl_version_for_keys (guint16 version)
{
  if (tl_version_is_13 (version))
    return 0x0304;
  switch (version)
    {
    case 0xfeff: /* DTLS 1.0 is made of TLS 1.1: RFC 4347 section 1 */
    case 0x0100:
      return 0x0302;
    case 0xfefd:
      return 0x0303;
    default:
      return version;
    }
}

guint32
tl_message_bit (guint16 message)
{
  switch (message)
    {
    case TL_MESSAGE_CLIENT_HELLO: return TL_IN_CLIENT_HELLO;
    case TL_MESSAGE_SERVER_HELLO: return TL_IN_SERVER_HELLO;
    case TL_MESSAGE_HELLO_RETRY_REQUEST: return TL_IN_HELLO_RETRY_REQUEST;
    case TL_MESSAGE_ENCRYPTED_EXTENSIONS: return TL_IN_ENCRYPTED_EXTENSIONS;
    case TL_MESSAGE_CERTIFICATE: return TL_IN_CERTIFICATE;
    case TL_MESSAGE_CERTIFICATE_REQUEST: return TL_IN_CERTIFICATE_REQUEST;
    case TL_MESSAGE_NEW_SESSION_TICKET: return TL_IN_NEW_SESSION_TICKET;
    default: return 0;
    }
}

const char *
tl_message_title (guint16 message)
{
  const Naming *naming = naming_of (message);

  return naming ? naming->title : NULL;
}

const char *
tl_message_name (guint16 message)
{
  const Naming *naming = naming_of (message);

  return naming ? naming->name : NULL;
}

guint8
tl_message_code (guint16 message)
{
  return message == TL_MESSAGE_HELLO_RETRY_REQUEST ? TL_MESSAGE_SERVER_HELLO : (guint8) message;
}

guint16
tl_message_of (TlBytes message)
{
  guint8 type;

  if (!tl_bytes_u8 (&message, &type))
    return TL_MESSAGE_NONE;
  if (type == TL_MESSAGE_SERVER_HELLO && tl_bytes_skip (&message, 3 + 2)
      && tl_bytes_begin_with (message, retry_random, sizeof retry_random))
    return TL_MESSAGE_HELLO_RETRY_REQUEST;
  return type;
}

const TlField *
tl_message_fields (const TlContext *context, TlBytes body)
{
  const TlField *draft = tl_draft_fields (context);

  if (draft)
    return draft;
  switch (context->message)
    {
    case TL_MESSAGE_HELLO_REQUEST:
    case TL_MESSAGE_SERVER_HELLO_DONE:
    case TL_MESSAGE_END_OF_EARLY_DATA: return tl_empty_fields;
    case TL_MESSAGE_CLIENT_HELLO: return context->dtls ? tl_dtls_client_hello_fields : tl_client_hello_fields;
    case TL_MESSAGE_SERVER_HELLO:
    case TL_MESSAGE_HELLO_RETRY_REQUEST: return tl_server_hello_fields;
    case TL_MESSAGE_HELLO_VERIFY_REQUEST: return tl_hello_verify_request_fields;
    case TL_MESSAGE_NEW_SESSION_TICKET:
      return tl_version_is_13 (context->version) ? new_session_ticket13 : new_session_ticket;
    case TL_MESSAGE_ENCRYPTED_EXTENSIONS: return encrypted_extensions;
    case TL_MESSAGE_REQUEST_CONNECTION_ID: return request_connection_id;
    case TL_MESSAGE_NEW_CONNECTION_ID: return new_connection_id;
    case TL_MESSAGE_CERTIFICATE: return certificate_table (context, body);
    case TL_MESSAGE_SERVER_KEY_EXCHANGE: return tl_server_key_exchange_fields (context, body);
    case TL_MESSAGE_CERTIFICATE_REQUEST: return certificate_request_table (context, body);
    case TL_MESSAGE_CERTIFICATE_VERIFY:
      return by_version (context, tl_certificate_verify_old_fields, tl_certificate_verify_fields, body);
    case TL_MESSAGE_CLIENT_KEY_EXCHANGE: return tl_client_key_exchange_fields (context, body);
    case TL_MESSAGE_CLIENT_CERTIFICATE_REQUEST: return tl_certificate_request13_fields;
    case TL_MESSAGE_FINISHED: return context->version == 0x0300 ? tl_finished_ssl3_fields : tl_finished_fields;
    case TL_MESSAGE_CERTIFICATE_URL: return tl_certificate_url_fields;
    case TL_MESSAGE_CERTIFICATE_STATUS: return tl_certificate_status_fields;
    case TL_MESSAGE_SUPPLEMENTAL_DATA: return tl_supplemental_data_fields;
    case TL_MESSAGE_KEY_UPDATE: return key_update;
    case TL_MESSAGE_COMPRESSED_CERTIFICATE: return tl_compressed_certificate_fields;
    case TL_MESSAGE_EKT_KEY: return tl_ekt_key_fields;
    case TL_MESSAGE_NEXT_PROTOCOL: return tl_next_protocol_fields;
    case TL_MESSAGE_CHANNEL_ID: return tl_channel_id_fields;
    case TL_MESSAGE_MESSAGE_HASH: return message_hash;
    default: return tl_sslv2_message_fields (context->message);
    }
}

/* Tells of a number of the header; false when its bytes are not all there. */
static bool
tell_number (const TlField *field, TlBytes *bytes, gsize offset, TlSink *sink, guint64 *value)
{
  TlFound found = { .field = field, .offset = offset, .content = *bytes };

  if (tl_bytes_uint (bytes, field->size, &found.value))
    {
      found.content.length = field->size;
      found.length = field->size;
      *value = found.value;
      sink->leaf (sink, &found);
      return true;
    }
  if (bytes->length > 0)
    {
      found.length = bytes->length;
      found.fault = TL_FAULT_TRUNCATED;
      sink->leaf (sink, &found);
    }
  return false;
}

static void
tell_unknown (TlBytes bytes, gsize offset, TlFault fault, TlSink *sink)
{
  TlFound found = { .field = &tl_field_unknown, .offset = offset, .length = bytes.length, .content = bytes,
                    .fault = fault };

  if (bytes.length > 0)
    sink->leaf (sink, &found);
}

/* The body of a handshake message of TLS, by context->message. */
static void
walk_body (TlBytes body, gsize offset, const TlContext *context, TlSink *sink)
{
  TlContext own = *context;
  const TlField *fields;

  tl_draft_see_version (body, &own);
  fields = tl_message_fields (&own, body);
  if (own.message == TL_MESSAGE_DRAFT_HELLO_RETRY_REQUEST) /* its extensions are those of its successor */
    own.message = TL_MESSAGE_HELLO_RETRY_REQUEST;
  own.message_bit = tl_message_bit (own.message) | (own.old_quic ? TL_IN_OLD_QUIC : 0);
  if (fields)
    tl_fields_walk (fields, body, offset, &own, sink);
  else
    tell_unknown (body, offset, TL_FAULT_NONE, sink);
}

static void
walk_sslv2 (TlBytes message, const TlContext *context, TlSink *sink)
{
  TlContext own = *context;
  const TlField *fields;
  guint64 type;

  if (!tell_number (&sslv2_msg_type, &message, 0, sink, &type))
    return;
  own.message = (guint16) (0x200 | type);
  own.message_bit = 0;
  fields = tl_sslv2_message_fields (own.message);
  if (fields)
    tl_fields_walk (fields, message, sslv2_msg_type.size, &own, sink);
  else
    tell_unknown (message, sslv2_msg_type.size, TL_FAULT_NONE, sink);
}

void
tl_message_walk (TlBytes message, const TlContext *context, TlSink *sink)
{
  TlContext own = *context;
  TlBytes rest = message, body;
  guint64 type, length;

  if (context->sslv2)
    {
      walk_sslv2 (message, context, sink);
      return;
    }
  own.message = tl_message_of (message);
  if (!tell_number (&header_msg_type, &rest, 0, sink, &type)
      || !tell_number (&header_length, &rest, header_msg_type.size, sink, &length))
    return;

  tl_bytes_take (&rest, (gsize) MIN (length, rest.length), &body);
  walk_body (body, HEADER_LENGTH, &own, sink);
  tell_unknown (rest, HEADER_LENGTH + body.length, TL_FAULT_TRAILING, sink);
}

void
tl_message_walk_body (TlBytes body, const TlContext *context, TlSink *sink)
{
  walk_body (body, 0, context, sink);
}

void
tl_encoded_client_hello_walk (TlBytes encoded, const TlContext *context, TlSink *sink)
{
  TlContext own = *context;

  own.message = TL_MESSAGE_CLIENT_HELLO;
  own.message_bit = tl_message_bit (own.message) | (own.old_quic ? TL_IN_OLD_QUIC : 0);
  tl_fields_walk (own.dtls ? tl_dtls_encoded_client_hello_fields : tl_encoded_client_hello_fields, encoded, 0, &own, sink);
}

const TlField *const *
tl_message_all_tables (void)
{
  static const TlField *const own[] = {
    tl_client_hello_fields, tl_dtls_client_hello_fields, tl_encoded_client_hello_fields, tl_server_hello_fields,
    tl_hello_verify_request_fields, new_session_ticket, new_session_ticket13,
    encrypted_extensions, request_connection_id, new_connection_id, tl_certificate_fields,
    tl_certificate_openpgp_fields, tl_certificate_raw_fields, tl_certificate13_fields, tl_certificate13_raw_fields,
    tl_certificate13_1609_fields, tl_cached_fields,
    tl_compressed_certificate_fields, tl_certificate_request_fields, tl_certificate_request_old_fields,
    tl_certificate_request13_fields, tl_certificate_verify_fields, tl_certificate_verify_old_fields,
    tl_certificate_status_fields, tl_certificate_url_fields, tl_finished_fields, tl_finished_ssl3_fields,
    tl_supplemental_data_fields, key_update, tl_ekt_key_fields, tl_next_protocol_fields, tl_channel_id_fields,
    message_hash, tl_alert_fields, tl_change_cipher_spec_fields, tl_change_cipher_spec_openssl_fields, tl_ack_fields,
    tl_return_routability_check_fields,
  };
  static const TlField *all[G_N_ELEMENTS (own) + 64];
  static gsize made = 0;

  if (g_once_init_enter (&made))
    {
      const TlField *const *const more[] = { tl_key_exchange_tables (), tl_draft_tables (), tl_sslv2_tables () };
      gsize n = 0;

      for (; n < G_N_ELEMENTS (own); n++)
        all[n] = own[n];
      for (gsize from = 0; from < G_N_ELEMENTS (more); from++)
        for (gsize i = 0; more[from][i] && n + 1 < G_N_ELEMENTS (all); i++)
          all[n++] = more[from][i];
      all[n] = NULL;
      g_once_init_leave (&made, 1);
    }
  return all;
}
