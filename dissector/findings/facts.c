/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the hellos said, read once for all rules.
 */
#include "rules.h"

bool
tl_findings_is_message (const TlConversation *conversation, guint i)
{
  const TlStep *step = conversation->steps[i];

  return step->type == TL_STEP_HANDSHAKE && !step->sealed && !step->truncated && !step->retransmission
         && step->bytes != NULL && step->context.message != TL_MESSAGE_NONE;
}

void
tl_findings_walk (const TlConversation *conversation, guint i, TlSink *sink)
{
  const TlStep *step = conversation->steps[i];
  gsize length;
  const void *data = g_bytes_get_data (step->bytes, &length);

  tl_message_walk (tl_bytes (data, length), &step->context, sink);
}

static void
see_number (GArray *list, const TlFound *found)
{
  guint32 number = (guint32) found->value;
  g_array_append_val (list, number);
}

static void
see_share (TlHelloFacts *self, const TlFound *found)
{
  TlShareFacts share = { .group = (guint16) found->value };
  g_array_append_val (self->shares, share);
}

/* key_exchange of the share whose group was just read. */
static void
see_key_exchange (TlHelloFacts *self, const TlFound *found)
{
  if (found->field->tag == TL_TAG_KEY_EXCHANGE && self->shares->len > 0)
    g_array_index (self->shares, TlShareFacts, self->shares->len - 1).length = found->content.length;
}

static void
see_leaf (TlHelloFacts *self, const TlFound *found)
{
  switch (found->field->tag)
    {
    case TL_TAG_LEGACY_VERSION:
      self->legacy_version = (guint16) found->value;
      break;
    case TL_TAG_RANDOM:
      self->random = found->content;
      break;
    case TL_TAG_SESSION_ID:
      self->session_id = found->content;
      break;
    case TL_TAG_CIPHER_SUITE:
      see_number (self->cipher_suites, found);
      break;
    case TL_TAG_COMPRESSION_METHOD:
      if (self->compression == 0)
        self->compression = (guint8) found->value;
      break;
    case TL_TAG_EXTENSION_TYPE:
      see_number (self->extensions, found);
      break;
    case TL_TAG_HOST_NAME:
      self->host_name = found->content;
      break;
    case TL_TAG_SUPPORTED_VERSION:
      see_number (self->versions, found);
      break;
    case TL_TAG_NAMED_GROUP:
      see_number (self->groups, found);
      break;
    case TL_TAG_SIGNATURE_SCHEME:
      see_number (self->signatures, found);
      break;
    case TL_TAG_KEY_SHARE_GROUP:
      see_share (self, found);
      break;
    case TL_TAG_PROTOCOL_NAME:
      g_array_append_val (self->protocols, found->content);
      break;
    default:
      break;
    }
}

static void
facts_leaf (TlSink *sink, const TlFound *found)
{
  TlHelloFacts *self = (TlHelloFacts *) sink;

  see_key_exchange (self, found);
  if (found->fault != TL_FAULT_NONE)
    self->whole = false;
  else
    see_leaf (self, found);
}

static void
facts_open (TlSink *sink, const TlFound *found)
{
  TlHelloFacts *self = (TlHelloFacts *) sink;

  see_key_exchange (self, found);
  if (found->fault != TL_FAULT_NONE)
    self->whole = false;
}

void
tl_hello_facts_init (TlHelloFacts *self)
{
  *self = (TlHelloFacts){ .sink = { .leaf = facts_leaf, .open = facts_open },
                          .step = -1,
                          .cipher_suites = g_array_new (FALSE, FALSE, sizeof (guint32)),
                          .extensions = g_array_new (FALSE, FALSE, sizeof (guint32)),
                          .versions = g_array_new (FALSE, FALSE, sizeof (guint32)),
                          .groups = g_array_new (FALSE, FALSE, sizeof (guint32)),
                          .signatures = g_array_new (FALSE, FALSE, sizeof (guint32)),
                          .shares = g_array_new (FALSE, FALSE, sizeof (TlShareFacts)),
                          .protocols = g_array_new (FALSE, FALSE, sizeof (TlBytes)) };
}

void
tl_hello_facts_read (TlHelloFacts *self, const TlConversation *conversation, guint i)
{
  self->step = (int) i;
  self->whole = true;
  tl_findings_walk (conversation, i, &self->sink);
}

void
tl_hello_facts_clear (TlHelloFacts *self)
{
  g_array_unref (self->cipher_suites);
  g_array_unref (self->extensions);
  g_array_unref (self->versions);
  g_array_unref (self->groups);
  g_array_unref (self->signatures);
  g_array_unref (self->shares);
  g_array_unref (self->protocols);
}

bool
tl_numbers_have (const GArray *numbers, guint32 number)
{
  for (guint i = 0; i < numbers->len; i++)
    if (g_array_index (numbers, guint32, i) == number)
      return true;
  return false;
}

bool
tl_hello_facts_has_extension (const TlHelloFacts *self, guint16 extension)
{
  return tl_numbers_have (self->extensions, extension);
}

bool
tl_hello_facts_has_suite (const TlHelloFacts *self, guint16 suite)
{
  return tl_numbers_have (self->cipher_suites, suite);
}

bool
tl_findings_is_before_13 (const TlFindings *self)
{
  return self->conversation->version != 0 && !tl_version_is_13 (self->conversation->version);
}

bool
tl_findings_is_final_13 (const TlFindings *self)
{
  return self->conversation->version == 0x0304 || self->conversation->version == 0xfefc;
}

char *
tl_findings_name (TlRegistry registry, guint32 code)
{
  const char *name = tl_registry_name (registry, code);

  return name ? g_strdup (name) : g_strdup_printf ("0x%04x", code);
}
