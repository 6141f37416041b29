/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Which keys open which record of a stream.
 */
#include "opening.h"

#include "limits.h"

namespace
{

struct Opening : OpeningBase
{
  explicit Opening (TlKeyring *keys) : OpeningBase (keys, false)
  {
  }

  std::string
  open (guint who, guint8 type, const Data &payload)
  {
    Data header = be (type, 1) + be (0x0303, 2) + be (payload.size (), 2);
    TlSealedRecord record = {};
    g_auto (TlOpenedRecord) opened = {};
    record.type = type;
    record.version = 0x0303;
    record.header = view (header);
    record.payload = view (payload);
    TlOpenResult result = tl_opener_open (opener, who, &record, &opened);
    if (result == TL_OPEN_OPENED)
      number = record.sequence;
    return told (result, opened);
  }
};

/* A sender that counts its records. */
struct Counting13
{
  Sealer13 sealer;
  guint64 sequence = 0;

  explicit Counting13 (const Data &secret, guint16 suite = 0x1301) : sealer (suite, false, secret)
  {
  }

  Data
  operator() (guint8 type, const char *text)
  {
    return sealer.seal_tls (type, sequence++, bytes_of (text), 5);
  }
};

}

/* TLS 1.2: each side's records count from its ChangeCipherSpec on. */
TEST (Opener, ChangeCipherSpec)
{
  for (guint16 suite : { 0xc02f, 0xcca8, 0xc027, 0x003b })
    {
      Sealer12 sealer (suite, 0x0303, main_secret, client_random, server_random);
      Opening opening (keys12 ());
      auto sealed = [&] (guint who, guint64 sequence) { return sealer.seal (who, 22, 0x0303, sequence, bytes_of ("said")); };
      EXPECT_EQ (opening.open (C, 22, sealed (C, 0)), "no hellos");
      opening.client_hello ();
      opening.server_hello (0x0303, suite);
      tl_opener_change_cipher_spec (opening.opener, C);
      for (guint i = 0; i < 3; i++)
        EXPECT_EQ (opening.open (C, 22, sealed (C, i)), "22 said") << suite;
      tl_opener_change_cipher_spec (opening.opener, S);
      EXPECT_EQ (opening.open (S, 22, sealed (S, 0)), "22 said");
      EXPECT_EQ (opening.open (S, 22, sealed (S, 2)), "wrong") << "a number was left out";
      EXPECT_EQ (opening.open (S, 22, sealed (S, 2)), "22 said") << "what is damaged counts too";
      EXPECT_EQ (opening.open (S, 22, sealed (S, 2)), "wrong") << "the same once more";
      EXPECT_EQ (opening.open (C, 22, sealed (S, 3)), "wrong") << "of the other side";
    }
}

/* A renegotiation: the keys agreed on last are in force from each side's next ChangeCipherSpec on. */
TEST (Opener, ARenegotiation)
{
  Data other_random (32, 0xc2), other_secret (48, 0x78);
  Sealer12 first (0xc02f, 0x0303, main_secret, client_random, server_random);
  Sealer12 second (0xc02f, 0x0303, other_secret, other_random, server_random);
  std::string more = "CLIENT_RANDOM " + hex_of (other_random) + " " + hex_of (other_secret);
  TlKeyring *keyring = keys12 ();
  TlKeylogReport report = {};
  tl_keyring_add_keylog (keyring, tl_bytes (more.data (), more.size ()), &report);
  Opening opening (keyring);
  auto said = [&] (guint who, const Sealer12 &sealer, guint64 sequence) {
    return opening.open (who, 22, sealer.seal (who, 22, 0x0303, sequence, bytes_of ("said")));
  };
  opening.client_hello ();
  opening.server_hello (0x0303, 0xc02f);
  tl_opener_change_cipher_spec (opening.opener, C);
  tl_opener_change_cipher_spec (opening.opener, S);
  EXPECT_EQ (said (C, first, 0), "22 said");
  opening.client_hello (false, other_random);
  EXPECT_EQ (said (S, first, 0), "22 said");
  opening.server_hello (0x0303, 0xc02f);
  EXPECT_EQ (said (C, first, 1), "22 said");
  tl_opener_change_cipher_spec (opening.opener, C);
  EXPECT_EQ (said (C, second, 0), "22 said");
  EXPECT_EQ (said (S, first, 1), "22 said");
  tl_opener_change_cipher_spec (opening.opener, S);
  EXPECT_EQ (said (S, second, 0), "22 said");
}

/* A main secret that an earlier conversation had: by its session id, and by the ticket that it was given. */
TEST (Opener, AResumedSession)
{
  Data id (32, 9), ticket (100, 8), other_random (32, 0xc2);
  Sealer12 first (0xc02f, 0x0303, main_secret, client_random, server_random);
  Sealer12 second (0xc02f, 0x0303, main_secret, other_random, server_random);
  TlKeyring *keyring = keys12 ();
  Opening opening (keyring);
  opening.client_hello ();
  opening.server_hello (0x0303, 0xc02f, server_random, id);
  tl_opener_change_cipher_spec (opening.opener, C);
  EXPECT_EQ (opening.open (C, 22, first.seal (C, 22, 0x0303, 0, bytes_of ("said"))), "22 said");
  tl_opener_new_session_ticket (opening.opener, view (ticket));
  for (bool by_ticket : { false, true })
    {
      Opening resumed (tl_keyring_ref (keyring));
      resumed.client_hello (false, other_random, by_ticket ? Data {} : id, by_ticket ? ticket : Data {});
      resumed.server_hello (0x0303, 0xc02f, server_random, by_ticket ? Data {} : id);
      tl_opener_change_cipher_spec (resumed.opener, S);
      EXPECT_EQ (resumed.open (S, 22, second.seal (S, 22, 0x0303, 0, bytes_of ("said"))), "22 said") << by_ticket;
    }
}

TEST (Opener, TheReasonThatItIsNotOpened)
{
  auto why = [] (TlKeyring *keyring, guint16 version, guint16 suite) {
    Opening opening (keyring);
    opening.client_hello ();
    opening.server_hello (version, suite);
    tl_opener_change_cipher_spec (opening.opener, C);
    return opening.open (C, 23, Data (60, 0xee));
  };
  EXPECT_EQ (why (keyring_of (server_random, { { "CLIENT_RANDOM", main_secret } }), 0x0303, 0xc02f), "no secret");
  EXPECT_EQ (why (keys12 (), 0x0303, 0xc02f), "wrong");
  EXPECT_EQ (why (keys12 (), 0x0303, 0xc03c), "unsupported") << "ARIA";
  EXPECT_EQ (why (keys12 (), 0x0303, 0xfafa), "unsupported") << "no suite at all";
  EXPECT_EQ (why (keys12 (), 0x0304, 0x1301), "no secret");
  EXPECT_EQ (why (keys13 (), 0x0304, 0x1301), "wrong");
  EXPECT_EQ (why (keys13 (), 0x0304, 0x1302), "no secret") << "a secret of another hash";
  EXPECT_EQ (why (keys13 (), 0x0304, 0xc02f), "wrong");
}

/* Both hellos are there, but not before it. */
TEST (Opener, AChangeCipherSpecBeforeTheHellos)
{
  Opening opening (keys12 ());
  opening.client_hello ();
  tl_opener_change_cipher_spec (opening.opener, C);
  EXPECT_EQ (opening.open (C, 22, Data (60, 0xee)), "no hellos");
  opening.server_hello (0x0303, 0xc02f);
  EXPECT_EQ (opening.open (C, 22, Data (60, 0xee)), "too early");
}

/* RFC 9846 section 5.4: only zeros under a right tag are not a damaged record, and the ones behind it have their numbers. */
TEST (Opener, ARecordWithoutAType)
{
  Opening opening (keys13 ());
  Counting13 server (server_handshake);
  opening.client_hello ();
  opening.server_hello (0x0304, 0x1301);
  EXPECT_EQ (opening.open (S, 23, server (0, "")), "untyped");
  EXPECT_EQ (opening.open (S, 23, server (22, "said")), "22 said");
  EXPECT_EQ (opening.open (S, 23, server (0, "")), "untyped");
  EXPECT_EQ (opening.open (S, 23, server (22, "more")), "22 more");
}

/* RFC 9846 section 7: the messages say which keys come next. A ChangeCipherSpec means nothing. */
TEST (Opener, PhasesOfTls13)
{
  for (guint16 suite : { 0x1301, 0x1303, 0x1304, 0x1305 })
    {
      Counting13 s1 (server_handshake, suite), s2 (server_data, suite), c1 (client_handshake, suite), c2 (client_data, suite);
      Opening opening (keys13 ());
      opening.client_hello ();
      opening.server_hello (0x0304, suite);
      tl_opener_change_cipher_spec (opening.opener, S);
      EXPECT_EQ (opening.open (S, 23, s1 (22, "EncryptedExtensions")), "22 EncryptedExtensions");
      EXPECT_EQ (opening.open (S, 23, s1 (22, "Finished")), "22 Finished");
      tl_opener_finished (opening.opener, S);
      EXPECT_EQ (opening.open (S, 23, s2 (23, "half a round trip")), "23 half a round trip");
      tl_opener_change_cipher_spec (opening.opener, C);
      EXPECT_EQ (opening.open (C, 23, c1 (22, "Finished")), "22 Finished");
      tl_opener_finished (opening.opener, C);
      EXPECT_EQ (opening.open (C, 23, c2 (23, "said")), "23 said");
      EXPECT_EQ (opening.number, 0u);
      EXPECT_EQ (opening.open (C, 23, c2 (21, "alert")), "21 alert");
      EXPECT_EQ (opening.open (C, 23, c1 (22, "of old")), "wrong");
    }
}

/* The Finished may not be in the capture: the next keys are tried, and only the right ones verify. */
TEST (Opener, APhaseThatWasNotSeenToEnd)
{
  Counting13 s1 (server_handshake), s2 (server_data);
  Opening opening (keys13 ());
  opening.client_hello ();
  opening.server_hello (0x0304, 0x1301);
  EXPECT_EQ (opening.open (S, 23, s1 (22, "EncryptedExtensions")), "22 EncryptedExtensions");
  EXPECT_EQ (opening.open (S, 23, Data (60, 0xee)), "wrong") << "nothing changes";
  s1.sequence++;
  EXPECT_EQ (opening.open (S, 23, s1 (22, "Certificate")), "22 Certificate");
  EXPECT_EQ (opening.open (S, 23, s2 (23, "said")), "23 said");
  EXPECT_EQ (opening.open (S, 23, s2 (23, "more")), "23 more");
}

/* RFC 9846 section 4.3.10: early data ends with EndOfEarlyData; where the server refuses it, it just ends. */
TEST (Opener, EarlyData)
{
  for (bool refused : { false, true })
    for (guint16 suite : { 0x1301, 0x1303 })
      {
        Counting13 c0 (early, suite), c1 (client_handshake), c2 (client_data);
        Opening opening (keys13 ());
        opening.client_hello (true);
        EXPECT_EQ (opening.open (C, 23, c0 (23, "early")), "23 early");
        opening.server_hello (0x0304, 0x1301);
        if (suite == 0x1301)
          EXPECT_EQ (opening.open (C, 23, c0 (23, "more")), "23 more");
        if (!refused && suite == 0x1301)
          {
            EXPECT_EQ (opening.open (C, 23, c0 (22, "EndOfEarlyData")), "22 EndOfEarlyData");
            tl_opener_end_of_early_data (opening.opener);
          }
        EXPECT_EQ (opening.open (C, 23, c1 (22, "Finished")), "22 Finished");
        tl_opener_finished (opening.opener, C);
        EXPECT_EQ (opening.open (C, 23, c2 (23, "said")), "23 said");
      }
}

/* Who offered early data and was refused it by a HelloRetryRequest begins again without. */
TEST (Opener, EarlyDataBeforeAHelloRetryRequest)
{
  Counting13 c0 (early), c1 (client_handshake);
  Opening opening (keys13 ());
  opening.client_hello (true);
  EXPECT_EQ (opening.open (C, 23, c0 (23, "early")), "23 early");
  opening.client_hello (false);
  opening.server_hello (0x0304, 0x1301);
  EXPECT_EQ (opening.open (C, 23, c1 (22, "Finished")), "22 Finished");
}

/* Early data whose secret nobody gave: what comes behind it is opened all the same. */
TEST (Opener, EarlyDataWithoutItsSecret)
{
  Counting13 c0 (early), c1 (client_handshake);
  Opening opening (keyring_of (client_random, { { "CLIENT_HANDSHAKE_TRAFFIC_SECRET", client_handshake } }));
  opening.client_hello (true);
  EXPECT_EQ (opening.open (C, 23, c0 (23, "early")), "no hellos");
  opening.server_hello (0x0304, 0x1301);
  EXPECT_EQ (opening.open (C, 23, c0 (23, "more")), "no secret");
  EXPECT_EQ (opening.open (C, 23, c1 (22, "Finished")), "22 Finished");
}

/* RFC 9846 section 7.2 */
TEST (Opener, KeyUpdates)
{
  Opening opening (keys13 ());
  Sealer13 sealer (0x1301, false, client_data);
  opening.client_hello ();
  opening.server_hello (0x0304, 0x1301);
  tl_opener_finished (opening.opener, C);
  for (guint i = 0; i < 5; i++)
    {
      EXPECT_EQ (opening.open (C, 23, sealer.seal_tls (23, 0, bytes_of ("said"))), "23 said") << i;
      EXPECT_EQ (opening.open (C, 23, sealer.seal_tls (22, 1, bytes_of ("KeyUpdate"))), "22 KeyUpdate");
      tl_opener_key_update (opening.opener, C);
      EXPECT_EQ (opening.open (C, 23, sealer.seal_tls (23, 2, bytes_of ("with the keys before"))), "wrong");
      sealer = sealer.next (0x1301);
      EXPECT_EQ (opening.open (C, 23, sealer.seal_tls (23, 1, bytes_of ("said"))), "23 said");
      EXPECT_EQ (opening.open (C, 23, sealer.seal_tls (22, 2, bytes_of ("KeyUpdate"))), "22 KeyUpdate");
      tl_opener_key_update (opening.opener, C);
      sealer = sealer.next (0x1301);
    }
}

/* Where records are missing, the next number is found again, within bounds; behind a KeyUpdate that is missing too. */
TEST (Opener, NumbersBehindALoss)
{
  Sealer13 sealer (0x1301, false, client_data);
  auto after = [&] (guint64 missing, bool told) {
    Opening opening (keys13 ());
    opening.client_hello ();
    opening.server_hello (0x0304, 0x1301);
    tl_opener_finished (opening.opener, C);
    EXPECT_EQ (opening.open (C, 23, sealer.seal_tls (23, 0, bytes_of ("said"))), "23 said");
    if (told)
      tl_opener_lost (opening.opener, C);
    std::string first = opening.open (C, 23, sealer.seal_tls (23, 1 + missing, bytes_of ("said")));
    if (first == "23 said")
      {
        EXPECT_EQ (opening.number, 1 + missing);
        EXPECT_EQ (opening.open (C, 23, sealer.seal_tls (23, 2 + missing, bytes_of ("said"))), "23 said");
      }
    return first;
  };
  EXPECT_EQ (after (0, false), "23 said");
  EXPECT_EQ (after (1, false), "wrong");
  EXPECT_EQ (after (0, true), "23 said");
  EXPECT_EQ (after (7, true), "23 said");
  EXPECT_EQ (after (TL_LIMIT_LOST_RECORDS - 1, true), "23 said");
  EXPECT_EQ (after (TL_LIMIT_LOST_RECORDS, true), "lost");

  Opening opening (keys13 ());
  opening.client_hello ();
  opening.server_hello (0x0304, 0x1301);
  tl_opener_finished (opening.opener, C);
  tl_opener_lost (opening.opener, C);
  EXPECT_EQ (opening.open (C, 23, sealer.next (0x1301).seal_tls (23, 4, bytes_of ("said"))), "23 said");
  EXPECT_EQ (opening.open (C, 23, sealer.next (0x1301).seal_tls (23, 5, bytes_of ("said"))), "23 said");
}

/* The same in TLS 1.2, for ciphers whose records stand alone. */
TEST (Opener, NumbersBehindALossInTls12)
{
  for (guint16 suite : { 0xc02f, 0xc027 })
    {
      Sealer12 sealer (suite, 0x0303, main_secret, client_random, server_random);
      Opening opening (keys12 ());
      opening.client_hello ();
      opening.server_hello (0x0303, suite);
      tl_opener_change_cipher_spec (opening.opener, S);
      tl_opener_lost (opening.opener, S);
      EXPECT_EQ (opening.open (S, 23, sealer.seal (S, 23, 0x0303, 6, bytes_of ("said"))), "23 said");
      EXPECT_EQ (opening.number, 6u);
      EXPECT_EQ (opening.open (S, 23, sealer.seal (S, 23, 0x0303, 7, bytes_of ("said"))), "23 said");
      EXPECT_EQ (opening.open (S, 23, sealer.seal (S, 23, 0x0303, 9, bytes_of ("said"))), "wrong");
    }
}

namespace
{

const Data old_id (32, 9), old_ticket (100, 8), other_random (32, 0xc2), other_secret (48, 0x78);

/* A conversation that ends with a session to resume. */
void
talk_before (TlKeyring *keyring)
{
  Sealer12 sealer (0xc02f, 0x0303, main_secret, client_random, server_random);
  Opening opening (tl_keyring_ref (keyring));

  opening.client_hello ();
  opening.server_hello (0x0303, 0xc02f, server_random, old_id);
  tl_opener_expect_new_secret (opening.opener);
  tl_opener_new_session_ticket (opening.opener, view (old_ticket));
  tl_opener_change_cipher_spec (opening.opener, C);
  EXPECT_EQ (opening.open (C, 22, sealer.seal (C, 22, 0x0303, 0, bytes_of ("said"))), "22 said");
}

}

/* RFC 5077 section 3.4: a server may refuse what is offered. Then a new secret is made; that of the session before is not it. */
TEST (Opener, ARefusedResumption)
{
  for (const Data &new_id : { Data {}, Data (32, 10), old_id })
    {
      g_autoptr (TlKeyring) keyring = keys12 ();
      Sealer12 sealer (0xc02f, 0x0303, other_secret, other_random, server_random);
      std::string line = "CLIENT_RANDOM " + hex_of (other_random) + " " + hex_of (other_secret);
      TlKeylogReport report = {};
      TlSecret known = {};
      talk_before (keyring);
      for (bool given : { false, true })
        {
          Opening opening (tl_keyring_ref (keyring));
          opening.client_hello (false, other_random, old_id, old_ticket);
          opening.server_hello (0x0303, 0xc02f, server_random, new_id);
          tl_opener_expect_new_secret (opening.opener);
          tl_opener_new_session_ticket (opening.opener, view (Data (100, 7)));
          tl_opener_change_cipher_spec (opening.opener, C);
          EXPECT_EQ (opening.open (C, 22, sealer.seal (C, 22, 0x0303, 0, bytes_of ("said"))), given ? "22 said" : "no secret");
          EXPECT_EQ (tl_keyring_find_secret (keyring, TL_KEYLOG_CLIENT_RANDOM, view (other_random), &known), given);
          tl_keyring_add_keylog (keyring, tl_bytes (line.data (), line.size ()), &report);
        }
    }
}

/* The same, where the new secret follows from a key that was given. */
TEST (Opener, ARefusedResumptionWithAPreSharedKey)
{
  g_autoptr (TlKeyring) keyring = keys12 ();
  Data key (32, 0x11);
  TlExchanged said = { .client_random = view (other_random), .cipher_suite = 0x00a8, .offered = 0x0303, .version = 0x0303,
                       .psk_identity = view (key) };
  TlRandoms randoms = {};
  g_auto (TlPremaster) premaster = {};
  TlSecret secret = {};
  TlSuite suite;
  talk_before (keyring);
  tl_keyring_add_psk (keyring, tl_bytes (nullptr, 0), view (key));
  memcpy (randoms.client, other_random.data (), 32);
  memcpy (randoms.server, server_random.data (), 32);
  ASSERT_TRUE (tl_suite (0x00a8, &suite));
  ASSERT_TRUE (tl_premaster_find (&premaster, keyring, &said));
  ASSERT_TRUE (tl_main_secret (&suite, 0x0303, tl_bytes (premaster.bytes, premaster.length), &randoms, tl_bytes (nullptr, 0), &secret));
  Sealer12 sealer (0x00a8, 0x0303, Data (secret.bytes, secret.bytes + 48), other_random, server_random);
  Opening opening (tl_keyring_ref (keyring));

  opening.client_hello (false, other_random, old_id, old_ticket);
  opening.server_hello (0x0303, 0x00a8, server_random, Data (32, 10));
  tl_opener_client_key_exchange (opening.opener, &said, tl_bytes (nullptr, 0));
  tl_opener_change_cipher_spec (opening.opener, C);
  EXPECT_EQ (opening.open (C, 22, sealer.seal (C, 22, 0x0303, 0, bytes_of ("said"))), "22 said");
}

/* What opened nothing is not passed on: it need not be right. In a renegotiation, neither while the keys before are in force. */
TEST (Opener, OnlyASecretThatOpenedSomethingIsLearned)
{
  g_autoptr (TlKeyring) keyring = keys12 ();
  Sealer12 sealer (0xc02f, 0x0303, main_secret, client_random, server_random);
  std::string line = "CLIENT_RANDOM " + hex_of (other_random) + " " + hex_of (other_secret);
  TlKeylogReport report = {};
  TlSecret known = {};
  Opening opening (tl_keyring_ref (keyring));
  auto learned = [&] (const Data &id) {
    return tl_keyring_find_secret (keyring, TL_KEYLOG_RSA_SESSION_ID, view (id), &known);
  };
  tl_keyring_add_keylog (keyring, tl_bytes (line.data (), line.size ()), &report);
  opening.client_hello ();
  opening.server_hello (0x0303, 0xc02f, server_random, old_id);
  tl_opener_change_cipher_spec (opening.opener, C);
  EXPECT_EQ (opening.open (C, 22, Data (60, 0xee)), "wrong");
  EXPECT_FALSE (learned (old_id));
  EXPECT_EQ (opening.open (C, 22, sealer.seal (C, 22, 0x0303, 1, bytes_of ("said"))), "22 said");
  EXPECT_TRUE (learned (old_id));
  opening.client_hello (false, other_random);
  opening.server_hello (0x0303, 0xc02f, server_random, Data (32, 10));
  tl_opener_client_key_exchange (opening.opener, std::make_unique<TlExchanged> ().get (), tl_bytes (nullptr, 0));
  EXPECT_EQ (opening.open (C, 22, sealer.seal (C, 22, 0x0303, 2, bytes_of ("said"))), "22 said");
  EXPECT_FALSE (learned (Data (32, 10)));
}
