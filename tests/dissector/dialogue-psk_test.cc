/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Conversations of TLS 1.3 with nothing but a pre-shared key: which are opened, and how far.
 */
#include "proof/derivation.h"
#include "proof/proof.h"
#include "recorded.h"
#include "rfc8448.h"
#include "talk.h"

#include <gtest/gtest.h>
#include <map>

namespace
{

/* How many of the kind are right. */
guint
n_right (const TlConversation *conversation, TlProofKind kind)
{
  guint n = 0;

  for (guint i = 0; i < conversation->n_steps; i++)
    {
      g_autoptr (TlProof) proof = tl_proof_of_step (conversation, i);

      n += proof && proof->kind == kind && proof->holds == TL_YES;
    }
  return n;
}

std::string
sealed_text (const TlConversation *conversation)
{
  g_autofree char *text = tl_conversation_sealed_text (conversation);

  return text ? text : "";
}

/* What the secrets are known from, by name. */
std::map<std::string, TlDerivationSource>
sources_of (const TlConversation *conversation)
{
  g_autoptr (GPtrArray) list = tl_conversation_derivations (conversation);
  std::map<std::string, TlDerivationSource> sources;

  for (guint i = 0; i < list->len; i++)
    {
      auto derivation = static_cast<const TlDerivation *> (g_ptr_array_index (list, i));

      sources[derivation->name] = derivation->source;
    }
  return sources;
}

std::vector<Talk::Packet>
resumed_trace ()
{
  rfc8448::Trace trace = rfc8448::traces ()[1];
  Talk talk;

  talk.open ();
  for (const auto &said : trace.said)
    talk.say (said.by_client ? FROM_CLIENT : FROM_SERVER, rfc8448::unhex (said.records));
  talk.finish (FROM_CLIENT);
  talk.finish (FROM_SERVER);
  return talk.packets;
}

}

/* Without (EC)DHE all secrets follow from the key. */
TEST (DialoguePsk, AloneItOpensAll)
{
  for (const char *identity : { "alice", "" })
    {
      g_autoptr (TlKeyring) keyring = tl_keyring_new ();
      add_psk (keyring, identity);
      Opened opened (recorded_path ("psk-ke.pcap"), keyring);

      ASSERT_EQ (opened.conversations.size (), 1u);
      const TlConversation *conversation = opened.conversations[0];
      EXPECT_EQ (conversation->psk, TL_PSK_TAKEN);
      EXPECT_GE (conversation->n_opened, 5u);
      EXPECT_EQ (conversation->n_not_opened, 0u);
      EXPECT_EQ (n_right (conversation, TL_PROOF_BINDER), 1u);
      EXPECT_EQ (n_right (conversation, TL_PROOF_FINISHED), 2u);
      EXPECT_EQ (sealed_text (conversation), "");
    }
}

TEST (DialoguePsk, AllSecretsAreComputed)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  add_psk (keyring, "alice");
  Opened opened (recorded_path ("psk-ke.pcap"), keyring);
  auto sources = sources_of (opened.conversations[0]);

  EXPECT_EQ (sources.at ("PSK"), TL_DERIVATION_PSK);
  for (const auto &source : sources)
    if (source.first != "PSK")
      EXPECT_EQ (source.second, TL_DERIVATION_COMPUTED) << source.first;
}

TEST (DialoguePsk, WithoutStepsToo)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  add_psk (keyring, "alice");
  Opened opened (recorded_path ("psk-ke.pcap"), keyring, 0);

  EXPECT_EQ (opened.conversations[0]->n_not_opened, 0u);
  EXPECT_GT (opened.conversations[0]->n_opened, 0u);
}

/* With (EC)DHE only the binders follow from it, behind a HelloRetryRequest too: and that is said. */
TEST (DialoguePsk, WithDiffieHellmanItOpensNothing)
{
  for (const char *name : { "psk-dhe.pcap", "psk-hrr.pcap" })
    {
      g_autoptr (TlKeyring) keyring = tl_keyring_new ();
      add_psk (keyring, "alice");
      Opened opened (recorded_path (name), keyring);
      const TlConversation *conversation = opened.conversations[0];

      EXPECT_EQ (conversation->psk, TL_PSK_TAKEN_DHE) << name;
      EXPECT_EQ (conversation->n_opened, 0u) << name;
      EXPECT_EQ (conversation->not_opened, TL_OPEN_NO_SECRET) << name;
      EXPECT_EQ (n_right (conversation, TL_PROOF_BINDER), std::string (name) == "psk-hrr.pcap" ? 2u : 1u) << name;
      EXPECT_NE (sealed_text (conversation).find ("together with Diffie-Hellman"), std::string::npos) << sealed_text (conversation);
      EXPECT_EQ (sources_of (conversation).at ("early_secret"), TL_DERIVATION_COMPUTED) << name;
      EXPECT_EQ (sources_of (conversation).at ("handshake_secret"), TL_DERIVATION_NOT_TOLD) << name;
    }
}

TEST (DialoguePsk, AnotherKeyIsWrong)
{
  for (const char *name : { "psk-ke.pcap", "psk-dhe.pcap", "psk-hrr.pcap" })
    {
      g_autoptr (TlKeyring) keyring = tl_keyring_new ();
      add_psk (keyring, "alice", "0011");
      Opened opened (recorded_path (name), keyring);
      const TlConversation *conversation = opened.conversations[0];

      EXPECT_EQ (conversation->psk, TL_PSK_WRONG) << name;
      EXPECT_EQ (conversation->n_opened, 0u) << name;
      EXPECT_EQ (sealed_text (conversation),
                 "It stays sealed: the pre-shared key that was given for “alice” is not the one that the client has. Its binder does "
                 "not verify.");
      EXPECT_EQ (sources_of (conversation).at ("PSK"), TL_DERIVATION_NOT_TOLD) << name;
    }
}

TEST (DialoguePsk, OfAnotherIdentityIsNotGiven)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  add_psk (keyring, "bob");
  Opened opened (recorded_path ("psk-ke.pcap"), keyring);
  const TlConversation *conversation = opened.conversations[0];

  EXPECT_EQ (conversation->psk, TL_PSK_NOT_GIVEN);
  EXPECT_EQ (conversation->n_opened, 0u);
  EXPECT_EQ (sealed_text (conversation), "It stays sealed: no pre-shared key was given for “alice”, which is what the client has.");
}

/* RFC 9846 section 4.3.10: early data is sealed with what follows from the key alone. */
TEST (DialoguePsk, EarlyDataIsOpened)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  add_psk (keyring, "", rfc8448::traces ()[1].find ("early").context);
  Reading reading (resumed_trace (), TL_TRACKER_STEPS, 0, G_MAXUINT32, 101, keyring);
  const TlConversation *conversation = reading.told.back ();

  EXPECT_EQ (conversation->psk, TL_PSK_TAKEN_DHE);
  EXPECT_EQ (conversation->n_opened, 2u); /* and the message that ends it */
  EXPECT_TRUE (conversation->steps[1]->decrypted);
  EXPECT_EQ (n_right (conversation, TL_PROOF_BINDER), 1u);
  auto sources = sources_of (conversation);
  EXPECT_EQ (sources.at ("client_early_traffic_secret"), TL_DERIVATION_COMPUTED);
  EXPECT_EQ (sources.at ("early_exporter_secret"), TL_DERIVATION_COMPUTED);
  EXPECT_EQ (sources.at ("client_handshake_traffic_secret"), TL_DERIVATION_NOT_TOLD);
  EXPECT_EQ (sealed_text (conversation).find ("Some of it stays sealed: "), 0u) << sealed_text (conversation);
}

/* A key that is everybody's need not be that of a ticket: nobody says that it is wrong. */
TEST (DialoguePsk, ATicketIsAnotherKey)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  add_psk (keyring, "");
  Reading reading (resumed_trace (), TL_TRACKER_STEPS, 0, G_MAXUINT32, 101, keyring);
  const TlConversation *conversation = reading.told.back ();
  g_autoptr (TlProof) proof = tl_proof_of_step (conversation, 0);

  EXPECT_EQ (conversation->psk, TL_PSK_NOT_GIVEN);
  EXPECT_EQ (proof, nullptr);
}

/* RFC 9846 section 4.7.1: the key of a ticket follows from the conversation that it came in. */
TEST (DialoguePsk, WhatATicketResumesIsOpenedToo)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  add_psk (keyring, "alice");
  Opened opened (recorded_path ("psk-ticket.pcap"), keyring);

  ASSERT_EQ (opened.conversations.size (), 2u);
  for (const TlConversation *conversation : opened.conversations)
    {
      EXPECT_EQ (conversation->psk, TL_PSK_TAKEN);
      EXPECT_EQ (conversation->n_not_opened, 0u);
      EXPECT_EQ (n_right (conversation, TL_PROOF_BINDER), 1u);
      EXPECT_EQ (n_right (conversation, TL_PROOF_FINISHED), 2u);
    }
  EXPECT_EQ (sources_of (opened.conversations[1]).at ("PSK"), TL_DERIVATION_COMPUTED);
  g_autoptr (TlProof) proof = tl_proof_of_step (opened.conversations[1], 0);
  EXPECT_STREQ (proof->text, "The binder of the ticket, computed again, is the same: who sent it has the key that it stands for.");
}
