/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What a step means in this conversation: sentences made from what was parsed.
 */
#include "texts.h"

#include <glib/gi18n-lib.h>

enum
{
  EXTENSION_ENCRYPTED_CLIENT_HELLO = 0xfe0d
};

#include "../conversation/hello.h"

/* Adds a sentence. */
static void G_GNUC_PRINTF (2, 3) say (GString *text, const char *format, ...)
{
  va_list arguments;

  if (text->len > 0)
    g_string_append_c (text, ' ');
  va_start (arguments, format);
  g_string_append_vprintf (text, format, arguments);
  va_end (arguments);
}

/* What the server asked for in its last message before @index, when it sent the client back. */
static guint16
retry_before (const TlConversation *conversation, guint index)
{
  for (guint i = index; i-- > 0;)
    {
      const TlStep *step = conversation->steps[i];
      if (step->type != TL_STEP_HANDSHAKE || step->sealed)
        continue;
      if (step->from == TL_SIDE_SERVER)
        return step->context.message;
    }
  return TL_MESSAGE_NONE;
}

/* QUIC: what the server answered to the hello before. */
static void
say_begins_anew (GString *text, const TlConversation *conversation, guint index)
{
  const TlStep *before = NULL;

  for (guint i = index; i-- > 0 && before == NULL;)
    if (conversation->steps[i]->from == TL_SIDE_SERVER)
      before = conversation->steps[i];
  if (before && before->type == TL_STEP_RETRY)
    say (text, "%s", _ ("This is the second attempt: it comes with the token of the Retry."));
  if (before && before->type == TL_STEP_VERSION_NEGOTIATION)
    say (text, "%s", _ ("This is the second attempt: it comes in another version of QUIC."));
}

static void
say_client_hello (GString *text, const TlConversation *conversation, guint index, const TlHello *hello)
{
  switch (retry_before (conversation, index))
    {
    case TL_MESSAGE_HELLO_RETRY_REQUEST:
    case TL_MESSAGE_DRAFT_HELLO_RETRY_REQUEST:
      say (text, "%s",
           _ ("This is the second attempt: it gives the server what it asked for in its HelloRetryRequest."));
      break;
    case TL_MESSAGE_HELLO_VERIFY_REQUEST:
      say (text, "%s", _ ("This is the second attempt: it repeats the cookie of the HelloVerifyRequest."));
      break;
    default:
      break;
    }
  say_begins_anew (text, conversation, index);
  if (hello->host_name.data && conversation->server_name && conversation->inner_server_name)
    say (text, _ ("In clear this client asks for %s, and in the encrypted ClientHello for %s."), conversation->server_name,
         conversation->inner_server_name);
  else if (hello->host_name.data && conversation->server_name)
    say (text, _ ("This client wants to reach %s."), conversation->server_name);
  if (hello->pre_shared_key)
    say (text, "%s",
         hello->ticket_age && !hello->encrypted_client_hello
             ? _ ("It offers the ticket of an earlier conversation, to resume it.")
             : _ ("It offers a key that both sides know already: a ticket, or one that was given to both by other means."));
  if (hello->early_data)
    say (text, "%s", _ ("It sends data at once, without waiting for the server (0-RTT)."));
}

static void
say_server_hello (GString *text, const TlConversation *conversation, const TlHello *hello)
{
  const char *version = tl_conversation_version_name (conversation);
  const char *suite = hello->cipher_suite < 0
                          ? NULL
                          : tl_registry_name (TL_REGISTRY_CIPHER_SUITE, (guint32) hello->cipher_suite);
  const char *group = hello->group < 0 ? NULL : tl_registry_name (TL_REGISTRY_GROUP, (guint32) hello->group);

  if (version && suite)
    say (text, _ ("This server chose %s and %s."), version, suite);
  if (group)
    say (text, _ ("Keys are agreed on in the group %s."), group);
  if (group && tl_explain_group ((guint16) hello->group))
    say (text, "%s", tl_explain_group ((guint16) hello->group));
  if (hello->pre_shared_key)
    say (text, "%s", _ ("It accepts the key that the client offered, so no certificate follows."));
  else if (conversation->resumed == TL_YES)
    say (text, "%s", _ ("It resumes an earlier session, so no certificate follows."));
}

static void
say_hello (GString *text, const TlConversation *conversation, guint index)
{
  const TlStep *step = conversation->steps[index];
  gsize length;
  const void *data = g_bytes_get_data (step->bytes, &length);
  const char *group;
  TlHello hello;

  tl_hello_read (tl_bytes (data, length), &step->context, &hello);
  group = hello.group < 0 ? NULL : tl_registry_name (TL_REGISTRY_GROUP, (guint32) hello.group);
  if (step->context.message == TL_MESSAGE_CLIENT_HELLO)
    say_client_hello (text, conversation, index, &hello);
  else if (step->context.message == TL_MESSAGE_SERVER_HELLO)
    say_server_hello (text, conversation, &hello);
  else if (group)
    say (text, _ ("This server asks for a share in the group %s."), group);
}

static const char *
name_of (const char *common_name, const char *name)
{
  return common_name ? common_name : name;
}

static void
say_certificate (GString *text, const TlConversation *conversation, guint index)
{
  g_autoptr (GPtrArray) certificates = tl_step_certificates (conversation, index);
  const TlCertificate *first = certificates->len > 0 ? certificates->pdata[0] : NULL;
  const char *subject = first ? name_of (first->subject_common_name, first->subject) : NULL;
  const char *issuer = first ? name_of (first->issuer_common_name, first->issuer) : NULL;

  if (conversation->steps[index]->context.certificate_type == 2)
    return;
  if (first == NULL && conversation->steps[index]->context.message == TL_MESSAGE_COMPRESSED_CERTIFICATE)
    return; /* perhaps it could not be decompressed */
  if (first == NULL)
    say (text, "%s", _ ("There is none in it: the sender has no certificate it could show."));
  else
    say (text, ngettext ("It holds one certificate.", "It holds %u certificates.", certificates->len),
         certificates->len);
  if (subject && issuer && *subject && *issuer)
    say (text,
         first->self_issued ? _ ("The first is for %s, which vouches for itself.")
                            : _ ("The first is for %s; %s vouches for it."),
         subject, issuer);
}

static void
say_key_exchange (GString *text, const TlConversation *conversation, const TlStep *step)
{
  const TlCipherSuiteInfo *info = tl_cipher_suite_info (step->context.cipher_suite);
  const char *group
      = conversation->group < 0 ? NULL : tl_registry_name (TL_REGISTRY_GROUP, (guint32) conversation->group);

  if (group && step->context.message == TL_MESSAGE_SERVER_KEY_EXCHANGE)
    say (text, _ ("It is a share in the group %s."), group);
  if (info && info->key_exchange == TL_KEY_EXCHANGE_RSA
      && step->context.message == TL_MESSAGE_CLIENT_KEY_EXCHANGE)
    say (text, "%s",
         _ ("Here the client made the premaster secret alone and encrypts it to the server's key: who gets "
            "hold of that key, even later, can read this conversation."));
}

static void
say_prelude (GString *text, const TlConversation *conversation, guint index)
{
  g_autofree char *situation = tl_explain_prelude_situation (conversation, index);

  if (situation)
    say (text, "%s", situation);
}

/* QUIC: nobody but the packet's kind tells that its encryption keeps nothing secret. */
static void
say_initial (GString *text, const TlStep *step)
{
  if (step->quic_packet == TL_QUIC_INITIAL)
    say (text, "%s",
         _ ("It came in an Initial packet of QUIC. That is encrypted, but with keys that anybody can make from the "
            "connection id in its header, so it can be read."));
}

/* The alert that a CONNECTION_CLOSE stands for. */
static void
say_close (GString *text, const TlStep *step)
{
  const TlCodeText *alert = step->alert_level ? tl_code_text (tl_alert_texts, step->alert_description) : NULL;

  if (alert)
    say (text, "%s", _ (alert->text));
}

static void
say_alert (GString *text, const TlStep *step)
{
  if (step->alert_level == 2)
    say (text, "%s", _ ("It is fatal: the conversation ends here."));
  else if (step->alert_level == 1 && step->alert_description != 0)
    say (text, "%s", _ ("It is a warning: the other side may go on."));
}

typedef struct
{
  TlSink sink;
  guint32 type;
  bool found;
} ExtensionSink;

static void
extension_leaf (TlSink *sink, const TlFound *found)
{
  ExtensionSink *self = (ExtensionSink *) sink;

  if (found->field->tag == TL_TAG_EXTENSION_TYPE && found->fault == TL_FAULT_NONE
      && found->value == self->type)
    self->found = true;
}

/* Whether the first ServerHello has the extension; unknown when there is none. */
static TlTristate
is_answered (const TlConversation *conversation, guint32 type)
{
  ExtensionSink sink = { .sink = { .leaf = extension_leaf }, .type = type };

  for (guint i = 0; i < conversation->n_steps; i++)
    {
      const TlStep *step = conversation->steps[i];
      gsize length;
      const void *data;

      if (step->type != TL_STEP_HANDSHAKE || step->sealed || step->context.message != TL_MESSAGE_SERVER_HELLO
          || !step->bytes)
        continue;
      data = g_bytes_get_data (step->bytes, &length);
      tl_message_walk (tl_bytes (data, length), &step->context, &sink.sink);
      return sink.found ? TL_YES : TL_NO;
    }
  return TL_UNKNOWN;
}

static bool
is_one_of (guint32 type, const guint16 *types, gsize n_types)
{
  for (gsize i = 0; i < n_types; i++)
    if (types[i] == type)
      return true;
  return false;
}

char *
tl_explain_extension (const TlConversation *conversation, guint index, guint32 type)
{
  /* "-" in the column "TLS 1.3" of the registry */
  static const guint16 before_tls13[]
      = { 2, 3, 4, 6, 7, 8, 9, 11, 12, 17, 22, 23, 24, 25, 35, 13172, 30032, 65281 };
  /* only defined for TLS 1.3 */
  static const guint16 since_tls13[] = { 27, 34, 41, 42, 44, 45, 49, 51, 17513, 17613 };
  /* an answer in the ServerHello of TLS 1.2 is what puts them into force */
  static const guint16 answered[] = { 1, 4, 5, 14, 15, 16, 17, 18, 22, 23, 28, 35, 54, 13172, 65281 };
  const char *version = tl_conversation_version_name (conversation);

  if (type == EXTENSION_ENCRYPTED_CLIENT_HELLO && conversation->steps[index]->context.message == TL_MESSAGE_CLIENT_HELLO)
    return tl_conversation_ech_text (conversation);
  if (version == NULL || conversation->steps[index]->context.message != TL_MESSAGE_CLIENT_HELLO)
    return NULL;
  if (tl_version_is_13 (conversation->version))
    return is_one_of (type, before_tls13, G_N_ELEMENTS (before_tls13))
               ? g_strdup_printf (_ ("This conversation is %s, so it has no effect here."), version)
               : NULL;
  if (is_one_of (type, since_tls13, G_N_ELEMENTS (since_tls13)))
    return g_strdup_printf (_ ("The server chose %s, so it has no effect here."), version);
  if (!is_one_of (type, answered, G_N_ELEMENTS (answered)) || conversation->resumed == TL_YES)
    return NULL;
  switch (is_answered (conversation, type))
    {
    case TL_YES:
      return g_strdup (_ ("The server answered it."));
    case TL_NO:
      return g_strdup (_ ("The server did not answer it, so it has no effect here."));
    case TL_UNKNOWN:
    default:
      return NULL;
    }
}

/* Over UDP. */
static void
say_retransmission (GString *text, const TlConversation *conversation)
{
  if (tl_version_is_13 (conversation->version))
    say (text, "%s",
         _ ("It was sent before. What gets lost on its way is not missed by UDP: who gets no answer in time sends "
            "it again (RFC 9147, section 5.8)."));
  else
    say (text, "%s",
         _ ("It was sent before. What gets lost on its way is not missed by UDP: who gets no answer in time sends "
            "all of its last messages again, and so does who is asked again (RFC 6347, section 4.2.4)."));
}

char *
tl_explain_situation (const TlConversation *conversation, guint index)
{
  const TlStep *step = conversation->steps[index];
  GString *text = g_string_new (NULL);

  if (step->type == TL_STEP_PRELUDE)
    say_prelude (text, conversation, index);
  if (!step->sealed && step->type == TL_STEP_ALERT)
    say_alert (text, step);
  if (step->retransmission)
    say_retransmission (text, conversation);
  else if (!step->sealed && step->type == TL_STEP_HANDSHAKE && step->bytes)
    switch (step->context.message)
      {
      case TL_MESSAGE_CLIENT_HELLO:
      case TL_MESSAGE_SERVER_HELLO:
      case TL_MESSAGE_HELLO_RETRY_REQUEST:
        say_hello (text, conversation, index);
        break;
      case TL_MESSAGE_CERTIFICATE:
      case TL_MESSAGE_COMPRESSED_CERTIFICATE:
        say_certificate (text, conversation, index);
        break;
      case TL_MESSAGE_SERVER_KEY_EXCHANGE:
      case TL_MESSAGE_CLIENT_KEY_EXCHANGE:
        say_key_exchange (text, conversation, step);
        break;
      default:
        break;
      }
  if (step->type == TL_STEP_CONNECTION_CLOSE)
    say_close (text, step);
  say_initial (text, step);
  if (step->truncated)
    say (text, "%s", _ ("The rest of it is missing from the capture."));
  return g_string_free (text, text->len == 0);
}
