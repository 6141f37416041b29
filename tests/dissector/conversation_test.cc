/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What a conversation says of its steps: titles, facts, fields, certificates.
 */
#include "talk.h"

#include <gtest/gtest.h>

static Talk
tls12_talk ()
{
  Hello hello;
  Talk talk;
  hello.tls13 = false;
  hello.suite = 0xc02f;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello (hello)));
  talk.say (FROM_SERVER, record (22, server_hello (hello) + message (11, prefixed (3, prefixed (3, bytes_of ("no DER"))))
                                         + message (12, be (3, 1) + be (29, 2) + prefixed (1, Data (32, 4))
                                                            + be (0x0804, 2) + prefixed (2, Data (256, 5)))
                                         + message (14, {})));
  talk.say (FROM_CLIENT, record (22, message (16, prefixed (1, Data (32, 1)))) + record (20, be (1, 1))
                             + record (22, Data (40, 0xaa)));
  return talk;
}

static std::string
facts (const TlConversation *conversation, guint step)
{
  g_autofree char *text = tl_step_facts (conversation, step);
  return text;
}

TEST (Conversation, Facts)
{
  Reading run (tls12_talk ().packets);
  const TlConversation *told = run.told.at (0);
  EXPECT_EQ (facts (told, 0), "example.org · TLS 1.2 · 2 suites");
  EXPECT_EQ (facts (told, 1), "TLS 1.2 · TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
  EXPECT_EQ (facts (told, 3), "x25519 · rsa_pss_rsae_sha256");
  EXPECT_EQ (facts (told, 5), "the client's key share");
  EXPECT_EQ (facts (told, 7), "sealed · by its place, the Finished");
  EXPECT_EQ (told->group, 29);
}

TEST (Conversation, FieldsOfEveryStepCoverItsBytes)
{
  Reading run (tls12_talk ().packets);
  const TlConversation *told = run.told.at (0);
  for (guint i = 0; i < told->n_steps; i++)
    {
      g_autoptr (TlFieldTree) tree = tl_step_fields (told, i);
      gsize covered = 0;
      for (guint row = 0; row < tree->n_rows; row++)
        {
          const TlRow *each = &tree->rows[row];
          ASSERT_EQ (each->offset, covered) << i << " " << each->name;
          covered += each->n_below > 0 ? each->prefix : each->length;
        }
      EXPECT_EQ (covered, tree->n_bytes) << i;
      EXPECT_EQ (tree->n_bytes, told->steps[i]->length) << i;
    }
}

TEST (Conversation, CertificatesThatAreNoneAreSaid)
{
  Reading run (tls12_talk ().packets);
  g_autoptr (GPtrArray) certificates = tl_conversation_certificates (run.told.at (0), TL_SIDE_SERVER);
  g_autoptr (GPtrArray) none = tl_conversation_certificates (run.told.at (0), TL_SIDE_CLIENT);
  ASSERT_EQ (certificates->len, 1u);
  auto certificate = static_cast<TlCertificate *> (g_ptr_array_index (certificates, 0));
  EXPECT_NE (certificate->fault, nullptr);
  EXPECT_EQ (certificate->size, 6u);
  EXPECT_EQ (none->len, 0u);
}

TEST (Conversation, OriginsNameThePackets)
{
  Reading run (tls12_talk ().packets);
  const TlConversation *told = run.told.at (0);
  EXPECT_EQ (told->steps[0]->n_origins, 1u);
  EXPECT_EQ (told->steps[0]->origins[0].packet, 3u);
  EXPECT_EQ (told->steps[3]->origins[0].packet, 4u);
}

TEST (Conversation, OutcomeWords)
{
  for (int i = 0; i < TL_N_OUTCOMES; i++)
    EXPECT_NE (tl_outcome_id ((TlOutcome) i), nullptr) << i;
}

TEST (Conversation, WhatIsMissingIsARow)
{
  Talk talk;
  talk.open ();
  Data hello = record (22, client_hello ());
  hello.resize (hello.size () - 20);
  talk.say (FROM_CLIENT, hello);
  Reading run (talk.packets);
  ASSERT_EQ (run.told.at (0)->n_steps, 1u);
  EXPECT_TRUE (run.told[0]->steps[0]->truncated);
  g_autoptr (TlFieldTree) tree = tl_step_fields (run.told[0], 0);
  const TlRow *last = &tree->rows[tree->n_rows - 1];
  EXPECT_STREQ (last->name, "missing");
  EXPECT_EQ (last->length, 20u);
  EXPECT_EQ (last->offset + last->length, run.told[0]->steps[0]->length);
}
