/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A step in a few words.
 */
#include "talk12.h"

#include <gtest/gtest.h>

static std::string
facts (const TlConversation *conversation, guint step)
{
  g_autofree char *text = tl_step_facts (conversation, step);
  return text;
}

TEST (Titles, Facts)
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

TEST (Titles, EveryStepHasOne)
{
  Reading run (tls12_talk ().packets);
  EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello, S Certificate, S ServerKeyExchange, S ServerHelloDone, "
                           "C ClientKeyExchange, C ChangeCipherSpec, C Encrypted handshake message");
}

TEST (Titles, UnknownMessagesAndAlertsAreNumbered)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello () + message (99, { 1 })));
  talk.say (FROM_SERVER, record (21, { 1, 199 }));
  EXPECT_EQ (Reading (talk.packets).steps (), "C ClientHello, C Handshake message 99, S Alert 199");
}
