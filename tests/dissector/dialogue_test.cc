/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Cipher suites that do not encrypt: what follows ChangeCipherSpec is in clear, with a MAC behind it.
 */
#include "talk.h"

#include <gnutls/gnutls.h>
#include <gtest/gtest.h>

static const guint16 NULL_SHA256 = 0x003b, NULL_SHA = 0x0002, NULL_MD5 = 0x0001, CBC_SHA256 = 0x003c;

/* A handshake of TLS 1.2 with RSA key exchange, whose last messages have @mac bytes behind them. */
static Talk
handshake (guint16 suite, gsize mac)
{
  Hello hello;
  Talk talk;

  hello.tls13 = false;
  hello.suite = suite;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello (hello)));
  talk.say (FROM_SERVER, record (22, server_hello (hello)) + record (22, message (14, {})));
  for (int from : { FROM_CLIENT, FROM_SERVER })
    talk.say (from, record (20, { 1 }) + record (22, message (20, Data (12, 0xf1)) + Data (mac, 0xac)));
  return talk;
}

class NullSuite : public testing::TestWithParam<std::pair<guint16, gsize> >
{
};

TEST_P (NullSuite, FinishedIsRead)
{
  Reading run (handshake (GetParam ().first, GetParam ().second).packets);

  ASSERT_EQ (run.told.size (), 1u);
  EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello, S ServerHelloDone, C ChangeCipherSpec, C Finished, "
                           "S ChangeCipherSpec, S Finished");
  EXPECT_EQ (run.told[0]->steps[4]->length, 16u);
  EXPECT_FALSE (run.told[0]->steps[4]->sealed);
  EXPECT_EQ (run.outcome (), TL_OUTCOME_ESTABLISHED);
}

INSTANTIATE_TEST_SUITE_P (Macs,
                          NullSuite,
                          testing::Values (std::make_pair (NULL_SHA256, 32),
                                           std::make_pair (NULL_SHA, 20),
                                           std::make_pair (NULL_MD5, 16)));

TEST (Dialogue, AlertsAndDataOfANullSuiteAreInClear)
{
  Talk talk = handshake (NULL_SHA256, 32);
  talk.say (FROM_CLIENT, record (23, bytes_of ("hello") + Data (32, 0xac)));
  talk.say (FROM_SERVER, record (21, Data{ 2, 20 } + Data (32, 0xac)));
  Reading run (talk.packets);

  ASSERT_EQ (run.told.back ()->n_steps, 9u);
  EXPECT_FALSE (run.told.back ()->steps[7]->sealed);
  EXPECT_FALSE (run.told.back ()->steps[8]->sealed);
  EXPECT_EQ (run.told.back ()->steps[8]->alert_description, 20);
}

/* RFC 7250: the two sides may show certificates of different kinds. */
TEST (Dialogue, CertificatesAreOfTheKindOfTheirSender)
{
  Hello hello;
  Talk talk;

  hello.tls13 = false;
  hello.suite = CBC_SHA256;
  hello.more = extension (19, { 0 }) + extension (20, { 2 });
  Hello offer = hello;
  offer.more = extension (19, { 1, 0 }) + extension (20, { 1, 2 });
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello (offer)));
  talk.say (FROM_SERVER, record (22, server_hello (hello)) + record (22, message (11, prefixed (3, { 0x30, 0 }))));
  talk.say (FROM_CLIENT, record (22, message (11, prefixed (3, {}))));
  Reading run (talk.packets);

  ASSERT_EQ (run.told.back ()->n_steps, 4u);
  EXPECT_EQ (run.told.back ()->steps[2]->context.certificate_type, 2);
  EXPECT_EQ (run.told.back ()->steps[3]->context.certificate_type, 0);
}

/* RFC 7919: the prime says which group it is. */
TEST (Dialogue, GroupsOfDiffieHellmanHaveNames)
{
  Data prime = Data (gnutls_ffdhe_3072_group_prime.data, gnutls_ffdhe_3072_group_prime.data + gnutls_ffdhe_3072_group_prime.size);
  for (bool known : { true, false })
    {
      Hello hello;
      Talk talk;

      hello.tls13 = false;
      hello.suite = 0x009e; /* DHE_RSA_WITH_AES_128_GCM_SHA256 */
      prime[100] ^= known ? 0 : 1;
      talk.open ();
      talk.say (FROM_CLIENT, record (22, client_hello (hello)));
      talk.say (FROM_SERVER, record (22, server_hello (hello))
                                 + record (22, message (12, prefixed (2, prime) + prefixed (2, { 2 }) + prefixed (2, { 9 })
                                                                + be (0x0401, 2) + prefixed (2, Data (256, 7)))));
      EXPECT_EQ (Reading (talk.packets).told.at (0)->group, known ? 257 : -1);
    }
}

/* In a renegotiation, the keys of the handshake before protect it. */
TEST (Dialogue, ALaterChangeCipherSpecIsSealed)
{
  Talk talk = handshake (CBC_SHA256, 32);
  talk.say (FROM_CLIENT, record (22, Data (64, 1)) + record (20, Data (48, 2)) + record (22, Data (64, 3)));
  Reading run (talk.packets);

  ASSERT_EQ (run.told.back ()->n_steps, 10u);
  EXPECT_TRUE (run.told.back ()->steps[8]->sealed);
  g_autofree char *title = tl_step_title (run.told.back (), 8);
  EXPECT_STREQ (title, "Encrypted ChangeCipherSpec");
  /* one that is sent twice is not, nor one without encryption */
  Talk twice = handshake (CBC_SHA256, 32);
  twice.say (FROM_CLIENT, record (20, { 1 }));
  EXPECT_FALSE (Reading (twice.packets).told.back ()->steps[7]->sealed);
  Talk clear = handshake (NULL_SHA256, 32);
  clear.say (FROM_CLIENT, record (20, Data{ 1 } + Data (32, 0xac)));
  Reading null (clear.packets);
  EXPECT_FALSE (null.told.back ()->steps[7]->sealed);
  EXPECT_EQ (null.told.back ()->steps[7]->length, 1u);
}

TEST (Dialogue, OtherSuitesStaySealed)
{
  Reading run (handshake (CBC_SHA256, 32).packets);

  EXPECT_TRUE (run.told.back ()->steps[4]->sealed);
  EXPECT_TRUE (run.told.back ()->steps[6]->sealed);
}

TEST (Dialogue, ARecordShorterThanItsMacStaysSealed)
{
  Hello hello;
  hello.tls13 = false;
  hello.suite = NULL_SHA256;
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello (hello)));
  talk.say (FROM_SERVER, record (22, server_hello (hello)) + record (20, { 1 }) + record (22, Data (31, 1)));
  Reading run (talk.packets);

  EXPECT_TRUE (run.told.back ()->steps[3]->sealed);
}

/* As a short snap length leaves it: whether TLS 1.3 was chosen stands in the extensions. */
TEST (Dialogue, AHelloThatWasCutDoesNotTellTheVersion)
{
  for (gsize captured : { 6, 40, 50 })
    {
      Talk talk;
      Data hello = record (22, server_hello ());
      talk.open ();
      talk.say (FROM_CLIENT, record (22, client_hello ()));
      talk.say (FROM_SERVER, Data (hello.begin (), hello.begin () + (long) captured));
      Reading run (talk.packets);
      ASSERT_EQ (run.steps (), "C ClientHello, S ServerHello");
      EXPECT_EQ (run.told[0]->version, 0) << captured;
      EXPECT_EQ (run.told[0]->resumed, TL_UNKNOWN) << captured;
      EXPECT_EQ (run.told[0]->offered_version, 0x0304);
      g_autofree char *facts = tl_step_facts (run.told[0], 1);
      EXPECT_EQ (strstr (facts, "TLS 1.2"), nullptr) << facts;
    }
  Talk talk;
  Data hello = record (22, client_hello ());
  talk.open ();
  talk.say (FROM_CLIENT, Data (hello.begin (), hello.begin () + 60));
  EXPECT_EQ (Reading (talk.packets).told.at (0)->offered_version, 0);
}

TEST (Dialogue, AHelloThatWasCutTellsAnOlderVersion)
{
  Talk talk;
  Hello older;
  older.tls13 = false;
  Data hello = server_hello (older);
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello ()));
  hello[5] = 1; /* legacy_version: TLS 1.0 */
  hello = record (22, hello);
  talk.say (FROM_SERVER, Data (hello.begin (), hello.begin () + 45));
  EXPECT_EQ (Reading (talk.packets).told.at (0)->version, 0x0301);
}
