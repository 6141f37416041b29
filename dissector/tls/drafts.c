/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The messages of TLS 1.3 as its drafts had them, draft-ietf-tls-tls13, where that was another form than in the RFC. The first draft
 * that had the form of the RFC is named with each.
 */
#include "tables.h"

#include "extensions.h"
#include "messages.h"

#define LEGACY_VERSION                                                                                       \
  TL_UINT ("legacy_version", 2, .tag = TL_TAG_SUPPORTED_VERSION, .registry = TL_REGISTRY_VERSION)
#define CIPHER_SUITE                                                                                         \
  TL_UINT ("cipher_suite", 2, .tag = TL_TAG_CIPHER_SUITE, .registry = TL_REGISTRY_CIPHER_SUITE)

/* Draft 21 section 4.1.3: the version stands here itself, and there is no session id. Draft 22. */
static const TlField server_hello_21[] = {
  LEGACY_VERSION,
  TL_BYTES_FIXED ("random", 32, .tag = TL_TAG_RANDOM),
  CIPHER_SUITE,
  TL_LIST ("extensions", 2, tl_extension, .flags = TL_FIELD_OPTIONAL),
  { 0 },
};

/* Draft 21 section 4.1.4: a message type of its own, 6. Draft 22. */
static const TlField hello_retry_request_21[] = {
  LEGACY_VERSION,
  CIPHER_SUITE,
  TL_LIST ("extensions", 2, tl_extension),
  { 0 },
};

/* Draft 18 section 4.1.4: before draft 19 the cipher suite is left to the ServerHello. */
static const TlField hello_retry_request_18[] = {
  LEGACY_VERSION,
  TL_LIST ("extensions", 2, tl_extension),
  { 0 },
};

/* Draft 14 section 4.1.3: before draft 16 the group stands beside the extensions. */
static const TlField hello_retry_request_15[] = {
  LEGACY_VERSION,
  CIPHER_SUITE,
  TL_UINT ("selected_group", 2, .tag = TL_TAG_KEY_SHARE_GROUP, .registry = TL_REGISTRY_GROUP),
  TL_LIST ("extensions", 2, tl_extension),
  { 0 },
};

/* Draft 14 section 4.3.1: a certificate has no extensions of its own. Draft 17. */
static const TlField certificate_16[] = {
  TL_BYTES_PREFIX ("certificate_request_context", 1),
  TL_LIST ("certificate_list", 3, tl_cert_data),
  { 0 },
};

static const TlField certificate_extension_fields[] = {
  TL_BYTES_PREFIX ("certificate_extension_oid", 1),
  TL_BYTES_PREFIX ("certificate_extension_values", 2),
  { 0 },
};

static const TlField certificate_extension[] = {
  TL_GROUP ("certificate_extension", certificate_extension_fields),
  { 0 },
};

/* Draft 18 section 4.3.2: what is asked for does not stand in extensions. Draft 19. */
static const TlField certificate_request_18[] = {
  TL_BYTES_PREFIX ("certificate_request_context", 1),
  TL_LIST ("supported_signature_algorithms", 2, tl_signature_scheme),
  TL_LIST ("certificate_authorities", 2, tl_distinguished_name),
  TL_LIST ("certificate_extensions", 2, certificate_extension),
  { 0 },
};

/* Draft 20 section 4.5.1: no nonce. Draft 21. */
static const TlField new_session_ticket_20[] = {
  TL_UINT ("ticket_lifetime", 4, .tag = TL_TAG_TICKET_LIFETIME, .show = TL_SHOW_SECONDS),
  TL_UINT ("ticket_age_add", 4),
  TL_BYTES_PREFIX ("ticket", 2, .tag = TL_TAG_TICKET),
  TL_LIST ("extensions", 2, tl_extension),
  { 0 },
};

/* Draft 14 section 4.4.1. */
static const TlField new_session_ticket_14[] = {
  TL_UINT ("ticket_lifetime", 4, .tag = TL_TAG_TICKET_LIFETIME, .show = TL_SHOW_SECONDS),
  TL_UINT ("flags", 4, .show = TL_SHOW_HEX),
  TL_UINT ("ticket_age_add", 4),
  TL_LIST ("extensions", 2, tl_extension),
  TL_BYTES_PREFIX ("ticket", 2, .tag = TL_TAG_TICKET),
  { 0 },
};

/* The number of the draft; G_MAXUINT for what is none. */
static guint
draft_of (guint16 version)
{
  return version >> 8 == 0x7f ? version & 0xff : G_MAXUINT;
}

static const TlField *
hello_retry_request (guint draft)
{
  if (draft < 16)
    return hello_retry_request_15;
  return draft < 19 ? hello_retry_request_18 : hello_retry_request_21;
}

static const TlField *
new_session_ticket (guint draft)
{
  if (draft == 14)
    return new_session_ticket_14;
  return draft < 21 ? new_session_ticket_20 : NULL;
}

const TlField *
tl_draft_fields (const TlContext *context)
{
  guint draft = draft_of (context->version);

  switch (context->message)
    {
    case TL_MESSAGE_SERVER_HELLO:
      return draft < 22 ? server_hello_21 : NULL;
    case TL_MESSAGE_DRAFT_HELLO_RETRY_REQUEST:
      return hello_retry_request (draft);
    case TL_MESSAGE_CERTIFICATE:
      return draft < 17 && context->certificate_type == 0 ? certificate_16 : NULL;
    case TL_MESSAGE_CERTIFICATE_REQUEST:
      return draft < 19 ? certificate_request_18 : NULL;
    case TL_MESSAGE_NEW_SESSION_TICKET:
      return new_session_ticket (draft);
    case TL_MESSAGE_KEY_UPDATE: /* a request, or none, since draft 16 */
      return draft < 16 ? tl_empty_fields : NULL;
    default:
      return NULL;
    }
}

void
tl_draft_see_version (TlBytes body, TlContext *context)
{
  guint16 version;
  guint8 next;

  if (context->message != TL_MESSAGE_SERVER_HELLO && context->message != TL_MESSAGE_DRAFT_HELLO_RETRY_REQUEST)
    return;
  if (!tl_bytes_u16 (&body, &version))
    return;
  if (draft_of (version) < 22)
    context->version = version;
  else if (version == 0x0304 && context->message == TL_MESSAGE_DRAFT_HELLO_RETRY_REQUEST)
    context->version = 0x7f0e;
  else if (version == 0x0304 && tl_bytes_skip (&body, 32) && tl_bytes_u8 (&body, &next) && next != 0 && next != 32)
    context->version = 0x7f0e;
}

const TlField *const *
tl_draft_tables (void)
{
  static const TlField *const tables[]
      = { server_hello_21,        hello_retry_request_21, hello_retry_request_18, hello_retry_request_15, certificate_16,
          certificate_request_18, new_session_ticket_20,  new_session_ticket_14,  NULL };

  return tables;
}
