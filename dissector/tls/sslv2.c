/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The messages of SSL 2.0: their tables. All lengths of a message stand before all that they are the lengths of.
 */
#include "sslv2.h"

static const TlField v2_cipher_spec[] = {
  TL_UINT ("v2_cipher_spec", 3, .tag = TL_TAG_CIPHER_SUITE, .registry = TL_REGISTRY_CIPHER_SUITE),
  { 0 },
};

/* draft-hickman-netscape-ssl-00 section 5.7.1 */
static const TlField error[] = {
  TL_UINT ("error_code", 2, .registry = TL_REGISTRY_SSLV2_ERROR),
  { 0 },
};

/* RFC 5246 appendix E.2: V2ClientHello; section 5.5.1 of the draft. The challenge stands for the random of later versions. */
static const TlField client_hello[] = {
  TL_UINT ("version", 2, .tag = TL_TAG_LEGACY_VERSION, .registry = TL_REGISTRY_VERSION),
  TL_UINT ("cipher_spec_length", 2, .tag = TL_TAG_FIRST_LENGTH),
  TL_UINT ("session_id_length", 2, .tag = TL_TAG_SECOND_LENGTH),
  TL_UINT ("challenge_length", 2, .tag = TL_TAG_THIRD_LENGTH),
  TL_LIST ("cipher_specs", 0, v2_cipher_spec, .sized_by = TL_TAG_FIRST_LENGTH),
  TL_BYTES_REST ("session_id", .sized_by = TL_TAG_SECOND_LENGTH, .tag = TL_TAG_SESSION_ID),
  TL_BYTES_REST ("challenge", .sized_by = TL_TAG_THIRD_LENGTH, .tag = TL_TAG_RANDOM),
  { 0 },
};

/* Section 5.5.2 */
static const TlField client_master_key[] = {
  TL_UINT ("cipher_kind", 3, .tag = TL_TAG_CIPHER_SUITE, .registry = TL_REGISTRY_CIPHER_SUITE),
  TL_UINT ("clear_key_length", 2, .tag = TL_TAG_FIRST_LENGTH),
  TL_UINT ("encrypted_key_length", 2, .tag = TL_TAG_SECOND_LENGTH),
  TL_UINT ("key_arg_length", 2, .tag = TL_TAG_THIRD_LENGTH),
  TL_BYTES_REST ("clear_key_data", .sized_by = TL_TAG_FIRST_LENGTH),
  TL_BYTES_REST ("encrypted_key_data", .sized_by = TL_TAG_SECOND_LENGTH),
  TL_BYTES_REST ("key_arg_data", .sized_by = TL_TAG_THIRD_LENGTH),
  { 0 },
};

/* Section 5.5.3 */
static const TlField client_certificate[] = {
  TL_UINT ("certificate_type", 1, .registry = TL_REGISTRY_SSLV2_CERTIFICATE_TYPE),
  TL_UINT ("certificate_length", 2, .tag = TL_TAG_FIRST_LENGTH),
  TL_UINT ("response_length", 2, .tag = TL_TAG_SECOND_LENGTH),
  TL_BYTES_REST ("certificate_data", .sized_by = TL_TAG_FIRST_LENGTH, .tag = TL_TAG_CERTIFICATE, .holds = TL_HOLDS_CERTIFICATE),
  TL_BYTES_REST ("response_data", .sized_by = TL_TAG_SECOND_LENGTH),
  { 0 },
};

/* Section 5.5.4 */
static const TlField client_finished[] = {
  TL_BYTES_REST ("connection_id"),
  { 0 },
};

/* Section 5.6.1 */
static const TlField server_hello[] = {
  TL_UINT ("session_id_hit", 1),
  TL_UINT ("certificate_type", 1, .registry = TL_REGISTRY_SSLV2_CERTIFICATE_TYPE),
  TL_UINT ("server_version", 2, .tag = TL_TAG_LEGACY_VERSION, .registry = TL_REGISTRY_VERSION),
  TL_UINT ("certificate_length", 2, .tag = TL_TAG_FIRST_LENGTH),
  TL_UINT ("cipher_specs_length", 2, .tag = TL_TAG_SECOND_LENGTH),
  TL_UINT ("connection_id_length", 2, .tag = TL_TAG_THIRD_LENGTH),
  TL_BYTES_REST ("certificate_data", .sized_by = TL_TAG_FIRST_LENGTH, .tag = TL_TAG_CERTIFICATE, .holds = TL_HOLDS_CERTIFICATE),
  TL_LIST ("cipher_specs_data", 0, v2_cipher_spec, .sized_by = TL_TAG_SECOND_LENGTH),
  TL_BYTES_REST ("connection_id_data", .sized_by = TL_TAG_THIRD_LENGTH),
  { 0 },
};

/* Section 5.6.2 */
static const TlField server_verify[] = {
  TL_BYTES_REST ("challenge_data"),
  { 0 },
};

/* Section 5.6.3 */
static const TlField server_finished[] = {
  TL_BYTES_REST ("session_id_data"),
  { 0 },
};

/* Section 5.6.4 */
static const TlField request_certificate[] = {
  TL_UINT ("authentication_type", 1, .registry = TL_REGISTRY_SSLV2_AUTHENTICATION_TYPE),
  TL_BYTES_REST ("certificate_challenge_data"),
  { 0 },
};

const TlField *
tl_sslv2_message_fields (guint16 message)
{
  switch (message)
    {
    case TL_MESSAGE_SSLV2_ERROR: return error;
    case TL_MESSAGE_SSLV2_CLIENT_HELLO: return client_hello;
    case TL_MESSAGE_SSLV2_CLIENT_MASTER_KEY: return client_master_key;
    case TL_MESSAGE_SSLV2_CLIENT_FINISHED: return client_finished;
    case TL_MESSAGE_SSLV2_SERVER_HELLO: return server_hello;
    case TL_MESSAGE_SSLV2_SERVER_VERIFY: return server_verify;
    case TL_MESSAGE_SSLV2_SERVER_FINISHED: return server_finished;
    case TL_MESSAGE_SSLV2_REQUEST_CERTIFICATE: return request_certificate;
    case TL_MESSAGE_SSLV2_CLIENT_CERTIFICATE: return client_certificate;
    default: return NULL;
    }
}

const TlField *const *
tl_sslv2_tables (void)
{
  static const TlField *const tables[] = { error,           client_hello,        client_master_key,  client_certificate,
                                           client_finished, server_hello,        server_verify,      server_finished,
                                           request_certificate, NULL };

  return tables;
}
