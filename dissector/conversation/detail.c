/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A step taken apart: its fields, down to the DER of its certificates.
 */
#include "conversation.h"

#include "../limits.h"
#include "../quic/frames.h"
#include "../quic/tables.h"
#include "../x509/row-sink.h"
#include "hello.h"

#include <glib/gi18n-lib.h>

/* Gathers the certificates of a message, those of one that is compressed too. */
typedef struct
{
  TlSink sink;
  const TlContext *context;
  GPtrArray *certificates;
  TlCompressed compressed;
} CertificateSink;

/* The payload of a sealed record, as the RFCs name it. */
static const TlField encrypted_record[] = { /* TLSCiphertext, RFC 9846 section 5.2 */
  TL_BYTES_REST ("encrypted_record"),
  { 0 }
};

static const TlField fragment[] = { /* TLSCiphertext.fragment, RFC 5246 section 6.2.3 */
  TL_BYTES_REST ("fragment"),
  { 0 }
};

static const TlField heartbeat[] = { /* HeartbeatMessage, RFC 6520 section 4 */
  TL_UINT ("type", 1, .registry = TL_REGISTRY_HEARTBEAT_TYPE),
  TL_BYTES_PREFIX ("payload", 2),
  TL_BYTES_REST ("padding"),
  { 0 }
};

/* What begins with no type of heartbeat is the rest of one that did not fit its record: RFC 6520 section 4 forbids that, but
 * servers that bled did it. */
static bool
begins_a_heartbeat (const TlStep *step)
{
  gsize length;
  const void *data = g_bytes_get_data (step->bytes, &length);
  TlBytes bytes = tl_bytes (data, length);
  guint8 type;

  return tl_bytes_u8 (&bytes, &type) && tl_registry_lookup (TL_REGISTRY_HEARTBEAT_TYPE, type) != NULL;
}

/* RFC 9853 section 4: there may be other types, and what they hold is theirs. */
static bool
is_known_check (TlBytes bytes)
{
  guint8 type;

  return tl_bytes_u8 (&bytes, &type) && tl_registry_lookup (TL_REGISTRY_RETURN_ROUTABILITY_TYPE, type) != NULL;
}

/* Drafts of QUIC before 25 have another Retry packet. */
static const TlField *
retry_fields (TlBytes packet)
{
  const TlQuicVersion *version = NULL;
  guint32 number;

  if (tl_bytes_skip (&packet, 1) && tl_bytes_u32 (&packet, &number))
    version = tl_quic_version (number);
  return version && version->retry_key == NULL ? tl_quic_draft_retry_fields : tl_quic_retry_fields;
}

/* The table for a step that is no handshake message in clear. */
static const TlField *
record_fields (const TlStep *step, TlBytes bytes)
{
  if (step->sealed && step->quic_packet == TL_QUIC_HANDSHAKE)
    return tl_quic_handshake_fields;
  if (step->sealed)
    return tl_version_is_13 (step->context.version) ? encrypted_record : fragment;
  switch (step->type)
    {
    case TL_STEP_ALERT:
      return tl_alert_fields;
    case TL_STEP_CHANGE_CIPHER_SPEC:
      return step->record_version == 0x0100 ? tl_change_cipher_spec_openssl_fields : tl_change_cipher_spec_fields;
    case TL_STEP_ACK:
      return tl_ack_fields;
    case TL_STEP_RETURN_ROUTABILITY_CHECK:
      return is_known_check (bytes) ? tl_return_routability_check_fields : fragment;
    case TL_STEP_HEARTBEAT:
      return begins_a_heartbeat (step) ? heartbeat : fragment;
    case TL_STEP_VERSION_NEGOTIATION:
      return tl_quic_version_negotiation_fields;
    case TL_STEP_RETRY:
      return retry_fields (bytes);
    case TL_STEP_CONNECTION_CLOSE:
      return bytes.length > 0 && bytes.data[0] == TL_QUIC_APPLICATION_CLOSE ? tl_quic_application_close_fields
                                                                            : tl_quic_connection_close_fields;
    case TL_STEP_PRELUDE:
    case TL_STEP_HANDSHAKE:
    case TL_STEP_APPLICATION_DATA:
    case TL_STEP_TLS12_CID:
    default:
      return fragment;
    }
}

/* What the message says it has, and the capture has not: a row of its own, so that nobody takes what is there for the whole. */
static void
append_missing (const TlStep *step, gsize n_bytes, TlFieldTreeBuilder *builder)
{
  TlRow row = { .name = "missing", .offset = (guint32) n_bytes, .fault = TL_FAULT_TRUNCATED };

  if (!step->truncated || n_bytes >= step->length)
    return;
  row.length = (guint32) (step->length - n_bytes);
  row.text = g_strdup_printf (ngettext ("%u byte is missing", "%u bytes are missing", row.length), row.length);
  tl_field_tree_builder_leaf (builder, &row);
}

static bool
is_handshake_message (const TlStep *step)
{
  return step->type == TL_STEP_HANDSHAKE && !step->sealed;
}

TlFieldTree *
tl_step_fields (const TlConversation *self, guint index)
{
  const TlStep *step = self->steps[index];
  g_autoptr (GBytes) bytes = step->bytes ? g_bytes_ref (step->bytes) : g_bytes_new (NULL, 0);
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);
  TlFieldTreeBuilder *builder = tl_field_tree_builder_new (bytes);
  TlRowSink sink;

  tl_row_sink_init (&sink, builder, &step->context);
  if (step->inner)
    tl_row_sink_set_inner_hello (&sink, step->inner->encoded);
  if (is_handshake_message (step))
    tl_message_walk (tl_bytes (data, length), &step->context, &sink.sink);
  else if (length > 0)
    tl_fields_walk (record_fields (step, tl_bytes (data, length)), tl_bytes (data, length), 0, &step->context, &sink.sink);
  append_missing (step, length, builder);
  return tl_field_tree_builder_end (builder);
}

static void
gather_compressed (CertificateSink *self, const TlFound *found)
{
  TlDecompression verdict;
  g_autoptr (GBytes) bytes = tl_compressed_open (&self->compressed, found->content, &verdict);
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);
  TlContext context = tl_compressed_context (self->context);

  if (length > 0)
    tl_message_walk_body (tl_bytes (data, length), &context, &self->sink);
}

bool
tl_step_has_certificates (const TlStep *step)
{
  return is_handshake_message (step)
         && (step->context.message == TL_MESSAGE_CERTIFICATE
             || step->context.message == TL_MESSAGE_COMPRESSED_CERTIFICATE
             || step->context.message == TL_MESSAGE_SSLV2_SERVER_HELLO
             || step->context.message == TL_MESSAGE_SSLV2_CLIENT_CERTIFICATE);
}

static void
certificate_leaf (TlSink *sink, const TlFound *found)
{
  CertificateSink *self = (CertificateSink *) sink;

  tl_compressed_see (&self->compressed, found);
  if (found->field->holds == TL_HOLDS_COMPRESSED_CERTIFICATE)
    gather_compressed (self, found);
  else if (found->field->holds == TL_HOLDS_CERTIFICATE && found->content.length > 0
           && self->certificates->len < TL_LIMIT_CERTIFICATES)
    g_ptr_array_add (self->certificates, tl_certificate_new (found->content));
}

GPtrArray *
tl_step_certificates (const TlConversation *self, guint index)
{
  const TlStep *step = self->steps[index];
  CertificateSink sink = { .sink = { .leaf = certificate_leaf },
                           .context = &step->context,
                           .certificates = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_certificate_unref) };
  gsize length;

  if (tl_step_has_certificates (step) && step->bytes)
    {
      const void *data = g_bytes_get_data (step->bytes, &length);
      tl_message_walk (tl_bytes (data, length), &step->context, &sink.sink);
    }
  return sink.certificates;
}

GPtrArray *
tl_conversation_certificates (const TlConversation *self, TlSide side)
{
  for (guint i = 0; i < self->n_steps; i++)
    {
      const TlStep *step = self->steps[i];
      if (step->from == side && tl_step_has_certificates (step))
        return tl_step_certificates (self, i);
    }
  return g_ptr_array_new_with_free_func ((GDestroyNotify) tl_certificate_unref);
}
