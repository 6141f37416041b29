/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Finds the texts for a step or a row and puts them together: why it is here, then what it means in this
 * conversation.
 */
#include "texts.h"

#include <glib/gi18n-lib.h>

/* A text, and which of its two references is the one for the version of this conversation. */
typedef struct
{
  const char *text;
  const char *reference;
} Found;

static bool
is_old (const TlConversation *conversation)
{
  guint16 version = conversation->version ? conversation->version : conversation->offered_version;

  return version != 0 && !tl_version_is_13 (version);
}

static Found
found_in (const TlCodeText *text, bool old)
{
  if (text == NULL)
    return (Found){ NULL, NULL };
  return (Found){ _ (old && text->old_text ? text->old_text : text->text),
                  old && text->old_reference ? text->old_reference : text->reference };
}

static Found
found_field (const TlText *text, bool old)
{
  if (text == NULL)
    return (Found){ NULL, NULL };
  return (Found){ _ (text->text), old && text->old_reference ? text->old_reference : text->reference };
}

static const TlText *
find_text (const TlText *texts, const char *parent, const char *name)
{
  for (; texts->name; texts++)
    if (strcmp (texts->name, name) == 0 && g_strcmp0 (texts->parent, parent) == 0)
      return texts;
  return NULL;
}

const TlText *const *
tl_field_texts (void)
{
  static const TlText *const texts[]
      = { tl_hello_texts,           tl_message_field_texts, tl_key_exchange_texts,
          tl_extension_field_texts, tl_rare_field_texts,    tl_sslv2_texts,
          tl_quic_texts,            NULL };

  return texts;
}

const TlText *
tl_field_text (const char *message, const char *parent, const char *name)
{
  const char *const places[] = { parent ? parent : message, NULL };

  for (guint place = 0; place < G_N_ELEMENTS (places); place++)
    for (const TlText *const *texts = tl_field_texts (); *texts; texts++)
      {
        const TlText *text = find_text (*texts, places[place], name);
        if (text)
          return text;
      }
  return NULL;
}

const TlText *const *
tl_der_texts (void)
{
  static const TlText *const texts[]
      = { tl_certificate_texts, tl_certificate_extension_texts, tl_key_texts, tl_ocsp_texts, NULL };

  return texts;
}

/* The text for the row of DER @name in @parent; NULL where there is none. */
static const TlText *
der_text (const char *parent, const char *name)
{
  const char *const places[] = { parent, NULL };

  for (guint place = 0; place < G_N_ELEMENTS (places); place++)
    for (const TlText *const *texts = tl_der_texts (); *texts; texts++)
      {
        const TlText *text = find_text (*texts, places[place], name);
        if (text)
          return text;
      }
  return NULL;
}

bool
tl_explain_has_der (const char *parent, const char *name)
{
  return der_text (parent, name) != NULL;
}

const TlCodeText *
tl_code_text (const TlCodeText *texts, guint32 code)
{
  for (; texts->text; texts++)
    if (texts->code == code)
      return texts;
  return NULL;
}

/* A certificate's rows come from no table. What has no name but the number of its tag is "[0]", "[1]" … */
static Found
certificate_text (const char *parent, const char *name)
{
  const TlText *text = der_text (parent, name);

  if (text == NULL && (name[0] == '[' || strcmp (name, "ANY") == 0))
    return (Found){ _ ("A part that is told from the others by a number of its own."),
                    "X.690, section 8.14" };
  return found_field (text, false);
}

/* What stands at the top of a step that is no handshake message, in the words of the tables. */
static const char *
place_of (const TlStep *step)
{
  if (step->sealed)
    return step->quic_packet == TL_QUIC_HANDSHAKE ? "quic_handshake" : "record";
  switch (step->type)
    {
    case TL_STEP_HANDSHAKE:
      return tl_message_name (step->context.message);
    case TL_STEP_PRELUDE:
    case TL_STEP_APPLICATION_DATA:
    case TL_STEP_TLS12_CID:
      return "record";
    case TL_STEP_VERSION_NEGOTIATION:
    case TL_STEP_RETRY:
    case TL_STEP_CONNECTION_CLOSE:
    case TL_STEP_ALERT:
    case TL_STEP_CHANGE_CIPHER_SPEC:
    case TL_STEP_HEARTBEAT:
    case TL_STEP_ACK:
    case TL_STEP_RETURN_ROUTABILITY_CHECK:
    default:
      return tl_step_type_id (step->type);
    }
}

/* The type of the extension that @row is, or holds the data of; -1 for any other row. */
static gint64
extension_of (const TlFieldTree *tree, guint row)
{
  int first = -1;

  if (strcmp (tree->rows[row].name, "extension") == 0)
    first = (int) row + 1;
  else if (strcmp (tree->rows[row].name, "extension_data") == 0)
    first = (int) row - 1;
  if (first < 0 || (guint) first >= tree->n_rows || strcmp (tree->rows[first].name, "extension_type") != 0
      || !tree->rows[first].has_value)
    return -1;
  return (gint64) tree->rows[first].value;
}

static Found
row_text (const TlConversation *conversation, const TlStep *step, const TlFieldTree *tree, guint row)
{
  const TlRow *self = &tree->rows[row];
  const char *place = tree->spaces[self->space].place;
  int parent = tl_field_tree_parent (tree, row);
  bool at_top = parent < 0 || tree->rows[parent].space != self->space;
  const char *around = at_top ? NULL : tree->rows[parent].name;
  gint64 extension = extension_of (tree, row);
  bool old = is_old (conversation);
  Found found = { NULL, NULL };

  if (strcmp (self->name, "unknown") == 0)
    return (Found){ _ ("Bytes that nothing public explains, or that do not fit where they stand."), NULL };
  if (strcmp (self->name, "missing") == 0)
    return (Found){ _ ("The rest of the message, which the capture does not have."), NULL };
  if (extension >= 0)
    found = found_in (tl_code_text (tl_extension_texts, (guint32) extension), old);
  if (found.text == NULL && self->field == NULL)
    found = certificate_text (around, self->name);
  if (found.text == NULL && self->field != NULL)
    found = found_field (tl_field_text (place ? place : place_of (step), around, self->name), old);
  return found;
}

/* Where a cipher suite, group or signature scheme is specified: that says more than where its field is. */
static const char *
value_reference (const TlRow *row)
{
  const TlRegistryEntry *entry;

  if (row->field == NULL || !row->has_value)
    return NULL;
  switch ((TlRegistry) row->field->registry)
    {
    case TL_REGISTRY_CIPHER_SUITE:
    case TL_REGISTRY_GROUP:
    case TL_REGISTRY_SIGNATURE_SCHEME:
      entry = tl_registry_lookup ((TlRegistry) row->field->registry, (guint32) row->value);
      return entry && entry->reference && *entry->reference ? entry->reference : NULL;
    default:
      return NULL;
    }
}

static const char *
fault_text (guint8 fault)
{
  switch ((TlFault) fault)
    {
    case TL_FAULT_TRUNCATED:
      return _ ("It is cut short: the bytes end before it does.");
    case TL_FAULT_TRAILING:
      return _ ("These bytes are left over: what stands before them is complete without them.");
    case TL_FAULT_TOO_MANY:
      return _ ("There is more of it than this program reads.");
    case TL_FAULT_TOO_DEEP:
      return _ ("It is nested deeper than this program reads.");
    case TL_FAULT_INVALID:
      return _ ("This value cannot stand here.");
    case TL_FAULT_NONE:
    case TL_N_FAULTS:
    default:
      return NULL;
    }
}

/* The sentences that there are, with a space between them. */
static char *
join (const char *first, const char *second, const char *third)
{
  GString *text = g_string_new (first);
  const char *const more[] = { second, third };

  for (guint i = 0; i < G_N_ELEMENTS (more); i++)
    if (more[i])
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", more[i]);
  return g_string_free (text, FALSE);
}

/* SSL 2.0: nothing but the handshake's place tells it from the data. */
static Found
sealed_sslv2_text (const TlStep *step)
{
  if (step->type == TL_STEP_HANDSHAKE)
    return (Found){ _ ("An encrypted message of the handshake: the two sides show each other that they have the "
                       "keys. SSL 2.0 encrypts the kind of a message too, and only its place tells it from data."),
                    "draft-hickman-netscape-ssl-00, section 5.2" };
  return (Found){ _ ("The data for which all this was done, encrypted. An observer sees how much it is, and "
                     "when, but nothing of what it says."),
                  "draft-hickman-netscape-ssl-00, section 4.1.1" };
}

static Found
sealed_text (const TlConversation *conversation, const TlStep *step)
{
  if (conversation->version == 0x0002)
    return sealed_sslv2_text (step);
  if (!tl_version_is_13 (conversation->version) && step->type == TL_STEP_HANDSHAKE)
    return (Found){ _ ("An encrypted message of the handshake. After ChangeCipherSpec that is nearly always "
                       "Finished, the seal on everything said before."),
                    "RFC 5246, section 6.2.3" };
  if (step->type == TL_STEP_CHANGE_CIPHER_SPEC)
    return (Found){ _ ("An encrypted ChangeCipherSpec: the handshake was done again within the connection, and from here on "
                       "the sender uses the new keys in place of the old ones."),
                    "RFC 5246, section 7.1" };
  if (step->type == TL_STEP_HEARTBEAT)
    return (Found){ _ ("An encrypted heartbeat: shows that the other side is still there, which has to send the same bytes "
                       "back. An answer that is much longer than the request is a sign of Heartbleed."),
                    "RFC 6520, section 4" };
  if (step->type == TL_STEP_ALERT)
    return (Found){ _ ("An encrypted alert: without the keys only its size can be seen. At the end of a "
                       "conversation it is most often close_notify, the proper goodbye."),
                    "RFC 5246, section 7.2" };
  if (step->in_handshake)
    return (Found){
      _ ("Here the handshake goes on, encrypted. TLS 1.3 hides what kind of message it is: the record says "
         "application data, whatever is in it. With the keys of this conversation it can be read."),
      "RFC 9846, section 5.2"
    };
  return (Found){ _ ("The data for which all this was done, encrypted. An observer sees how much it is, and "
                     "when, but nothing of what it says."),
                  is_old (conversation) ? "RFC 5246, section 6.2.3" : "RFC 9846, section 5.2" };
}

static Found
change_cipher_spec_text (const TlConversation *conversation)
{
  if (tl_version_is_13 (conversation->version))
    return (Found){ _ ("In TLS 1.3 it has no effect. It is sent so that devices on the way, which may know "
                       "no more than TLS 1.2, take the conversation for one of TLS 1.2 and let it pass."),
                    "RFC 9846, appendix E.4" };
  return (Found){ _ ("From here on the sender encrypts all it sends with the keys just agreed on. It is no "
                     "message of the handshake itself, but a signal of one byte."),
                  "RFC 5246, section 7.1" };
}

static Found
step_text (const TlConversation *conversation, const TlStep *step)
{
  const TlCodeText *quic = tl_quic_step_text (step);

  if (quic)
    return found_in (quic, false);
  if (step->sealed)
    return sealed_text (conversation, step);
  switch (step->type)
    {
    case TL_STEP_HANDSHAKE:
      return found_in (tl_code_text (tl_message_texts, step->context.message), is_old (conversation));
    case TL_STEP_ALERT:
      return found_in (tl_code_text (tl_alert_texts, step->alert_description), is_old (conversation));
    case TL_STEP_CHANGE_CIPHER_SPEC:
      return change_cipher_spec_text (conversation);
    case TL_STEP_HEARTBEAT:
      return (Found){ _ ("Shows that the other side is still there: it has to send the same bytes back."),
                      "RFC 6520" };
    case TL_STEP_ACK:
      return (Found){ _ ("Tells which records of the handshake have arrived, so that only those that were "
                         "lost are sent again."),
                      "RFC 9147, section 7" };
    case TL_STEP_RETURN_ROUTABILITY_CHECK:
      return (Found){ _ ("The other side's address has changed. Whoever is asked at an address has to answer with the same cookie: "
                         "that shows that it is there, and that nobody has just put its address on the records of another."),
                      "RFC 9853, section 5" };
    case TL_STEP_PRELUDE:
    case TL_STEP_APPLICATION_DATA:
    case TL_STEP_TLS12_CID:
    case TL_STEP_VERSION_NEGOTIATION:
    case TL_STEP_RETRY:
    case TL_STEP_CONNECTION_CLOSE:
    default:
      return sealed_text (conversation, step);
    }
}

void
tl_explanation_free (TlExplanation *self)
{
  g_free (self->title);
  g_free (self->text);
  g_free (self->reference);
  g_free (self);
}

TlExplanation *
tl_explain_step (const TlConversation *conversation, guint index)
{
  TlExplanation *self = g_new0 (TlExplanation, 1);
  const TlStep *step = conversation->steps[index];
  bool prelude = step->type == TL_STEP_PRELUDE;
  g_autofree char *before = prelude ? tl_explain_prelude (step) : NULL;
  Found found = prelude ? (Found){ before, tl_explain_prelude_reference (step) } : step_text (conversation, step);
  g_autofree char *situation = tl_explain_situation (conversation, index);

  self->title = tl_step_title (conversation, index);
  self->text = join (found.text, situation, NULL);
  self->reference = g_strdup (found.reference);
  return self;
}

TlExplanation *
tl_explain_row (const TlConversation *conversation, guint index, const TlFieldTree *tree, guint row)
{
  TlExplanation *self = g_new0 (TlExplanation, 1);
  const TlStep *step = conversation->steps[index];
  Found found = row_text (conversation, step, tree, row);
  gint64 extension = extension_of (tree, row);
  g_autofree char *value = extension < 0 ? tl_explain_value (conversation, index, tree, row)
                                         : tl_explain_extension (conversation, index, (guint32) extension);
  const char *name = extension < 0 ? NULL : tl_registry_name (TL_REGISTRY_EXTENSION, (guint32) extension);
  const char *reference = value_reference (&tree->rows[row]);

  self->title = g_strdup (name ? name : tree->rows[row].name);
  self->text = join (found.text, value, fault_text (tree->rows[row].fault));
  self->reference = g_strdup (reference ? reference : found.reference);
  return self;
}

bool
tl_explain_has (const char *parent, const char *name)
{
  for (const TlText *const *texts = tl_field_texts (); *texts; texts++)
    for (const TlText *text = *texts; text->name; text++)
      if (strcmp (text->name, name) == 0
          && (parent == NULL || text->parent == NULL || strcmp (text->parent, parent) == 0))
        return true;
  return false;
}
