/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A step in a few words: its title, and the two or three facts that matter.
 */
#include "conversation.h"

#include "../display.h"
#include "../limits.h"
#include "hello.h"
#include "titles-quic.h"

#include <glib/gi18n-lib.h>

enum
{
  MAX_LISTED = 4 /* versions, protocols: more are summed up */
};

/* Collects the facts of one message while it is walked. */
typedef struct
{
  TlSink sink;
  GString *versions;
  GString *protocols;
  guint n_versions;
  guint n_protocols;
  guint n_suites;
  guint n_certificates;
  guint n_extensions;
  gint32 scheme;       /* the first signature scheme */
  guint64 lifetime;
  gint64 ticket;       /* its length; -1: none */
  gint64 prime;        /* bytes of a Diffie-Hellman prime; -1: none */
} Facts;

static void
add_listed (GString *list, guint n, const char *text)
{
  if (n < MAX_LISTED && text)
    g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", text);
  else if (n == MAX_LISTED)
    g_string_append (list, " …");
}

static void
see_version (Facts *self, guint16 version)
{
  if (!tl_registry_is_grease (TL_REGISTRY_VERSION, version))
    add_listed (self->versions, self->n_versions++, tl_registry_name (TL_REGISTRY_VERSION, version));
}

static void
see_protocol (Facts *self, TlBytes name)
{
  g_autofree char *text = tl_display_text (name, 32);

  add_listed (self->protocols, self->n_protocols++, text);
}

static void
facts_leaf (TlSink *sink, const TlFound *found)
{
  Facts *self = (Facts *) sink;

  switch (found->field->tag)
    {
    case TL_TAG_SUPPORTED_VERSION:
      see_version (self, (guint16) found->value);
      break;
    case TL_TAG_PROTOCOL_NAME:
      see_protocol (self, found->content);
      break;
    case TL_TAG_CIPHER_SUITE:
      self->n_suites++;
      break;
    case TL_TAG_CERTIFICATE:
      self->n_certificates++;
      break;
    case TL_TAG_EXTENSION_TYPE:
      self->n_extensions++;
      break;
    case TL_TAG_SIGNATURE_SCHEME:
      if (self->scheme < 0)
        self->scheme = (gint32) found->value;
      break;
    case TL_TAG_TICKET_LIFETIME:
      self->lifetime = found->value;
      break;
    case TL_TAG_TICKET:
      self->ticket = (gint64) found->content.length;
      break;
    case TL_TAG_DH_PRIME:
      self->prime = (gint64) found->content.length;
      break;
    default:
      break;
    }
}

static void
collect (const TlStep *step, Facts *facts)
{
  gsize length = 0;
  const void *data = step->bytes ? g_bytes_get_data (step->bytes, &length) : NULL;

  *facts = (Facts) { .sink = { .leaf = facts_leaf }, .scheme = -1, .ticket = -1, .prime = -1 };
  facts->versions = g_string_new (NULL);
  facts->protocols = g_string_new (NULL);
  if (length > 0)
    tl_message_walk (tl_bytes (data, length), &step->context, &facts->sink);
}

static void
facts_clear (Facts *facts)
{
  g_string_free (facts->versions, TRUE);
  g_string_free (facts->protocols, TRUE);
}

/* Appends a fact, unless it is empty. Takes @text over. */
static void
add (GString *out, char *text)
{
  if (text && *text)
    g_string_append_printf (out, "%s%s", out->len > 0 ? " · " : "", text);
  g_free (text);
}

static void
add_name (GString *out, TlRegistry registry, gint32 code)
{
  const char *name = code >= 0 ? tl_registry_name (registry, (guint32) code) : NULL;

  if (name)
    add (out, g_strdup (name));
  else if (code >= 0)
    add (out, g_strdup_printf ("0x%04x", (guint) code));
}

static void
add_version (GString *out, const TlHello *hello, const TlStep *step)
{
  guint16 version = tl_hello_version (hello, !step->truncated);

  if (version != 0)
    add_name (out, TL_REGISTRY_VERSION, version);
}

/* What an encrypted ClientHello asks for, where it was opened. */
static char *
inner_facts (const TlStep *step)
{
  g_autofree char *name = NULL;
  TlHello hello;

  tl_hello_read (tl_bytes_of (step->inner->message), &step->context, &hello);
  name = hello.host_name.data ? tl_display_text (hello.host_name, TL_LIMIT_TEXT_CELL) : NULL;
  /* Translators: ECH is Encrypted ClientHello */
  return name ? g_strdup_printf (_ ("in ECH %s"), name) : g_strdup (_ ("ECH, opened"));
}

static void
client_hello_facts (const TlStep *step, const Facts *facts, GString *out)
{
  TlHello hello;
  gsize length = 0;
  const void *data = step->bytes ? g_bytes_get_data (step->bytes, &length) : NULL;

  tl_hello_read (tl_bytes (data, length), &step->context, &hello);
  add (out, hello.host_name.data ? tl_display_text (hello.host_name, TL_LIMIT_TEXT_CELL) : NULL);
  if (step->inner)
    add (out, inner_facts (step));
  if (facts->n_versions > 0)
    add (out, g_strdup (facts->versions->str));
  else
    add_version (out, &hello, step);
  add (out, g_strdup_printf (ngettext ("%u suite", "%u suites", facts->n_suites), facts->n_suites));
  add (out, g_strdup (facts->protocols->str));
  /* an age is that of a ticket (RFC 9846 section 4.3.11), or in front of an encrypted ClientHello any number (RFC 9849 section 6.1.2) */
  if (hello.pre_shared_key)
    add (out, g_strdup (hello.ticket_age && !hello.encrypted_client_hello ? _ ("offers to resume") : _ ("offers a pre-shared key")));
  if (hello.early_data)
    add (out, g_strdup (_ ("early data")));
  if (hello.encrypted_client_hello && step->inner == NULL)
    add (out, g_strdup ("ECH"));
}

static void
server_hello_facts (const TlStep *step, const Facts *facts, GString *out)
{
  TlHello hello;
  gsize length = 0;
  const void *data = step->bytes ? g_bytes_get_data (step->bytes, &length) : NULL;

  tl_hello_read (tl_bytes (data, length), &step->context, &hello);
  add_version (out, &hello, step);
  add_name (out, TL_REGISTRY_CIPHER_SUITE, hello.cipher_suite);
  if (step->context.message != TL_MESSAGE_SERVER_HELLO && hello.group >= 0)
    add (out, g_strdup_printf (_ ("asks for %s"), tl_registry_name (TL_REGISTRY_GROUP, (guint32) hello.group)
                                                      ? tl_registry_name (TL_REGISTRY_GROUP, (guint32) hello.group)
                                                      : _ ("another group")));
  else
    add_name (out, TL_REGISTRY_GROUP, hello.group);
  add (out, g_strdup (facts->protocols->str));
  if (hello.pre_shared_key)
    add (out, g_strdup (_ ("accepts the pre-shared key")));
}

static void
certificate_facts (const TlConversation *self, guint index, const Facts *facts, GString *out)
{
  g_autoptr (GPtrArray) certificates = tl_step_certificates (self, index);
  const TlCertificate *first = certificates->len > 0 ? g_ptr_array_index (certificates, 0) : NULL;

  if (first == NULL)
    {
      add (out, facts->n_certificates == 0 && self->steps[index]->context.message == TL_MESSAGE_CERTIFICATE
                    ? g_strdup (_ ("no certificate"))
                    : NULL);
      return;
    }
  if (first->subject && *first->subject)
    add (out, g_strdup (first->subject));
  if (first->key_algorithm && first->key_bits > 0)
    add (out, g_strdup_printf (_ ("%s, %d bits"), first->key_curve ? first->key_curve : first->key_algorithm,
                               first->key_bits));
  else if (first->key_algorithm)
    add (out, g_strdup (first->key_algorithm));
  if (certificates->len > 1)
    add (out, g_strdup_printf (ngettext ("chain of %u", "chain of %u", certificates->len), certificates->len));
}

static void
client_key_exchange_facts (const TlStep *step, GString *out)
{
  const TlCipherSuiteInfo *suite = tl_cipher_suite_info (step->context.cipher_suite);

  if (step->context.version == 0 || suite == NULL)
    return;
  switch (suite->key_exchange)
    {
    case TL_KEY_EXCHANGE_RSA:
    case TL_KEY_EXCHANGE_RSA_PSK:
      add (out, g_strdup (_ ("premaster secret, encrypted with the server's RSA key")));
      break;
    case TL_KEY_EXCHANGE_DHE:
    case TL_KEY_EXCHANGE_DH_ANON:
    case TL_KEY_EXCHANGE_DHE_PSK:
      add (out, g_strdup (_ ("the client's Diffie-Hellman share")));
      break;
    case TL_KEY_EXCHANGE_ECDHE:
    case TL_KEY_EXCHANGE_ECDH:
    case TL_KEY_EXCHANGE_ECDH_ANON:
    case TL_KEY_EXCHANGE_ECDHE_PSK:
      add (out, g_strdup (_ ("the client's key share")));
      break;
    case TL_KEY_EXCHANGE_PSK:
      add (out, g_strdup (_ ("which pre-shared key is meant")));
      break;
    case TL_KEY_EXCHANGE_UNKNOWN:
    case TL_KEY_EXCHANGE_NULL:
    case TL_KEY_EXCHANGE_DH:
    case TL_KEY_EXCHANGE_SRP:
    case TL_KEY_EXCHANGE_SRP_SIGNED:
    case TL_KEY_EXCHANGE_KRB5:
    case TL_KEY_EXCHANGE_ECCPWD:
    case TL_KEY_EXCHANGE_ECJPAKE:
    case TL_KEY_EXCHANGE_GOST:
    case TL_KEY_EXCHANGE_SM2:
    case TL_KEY_EXCHANGE_SM2DHE:
    case TL_KEY_EXCHANGE_TLS13:
    default:
      break;
    }
}

/* SSL 2.0: the server leaves of the client's offer what it can use, and the client chooses. */
static void
sslv2_facts (const TlStep *step, const Facts *facts, GString *out)
{
  TlHello hello;
  gsize length = 0;
  const void *data = step->bytes ? g_bytes_get_data (step->bytes, &length) : NULL;

  tl_hello_read (tl_bytes (data, length), &step->context, &hello);
  if (step->context.message == TL_MESSAGE_SSLV2_CLIENT_MASTER_KEY)
    {
      add_name (out, TL_REGISTRY_CIPHER_SUITE, hello.cipher_suite);
      return;
    }
  add_version (out, &hello, step);
  add (out, g_strdup_printf (ngettext ("%u suite", "%u suites", facts->n_suites), facts->n_suites));
}

static void
message_facts (const TlConversation *self, guint index, const Facts *facts, GString *out)
{
  const TlStep *step = self->steps[index];

  switch (step->context.message)
    {
    case TL_MESSAGE_CLIENT_HELLO:
      client_hello_facts (step, facts, out);
      break;
    case TL_MESSAGE_SERVER_HELLO:
    case TL_MESSAGE_HELLO_RETRY_REQUEST:
    case TL_MESSAGE_DRAFT_HELLO_RETRY_REQUEST:
      server_hello_facts (step, facts, out);
      break;
    case TL_MESSAGE_SSLV2_CLIENT_HELLO:
    case TL_MESSAGE_SSLV2_CLIENT_MASTER_KEY:
      sslv2_facts (step, facts, out);
      break;
    case TL_MESSAGE_SSLV2_SERVER_HELLO:
      sslv2_facts (step, facts, out);
      certificate_facts (self, index, facts, out);
      break;
    case TL_MESSAGE_CERTIFICATE:
    case TL_MESSAGE_COMPRESSED_CERTIFICATE:
      certificate_facts (self, index, facts, out);
      break;
    case TL_MESSAGE_SERVER_KEY_EXCHANGE:
      add_name (out, TL_REGISTRY_GROUP, self->group);
      if (facts->prime > 0)
        add (out, g_strdup_printf (_ ("Diffie-Hellman, %d bits"), (int) facts->prime * 8));
      add_name (out, TL_REGISTRY_SIGNATURE_SCHEME, facts->scheme);
      break;
    case TL_MESSAGE_CLIENT_KEY_EXCHANGE:
      client_key_exchange_facts (step, out);
      break;
    case TL_MESSAGE_CERTIFICATE_VERIFY:
      add_name (out, TL_REGISTRY_SIGNATURE_SCHEME, facts->scheme);
      break;
    case TL_MESSAGE_NEW_SESSION_TICKET:
      add (out, g_strdup_printf (_ ("valid for %u s"), (guint) facts->lifetime));
      break;
    case TL_MESSAGE_ENCRYPTED_EXTENSIONS:
      add (out, g_strdup (facts->protocols->str));
      add (out, g_strdup_printf (ngettext ("%u extension", "%u extensions", facts->n_extensions), facts->n_extensions));
      break;
    default:
      break;
    }
}

/* Sealed, in TLS 1.2 and older: the first handshake record after ChangeCipherSpec is Finished (RFC 5246 section 7.4.9). */
static bool
is_finished_by_its_place (const TlConversation *self, guint index)
{
  const TlStep *step = self->steps[index];

  if ((step->type != TL_STEP_HANDSHAKE && step->type != TL_STEP_TLS12_CID) || !step->sealed)
    return false;
  for (guint i = index; i > 0; i--)
    {
      const TlStep *before = self->steps[i - 1];
      if (before->from == step->from)
        return before->type == TL_STEP_CHANGE_CIPHER_SPEC;
    }
  return false;
}

static char *
sealed_facts (const TlConversation *self, guint index)
{
  const TlStep *step = self->steps[index];

  if (is_finished_by_its_place (self, index))
    return g_strdup (_ ("sealed · by its place, the Finished"));
  if (step->in_handshake && (step->type == TL_STEP_APPLICATION_DATA || self->version == 0x0002))
    return g_strdup (_ ("sealed · by its place, part of the handshake"));
  if (step->type == TL_STEP_APPLICATION_DATA)
    return g_strdup_printf (ngettext ("sealed · %u record", "sealed · %u records", step->n_records), step->n_records);
  return g_strdup (_ ("sealed"));
}

static char *
alert_facts (const TlStep *step)
{
  const char *level = tl_registry_name (TL_REGISTRY_ALERT_LEVEL, step->alert_level);

  return level ? g_strdup (level) : g_strdup_printf (_ ("level %u"), step->alert_level);
}

/* Why a step was sent again: for a timer of its sender, or because the other side had sent its own part again
 * (RFC 6347 section 4.2.4, RFC 9147 section 5.8). */
static char *
retransmission_facts (const TlConversation *self, guint index)
{
  TlSide from = self->steps[index]->from;
  const TlStep *asked = NULL;

  for (guint i = index; i > 0 && asked == NULL; i--)
    {
      const TlStep *before = self->steps[i - 1];
      if (before->from != from && (before->type != TL_STEP_APPLICATION_DATA || before->in_handshake))
        asked = before;
    }
  return g_strdup (asked && asked->retransmission ? _ ("sent again, as the other side did")
                                                  : _ ("sent again: no answer came in time"));
}

/* "2 records: 0/1, 0/2": epoch and number of what was acknowledged. */
static char *
ack_facts (const TlStep *step)
{
  gsize length = 0;
  const void *data = step->bytes ? g_bytes_get_data (step->bytes, &length) : NULL;
  TlBytes bytes = tl_bytes (data, length), numbers;
  GString *out = g_string_new (NULL);
  guint64 epoch, sequence;
  guint n;

  if (!tl_bytes_prefixed (&bytes, 2, &numbers))
    return g_string_free (out, FALSE);
  n = (guint) (numbers.length / 16);
  g_string_append_printf (out, ngettext ("%u record", "%u records", n), n);
  for (guint i = 0; i < MAX_LISTED && tl_bytes_uint (&numbers, 8, &epoch) && tl_bytes_uint (&numbers, 8, &sequence); i++)
    g_string_append_printf (out, "%s%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT, i == 0 ? ": " : ", ", epoch, sequence);
  if (n > MAX_LISTED)
    g_string_append (out, " …");
  return g_string_free (out, FALSE);
}

char *
tl_step_facts (const TlConversation *self, guint index)
{
  const TlStep *step = self->steps[index];
  char *quic = tl_quic_step_facts (step);
  GString *out;
  Facts facts;

  if (step->retransmission)
    return retransmission_facts (self, index);
  if (quic)
    return quic;
  if (step->sealed)
    return sealed_facts (self, index);
  if (step->type == TL_STEP_ALERT)
    return alert_facts (step);
  if (step->type == TL_STEP_ACK)
    return ack_facts (step);
  out = g_string_new (NULL);
  if (step->type == TL_STEP_HANDSHAKE)
    {
      collect (step, &facts);
      message_facts (self, index, &facts, out);
      facts_clear (&facts);
    }
  if (step->truncated)
    add (out, g_strdup (_ ("bytes are missing")));
  return g_string_free (out, FALSE);
}

static char *
sealed_title (const TlConversation *self, guint index)
{
  const TlStep *step = self->steps[index];

  switch (step->type)
    {
    case TL_STEP_HANDSHAKE:
      return g_strdup (_ ("Encrypted handshake message"));
    case TL_STEP_ALERT:
      return g_strdup (_ ("Encrypted alert"));
    case TL_STEP_HEARTBEAT:
      return g_strdup (_ ("Encrypted heartbeat"));
    case TL_STEP_CHANGE_CIPHER_SPEC:
      return g_strdup (_ ("Encrypted ChangeCipherSpec"));
    case TL_STEP_RETURN_ROUTABILITY_CHECK:
      return g_strdup (_ ("Encrypted return routability check"));
    case TL_STEP_APPLICATION_DATA:
      return g_strdup (step->in_handshake ? _ ("Encrypted record") : _ ("Application data"));
    case TL_STEP_PRELUDE:
    case TL_STEP_TLS12_CID:
    case TL_STEP_ACK:
    case TL_STEP_VERSION_NEGOTIATION:
    case TL_STEP_RETRY:
    case TL_STEP_CONNECTION_CLOSE:
    default:
      return g_strdup (_ ("Encrypted record"));
    }
}

static char *
handshake_title (const TlStep *step)
{
  const char *title = tl_message_title (step->context.message);

  return title ? g_strdup (title) : g_strdup_printf (_ ("Handshake message %u"), step->context.message);
}

static char *
alert_title (const TlStep *step)
{
  const char *name = tl_registry_name (TL_REGISTRY_ALERT, step->alert_description);

  return name ? g_strdup_printf (_ ("Alert: %s"), name) : g_strdup_printf (_ ("Alert %u"), step->alert_description);
}

/* RFC 9853 section 4 */
static char *
return_routability_title (const TlStep *step)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (step->bytes, &length);
  const char *name = length > 0 ? tl_registry_name (TL_REGISTRY_RETURN_ROUTABILITY_TYPE, data[0]) : NULL;

  return name ? g_strdup_printf (_ ("Return routability check: %s"), name) : g_strdup (_ ("Return routability check"));
}

static char *
title_of (const TlConversation *self, guint index)
{
  const TlStep *step = self->steps[index];
  char *quic = tl_quic_step_title (step);

  if (quic)
    return quic;
  if (step->sealed)
    return sealed_title (self, index);
  switch (step->type)
    {
    case TL_STEP_HANDSHAKE:
      return handshake_title (step);
    case TL_STEP_ALERT:
      return alert_title (step);
    case TL_STEP_CHANGE_CIPHER_SPEC:
      return g_strdup ("ChangeCipherSpec");
    case TL_STEP_PRELUDE:
      return g_strdup (step->text && *step->text ? step->text : _ ("An empty line"));
    case TL_STEP_HEARTBEAT:
      return g_strdup (_ ("Heartbeat"));
    case TL_STEP_APPLICATION_DATA:
      return g_strdup (_ ("Application data"));
    case TL_STEP_ACK:
      return g_strdup ("ACK");
    case TL_STEP_RETURN_ROUTABILITY_CHECK:
      return return_routability_title (step);
    case TL_STEP_VERSION_NEGOTIATION:
    case TL_STEP_RETRY:
    case TL_STEP_CONNECTION_CLOSE:
    case TL_STEP_TLS12_CID:
    default:
      return g_strdup (_ ("Record"));
    }
}

char *
tl_step_title (const TlConversation *self, guint index)
{
  g_autofree char *title = title_of (self, index);

  if (!self->steps[index]->retransmission)
    return g_steal_pointer (&title);
  /* Translators: the name of a message that was sent before. */
  return g_strdup_printf (_ ("%s (again)"), title);
}
