/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The outcome as a sentence.
 */
#include "conversation/conversation.h"

#include <gtest/gtest.h>
#include <string>

static std::string
text_of (const TlConversation &conversation)
{
  g_autofree char *text = tl_conversation_outcome_text (&conversation);
  EXPECT_TRUE (g_utf8_validate (text, -1, NULL));
  return text;
}

static TlConversation
with (TlOutcome outcome)
{
  TlConversation conversation = {};
  conversation.outcome = outcome;
  conversation.complete = true;
  conversation.cipher_suite = conversation.group = -1;
  return conversation;
}

TEST (OutcomeText, EveryOutcomeIsASentence)
{
  for (int i = 0; i < TL_N_OUTCOMES; i++)
    for (auto side : { TL_SIDE_CLIENT, TL_SIDE_SERVER })
      {
        TlConversation conversation = with ((TlOutcome) i);
        conversation.stopped_by = side;
        EXPECT_EQ (text_of (conversation).back (), '.') << i;
      }
}

TEST (OutcomeText, EveryAlertIsNamedOrNumbered)
{
  for (int alert = 0; alert < 256; alert++)
    {
      TlConversation conversation = with (TL_OUTCOME_ALERT);
      const char *name = tl_registry_name (TL_REGISTRY_ALERT, (guint32) alert);
      conversation.alert = (guint8) alert;
      std::string text = text_of (conversation);
      EXPECT_NE (text.find (name ? name : std::to_string (alert)), std::string::npos) << text;
    }
}

TEST (OutcomeText, SaysWhatWasNegotiated)
{
  TlConversation conversation = with (TL_OUTCOME_ESTABLISHED);
  conversation.version = 0x0304;
  conversation.cipher_suite = 0x1301;
  conversation.group = 29;
  EXPECT_EQ (text_of (conversation), "Established with TLS 1.3: x25519, TLS_AES_128_GCM_SHA256.");
  conversation.resumed = TL_YES;
  EXPECT_EQ (text_of (conversation),
             "Established with TLS 1.3: x25519, TLS_AES_128_GCM_SHA256. An earlier session was resumed.");
  conversation.group = -1;
  conversation.resumed = TL_NO;
  EXPECT_EQ (text_of (conversation), "Established with TLS 1.3: TLS_AES_128_GCM_SHA256.");
}

TEST (OutcomeText, DoesNotInventWhatIsNotKnown)
{
  TlConversation conversation = with (TL_OUTCOME_ESTABLISHED);
  EXPECT_EQ (text_of (conversation), "Established.");
  conversation.version = 0x0303;
  conversation.cipher_suite = 0xfefe;
  EXPECT_NE (text_of (conversation).find ("TLS 1.2"), std::string::npos);
}
