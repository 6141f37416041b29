/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation as one line of JSON. The keys and their meaning are a promise to other programs: what is not
 * known is null, and a key that once was printed keeps its meaning.
 */
#include "../conversation/titles-quic.h"
#include "export.h"

#include "../findings/findings.h"
#include "json-secrets.h"

static void
put_tristate (TlJsonWriter *json, const char *key, TlTristate value)
{
  if (value == TL_UNKNOWN)
    tl_json_put_null (json, key);
  else
    tl_json_put_bool (json, key, value == TL_YES);
}

/* A number of a registry with its name. */
static void
put_named (TlJsonWriter *json, const char *key, guint64 code, const char *name)
{
  tl_json_key (json, key);
  tl_json_open_object (json);
  tl_json_put_uint (json, "code", code);
  tl_json_put_string (json, "name", name);
  tl_json_close_object (json);
}

static void
put_code (TlJsonWriter *json, const char *key, TlRegistry registry, guint64 code)
{
  put_named (json, key, code, tl_registry_name (registry, code));
}

static void
put_endpoint (TlJsonWriter *json, const char *key, const TlEndpoint *endpoint)
{
  tl_json_key (json, key);
  tl_json_open_object (json);
  tl_json_put_made (json, "address", tl_address_to_string (&endpoint->address));
  tl_json_put_uint (json, "port", endpoint->port);
  tl_json_close_object (json);
}

static const char *
side_id (TlSide side)
{
  return side == TL_SIDE_CLIENT ? "client" : "server";
}

/* Who ended it, NULL where nobody did. */
static const char *
stopped_by (const TlConversation *conversation)
{
  switch (conversation->outcome)
    {
    case TL_OUTCOME_ALERT:
    case TL_OUTCOME_ALERT_LIKELY:
      return side_id (conversation->stopped_by);
    case TL_OUTCOME_RESET_BY_CLIENT:
    case TL_OUTCOME_CLOSED_BY_CLIENT:
      return side_id (TL_SIDE_CLIENT);
    case TL_OUTCOME_RESET_BY_SERVER:
    case TL_OUTCOME_CLOSED_BY_SERVER:
      return side_id (TL_SIDE_SERVER);
    case TL_OUTCOME_INCOMPLETE:
    case TL_OUTCOME_ESTABLISHED:
    case TL_OUTCOME_NO_SERVER_HELLO:
    case TL_OUTCOME_ONE_SIDED:
    case TL_OUTCOME_UNREADABLE:
    case TL_N_OUTCOMES:
    default:
      return NULL;
    }
}

static const char *
protocol_id (TlProtocol protocol)
{
  switch (protocol)
    {
    case TL_PROTOCOL_DTLS:
      return "dtls";
    case TL_PROTOCOL_QUIC:
      return "quic";
    case TL_PROTOCOL_TLS:
    default:
      return "tls";
    }
}

/* The bytes of a row, without its prefix: null for those that a message claims and the capture does not have.
 */
static void
put_bytes (TlJsonWriter *json, const TlFieldTree *tree, guint index)
{
  const TlRow *row = &tree->rows[index];
  TlBytes value = tl_field_tree_content (tree, index);

  tl_json_key (json, "value");
  if (value.length == 0 && row->length > row->prefix)
    tl_json_null (json);
  else
    tl_json_hex (json, value);
}

/* Everything of a row but what is below it. */
static void
put_row (TlJsonWriter *json, const TlFieldTree *tree, guint index)
{
  const TlRow *row = &tree->rows[index];
  const char *fault = tl_fault_id ((TlFault) row->fault);
  bool leaf = tl_field_tree_is_leaf (tree, index);

  tl_json_put_string (json, "name", row->name);
  tl_json_put_uint (json, "offset", row->offset);
  tl_json_put_uint (json, "length", row->length);
  if (row->prefix > 0)
    tl_json_put_uint (json, "prefix", row->prefix);
  if (leaf && row->has_value)
    tl_json_put_uint (json, "value", row->value);
  else if (leaf)
    put_bytes (json, tree, index);
  tl_json_put_string (json, "text", row->text);
  if (fault)
    tl_json_put_string (json, "fault", fault);
}

/* The parts of a row are its fields; what it holds once it was opened is told beside its bytes. */
static void
open_fields (TlJsonWriter *json, const TlFieldTree *tree, guint row)
{
  guint space = tl_field_tree_opened (tree, row);

  if (space > 0)
    {
      tl_json_key (json, "opened");
      tl_json_open_object (json);
      tl_json_put_uint (json, "length", tree->spaces[space].n_bytes);
    }
  tl_json_key (json, "fields");
  tl_json_open_array (json);
}

static void
close_fields (TlJsonWriter *json, bool opened)
{
  tl_json_close_array (json);
  if (opened)
    tl_json_close_object (json);
  tl_json_close_object (json);
}

/* The rows stand one after the other, each with the number of rows below it: they are nested by counting how
 * many are left at each depth, so that no depth of the message is a depth of the stack. */
static void
put_fields (TlJsonWriter *json, const TlFieldTree *tree)
{
  bool opened[G_MAXUINT8 + 1]; /* whether what is below a row of this depth is what it holds */
  guint8 depth = 0;

  tl_json_open_array (json);
  for (guint i = 0; i < tree->n_rows; i++)
    {
      const TlRow *row = &tree->rows[i];

      for (; depth > row->depth; depth--)
        close_fields (json, opened[depth - 1]);
      tl_json_open_object (json);
      put_row (json, tree, i);
      if (row->n_below > 0)
        {
          opened[depth++] = tl_field_tree_opened (tree, i) > 0;
          open_fields (json, tree, i);
        }
      else
        tl_json_close_object (json);
    }
  for (; depth > 0; depth--)
    close_fields (json, opened[depth - 1]);
  tl_json_close_array (json);
}

/* A packet that carried several parts is told once. */
static void
put_packets (TlJsonWriter *json, const TlStep *step)
{
  g_autoptr (GHashTable) told = g_hash_table_new (g_int64_hash, g_int64_equal);

  tl_json_key (json, "packets");
  tl_json_open_array (json);
  for (guint i = 0; i < step->n_origins; i++)
    if (g_hash_table_add (told, &step->origins[i].packet))
      tl_json_uint (json, step->origins[i].packet);
  tl_json_close_array (json);
}

static void
put_message (TlJsonWriter *json, const TlStep *step)
{
  guint16 message = step->context.message;

  if (step->type != TL_STEP_HANDSHAKE || step->sealed || message == TL_MESSAGE_NONE)
    tl_json_put_null (json, "message");
  else
    put_named (json, "message", tl_message_code (message), tl_message_name (message));
}

static void
put_alert (TlJsonWriter *json, const TlStep *step)
{
  if (step->type != TL_STEP_ALERT || step->sealed)
    {
      tl_json_put_null (json, "alert");
      return;
    }
  tl_json_key (json, "alert");
  tl_json_open_object (json);
  put_code (json, "level", TL_REGISTRY_ALERT_LEVEL, step->alert_level);
  put_code (json, "description", TL_REGISTRY_ALERT, step->alert_description);
  tl_json_close_object (json);
}

/* The kind of packet that carried it, over QUIC. */
static const char *
quic_packet_id (const TlStep *step)
{
  switch ((TlQuicPacketType) step->quic_packet)
    {
    case TL_QUIC_INITIAL:
      return "initial";
    case TL_QUIC_ZERO_RTT:
      return "0-rtt";
    case TL_QUIC_HANDSHAKE:
      return "handshake";
    case TL_QUIC_ONE_RTT:
      return "1-rtt";
    case TL_QUIC_RETRY:
      return "retry";
    case TL_QUIC_VERSION_NEGOTIATION_PACKET:
      return "version_negotiation";
    case TL_QUIC_NO_PACKET:
    case TL_QUIC_OTHER_VERSION:
    default:
      return NULL;
    }
}

/* Why a CONNECTION_CLOSE ended the connection. */
static void
put_error (TlJsonWriter *json, const TlStep *step)
{
  TlRegistry names;
  guint64 error;

  if (step->type == TL_STEP_CONNECTION_CLOSE && tl_quic_close_error (step, &error, &names))
    put_code (json, "error", names, error);
}

static void
put_step (TlJsonWriter *json, const TlConversation *conversation, guint index, TlJsonFlags flags)
{
  const TlStep *step = conversation->steps[index];

  tl_json_open_object (json);
  tl_json_put_uint (json, "step", (guint64) index + 1);
  tl_json_put_string (json, "from", side_id (step->from));
  tl_json_put_string (json, "type", tl_step_type_id (step->type));
  put_message (json, step);
  tl_json_put_bool (json, "sealed", step->sealed);
  tl_json_put_bool (json, "decrypted", step->decrypted);
  if (step->quic_packet != TL_QUIC_NO_PACKET)
    tl_json_put_string (json, "quic_packet", quic_packet_id (step));
  tl_json_key (json, "time");
  tl_json_seconds (json, step->time - conversation->start);
  put_packets (json, step);
  tl_json_put_uint (json, "length", step->length);
  tl_json_put_uint (json, "records", step->n_records);
  tl_json_put_bool (json, "truncated", step->truncated);
  if (step->retransmission)
    tl_json_put_bool (json, "retransmission", true);
  put_alert (json, step);
  put_error (json, step);
  tl_json_put_string (json, "text", step->text);
  if (conversation->keyring)
    tl_json_step_secrets (json, conversation, index, flags);
  if (flags & TL_JSON_FIELDS)
    {
      g_autoptr (TlFieldTree) tree = tl_step_fields (conversation, index);

      tl_json_key (json, "fields");
      put_fields (json, tree);
    }
  tl_json_close_object (json);
}

static void
put_steps (TlJsonWriter *json, const TlConversation *conversation, TlJsonFlags flags)
{
  tl_json_key (json, "steps");
  tl_json_open_array (json);
  for (guint i = 0; i < conversation->n_steps; i++)
    put_step (json, conversation, i, flags);
  tl_json_close_array (json);
}

static void
put_names (TlJsonWriter *json, const TlCertificate *certificate)
{
  if (certificate->names == NULL)
    {
      tl_json_put_null (json, "names");
      return;
    }
  tl_json_key (json, "names");
  tl_json_open_array (json);
  for (guint i = 0; i < certificate->names->len; i++)
    {
      const TlNamedValue *name = g_ptr_array_index (certificate->names, i);
      g_autofree char *text = g_strconcat (name->name, ":", name->value, NULL);

      tl_json_string (json, text);
    }
  tl_json_close_array (json);
}

static void
put_key (TlJsonWriter *json, const TlCertificate *certificate)
{
  if (certificate->key_algorithm == NULL)
    {
      tl_json_put_null (json, "key");
      return;
    }
  tl_json_key (json, "key");
  tl_json_open_object (json);
  tl_json_put_string (json, "algorithm", certificate->key_algorithm);
  if (certificate->key_bits > 0)
    tl_json_put_uint (json, "bits", (guint64) certificate->key_bits);
  else
    tl_json_put_null (json, "bits");
  tl_json_put_string (json, "curve", certificate->key_curve);
  tl_json_close_object (json);
}

static void
put_certificate (TlJsonWriter *json, const TlCertificate *certificate)
{
  tl_json_open_object (json);
  tl_json_put_string (json, "subject", certificate->subject);
  tl_json_put_string (json, "issuer", certificate->issuer);
  tl_json_put_string (json, "serial", certificate->serial);
  tl_json_put_string (json, "not_before", certificate->not_before);
  tl_json_put_string (json, "not_after", certificate->not_after);
  if (certificate->fault)
    tl_json_put_null (json, "names");
  else
    put_names (json, certificate);
  put_key (json, certificate);
  tl_json_put_string (json, "signature_algorithm", certificate->signature_algorithm);
  if (certificate->fault)
    tl_json_put_null (json, "ca");
  else
    tl_json_put_bool (json, "ca", certificate->ca);
  tl_json_put_string (json, "sha256", certificate->sha256);
  tl_json_put_string (json, "fault", certificate->fault);
  tl_json_close_object (json);
}

static void
put_chain (TlJsonWriter *json, const TlConversation *conversation, TlSide side)
{
  g_autoptr (GPtrArray) chain = tl_conversation_certificates (conversation, side);

  tl_json_key (json, side_id (side));
  tl_json_open_array (json);
  for (guint i = 0; i < chain->len; i++)
    put_certificate (json, g_ptr_array_index (chain, i));
  tl_json_close_array (json);
}

static const char *
severity_id (TlSeverity severity)
{
  static const char *const ids[] = { "note", "warning", "error" };

  return severity < G_N_ELEMENTS (ids) ? ids[severity] : ids[0];
}

static void
put_findings (TlJsonWriter *json, const TlConversation *conversation)
{
  g_autoptr (GPtrArray) findings = tl_conversation_findings (conversation);

  tl_json_key (json, "findings");
  tl_json_open_array (json);
  for (guint i = 0; i < findings->len; i++)
    {
      const TlFinding *finding = g_ptr_array_index (findings, i);

      tl_json_open_object (json);
      tl_json_put_string (json, "id", finding->id);
      tl_json_put_string (json, "severity", severity_id (finding->severity));
      if (finding->step < 0)
        tl_json_put_null (json, "step");
      else
        tl_json_put_uint (json, "step", (guint64) finding->step + 1);
      tl_json_put_string (json, "text", finding->text);
      tl_json_close_object (json);
    }
  tl_json_close_array (json);
}

/* What was negotiated, and how it ended. */
static void
put_facts (TlJsonWriter *json, const TlConversation *conversation)
{
  if (conversation->version == 0)
    tl_json_put_null (json, "version");
  else
    put_code (json, "version", TL_REGISTRY_VERSION, conversation->version);
  if (conversation->quic_version > 0)
    put_code (json, "quic_version", TL_REGISTRY_QUIC_VERSION, conversation->quic_version);
  if (conversation->cipher_suite < 0)
    tl_json_put_null (json, "cipher_suite");
  else
    put_code (json, "cipher_suite", TL_REGISTRY_CIPHER_SUITE, (guint32) conversation->cipher_suite);
  if (conversation->group < 0)
    tl_json_put_null (json, "group");
  else
    put_code (json, "group", TL_REGISTRY_GROUP, (guint32) conversation->group);
  tl_json_put_string (json, "server_name", conversation->server_name);
  tl_json_put_string (json, "alpn", conversation->alpn);
  put_tristate (json, "resumed", conversation->resumed);
  tl_json_put_string (json, "ech", tl_ech_id (conversation->ech));
  if (conversation->ech_opening != TL_ECH_NOT_TRIED)
    {
      tl_json_put_string (json, "ech_opening", tl_ech_opening_id (conversation->ech_opening));
      tl_json_put_string (json, "inner_server_name", conversation->inner_server_name);
    }
  tl_json_put_string (json, "outcome", tl_outcome_id (conversation->outcome));
  tl_json_put_made (json, "outcome_text", tl_conversation_outcome_text (conversation));
  tl_json_put_string (json, "stopped_by", stopped_by (conversation));
}

/* Who it is shown to, where that was chosen, and what can be seen so. */
static void
put_lens (TlJsonWriter *json, const TlConversation *conversation, TlJsonFlags flags)
{
  for (guint lens = 0; lens < TL_N_LENSES; lens++)
    if ((guint) flags & ((guint) TL_JSON_LENS_OBSERVER << lens))
      {
        tl_json_key (json, "lens");
        tl_json_open_object (json);
        tl_json_put_string (json, "id", tl_lens_id ((TlLens) lens));
        tl_json_put_made (json, "text", tl_conversation_lens_text (conversation, (TlLens) lens));
        tl_json_close_object (json);
      }
}

void
tl_export_json (const TlConversation *conversation, TlJsonFlags flags, GString *out)
{
  TlJsonWriter json;

  tl_json_writer_init (&json, out);
  tl_json_open_object (&json);
  tl_json_put_uint (&json, "conversation", conversation->number);
  tl_json_put_string (&json, "transport", conversation->transport == TL_TRANSPORT_UDP ? "udp" : "tcp");
  tl_json_put_string (&json, "protocol", protocol_id (conversation->protocol));
  tl_json_put_string (&json, "upgraded_from", conversation->upgraded_from);
  put_endpoint (&json, "client", &conversation->client);
  put_endpoint (&json, "server", &conversation->server);
  tl_json_key (&json, "start");
  tl_json_time (&json, conversation->start);
  put_facts (&json, conversation);
  tl_json_put_made (&json, "ja3", tl_conversation_ja3 (conversation));
  tl_json_put_made (&json, "ja3s", tl_conversation_ja3s (conversation));
  tl_json_put_made (&json, "ja4", tl_conversation_ja4 (conversation));
  put_steps (&json, conversation, flags);
  tl_json_key (&json, "certificates");
  tl_json_open_object (&json);
  put_chain (&json, conversation, TL_SIDE_SERVER);
  put_chain (&json, conversation, TL_SIDE_CLIENT);
  tl_json_close_object (&json);
  put_findings (&json, conversation);
  put_lens (&json, conversation, flags);
  if (conversation->keyring)
    {
      tl_json_put_made (&json, "sealed", tl_conversation_sealed_text (conversation));
      tl_json_secrets (&json, conversation, flags);
    }
  tl_json_close_object (&json);
  g_string_append_c (out, '\n');
}
