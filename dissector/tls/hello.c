/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The tables of the hellos. Those of TLS 1.2 and older bear the names of TLS 1.3: the bytes are the same.
 */
#include "tables.h"

#include "extensions.h"

static const TlField cipher_suite[] = {
  TL_UINT ("cipher_suite", 2, .tag = TL_TAG_CIPHER_SUITE, .registry = TL_REGISTRY_CIPHER_SUITE),
  { 0 },
};

static const TlField compression_method[] = {
  TL_UINT (
      "compression_method", 1, .tag = TL_TAG_COMPRESSION_METHOD, .registry = TL_REGISTRY_COMPRESSION_METHOD),
  { 0 },
};

/* RFC 9846 section 4.2.2; RFC 5246 section 7.4.1.2. Clients older than RFC 3546 send no extensions. */
const TlField tl_client_hello_fields[] = {
  TL_UINT ("legacy_version", 2, .tag = TL_TAG_LEGACY_VERSION, .registry = TL_REGISTRY_VERSION),
  TL_BYTES_FIXED ("random", 32, .tag = TL_TAG_RANDOM),
  TL_BYTES_PREFIX ("legacy_session_id", 1, .tag = TL_TAG_SESSION_ID),
  TL_LIST ("cipher_suites", 2, cipher_suite),
  TL_LIST ("legacy_compression_methods", 1, compression_method),
  TL_LIST ("extensions", 2, tl_extension, .flags = TL_FIELD_OPTIONAL),
  { 0 },
};

/* RFC 9147 section 5.3; RFC 6347 section 4.2.1: with the cookie of a HelloVerifyRequest */
const TlField tl_dtls_client_hello_fields[] = {
  TL_UINT ("legacy_version", 2, .tag = TL_TAG_LEGACY_VERSION, .registry = TL_REGISTRY_VERSION),
  TL_BYTES_FIXED ("random", 32, .tag = TL_TAG_RANDOM),
  TL_BYTES_PREFIX ("legacy_session_id", 1, .tag = TL_TAG_SESSION_ID),
  TL_BYTES_PREFIX ("legacy_cookie", 1),
  TL_LIST ("cipher_suites", 2, cipher_suite),
  TL_LIST ("legacy_compression_methods", 1, compression_method),
  TL_LIST ("extensions", 2, tl_extension, .flags = TL_FIELD_OPTIONAL),
  { 0 },
};

/* RFC 9849 section 5.1: EncodedClientHelloInner */
const TlField tl_encoded_client_hello_fields[] = {
  TL_GROUP ("client_hello", tl_client_hello_fields, .flags = TL_FIELD_UNNAMED),
  TL_BYTES_REST ("zeros", .flags = TL_FIELD_OPTIONAL),
  { 0 },
};

const TlField tl_dtls_encoded_client_hello_fields[] = {
  TL_GROUP ("client_hello", tl_dtls_client_hello_fields, .flags = TL_FIELD_UNNAMED),
  TL_BYTES_REST ("zeros", .flags = TL_FIELD_OPTIONAL),
  { 0 },
};

/* RFC 9846 sections 4.2.3 and 4.2.4 (HelloRetryRequest); RFC 5246 section 7.4.1.3 */
const TlField tl_server_hello_fields[] = {
  TL_UINT ("legacy_version", 2, .tag = TL_TAG_LEGACY_VERSION, .registry = TL_REGISTRY_VERSION),
  TL_BYTES_FIXED ("random", 32, .tag = TL_TAG_RANDOM),
  TL_BYTES_PREFIX ("legacy_session_id_echo", 1, .tag = TL_TAG_SESSION_ID),
  TL_UINT ("cipher_suite", 2, .tag = TL_TAG_CIPHER_SUITE, .registry = TL_REGISTRY_CIPHER_SUITE),
  TL_UINT ("legacy_compression_method",
           1,
           .tag = TL_TAG_COMPRESSION_METHOD,
           .registry = TL_REGISTRY_COMPRESSION_METHOD),
  TL_LIST ("extensions", 2, tl_extension, .flags = TL_FIELD_OPTIONAL),
  { 0 },
};

/* RFC 6347 section 4.2.1 */
const TlField tl_hello_verify_request_fields[] = {
  TL_UINT ("server_version", 2, .tag = TL_TAG_LEGACY_VERSION, .registry = TL_REGISTRY_VERSION),
  TL_BYTES_PREFIX ("cookie", 1),
  { 0 },
};
