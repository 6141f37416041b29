/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Conversations opened with nothing but a key of the server, or one that both sides have.
 */
#include "recorded.h"
#include "proof/proof.h"

#include <gtest/gtest.h>

namespace
{

/* How many Finished are in clear and right. */
int
n_finished (const TlConversation *conversation)
{
  int n = 0;
  for (guint i = 0; i < conversation->n_steps; i++)
    {
      g_autoptr (TlProof) proof = tl_proof_of_step (conversation, i);
      n += proof && proof->kind == TL_PROOF_FINISHED && proof->holds == TL_YES;
    }
  return n;
}

TlKeyring *
sample_keyring ()
{
  TlKeyring *keyring = tl_keyring_new ();
  EXPECT_TRUE (tl_key_file_load_private (keyring, sample_key ().c_str (), nullptr, nullptr));
  return keyring;
}

}

TEST (DialogueExchange, TheServersKeyOpensThePast)
{
  g_autoptr (TlKeyring) keyring = sample_keyring ();
  Opened opened (sample_path (KEY_SAMPLE), keyring);

  ASSERT_EQ (opened.conversations.size (), 1u);
  EXPECT_EQ (n_finished (opened.conversations[0]), 2);
  EXPECT_GT (opened.conversations[0]->n_opened, 0u);
  EXPECT_EQ (opened.conversations[0]->n_not_opened, 0u);
}

/* The session hash does not need the steps. */
TEST (DialogueExchange, WithoutStepsToo)
{
  g_autoptr (TlKeyring) keyring = sample_keyring ();
  Opened opened (sample_path (KEY_SAMPLE), keyring, 0);

  ASSERT_EQ (opened.conversations.size (), 1u);
  EXPECT_GT (opened.conversations[0]->n_opened, 0u);
  EXPECT_EQ (opened.conversations[0]->n_not_opened, 0u);
}

/* With ephemeral keys, and with another server's, it opens nothing. */
TEST (DialogueExchange, ButNotWhereThereIsForwardSecrecy)
{
  for (const char *name : { "tls12-ecdhe.pcap", "tls12-rsa.pcap", "tls13.pcap" })
    {
      g_autoptr (TlKeyring) keyring = sample_keyring ();
      Opened opened (sample_path (name), keyring);
      ASSERT_GE (opened.conversations.size (), 1u);
      EXPECT_EQ (opened.conversations[0]->n_opened, 0u) << name;
      EXPECT_GT (opened.conversations[0]->n_not_opened, 0u) << name;
      EXPECT_EQ (opened.conversations[0]->not_opened, TL_OPEN_NO_SECRET) << name;
    }
}

/* RFC 5077: the ticket of the first is what the second resumes with. */
TEST (DialogueExchange, WhatATicketResumesIsOpenedToo)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  ASSERT_TRUE (tl_key_file_load_private (keyring, recorded_path ("server.key.pem").c_str (), nullptr, nullptr));
  Opened opened (recorded_path ("tls12-rsa-ticket.pcap"), keyring);

  ASSERT_EQ (opened.conversations.size (), 2u);
  EXPECT_EQ (opened.conversations[1]->resumed, TL_YES);
  for (const TlConversation *conversation : opened.conversations)
    {
      EXPECT_EQ (n_finished (conversation), 2);
      EXPECT_EQ (conversation->n_not_opened, 0u);
    }
}

/* RFC 6347: datagrams, whose messages are hashed with headers of their own. */
TEST (DialogueExchange, TheServersKeyOpensDatagrams)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  ASSERT_TRUE (tl_key_file_load_private (keyring, recorded_path ("server.key.pem").c_str (), nullptr, nullptr));
  Opened opened (recorded_path ("dtls12-rsa.pcap"), keyring);

  ASSERT_EQ (opened.conversations.size (), 1u);
  const TlConversation *conversation = opened.conversations[0];
  EXPECT_EQ (conversation->protocol, TL_PROTOCOL_DTLS);
  EXPECT_EQ (n_finished (conversation), 2);
  EXPECT_GT (conversation->n_opened, 2u);
  EXPECT_EQ (conversation->n_not_opened, 0u);
}

/* RFC 4279: what a wrong pre-shared key makes is kept for nobody, and the right one that is given later counts. */
TEST (DialogueExchange, AWrongPreSharedKeyDoesNotStay)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  add_psk (keyring, "", "0011");
  Opened wrong (recorded_path ("psk12.pcap"), keyring);
  g_autofree char *text = tl_conversation_sealed_text (wrong.conversations.at (0));

  EXPECT_EQ (wrong.conversations[0]->n_opened, 0u);
  EXPECT_EQ (wrong.conversations[0]->not_opened, TL_OPEN_WRONG);
  EXPECT_NE (strstr (text, "with the pre-shared key that was given for “alice”, not even the first record verifies"), nullptr) << text;
  EXPECT_EQ (tl_keyring_n_secrets (keyring), 0u);
  add_psk (keyring, "");
  Opened right (recorded_path ("psk12.pcap"), keyring);
  EXPECT_EQ (n_finished (right.conversations.at (0)), 2);
  EXPECT_EQ (right.conversations[0]->n_not_opened, 0u);
  EXPECT_GT (tl_keyring_n_secrets (keyring), 0u);
}
