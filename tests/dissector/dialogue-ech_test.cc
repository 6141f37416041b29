/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Conversations that begin with an encrypted ClientHello, with keys for it.
 */
#include "ech-maker.h"
#include "explain/explain.h"
#include "export/export.h"
#include "limits.h"
#include "proof/transcript.h"
#include "sealer.h"

#include <gtest/gtest.h>

using namespace ech;

namespace
{

struct Read
{
  Reading reading;
  std::vector<TlConversation *> &told = reading.told;

  Read (const Talk &talk, TlKeyring *keyring) : reading (talk.packets, TL_TRACKER_STEPS, 0, G_MAXUINT32, 101, keyring)
  {
  }

  const TlConversation *
  operator->() const
  {
    return told.at (0);
  }

  std::string
  text () const
  {
    g_autofree char *text = tl_conversation_ech_text (told.at (0));
    return text ? text : "";
  }

  std::string
  facts (guint step = 0) const
  {
    g_autofree char *text = tl_step_facts (told.at (0), step);
    return text;
  }

  std::string
  json () const
  {
    g_autoptr (GString) out = g_string_new (nullptr);
    tl_export_json (told.at (0), TL_JSON_FIELDS, out);
    return out->str;
  }
};

TlKeyring *
key (const Data &private_key = server_key)
{
  TlKeyring *keyring = tl_keyring_new ();
  tl_keyring_add_ech_key (keyring, tl_ech_key_new (0x0020, view (private_key), view (list (config (42, private_key)))));
  return keyring;
}

bool
has (const std::string &text, const char *words)
{
  return text.find (words) != std::string::npos;
}

/* The server's next message, sealed with a secret that @keyring has for the connection @random. */
void
say_sealed (Talk &talk, TlKeyring *keyring, guint8 random)
{
  Sealer sealer (0x1301, 0x0304);
  TlSecret secret = {};
  Data key_bytes = expand_label (Data (32, 3), "key", {}, 16), iv = expand_label (Data (32, 3), "iv", {}, 12);
  secret.length = 32;
  memset (secret.bytes, 3, 32);
  if (random != 0)
    tl_keyring_learn (keyring, TL_KEYLOG_SERVER_HANDSHAKE_TRAFFIC_SECRET, view (Data (32, random)), &secret);
  memcpy (sealer.keys.key.bytes, key_bytes.data (), 16);
  memcpy (sealer.keys.iv.bytes, iv.data (), 12);
  talk.say (FROM_SERVER, record (23, sealer.seal (22, message (8, be (0, 2)))));
}

Talk
talk_with (const Data &encoded, bool taken)
{
  Sender sender;
  Talk talk;
  Data confirmation = confirm (inner_message (session_id) + answer (Data (8, 0)));
  talk.open ();
  talk.say (FROM_CLIENT, record (22, outer_message (sender, encoded)));
  talk.say (FROM_SERVER, record (22, answer (taken ? confirmation : Data (8, 0x51))));
  return talk;
}

} // namespace

TEST (DialogueEch, IsAccepted)
{
  g_autoptr (TlKeyring) keyring = key ();
  Read read (talk_with (encoded_hello (), true), keyring);
  EXPECT_EQ (read->ech, TL_ECH_ACCEPTED);
  EXPECT_EQ (read->ech_opening, TL_ECH_OPENED);
  EXPECT_STREQ (read->server_name, "public.example");
  EXPECT_STREQ (read->inner_server_name, "secret.example");
  EXPECT_STREQ (tl_conversation_host (read.told.at (0)), "secret.example");
  EXPECT_TRUE (has (read.text (), "The server took the encrypted ClientHello"));
  EXPECT_TRUE (has (read.text (), "opened with the server’s private key: it asks for secret.example."));
  EXPECT_TRUE (has (read.facts (), "public.example"));
  EXPECT_TRUE (has (read.facts (), "in ECH secret.example"));
  EXPECT_TRUE (has (read.json (), "\"ech\":\"accepted\",\"ech_opening\":\"opened\",\"inner_server_name\":\"secret.example\""));
}

TEST (DialogueEch, IsRejected)
{
  g_autoptr (TlKeyring) keyring = key ();
  Talk talk = talk_with (encoded_hello (), false);
  talk.say (FROM_SERVER, record (23, Data (500, 3)));
  talk.say (FROM_CLIENT, record (23, Data (53, 4)) + record (23, Data (200, 5))); /* data: and yet it is no GREASE */
  Read read (talk, keyring);
  EXPECT_EQ (read->ech, TL_ECH_REJECTED);
  EXPECT_STREQ (read->inner_server_name, "secret.example");
  EXPECT_TRUE (has (read.text (), "did not take it"));
}

TEST (DialogueEch, IsForAnotherKeyOrGrease)
{
  g_autoptr (TlKeyring) keyring = key (client_key), none = tl_keyring_new ();
  Read read (talk_with (encoded_hello (), true), keyring), without (talk_with (encoded_hello (), true), none);
  EXPECT_EQ (read->ech, TL_ECH_UNKNOWN);
  EXPECT_EQ (read->ech_opening, TL_ECH_OTHER_KEY);
  EXPECT_EQ (read->inner_server_name, nullptr);
  EXPECT_TRUE (has (read.text (), "made for another key, or it is random bytes"));
  EXPECT_TRUE (has (read.json (), "\"ech\":\"unknown\",\"ech_opening\":\"other_key\",\"inner_server_name\":null"));
  EXPECT_EQ (read->steps[0]->inner, nullptr);
  EXPECT_EQ (without->ech_opening, TL_ECH_NOT_TRIED);
  EXPECT_FALSE (has (without.json (), "ech_opening"));
}

TEST (DialogueEch, SaysWhatBreaksTheRules)
{
  const struct
  {
    Data encoded;
    const char *words;
  } cases[] = {
    { encoded_hello (inner_own, { 1 }), "padded with is not zeros" },
    { encoded_hello (outer_extensions ({ 99 }) + inner_type), "borrows from the one in clear are not there" },
    { encoded_hello (versions ()), "does not say that it is the inner one" },
    { Data (20, 0), "is no ClientHello" },
  };
  for (const auto &one : cases)
    {
      g_autoptr (TlKeyring) keyring = key ();
      Read read (talk_with (one.encoded, true), keyring);
      EXPECT_EQ (read->ech_opening, TL_ECH_UNSOUND);
      EXPECT_EQ (read->ech, TL_ECH_UNKNOWN);
      EXPECT_TRUE (has (read.text (), one.words)) << read.text ();
      EXPECT_TRUE (has (read.json (), "\"opened\":{")); /* its bytes are shown all the same */
      EXPECT_TRUE (has (read.facts (), "ECH, opened"));
    }
}

/* The fields of the inner hello stand where it was encrypted. */
TEST (DialogueEch, ShowsTheFieldsOfTheInnerHello)
{
  g_autoptr (TlKeyring) keyring = key ();
  Read read (talk_with (encoded_hello (), true), keyring);
  g_autoptr (TlFieldTree) tree = tl_step_fields (read.told.at (0), 0);
  std::string names;
  ASSERT_EQ (tree->n_spaces, 2u);
  EXPECT_STREQ (tree->rows[tree->spaces[1].row].name, "payload");
  EXPECT_EQ (tree->spaces[1].n_bytes, encoded_hello ().size ());
  for (guint i = 0; i < tree->n_rows; i++)
    if (tree->rows[i].space == 1)
      names += std::string (tree->rows[i].name) + " ";
  EXPECT_TRUE (has (names, "client_hello legacy_version random legacy_session_id")) << names;
  EXPECT_TRUE (has (names, "outer_extensions outer_extension outer_extension")) << names;
  EXPECT_TRUE (has (names, "zeros")) << names;
  for (guint i = 0; i < tree->n_rows; i++)
    {
      g_autoptr (TlExplanation) explanation = tl_explain_row (read.told.at (0), 0, tree, i);
      EXPECT_NE (explanation->text, nullptr) << tree->rows[i].name;
      EXPECT_EQ (tree->rows[i].fault, TL_FAULT_NONE) << tree->rows[i].name;
    }
}

/* RFC 9849 section 6.1.5, RFC 9850 section 2.1: the transcript is that of the inner hello, and secrets go by its random. */
TEST (DialogueEch, GoesOnWithTheInnerHello)
{
  for (bool taken : { true, false })
    {
      g_autoptr (TlKeyring) keyring = key ();
      Read read (talk_with (encoded_hello (), taken), keyring);
      g_auto (TlTranscript) transcript = {};
      Data bytes;
      tl_transcript_read (&transcript, read.told.at (0), 1, true, GNUTLS_DIG_SHA256);
      EXPECT_EQ (transcript.state, TL_TRANSCRIPT_WHOLE);
      bytes = Data (transcript.bytes->data, transcript.bytes->data + transcript.bytes->len);
      EXPECT_EQ (bytes[6], taken ? 0x1a : 0xc1);
      g_autofree char *names = tl_transcript_text (&transcript, read.told.at (0));
      EXPECT_STREQ (names, taken ? "ClientHelloInner, ServerHello" : "ClientHello, ServerHello");
    }
}

TEST (DialogueEch, LooksForSecretsByTheInnerRandom)
{
  for (guint8 random : { 0x1a, 0xc1 })
    for (bool taken : { true, false })
      {
        g_autoptr (TlKeyring) keyring = key ();
        Talk talk = talk_with (encoded_hello (), taken);
        say_sealed (talk, keyring, random);
        Read read (talk, keyring);
        EXPECT_EQ (read->n_opened, (random == 0x1a) == taken ? 1u : 0u) << taken << " " << (int) random;
      }
}

/* RFC 9850 section 2.1: what a secret goes by tells whether the server took the inner hello. */
TEST (DialogueEch, IsKnownByTheSecretsOfAKeyLog)
{
  g_autoptr (TlKeyring) hidden = tl_keyring_new (), outer = tl_keyring_new (), none = tl_keyring_new ();
  Talk one = talk_with (encoded_hello (), true), two = one, three = one;
  say_sealed (one, hidden, 0x1a);
  say_sealed (two, outer, 0xc1);
  say_sealed (three, none, 0);
  Read taken (one, hidden), refused (two, outer), unknown (three, none);

  EXPECT_EQ (taken->ech, TL_ECH_ACCEPTED);
  EXPECT_EQ (taken->n_opened, 1u);
  EXPECT_EQ (tl_conversation_host (taken.told.at (0)), nullptr); /* which it is, is not known */
  EXPECT_TRUE (has (taken.text (), "by another client random than the one in clear")) << taken.text ();
  g_auto (TlTranscript) transcript = {};
  tl_transcript_read (&transcript, taken.told.at (0), 2, true, GNUTLS_DIG_SHA256);
  EXPECT_EQ (transcript.state, TL_TRANSCRIPT_HIDDEN);

  EXPECT_EQ (refused->ech, TL_ECH_REJECTED);
  EXPECT_EQ (refused->n_opened, 1u);
  EXPECT_STREQ (tl_conversation_host (refused.told.at (0)), "public.example");

  EXPECT_EQ (unknown->ech, TL_ECH_UNKNOWN);
  g_autofree char *sealed = tl_conversation_sealed_text (unknown.told.at (0));
  EXPECT_TRUE (has (sealed, "no key log is among them")) << sealed;
}

/* A key log has @n secrets, none of which is that of the connection. */
static std::string
sealed_with (guint n, bool with_key = false)
{
  g_autoptr (TlKeyring) keyring = with_key ? key (client_key) : tl_keyring_new ();
  Talk talk = talk_with (encoded_hello (), true);
  TlKeylogReport report = {};
  g_autoptr (GString) lines = g_string_new (nullptr);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (lines, "SERVER_HANDSHAKE_TRAFFIC_SECRET %064x %064x\n", i, i);
  tl_keyring_add_keylog (keyring, tl_bytes (lines->str, lines->len), &report);
  EXPECT_EQ (report.secrets, n);
  g_autoptr (TlKeyring) none = tl_keyring_new ();
  say_sealed (talk, none, 0);
  Read read (talk, keyring);
  g_autofree char *text = tl_conversation_sealed_text (read.told.at (0));
  return text ? text : "";
}

TEST (DialogueEch, SaysWhetherTheSearchCameToItsEnd)
{
  EXPECT_TRUE (has (sealed_with (3), "and none was found that opens it.")) << sealed_with (3);
  EXPECT_TRUE (has (sealed_with (TL_LIMIT_HIDDEN_SECRETS + 1), "the search was given up.")) << "it was not tried to the end";
}

TEST (DialogueEch, SaysThatTheKeyForItDoesNotOpen)
{
  const char *words = "The keys for Encrypted ClientHello that were given do not open that of the client.";

  EXPECT_TRUE (has (sealed_with (0, true), words)) << sealed_with (0, true);
  EXPECT_FALSE (has (sealed_with (3), words));
}

/* Sections 6.1.5 and 7.2.1 */
TEST (DialogueEch, FollowsARetry)
{
  g_autoptr (TlKeyring) keyring = key ();
  Sender sender;
  Talk talk;
  Data first = inner_message (session_id), second = inner_message (session_id, 8);
  Data label = confirm (hash_of (first) + retry (extension (0xfe0d, Data (8, 0))), "hrr ech accept confirmation");
  Data request = retry (extension (0xfe0d, label));
  talk.open ();
  talk.say (FROM_CLIENT, record (22, outer_message (sender, encoded_hello ())));
  talk.say (FROM_SERVER, record (22, request));
  talk.say (FROM_CLIENT, record (22, outer_message (sender, encoded_hello (), 42, 8)));
  Read halfway (talk, keyring);
  EXPECT_EQ (halfway->ech, TL_ECH_ACCEPTED);
  talk.say (FROM_SERVER, record (22, answer (confirm (hash_of (first) + request + second + answer (Data (8, 0))))));
  Read read (talk, keyring);
  EXPECT_EQ (read->ech, TL_ECH_ACCEPTED);
  ASSERT_EQ (read->n_steps, 4u);
  EXPECT_NE (read->steps[2]->inner, nullptr);
  g_auto (TlTranscript) transcript = {};
  tl_transcript_read (&transcript, read.told.at (0), 3, false, GNUTLS_DIG_SHA256);
  EXPECT_EQ (Data (transcript.bytes->data, transcript.bytes->data + transcript.bytes->len), hash_of (first) + request + second);
}

/* The tickets of the outer hello are made up (section 6.1.2). */
TEST (DialogueEch, ResumesWhatTheInnerHelloOffers)
{
  g_autoptr (TlKeyring) keyring = key ();
  Data ticket = extension (41, prefixed (2, prefixed (2, Data (20, 1)) + be (7, 4)) + prefixed (2, prefixed (1, Data (32, 2))));
  Data inner = message (1, body (0x1a, session_id, versions () + inner_type + ticket));
  Sender sender;
  Talk talk;
  auto with = [] (const Data &confirmation) {
    return message (2, be (0x0303, 2) + Data (24, 0x51) + confirmation + prefixed (1, session_id) + be (0x1301, 2) + be (0, 1)
                           + prefixed (2, extension (43, be (0x0304, 2)) + extension (41, be (0, 2))));
  };
  talk.open ();
  talk.say (FROM_CLIENT, record (22, outer_message (sender, encoded_hello (versions () + inner_type + ticket))));
  talk.say (FROM_SERVER, record (22, with (confirm (inner + with (Data (8, 0))))));
  Read read (talk, keyring);
  EXPECT_EQ (read->ech, TL_ECH_ACCEPTED);
  EXPECT_EQ (read->resumed, TL_YES);
}
