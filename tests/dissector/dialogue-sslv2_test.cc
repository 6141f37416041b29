/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Conversations in SSL 2.0, and those that its ClientHello opens.
 */
#include "talk.h"

#include <gtest/gtest.h>

namespace
{

/* A record with a header of two bytes. */
Data
record2 (const Data &payload)
{
  return be (0x8000 | payload.size (), 2) + payload;
}

/* A sealed one, with a header of three. */
Data
sealed (gsize length, guint8 padding)
{
  return be (length, 2) + be (padding, 1) + Data (length, 0xee);
}

Data
hello2 (guint16 version, const Data &session_id = {})
{
  return record2 (be (1, 1) + be (version, 2) + be (6, 2) + be (session_id.size (), 2) + be (16, 2) + be (0x050080, 3)
                  + be (0x000004, 3) + session_id + Data (16, 0xc1));
}

Data
server_hello2 (bool hit = false)
{
  Data certificate = hit ? Data () : bytes_of ("no DER"), specs = hit ? Data () : be (0x050080, 3);
  return record2 (be (4, 1) + be (hit, 1) + be (!hit, 1) + be (2, 2) + be (certificate.size (), 2) + be (specs.size (), 2)
                  + be (16, 2) + certificate + specs + Data (16, 0x51));
}

Data
master_key ()
{
  return record2 (be (2, 1) + be (0x050080, 3) + be (0, 2) + be (48, 2) + be (8, 2) + Data (48, 0xab) + Data (8, 0xcd));
}

/* The sealed end of a handshake, and data: as OpenSSL 1.0.1 sends it with IDEA. */
void
finish_handshake (Talk &talk)
{
  talk.say (FROM_SERVER, sealed (40, 7));
  talk.say (FROM_CLIENT, sealed (40, 7));
  talk.say (FROM_SERVER, sealed (40, 7));
  talk.say (FROM_CLIENT, sealed (104, 6));
  talk.say (FROM_SERVER, record2 (Data (1448, 0xdb)));
}

} // namespace

class Sslv2Talk : public testing::TestWithParam<gsize>
{
};

TEST_P (Sslv2Talk, IsReadToItsEnd)
{
  Talk talk;
  gsize step = GetParam ();
  talk.open ();
  talk.say (FROM_CLIENT, hello2 (2), step);
  talk.say (FROM_SERVER, server_hello2 (), step);
  talk.say (FROM_CLIENT, master_key (), step);
  finish_handshake (talk);
  Reading run (talk.packets);

  ASSERT_EQ (run.told.size (), 1u);
  const TlConversation *conversation = run.told[0];
  EXPECT_EQ (run.steps (), "C CLIENT-HELLO, S SERVER-HELLO, C CLIENT-MASTER-KEY, S Encrypted handshake message, "
                           "C Encrypted handshake message, S Encrypted handshake message, C Application data, "
                           "S Application data");
  EXPECT_EQ (conversation->outcome, TL_OUTCOME_ESTABLISHED);
  EXPECT_EQ (conversation->version, 2);
  EXPECT_EQ (conversation->offered_version, 2);
  EXPECT_EQ (conversation->cipher_suite, 0x050080);
  EXPECT_EQ (conversation->resumed, TL_NO);
  EXPECT_EQ (conversation->steps[0]->length, 31u); /* the record's payload */
  EXPECT_EQ (conversation->steps[3]->length, 40u);
  EXPECT_EQ (tl_conversation_ja3 (conversation), nullptr); /* made of TLS records only */
  EXPECT_EQ (tl_conversation_ja4 (conversation), nullptr);
  g_autoptr (GPtrArray) certificates = tl_step_certificates (conversation, 1);
  EXPECT_EQ (certificates->len, 1u);
  g_autofree char *text = tl_conversation_outcome_text (conversation);
  EXPECT_STREQ (text, "Established with SSL 2.0: SSL_CK_IDEA_128_CBC_WITH_MD5.");
}

INSTANTIATE_TEST_SUITE_P (Cuts, Sslv2Talk, testing::Values (1, 2, 3, 11, 100000));

TEST (Sslv2, ASessionIsResumed)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, hello2 (2, Data (16, 0x77)));
  talk.say (FROM_SERVER, server_hello2 (true));
  finish_handshake (talk);
  Reading run (talk.packets);

  EXPECT_EQ (run.outcome (), TL_OUTCOME_ESTABLISHED);
  EXPECT_EQ (run.told[0]->resumed, TL_YES);
  EXPECT_EQ (run.told[0]->cipher_suite, -1); /* it is that of the session: not said again */
}

TEST (Sslv2, AClientCertificateIsPartOfTheHandshake)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, hello2 (2));
  talk.say (FROM_SERVER, server_hello2 ());
  talk.say (FROM_CLIENT, master_key () + sealed (40, 7));
  talk.say (FROM_SERVER, sealed (40, 7) + sealed (40, 6)); /* SERVER-VERIFY, REQUEST-CERTIFICATE */
  talk.say (FROM_CLIENT, sealed (808, 3));
  EXPECT_EQ (Reading (talk.packets).outcome (), TL_OUTCOME_INCOMPLETE);
  talk.say (FROM_SERVER, sealed (40, 7));
  talk.say (FROM_CLIENT, sealed (104, 3));
  Reading run (talk.packets);

  EXPECT_EQ (run.outcome (), TL_OUTCOME_ESTABLISHED);
  EXPECT_EQ (run.told[0]->steps[6]->type, TL_STEP_HANDSHAKE);
  EXPECT_EQ (run.told[0]->steps[7]->type, TL_STEP_HANDSHAKE);
  EXPECT_EQ (run.told[0]->steps[8]->type, TL_STEP_APPLICATION_DATA);
}

TEST (Sslv2, AnErrorSaysWhy)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, hello2 (2));
  talk.say (FROM_SERVER, record2 (be (0, 1) + be (1, 2)));
  Reading run (talk.packets);

  EXPECT_EQ (run.steps (), "C CLIENT-HELLO, S ERROR");
  EXPECT_EQ (run.outcome (), TL_OUTCOME_ALERT);
  EXPECT_EQ (run.told[0]->version, 0);
  g_autofree char *text = tl_conversation_outcome_text (run.told[0]);
  EXPECT_STREQ (text, "Failed: the server sent the error SSL_PE_NO_CIPHER, after the server's ERROR.");
}

TEST (Sslv2, ASealedErrorIsKnownByItsLength)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, hello2 (2));
  talk.say (FROM_SERVER, server_hello2 ());
  talk.say (FROM_CLIENT, master_key () + sealed (40, 7));
  talk.say (FROM_SERVER, record2 (Data (19, 0xee)));
  EXPECT_EQ (Reading (talk.packets).outcome (), TL_OUTCOME_ALERT_LIKELY);
}

TEST (Sslv2, ItsHelloOpensALaterVersion)
{
  for (gsize step : { 1, 3, 100000 })
    {
      Hello old;
      Talk talk;
      old.tls13 = false;
      old.suite = 0x0004;
      talk.open ();
      talk.say (FROM_CLIENT, hello2 (0x0301), step);
      talk.say (FROM_SERVER, record (22, server_hello (old)) + record (22, message (14, {})), step);
      talk.say (FROM_CLIENT, record (22, message (16, prefixed (2, Data (64, 1)))) + record (20, { 1 }) + record (22, Data (56, 0xaa)),
                step);
      talk.say (FROM_SERVER, record (20, { 1 }) + record (22, Data (56, 0xaa)), step);
      Reading run (talk.packets);

      ASSERT_EQ (run.told.size (), 1u);
      EXPECT_EQ (run.steps (), "C CLIENT-HELLO, S ServerHello, S ServerHelloDone, C ClientKeyExchange, C ChangeCipherSpec, "
                               "C Encrypted handshake message, S ChangeCipherSpec, S Encrypted handshake message")
          << step;
      EXPECT_EQ (run.outcome (), TL_OUTCOME_ESTABLISHED);
      EXPECT_EQ (run.told[0]->version, 0x0303);
      EXPECT_EQ (run.told[0]->offered_version, 0x0301);
      EXPECT_EQ (run.told[0]->cipher_suite, 4);
      EXPECT_EQ (run.told[0]->resumed, TL_NO);
      EXPECT_FALSE (run.told[0]->steps[1]->context.sslv2);
    }
}

TEST (Sslv2, AServerAloneIsKnownByItsHello)
{
  Talk talk;
  talk.say (FROM_SERVER, server_hello2 ());
  Reading run (talk.packets);
  EXPECT_EQ (run.steps (), "S SERVER-HELLO");
  EXPECT_EQ (run.told.at (0)->client.port, 50000);
}

TEST (Sslv2, WhatIsCutIsSaid)
{
  Talk talk;
  Data hello = server_hello2 ();
  talk.open ();
  talk.say (FROM_CLIENT, hello2 (2));
  talk.say (FROM_SERVER, Data (hello.begin (), hello.begin () + 20));
  Reading run (talk.packets);
  ASSERT_EQ (run.steps (), "C CLIENT-HELLO, S SERVER-HELLO");
  EXPECT_TRUE (run.told[0]->steps[1]->truncated);
  EXPECT_EQ (run.told[0]->steps[1]->length, hello.size () - 2);
}

TEST (Sslv2, OtherBytesWithAHighBitAreNone)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, record2 (Data (40, 1)));
  talk.say (FROM_SERVER, record2 (be (0, 1) + be (1, 2)));
  EXPECT_EQ (Reading (talk.packets).told.size (), 0u);
}
