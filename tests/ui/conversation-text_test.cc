/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of what the list of conversations says of one.
 */
#include "conversation-text.h"
#include "fixture.h"

#include <gtest/gtest.h>

static std::string
take (char *text)
{
  std::string taken = text;
  g_free (text);
  return taken;
}

TEST (ConversationText, NamesTheServerOrItsAddress)
{
  Conversation conversation = fixture_tls13 ();

  EXPECT_EQ ("example.test", take (tl_conversation_title (conversation.get ())));
  g_clear_pointer (&conversation->server_name, g_free);
  EXPECT_EQ ("127.0.0.1", take (tl_conversation_title (conversation.get ())));
}

TEST (ConversationText, LeavesOutAnAddressThatWasSaid)
{
  Conversation conversation = fixture_tls13 ();

  EXPECT_EQ ("127.0.0.1:51750 → :443", take (tl_conversation_endpoints_text (conversation.get ())));
  conversation->server.address.bytes[3] = 2;
  EXPECT_EQ ("127.0.0.1:51750 → 127.0.0.2:443", take (tl_conversation_endpoints_text (conversation.get ())));
}

TEST (ConversationText, HasAWordForEveryOutcome)
{
  Conversation conversation = fixture_tls13 ();
  std::vector<std::string> words;

  for (int i = 0; i < TL_N_OUTCOMES; i++)
    {
      conversation->outcome = static_cast<TlOutcome> (i);
      std::string word = tl_conversation_outcome_word (conversation.get ());
      for (const std::string &other : words)
        EXPECT_NE (other, word);
      words.push_back (word);
    }
}

TEST (ConversationText, SaysWhetherItGoesOn)
{
  Conversation conversation = fixture_tls13 ();

  conversation->outcome = TL_OUTCOME_INCOMPLETE;
  EXPECT_STREQ ("incomplete", tl_conversation_outcome_word (conversation.get ()));
  conversation->complete = false;
  EXPECT_STREQ ("goes on", tl_conversation_outcome_word (conversation.get ()));
}

TEST (ConversationText, SaysWhenHowLongAndHowItEnded)
{
  Conversation conversation = fixture_tls13 ();

  conversation->last = conversation->start + 14900000;
  EXPECT_EQ ("22:13:20 · 14.9 ms · established", take (tl_conversation_facts_text (conversation.get ())));
  conversation->upgraded_from = "smtp";
  conversation->resumed = TL_YES;
  EXPECT_EQ ("SMTP · 22:13:20 · 14.9 ms · resumed", take (tl_conversation_facts_text (conversation.get ())));
  conversation->lost_bytes = true;
  EXPECT_EQ ("SMTP · 22:13:20 · 14.9 ms · resumed · misses bytes", take (tl_conversation_facts_text (conversation.get ())));
}

TEST (ConversationText, WritesDurationsForPeople)
{
  EXPECT_EQ ("0.25 ms", take (tl_duration_text (250000)));
  EXPECT_EQ ("999.0 ms", take (tl_duration_text (999000000)));
  EXPECT_EQ ("2.5 s", take (tl_duration_text (2500000000)));
}

static bool
found (const TlConversation *conversation, const char *text)
{
  g_auto (GStrv) words = tl_search_words (text);
  return tl_conversation_matches (conversation, words);
}

TEST (ConversationText, IsFoundByAnythingThatIsSeen)
{
  Conversation conversation = fixture_tls13 ();

  conversation->alpn = g_strdup ("h2");
  for (const char *text : { "example", "EXAMPLE.test", "127.0.0.1", "51750", ":443", "tls 1.3", "established",
                            "h2", "  exam   1.3 " })
    EXPECT_TRUE (found (conversation.get (), text)) << text;
  for (const char *text : { "other", "tls 1.2", "example other", "failed" })
    EXPECT_FALSE (found (conversation.get (), text)) << text;
}

/* The name in clear is not the real one where the server took an encrypted ClientHello. Both are found. */
TEST (ConversationText, NamesTheServerThatWasHidden)
{
  Conversation conversation = fixture_tls13 ();

  conversation->inner_server_name = g_strdup ("secret.test");
  EXPECT_EQ ("example.test", take (tl_conversation_title (conversation.get ())));
  conversation->ech = TL_ECH_ACCEPTED;
  EXPECT_EQ ("secret.test", take (tl_conversation_title (conversation.get ())));
  EXPECT_TRUE (found (conversation.get (), "secret"));
  EXPECT_TRUE (found (conversation.get (), "example"));
}

TEST (ConversationText, IsFoundByFailed)
{
  Conversation conversation = fixture_tls13 ();

  conversation->outcome = TL_OUTCOME_RESET_BY_SERVER;
  EXPECT_TRUE (found (conversation.get (), "Failed"));
}

TEST (ConversationText, HasNoWordsInBlanks)
{
  EXPECT_EQ (nullptr, tl_search_words (" \t "));
  EXPECT_EQ (nullptr, tl_search_words (""));
}
