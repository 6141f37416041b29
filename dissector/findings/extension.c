/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Rules about the form of messages, and about which extension may stand where (RFC 9846 section 4.3).
 */
#include "rules.h"

#include <glib/gi18n-lib.h>

enum
{
  EXTENSION_COOKIE = 44,
  EXTENSION_ECH = 0xfe0d,
  EXTENSION_RENEGOTIATION_INFO = 0xff01,
  SUITE_EMPTY_RENEGOTIATION_INFO = 0x00ff
};

/* The extensions of one message. A Certificate has several blocks of them: @blocks counts, and each has its
 * number. */
typedef struct
{
  TlSink sink;
  GArray *extensions; /* BlockExtension */
  guint16 block;
  guint depth;           /* fields that are open */
  gint32 extension;      /* the one that is being read; -1: none */
  guint extension_depth; /* how many fields were open at its type */
  TlFault fault;         /* the first */
  const char *faulty;    /* the field that has it */
  gsize length;          /* bytes of that */
  gint32 faulty_in;      /* the extension it stands in; -1: none */
} MessageSink;

typedef struct
{
  guint16 type;
  guint16 block;
} BlockExtension;

static void
see_fault (MessageSink *self, const TlFound *found)
{
  /* a cap of ours is no fault of the message */
  if (self->fault != TL_FAULT_NONE || found->fault == TL_FAULT_NONE || found->fault == TL_FAULT_TOO_MANY
      || found->fault == TL_FAULT_TOO_DEEP)
    return;
  self->fault = found->fault;
  self->faulty = found->field->name;
  self->length = found->length;
  self->faulty_in = self->extension;
}

static void
message_leaf (TlSink *sink, const TlFound *found)
{
  MessageSink *self = (MessageSink *) sink;

  see_fault (self, found);
  if (found->field->tag == TL_TAG_EXTENSION_TYPE && found->fault == TL_FAULT_NONE)
    {
      BlockExtension extension = { (guint16) found->value, self->block };
      g_array_append_val (self->extensions, extension);
      self->extension = extension.type;
      self->extension_depth = self->depth;
    }
}

static void
message_open (TlSink *sink, const TlFound *found)
{
  MessageSink *self = (MessageSink *) sink;

  see_fault (self, found);
  self->depth++;
  if (found->field->kind == TL_FIELD_LIST && strcmp (found->field->name, "extensions") == 0)
    self->block++;
}

static void
message_close (TlSink *sink, const TlFound *found G_GNUC_UNUSED)
{
  MessageSink *self = (MessageSink *) sink;

  self->depth--;
  if (self->depth < self->extension_depth)
    self->extension = -1;
}

static void
read_message (const TlFindings *self, guint i, MessageSink *out)
{
  *out = (MessageSink){ .sink = { .leaf = message_leaf, .open = message_open, .close = message_close },
                        .extension = -1,
                        .extensions = g_array_new (FALSE, FALSE, sizeof (BlockExtension)) };
  tl_findings_walk (self->conversation, i, &out->sink);
}

static void
message_clear (MessageSink *self)
{
  g_clear_pointer (&self->extensions, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MessageSink, message_clear)

static char *
extension_name (guint16 type)
{
  const char *name = tl_registry_name (TL_REGISTRY_EXTENSION, type);
  return name ? g_strdup (name) : g_strdup_printf ("%u", type);
}

static const char *
title_of (const TlConversation *conversation, guint i)
{
  const char *title = tl_message_title (conversation->steps[i]->context.message);
  return title ? title : _ ("the message");
}

/* What is wrong, where @message has a fault. */
static char *
fault_reason (const MessageSink *message)
{
  g_autofree char *extension = message->faulty_in < 0 ? NULL : extension_name ((guint16) message->faulty_in);
  guint n = (guint) message->length;

  switch (message->fault)
    {
    case TL_FAULT_TRUNCATED:
      return extension ? g_strdup_printf (_ ("in its extension %s, the field %s needs more bytes than are left for it"), extension,
                                          message->faulty)
                       : g_strdup_printf (_ ("its field %s needs more bytes than are left for it"), message->faulty);
    case TL_FAULT_TRAILING:
      return extension ? g_strdup_printf (ngettext ("its extension %s goes on for %u byte behind its last field",
                                                    "its extension %s goes on for %u bytes behind its last field", n),
                                          extension, n)
                       : g_strdup_printf (
                             ngettext ("it goes on for %u byte behind its last field", "it goes on for %u bytes behind its last field", n), n);
    case TL_FAULT_INVALID:
    case TL_FAULT_NONE:
    case TL_FAULT_TOO_MANY:
    case TL_FAULT_TOO_DEEP:
    case TL_N_FAULTS:
    default:
      return extension ? g_strdup_printf (_ ("in its extension %s, the field %s has a value that cannot stand there"), extension,
                                          message->faulty)
                       : g_strdup_printf (_ ("its field %s has a value that cannot stand there"), message->faulty);
    }
}

void
tl_find_malformed (TlFindings *self, const char *id)
{
  const TlConversation *conversation = self->conversation;

  for (guint i = 0; i < conversation->n_steps; i++)
    {
      g_auto (MessageSink) message = { 0 };

      if (!tl_findings_is_message (conversation, i))
        continue;
      read_message (self, i, &message);
      if (message.fault != TL_FAULT_NONE)
        {
          g_autofree char *reason = fault_reason (&message);
          tl_findings_add (self, id, TL_SEVERITY_ERROR, (int) i,
                           /* Translators: the name of a message, and what is wrong with it: "its field random needs …" */
                           g_strdup_printf (_ ("%s is malformed: %s. The receiver cannot read such a message, and has to end the "
                                               "connection with the alert decode_error (%s)."),
                                            title_of (conversation, i), reason,
                                            tl_findings_is_before_13 (self) ? "RFC 5246, section 7.2.2" : "RFC 9846, section 6.2"));
        }
    }
}

/* The first extension that stands twice in a block; -1 where none does. */
static gint32
find_duplicate (const GArray *extensions)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < extensions->len; i++)
    {
      const BlockExtension *extension = &g_array_index (extensions, BlockExtension, i);
      guint key = (guint) extension->block << 16 | extension->type;

      if (!g_hash_table_add (seen, GUINT_TO_POINTER (key)))
        return extension->type;
    }
  return -1;
}

void
tl_find_duplicate_extensions (TlFindings *self, const char *id)
{
  const TlConversation *conversation = self->conversation;

  for (guint i = 0; i < conversation->n_steps; i++)
    {
      g_auto (MessageSink) message = { 0 };
      g_autofree char *name = NULL;
      gint32 type;

      if (!tl_findings_is_message (conversation, i))
        continue;
      read_message (self, i, &message);
      type = find_duplicate (message.extensions);
      if (type < 0)
        continue;
      name = extension_name ((guint16) type);
      tl_findings_add (
          self, id, TL_SEVERITY_ERROR, (int) i,
          g_strdup_printf (
              _ ("The extension %s stands in %s more than once, which must not be (RFC 9846, section 4.3)."),
              name, title_of (conversation, i)));
    }
}

/* Where the extension may stand in TLS 1.3, as the registry has it; everywhere for one that nobody knows. */
static guint32
places_of (guint16 type)
{
  const TlRegistryEntry *entry = tl_registry_lookup (TL_REGISTRY_EXTENSION, type);

  if (tl_registry_is_grease (TL_REGISTRY_EXTENSION, type)) /* RFC 8701 sections 3 and 4 */
    return TL_IN_CLIENT_HELLO | TL_IN_CERTIFICATE_REQUEST | TL_IN_NEW_SESSION_TICKET;
  return entry && entry->messages != 0 ? entry->messages : G_MAXUINT32;
}

/* What TLS 1.3 asks for does not hold for its drafts, and for a ClientHello only as far as no older version
 * would take it. */
static bool
is_judged (const TlConversation *conversation, guint i)
{
  guint16 version = conversation->version;

  return tl_findings_is_message (conversation, i)
         && (version == 0x0304 || version == 0xfefc
             || conversation->steps[i]->context.message == TL_MESSAGE_CLIENT_HELLO);
}

void
tl_find_misplaced_extensions (TlFindings *self, const char *id)
{
  const TlConversation *conversation = self->conversation;

  for (guint i = 0; i < conversation->n_steps; i++)
    {
      guint32 place = tl_message_bit (conversation->steps[i]->context.message);
      g_auto (MessageSink) message = { 0 };

      if (place == 0 || !is_judged (conversation, i))
        continue;
      read_message (self, i, &message);
      for (guint j = 0; j < message.extensions->len; j++)
        {
          guint16 type = g_array_index (message.extensions, BlockExtension, j).type;

          if ((places_of (type) & place) == 0)
            {
              g_autofree char *name = extension_name (type);
              tl_findings_add (
                  self, id, TL_SEVERITY_ERROR, (int) i,
                  g_strdup_printf (
                      _ ("The extension %s may not stand in %s: who receives it ends the connection with "
                         "illegal_parameter (RFC 9846, section 4.3)."),
                      name, title_of (conversation, i)));
              break;
            }
        }
    }
}

/* The types of extensions that the client has sent. */
typedef struct
{
  TlNumberSet types;
  bool known;
} Asked;

static void
see_asked (Asked *self, const GArray *extensions)
{
  *self = (Asked){ .known = true };
  for (guint i = 0; i < extensions->len; i++)
    {
      tl_number_set_add (&self->types, g_array_index (extensions, BlockExtension, i).type);
    }
}

/* Whether the server may answer with @type. */
static bool
was_asked (const Asked *asked, guint16 type, guint16 message, const TlFindings *self)
{
  if (tl_number_set_has (&asked->types, type))
    return true;
  if (type == EXTENSION_COOKIE && message == TL_MESSAGE_HELLO_RETRY_REQUEST)
    return true;
  return type == EXTENSION_RENEGOTIATION_INFO
         && tl_hello_facts_has_suite (&self->client, SUITE_EMPTY_RENEGOTIATION_INFO);
}

static bool
is_answer (const TlStep *step)
{
  guint16 message = step->context.message;

  return step->from == TL_SIDE_SERVER
         && (message == TL_MESSAGE_SERVER_HELLO || message == TL_MESSAGE_HELLO_RETRY_REQUEST
             || message == TL_MESSAGE_ENCRYPTED_EXTENSIONS || message == TL_MESSAGE_CERTIFICATE);
}

static void
check_answer (TlFindings *self, const char *id, guint i, const Asked *asked)
{
  const TlConversation *conversation = self->conversation;
  g_auto (MessageSink) message = { 0 };

  read_message (self, i, &message);
  for (guint j = 0; j < message.extensions->len; j++)
    {
      guint16 type = g_array_index (message.extensions, BlockExtension, j).type;

      if (!was_asked (asked, type, conversation->steps[i]->context.message, self))
        {
          g_autofree char *name = extension_name (type);
          tl_findings_add (
              self, id, TL_SEVERITY_ERROR, (int) i,
              g_strdup_printf (
                  _ ("%s has the extension %s, which the client did not offer: the client ends the "
                     "connection with unsupported_extension (RFC 9846, section 4.3)."),
                  title_of (conversation, i), name));
          return;
        }
    }
}

/* RFC 9846 section 4.3; RFC 5246 section 7.4.1.4. With Encrypted ClientHello, the hello that is answered is
 * not the one in clear. */
void
tl_find_unasked_extensions (TlFindings *self, const char *id)
{
  const TlConversation *conversation = self->conversation;
  Asked asked = { 0 };

  if (!self->client.whole || tl_hello_facts_has_extension (&self->client, EXTENSION_ECH))
    return;
  for (guint i = 0; i < conversation->n_steps; i++)
    {
      const TlStep *step = conversation->steps[i];

      if (!tl_findings_is_message (conversation, i))
        continue;
      if (step->context.message == TL_MESSAGE_CLIENT_HELLO)
        {
          g_auto (MessageSink) message = { 0 };
          read_message (self, i, &message);
          see_asked (&asked, message.extensions);
        }
      else if (asked.known && is_answer (step))
        check_answer (self, id, i, &asked);
    }
}
