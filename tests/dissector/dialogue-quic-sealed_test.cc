/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Conversations over QUIC whose keys were given.
 */
#include "conversation/titles-quic.h"
#include "ech-maker.h"
#include "limits.h"
#include "quic-sealed.h"
#include "quic-talk.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

static const char *const opened_steps
    = "C ClientHello, S ServerHello, S EncryptedExtensions, S Finished, C Finished, C Application data, S NewSessionTicket, "
      "S Application data";

static const Data client_random (32, 0xc1);

/* A talk whose packets are sealed with secrets that a keyring has. */
struct SealedTalk : QuicTalk
{
  QuicSealer handshake_sealers[2], data_sealers[2], early;
  guint32 handshake_number[2] = { 0, 0 }, data_number[2] = { 0, 0 };
  TlKeyring *keyring = tl_keyring_new ();
  bool phase = false;

  explicit SealedTalk (guint32 version = TL_QUIC_VERSION_1)
  {
    static const char *const labels[][2] = { { "CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET" },
                                             { "CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0" } };
    maker.version = version;
    maker.client_id = { 0xc1, 0xc2, 0xc3 };
    for (int from : { 0, 1 })
      {
        handshake_sealers[from] = { version, Data (32, (guint8) (1 + from)), Data (32, (guint8) (1 + from)) };
        data_sealers[from] = { version, Data (32, (guint8) (3 + from)), Data (32, (guint8) (3 + from)) };
        add_secret (keyring, labels[0][from], client_random, handshake_sealers[from].secret);
        add_secret (keyring, labels[1][from], client_random, data_sealers[from].secret);
      }
    early = { version, Data (32, 5), Data (32, 5) };
    add_secret (keyring, "CLIENT_EARLY_TRAFFIC_SECRET", client_random, early.secret);
  }
  SealedTalk (const SealedTalk &) = delete;

  ~SealedTalk ()
  {
    tl_keyring_unref (keyring);
  }

  const Data &id_of (int receiver) const
  {
    return receiver == FROM_CLIENT ? maker.client_id : maker.server_id;
  }

  void handshake_packet (int from, const Data &frames)
  {
    send (from, handshake_sealers[from].long_packet (maker.first (TL_QUIC_HANDSHAKE), id_of (1 - from), id_of (from),
                                                     handshake_number[from]++, frames));
  }

  void data_packet (int from, const Data &frames)
  {
    send (from, data_sealers[from].short_packet (id_of (1 - from), data_number[from]++, frames, phase));
  }

  static Data server_flight ()
  {
    return message (8, be (0, 2)) + message (20, Data (32, 0xf1));
  }

  static Data client_flight ()
  {
    return message (20, Data (32, 0xf2));
  }

  static Data ticket ()
  {
    return message (4, be (7200, 4) + be (1, 4) + be (0, 1) + be (4, 2) + be (0xaabbccdd, 4) + be (0, 2));
  }

  static Data stream_frame ()
  {
    return { 0x0a, 0, 2, 0xaa, 0xbb };
  }

  void sealed_rest ()
  {
    handshake_packet (FROM_SERVER, crypto_frame (0, server_flight ()));
    handshake_packet (FROM_CLIENT, crypto_frame (0, client_flight ()));
    data_packet (FROM_CLIENT, stream_frame ());
    data_packet (FROM_SERVER, Data ({ 0x1e }) + crypto_frame (0, ticket ()));
    data_packet (FROM_SERVER, stream_frame ());
  }

  void whole_talk ()
  {
    hellos ();
    sealed_rest ();
  }
};

struct OpenedReading : Reading
{
  explicit OpenedReading (const SealedTalk &talk, guint flags = TL_TRACKER_STEPS)
    : Reading (talk.packets, flags, 0, G_MAXUINT32, 101, talk.keyring)
  {
  }

  const TlConversation *last () const { return told.back (); }

  std::string outcome () const
  {
    g_autofree char *text = tl_conversation_outcome_text (last ());
    return text;
  }
};

TEST (DialogueQuicSealed, OpensAHandshake)
{
  SealedTalk talk;
  talk.whole_talk ();
  OpenedReading reading (talk);
  ASSERT_EQ (reading.told.size (), 1u);
  EXPECT_EQ (reading.steps (), opened_steps);
  const TlConversation *told = reading.last ();
  EXPECT_EQ (told->outcome, TL_OUTCOME_ESTABLISHED);
  EXPECT_EQ (told->n_opened, 5u);
  EXPECT_EQ (told->n_not_opened, 0u);
  for (guint i = 0; i < told->n_steps; i++)
    {
      EXPECT_TRUE (told->steps[i]->decrypted) << i;
      EXPECT_FALSE (told->steps[i]->sealed) << i;
    }
  const TlStep *finished = told->steps[3];
  EXPECT_EQ (finished->quic_packet, TL_QUIC_HANDSHAKE);
  EXPECT_EQ (reading.packets_of (3), std::vector<guint64> ({ 3 }));
  ASSERT_NE (finished->door, nullptr);
  EXPECT_EQ (finished->door, told->steps[2]->door) << "the same packet";
  EXPECT_EQ (finished->door->sequence, 0u);
  EXPECT_EQ (g_bytes_get_size (finished->door->header) + g_bytes_get_size (finished->door->payload),
             talk.packets[2].data.size () - 28);
  EXPECT_EQ (finished->door->opened.n_additional, g_bytes_get_size (finished->door->header));
  EXPECT_EQ (g_bytes_get_size (finished->door->opened.plaintext) + 16, g_bytes_get_size (finished->door->payload));
  EXPECT_EQ (told->steps[6]->quic_packet, TL_QUIC_ONE_RTT);
}

TEST (DialogueQuicSealed, OpensEveryVersion)
{
  for (guint32 version : { 0x6b3343cfu, 0xff000016u, 0xff00001du, 0xff000022u, 0xfaceb002u })
    {
      SealedTalk talk (version);
      talk.whole_talk ();
      OpenedReading reading (talk);
      EXPECT_EQ (reading.steps (), opened_steps) << std::hex << version;
    }
}

TEST (DialogueQuicSealed, WithWrongKeysNothingIsOpened)
{
  SealedTalk talk;
  for (auto *sealers : { talk.handshake_sealers, talk.data_sealers })
    for (int from : { 0, 1 })
      sealers[from].secret[0] ^= 1;
  talk.whole_talk ();
  OpenedReading reading (talk);
  EXPECT_EQ (reading.steps (), "C ClientHello, S ServerHello, S Encrypted Handshake packet, C Encrypted Handshake packet, "
                               "C Application data, S Application data");
  EXPECT_EQ (reading.last ()->n_opened, 0u);
  EXPECT_EQ (reading.last ()->n_not_opened, 5u);
  EXPECT_EQ (reading.last ()->not_opened, TL_OPEN_WRONG);
  EXPECT_EQ (reading.last ()->outcome, TL_OUTCOME_ESTABLISHED);
}

TEST (DialogueQuicSealed, WithTheKeysOfOthersItSaysSo)
{
  SealedTalk talk, other;
  talk.hellos ();
  talk.sealed_rest ();
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  add_secret (keyring, "CLIENT_TRAFFIC_SECRET_0", Data (32, 0x77), Data (32, 1));
  Reading reading (talk.packets, TL_TRACKER_STEPS, 0, G_MAXUINT32, 101, keyring);
  EXPECT_EQ (reading.told.back ()->not_opened, TL_OPEN_NO_SECRET);
  EXPECT_EQ (reading.told.back ()->n_opened, 0u);
}

TEST (DialogueQuicSealed, PacketsThatComeTooEarlyWait)
{
  SealedTalk talk;
  talk.whole_talk ();
  std::swap (talk.packets[1], talk.packets[2]); /* the ServerHello comes after a Handshake packet */
  OpenedReading reading (talk);
  EXPECT_EQ (reading.steps (), opened_steps);
  EXPECT_EQ (reading.last ()->n_not_opened, 0u);
  EXPECT_EQ (reading.packets_of (2), std::vector<guint64> ({ 2 }));
  std::rotate (talk.packets.begin () + 1, talk.packets.begin () + 2, talk.packets.end ()); /* and after all others */
  OpenedReading late (talk);
  EXPECT_EQ (late.last ()->n_opened, 5u);
  EXPECT_EQ (late.last ()->outcome, TL_OUTCOME_ESTABLISHED);
}

TEST (DialogueQuicSealed, WithoutAServerHelloTheyAreToldInTheEnd)
{
  SealedTalk talk;
  talk.whole_talk ();
  talk.packets.erase (talk.packets.begin () + 1);
  OpenedReading reading (talk);
  EXPECT_EQ (reading.steps (), "C ClientHello, S Encrypted Handshake packet, C Encrypted Handshake packet, C Application data, "
                               "S Application data");
  EXPECT_EQ (reading.last ()->n_not_opened, 5u);
  EXPECT_EQ (reading.last ()->not_opened, TL_OPEN_NO_HELLOS);
}

TEST (DialogueQuicSealed, NoMoreWaitThanMay)
{
  for (guint n : { TL_LIMIT_QUIC_HELD - 1, TL_LIMIT_QUIC_HELD, TL_LIMIT_QUIC_HELD + 1 })
    {
      SealedTalk talk;
      talk.client_initial (crypto_frame (0, client_hello ({})));
      for (guint i = 0; i < n; i++)
        talk.handshake_packet (FROM_SERVER, crypto_frame (i, { SealedTalk::server_flight ()[i] }));
      talk.server_initial (crypto_frame (0, server_hello ()));
      OpenedReading reading (talk);
      EXPECT_EQ (reading.last ()->n_opened, n <= TL_LIMIT_QUIC_HELD ? n : 0) << n;
      EXPECT_EQ (reading.last ()->n_not_opened, n <= TL_LIMIT_QUIC_HELD ? 0 : n) << n;
    }
}

TEST (DialogueQuicSealed, OpensEarlyData)
{
  SealedTalk talk;
  talk.client_initial (crypto_frame (0, client_hello ({})));
  talk.send (FROM_CLIENT, talk.early.long_packet (talk.maker.first (TL_QUIC_ZERO_RTT), talk.maker.original, talk.maker.client_id, 0,
                                                  SealedTalk::stream_frame ()));
  talk.server_initial (crypto_frame (0, server_hello ()));
  talk.data_number[FROM_CLIENT] = 1;
  talk.sealed_rest ();
  OpenedReading reading (talk);
  EXPECT_EQ (reading.steps (), "C ClientHello, C Early data (0-RTT), S ServerHello, S EncryptedExtensions, S Finished, C Finished, "
                               "C Application data, S NewSessionTicket, S Application data");
  EXPECT_FALSE (reading.last ()->steps[1]->sealed);
  EXPECT_EQ (reading.last ()->n_opened, 6u);
}

TEST (DialogueQuicSealed, FollowsKeyUpdates) /* RFC 9001 section 6 */
{
  SealedTalk talk;
  talk.whole_talk ();
  for (int update = 0; update < 3; update++)
    {
      talk.phase = !talk.phase;
      talk.data_sealers[FROM_CLIENT].update ();
      talk.data_sealers[FROM_SERVER].update ();
      talk.data_packet (FROM_CLIENT, SealedTalk::stream_frame ());
      talk.data_packet (FROM_SERVER, crypto_frame ((guint64) (update + 1) * SealedTalk::ticket ().size (), SealedTalk::ticket ()));
    }
  OpenedReading reading (talk);
  EXPECT_EQ (reading.steps (), std::string (opened_steps)
                                 + ", C Application data, S NewSessionTicket, C Application data, S NewSessionTicket, "
                                   "C Application data, S NewSessionTicket");
  EXPECT_EQ (reading.last ()->n_not_opened, 0u);
}

TEST (DialogueQuicSealed, LearnsConnectionIds) /* RFC 9000 section 19.15 */
{
  SealedTalk talk;
  talk.whole_talk ();
  talk.data_packet (FROM_SERVER, Data ({ 0x18, 1, 0, 5, 9, 8, 7, 6, 5 }) + Data (16, 0x77));
  talk.maker.server_id = { 9, 8, 7, 6, 5 };
  talk.data_packet (FROM_CLIENT, SealedTalk::stream_frame ());
  OpenedReading reading (talk);
  EXPECT_EQ (reading.last ()->n_opened, 7u);
  EXPECT_EQ (reading.last ()->n_not_opened, 0u);
}

TEST (DialogueQuicSealed, AClosingFrameIsAStep)
{
  SealedTalk talk;
  talk.hellos ();
  talk.handshake_packet (FROM_SERVER, crypto_frame (0, SealedTalk::server_flight ()));
  talk.handshake_packet (FROM_CLIENT, close_frame (0x12a, "bad"));
  OpenedReading reading (talk);
  EXPECT_EQ (reading.steps (), "C ClientHello, S ServerHello, S EncryptedExtensions, S Finished, C CONNECTION_CLOSE: bad_certificate");
  EXPECT_EQ (reading.last ()->outcome, TL_OUTCOME_ALERT);
  EXPECT_EQ (reading.last ()->alert, 42);
  EXPECT_NE (reading.last ()->steps[4]->door, nullptr);
}

TEST (DialogueQuicSealed, ErrorsOfTheApplicationAreNoAlerts) /* RFC 9000 section 20.2 */
{
  SealedTalk talk;
  talk.whole_talk ();
  talk.data_packet (FROM_CLIENT, { 0x1d, 0x41, 0x28, 2, 'o', 'k' });
  OpenedReading reading (talk);
  EXPECT_EQ (reading.steps (), std::string (opened_steps) + ", C CONNECTION_CLOSE: error 0x128 of the application");
  EXPECT_EQ (reading.last ()->outcome, TL_OUTCOME_ESTABLISHED);
  guint last = reading.last ()->n_steps - 1;
  EXPECT_EQ (reading.last ()->steps[last]->alert_level, 0);
  g_autofree char *facts = tl_step_facts (reading.last (), last);
  EXPECT_STREQ (facts, "ok");
  g_autoptr (TlFieldTree) tree = tl_step_fields (reading.last (), last);
  ASSERT_EQ (tree->n_rows, 3u);
  EXPECT_STREQ (tree->rows[1].name, "application_error_code");
}

TEST (DialogueQuicSealed, WithoutAFinishedNothingIsEstablished)
{
  SealedTalk talk;
  talk.hellos ();
  talk.handshake_packet (FROM_SERVER, crypto_frame (0, SealedTalk::server_flight ()));
  talk.handshake_packet (FROM_CLIENT, { TL_QUIC_ACK, 0, 0, 0, 0 });
  OpenedReading reading (talk);
  EXPECT_EQ (reading.last ()->outcome, TL_OUTCOME_INCOMPLETE);
  talk.data_packet (FROM_SERVER, { 0x1e });
  OpenedReading done (talk);
  EXPECT_EQ (done.last ()->outcome, TL_OUTCOME_ESTABLISHED) << "HANDSHAKE_DONE";
  EXPECT_EQ (done.steps (), reading.steps ()) << "no data";
}

TEST (DialogueQuicSealed, AMessageThatIsNotWholeIsToldInTheEnd)
{
  SealedTalk talk;
  talk.hellos ();
  talk.handshake_packet (FROM_SERVER, crypto_frame (0, Data ({ 11, 0, 4, 0, 1, 2, 3 })));
  OpenedReading reading (talk);
  EXPECT_EQ (reading.steps (), "C ClientHello, S ServerHello, S Certificate");
  EXPECT_TRUE (reading.last ()->steps[2]->truncated);
  EXPECT_TRUE (reading.last ()->steps[2]->decrypted);
}

/* The bytes of all messages. */
static std::string
messages (const Reading &reading)
{
  std::string all = reading.steps ();
  for (guint i = 0; i < reading.told.back ()->n_steps; i++)
    {
      const TlStep *step = reading.told.back ()->steps[i];
      gsize length = 0;
      const guint8 *bytes = step->bytes ? (const guint8 *) g_bytes_get_data (step->bytes, &length) : nullptr;
      all += "\n" + hex_of (Data (bytes, bytes + length));
    }
  return all;
}

TEST (DialogueQuicSealed, SaysTheSameInAnyCut)
{
  std::mt19937 random (9001);
  SealedTalk whole;
  whole.whole_talk ();
  std::string expected = messages (OpenedReading (whole));
  for (int round = 0; round < 20; round++)
    {
      SealedTalk talk;
      auto cut = [&] (int from, bool data, const Data &flight) {
        std::vector<std::pair<gsize, gsize> > pieces;
        for (gsize at = 0, n; at < flight.size (); at += n)
          {
            n = std::min<gsize> (1 + random () % (1 + (gsize) round), flight.size () - at);
            pieces.push_back ({ at, n });
            if (random () % 4 == 0)
              pieces.push_back ({ at, n });
          }
        std::shuffle (pieces.begin (), pieces.end (), random);
        for (auto &[at, n] : pieces)
          {
            Data frame = crypto_frame (at, Data (flight.begin () + (long) at, flight.begin () + (long) (at + n)));
            data ? talk.data_packet (from, frame) : talk.handshake_packet (from, frame);
          }
      };
      talk.hellos ();
      cut (FROM_SERVER, false, SealedTalk::server_flight ());
      cut (FROM_CLIENT, false, SealedTalk::client_flight ());
      talk.data_packet (FROM_CLIENT, SealedTalk::stream_frame ());
      cut (FROM_SERVER, true, SealedTalk::ticket ());
      talk.data_packet (FROM_SERVER, SealedTalk::stream_frame ());
      EXPECT_EQ (messages (OpenedReading (talk)), expected) << round;
    }
}

TEST (DialogueQuicSealed, ASnapshotIsAPrefix)
{
  SealedTalk talk;
  talk.whole_talk ();
  Reading grown (talk.packets, TL_TRACKER_STEPS | TL_TRACKER_GROWTH, 1, G_MAXUINT32, 101, talk.keyring);
  ASSERT_GT (grown.told.size (), 4u);
  EXPECT_EQ (grown.steps (), opened_steps);
}

/* RFC 9849 section 6.1.5: with an encrypted ClientHello that was taken, secrets go by its random, whether it can be opened or not. */
TEST (DialogueQuicSealed, OpensWhatFollowsAnEncryptedHello)
{
  for (bool with_key : { true, false })
    {
      SealedTalk talk;
      ech::Sender sender;
      Data taken = ech::confirm (ech::inner_message (ech::session_id) + ech::answer (Data (8, 0)));

      tl_keyring_unref (talk.keyring);
      talk.keyring = tl_keyring_new ();
      if (with_key)
        tl_keyring_add_ech_key (
            talk.keyring, tl_ech_key_new (0x0020, view_of (ech::server_key), view_of (ech::list (ech::config ()))));
      for (int from : { 0, 1 })
        {
          add_secret (talk.keyring, from == 0 ? "CLIENT_HANDSHAKE_TRAFFIC_SECRET" : "SERVER_HANDSHAKE_TRAFFIC_SECRET", Data (32, 0x1a),
                      talk.handshake_sealers[from].secret);
          add_secret (talk.keyring, from == 0 ? "CLIENT_TRAFFIC_SECRET_0" : "SERVER_TRAFFIC_SECRET_0", Data (32, 0x1a),
                      talk.data_sealers[from].secret);
        }
      talk.client_initial (crypto_frame (0, ech::outer_message (sender, ech::encoded_hello ())));
      talk.server_initial (crypto_frame (0, ech::answer (taken)));
      talk.sealed_rest ();
      OpenedReading run (talk);
      const TlConversation *told = run.told.at (0);
      EXPECT_EQ (told->ech, TL_ECH_ACCEPTED) << with_key;
      EXPECT_EQ (told->ech_opening, with_key ? TL_ECH_OPENED : TL_ECH_NOT_TRIED);
      EXPECT_EQ (told->inner_random_known, !with_key);
      EXPECT_EQ (told->steps[0]->inner != nullptr, with_key);
      EXPECT_EQ (told->n_not_opened, 0u) << with_key;
      EXPECT_GE (told->n_opened, 5u) << with_key;
    }
}
