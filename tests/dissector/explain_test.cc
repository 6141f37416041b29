/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Every field has its text and every text its field; and the sentences that are made from values.
 */
#include "explain/explain.h"
#include "conversation_fixture.h"
#include "explain/texts.h"
#include "limits.h"
#include "reader.h"
#include "tables.h"
#include "x509/schema.h"

#include <gtest/gtest.h>
#include <string_view>

static const char *const record_places[] = { "record", "heartbeat", "return_routability_check" }; /* their tables are with the steps */

static bool
is_message (const std::string &name)
{
  for (guint16 message = 0; message <= TL_MESSAGE_SSLV2_CLIENT_CERTIFICATE; message++)
    if (name == (tl_message_name (message) ? tl_message_name (message) : ""))
      return true;
  return name == "alert" || name == "change_cipher_spec" || name == "ack" || name == "retry" || name == "version_negotiation"
         || name == "quic_handshake" || name == "connection_close";
}

TEST (Texts, EveryFieldHasOne)
{
  EveryField ([] (const char *parent, const TlField *field) {
    EXPECT_TRUE (tl_explain_has (*parent ? parent : nullptr, field->name)) << parent << " / " << field->name;
  });
}

TEST (Texts, EveryTextHasItsField)
{
  std::set<std::pair<std::string, std::string>> fields;
  std::set<std::string> names = { "msg_type", "length" }; /* the header of every message */
  EveryField ([&] (const char *parent, const TlField *field) {
    fields.insert ({ parent, field->name });
    names.insert (field->name);
  });
  for (const TlText *const *texts = tl_field_texts (); *texts; texts++)
    for (const TlText *text = *texts; text->name; text++)
      {
        std::string parent = text->parent ? text->parent : "";
        if (parent == record_places[0] || parent == record_places[1] || parent == record_places[2])
          continue;
        bool found = parent.empty ()         ? names.count (text->name) > 0
                     : is_message (parent) ? fields.count ({ "", text->name }) > 0
                                           : fields.count ({ parent, text->name }) > 0;
        EXPECT_TRUE (found) << parent << " / " << text->name;
      }
}

TEST (Texts, NoneStandsTwice)
{
  std::set<std::pair<std::string, std::string>> seen;
  for (const TlText *const *texts = tl_field_texts (); *texts; texts++)
    for (const TlText *text = *texts; text->name; text++)
      EXPECT_TRUE (seen.insert ({ text->parent ? text->parent : "", text->name }).second) << text->name;
  seen.clear ();
  for (const TlText *const *texts = tl_der_texts (); *texts; texts++)
    for (const TlText *text = *texts; text->name; text++)
      EXPECT_TRUE (seen.insert ({ text->parent ? text->parent : "", text->name }).second) << text->name;
}

/* Calls @visit for each field of the tables of DER and the name of the field it is in (a type may be in more than one). */
static void
every_der_field (const std::function<void (const std::string &parent, const TlDerField *field)> &visit)
{
  std::set<std::pair<std::string, const TlDerField *>> seen;
  std::function<void (const std::string &, const TlDerField *)> enter = [&] (const std::string &parent, const TlDerField *field) {
    if (!seen.insert ({ parent, field }).second)
      return;
    visit (parent, field);
    for (gsize i = 0; field->type && i < field->type->n_fields; i++)
      enter (field->name, &field->type->fields[i]);
  };
  for (const TlDerField *const *field = tl_der_all_fields (); *field; field++)
    enter ("", *field);
}

static bool
is_type_of_asn1 (const std::string &name)
{
  static const std::set<std::string> types
      = { "SEQUENCE", "SET", "INTEGER", "BOOLEAN", "BIT STRING", "OCTET STRING", "NULL", "OBJECT IDENTIFIER", "ENUMERATED",
          "UTF8String", "PrintableString", "IA5String", "TeletexString", "BMPString", "UniversalString", "VideotexString",
          "GraphicString", "GeneralString", "ObjectDescriptor", "REAL", "RELATIVE-OID", "VisibleString", "NumericString",
          "UTCTime", "GeneralizedTime", "end-of-contents" };
  return types.count (name) > 0;
}

TEST (Texts, EveryFieldOfDerHasOne)
{
  every_der_field ([] (const std::string &parent, const TlDerField *field) {
    EXPECT_TRUE (tl_explain_has_der (parent.c_str (), field->name)) << parent << " / " << field->name;
  });
}

TEST (Texts, EveryTextOfDerHasItsField)
{
  std::set<std::pair<std::string, std::string>> fields;
  std::set<std::string> names;
  every_der_field ([&] (const std::string &parent, const TlDerField *field) {
    fields.insert ({ parent, field->name });
    names.insert (field->name);
  });
  for (const TlText *const *texts = tl_der_texts (); *texts; texts++)
    for (const TlText *text = *texts; text->name; text++)
      EXPECT_TRUE (text->parent ? fields.count ({ text->parent, text->name }) > 0
                                : names.count (text->name) > 0 || is_type_of_asn1 (text->name))
          << (text->parent ? text->parent : "") << " / " << text->name;
}

TEST (Texts, AreSentencesWithAReference)
{
  for (const TlText *const *texts = tl_field_texts (); *texts; texts++)
    for (const TlText *text = *texts; text->name; text++)
      {
        EXPECT_TRUE (g_str_has_suffix (text->text, ".")) << text->text;
        ASSERT_NE (text->reference, nullptr) << text->name;
        EXPECT_TRUE (g_str_has_prefix (text->reference, "RFC ") || g_str_has_prefix (text->reference, "draft-"))
            << text->reference;
        EXPECT_EQ (strstr (text->text, " master"), nullptr) << text->text; /* main secret, RFC 9846 section 1.3 */
      }
}

TEST (Texts, EveryExtensionHasOne)
{
  std::set<guint32> known;
  for (gsize i = 0; i < tl_extension_choice.n_cases; i++)
    {
      guint32 type = tl_extension_choice.cases[i].value;
      known.insert (type);
      EXPECT_TRUE (tl_extension_choice.cases[i].value == TL_CASE_GREASE || tl_code_text (tl_extension_texts, type)) << type;
    }
  for (const TlCodeText *text = tl_extension_texts; text->text; text++)
    EXPECT_TRUE (known.count (text->code)) << text->code;
}

TEST (Texts, EveryMessageAndAlertHasOne)
{
  gsize n_entries = 0;
  const TlRegistryEntry *entries = tl_registry_entries (TL_REGISTRY_ALERT, &n_entries);
  for (gsize i = 0; i < n_entries; i++)
    EXPECT_NE (tl_code_text (tl_alert_texts, entries[i].code), nullptr) << entries[i].name;
  for (guint16 message = 0; message <= TL_MESSAGE_SSLV2_CLIENT_CERTIFICATE; message++)
    EXPECT_EQ (tl_message_name (message) != nullptr, tl_code_text (tl_message_texts, message) != nullptr) << message;
}

/* The text for the row @name (the first of that name) of step @step. */
static std::string
row_text (const Conversation &conversation, guint step, const char *name, std::string *reference = nullptr)
{
  g_autoptr (TlFieldTree) tree = tl_step_fields (conversation.self, step);
  for (guint row = 0; row < tree->n_rows; row++)
    if (strcmp (tree->rows[row].name, name) == 0)
      {
        g_autoptr (TlExplanation) explanation = tl_explain_row (conversation.self, step, tree, row);
        if (reference)
          *reference = explanation->reference ? explanation->reference : "";
        return explanation->text;
      }
  ADD_FAILURE () << "no row " << name;
  return "";
}

static std::string
step_text (const Conversation &conversation, guint step)
{
  g_autoptr (TlExplanation) explanation = tl_explain_step (conversation.self, step);
  return explanation->text;
}

#define EXPECT_CONTAINS(text, part) EXPECT_NE (std::string (text).find (part), std::string::npos) << (text)
#define EXPECT_LACKS(text, part) EXPECT_EQ (std::string (text).find (part), std::string::npos) << (text)

static void
make_tls13 (Conversation &conversation)
{
  Octets host = prefixed (2, Octets{ 0 } + prefixed (2, octets ("example.org")));
  Octets shares = prefixed (2, u16 (4588) + prefixed (2, Octets (1216, 7)));
  Octets extensions = extension (0, host) + extension (43, prefixed (1, u16_list ({ 0x0304, 0x0303 })))
                      + extension (51, shares) + extension (0x1a1a);
  conversation.self->version = 0x0304;
  conversation.self->offered_version = 0x0304;
  conversation.self->cipher_suite = 0x1301;
  conversation.self->group = 4588;
  conversation.self->server_name = g_strdup ("example.org");
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, client_hello (0x0303, { 0x4a4a, 0x1301, 0x1302 }, &extensions));
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER,
                    server_hello (0x0303, 0x1301, extension (43, u16 (0x0304))
                                                      + extension (51, u16 (4588) + prefixed (2, Octets (1120, 8)))));
}

TEST (Explain, SaysWhatTheClientWants)
{
  Conversation conversation;
  make_tls13 (conversation);
  EXPECT_CONTAINS (step_text (conversation, 0), "This client wants to reach example.org.");
  EXPECT_CONTAINS (row_text (conversation, 0, "host_name"), "This client asks for example.org.");
}

TEST (Explain, SaysWhyVersionsDisagree)
{
  Conversation conversation;
  make_tls13 (conversation);
  EXPECT_CONTAINS (row_text (conversation, 0, "legacy_version"), "It says TLS 1.2, but");
  EXPECT_CONTAINS (row_text (conversation, 0, "legacy_version"), "up to TLS 1.3");
  EXPECT_CONTAINS (row_text (conversation, 1, "legacy_version"), "the server chose TLS 1.3");
}

/* gmt_unix_time: RFC 5246 section 7.4.1.2 */
TEST (Explain, ReadsTheClockInARandom)
{
  for (gint64 wrong : { 0, 20 * 86400, -20 * 86400, 40 * 86400 })
    {
      Conversation conversation;
      Octets hello = client_hello (0x0303, { 0xc02f }, nullptr);
      guint32 seconds = (guint32) (conversation.self->start / TL_SECOND + wrong);
      for (guint i = 0; i < 4; i++)
        hello[6 + i] = (guint8) (seconds >> (24 - 8 * i));
      conversation.self->version = 0x0303;
      conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, hello);
      if (wrong == 0)
        {
          EXPECT_CONTAINS (row_text (conversation, 0, "random"), "2026-01-31 12:34:56 UTC");
        }
      bool near = wrong < 30 * 86400;
      EXPECT_EQ (row_text (conversation, 0, "random").find ("gmt_unix_time") != std::string::npos, near) << wrong;
      conversation.self->version = 0x0304;
      EXPECT_LACKS (row_text (conversation, 0, "random"), "gmt_unix_time");
    }
}

/* RFC 9849 section 7.2 */
TEST (Explain, TellsWhatTheLastBytesOfARandomMayMean)
{
  Conversation conversation;
  Octets none;
  Octets ech = extension (0xfe0d, { 0 });
  conversation.self->version = conversation.self->offered_version = 0x0304;
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, client_hello (0x0303, { 0x1301 }, &ech));
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, server_hello (0x0303, 0x1301, none));
  EXPECT_LACKS (row_text (conversation, 1, "random"), "RFC 9849");
  conversation.self->ech = TL_ECH_UNKNOWN;
  EXPECT_CONTAINS (row_text (conversation, 1, "random"), "RFC 9849");
  EXPECT_CONTAINS (row_text (conversation, 0, "extension"), "told apart");
  conversation.self->ech = TL_ECH_REJECTED;
  EXPECT_LACKS (row_text (conversation, 1, "random"), "RFC 9849");
  EXPECT_CONTAINS (row_text (conversation, 0, "extension"), "did not take it");
}

TEST (Explain, TakesTheCipherSuiteApart)
{
  Conversation conversation;
  make_tls13 (conversation);
  EXPECT_CONTAINS (row_text (conversation, 1, "cipher_suite"), "AES-128-GCM");
  g_autofree char *rsa = tl_explain_cipher_suite (0x002f);
  EXPECT_CONTAINS (rsa, "no forward secrecy");
  g_autofree char *ecdhe = tl_explain_cipher_suite (0xc02f);
  EXPECT_CONTAINS (ecdhe, "(forward secrecy)");
  g_autofree char *null = tl_explain_cipher_suite (0x003b);
  EXPECT_CONTAINS (null, "not encrypted at all");
  g_autofree char *signal = tl_explain_cipher_suite (0x5600);
  EXPECT_CONTAINS (signal, "No cipher suite, but a signal");
  EXPECT_EQ (tl_explain_cipher_suite (0xfdfd), nullptr);
}

TEST (Explain, NamesGrease)
{
  Conversation conversation;
  make_tls13 (conversation);
  /* the first suite offered is GREASE */
  EXPECT_CONTAINS (row_text (conversation, 0, "cipher_suite"), "means nothing");
}

TEST (Explain, TellsHybridsFromCurves)
{
  Conversation conversation;
  make_tls13 (conversation);
  EXPECT_CONTAINS (row_text (conversation, 0, "group"), "quantum");
  EXPECT_CONTAINS (row_text (conversation, 0, "group"), "The server chose this one.");
  EXPECT_CONTAINS (row_text (conversation, 0, "key_exchange"), "1,184 of ML-KEM-768");
  EXPECT_CONTAINS (row_text (conversation, 1, "key_exchange"), "1,088 of ML-KEM-768");
  EXPECT_CONTAINS (tl_explain_group (29), "would break it");
  EXPECT_EQ (tl_explain_group (0x7777), nullptr);
}

TEST (Explain, ExplainsTheExtensionByItsType)
{
  Conversation conversation;
  make_tls13 (conversation);
  std::string reference;
  EXPECT_CONTAINS (row_text (conversation, 0, "extension_data", &reference), "host the client wants to reach");
  EXPECT_EQ (reference, "RFC 6066, section 3");
  g_autoptr (TlFieldTree) tree = tl_step_fields (conversation.self, 0);
  for (guint row = 0; row < tree->n_rows; row++)
    if (strcmp (tree->rows[row].name, "extension") == 0)
      {
        g_autoptr (TlExplanation) explanation = tl_explain_row (conversation.self, 0, tree, row);
        EXPECT_STREQ (explanation->title, "server_name");
        break;
      }
}

TEST (Explain, CitesTheStandardOfTheVersion)
{
  Conversation conversation;
  conversation.self->version = 0x0303;
  conversation.self->cipher_suite = 0x002f;
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, client_hello (0x0303, { 0x002f }, nullptr));
  std::string reference;
  row_text (conversation, 0, "random", &reference);
  EXPECT_EQ (reference, "RFC 5246, section 7.4.1.2");
  g_autoptr (TlExplanation) old = tl_explain_step (conversation.self, 0);
  EXPECT_STREQ (old->reference, "RFC 5246, section 7.4.1.2");
  conversation.self->version = 0x0304;
  row_text (conversation, 0, "random", &reference);
  EXPECT_EQ (reference, "RFC 9846, section 4.2.2");
}

TEST (Explain, CitesTheStandardOfTheCipherSuite)
{
  Conversation conversation;
  std::string reference;
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, client_hello (0x0303, { 0xcca8 }, nullptr));
  row_text (conversation, 0, "cipher_suite", &reference);
  EXPECT_EQ (reference, "RFC 7905");
}

TEST (Explain, WarnsOfADowngrade)
{
  Conversation conversation;
  conversation.self->version = 0x0303;
  conversation.self->offered_version = 0x0304;
  Octets hello = server_hello (0x0303, 0xc02f, {});
  const guint8 sentinel[] = { 0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44, 0x01 };
  memcpy (hello.data () + 4 + 2 + 24, sentinel, 8);
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, hello);
  EXPECT_CONTAINS (row_text (conversation, 0, "random"), "DOWNGRD");
  EXPECT_CONTAINS (row_text (conversation, 0, "random"), "tampered");
  conversation.self->offered_version = 0x0303;
  EXPECT_CONTAINS (row_text (conversation, 0, "random"), "all is well");
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, server_hello (0x0303, 0xc02f, {}));
  EXPECT_LACKS (row_text (conversation, 1, "random"), "DOWNGRD");
}

TEST (Explain, TellsChangeCipherSpecOfBothVersionsApart)
{
  Conversation old, current;
  old.self->version = 0x0303;
  current.self->version = 0x0304;
  old.add (TL_STEP_CHANGE_CIPHER_SPEC, TL_SIDE_CLIENT, { 1 });
  current.add (TL_STEP_CHANGE_CIPHER_SPEC, TL_SIDE_CLIENT, { 1 });
  EXPECT_CONTAINS (step_text (old, 0), "From here on the sender encrypts");
  EXPECT_CONTAINS (step_text (current, 0), "it has no effect");
}

TEST (Explain, SaysWhatAnAlertMeans)
{
  Conversation conversation;
  conversation.add (TL_STEP_ALERT, TL_SIDE_CLIENT, { 2, 48 });
  EXPECT_CONTAINS (step_text (conversation, 0), "does not know the authority");
  EXPECT_CONTAINS (step_text (conversation, 0), "It is fatal");
  EXPECT_CONTAINS (row_text (conversation, 0, "description"), "does not know the authority");
}

TEST (Explain, SealedStepsAreExplainedToo)
{
  Conversation conversation;
  conversation.self->version = 0x0303;
  conversation.add_sealed (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, 40);
  conversation.add_sealed (TL_STEP_APPLICATION_DATA, TL_SIDE_CLIENT, 40);
  EXPECT_CONTAINS (step_text (conversation, 0), "Finished");
  EXPECT_CONTAINS (step_text (conversation, 1), "The data for which all this was done");
  EXPECT_CONTAINS (row_text (conversation, 0, "fragment"), "Encrypted for us");
}

TEST (Explain, SaysWhatDoesNotFit)
{
  Conversation conversation;
  Octets hello = client_hello (0x0303, { 0x1301 }, nullptr);
  hello.resize (20);
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, hello);
  EXPECT_CONTAINS (row_text (conversation, 0, "random"), "It is cut short");
}

TEST (Explain, SaysWhoAsksForTlsAndWhoAgrees)
{
  Conversation conversation;
  auto add = [&] (TlSide side, TlPreludeProtocol protocol, guint8 marks) {
    TlStep *step = conversation.add (TL_STEP_PRELUDE, side, {});
    step->prelude = (guint8) protocol;
    step->marks = marks;
  };
  add (TL_SIDE_SERVER, TL_PRELUDE_SMTP, 0);
  add (TL_SIDE_SERVER, TL_PRELUDE_SMTP, TL_PRELUDE_OFFERS);
  add (TL_SIDE_CLIENT, TL_PRELUDE_SMTP, TL_PRELUDE_SECRET);
  add (TL_SIDE_CLIENT, TL_PRELUDE_SMTP, TL_PRELUDE_ASKS);
  add (TL_SIDE_SERVER, TL_PRELUDE_SMTP, TL_PRELUDE_REFUSES);
  add (TL_SIDE_SERVER, TL_PRELUDE_SMTP, TL_PRELUDE_GRANTS);
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, client_hello (0x0303, { 0x1301 }, nullptr));
  EXPECT_CONTAINS (step_text (conversation, 0), "talk SMTP in clear");
  EXPECT_LACKS (step_text (conversation, 0), "asks for TLS");
  EXPECT_CONTAINS (step_text (conversation, 1), "TLS can be had");
  EXPECT_CONTAINS (step_text (conversation, 2), "It is not shown");
  EXPECT_CONTAINS (step_text (conversation, 3), "the client asks for TLS");
  EXPECT_CONTAINS (step_text (conversation, 4), "the server refuses TLS");
  EXPECT_CONTAINS (step_text (conversation, 5), "the server agrees");
}

TEST (Explain, SaysThatAProxyPassesOn)
{
  Conversation conversation;
  TlStep *ask = conversation.add (TL_STEP_PRELUDE, TL_SIDE_CLIENT, {});
  ask->prelude = TL_PRELUDE_HTTP_CONNECT;
  ask->marks = TL_PRELUDE_ASKS;
  TlStep *grant = conversation.add (TL_STEP_PRELUDE, TL_SIDE_SERVER, {});
  grant->prelude = TL_PRELUDE_HTTP_CONNECT;
  grant->marks = TL_PRELUDE_GRANTS;
  TlStep *last = conversation.add (TL_STEP_PRELUDE, TL_SIDE_SERVER, {});
  last->prelude = TL_PRELUDE_NONE;
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, client_hello (0x0303, { 0x1301 }, nullptr));
  EXPECT_CONTAINS (step_text (conversation, 0), "to which server it wants");
  EXPECT_CONTAINS (step_text (conversation, 1), "what follows goes to the server");
  EXPECT_CONTAINS (step_text (conversation, 2), "What follows is TLS");
}

/* Each protocol that can stand before TLS is specified somewhere. */
TEST (Explain, SaysWhereTheWayToTlsIsSpecified)
{
  for (guint protocol = TL_PRELUDE_NONE + 1; protocol < TL_N_PRELUDES; protocol++)
    {
      Conversation conversation;
      conversation.add (TL_STEP_PRELUDE, TL_SIDE_CLIENT, {})->prelude = (guint8) protocol;
      TlExplanation *explanation = tl_explain_step (conversation.self, 0);
      EXPECT_NE (explanation->reference, nullptr) << protocol;
      EXPECT_STRNE (explanation->text, "") << protocol;
      tl_explanation_free (explanation);
    }
}

TEST (Explain, TellsWhatAnEmptyTicketMeans)
{
  Conversation conversation;
  Octets extensions = extension (35);
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, client_hello (0x0303, { 0x002f }, &extensions));
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, server_hello (0x0303, 0x002f, extensions));
  EXPECT_CONTAINS (row_text (conversation, 0, "ticket"), "would like one");
  EXPECT_CONTAINS (row_text (conversation, 1, "ticket"), "going to send one");
}

TEST (Explain, TakesOldSignatureSchemesApart)
{
  Conversation conversation;
  Octets extensions = extension (13, prefixed (2, u16_list ({ 0x0303, 0x0804 })));
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, client_hello (0x0303, { 0x002f }, &extensions));
  EXPECT_CONTAINS (row_text (conversation, 0, "signature_scheme"), "the hash sha224 and the signature ecdsa");
}

TEST (Explain, SaysWhatIsMissing)
{
  Conversation conversation;
  Octets hello = client_hello (0x0303, { 0x1301 }, nullptr);
  guint64 length = hello.size ();
  hello.resize (20);
  TlStep *step = conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, hello);
  step->length = length;
  step->truncated = true;
  EXPECT_CONTAINS (row_text (conversation, 0, "missing"), "which the capture does not have");
  EXPECT_CONTAINS (step_text (conversation, 0), "missing from the capture");
}

TEST (Explain, KnowsSignatureSchemes)
{
  EXPECT_CONTAINS (tl_explain_signature_scheme (0x0804), "PSS");
  EXPECT_CONTAINS (tl_explain_signature_scheme (0x0401), "PKCS #1 v1.5");
  EXPECT_CONTAINS (tl_explain_signature_scheme (0x0420), "RFC 9963");
  EXPECT_CONTAINS (tl_explain_signature_scheme (0x0203), "SHA-1 is broken");
  EXPECT_CONTAINS (tl_explain_signature_scheme (0x0905), "quantum");
  EXPECT_EQ (tl_explain_signature_scheme (0xfefe), nullptr);
}

/* The dates of a certificate, beside the time of the conversation: a row as the certificate's walker makes it. */
TEST (Explain, SaysWhetherACertificateWasValid)
{
  struct
  {
    const char *name, *date, *part;
  } cases[] = {
    { "notAfter", "2026-01-30T00:00:00Z", "it had expired" },
    { "notAfter", "2026-02-02T00:00:00Z", "valid for one day more" },
    { "notAfter", "2026-03-02T13:00:00Z", "valid for 30 days more" },
    { "notBefore", "2026-02-01T00:00:00Z", "not valid yet" },
  };
  for (auto &c : cases)
    {
      Conversation conversation; /* began at 2026-01-31T12:34:56Z */
      conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, { 11, 0, 0, 0 });
      TlRow row = {};
      row.name = c.name;
      row.text = const_cast<char *> (c.date);
      TlFieldTree tree = {};
      tree.rows = &row;
      tree.n_rows = 1;
      g_autofree char *text = tl_explain_value (conversation.self, 0, &tree, 0);
      ASSERT_NE (text, nullptr) << c.date;
      EXPECT_CONTAINS (text, c.part);
    }
}

TEST (Explain, SaysWhetherAnExtensionHasAnEffect)
{
  Conversation conversation;
  Octets offered = extension (23) + extension (22) + extension (45, { 1, 1 });
  conversation.self->version = 0x0303;
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, client_hello (0x0303, { 0x002f }, &offered));
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, server_hello (0x0303, 0x002f, extension (23)));
  g_autofree char *answered = tl_explain_extension (conversation.self, 0, 23);
  g_autofree char *unanswered = tl_explain_extension (conversation.self, 0, 22);
  g_autofree char *newer = tl_explain_extension (conversation.self, 0, 45);
  EXPECT_STREQ (answered, "The server answered it.");
  EXPECT_CONTAINS (unanswered, "no effect");
  EXPECT_CONTAINS (newer, "The server chose TLS 1.2");
  EXPECT_EQ (tl_explain_extension (conversation.self, 1, 23), nullptr); /* only for what is offered */
  EXPECT_CONTAINS (row_text (conversation, 0, "extension_data"), "The server answered it.");
  conversation.self->version = 0x0304;
  g_autofree char *older = tl_explain_extension (conversation.self, 0, 23);
  EXPECT_CONTAINS (older, "This conversation is TLS 1.3");
}

TEST (Explain, TellsTheSizeOfAPrime)
{
  Conversation conversation;
  conversation.self->version = 0x0303;
  conversation.self->cipher_suite = 0x0033;
  Octets body = prefixed (2, Octets (128, 0xff)) + prefixed (2, { 2 }) + prefixed (2, Octets (128, 9)) + u16 (0x0401)
                + prefixed (2, Octets (256, 1));
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, Octets{ 12 } + prefixed (3, body));
  EXPECT_CONTAINS (row_text (conversation, 0, "dh_p"), "1024 bits, which is too small");
}

/* Hostile names reach a text only through display.c: no control character comes out. */
TEST (Explain, ShowsCapturedTextOnlyEscaped)
{
  Conversation conversation;
  Octets extensions = extension (0, prefixed (2, Octets{ 0 } + prefixed (2, octets ("a\n\x1b[31mb\xff%s%n"))));
  conversation.self->version = 0x0304;
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, client_hello (0x0303, { 0x1301 }, &extensions));
  std::string text = row_text (conversation, 0, "host_name");
  EXPECT_TRUE (g_utf8_validate (text.c_str (), -1, nullptr));
  for (char c : text)
    EXPECT_FALSE (g_ascii_iscntrl (c));
  EXPECT_CONTAINS (text, "%s%n");
}

static void
explain_all (TlConversation *conversation, gpointer user_data)
{
  auto n_rows = static_cast<guint *> (user_data);
  for (guint step = 0; step < conversation->n_steps; step++)
    {
      g_autoptr (TlFieldTree) tree = tl_step_fields (conversation, step);
      g_autoptr (TlExplanation) whole = tl_explain_step (conversation, step);
      EXPECT_NE (whole->text[0], '\0') << whole->title;
      for (guint row = 0; row < tree->n_rows; row++, ++*n_rows)
        {
          g_autoptr (TlExplanation) explanation = tl_explain_row (conversation, step, tree, row);
          EXPECT_NE (explanation->text[0], '\0') << whole->title << ": " << tree->rows[row].name;
        }
    }
}

/* Every step and every row of the samples, certificates down to their DER. */
TEST (Explain, EverythingInTheSamples)
{
  const char *folder = g_getenv ("TL_SAMPLES");
  g_autoptr (GDir) samples = g_dir_open (folder ? folder : "samples", 0, nullptr);
  guint n_rows = 0;
  ASSERT_NE (samples, nullptr);
  while (const char *name = g_dir_read_name (samples))
    if (g_str_has_suffix (name, ".pcap") || g_str_has_suffix (name, ".pcapng"))
      {
        g_autofree char *path = g_build_filename (folder ? folder : "samples", name, nullptr);
        EXPECT_TRUE (tl_read_capture (path, nullptr, TL_TRACKER_STEPS, explain_all, &n_rows, nullptr)) << name;
      }
  EXPECT_GT (n_rows, 1000u);
}

/* Every type that DER can have, below a certificate that is none. */
TEST (Explain, EveryTypeOfDer)
{
  for (guint type = 1; type < 31; type++)
    {
      Conversation conversation;
      conversation.self->version = 0x0303;
      Octets der = { 0x30, 3, (guint8) type, 1, 0 };
      conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER,
                        Octets{ 11 } + prefixed (3, prefixed (3, prefixed (3, der))));
      guint n_rows = 0;
      explain_all (conversation.self, &n_rows);
      EXPECT_GE (n_rows, 5u) << type;
    }
}

/* Whatever the bytes are, each row gets an explanation. */
TEST (Explain, EveryRowOfADamagedMessage)
{
  Octets extensions = extension (0, prefixed (2, Octets{ 0 } + prefixed (2, octets ("example.org"))))
                      + extension (51, prefixed (2, u16 (29) + prefixed (2, Octets (32, 7))));
  Octets whole = client_hello (0x0303, { 0x1301, 0x00ff }, &extensions);
  for (gsize at = 0; at < whole.size (); at++)
    {
      Conversation conversation;
      Octets bent = whole;
      bent[at] ^= 0x81;
      conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, bent);
      g_autoptr (TlFieldTree) tree = tl_step_fields (conversation.self, 0);
      for (guint row = 0; row < tree->n_rows; row++)
        {
          g_autoptr (TlExplanation) explanation = tl_explain_row (conversation.self, 0, tree, row);
          EXPECT_NE (explanation->text[0], '\0') << tree->rows[row].name;
        }
    }
}
