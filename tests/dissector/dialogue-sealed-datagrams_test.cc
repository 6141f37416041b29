/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Conversations over DTLS whose sealed records are opened, from packets.
 */
#include "datagram-sealer.h"
#include "proof/proof.h"
#include "secrets/psk.h"
#include "talk.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace
{

const Data client_random (32, 0xc1), server_random (32, 0x51), main_secret (48, 0x77);
const Data client_handshake (32, 2), server_handshake (32, 3), client_data (32, 4), server_data (32, 5);

/* Fragment of @message, which has the header of TLS. */
Data
part (const Data &message, guint16 sequence, gsize offset, gsize size)
{
  Data head (message.begin (), message.begin () + 4);
  return head + be (sequence, 2) + be (offset, 3) + be (size, 3)
         + Data (message.begin () + 4 + (long) offset, message.begin () + 4 + (long) (offset + size));
}

Data
whole (const Data &message, guint16 sequence)
{
  return part (message, sequence, 0, message.size () - 4);
}

Data
clear (guint8 type, guint64 sequence, const Data &content)
{
  return be (type, 1) + be (0xfefd, 2) + be (sequence, 8) + prefixed (2, content);
}

Data
extension (guint16 type, const Data &content)
{
  return be (type, 2) + prefixed (2, content);
}

Data
hello_of_client (const Data &extensions, const Data &random = client_random, const Data &cookie = {})
{
  return message (1, be (0xfefd, 2) + random + be (0, 1) + prefixed (1, cookie) + prefixed (2, be (0xc02f, 2))
                         + prefixed (1, be (0, 1)) + prefixed (2, extensions));
}

Data
hello_of_server (guint16 suite, const Data &extensions, const Data &random = server_random)
{
  return message (2, be (0xfefd, 2) + random + be (0, 1) + be (suite, 2) + be (0, 1) + prefixed (2, extensions));
}

/* UDP datagrams between 192.0.2.1:50000 and 192.0.2.2:443 as raw IPv4 packets. */
struct Datagrams
{
  std::vector<Talk::Packet> packets;

  void
  send (int from, const Data &payload)
  {
    Data udp = be (from == FROM_CLIENT ? 50000 : 443, 2) + be (from == FROM_CLIENT ? 443 : 50000, 2) + be (8 + payload.size (), 2)
               + be (0, 2) + payload;
    Data client = { 192, 0, 2, 1 }, server = { 192, 0, 2, 2 };
    packets.push_back ({ be (0x45, 1) + be (0, 1) + be (20 + udp.size (), 2) + be (0, 4) + be (64, 1) + be (17, 1) + be (0, 2)
                             + (from == FROM_CLIENT ? client + server : server + client) + udp,
                         1000000000 + 1000000 * (gint64) packets.size () });
  }
};

struct Opened : Reading
{
  Opened (const std::vector<Talk::Packet> &packets, TlKeyring *keyring)
      : Reading (packets, TL_TRACKER_STEPS, 0, G_MAXUINT32, 101, keyring)
  {
    tl_keyring_unref (keyring);
  }

  /* "+" for each step that was opened, "-" for one that is sealed, "." for one that was in clear. */
  std::string
  doors () const
  {
    std::string all;
    for (guint i = 0; i < told.back ()->n_steps; i++)
      {
        const TlStep *step = told.back ()->steps[i];
        all += step->sealed ? '-' : step->decrypted ? '+' : '.';
        EXPECT_EQ (step->door != nullptr, step->decrypted && step->type != TL_STEP_APPLICATION_DATA) << i;
      }
    return all;
  }

  /* Whether the Finished of both sides hold. */
  bool
  proven () const
  {
    int n = 0;
    for (guint i = 0; i < told.back ()->n_steps; i++)
      {
        TlProof *proof = tl_proof_of_step (told.back (), i);
        if (proof && proof->kind == TL_PROOF_FINISHED && proof->holds == TL_YES)
          n++;
        if (proof)
          tl_proof_free (proof);
      }
    return n == 2;
  }
};

/* DTLS 1.2, whose records are sealed with @sealer, each with the connection id that its receiver asked for. */
struct Talk12
{
  Sealer12 sealer;
  Data ids[2];
  guint64 numbers[2] = { 0, 0 };

  explicit Talk12 (guint16 suite) : sealer (suite, 0x0303, main_secret, client_random, server_random)
  {
  }

  Data
  sealed (guint who, guint8 type, const Data &content)
  {
    guint64 number = (guint64) 1 << 48 | numbers[who]++;
    return be (ids[who].empty () ? type : 25, 1) + be (0xfefd, 2) + be (number, 8) + ids[who]
           + prefixed (2, sealer.seal (who, type, 0xfefd, number, content, ids[who]));
  }

  /* RFC 6347 section 4.2.6: all messages as if they had come in one fragment. */
  Data
  finished (guint who, const Data &messages) const
  {
    guint8 verify_data[36];
    TlSecret secret = secret_of (main_secret);
    gsize n = tl_finished_verify_data (&sealer.suite, 0x0303, &secret, who == 0, view (messages), verify_data);
    return message (20, Data (verify_data, verify_data + n));
  }
};

TlKeyring *
keys12 ()
{
  return keyring_of (client_random, { { "CLIENT_RANDOM", main_secret } });
}

/* A handshake with a cookie, in which the client's first flight and its Finished are sent twice, and the latter in two
 * fragments. */
Datagrams
handshake12 (guint16 suite, const Data &client_id = {}, const Data &server_id = {}, bool with_ids = false)
{
  Talk12 talk (suite);
  Datagrams all;
  Data first = hello_of_client (with_ids ? extension (54, prefixed (1, client_id)) : Data {});
  Data hello = hello_of_client (with_ids ? extension (54, prefixed (1, client_id)) : Data {}, client_random, Data (8, 9));
  Data answer = hello_of_server (suite, with_ids ? extension (54, prefixed (1, server_id)) : Data {});
  Data done = message (14, {}), exchange = message (16, prefixed (1, Data (32, 1)));
  Data messages = whole (hello, 1) + whole (answer, 1) + whole (done, 2) + whole (exchange, 2);
  Data client_finished = talk.finished (0, messages);
  Data server_finished = talk.finished (1, messages + whole (client_finished, 3));
  talk.ids[0] = server_id;
  talk.ids[1] = client_id;
  all.send (FROM_CLIENT, clear (22, 0, whole (first, 0)));
  all.send (FROM_CLIENT, clear (22, 1, whole (first, 0)));
  all.send (FROM_SERVER, clear (22, 0, whole (message (3, be (0xfeff, 2) + prefixed (1, Data (8, 9))), 0)));
  all.send (FROM_CLIENT, clear (22, 2, whole (hello, 1)));
  all.send (FROM_SERVER, clear (22, 1, whole (answer, 1)) + clear (22, 2, whole (done, 2)));
  all.send (FROM_CLIENT, clear (22, 3, whole (exchange, 2)));
  all.send (FROM_CLIENT, clear (20, 4, be (1, 1)));
  all.send (FROM_CLIENT, talk.sealed (0, 22, part (client_finished, 3, 0, 5)));
  all.send (FROM_CLIENT, talk.sealed (0, 22, part (client_finished, 3, 5, client_finished.size () - 9)));
  all.send (FROM_CLIENT, clear (20, 5, be (1, 1)) + talk.sealed (0, 22, whole (client_finished, 3)));
  all.send (FROM_SERVER, clear (20, 3, be (1, 1)) + talk.sealed (1, 22, whole (server_finished, 3)));
  all.send (FROM_CLIENT, talk.sealed (0, 23, bytes_of ("said")));
  all.send (FROM_SERVER, talk.sealed (1, 21, be (1, 1) + be (0, 1)));
  return all;
}

const char *const steps12
    = "C ClientHello, C ClientHello (again), S HelloVerifyRequest, C ClientHello, S ServerHello, S ServerHelloDone, "
      "C ClientKeyExchange, C ChangeCipherSpec, C Finished, C ChangeCipherSpec (again), C Finished (again), "
      "S ChangeCipherSpec, S Finished, C Application data, S Alert: close_notify";

/* DTLS 1.3. */
struct Talk13
{
  Data ids[2];
  guint64 numbers[2][8] = {};
  std::vector<Sealer13> sealers[2] = { { Sealer13 (0x1301, true, Data (32, 1)), Sealer13 (0x1301, true, Data (32, 1)),
                                         Sealer13 (0x1301, true, client_handshake), Sealer13 (0x1301, true, client_data) },
                                       { Sealer13 (0x1301, true, Data (32, 1)), Sealer13 (0x1301, true, Data (32, 1)),
                                         Sealer13 (0x1301, true, server_handshake), Sealer13 (0x1301, true, server_data) } };

  Data
  sealed (guint who, guint epoch, guint8 type, const Data &content)
  {
    while (sealers[who].size () <= epoch)
      sealers[who].push_back (sealers[who].back ().next (0x1301));
    return sealers[who][epoch].seal_dtls (type, epoch, numbers[who][epoch]++, content, 2, ids[who]);
  }

  /* RFC 9147 section 5.2: the messages with the header of TLS. */
  Data
  finished (guint who, const Data &messages) const
  {
    guint8 digest[64];
    tl_hash (GNUTLS_DIG_SHA256, view (messages), digest);
    return message (20, hmac_of (GNUTLS_DIG_SHA256, sealers[who][2].expand ("finished", 32), Data (digest, digest + 32)));
  }
};

TlKeyring *
keys13 ()
{
  return keyring_of (client_random, { { "CLIENT_HANDSHAKE_TRAFFIC_SECRET", client_handshake },
                                      { "SERVER_HANDSHAKE_TRAFFIC_SECRET", server_handshake },
                                      { "CLIENT_TRAFFIC_SECRET_0", client_data },
                                      { "SERVER_TRAFFIC_SECRET_0", server_data } });
}

struct Handshake13
{
  Talk13 talk;
  Data hello = hello_of_client (extension (43, prefixed (1, be (0xfefc, 2))));
  Data answer = hello_of_server (0x1301, extension (43, be (0xfefc, 2)));
  Data extensions = message (8, prefixed (2, Data {}));
  Data certificate = message (11, be (0, 1) + prefixed (3, prefixed (3, Data (100, 7)) + prefixed (2, Data {})));
  Data server_finished, client_finished;
  std::vector<Data> flight; /* of the server, a datagram each */

  Handshake13 ()
  {
    server_finished = talk.finished (1, hello + answer + extensions + certificate);
    client_finished = talk.finished (0, hello + answer + extensions + certificate + server_finished);
    flight = { clear (22, 0, whole (answer, 0)), talk.sealed (1, 2, 22, whole (extensions, 1)),
               talk.sealed (1, 2, 22, part (certificate, 2, 0, 50)),
               talk.sealed (1, 2, 22, part (certificate, 2, 50, certificate.size () - 54)),
               talk.sealed (1, 2, 22, whole (server_finished, 3)) };
  }
};

}

/* What was opened is told like what is in clear: fragments are put together, messages sent again are known. */
TEST (DialogueSealedDatagrams, AHandshakeOfDtls12)
{
  for (guint16 suite : { 0xc02f, 0xcca8, 0xc027, 0xc0ae })
    {
      Opened run (handshake12 (suite).packets, keys12 ());
      ASSERT_EQ (run.told.size (), 1u);
      EXPECT_EQ (run.steps (), steps12);
      EXPECT_EQ (run.doors (), "........+.+.+++");
      EXPECT_EQ (run.outcome (), TL_OUTCOME_ESTABLISHED);
      EXPECT_EQ (run.told[0]->n_opened, 6u);
      EXPECT_EQ (run.told[0]->n_not_opened, 0u);
      EXPECT_TRUE (run.proven ());
    }
}

/* RFC 9146: the type stands inside; both sides, one of them, or none want an id in what they receive. */
TEST (DialogueSealedDatagrams, ConnectionIds)
{
  for (const Data &client_id : { Data {}, Data (3, 7), Data (255, 7) })
    for (const Data &server_id : { Data {}, Data (1, 8) })
      {
        Opened run (handshake12 (0xc02f, client_id, server_id, true).packets, keys12 ());
        EXPECT_EQ (run.steps (), steps12) << client_id.size () << " " << server_id.size ();
        EXPECT_EQ (run.doors (), "........+.+.+++");
        EXPECT_TRUE (run.proven ());
      }
}

/* A suite that does not encrypt: its MAC is verified, and nothing was decrypted. */
TEST (DialogueSealedDatagrams, NothingIsDecryptedThatWasInClear)
{
  Datagrams all = handshake12 (0x003b);
  Opened with (all.packets, keys12 ());
  Reading without (all.packets);
  EXPECT_EQ (with.steps (), steps12);
  EXPECT_EQ (without.steps (), steps12);
  for (const Reading *run : { (const Reading *) &with, (const Reading *) &without })
    for (guint i = 0; i < run->told[0]->n_steps; i++)
      {
        EXPECT_FALSE (run->told[0]->steps[i]->sealed) << i;
        EXPECT_FALSE (run->told[0]->steps[i]->decrypted) << i;
      }
  EXPECT_NE (with.told[0]->steps[8]->door, nullptr);
  EXPECT_EQ (without.told[0]->steps[8]->door, nullptr);
  EXPECT_TRUE (with.proven ());
}

/* Records of the client's second flight in any order. */
TEST (DialogueSealedDatagrams, RecordsOfTwoEpochsInAnyOrder)
{
  Datagrams all = handshake12 (0xc02f);
  std::vector<gsize> order = { 5, 6, 7, 8 };
  do
    {
      std::vector<Talk::Packet> packets = all.packets;
      for (gsize i = 0; i < order.size (); i++)
        packets[5 + i] = all.packets[order[i]];
      Opened run (packets, keys12 ());
      EXPECT_TRUE (run.proven ()) << order[0] << order[1] << order[2] << order[3] << run.steps ();
      EXPECT_EQ (run.told[0]->n_not_opened, 0u);
    }
  while (std::next_permutation (order.begin (), order.end ()));
}

/* What a wrong secret does not verify stays as it is. */
TEST (DialogueSealedDatagrams, WhatDoesNotVerifyIsNotOpened)
{
  Datagrams all = handshake12 (0xc02f);
  Opened run (all.packets, keyring_of (client_random, { { "CLIENT_RANDOM", Data (48, 0x78) } }));
  EXPECT_EQ (run.steps (), Reading (all.packets).steps ());
  EXPECT_EQ (run.told[0]->n_opened, 0u);
  EXPECT_EQ (run.told[0]->not_opened, TL_OPEN_WRONG);
}

/* Where the snap length has cut each record, nothing can be verified, and nothing is counted as wrong. */
TEST (DialogueSealedDatagrams, ARecordThatIsCutIsNotOpened)
{
  g_autoptr (TlKeyring) keyring = keys12 ();
  Reading run (handshake12 (0xc02f).packets, TL_TRACKER_STEPS, 0, 20 + 8 + 13 + 20, 101, keyring);
  ASSERT_FALSE (run.told.empty ());
  EXPECT_EQ (run.told[0]->n_opened, 0u);
  EXPECT_EQ (run.told[0]->n_not_opened, 0u);
  for (guint i = 0; i < run.told[0]->n_steps; i++)
    EXPECT_EQ (run.told[0]->steps[i]->door, nullptr) << i;
}

/* RFC 9147: the server's flight in any order, with a message in two records. */
TEST (DialogueSealedDatagrams, AHandshakeOfDtls13)
{
  std::vector<gsize> order = { 0, 1, 2, 3, 4 };
  do
    {
      Handshake13 shake;
      Datagrams all;
      all.send (FROM_CLIENT, clear (22, 0, whole (shake.hello, 0)));
      for (gsize i : order)
        all.send (FROM_SERVER, shake.flight[i]);
      all.send (FROM_CLIENT, shake.talk.sealed (0, 2, 22, whole (shake.client_finished, 1)));
      all.send (FROM_SERVER, shake.talk.sealed (1, 3, 26, prefixed (2, be (2, 8) + be (0, 8))));
      all.send (FROM_CLIENT, shake.talk.sealed (0, 3, 23, bytes_of ("said")));
      Opened run (all.packets, keys13 ());
      EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello, S EncryptedExtensions, S Certificate, S Finished, C Finished, "
                               "S ACK, C Application data");
      EXPECT_EQ (run.doors (), "..++++++");
      EXPECT_EQ (run.told[0]->version, 0xfefc);
      EXPECT_EQ (run.outcome (), TL_OUTCOME_ESTABLISHED);
      EXPECT_TRUE (run.proven ());
      EXPECT_EQ (run.told[0]->n_not_opened, 0u);
    }
  while (std::next_permutation (order.begin (), order.end ()));
}

/* Part of a flight is acknowledged before the rest has come (RFC 9147 section 7.1): that is no answer to what is missing. */
TEST (DialogueSealedDatagrams, AnAckWaitsForNothing)
{
  Handshake13 shake;
  Datagrams all;
  all.send (FROM_CLIENT, clear (22, 0, whole (shake.hello, 0)));
  for (gsize i : { 0, 1, 2, 4 })
    all.send (FROM_SERVER, shake.flight[i]);
  all.send (FROM_CLIENT, shake.talk.sealed (0, 2, 26, prefixed (2, be (2, 8) + be (1, 8))));
  all.send (FROM_SERVER, shake.talk.sealed (1, 2, 22, part (shake.certificate, 2, 50, shake.certificate.size () - 54)));
  all.send (FROM_CLIENT, shake.talk.sealed (0, 2, 22, whole (shake.client_finished, 1)));
  Opened run (all.packets, keys13 ());
  EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello, S EncryptedExtensions, C ACK, S Certificate, S Finished, C Finished");
  EXPECT_FALSE (run.told[0]->lost_bytes);
  EXPECT_TRUE (run.proven ());
}

/* A flight that is sent again is known as such, sealed as it is, and proves nothing anew. */
TEST (DialogueSealedDatagrams, ASealedFlightOnceMore)
{
  Handshake13 shake;
  Datagrams all;
  all.send (FROM_CLIENT, clear (22, 0, whole (shake.hello, 0)));
  for (const Data &datagram : shake.flight)
    all.send (FROM_SERVER, datagram);
  all.send (FROM_SERVER, shake.flight[4]); /* a replay */
  all.send (FROM_SERVER, shake.talk.sealed (1, 2, 22, whole (shake.extensions, 1)) + shake.talk.sealed (1, 2, 22, whole (shake.server_finished, 3)));
  all.send (FROM_CLIENT, shake.talk.sealed (0, 2, 22, whole (shake.client_finished, 1)));
  all.send (FROM_CLIENT, shake.talk.sealed (0, 2, 22, whole (shake.client_finished, 1)));
  Opened run (all.packets, keys13 ());
  EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello, S EncryptedExtensions, S Certificate, S Finished, "
                           "S EncryptedExtensions (again), S Finished (again), C Finished, C Finished (again)");
  EXPECT_EQ (run.doors (), "..+++++++");
  EXPECT_TRUE (run.proven ());
}

/* RFC 9147 sections 8 and 9: what comes behind the handshake, in epochs beyond the third. */
TEST (DialogueSealedDatagrams, BehindTheHandshake)
{
  Handshake13 shake;
  Datagrams all;
  all.send (FROM_CLIENT, clear (22, 0, whole (shake.hello, 0)));
  for (const Data &datagram : shake.flight)
    all.send (FROM_SERVER, datagram);
  all.send (FROM_CLIENT, shake.talk.sealed (0, 2, 22, whole (shake.client_finished, 1)));
  all.send (FROM_CLIENT, shake.talk.sealed (0, 3, 22, whole (message (24, be (0, 1)), 2)));
  all.send (FROM_SERVER, shake.talk.sealed (1, 3, 26, prefixed (2, be (3, 8) + be (0, 8))));
  all.send (FROM_CLIENT, shake.talk.sealed (0, 4, 22, whole (message (24, be (0, 1)), 3)));
  all.send (FROM_CLIENT, shake.talk.sealed (0, 5, 23, bytes_of ("said")));
  all.send (FROM_CLIENT, shake.talk.sealed (0, 5, 21, be (1, 1) + be (0, 1)));
  Opened run (all.packets, keys13 ());
  EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello, S EncryptedExtensions, S Certificate, S Finished, C Finished, "
                           "C KeyUpdate, S ACK, C KeyUpdate, C Application data, C Alert: close_notify");
  EXPECT_EQ (run.doors (), "..+++++++++");
  EXPECT_EQ (run.told[0]->n_not_opened, 0u);
}

/* Messages that wait for others are told with the record that they came in. */
TEST (DialogueSealedDatagrams, EachMessageHasItsOwnRecord)
{
  Datagrams all = handshake12 (0xc02f);
  std::vector<Talk::Packet> packets = all.packets;
  std::swap (packets[5], packets[7]); /* part of the Finished before ClientKeyExchange */
  Opened run (packets, keys12 ());
  const TlConversation *told = run.told[0];
  for (guint i = 0; i < told->n_steps; i++)
    EXPECT_EQ (told->steps[i]->decrypted, i == 8 || i == 10 || i >= 12) << i << run.steps ();
  ASSERT_NE (told->steps[8]->door, nullptr);
  EXPECT_EQ (told->steps[8]->door->sequence, (guint64) 1 << 48 | 1);
}

namespace
{

/* Where both sides have a key, and there is no Diffie-Hellman: what follows from it (RFC 9147 section 5.9). */
TEST (DialogueSealedDatagrams, APreSharedKeyOfDtls13OpensAll)
{
  const Data key (16, 9);
  TlSecret early = {}, handshake = {}, main_secret_13 = {}, finished_key = {}, binder = {};
  auto derive = [] (const TlSecret &from, const char *label, const Data &messages) {
    guint8 digest[32];
    TlSecret out = {};
    EXPECT_TRUE (tl_hash (GNUTLS_DIG_SHA256, view (messages), digest));
    EXPECT_TRUE (tl_derive_secret (GNUTLS_DIG_SHA256, true, &from, label, tl_bytes (digest, 32), &out));
    return Sealer13 (0x1301, true, data_of (out));
  };
  Data offer = prefixed (2, prefixed (2, bytes_of ("alice")) + be (0, 4)) + prefixed (2, prefixed (1, Data (32, 0)));
  Data hello = hello_of_client (extension (43, prefixed (1, be (0xfefc, 2))) + extension (45, prefixed (1, be (0, 1)))
                                + extension (41, offer));
  Data answer = hello_of_server (0x1301, extension (43, be (0xfefc, 2)) + extension (41, be (0, 2)));
  Data extensions = message (8, prefixed (2, Data {}));

  ASSERT_TRUE (tl_psk_early_secret (GNUTLS_DIG_SHA256, view (key), &early));
  ASSERT_TRUE (tl_psk_binder (GNUTLS_DIG_SHA256, true, &early, TL_PSK_EXTERNAL, tl_bytes (hello.data (), hello.size () - 35),
                              &finished_key, &binder));
  std::copy (binder.bytes, binder.bytes + 32, hello.end () - 32);
  ASSERT_TRUE (tl_psk_next_secret (GNUTLS_DIG_SHA256, true, &early, tl_bytes (nullptr, 0), &handshake));
  ASSERT_TRUE (tl_psk_next_secret (GNUTLS_DIG_SHA256, true, &handshake, tl_bytes (nullptr, 0), &main_secret_13));

  Talk13 talk;
  talk.sealers[0][2] = derive (handshake, "c hs traffic", hello + answer);
  talk.sealers[1][2] = derive (handshake, "s hs traffic", hello + answer);
  Data server_finished = talk.finished (1, hello + answer + extensions);
  Data client_finished = talk.finished (0, hello + answer + extensions + server_finished);
  talk.sealers[0][3] = derive (main_secret_13, "c ap traffic", hello + answer + extensions + server_finished);
  talk.sealers[1][3] = derive (main_secret_13, "s ap traffic", hello + answer + extensions + server_finished);
  Datagrams all;
  all.send (0, clear (22, 0, whole (hello, 0)));
  all.send (1, clear (22, 0, whole (answer, 0)) + talk.sealed (1, 2, 22, whole (extensions, 1))
                   + talk.sealed (1, 2, 22, whole (server_finished, 2)));
  all.send (0, talk.sealed (0, 2, 22, whole (client_finished, 1)));
  all.send (0, talk.sealed (0, 3, 23, bytes_of ("hello")));
  all.send (1, talk.sealed (1, 3, 21, be (0x0100, 2)));

  TlKeyring *keyring = tl_keyring_new ();
  tl_keyring_add_psk (keyring, tl_bytes ("alice", 5), view (key));
  Opened run (all.packets, keyring);
  EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello, S EncryptedExtensions, S Finished, C Finished, C Application data, "
                           "S Alert: close_notify");
  EXPECT_EQ (run.doors (), "..+++++");
  EXPECT_EQ (run.told[0]->psk, TL_PSK_TAKEN);
  EXPECT_EQ (run.told[0]->n_not_opened, 0u);
  EXPECT_TRUE (run.proven ());
}

}
