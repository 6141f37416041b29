/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Sinks that remember what matters of a message, and let the rest pass.
 */
#include "hello.h"

#include "../tls/dh-groups.h"

enum
{
  EXTENSION_CERT_TYPE = 9, /* RFC 6091: of both sides */
  EXTENSION_CLIENT_CERTIFICATE_TYPE = 19,
  EXTENSION_SERVER_CERTIFICATE_TYPE = 20,
  EXTENSION_ENCRYPT_THEN_MAC = 22,
  EXTENSION_EXTENDED_MAIN_SECRET = 23,
  EXTENSION_PRE_SHARED_KEY = 41,
  EXTENSION_EARLY_DATA = 42,
  EXTENSION_ENCRYPTED_CLIENT_HELLO = 0xfe0d
};

typedef struct
{
  TlSink sink;
  TlHello *hello;
  guint16 extension; /* the one that is being read */
} HelloSink;

typedef struct
{
  TlSink sink;
  gint32 group;
} GroupSink;

bool
tl_version_is_later (guint16 a, guint16 b)
{
  if (b == 0)
    return true;
  if (a >> 8 == 0xfe && b >> 8 == 0xfe)
    return a < b;
  return a > b;
}

static void
see_version (HelloSink *self, guint16 version)
{
  if (!tl_registry_is_grease (TL_REGISTRY_VERSION, version)
      && tl_version_is_later (version, self->hello->supported_version))
    self->hello->supported_version = version;
}

static void
see_extension (HelloSink *self, guint16 extension)
{
  self->extension = extension;
  if (extension == EXTENSION_PRE_SHARED_KEY)
    self->hello->pre_shared_key = true;
  if (extension == EXTENSION_EXTENDED_MAIN_SECRET)
    self->hello->extended_main_secret = true;
  if (extension == EXTENSION_ENCRYPT_THEN_MAC)
    self->hello->encrypt_then_mac = true;
  if (extension == EXTENSION_EARLY_DATA)
    self->hello->early_data = true;
  if (extension == EXTENSION_ENCRYPTED_CLIENT_HELLO)
    self->hello->encrypted_client_hello = true;
}

static void
see_certificate_type (HelloSink *self, guint8 type)
{
  if (self->extension == EXTENSION_CLIENT_CERTIFICATE_TYPE || self->extension == EXTENSION_CERT_TYPE)
    self->hello->client_certificate_type = type;
  if (self->extension == EXTENSION_SERVER_CERTIFICATE_TYPE || self->extension == EXTENSION_CERT_TYPE)
    self->hello->server_certificate_type = type;
}

static void
hello_leaf (TlSink *sink, const TlFound *found)
{
  HelloSink *self = (HelloSink *) sink;
  TlHello *hello = self->hello;

  if (found->fault != TL_FAULT_NONE)
    return;
  switch (found->field->tag)
    {
    case TL_TAG_EXTENSION_TYPE:
      see_extension (self, (guint16) found->value);
      break;
    case TL_TAG_LEGACY_VERSION:
      hello->legacy_version = (guint16) found->value;
      break;
    case TL_TAG_SUPPORTED_VERSION:
      see_version (self, (guint16) found->value);
      break;
    case TL_TAG_CIPHER_SUITE:
      hello->cipher_suite = (gint32) found->value;
      break;
    case TL_TAG_KEY_SHARE_GROUP:
      hello->group = (gint32) found->value;
      break;
    case TL_TAG_RANDOM:
      hello->random = found->content;
      break;
    case TL_TAG_SESSION_ID:
      hello->session_id = found->content;
      break;
    case TL_TAG_HOST_NAME:
      if (hello->host_name.data == NULL)
        hello->host_name = found->content;
      break;
    case TL_TAG_PROTOCOL_NAME:
      if (hello->protocol.data == NULL)
        hello->protocol = found->content;
      break;
    case TL_TAG_TICKET:
      hello->ticket = found->content;
      break;
    case TL_TAG_TICKET_AGE:
      hello->ticket_age = hello->ticket_age || found->value != 0;
      break;
    case TL_TAG_SELECTED_IDENTITY:
      hello->selected_identity = (gint32) found->value;
      break;
    case TL_TAG_CONNECTION_ID:
      hello->has_connection_id = true;
      hello->connection_id = (guint8) found->content.length;
      break;
    case TL_TAG_CERTIFICATE_TYPE:
      see_certificate_type (self, (guint8) found->value);
      break;
    default:
      break;
    }
}

void
tl_hello_read (TlBytes message, const TlContext *context, TlHello *hello)
{
  HelloSink sink = { .sink = { .leaf = hello_leaf }, .hello = hello };

  *hello = (TlHello) { .cipher_suite = -1, .group = -1, .selected_identity = -1 };
  tl_message_walk (message, context, &sink.sink);
}

/* From TLS 1.3 on, an extension decides, and legacy_version is that of (D)TLS 1.2 (RFC 9846 section 4.3.1, RFC 9147 section 5.3):
 * which of the two is meant cannot be told while the extensions may be among what is missing. */
bool
tl_hello_random (const TlHello *hello, guint8 random[32])
{
  gsize n = hello->random.length;

  if (n == 0 || n > 32)
    return false;
  memset (random, 0, 32 - n);
  memcpy (random + 32 - n, hello->random.data, n);
  return true;
}

guint16
tl_hello_version (const TlHello *hello, bool whole)
{
  if (hello->supported_version != 0)
    return hello->supported_version;
  if (!whole && (hello->legacy_version == 0x0303 || hello->legacy_version == 0xfefd))
    return 0;
  return hello->legacy_version;
}

static void
group_leaf (TlSink *sink, const TlFound *found)
{
  GroupSink *self = (GroupSink *) sink;

  if (found->field->tag == TL_TAG_CURVE && found->fault == TL_FAULT_NONE)
    self->group = (gint32) found->value;
  if (found->field->tag == TL_TAG_DH_PRIME && found->fault == TL_FAULT_NONE)
    self->group = tl_dh_group_of_prime (found->content);
}

gint32
tl_server_key_exchange_group (TlBytes message, const TlContext *context)
{
  GroupSink sink = { .sink = { .leaf = group_leaf }, .group = -1 };

  tl_message_walk (message, context, &sink.sink);
  return sink.group;
}
