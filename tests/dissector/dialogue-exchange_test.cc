/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Conversations opened with nothing but a key of the server, or one that both sides have.
 */
#include "conversation/hello.h"
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

static std::string
hex_of (TlBytes bytes)
{
  std::string text;
  for (gsize i = 0; i < bytes.length; i++)
    text += "0123456789abcdef"[bytes.data[i] >> 4], text += "0123456789abcdef"[bytes.data[i] & 15];
  return text;
}

/* A key log has a wrong secret for the connection, beside the key that has the right one. */
TEST (DialogueExchange, AWrongLineDoesNotBeatARightKey)
{
  for (auto [path, key] : { std::pair { sample_path (KEY_SAMPLE), sample_key () },
                            std::pair { recorded_path ("dtls12-rsa.pcap"), recorded_path ("server.key.pem") } })
    {
      g_autoptr (TlKeyring) keyring = tl_keyring_new ();
      ASSERT_TRUE (tl_key_file_load_private (keyring, key.c_str (), nullptr, nullptr));
      Opened alone (path, nullptr);
      const TlStep *first = alone.conversations.at (0)->steps[0];
      TlHello hello;
      tl_hello_read (tl_bytes_of (first->bytes), &first->context, &hello);
      ASSERT_EQ (hello.random.length, 32u);
      std::string line = "CLIENT_RANDOM " + hex_of (hello.random) + " " + std::string (96, '0');
      TlKeylogReport report = {};
      tl_keyring_add_keylog (keyring, tl_bytes (line.data (), line.size ()), &report);
      ASSERT_EQ (report.secrets, 1u);
      Opened opened (path, keyring);
      EXPECT_EQ (n_finished (opened.conversations.at (0)), 2) << path;
      EXPECT_EQ (opened.conversations[0]->n_not_opened, 0u) << path;
    }
}
